// The picture language of the road as geometry: numbers in, strokes out. Nothing here knows a colour.

/** What a stroke means; each is one class of the stylesheet. */
export type Stroke =
  /** carries the users */
  | "traffic"
  /** two primaries, or a cross: a rule is broken */
  | "bad"
  /** users are out, as planned */
  | "out"
  /** not yet */
  | "todo"
  /** stands by */
  | "lane"
  /** not known, or not seen */
  | "gone"
  /** one thing at one time, such as a data sync */
  | "tick";

export interface Piece {
  stroke: Stroke;
  d: string;
  width: number;
  dash?: string;
}

export const CLASS: Readonly<Record<Stroke, string>> = { traffic: "rd", bad: "rd bad", out: "rd out", todo: "rd todo", lane: "ln", gone: "ln gone", tick: "tk" };

/** Two digits are enough for a picture and keep its text short. */
export const n = (value: number): string => String(Math.round(value * 100) / 100);

export const line = (x1: number, x2: number, y: number): string => `M${n(x1)} ${n(y)}H${n(x2)}`;

/** Every crossing is the same curve: control points at 56 % of its width. Continues from (x1, y1). */
export function crossing(x1: number, y1: number, x2: number, y2: number): string {
  const reach = (x2 - x1) * 0.56;
  return `C${n(x1 + reach)} ${n(y1)} ${n(x2 - reach)} ${n(y2)} ${n(x2)} ${n(y2)}`;
}

export const cross = (x: number, y: number, half = 4): string => `m${n(x - half)} ${n(y - half)} ${half * 2} ${half * 2}m0 ${-half * 2} ${-half * 2} ${half * 2}`;
