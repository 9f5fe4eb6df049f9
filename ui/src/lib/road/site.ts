// From the site name to the two appliances: one line to the one that answers, dots to the one that stands by.
import { crossing, line, n, type Piece } from "./piece";

/** What a lane leads to. */
export type SiteLane = "answers" | "by" | "unknown" | "wrong" | "none" | "old";

export interface SitePicture {
  pieces: Piece[];
  /** Where a dashed circle with ? stands. */
  unknown: { x: number; y: number }[];
  top: number;
  low: number;
}

export function sitePicture(home: SiteLane, standIn: SiteLane, width: number, height: number): SitePicture {
  const top = height * 0.25;
  const low = height * 0.75;
  const middle = height / 2;
  const bend = Math.min(76, width * 0.3);
  const from = width * 0.06;
  const pieces: Piece[] = [];
  const unknown: SitePicture["unknown"] = [];
  const road = (y: number, stroke: Piece["stroke"], dash?: string): number => pieces.push({ stroke, ...(dash === undefined ? {} : { dash }), d: `M0 ${n(middle)}H${n(from)}${crossing(from, middle, from + bend, y)}H${n(width)}`, width: 6 });
  for (const [lane, y] of [[home, top], [standIn, low]] as const) {
    switch (lane) {
      case "answers": road(y, "traffic"); break;
      case "wrong": road(y, "bad"); break;
      // Traffic still leads to the one that stands by.
      case "old": road(y, "out", "6 5"); break;
      case "by": pieces.unshift({ stroke: "lane", d: line(from + bend, width, y), width: 1.5 }); break;
      case "none": pieces.unshift({ stroke: "gone", d: line(from + bend, width, y), width: 1.5 }); break;
      case "unknown":
        pieces.unshift({ stroke: "gone", d: line(from + bend, width * 0.62, y) + line(width * 0.72, width, y), width: 1.5 });
        unknown.push({ x: width * 0.67, y });
        break;
    }
  }
  return { pieces, unknown, top, low };
}
