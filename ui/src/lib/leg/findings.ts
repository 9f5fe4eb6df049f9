// Findings in the order a person needs them, and the sentence over them.
import { check as text } from "../text/check";
import { between } from "../text/time";
import type { Checked, Finding, FindingResult, LegName, Maintenance, Tone } from "../wire";
import { asks, blocks } from "./before";
import { currentLeg, endsOf } from "./state";

export type GroupName = "blocks" | "asks" | "acknowledged" | "info" | "pass";
export interface Group {
  name: GroupName;
  findings: Finding[];
}

const ORDER: readonly GroupName[] = ["blocks", "asks", "acknowledged", "info", "pass"];

export function groupOf(one: Finding): GroupName {
  if (blocks(one)) return "blocks";
  if (asks(one)) return one.acknowledged ? "acknowledged" : "asks";
  return one.severity === "info" ? "info" : "pass";
}

/** Empty groups are left out. */
export const grouped = (findings: readonly Finding[], only: FindingResult | null): Group[] =>
  ORDER.map((name) => ({ name, findings: findings.filter((one) => groupOf(one) === name && (only === null || one.result === only)) })).filter((group) => group.findings.length > 0);

export const RESULTS: readonly FindingResult[] = ["fail", "warn", "unknown", "pass", "skipped"];
export const counts = (findings: readonly Finding[]): Record<FindingResult, number> =>
  Object.fromEntries(RESULTS.map((result) => [result, findings.filter((one) => one.result === result).length])) as Record<FindingResult, number>;

export const keyOf = (one: Finding): string => `${one.code} ${one.subject}`;

export interface Standing {
  /** none: never checked; old: it no longer counts; past: the leg lies behind; else what it comes to. */
  is: "none" | "old" | "past" | "fails" | "warns" | "ready";
  tone: Tone | null;
  sentence: string;
  then: string;
}

/** `at`: the clock of the program, as an instant. */
export function standingOf(m: Maintenance, leg: LegName, check: Checked | undefined, at: string): Standing {
  const past = currentLeg(m) !== leg;
  if (check === undefined) return { is: "none", tone: past ? null : "needs_you", sentence: text.sentence.none, then: text.then.none };
  if (past || m.ended_at !== null) return { is: "past", tone: null, sentence: text.sentence.past(check.at), then: "" };
  const age = between(check.at, at);
  // The program says whether it counts; its time is over by the clock.
  if (m.readiness === null || between(check.valid_until, at) > 0) return { is: "old", tone: "needs_you", sentence: text.sentence.old(Math.max(0, age)), then: text.then.old };
  const block = check.findings.filter(blocks);
  if (block.length > 0) return { is: "fails", tone: "needs_you", sentence: text.sentence.fails(block.length), then: block[0]?.remedy ? text.then.remedy(block[0].remedy) : "" };
  const warnings = check.findings.filter(asks);
  const open = warnings.filter((one) => !one.acknowledged);
  if (open.length > 0) return { is: "warns", tone: "needs_you", sentence: text.sentence.warns(open.length, warnings.length), then: "" };
  return { is: "ready", tone: "ready", sentence: text.sentence.ready(endsOf(m, leg).taking.label), then: "" };
}
