// A pair's glyph: one picture for each pair state. The upper lane is the home primary, always.
import type { PairStateName, RoleWord } from "../wire";
import { cross, crossing, line, n, type Piece } from "./piece";

export interface GlyphInput {
  state: PairStateName | null;
  home: RoleWord;
  standIn: RoleWord;
}

export interface Glyph {
  pieces: Piece[];
  /** Where a dashed circle with ? stands. */
  unknown: { x: number; y: number }[];
}

export interface GlyphSize {
  width: number;
  height: number;
  /** The line's thickness. */
  road: number;
}

export function glyph(input: GlyphInput, { width, height, road }: GlyphSize): Glyph {
  const top = height / 4;
  const low = height - top;
  const inset = road;
  const end = width - inset;
  /** A place along the lanes, 0 to 1. */
  const at = (part: number): number => inset + part * (end - inset);
  const pieces: Piece[] = [];
  const unknown: Glyph["unknown"] = [];
  const lane = (y: number, from = 0, to = 1, stroke: "lane" | "gone" = "lane"): number => pieces.push({ stroke, d: line(at(from), at(to), y), width: 1.5 });
  const rd = (d: string, stroke: Piece["stroke"] = "traffic", dash?: string): number => pieces.push({ stroke, d, width: road, ...(dash === undefined ? {} : { dash }) });
  const dash = `${n(road * 0.75)} ${n(road)}`;
  const x = (part: number, y: number): number => pieces.push({ stroke: "bad", d: cross(at(part), y), width: 2 });
  const over = (from: number, to: number): string => `M${n(at(from))} ${n(top)}`.concat(crossing(at(from), top, at(to), low));
  const notKnown = (y: number): void => {
    lane(y, 0, 0.34, "gone");
    lane(y, 0.66, 1, "gone");
    unknown.push({ x: at(0.5), y });
  };

  const straight = (): void => {
    for (const [role, y] of [[input.home, top], [input.standIn, low]] as const) {
      switch (role) {
        case "primary": rd(line(at(0), at(1), y)); break;
        case "backup": lane(y); break;
        case "none":
          lane(y, 0, 0.32);
          x(0.5, y);
          break;
        case "unknown": notKnown(y); break;
      }
    }
  };
  const failedOver = (): void => {
    lane(top, 0.66, 1);
    lane(low, 0, 0.34);
    rd(`${line(at(0), at(0.27), top)}${crossing(at(0.27), top, at(0.64), low)}H${n(at(1))}`);
  };

  switch (input.state) {
    case "two_primaries":
      rd(line(at(0), at(1), top), "bad");
      rd(`${over(0.16, 0.5)}H${n(at(1))}`, "bad");
      lane(low, 0, 0.2);
      break;
    case "both_backup":
      lane(top, 0.5, 1);
      lane(low);
      rd(line(at(0), at(0.32), top));
      x(0.48, top);
      break;
    case "swapping": {
      lane(top, 0.73, 1);
      lane(low, 0, 0.27);
      rd(line(at(0), at(0.2), top));
      const from = at(0.22);
      rd(`M${n(from)} ${n(top)}H${n(at(0.34))}${crossing(at(0.34), top, at(0.73), low)}H${n(at(0.8))}`, "out", dash);
      lane(low, 0.89, 1);
      break;
    }
    case "syncing": {
      lane(low);
      rd(line(at(0), at(0.43), top));
      rd(line(at(0.455), at(0.8), top), "out", dash);
      const arrow = at(0.89);
      // In a line there is little room between the lanes: the arrow still has a stem.
      const [above, below, head] = low - top < 18 ? [0, 2, 3] : [5, 6, 4];
      pieces.push({ stroke: "traffic", d: `M${n(arrow)} ${n(top + above)}V${n(low - below)}m${-head} ${-head} ${head} ${head} ${head} ${-head}`, width: 1.5 });
      break;
    }
    case "away":
      lane(top, 0.66, 1, "gone");
      lane(low, 0, 0.34);
      rd(`${line(at(0), at(0.27), top)}${crossing(at(0.27), top, at(0.64), low)}H${n(at(1))}`);
      break;
    case "failed_over": failedOver(); break;
    case "normal":
    case "unknown":
    case "unrecognised":
    case "broken":
    case "version_mismatch":
    case null:
      if (input.standIn === "primary" && input.home === "backup") failedOver();
      else straight();
      break;
  }
  return { pieces, unknown };
}

/** How a maintenance went, for a row of the register. */
export type Journey = "out_and_back" | "straight" | "out_and_stays";

export function journey(kind: Journey, { width, height, road }: GlyphSize): Piece[] {
  const top = height / 4;
  const low = height - top;
  const inset = road;
  const at = (part: number): number => inset + part * (width - 2 * inset);
  const small = (from: number, to: number, y: number): Piece => ({ stroke: "lane", d: line(at(from), at(to), y), width: 1.5 });
  switch (kind) {
    case "straight": return [small(0, 1, low), { stroke: "traffic", d: line(at(0), at(1), top), width: road }];
    case "out_and_stays":
      return [small(0.4, 1, top), small(0, 0.14, low), { stroke: "traffic", d: `${line(at(0), at(0.14), top)}${crossing(at(0.14), top, at(0.42), low)}H${n(at(1))}`, width: road }];
    case "out_and_back":
      return [
        small(0.36, 0.64, top), small(0, 0.12, low), small(0.88, 1, low),
        { stroke: "traffic", d: `${line(at(0), at(0.12), top)}${crossing(at(0.12), top, at(0.38), low)}H${n(at(0.62))}${crossing(at(0.62), low, at(0.88), top)}H${n(at(1))}`, width: road },
      ];
  }
}
