import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import type { Pair, PairStatus, Tone, Update, WireError } from "../wire";
import { Reading } from "./reading";

export const URGENCY: Readonly<Record<Tone, number>> = { stop: 0, needs_you: 1, slow: 2, working: 3, ready: 4 };
/** From so many pairs on, the sidebar lists only those that ask for something, and the board takes one line a pair. */
export const MANY = 13;

export interface Row {
  pair: Pair;
  /** Null until it was read once. */
  status: PairStatus | null;
}

/** Every pair with its newest status. */
export class Board {
  pairs: Pair[] = $state.raw([]);
  statuses: Readonly<Record<string, PairStatus>> = $state.raw({});
  /** The pairs were asked for once, with or without an answer. */
  loaded: boolean = $state(false);
  problem: WireError | null = $state.raw(null);

  /** Most urgent first, then by name. It depends on tones and names alone, so no other reading moves a row. */
  readonly rows: Row[] = $derived.by(() => {
    const rank = (row: Row): number => (row.status === null ? URGENCY.ready + 1 : URGENCY[row.status.tone]);
    return this.pairs
      .map((pair) => ({ pair, status: this.statuses[pair.name] ?? null }))
      .sort((a, b) => rank(a) - rank(b) || a.pair.name.localeCompare(b.pair.name, "en", { numeric: true }));
  });

  readonly #backend: Backend;
  readonly #reading = new Reading(() => this.#read());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  row(name: string): Row | null {
    return this.rows.find((row) => row.pair.name === name) ?? null;
  }

  /** How many pairs stand at each tone. */
  count(tone: Tone): number {
    return this.rows.filter((row) => row.status?.tone === tone).length;
  }

  load(): Promise<void> {
    return this.#reading.now();
  }

  async #read(): Promise<void> {
    try {
      const pairs = await this.#backend.call("pairs_list", {});
      // The port everybody has is no part of a name.
      this.pairs = pairs.map((pair) => ({ ...pair, site_name: pair.site_name.replace(/:443$/, "") }));
      this.problem = null;
    } catch (thrown) {
      this.problem = wireError(thrown);
    }
    this.loaded = true;
  }

  /** Reads one pair now. What it says comes back as its status. */
  async readAgain(name: string): Promise<void> {
    const told = await this.#backend.call("status_get", { name });
    for (const status of Array.isArray(told) ? told : [told]) this.#put(status);
  }

  take(update: Update): void {
    if (update.type === "status") this.#put(update.status);
    if (update.type === "changed") void this.load();
  }

  #put(status: PairStatus): void {
    this.statuses = { ...this.statuses, [status.pair]: status };
  }
}
