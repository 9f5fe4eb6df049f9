// All maintenances of this computer: the list first, then what each came to, the newest first.
import type { Backend } from "../backend";
import type { Journey } from "../road/glyph";
import { wireError } from "../text/errors";
import type { Listed, Maintenance, WireError } from "../wire";
import { Reading } from "./reading";

export type Result = "complete" | "incomplete" | "ended" | "away" | "handed" | "open";
export const RESULTS: readonly Result[] = ["open", "complete", "incomplete", "ended", "away", "handed"];

export interface Entry {
  listed: Listed;
  /** Null until it was read. Reading it verifies its chain. */
  shown: Maintenance | null;
  /** It could not be read. */
  problem: WireError | null;
}

/** How many are read at once: a long register must not hold up what else is asked. */
const AT_ONCE = 3;

export class Register {
  listed: readonly Listed[] = $state.raw([]);
  loaded: boolean = $state(false);
  problem: WireError | null = $state.raw(null);
  #shown: Readonly<Record<string, Maintenance | WireError>> = $state.raw({});
  readonly entries: Entry[] = $derived.by(() => this.listed.map((listed) => entryOf(listed, this.#shown[listed.id])));
  readonly read: number = $derived.by(() => this.entries.filter((one) => one.shown !== null || one.problem !== null).length);
  readonly #backend: Backend;
  readonly #reading = new Reading(() => this.#load());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  load(): Promise<void> {
    return this.#reading.now();
  }

  async #load(): Promise<void> {
    try {
      this.listed = [...(await this.#backend.call("maintenance_list", {}))].sort((a, b) => b.id.localeCompare(a.id, "en", { numeric: true }));
      this.problem = null;
    } catch (thrown) {
      this.problem = wireError(thrown);
    }
    this.loaded = true;
    // What has ended does not change any more.
    const queue = this.listed.filter((one) => one.open || !isShown(this.#shown[one.id]));
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await this.#show(next.id);
    }));
  }

  async #show(id: string): Promise<void> {
    const told = await this.#backend.call("maintenance_show", { id }).catch(wireError);
    this.#shown = { ...this.#shown, [id]: told };
  }
}

const isShown = (one: Maintenance | WireError | undefined): one is Maintenance => one !== undefined && "stage" in one;

function entryOf(listed: Listed, told: Maintenance | WireError | undefined): Entry {
  return { listed, shown: isShown(told) ? told : null, problem: told !== undefined && !isShown(told) ? told : null };
}

/** What it came to; null: it is to be read first. */
export function resultOf({ listed, shown }: Entry): Result | null {
  switch (listed.stage) {
    case "abandoned": return "ended";
    case "closed_away": return "away";
    case "signed_off": return shown === null ? null : shown.open_points.length === 0 ? "complete" : "incomplete";
    default: return shown?.handed_on === true ? "handed" : "open";
  }
}

export function journeyOf({ listed, shown }: Entry): Journey {
  if (listed.stage === "signed_off") return "out_and_back";
  if (listed.stage === "closed_away") return shown !== null && shown.current_primary === shown.home_primary ? "out_and_back" : "out_and_stays";
  if (shown === null || shown.current_primary === shown.home_primary) return shown?.legs.return.done_at == null ? "straight" : "out_and_back";
  return "out_and_stays";
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
