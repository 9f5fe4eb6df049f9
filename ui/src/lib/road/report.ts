// A whole maintenance on the lanes of the roles: who was primary and when, users out, the changes, and what was not seen.
import { timeTicks } from "./live";
import { crossing, line, n, type Piece } from "./piece";

/** Instants in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

export interface ReportRoadInput {
  labels: readonly [string, string];
  /** When it began and ended, or now. */
  from: number;
  to: number;
  /** When the stand-in took over, and when the home primary was back; null: not. */
  out: number | null;
  back: number | null;
  /** Between the command and the other one being primary: out, and back. */
  usersOut: readonly Span[];
  /** Parts of the work, named above the lanes. */
  parts: readonly (Span & { key: string })[];
  /** Without redundancy. */
  away: Span | null;
  ticks: readonly { at: number; appliance: string | null }[];
  gaps: readonly (Span & { appliance: string | null })[];
}

export interface ReportRoad {
  pieces: Piece[];
  parts: { key: string; from: number; to: number }[];
  away: { from: number; to: number; y: number } | null;
  /** `backup`: made on the one that stood by. */
  ticks: { x: number; from: number; to: number; backup: boolean }[];
  blocks: { x: number; y: number; width: number; from: number; to: number; label: string }[];
  times: { x: number; at: number }[];
  left: number;
  right: number;
  upper: number;
  lower: number;
  axis: number;
  height: number;
}

const LEFT = 62;
const RIGHT = 10;
const UPPER = 44;
const LOWER = 92;
const AXIS = 120;
const HEIGHT = 142;
const ROAD = 6;
/** A swap is shorter than the work by far, and has to be seen. */
const CROSS = 28;
const DASH = "4 3.5";
const LANE = 1.5;
const TICK = 8;
const PART = 16;

/** How much stands before the first command: long planning must not make the night narrow. */
function begin({ from, to, out, usersOut }: ReportRoadInput): number {
  const first = usersOut[0]?.from ?? out;
  return first === null || first === undefined ? from : Math.max(from, first - Math.max(900_000, (to - first) * 0.08));
}

export function reportRoad(input: ReportRoadInput, width: number): ReportRoad {
  const { labels, out, back, usersOut } = input;
  const start = begin(input);
  const end = Math.max(input.to, start + 60_000);
  const right = width - RIGHT;
  const x = (at: number): number => LEFT + ((Math.min(Math.max(at, start), end) - start) / (end - start)) * (right - LEFT);
  const pieces: Piece[] = [];
  const lane = (from: number, to: number, y: number): void => {
    if (to - from > 1) pieces.push({ stroke: "lane", d: line(from, to, y), width: LANE });
  };
  const road = (from: number, to: number, y: number): void => {
    if (to - from > 1) pieces.push({ stroke: "traffic", d: line(from, to, y), width: ROAD });
  };
  /** From where the users are out, over to the other lane. */
  const over = (left: number, landed: number, y: number, to: number): void => {
    const bend = landed - CROSS;
    pieces.push({ stroke: "out", d: `M${n(Math.min(left, bend))} ${y}H${n(bend)}${crossing(bend, y, landed, to)}`, width: ROAD, dash: DASH });
  };
  const edge = 3;
  if (out === null) {
    road(LEFT + edge, right - edge, UPPER);
    lane(LEFT, right, LOWER);
  } else {
    const landed = Math.max(x(out), LEFT + CROSS + 8);
    const left = Math.min(x(usersOut.find((one) => one.to >= out)?.from ?? out), landed - CROSS);
    const home = back === null ? null : Math.min(Math.max(x(back), landed + CROSS + 12), right - 8);
    const leaves = home === null || back === null ? null : Math.max(Math.min(x(usersOut.findLast((one) => one.to >= back)?.from ?? back), home - CROSS), landed + 6);
    road(LEFT + edge, left - edge, UPPER);
    lane(LEFT, landed - CROSS - 6, LOWER);
    over(left, landed, UPPER, LOWER);
    road(landed + edge, (leaves ?? right) - edge, LOWER);
    lane(landed + 8, home === null ? right : home - CROSS - 4, UPPER);
    if (home !== null && leaves !== null) {
      over(leaves, home, LOWER, UPPER);
      road(home + edge, right - edge, UPPER);
      lane(home + 8, right, LOWER);
    }
  }
  const primaryAt = (at: number): string => (out === null || at < out || (back !== null && at >= back) ? labels[0] : labels[1]);
  const yOf = (label: string | null): number | null => (label === labels[0] ? UPPER : label === labels[1] ? LOWER : null);
  return {
    pieces, left: LEFT, right, upper: UPPER, lower: LOWER, axis: AXIS, height: HEIGHT,
    parts: input.parts.map((one) => ({ key: one.key, from: x(one.from), to: x(one.to) })).filter((one) => one.to - one.from > PART),
    away: input.away === null ? null : { from: x(input.away.from), to: x(input.away.to), y: primaryAt((input.away.from + input.away.to) / 2) === labels[0] ? LOWER : UPPER },
    ticks: input.ticks.filter((tick) => tick.at >= start).map((tick) => {
      const y = yOf(tick.appliance);
      const edgeOf = y === UPPER ? UPPER - ROAD - TICK : LOWER + ROAD + 2;
      return { x: x(tick.at), from: edgeOf, to: edgeOf + TICK, backup: y !== null && tick.appliance !== primaryAt(tick.at) };
    }),
    blocks: input.gaps.filter((gap) => gap.to > start).flatMap((gap) => (gap.appliance === null ? [...labels] : [gap.appliance]).flatMap((label) => {
      const y = yOf(label);
      return y === null ? [] : [{ x: x(gap.from), y: y - 7, width: Math.max(3, x(gap.to) - x(gap.from)), from: gap.from, to: gap.to, label }];
    })),
    times: timeTicks(start, end).map((at) => ({ x: x(at), at })).filter((tick) => tick.x > LEFT + 12 && tick.x < right - 16),
  };
}
