// A leg as it happens. The line grows to the last answer and no further: never by the clock.
import { crossing, line, n, type Piece } from "./piece";

/** Instants in milliseconds; null where it has not happened. The leg goes from the upper lane to the lower one, or back. */
export interface LiveInput {
  direction: "out" | "back";
  start: number;
  /** The command was taken: from here on users are out. */
  usersOut: number | null;
  /** The one that steps down says backup. */
  steppedDown: number | null;
  /** The other one says primary. */
  takenOver: number | null;
  /** When each answer came. */
  answers: readonly number[];
  /** When the other one usually takes over. */
  usual: { from: number; to: number } | null;
}

export interface LiveRoad {
  pieces: Piece[];
  width: number;
  height: number;
  upper: number;
  lower: number;
  /** The end of what is recorded. */
  head: { x: number; y: number; other: number };
  shade: { x: number; width: number } | null;
  ticks: { x: number; at: number }[];
  /** One short stroke for each answer. */
  answers: number[];
  outLabel: { x: number; y: number } | null;
}

const UPPER = 22;
const LOWER = 66;
const ROAD = 6;
const EDGE = 8;
/** The crossing's width in the picture: a swap is shorter than its sync by far, and has to be seen. */
const CROSS = 28;
const STEPS_S = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800, 2_419_200] as const;

export function live(input: LiveInput, width: number): LiveRoad {
  const from = input.direction === "out" ? UPPER : LOWER;
  const to = input.direction === "out" ? LOWER : UPPER;
  const last = Math.max(input.start, input.usersOut ?? 0, input.steppedDown ?? 0, input.takenOver ?? 0, ...input.answers.slice(-1));
  const until = Math.max(last, input.usual?.to ?? 0, input.start + 60_000);
  const end = input.start + (until - input.start) * 1.25;
  const x = (at: number): number => EDGE + ((at - input.start) / (end - input.start)) * (width - 2 * EDGE);
  const now = x(last);
  const right = width - EDGE;
  const pieces: Piece[] = [];
  const dash = "4 5";
  const out = input.usersOut === null ? null : x(input.usersOut);

  if (input.takenOver === null) {
    pieces.push({ stroke: "lane", d: line(EDGE, now, to), width: 1.5 });
    pieces.push({ stroke: "traffic", d: line(EDGE + 3, Math.max(EDGE + 3, (out ?? now) - 2), from), width: ROAD });
    if (out !== null) pieces.push({ stroke: "out", d: line(out + 2, Math.max(out + 2, now - 7), from), width: ROAD, dash });
    const bend = now + ROAD + 2;
    if (bend + CROSS < right) {
      pieces.push({ stroke: "todo", d: `M${n(now + ROAD)} ${from}H${n(bend)}${crossing(bend, from, bend + CROSS, to)}H${n(right - 4)}`, width: ROAD });
      pieces.push({ stroke: "gone", d: line(bend + CROSS + 8, right, from), width: 1.5 });
    }
  } else {
    const landed = Math.max(x(input.takenOver), EDGE + CROSS + 8);
    const bend = landed - CROSS;
    const left = out === null ? bend : Math.min(out, bend);
    pieces.push({ stroke: "lane", d: line(EDGE, Math.max(EDGE, bend - 6), to), width: 1.5 });
    pieces.push({ stroke: "traffic", d: line(EDGE + 3, Math.max(EDGE + 3, left - 2), from), width: ROAD });
    pieces.push({ stroke: "out", d: `M${n(left + 2)} ${from}H${n(bend)}${crossing(bend, from, landed, to)}`, width: ROAD, dash });
    pieces.push({ stroke: "traffic", d: line(landed + 3, Math.max(landed + 3, now), to), width: ROAD });
    pieces.push({ stroke: "lane", d: line(landed + 8, Math.max(landed + 8, now), from), width: 1.5 });
  }

  const over = input.takenOver !== null;
  return {
    pieces, width, height: 126, upper: UPPER, lower: LOWER,
    head: { x: now, y: over ? to : from, other: over ? from : to },
    shade: input.usual === null || over ? null : { x: x(input.usual.from), width: x(input.usual.to) - x(input.usual.from) },
    ticks: timeTicks(input.start, end).map((at) => ({ x: x(at), at })).filter((tick) => tick.x > EDGE + 12 && tick.x < right - 12),
    answers: input.answers.filter((at) => at >= input.start).map(x),
    outLabel: out === null ? null : { x: out, y: from - 10 },
  };
}

/** Round instants for the axis, five or so. */
export function timeTicks(start: number, end: number): number[] {
  const seconds = (end - start) / 1_000;
  const step = (STEPS_S.find((one) => seconds / one <= 6) ?? 2_419_200) * 1_000;
  const ticks: number[] = [];
  for (let at = Math.ceil(start / step) * step; at < end; at += step) ticks.push(at);
  return ticks;
}
