// Why an act is off, in the program's own words. Nothing is decided here.
import { STAGE } from "../text/journey";
import { stop } from "../text/stop";
import type { Action, Hello, Maintenance } from "../wire";
import type { Link } from "../state/link.svelte";
import { actOn, besideOn, isBeside } from "./state";

/** What holds for every act of the window: another process drives, an act of the same sort is under way, nothing is heard. `beside`: it goes on beside what watches. Null: nothing. */
export function windowOff(link: Pick<Link, "age" | "driver" | "holder" | "silent" | "acts">, hello: Hello | null, m: Maintenance | null, beside = false): string | null {
  if (link.silent) return stop.silent;
  const driver = link.age === null ? (hello?.driver ?? true) : link.driver;
  if (!driver) return stop.reader(link.age === null ? (hello?.holder ?? null) : link.holder);
  const act = m === null ? null : beside ? besideOn(m, link.acts) : actOn(m, link.acts);
  return act === null || (!beside && isBeside(act)) ? null : stop.underWay(act);
}

/** Null: it is allowed now. */
export function refusedWhy(m: Maintenance, action: Action): string | null {
  if (m.allowed_actions.includes(action)) return null;
  const told = m.refused.find((one) => one.action === action);
  if (m.ended_at !== null || told?.code === "ended") return stop.hasEnded(m.id);
  return told === undefined || told.code === "not-now" ? stop.notNow(m.id, STAGE[m.stage]) : stop.sentence(told.message);
}

/** What a window that only reads may write too: a person's word, beside what drives. */
const WORDS: ReadonlySet<Action> = new Set(["note", "approve", "acknowledge", "reconcile state"]);

const GO_BESIDE: ReadonlySet<Action> = new Set(["save", "ledger collect"]);

/** Why an act of this maintenance is off: by the window, else by the program. `mine`: what is under way is this act. Null: it is not. */
export function shutWhy({ link, session }: { link: Parameters<typeof windowOff>[0]; session: { hello: Hello | null } }, m: Maintenance, action: Action, mine = false): string | null {
  const window = WORDS.has(action) ? (link.silent ? stop.silent : null) : windowOff(link, session.hello, mine ? null : m, GO_BESIDE.has(action));
  return window ?? refusedWhy(m, action);
}

export const allowed = (m: Maintenance, action: Action): boolean => m.allowed_actions.includes(action);
