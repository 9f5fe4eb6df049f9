// One pair as a page or a row shows it now.
import type { Row } from "../state/board.svelte";
import { hrefOf, type Route } from "../state/routes";
import type { WindowState } from "../state/window.svelte";
import { brief, oneLine, said, stale as staleSentence, staleBrief, staleLine, staleThen, type Said, type SaidOf } from "../text/pairSaid";
import { pairs } from "../text/pairs";
import { range } from "../text/time";
import type { History, Pair, PairStatus, Tone, UsualPhase } from "../wire";
import { isStale, promiseOf, readAt, situationOf, toneOf, type Situation } from "./situation";

export interface Look {
  situation: Situation;
  tone: Tone | null;
  said: Said;
  /** The same in a row. */
  brief: Said;
  /** The same in one line. */
  line: string;
  /** When both were looked at; null: not yet. */
  readAt: string | null;
  age: number | null;
  /** Seconds after which it no longer counts as fresh. */
  promise: number;
  /** What stands here may no longer be so. */
  stale: boolean;
}

type Known = Pick<WindowState, "session" | "clock" | "link" | "lastKnown">;

const rangeOf = (history: History, phase: UsualPhase): string | null => {
  const usual = history.usual.find((one) => one.phase === phase);
  return usual === undefined ? null : range(usual.shortest_s, usual.longest_s);
};

const swapsOf = (history: History): number => Math.max(0, ...history.usual.map((one) => one.samples));

export const usualOf = (history: History | null): { sync: string | null; swap: string | null; swaps: number } | null =>
  history === null ? null : { sync: rangeOf(history, "sync"), swap: rangeOf(history, "swap"), swaps: swapsOf(history) };

export function lookAt(known: Known, pair: Pair, status: PairStatus | null, history: History | null = null): Look {
  const situation = situationOf({ pair, status, keychain: known.session.hello?.keychain ?? null, known: (label) => known.lastKnown.of(pair.name, label) });
  const stale = isStale(known, pair, status);
  const tone = toneOf(situation, status, stale);
  const at = readAt(status);
  const age = known.clock.age(at);
  const [home, standIn] = pair.appliances;
  const of: SaidOf = {
    pair: pair.name, home: home?.label ?? "", standIn: standIn?.label ?? "", next: status?.next ?? "",
    silent: situation.kind === "silent" ? known.clock.age(situation.since) : null, usual: usualOf(history), tone: tone === "needs_you" || status?.tone === "needs_you" ? "needs_you" : status?.tone === "slow" ? "slow" : "other",
  };
  const lastSync = known.clock.age(status?.appliances.map((one) => one.last_sync ?? "").sort().at(-1) || null);
  const [inRow, line] = [brief(situation, { ...of, lastSync }), oneLine(situation, { ...of, lastSync })];
  const old = isOld({ stale, age, tone });
  return {
    situation, tone, said: said(situation, of), brief: old ? staleBrief(age ?? 0, inRow.sentence) : inRow, line: old ? staleLine(age ?? 0, inRow.sentence) : line,
    readAt: at, age, promise: known.link.silent ? 0 : promiseOf(pair, status, known.session.rest), stale,
  };
}

/** What is said of it is that it is old: of anything but a Stop. */
const isOld = (look: Pick<Look, "stale" | "age" | "tone">): boolean => look.stale && look.age !== null && look.tone !== "stop";

/** What a page says: a reading past its promise is said to be one, but a Stop stays a Stop. */
export const saidOn = (look: Look): Said =>
  isOld(look) && look.age !== null ? { sentence: staleSentence(look.age), then: staleThen(look.said.sentence) } : look.said;

export interface RowAct {
  word: string;
  to: Route;
}

/** What a row's button is called, and where it leads. */
export function actOf({ pair, status }: Row, { situation }: Look): RowAct {
  const here: Route = { page: "pair", name: pair.name };
  const open = status?.maintenance ?? pair.maintenance;
  switch (situation.kind) {
    case "syncing":
    case "swapping":
      if (open === null) return { word: pairs.open, to: here };
      return { word: pairs.live, to: { page: "task", id: open, task: status?.appliances[0]?.assigned_role === "primary" ? "fail_back" : "fail_over" } };
    case "silent":
    case "none_answers":
    case "untold":
    case "versions":
    case "wrong_site":
    case "ill":
    case "unread": return { word: pairs.why, to: here };
    case "over_alone": return { word: pairs.say, to: { page: "plan", name: pair.name } };
    case "keychain": return { word: situation.state === "missing" || situation.state === "absent" ? pairs.enter : pairs.why, to: here };
    case "no_account":
    case "secret_refused": return { word: pairs.enter, to: here };
    case "stands_still":
    case "over_open":
    case "away":
    case "normal_open": return { word: pairs.openMaintenance(open ?? ""), to: open === null ? here : { page: "maintenance", id: open } };
    case "pin_changed":
    case "guid_changed":
    case "two_primaries":
    case "broken":
    case "unrecognised":
    case "both_backup":
    case "normal": return { word: pairs.open, to: here };
  }
}

export const hrefOfAct = (act: RowAct): string => hrefOf(act.to);

/** Who answers at the site name, as a row shows it. */
export function whoOf({ status }: Row, look: Look, line = false): { text: string; remark: string; known: boolean } {
  const words = pairs.who;
  // Who it was stands there with its age, as what is not known now.
  if (isOld(look)) return { text: status?.site.answered_by ?? words.unknown, remark: "", known: false };
  switch (look.situation.kind) {
    case "two_primaries": return line ? { text: words.line.both, remark: words.line.bothRemark, known: true } : { text: words.both, remark: words.bothRemark, known: true };
    case "syncing": return { text: line ? words.line.out : words.out, remark: words.outRemark, known: true };
    case "swapping": return { text: words.nobody, remark: line ? words.line.nobodyRemark : words.nobodyRemark, known: true };
    case "both_backup": return { text: words.nobody, remark: words.noneRemark, known: true };
    default:
      if (status?.site.answered_by != null) return { text: status.site.answered_by, remark: words.byGuid, known: true };
      if (status?.site.guid != null) return { text: words.other, remark: "", known: false };
      return { text: words.unknown, remark: "", known: false };
  }
}
