// Who was primary over the last weeks: the upper lane is the home primary.
import { crossing, line, n, type Piece } from "./piece";

export interface Out {
  from: number;
  /** Null: not back yet. */
  to: number | null;
}

export interface Sparkline {
  pieces: Piece[];
  /** The first of each month. */
  months: { x: number; at: number }[];
}

const DAY = 86_400_000;

export function sparkline(outs: readonly Out[], now: number, { days = 90, width = 250, top = 6, low = 24 }: { days?: number; width?: number; top?: number; low?: number } = {}): Sparkline {
  const begin = now - days * DAY;
  const left = 2;
  const right = width - 4;
  const x = (at: number): number => left + ((Math.min(Math.max(at, begin), now) - begin) / (now - begin)) * (right - left);
  const bend = 8;
  /** Short ones are still seen: a crossing out, a crossing back. */
  const least = 2 * bend + 3;
  const seen = outs.filter((out) => out.from <= now && (out.to ?? now) >= begin).sort((a, b) => a.from - b.from);
  let d = "";
  let at = left;
  let up = true;
  const lanes: Piece[] = [];
  const began = seen[0] !== undefined && seen[0].from < begin;
  d = `M${n(left)} ${began ? low : top}`;
  if (began) up = false;
  for (const out of seen) {
    if (up) {
      const start = Math.max(at, Math.min(x(out.from), right - least));
      lanes.push({ stroke: "lane", d: line(at, Math.max(at, start - 2), low), width: 1.5 });
      d += `H${n(start)}${crossing(start, top, start + bend, low)}`;
      at = start + bend;
      up = false;
    }
    if (out.to === null) {
      lanes.push({ stroke: "lane", d: line(at + 2, right, top), width: 1.5 });
      d += `H${n(right)}`;
      at = right;
      break;
    }
    const end = Math.max(at + 3, x(out.to));
    lanes.push({ stroke: "lane", d: line(at + 2, Math.max(at + 2, end - 2), top), width: 1.5 });
    d += `H${n(end)}${crossing(end, low, end + bend, top)}`;
    at = end + bend;
    up = true;
  }
  if (up) {
    d += `H${n(Math.max(at, right))}`;
    lanes.push({ stroke: "lane", d: line(at, Math.max(at, right), low), width: 1.5 });
  }
  const months: Sparkline["months"] = [];
  const month = new Date(begin);
  month.setUTCDate(1);
  month.setUTCHours(12, 0, 0, 0);
  for (let step = 0; step < 12; step += 1) {
    month.setUTCMonth(month.getUTCMonth() + 1);
    if (month.getTime() > now - 12 * DAY) break;
    months.push({ x: x(month.getTime()), at: month.getTime() });
  }
  return { pieces: [...lanes, { stroke: "traffic", d, width: 3.5 }], months };
}
