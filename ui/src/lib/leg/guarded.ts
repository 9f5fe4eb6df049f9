// Which appliance a guarded way is about: the one that is primary, and the one that could be. Told only where nothing speaks against it.
import type { Maintenance, Pair, PairStatus, RoleWord } from "../wire";
import { currentLeg, endsOf, runningLeg, seenOf } from "./state";

export interface GuardedEnds {
  /** Primary, as far as is known: it may be dead. */
  giving: string;
  taking: string;
}

/** By its own word alone; null: it says nothing now. */
function ownRole(status: PairStatus | null, label: string): RoleWord | null {
  const seen = seenOf(status, label);
  return seen === null || !seen.reachable || seen.second_hand || seen.role === "unknown" ? null : seen.role;
}

/** Of the roles read: one alone says primary, or one says backup and the other is silent. */
function byRoles(status: PairStatus | null, [a, b]: readonly [string, string]): string | null {
  const [ofA, ofB] = [ownRole(status, a), ownRole(status, b)];
  const primary = (mine: RoleWord | null, other: RoleWord | null): boolean => (mine === "primary" && other !== "primary") || (mine === null && other === "backup");
  return primary(ofA, ofB) ? a : primary(ofB, ofA) ? b : null;
}

/** Of the leg that runs or comes next; once both are done, of the record. */
function byMaintenance(m: Maintenance): string {
  const leg = runningLeg(m) ?? currentLeg(m);
  return leg === null ? m.current_primary : endsOf(m, leg).giving.label;
}

/** `status`: null where it is past its promise. Null: no single primary can be told, and a person chooses. */
export function guardedEnds(pair: Pair, m: Maintenance | null, status: PairStatus | null): GuardedEnds | null {
  const [a, b] = pair.appliances.map((one) => one.label);
  if (a === undefined || b === undefined) return null;
  const giving = m === null ? byRoles(status, [a, b]) : byMaintenance(m);
  if (giving !== a && giving !== b) return null;
  const taking = giving === a ? b : a;
  // What they say of themselves comes before what is recorded.
  const against = ![null, "primary"].includes(ownRole(status, giving)) || ![null, "backup"].includes(ownRole(status, taking));
  return against ? null : { giving, taking };
}
