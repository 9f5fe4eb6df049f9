// What a running role command looks like now: one word for each sentence of the live view.
import type { LegName, Maintenance, PairStatus, RoleWord } from "../wire";
import { endsOf, seenOf } from "./state";

export type Situation =
  /** sent; the appliance has not answered */
  | "answering"
  /** announced; a person presses it in /login */
  | "by_hand"
  /** refused, and both are read to be sure */
  | "refused"
  /** no answer that can be relied on; roles as before */
  | "may_have_started"
  | "syncing"
  | "both_backup"
  /** roles change, and are not as assigned or not told by both */
  | "changing"
  /** the one that steps down does not tell its role now */
  | "unreadable"
  /** both say their new role; it counts after some answers */
  | "arriving";

/** What it says of itself; null: it was not read, does not answer, or tells no role. What the other one says of a silent one is old. */
function toldBy(status: PairStatus | null, label: string): RoleWord | null {
  const seen = seenOf(status, label);
  return seen === null || seen.role === "unknown" || (!seen.reachable && seen.second_hand) ? null : seen.role;
}

/** Both tell their role now. */
export const bothTold = (m: Maintenance, status: PairStatus | null): boolean => m.appliances.every((one) => toldBy(status, one.label) !== null);

/** A person is to press it in /login: the way there is shown as long as nothing says that it was done. */
export const waitsForHand = (m: Maintenance, name: LegName, status: PairStatus | null): boolean => {
  const now = situationOf(m, name, status);
  return now === "by_hand" || (now === "unreadable" && m.legs[name].answer === "by_hand");
};

export function situationOf(m: Maintenance, name: LegName, status: PairStatus | null): Situation {
  const leg = m.legs[name];
  const { taking, giving } = endsOf(m, name);
  const out = toldBy(status, giving.label);
  const into = toldBy(status, taking.label);
  if (into === "primary" && out === "backup") return "arriving";
  if (out === "backup" && into === "backup") return "both_backup";
  if (m.progress?.phase === "swapping" || into === "primary" || (out !== null && out !== "primary")) return "changing";
  if (out === null) return "unreadable";
  switch (leg.answer) {
    case null: return "answering";
    case "by_hand": return "by_hand";
    case "unknown": return "may_have_started";
    case "refused":
    case "not_sent": return "refused";
    case "started": return "syncing";
  }
}
