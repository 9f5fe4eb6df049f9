// Why an act is off, in the program's own words. Nothing is decided here.
import { stop } from "../text/stop";
import type { Action, Hello, Maintenance } from "../wire";
import type { Link } from "../state/link.svelte";
import { actOn } from "./state";

/** What holds for every act of the window: another process drives, an act is under way, nothing is heard. Null: nothing. */
export function windowOff(link: Pick<Link, "age" | "driver" | "holder" | "silent" | "acts">, hello: Hello | null, m: Maintenance | null): string | null {
  if (link.silent) return stop.silent;
  const driver = link.age === null ? (hello?.driver ?? true) : link.driver;
  if (!driver) return stop.reader(link.age === null ? (hello?.holder ?? null) : link.holder);
  const act = m === null ? null : actOn(m, link.acts);
  return act === null ? null : stop.underWay(act);
}

/** Null: it is allowed now. */
export function refusedWhy(m: Maintenance, action: Action): string | null {
  if (m.allowed_actions.includes(action)) return null;
  const told = m.refused.find((one) => one.action === action);
  return told === undefined ? stop.notNow : stop.sentence(told.message);
}

export const allowed = (m: Maintenance, action: Action): boolean => m.allowed_actions.includes(action);
