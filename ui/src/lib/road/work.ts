// The time on the stand-in: the line left the upper lane, and grows on the lower one. What was away is a block on its lane.
import { timeTicks } from "./live";
import { crossing, line, n, type Piece } from "./piece";

/** Instants in milliseconds. */
export interface WorkInput {
  /** The command out, and when the other one was primary. */
  intended: number;
  over: number;
  now: number;
  /** Read now, and not only remembered: where it is not, the lane is not known after the swap. */
  carries: boolean;
  standsBy: boolean;
  /** When the way back opens; null: it is not planned. */
  back: number | null;
  away: { home: readonly Span[]; standIn: readonly Span[] };
  changes?: readonly { at: number; home: boolean; open: boolean }[];
}

export interface Span {
  from: number;
  to: number;
}

export interface WorkRoad {
  pieces: Piece[];
  blocks: { x: number; y: number; width: number; from: number; to: number }[];
  changes: { x: number; y: number; open: boolean }[];
  now: number;
  ticks: { x: number; at: number }[];
  upper: number;
  lower: number;
  height: number;
}

const UPPER = 12;
const LOWER = 40;
const ROAD = 5;
const LEFT = 60;
const RIGHT = 44;
/** A swap is shorter than the work by far, and has to be seen. */
const CROSS = 26;
const HALF_BLOCK = 7;

export function work(input: WorkInput, width: number): WorkRoad {
  const before = Math.max(60_000, (input.now - input.intended) * 0.12);
  const start = input.intended - before;
  // Ahead stands as much as was planned, and never more than has passed.
  const ahead = Math.min(Math.max(input.back ?? 0, input.now), input.now + (input.now - start) * 0.5);
  const end = Math.max(ahead, input.now + (input.now - start) * 0.08);
  const right = width - RIGHT;
  const x = (at: number): number => LEFT + ((at - start) / (end - start)) * (right - LEFT);
  const out = x(input.intended);
  const landed = Math.max(x(input.over), out + CROSS + 6);
  const bend = landed - CROSS;
  const now = Math.max(x(input.now), landed + 8);
  const pieces: Piece[] = [
    { stroke: "lane", d: line(LEFT, bend - 6, LOWER), width: 1.5 },
    { stroke: input.standsBy ? "lane" : "gone", d: line(landed + 8, right, UPPER), width: 1.5 },
    { stroke: "traffic", d: line(LEFT + 3, Math.max(LEFT + 3, out - 2), UPPER), width: ROAD },
    { stroke: "out", d: `M${n(out + 2)} ${UPPER}H${n(bend)}${crossing(bend, UPPER, landed, LOWER)}`, width: ROAD, dash: "4 4" },
    input.carries ? { stroke: "traffic", d: line(landed + 3, now, LOWER), width: ROAD } : { stroke: "gone", d: line(landed + 3, now, LOWER), width: 1.5 },
  ];
  const block = (y: number) => ({ from, to }: Span) => ({ x: x(Math.max(from, start)), y: y - HALF_BLOCK, width: Math.max(2, x(Math.min(to, input.now)) - x(Math.max(from, start))), from, to });
  return {
    pieces, now, upper: UPPER, lower: LOWER, height: 72,
    blocks: [...input.away.home.map(block(UPPER)), ...input.away.standIn.map(block(LOWER))],
    // What was changed before the picture begins is not in it.
    changes: (input.changes ?? []).filter((one) => one.at >= start).map((one) => ({ x: Math.min(x(one.at), now), y: one.home ? UPPER : LOWER, open: one.open })),
    ticks: timeTicks(start, end).map((at) => ({ x: x(at), at })).filter((tick) => tick.x > LEFT + 12 && tick.x < right - 4),
  };
}
