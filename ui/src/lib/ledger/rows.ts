// The list of changes as it is read: by hours, each with its place, its object, and what was done.
import { ledger } from "../text/ledger";
import { day, weekdayOf, zoneName, clockShort } from "../text/time";
import type { Change } from "../wire";

const HOUR = 3_600_000;

export const objectName = (one: Pick<Change, "object" | "event">): string => one.object.name || one.object.id || one.object.kind || one.event || ledger.unnamed;

/** "Tier 2: 4 fields changed". */
export function what(one: Change): string {
  const name = objectName(one);
  switch (one.kind) {
    case "added": return ledger.added(name);
    case "removed": return ledger.removed(name);
    case "reordered": return ledger.reordered(name);
    case "done": return ledger.done(name);
    case "changed": {
      const [only, another] = one.fields;
      if (another !== undefined) return ledger.fields(name, one.fields.length);
      if (only?.name === "name" && typeof only.before === "string" && only.before !== "") return ledger.renamed(only.before);
      return ledger.changed(name);
    }
  }
}

/** What no page is known for is not said to be one. */
export const placeShown = (one: Pick<Change, "place">): string => ledger.place(one.place);

export const whoShown = (one: Pick<Change, "who" | "class">): string => {
  const who = one.who ?? ledger.nobody;
  return one.class === "automatic" ? ledger.auto(who) : who;
};

export interface Hour {
  key: string;
  /** With its day where a new one begins. */
  head: string;
  changes: Change[];
}

/** The newest first, as they come. */
export function hours(changes: readonly Change[]): Hour[] {
  const found: Hour[] = [];
  let lastDay = "";
  for (const one of changes) {
    const at = one.at === null ? null : Date.parse(one.at);
    // An hour begins where the clock of the zone says so: zones may differ from UTC by half an hour.
    const key = one.at === null ? "none" : `${day(one.at)} ${clockShort(one.at).slice(0, 2)} ${zoneName(one.at)}`;
    const last = found.at(-1);
    if (last?.key === key) {
      last.changes.push(one);
      continue;
    }
    if (at === null || one.at === null) {
      found.push({ key, head: ledger.noTime, changes: [one] });
      continue;
    }
    const from = at - Number(clockShort(one.at).slice(3, 5)) * 60_000 - (at % 60_000);
    const span = ledger.hour(new Date(from).toISOString(), new Date(from + HOUR).toISOString());
    const today = day(one.at);
    found.push({ key, head: today === lastDay ? span : ledger.hourOf(`${weekdayOf(one.at)} ${today}`, span), changes: [one] });
    lastDay = today;
  }
  return found;
}

/** The one that is open stands in its place, also where it does not fit what is asked any more. */
export function withOpen(changes: readonly Change[], open: Change | null): readonly Change[] {
  if (open === null || changes.some((one) => one.entry === open.entry)) return changes;
  const after = changes.findIndex((one) => (one.at ?? "") < (open.at ?? ""));
  return after === -1 ? [...changes, open] : [...changes.slice(0, after), open, ...changes.slice(after)];
}
