/** Never more rows than this stand on the page, however long the list is. */
export const MOST = 300;
/** So many more are asked for at once, and by so many what stands on the page moves: some of it always stays. */
export const STEP = 150;

/** Of a long list, the stretch of it that stands on the page. */
export class Rows {
  /** The first row of the stretch, counted from the top of the list. */
  #first = $state(0);
  readonly #most: number;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** A list that has grown shorter still fills the page. */
  first(length: number): number {
    return Math.max(0, Math.min(this.#first, length - this.#most));
  }

  of<T>(all: readonly T[]): readonly T[] {
    const first = this.first(all.length);
    return all.slice(first, first + this.#most);
  }

  /** How many of the list stand after the stretch. */
  after(length: number): number {
    return Math.max(0, length - this.first(length) - this.#most);
  }

  down(length: number): void {
    this.#first = this.first(length) + Math.min(STEP, this.after(length));
  }

  up(length: number): void {
    this.#first = Math.max(0, this.first(length) - STEP);
  }

  /** Moves the stretch so that this row is in it, with others round it. */
  reveal(index: number, length: number): void {
    const first = this.first(length);
    if (index < 0 || (index >= first && index < first + this.#most)) return;
    this.#first = Math.max(0, index - Math.floor(this.#most / 2));
  }

  /** Another list: from its top. */
  reset(): void {
    this.#first = 0;
  }
}
