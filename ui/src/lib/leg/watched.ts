// Where the ledger of a maintenance stands, as the program tells it.
import type { Maintenance } from "../wire";

/** A log or a configuration was read. */
export const isWatched = (m: Pick<Maintenance, "ledger">): boolean => m.ledger !== null && m.ledger.verdict.verdict !== "not_watched";

/** Nothing waits for a person before the way back: every change has its decision, or somebody answers for the notes. */
export const isReconciled = (m: Pick<Maintenance, "ledger" | "notes_complete">): boolean =>
  isWatched(m) ? m.ledger?.verdict.verdict === "reconciled" || m.ledger?.verdict.verdict === "nothing_to_reconcile" : m.notes_complete !== null;
