// When an appliance was away during a maintenance, as this window saw it: the program tells only what is now.
import type { PairStatus, Update } from "../wire";

export interface Absence {
  label: string;
  from: string;
  /** Null: it is away now. */
  to: string | null;
}

const PREFIX = "switchback.away.";

const isAbsence = (one: unknown): one is Absence =>
  typeof one === "object" && one !== null && "label" in one && typeof one.label === "string" && "from" in one && typeof one.from === "string" && "to" in one &&
  (one.to === null || typeof one.to === "string");

export class Away {
  #byMaintenance: Readonly<Record<string, readonly Absence[]>> = $state.raw({});
  readonly #folder: () => string | null;
  /** Told before the folder was known. */
  #early: Update[] = [];

  /** Numbers begin anew in each data folder, so what is kept belongs to one. */
  constructor(folder: () => string | null) {
    this.#folder = folder;
  }

  take(update: Update): void {
    if (update.type !== "status" || update.status.maintenance === null) return;
    if (this.#folder() === null) this.#early.push(update);
    else this.#see(update.status.maintenance, update.status);
  }

  /** The folder is known now. */
  catchUp(): void {
    const early = this.#early;
    this.#early = [];
    for (const update of early) this.take(update);
  }

  /** The last time this one was away; null: not seen to be. */
  last(maintenance: string, label: string): Absence | null {
    return this.all(maintenance, label).at(-1) ?? null;
  }

  /** Each time it was away, the oldest first. */
  all(maintenance: string, label: string): readonly Absence[] {
    return this.#of(maintenance).filter((one) => one.label === label);
  }

  #see(maintenance: string, status: PairStatus): void {
    let list = this.#of(maintenance);
    for (const { label, reachable, observed_at: at } of status.appliances) {
      const open = list.find((one) => one.label === label && one.to === null);
      if (!reachable && open === undefined) list = [...list, { label, from: at, to: null }];
      else if (reachable && open !== undefined) list = list.map((one) => (one === open ? { ...one, to: at } : one));
    }
    if (list === this.#of(maintenance)) return;
    this.#byMaintenance = { ...this.#byMaintenance, [maintenance]: list };
    localStorage.setItem(this.#key(maintenance), JSON.stringify(list));
  }

  #of(maintenance: string): readonly Absence[] {
    return this.#byMaintenance[maintenance] ?? read(this.#key(maintenance));
  }

  #key(maintenance: string): string {
    return `${PREFIX}${this.#folder() ?? ""}:${maintenance}`;
  }
}

const found = new Map<string, readonly Absence[]>();

/** What was kept; the same list each time, so that an unchanged one is known as such. */
function read(key: string): readonly Absence[] {
  const text = localStorage.getItem(key) ?? "[]";
  const known = found.get(text);
  if (known !== undefined) return known;
  let list: readonly Absence[] = [];
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) list = parsed.filter(isAbsence);
  } catch {
    // A list that cannot be read is none.
  }
  found.set(text, list);
  return list;
}
