// Took against usual: a bar for the usual range, a dot for this one.
export interface RangePicture {
  width: number;
  bar: { from: number; to: number } | null;
  dot: number;
  inside: boolean | null;
}

export const RANGE_WIDTH = 96;
const EDGE = 4;

export function range(took: number, usual: { from: number; to: number } | null): RangePicture {
  const most = Math.max((usual?.to ?? took) * 1.3, took * 1.08, 0.001);
  const x = (seconds: number): number => EDGE + (seconds / most) * (RANGE_WIDTH - 2 * EDGE);
  if (usual === null) return { width: RANGE_WIDTH, bar: null, dot: x(took), inside: null };
  return { width: RANGE_WIDTH, bar: { from: x(usual.from), to: x(usual.to) }, dot: x(took), inside: took >= usual.from && took <= usual.to };
}
