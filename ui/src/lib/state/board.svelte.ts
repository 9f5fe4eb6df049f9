import type { Backend } from "../backend";
import { isStale, situationOf, toneOf, type Hearing } from "../pair/situation";
import { wireError } from "../text/errors";
import type { Hello, Pair, PairStatus, Tone, Update, WireError } from "../wire";
import { Reading } from "./reading";

export const URGENCY: Readonly<Record<Tone, number>> = { stop: 0, needs_you: 1, slow: 2, working: 3, ready: 4 };
/** From so many pairs on, the sidebar lists only those that ask for something, and the board takes one line a pair. */
export const MANY = 13;

export interface Row {
  pair: Pair;
  /** Null until it was read once. */
  status: PairStatus | null;
  /** How much it asks, by what is known now; null: not known. */
  tone: Tone | null;
  /** What stands of it may no longer be so. */
  stale: boolean;
}

/** What the age of a reading is told by, and what only this computer knows. */
export interface Around extends Hearing {
  session: { rest: string | null; hello: Hello | null; greet?: () => Promise<void> };
}

/** When it was last looked, of either appliance; no number where that is not told, which is older and newer than nothing. */
const newest = (status: PairStatus | undefined): number => (status === undefined || status.appliances.length === 0 ? Number.NaN : Math.max(...status.appliances.map((one) => Date.parse(one.observed_at))));

const NOTHING = { last: null, silentSince: null };

/** Every pair with its newest status. */
export class Board {
  pairs: Pair[] = $state.raw([]);
  statuses: Readonly<Record<string, PairStatus>> = $state.raw({});
  /** The pairs were asked for once, with or without an answer. */
  loaded: boolean = $state(false);
  problem: WireError | null = $state.raw(null);

  /** Whose reading is old, as one text: a tick of the clock that makes none old changes nothing. */
  readonly #old: string = $derived.by(() => this.pairs.filter((pair) => isStale(this.#around, pair, this.statuses[pair.name] ?? null)).map((pair) => pair.name).join("\n"));

  /** Most urgent first, then by name. It depends on tones and names alone, so no other reading moves a row. */
  readonly rows: Row[] = $derived.by(() => {
    const old = new Set(this.#old.split("\n"));
    const keychain = this.#around.session.hello?.keychain ?? null;
    // What was read once and is not known now comes before what is as it should be.
    const rank = (row: Row): number => (row.tone !== null ? URGENCY[row.tone] : row.stale ? URGENCY.ready - 0.5 : URGENCY.ready + 1);
    return this.pairs
      .map((pair): Row => {
        const status = this.statuses[pair.name] ?? null;
        const stale = old.has(pair.name);
        return { pair, status, tone: toneOf(situationOf({ pair, status, keychain, known: () => NOTHING }), status, stale), stale };
      })
      .sort((a, b) => rank(a) - rank(b) || a.pair.name.localeCompare(b.pair.name, "en", { numeric: true }));
  });

  readonly #backend: Backend;
  readonly #around: Around;
  readonly #reading = new Reading(() => this.#read());

  constructor(backend: Backend, around: Around) {
    this.#backend = backend;
    this.#around = around;
  }

  row(name: string): Row | null {
    return this.rows.find((row) => row.pair.name === name) ?? null;
  }

  /** How many pairs stand at each tone. */
  count(tone: Tone): number {
    return this.rows.filter((row) => row.tone === tone).length;
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
    // Whoever reads again has perhaps opened the keychain.
    const told = await this.#backend.call("status_get", { name }).finally(() => void this.#around.session.greet?.());
    for (const status of Array.isArray(told) ? told : [told]) this.#put(status);
  }

  take(update: Update): void {
    if (update.type === "status") this.#put(update.status);
    if (update.type === "changed") void this.load();
  }

  #put(status: PairStatus): void {
    // What was asked for may come after what was told meanwhile.
    if (newest(status) < newest(this.statuses[status.pair])) return;
    this.statuses = { ...this.statuses, [status.pair]: status };
  }
}
