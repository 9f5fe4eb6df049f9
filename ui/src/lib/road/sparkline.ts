// Who was primary over the last weeks: the upper lane is the home primary. What was not watched is left open.
import type { RoleSpan } from "../wire";
import { crossing, line, n, type Piece } from "./piece";

export interface Out {
  from: number;
  /** Null: not back yet. */
  to: number | null;
}

/** Who was primary: one of them, both, neither, not told, or nobody looked. */
export type Primary = "home" | "stand_in" | "two" | "nobody" | "untold" | "unwatched";

export interface Run {
  from: number;
  to: number;
  primary: Primary;
  /** What each said; null: it was asked, and it was told by nobody. Undefined: not watched. */
  home: string | null | undefined;
  standIn: string | null | undefined;
}

export interface Sparkline {
  pieces: Piece[];
  /** The first of each month, and where the picture begins. */
  months: { x: number; at: number }[];
}

export const DAY = 86_400_000;
const LANE = 1.5;
const BEND = 8;

export interface Seen {
  labels: readonly [string, string];
  roles: readonly RoleSpan[];
  /** Maintenances, as their journals tell: also where nobody watched. */
  outs: readonly Out[];
  begin: number;
  now: number;
}

/** What is known of the primary role, in order and without overlaps. */
export function runs({ labels, roles, outs, begin, now }: Seen): Run[] {
  const spansOf = (label: string) =>
    roles.filter((one) => one.label === label).map((one) => ({ from: Date.parse(one.from), to: Date.parse(one.until), role: one.role?.toLowerCase() ?? null })).sort((a, b) => a.from - b.from);
  const [home, standIn] = [spansOf(labels[0]), spansOf(labels[1])];
  const away = outs.map((out) => ({ from: out.from, to: out.to ?? now })).sort((a, b) => a.from - b.from);
  const clip = (at: number): number => Math.min(Math.max(at, begin), now);
  const edges = [...new Set([begin, now, ...[...home, ...standIn, ...away].flatMap((one) => [clip(one.from), clip(one.to)])])].sort((a, b) => a - b);
  const next = { home: 0, standIn: 0, away: 0 };
  const at = <T extends { from: number; to: number }>(all: readonly T[], key: keyof typeof next, when: number): T | undefined => {
    while ((all[next[key]]?.to ?? Infinity) <= when) next[key] += 1;
    const one = all[next[key]];
    return one !== undefined && one.from <= when ? one : undefined;
  };
  const found: Run[] = [];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const [from, to] = [edges[index] ?? 0, edges[index + 1] ?? 0];
    const middle = (from + to) / 2;
    const [a, b] = [at(home, "home", middle)?.role, at(standIn, "standIn", middle)?.role];
    const told = { home: a, standIn: b };
    const primary: Primary =
      a === "primary" && b === "primary" ? "two" : a === "primary" ? "home" : b === "primary" ? "stand_in" : at(away, "away", middle) !== undefined && a == null && b == null ? "stand_in"
      : a === undefined && b === undefined ? "unwatched" : a == null || b == null ? "untold" : "nobody";
    const last = found.at(-1);
    if (last !== undefined && last.primary === primary && last.home === told.home && last.standIn === told.standIn) last.to = to;
    else found.push({ from, to, primary, ...told });
  }
  return found;
}

/** Milliseconds in which nobody looked, from the first look on. */
export const unwatched = (all: readonly Run[]): number => {
  const first = all.findIndex((run) => run.home !== undefined || run.standIn !== undefined);
  return first === -1 ? 0 : all.slice(first).reduce((sum, run) => sum + (run.home === undefined && run.standIn === undefined ? run.to - run.from : 0), 0);
};

/** Too short to be seen, and nothing that must be: a pause between two looks, the moment of a swap. */
const hidden = (run: Run, least: number): boolean => (run.primary === "unwatched" || run.primary === "untold" || run.primary === "nobody") && run.to - run.from < least;

interface Shape {
  begin: number;
  now: number;
  syncs?: readonly string[];
  width?: number;
  top?: number;
  low?: number;
}

export function sparkline(all: readonly Run[], { begin, now, syncs = [], width = 250, top = 6, low = 24 }: Shape): Sparkline {
  const left = 2;
  const right = width - 4;
  const x = (at: number): number => left + ((Math.min(Math.max(at, begin), now) - begin) / (now - begin)) * (right - left);
  const least = (now - begin) / (right - left);
  const shown = all.filter((run) => !hidden(run, least));
  const lanes: Piece[] = [];
  const bad: Piece[] = [];
  let d = "";
  let at = left;
  /** Where the primary's line ends; null: it does not go on from there. */
  let lane: number | null = null;
  const dots = (y: number, told: string | null | undefined, from: number, to: number): void => {
    if (to - from > 1) lanes.push({ stroke: told === null ? "gone" : "lane", d: line(from, to, y), width: LANE });
  };
  shown.forEach((run, index) => {
    const next = shown[index + 1];
    const y = run.primary === "home" ? top : run.primary === "stand_in" ? low : null;
    // A short stay is still seen: a crossing out, a crossing back.
    const room = (run.primary === "home" && next?.primary === "stand_in" ? 2 * BEND + 3 : 0) + (run.primary === "stand_in" && next?.primary === "home" ? BEND : 0);
    if (y !== null && lane !== null && lane !== y) {
      d += crossing(at, lane, at + BEND, y);
      at += BEND;
    }
    const end = Math.min(Math.max(at + (y === low && lane === low ? 3 : y === low ? 3 : 0), x(run.to)), Math.max(at, right - room));
    if (y !== null) {
      d += `${lane === null ? `M${n(at)} ${n(y)}` : ""}H${n(end)}`;
      dots(y === top ? low : top, y === top ? run.standIn : run.home, at + (y === low ? 2 : 0), end - 2);
      lane = y;
    } else {
      lane = null;
      if (run.primary === "two") bad.push(...[top, low].map((one): Piece => ({ stroke: "bad", d: line(at, Math.max(end, at + 3), one), width: 3.5 })));
      else if (run.primary !== "unwatched") {
        dots(top, run.home, at, end);
        dots(low, run.standIn, at, end);
      }
    }
    at = Math.max(at, end);
  });
  const pieces = [...lanes, ...ticks(syncs.map((sync) => x(Date.parse(sync))).filter((one) => one > left), low + 6), ...bad];
  if (d !== "") pieces.push({ stroke: "traffic", d, width: 3.5 });
  return { pieces, months: months(begin, now, x, left) };
}

/** One tick for each completed data sync, as far as they can be told apart. */
function ticks(all: readonly number[], y: number): Piece[] {
  const kept = all.reduce<number[]>((seen, one) => (one - (seen.at(-1) ?? -Infinity) >= 2.5 ? [...seen, one] : seen), []);
  return kept.length === 0 ? [] : [{ stroke: "tick", d: kept.map((one) => `M${n(one)} ${n(y)}v3`).join(""), width: 1 }];
}

function months(begin: number, now: number, x: (at: number) => number, left: number): Sparkline["months"] {
  const found: Sparkline["months"] = [];
  const month = new Date(begin);
  month.setUTCDate(1);
  month.setUTCHours(12, 0, 0, 0);
  for (let step = 0; step < 12; step += 1) {
    month.setUTCMonth(month.getUTCMonth() + 1);
    if (month.getTime() > now - 12 * DAY) break;
    found.push({ x: x(month.getTime()), at: month.getTime() });
  }
  // The month it begins in, where there is room for its name.
  if ((found[0]?.x ?? Infinity) - left > 30) found.unshift({ x: left, at: begin });
  return found;
}
