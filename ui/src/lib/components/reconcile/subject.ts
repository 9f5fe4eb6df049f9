// A change and a blind spot, as what a decision is about.
import { what } from "../../ledger/rows";
import type { BlindSpotShown, Change, Disposition } from "../../wire";
import type { Subject } from "./Decide.svelte";

export const ofChange = (one: Change): Subject => ({ key: one.entry, group: one.group, name: what(one), answers: one.answers, standing: one.standing, disposition: one.disposition, by: one.decided_by, at: one.decided_at, reason: one.reason });

/** What may be answered is told of the group. */
export const ofSpot = (one: BlindSpotShown, answers: readonly Disposition[]): Subject => ({ key: one.key, group: "blind_spot", name: one.sentence, answers, standing: one.standing, disposition: one.standing === "undecided" ? null : one.reason === null ? "confirm" : "waive", by: one.decided_by, at: one.decided_at, reason: one.reason });
