// What a running role command looks like now: one word for each sentence of the live view.
import type { LegName, Maintenance, PairStatus } from "../wire";
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
  /** roles change, and one does not tell its role now */
  | "changing"
  /** both say their new role; it counts after some answers */
  | "arriving";

export function situationOf(m: Maintenance, name: LegName, status: PairStatus | null): Situation {
  const leg = m.legs[name];
  const { taking, giving } = endsOf(m, name);
  const out = seenOf(status, giving.label)?.role ?? null;
  const into = seenOf(status, taking.label)?.role ?? null;
  if (into === "primary" && out === "backup") return "arriving";
  if (out === "backup" && into === "backup") return "both_backup";
  if (m.progress?.phase === "swapping") return into === "primary" || status === null || out === "unknown" || into === "unknown" ? "changing" : "both_backup";
  switch (leg.answer) {
    case null: return "answering";
    case "by_hand": return "by_hand";
    case "unknown": return "may_have_started";
    case "refused":
    case "not_sent": return "refused";
    case "started": return "syncing";
  }
}
