// The phases of a leg, with what they took and what is usual here.
import type { PhaseRow } from "../components/shared/PhaseTable.svelte";
import { live } from "../text/live";
import { between } from "../text/time";
import type { History, LegName, Maintenance, UsualPhase } from "../wire";
import { endsOf, runningLeg } from "./state";

export interface Range {
  from: number;
  to: number;
  samples: number;
}

/** From the shortest to the p90, which is where Slow begins. */
export function usualOf(history: History | null, phase: UsualPhase): Range | null {
  const found = history?.usual.find((one) => one.phase === phase);
  return found === undefined ? null : { from: found.shortest_s, to: found.p90_s, samples: found.samples };
}

/** Both phases together: how long users are out in one swap. */
export function usualSwap(history: History | null): Range | null {
  const sync = usualOf(history, "sync");
  const swap = usualOf(history, "swap");
  return sync === null || swap === null ? null : { from: sync.from + swap.from, to: sync.to + swap.to, samples: Math.min(sync.samples, swap.samples) };
}

/** `now`: the clock of the program, in milliseconds. */
export function phasesOf(m: Maintenance, name: LegName, history: History | null, now: number): PhaseRow[] {
  const leg = m.legs[name];
  const progress = runningLeg(m) === name ? m.progress : null;
  const { taking } = endsOf(m, name);
  const at = new Date(now).toISOString();
  const span = (from: string | null, to: string | null): number | null => (from === null || to === null ? null : Math.max(0, between(from, to)));
  const begun = leg.both_backup_at ?? (progress?.phase === "swapping" ? progress.since : null);
  const moved = begun ?? (leg.done_at === null ? null : leg.settled_at);
  const open = (phase: "answering" | "syncing" | "swapping"): PhaseRow["state"] | null => {
    if (progress?.phase !== phase) return null;
    return progress.tone === "working" || progress.tone === "ready" ? "now" : "slow";
  };
  const row = (key: string, word: string, now_: PhaseRow["state"] | null, done: boolean, took: number | null, usual: PhaseRow["usual"]): PhaseRow => ({
    key, word, state: now_ ?? (done ? "done" : "next"), took: now_ !== null ? span(progress?.since ?? null, at) : done ? took : null, usual,
    slowAfter: now_ === null || usual === undefined ? null : (progress?.slow_after_s ?? null),
  });
  const byHand = leg.way === "by_hand";
  return [
    row("answer", byHand ? live.phase.byHand : live.phase.answer, open("answering"), leg.answered_at !== null, span(leg.intended_at, leg.answered_at), undefined),
    row("sync", byHand ? live.phase.syncByHand : live.phase.sync, open("syncing"), moved !== null, span(leg.intended_at, moved), byHand ? undefined : usualOf(history, "sync")),
    row("swap", live.phase.swap, open("swapping"), leg.done_at !== null, span(moved, leg.done_at), usualOf(history, "swap")),
    row("samples", live.phase.samples(taking.label, m.limits.settle_samples), null, leg.done_at !== null, null, undefined),
    row("proof", live.phase.proof, null, leg.sync === "proven", null, undefined),
  ];
}
