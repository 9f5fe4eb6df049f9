// Where the ledger of a maintenance stands, as the program tells it.
import type { LedgerVerdict, Maintenance } from "../wire";

/** A log or a configuration was read. */
export const isWatched = (m: Pick<Maintenance, "ledger">): boolean => m.ledger !== null && m.ledger.verdict.verdict !== "not_watched";

/** Nothing waits for a person before the way back: every change has its decision, or somebody answers for the notes. */
export const isReconciled = (m: Pick<Maintenance, "ledger" | "notes_complete">): boolean =>
  isWatched(m) ? m.ledger?.verdict.verdict === "reconciled" || m.ledger?.verdict.verdict === "nothing_to_reconcile" : m.notes_complete !== null;

/** What waits for a person first, and how many: changes to decide, else what is decided and not done, else blind spots to read. Null: nothing waits. */
export interface Waits {
  for: "decide" | "do" | "read";
  n: number;
}

export function waitsOf({ undecided, unread, outstanding }: Pick<LedgerVerdict, "undecided" | "unread" | "outstanding">): Waits | null {
  if (undecided > unread) return { for: "decide", n: undecided - unread };
  if (outstanding > 0) return { for: "do", n: outstanding };
  return unread > 0 ? { for: "read", n: unread } : null;
}
