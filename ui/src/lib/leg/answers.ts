// The sentence that is true now, and the five answers beside it.
import type { FiveAnswers } from "../components/shared/Verdict.svelte";
import { live, type Facts } from "../text/live";
import { between } from "../text/time";
import type { History, LegName, Maintenance, PairStatus, Tone } from "../wire";
import { usualOf } from "./phases";
import { bothTold, situationOf, type Situation } from "./situation";
import { endsOf } from "./state";

export interface Told {
  tone: Tone;
  sentence: string;
  then: string;
  answers: FiveAnswers;
}

const plus = (at: string, seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString();

function factsOf(m: Maintenance, name: LegName, status: PairStatus | null, history: History | null, now: number, watched: boolean): Facts | null {
  const progress = m.progress;
  if (progress === null) return null;
  const leg = m.legs[name];
  const { giving, taking } = endsOf(m, name);
  const at = new Date(now).toISOString();
  const usual = usualOf(history, progress.phase === "swapping" ? "swap" : "sync");
  const outSince = leg.answer === "started" ? leg.answered_at : leg.both_backup_at;
  return {
    giving: giving.label, taking: taking.label, since: progress.since, elapsed: Math.max(0, between(progress.since, at)), usual, limit: progress.limit_s,
    limitAt: plus(progress.since, progress.limit_s), outSince, outFor: outSince === null ? 0 : Math.max(0, between(outSince, at)),
    likelyBy: usual === null ? null : plus(progress.since, usual.to), samples: m.limits.settle_samples, answer: leg.answer, told: bothTold(m, status), watched,
  };
}

/** Null: nothing runs. `watched`: an act looks at it now. */
export function answersOf(m: Maintenance, name: LegName, status: PairStatus | null, history: History | null, now: number, watched: boolean): Told | null {
  const f = factsOf(m, name, status, history, now, watched);
  if (f === null || m.progress === null) return null;
  const situation = situationOf(m, name, status);
  switch (m.progress.tone) {
    case "needs_you":
    case "stop": return overdue(situation, f, m.progress.tone);
    case "slow": return going(situation, f, "slow");
    case "working":
    case "ready": return going(situation, f, "working");
  }
}

function going(situation: Situation, f: Facts, tone: "working" | "slow"): Told {
  const slow = tone === "slow";
  const normal = slow ? live.normal.slow(f) : live.normal.yes(f);
  const byWhen = slow ? live.byWhen.asks(f) : live.byWhen.likely(f);
  switch (situation) {
    case "answering":
      return { tone, sentence: live.sentence.answering(f), then: live.then.answering(f), answers: { service: live.service.up(f.giving), happening: live.happening.answering(f), normal, you: live.you.nothing, byWhen: live.byWhen.asks(f) } };
    case "by_hand":
      return { tone, sentence: live.sentence.by_hand(f), then: live.then.by_hand(f), answers: { service: live.service.upByHand(f.giving), happening: live.happening.by_hand(f), normal: live.normal.byHand(f), you: live.you.press, byWhen: live.byWhen.asks(f) } };
    case "refused":
      return { tone, sentence: live.sentence.refused(f), then: live.then.refused(f), answers: { service: live.service.up(f.giving), happening: live.happening.refused(f), normal: live.normal.refused, you: live.you.nothing, byWhen: live.byWhen.soon(f) } };
    case "may_have_started":
      return { tone, sentence: live.sentence.may_have_started(f), then: live.then.may_have_started(f), answers: { service: live.service.unknown, happening: live.happening.may_have_started(f), normal: live.normal.unsure, you: live.you.nothing, byWhen: live.byWhen.asks(f) } };
    case "syncing":
      return {
        tone, sentence: slow ? live.sentence.syncing_slow(f) : live.sentence.syncing(f), then: slow ? live.then.syncing_slow(f) : live.then.syncing(f),
        answers: { service: live.service.out(f), happening: live.happening.syncing(f), normal, you: live.you.nothing, byWhen },
      };
    case "both_backup":
      return {
        tone, sentence: slow ? live.sentence.both_backup_slow(f) : live.sentence.both_backup(f), then: slow ? live.then.both_backup_slow(f) : live.then.both_backup(f),
        answers: { service: live.service.out(f), happening: live.happening.both_backup(f), normal, you: live.you.nothing, byWhen },
      };
    case "changing":
      return { tone, sentence: live.sentence.changing(f), then: live.then.changing(f), answers: { service: live.service.unknown, happening: live.happening.changing(f), normal, you: live.you.nothing, byWhen } };
    case "unreadable":
      return {
        tone, sentence: live.sentence.unreadable(f), then: live.then.unreadable(f),
        answers: { service: live.service.unknown, happening: live.happening.unreadable(f), normal: live.normal.unreadable(f), you: f.answer === "by_hand" ? live.you.press : live.you.nothing, byWhen: live.byWhen.asks(f) },
      };
    case "arriving":
      return { tone, sentence: live.sentence.arriving(f), then: live.then.arriving(f), answers: { service: live.service.coming(f), happening: live.happening.arriving(f), normal, you: live.you.nothing, byWhen: live.byWhen.soon(f) } };
  }
}

function overdue(situation: Situation, f: Facts, tone: Tone): Told {
  const normal = live.normal.no(f);
  const byWhen = live.byWhen.past(f);
  const choose = f.watched ? live.you.choose : live.you.observe;
  const wait = f.watched ? live.you.wait : live.you.observe;
  switch (situation) {
    case "answering":
    case "may_have_started":
      return { tone, sentence: live.sentence.may_have_started(f), then: live.then.sync_overdue(f), answers: { service: live.service.unknown, happening: live.happening.may_have_started(f), normal, you: choose, byWhen } };
    case "by_hand":
      return { tone, sentence: live.sentence.by_hand_overdue(f), then: live.then.by_hand_overdue(f), answers: { service: live.service.upByHand(f.giving), happening: live.happening.by_hand(f), normal, you: choose, byWhen } };
    case "refused":
      return { tone, sentence: live.sentence.refused_overdue(f), then: live.then.refused_overdue(f), answers: { service: live.service.up(f.giving), happening: live.happening.refused(f), normal, you: choose, byWhen } };
    case "syncing":
      return { tone, sentence: live.sentence.sync_overdue(f), then: live.then.sync_overdue(f), answers: { service: live.service.outToLong(f), happening: live.happening.syncing_overdue(f), normal, you: choose, byWhen } };
    case "unreadable":
      return { tone, sentence: live.sentence.unreadable_overdue(f), then: live.then.unreadable_overdue(f), answers: { service: live.service.unknown, happening: live.happening.unreadable(f), normal, you: choose, byWhen } };
    case "both_backup":
      return { tone, sentence: live.sentence.swap_overdue(f), then: live.then.swap_overdue(f), answers: { service: live.service.outToLong(f), happening: live.happening.both_backup(f), normal, you: wait, byWhen } };
    case "changing":
      return { tone, sentence: live.sentence.changing_overdue(f), then: live.then.changing_overdue(f), answers: { service: live.service.unknown, happening: live.happening.changing(f), normal, you: wait, byWhen } };
    case "arriving":
      return {
        tone, sentence: live.sentence.arriving(f), then: f.watched ? live.then.arriving(f) : live.then.arriving_overdue(f),
        answers: { service: live.service.coming(f), happening: live.happening.arriving(f), normal, you: f.watched ? live.you.onlyWait : live.you.observe, byWhen: f.watched ? live.byWhen.soon(f) : byWhen },
      };
  }
}
