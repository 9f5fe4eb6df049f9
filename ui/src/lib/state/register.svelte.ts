// All maintenances of this computer, the newest first: the list at once, and what each came to as the register tells it.
import type { Backend } from "../backend";
import type { Journey } from "../road/glyph";
import { wireError } from "../text/errors";
import type { Outcome } from "../text/report";
import type { Listed, Maintenance, RegisterRow, WireError } from "../wire";
import { Reading } from "./reading";

export const OUTCOMES: readonly Outcome[] = ["open", "complete", "incomplete", "abandoned", "closed_away", "handed_on", "unsettled", "unreadable"];

export interface Entry {
  id: string;
  title: string;
  pair: string;
  began: string | null;
  ticket: string;
  by: string;
  /** Null: the register does not tell yet. */
  outcome: Outcome | null;
  changes: number | null;
  openPoints: number;
  /** Why it cannot be read. */
  problem: string | null;
  open: boolean;
}

/** How many are read at once: a long register must not hold up what else is asked. */
const AT_ONCE = 3;

export class Register {
  listed: readonly Listed[] = $state.raw([]);
  rows: readonly RegisterRow[] | null = $state.raw(null);
  /** How many there are, and whether numbers are missing, in the program's own words. */
  sentence: string | null = $state(null);
  loaded: boolean = $state(false);
  problem: WireError | null = $state.raw(null);
  #shown: Readonly<Record<string, Maintenance | null>> = $state.raw({});
  readonly entries: Entry[] = $derived.by(() => entriesOf(this.listed, this.rows));
  /** The list for which the rows were told. */
  #toldOf: string | null = null;
  readonly #backend: Backend;
  readonly #reading = new Reading(() => this.#load());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  load(): Promise<void> {
    return this.#reading.now();
  }

  /** It with its legs, once its row was looked at: for its road and its time on the stand-in. */
  shown(id: string): Maintenance | null {
    return this.#shown[id] ?? null;
  }

  /** Reads what only a row in sight needs. What has ended does not change any more. */
  async look(ids: readonly string[]): Promise<void> {
    const queue = ids.filter((id) => !(id in this.#shown));
    if (queue.length === 0) return;
    this.#shown = { ...this.#shown, ...Object.fromEntries(queue.map((id) => [id, null])) };
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const id = next;
        const told = await this.#backend.call("maintenance_show", { id }).catch(() => null);
        this.#shown = { ...this.#shown, [id]: told };
      }
    }));
  }

  async #load(): Promise<void> {
    try {
      this.listed = await this.#backend.call("maintenance_list", {});
      this.loaded = true;
      // Each row is made from a whole record: while none began, moved on or ended the register tells the same.
      const list = JSON.stringify(this.listed);
      if (this.#toldOf !== list) await this.#rows();
      this.#toldOf = list;
      this.problem = null;
    } catch (thrown) {
      this.problem = wireError(thrown);
    }
    // What is open has moved on meanwhile.
    this.#shown = Object.fromEntries(Object.entries(this.#shown).filter(([id]) => this.listed.find((one) => one.id === id)?.open === false));
    this.loaded = true;
  }

  async #rows(): Promise<void> {
    const told = await this.#backend.call("register_show", {});
    this.rows = told.rows;
    this.sentence = told.sentence;
  }
}

/** A row tells more than the list; where the register has none of it, it is in the list all the same. */
function entriesOf(listed: readonly Listed[], rows: readonly RegisterRow[] | null): Entry[] {
  const byId = new Map((rows ?? []).map((row) => [row.id, row]));
  const ids = [...new Set([...listed.map((one) => one.id), ...byId.keys()])].sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  const listedById = new Map(listed.map((one) => [one.id, one]));
  return ids.map((id): Entry => {
    const [row, one] = [byId.get(id), listedById.get(id)];
    return {
      id, title: row?.title ?? one?.title ?? "", pair: row?.pair ?? one?.pair ?? "", began: row?.began_at ?? one?.created_at ?? null, ticket: row?.ticket ?? "", by: row?.planned_by ?? "",
      outcome: row === undefined ? null : row.problem !== null ? "unreadable" : row.outcome, changes: row?.changes ?? null, openPoints: row?.open_points ?? 0, problem: row?.problem ?? null,
      open: one?.open ?? row?.outcome === "open",
    };
  });
}

/** How it went, for its picture; null: not known. */
export function journeyOf({ outcome, open }: Pick<Entry, "outcome" | "open">, shown: Maintenance | null): Journey | null {
  if (outcome === "complete" || outcome === "incomplete") return "out_and_back";
  if (outcome === "abandoned") return "straight";
  if (shown === null) return null;
  const away = shown.current_primary !== shown.home_primary;
  if (!open && outcome === "closed_away") return away ? "out_and_stays" : "out_and_back";
  return away ? "out_and_stays" : shown.legs.return.done_at === null ? "straight" : "out_and_back";
}

const NUMBER = /^([A-Z]+)-(\d+)$/;

/** Numbers that are not there, between the first and the last of each series. */
export function holesOf(ids: readonly string[]): string[] {
  const series = new Map<string, { numbers: Set<number>; width: number }>();
  for (const id of ids) {
    const [, prefix = "", digits = ""] = NUMBER.exec(id) ?? [];
    if (digits === "") continue;
    const one = series.get(prefix) ?? { numbers: new Set<number>(), width: digits.length };
    one.numbers.add(Number(digits));
    series.set(prefix, one);
  }
  return [...series].flatMap(([prefix, { numbers, width }]) => {
    const last = Math.max(...numbers);
    return Array.from({ length: last }, (_, n) => n + 1).filter((n) => !numbers.has(n)).map((n) => `${prefix}-${String(n).padStart(width, "0")}`);
  });
}
