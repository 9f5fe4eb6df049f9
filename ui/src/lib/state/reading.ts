/** One reading at a time. Asked while one is under way, it reads once more after it: many changes cost two readings, not many. */
export class Reading {
  #under: Promise<void> | null = null;
  #again = false;
  readonly #read: () => Promise<void>;

  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  /** Resolves when everything that was asked until now is read. */
  now(): Promise<void> {
    if (this.#under !== null) {
      this.#again = true;
      return this.#under;
    }
    this.#under = this.#run().finally(() => {
      this.#under = null;
    });
    return this.#under;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      await this.#read();
    } while (this.#again);
  }
}
