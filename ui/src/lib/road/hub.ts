// The maintenance as a road of thirteen tasks: out on the lower lane, back on the upper one.
import type { TaskId, TaskState } from "../wire";
import { crossing, line, n, type Piece } from "./piece";

export interface HubNode {
  id: TaskId;
  x: number;
  y: number;
  state: TaskState;
  /** Where its name stands: over the upper lane, under the lower one, beside a crossing. */
  label: { x: number; y: number; anchor: "start" | "middle" | "end" };
}

export interface HubRoad {
  pieces: Piece[];
  nodes: HubNode[];
  top: number;
  low: number;
  width: number;
  height: number;
}

const ROAD = 10;
const TOP = 66;
const LOW = 146;
const HEIGHT = 214;
/** Room for the labels of the lanes at the left. */
const LEFT = 124;
const RIGHT = 48;
const OUT = 3;
const BACK = 9;

export function hub(tasks: readonly { id: TaskId; state: TaskState }[], width: number): HubRoad {
  const step = (width - LEFT - RIGHT) / 12;
  const half = step * 0.51;
  const x = (index: number): number => LEFT + index * step;
  const start = LEFT - 18;
  const end = x(12) + 18;
  const crossOut = { from: x(OUT) - half, to: x(OUT) + half };
  const crossBack = { from: x(BACK) - half, to: x(BACK) + half };

  const nodes = tasks.map(({ id, state }, index): HubNode => {
    const cx = x(index);
    if (index === OUT) return { id, state, x: cx, y: (TOP + LOW) / 2, label: { x: cx + 20, y: (TOP + LOW) / 2, anchor: "start" } };
    if (index === BACK) return { id, state, x: cx, y: (TOP + LOW) / 2, label: { x: cx - 20, y: (TOP + LOW) / 2, anchor: "end" } };
    const upper = index < OUT || index > BACK;
    return { id, state, x: cx, y: upper ? TOP : LOW, label: { x: cx, y: upper ? TOP - 17 : LOW + 27, anchor: "middle" } };
  });

  /** The line to a place: it never ends inside a crossing, since a swap is over or it is not. */
  const to = (limit: number): string => {
    const parts = [line(start, Math.min(limit, crossOut.from), TOP)];
    if (limit >= crossOut.to) parts.push(crossing(crossOut.from, TOP, crossOut.to, LOW), `H${n(Math.min(limit, crossBack.from))}`);
    if (limit >= crossBack.to) parts.push(crossing(crossBack.from, LOW, crossBack.to, TOP), `H${n(limit)}`);
    return parts.join("");
  };

  // Locked and next tasks are to come; the line reaches the last one that was begun.
  let last = -1;
  tasks.forEach(({ state }, index) => {
    if (state === "done" || state === "now" || state === "needs_you" || state === "skipped") last = index;
  });
  const lastState = tasks[last]?.state;
  const open = lastState === "now" || lastState === "needs_you";
  const crossingLast = last === OUT ? crossOut : last === BACK ? crossBack : null;
  const reach = last < 0 ? start : crossingLast === null ? x(last) : open ? crossingLast.from : crossingLast.to;
  const all = last === 12 && !open;

  const pieces: Piece[] = [
    { stroke: "lane", d: `${line(crossOut.to + 6, crossBack.from - 6, TOP)}${line(start, crossOut.from - 4, LOW)}${line(crossBack.to + 4, end, LOW)}`, width: 1.5 },
    { stroke: "todo", d: to(end), width: ROAD },
    { stroke: "traffic", d: to(all ? end : reach), width: ROAD },
  ];
  return { pieces, nodes, top: TOP, low: LOW, width, height: HEIGHT };
}
