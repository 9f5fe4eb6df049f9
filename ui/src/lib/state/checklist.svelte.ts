// A person's own list for one maintenance, kept on this computer. It locks nothing and is no part of the journal.

export interface Line {
  key: string;
  text: string;
  /** When it was ticked. */
  doneAt: string | null;
  /** It was written into the journal as a note. */
  noted: boolean;
}

const PREFIX = "switchback.checklist.";

const isLine = (one: unknown): one is Line =>
  typeof one === "object" && one !== null && "key" in one && typeof one.key === "string" && "text" in one && typeof one.text === "string" && "doneAt" in one &&
  (one.doneAt === null || typeof one.doneAt === "string") && "noted" in one && typeof one.noted === "boolean";

export class Checklist {
  lines: Line[] = $state([]);
  readonly done: number = $derived.by(() => this.lines.filter((line) => line.doneAt !== null).length);
  readonly #key: string;
  readonly #now: () => string;

  constructor(maintenance: string, now: () => string = () => new Date().toISOString()) {
    this.#key = PREFIX + maintenance;
    this.#now = now;
    this.lines = read(this.#key);
  }

  add(text: string): void {
    const clean = text.trim();
    if (clean === "") return;
    const next = 1 + Math.max(0, ...this.lines.map((line) => Number(line.key)));
    this.lines.push({ key: String(next), text: clean, doneAt: null, noted: false });
    this.#keep();
  }

  tick(key: string, done: boolean): void {
    const line = this.lines.find((one) => one.key === key);
    if (line === undefined) return;
    line.doneAt = done ? this.#now() : null;
    this.#keep();
  }

  /** It stands in the journal now. */
  noted(key: string): void {
    const line = this.lines.find((one) => one.key === key);
    if (line === undefined) return;
    line.noted = true;
    this.#keep();
  }

  remove(key: string): void {
    this.lines = this.lines.filter((line) => line.key !== key);
    this.#keep();
  }

  #keep(): void {
    if (this.lines.length === 0) localStorage.removeItem(this.#key);
    else localStorage.setItem(this.#key, JSON.stringify(this.lines));
  }
}

function read(key: string): Line[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(found) ? found.filter(isLine) : [];
  } catch {
    return [];
  }
}
