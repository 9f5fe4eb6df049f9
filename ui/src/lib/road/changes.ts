// When changes were made, on the lanes of the roles: a tick for each, and a block where nobody looked.
import { timeTicks } from "./live";
import { crossing, line, n, type Piece } from "./piece";

/** Instants in milliseconds. */
export interface ChangesInput {
  labels: readonly [string, string];
  from: number;
  now: number;
  /** When the stand-in took over, and when the home primary was back; null: not. */
  out: number | null;
  back: number | null;
  ticks: readonly { at: number; appliance: string | null; open: boolean }[];
  gaps: readonly { from: number; to: number; appliance: string | null }[];
}

export interface ChangesRoad {
  pieces: Piece[];
  /** Each change: on one lane, or on both where it is not known which. */
  ticks: { x: number; from: number; to: number; open: boolean }[];
  blocks: { x: number; y: number; width: number; from: number; to: number; label: string }[];
  times: { x: number; at: number }[];
  upper: number;
  lower: number;
  height: number;
}

const UPPER = 11;
const LOWER = 33;
const LEFT = 58;
const RIGHT = 8;
const ROAD = 4;
const CROSS = 35;
const HALF = 6;

export function changesRoad(input: ChangesInput, width: number): ChangesRoad {
  const { labels, from, out, back } = input;
  const start = Math.min(from, ...(out === null ? [] : [out - 60_000]), ...input.ticks.map((tick) => tick.at));
  const end = Math.max(input.now, start + 60_000);
  const right = width - RIGHT;
  const x = (at: number): number => LEFT + ((Math.min(Math.max(at, start), end) - start) / (end - start)) * (right - LEFT);
  const pieces: Piece[] = [];
  // Where each crossing begins and ends; a short stay is still seen.
  const landed = out === null ? null : Math.max(x(out), LEFT + CROSS + 8);
  const home = back === null || landed === null ? null : Math.min(Math.max(x(back), landed + CROSS + 8), right - 4);
  if (landed === null) {
    pieces.push({ stroke: "traffic", d: line(LEFT, right, UPPER), width: ROAD }, { stroke: "lane", d: line(LEFT, right, LOWER), width: 1.5 });
  } else {
    const over = `M${LEFT} ${UPPER}H${n(landed - CROSS)}${crossing(landed - CROSS, UPPER, landed, LOWER)}`;
    const returned = home === null ? `H${n(right)}` : `H${n(home - CROSS)}${crossing(home - CROSS, LOWER, home, UPPER)}H${n(right)}`;
    pieces.push({ stroke: "lane", d: line(LEFT, Math.max(LEFT, landed - CROSS - 8), LOWER), width: 1.5 }, { stroke: "lane", d: line(landed + 20, home === null ? right : home - CROSS - 8, UPPER), width: 1.5 });
    if (home !== null) pieces.push({ stroke: "lane", d: line(home + 8, right, LOWER), width: 1.5 });
    pieces.push({ stroke: "traffic", d: over + returned, width: ROAD });
  }
  const lane = (label: string | null): number | null => (label === labels[0] ? UPPER : label === labels[1] ? LOWER : null);
  return {
    pieces, upper: UPPER, lower: LOWER, height: 62,
    ticks: input.ticks.map((tick) => {
      const y = lane(tick.appliance);
      return { x: x(tick.at), from: (y ?? UPPER) - HALF, to: (y ?? LOWER) + HALF, open: tick.open };
    }),
    blocks: input.gaps.flatMap((gap) => (gap.appliance === null ? [...labels] : [gap.appliance]).flatMap((label) => {
      const y = lane(label);
      return y === null ? [] : [{ x: x(gap.from), y: y - 7, width: Math.max(3, x(gap.to) - x(gap.from)), from: gap.from, to: gap.to, label }];
    })),
    times: timeTicks(start, end).map((at) => ({ x: x(at), at })).filter((tick) => tick.x > LEFT + 12 && tick.x < right - 16),
  };
}
