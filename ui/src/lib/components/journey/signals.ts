// The signals of a leg as rows, and the verdict of the page that shows them.
import { observe } from "../../text/observe";
import { LEG } from "../../text/journey";
import { clock, local, span, spanAbout } from "../../text/time";
import type { LegName, Maintenance, PairStatus, Tone } from "../../wire";
import type { FiveAnswers } from "../shared/Verdict.svelte";
import type { SignalRow } from "../shared/Signals.svelte";
import { judge, type Health, type Judged, type Speaks } from "./judge";
import { seenOf, sidesOf } from "./sides";

const STATE: Record<Speaks, SignalRow["state"]> = { for: "enough", against: "worse", unknown: "unknown" };

const healthNow = (one: Health): string => {
  if (one.speaks === "unknown") return observe.notTold;
  if (one.errors.length > 0) return observe.errors(one.errors.length);
  return one.speaks === "for" ? observe.healthy : observe.unhealthy;
};

/** What the last check before the leg found, where it was told. */
function before(m: Maintenance, leg: LegName, codes: readonly string[], label: string): string {
  const found = m.checks[leg]?.findings.find((one) => codes.includes(one.code) && one.subject === label);
  return found === undefined || found.result === "skipped" || found.evidence === "" ? observe.notKept : found.evidence;
}

/** Users on the new primary: counted seldom, and only a count after the swap tells of it. */
function usersBack(m: Maintenance, leg: LegName, status: PairStatus | null): number | null {
  const seen = seenOf(status, sidesOf(m, leg).primary);
  const done = m.legs[leg].done_at;
  const fresh = seen?.users != null && seen.users_at !== null && done !== null && Date.parse(seen.users_at) > Date.parse(done);
  return fresh ? seen.users : leg === "return" ? (m.verified?.users ?? null) : null;
}

function usersNow(users: number | null): Pick<SignalRow, "now" | "enough" | "state"> {
  return { now: users === null ? observe.usersNow : String(users), enough: observe.usersEnough, state: users === null ? "unknown" : users > 0 ? "enough" : "not_yet" };
}

export function rowsOf(m: Maintenance, leg: LegName, status: PairStatus | null): SignalRow[] {
  const judged = judge(m, leg, status);
  const { primary, backup } = sidesOf(m, leg);
  const traffic = judged.traffic.by ?? (judged.traffic.stranger === null ? observe.notTold : observe.stranger);
  return [
    {
      key: "roles", word: observe.roles, before: observe.rolesAre(backup, "primary", primary, "backup"),
      now: observe.rolesAre(primary, judged.roles.primary, backup, judged.roles.backup), enough: observe.rolesEnough, state: STATE[judged.roles.speaks],
    },
    { key: "traffic", word: observe.traffic, before: backup, now: traffic, enough: observe.trafficEnough(primary), state: STATE[judged.traffic.speaks] },
    ...judged.health.map((one): SignalRow => ({
      key: `health ${one.label}`, word: observe.health(one.label), before: before(m, leg, ["health_new_primary", "health_stepping_down"], one.label), now: healthNow(one),
      enough: observe.healthEnough, state: STATE[one.speaks],
    })),
    { key: "users", word: observe.users, before: m.users_before === null || leg === "return" ? observe.usersNotKnown : String(m.users_before), ...usersNow(usersBack(m, leg, status)) },
  ];
}

/** The window in which the leg is judged. */
export function windowOf(m: Maintenance, leg: LegName): { from: string; to: string } | null {
  const from = m.legs[leg].swung_at ?? m.legs[leg].done_at;
  return from === null ? null : { from, to: new Date(Date.parse(from) + m.limits.observe_window_s * 1_000).toISOString() };
}

function firstAgainst(judged: Judged): string {
  if (judged.roles.speaks === "against") return observe.againstRoles;
  if (judged.traffic.speaks === "against") return observe.againstTraffic;
  return observe.againstHealth(judged.health.find((one) => one.speaks === "against")?.label ?? "");
}

export interface Said {
  tone: Tone;
  sentence: string;
  then: string;
  answers?: FiveAnswers;
}

/** The sentence that is true now, and the five answers. */
export function saidOf(m: Maintenance, leg: LegName, status: PairStatus | null, now: number): Said {
  const { primary } = sidesOf(m, leg);
  const judged = judge(m, leg, status);
  const window = windowOf(m, leg);
  const done = m.legs[leg];
  if (window === null || done.swung_at === null) return { tone: "working", sentence: observe.later(LEG[leg]), then: observe.laterThen };
  const over = Date.parse(window.to) <= now;
  const signed = done.signed_off_at;
  const against = judged.overall === "against";
  const sentence = signed !== null && !against ? observe.signed(LEG[leg]) : against ? observe.against(firstAgainst(judged)) : judged.overall === "for" ? observe.good(primary) : observe.unseen;
  const back = usersBack(m, leg, status);
  const counted = signed !== null || back === null ? "" : leg === "return" || m.users_before === null ? observe.backNow(back) : observe.backOf(back, m.users_before);
  const then = signed !== null ? observe.signedThen(local(signed)) : over ? observe.windowOver(clock(window.to)) : observe.windowOpen(clock(window.to));
  const tone: Tone = against ? "needs_you" : signed !== null ? "ready" : over ? "needs_you" : "working";
  const took = Math.max(0, Math.min(now, Date.parse(window.to)) - Date.parse(window.from)) / 1_000;
  const service: Record<Speaks, [string, string?]> = { for: [observe.up(primary), observe.upThen], against: [observe.elsewhere, judged.traffic.by ?? observe.stranger], unknown: [observe.notSeen, observe.notSeenThen] };
  const normal: Record<Speaks, [string, string]> = { for: [observe.normalYes, observe.normalYesThen], against: [observe.normalNo, observe.normalNoThen], unknown: [observe.normalUnknown, observe.normalUnknownThen] };
  return {
    tone, sentence, then: `${counted}${then}`,
    answers: {
      service: service[judged.traffic.speaks],
      happening: signed !== null ? [observe.observed, ""] : [observe.observing, observe.ofWindow(span(took), spanAbout(m.limits.observe_window_s))],
      normal: normal[judged.overall],
      you: signed !== null ? [observe.nothing, observe.nothingThen] : over ? [observe.signNow, observe.signNowThen] : [observe.lookThenSign, observe.lookThenSignThen],
      byWhen: signed !== null ? [observe.noLimit] : over ? [observe.noLimit, observe.fromThen] : [observe.from(clock(window.to)), observe.fromThen],
    },
  };
}
