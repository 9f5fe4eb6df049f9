// The night as planned: both windows, and the line that is to go out in the first and come back in the second.
import { timeTicks } from "./live";
import { crossing, line, n, type Piece } from "./piece";

/** Instants in milliseconds; null: no such window. */
export interface NightInput {
  out: { from: number; to: number } | null;
  back: { from: number; to: number } | null;
}

export interface NightRoad {
  pieces: Piece[];
  out: { x: number; width: number } | null;
  back: { x: number; width: number } | null;
  ticks: { x: number; at: number }[];
}

export const NIGHT = { width: 270, height: 100, upper: 26, lower: 62 } as const;
const EDGE = 8;
const ROAD = 6;
const CROSS = 22;

export function night({ out, back }: NightInput): NightRoad | null {
  const known = [out, back].filter((one) => one !== null);
  if (known.length === 0) return null;
  const first = Math.min(...known.map((one) => one.from));
  const last = Math.max(...known.map((one) => one.to));
  const room = Math.max(1_800_000, (last - first) * 0.12);
  const [start, end] = [first - room, last + room];
  const x = (at: number): number => EDGE + ((at - start) / (end - start)) * (NIGHT.width - 2 * EDGE);
  const shade = (window: NightInput["out"]): NightRoad["out"] => (window === null ? null : { x: x(window.from), width: x(window.to) - x(window.from) });
  const right = NIGHT.width - EDGE;
  const down = out === null ? null : Math.min(x(out.from) + 4, right - CROSS);
  // It comes back only where there is a way between: a window that begins before the other one ends has none.
  const up = back === null || (out !== null && back.from < out.to) ? null : Math.max(x(back.from), (down ?? EDGE) + CROSS);
  let d = down === null ? `M${EDGE} ${NIGHT.lower}` : `M${EDGE} ${NIGHT.upper}H${n(down)}${crossing(down, NIGHT.upper, down + CROSS, NIGHT.lower)}`;
  d += up === null ? `H${right}` : `H${n(up)}${crossing(up, NIGHT.lower, up + CROSS, NIGHT.upper)}H${right}`;
  const lanes = [
    ...(down === null ? [] : [line(EDGE, down - 4, NIGHT.lower)]),
    line(down === null ? EDGE : down + CROSS + 6, (up ?? right + 4) - 4, NIGHT.upper),
    ...(up === null ? [] : [line(up + CROSS + 6, right, NIGHT.lower)]),
  ];
  return {
    pieces: [{ stroke: "lane", d: lanes.join(""), width: 1.5 }, { stroke: "todo", d, width: ROAD }],
    out: shade(out), back: shade(back),
    // Half as many as a wide picture has room for.
    ticks: timeTicks(start, end).filter((_, index, all) => all.length <= 4 || index % 2 === 0).map((at) => ({ x: x(at), at })).filter((tick) => tick.x > EDGE + 12 && tick.x < right - 12),
  };
}
