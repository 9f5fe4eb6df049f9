import { describe, expect, test } from "vitest";
import { TASKS } from "../state/routes";
import type { TaskState } from "../wire";
import { glyph, type GlyphInput } from "./glyph";
import { hub } from "./hub";
import { live, timeTicks, type LiveInput } from "./live";
import { night } from "./night";
import { crossing } from "./piece";
import { range } from "./range";
import { work } from "./work";

const SIZE = { width: 96, height: 40, road: 4 };
const strokes = (input: GlyphInput): string[] => glyph(input, SIZE).pieces.map((piece) => piece.stroke);

describe("glyph", () => {
  test("a crossing has its control points at 56 % of its width", () => {
    expect(crossing(28, 10, 60, 30)).toBe("C45.92 10 42.08 30 60 30");
  });

  test("one primary is one line, two primaries are two that mean Stop", () => {
    expect(strokes({ state: "normal", home: "primary", standIn: "backup" })).toEqual(["traffic", "lane"]);
    expect(strokes({ state: "two_primaries", home: "primary", standIn: "primary" }).filter((one) => one === "bad")).toHaveLength(2);
    expect(strokes({ state: "two_primaries", home: "primary", standIn: "primary" })).not.toContain("traffic");
  });

  test("what is not known is never a line of traffic", () => {
    const drawn = glyph({ state: "unknown", home: "primary", standIn: "unknown" }, SIZE);
    expect(drawn.unknown).toEqual([{ x: 48, y: 30 }]);
    expect(strokes({ state: "unknown", home: "unknown", standIn: "unknown" })).toEqual(["gone", "gone", "gone", "gone"]);
    expect(strokes({ state: null, home: "unknown", standIn: "unknown" })).not.toContain("traffic");
  });

  test("users that are out are dashes, and nobody is a cross", () => {
    expect(strokes({ state: "syncing", home: "primary", standIn: "backup" })).toContain("out");
    expect(strokes({ state: "both_backup", home: "backup", standIn: "backup" })).toContain("bad");
  });
});

describe("hub", () => {
  const at = (now: number, state: TaskState = "now"): { id: (typeof TASKS)[number]; state: TaskState }[] =>
    TASKS.map((id, index) => ({ id, state: index < now ? "done" : index === now ? state : "locked" }));
  const line = (now: number, state: TaskState = "now"): string => hub(at(now, state), 972).pieces[2]?.d ?? "";

  test("the road has the places of the drawing", () => {
    const drawn = hub(at(6), 972);
    expect(drawn.nodes.map((node) => Math.round(node.x)).slice(0, 4)).toEqual([124, 191, 257, 324]);
    expect([drawn.nodes[3]?.y, drawn.nodes[6]?.y, drawn.nodes[12]?.y]).toEqual([106, 146, 66]);
  });

  test("the line never ends inside a crossing: a swap is over or it is not", () => {
    expect(line(3)).toBe("M106 66H290");
    expect(line(3, "needs_you")).toBe("M106 66H290");
    expect(line(4)).toContain("C");
    expect(line(9).match(/C/g)).toHaveLength(1);
    expect(line(10).match(/C/g)).toHaveLength(2);
  });

  test("before the first task nothing is behind, and at the end all of it is", () => {
    expect(hub(TASKS.map((id) => ({ id, state: "locked" as const })), 972).pieces[2]?.d).toBe("M106 66H106");
    expect(line(13)).toMatch(/H942$/);
  });
});

describe("live", () => {
  const T = 1_000_000_000_000;
  const base: LiveInput = { direction: "out", start: T, usersOut: T + 4_000, steppedDown: T + 388_000, takenOver: null, answers: [T + 398_000, T + 400_000], usual: null };

  test("the line ends at the last answer", () => {
    const drawn = live(base, 500);
    const more = live({ ...base, answers: [...base.answers, T + 402_000] }, 500);
    expect(more.answers).toHaveLength(3);
    expect(drawn.head.y).toBe(drawn.upper);
    expect(drawn.pieces.map((piece) => piece.stroke)).toEqual(["lane", "traffic", "out", "todo", "gone"]);
  });

  test("after the take-over the line is on the other lane, out as back", () => {
    const over = { ...base, takenOver: T + 399_000 };
    const out = live(over, 500);
    const back = live({ ...over, direction: "back" }, 500);
    expect([out.head.y, back.head.y]).toEqual([out.lower, out.upper]);
    expect(out.pieces.some((piece) => piece.stroke === "todo")).toBe(false);
  });

  test("nothing known yet is drawn too, and inside the picture", () => {
    const drawn = live({ direction: "out", start: T, usersOut: null, steppedDown: null, takenOver: null, answers: [], usual: null }, 320);
    expect(drawn.head.x).toBeGreaterThanOrEqual(8);
    for (const piece of drawn.pieces) expect(piece.d).not.toMatch(/NaN|Infinity/);
  });

  test("ticks are round instants, six at most", () => {
    for (const seconds of [20, 90, 700, 4_000, 20_000, 900_000, 8_000_000]) {
      const ticks = timeTicks(T, T + seconds * 1_000);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.length).toBeGreaterThan(0);
    }
  });
});

test("took outside the usual range is said so, and without history nothing is", () => {
  expect(range(12, { from: 15, to: 50 }).inside).toBe(false);
  expect(range(20, { from: 15, to: 50 }).inside).toBe(true);
  expect(range(20, null)).toMatchObject({ bar: null, inside: null });
  expect(range(900, { from: 15, to: 50 }).dot).toBeLessThanOrEqual(92);
});

describe("the time on the stand-in", () => {
  const input = { intended: 0, over: 420_000, now: 7_200_000, carries: true, standsBy: true, back: 12_000_000, away: { home: [{ from: 1_800_000, to: 3_600_000 }], standIn: [] } };

  test("the line goes to now and no further, and what was away is a block on its lane", () => {
    const drawn = work(input, 972);
    expect(drawn.pieces.find((piece) => piece.stroke === "traffic" && piece.d.includes(`${drawn.lower}H`))?.d).toMatch(new RegExp(`H${Math.round(drawn.now * 100) / 100}$`));
    expect(drawn.blocks).toHaveLength(1);
    expect(drawn.blocks[0]?.y).toBeLessThan(drawn.lower - 7);
    expect(drawn.ticks.every((tick) => tick.x > 0 && tick.x < 972)).toBe(true);
  });

  test("after the swap nothing is drawn as carrying or standing by that is not read", () => {
    const drawn = work({ ...input, carries: false, standsBy: false }, 972);
    expect(drawn.pieces.filter((piece) => piece.stroke === "gone")).toHaveLength(2);
    expect(drawn.pieces.some((piece) => piece.stroke === "traffic" && piece.d.includes(`${drawn.lower}H`))).toBe(false);
  });

  test("days are drawn as days", () => expect(work({ ...input, now: 3 * 86_400_000, back: null }, 972).ticks.length).toBeLessThanOrEqual(6));
});

describe("the night as planned", () => {
  const hour = 3_600_000;
  const crossings = (d: string | undefined): number => (d?.match(/C/g) ?? []).length;

  test("out in the one window, back in the other", () => {
    const drawn = night({ out: { from: hour, to: 2 * hour }, back: { from: 5 * hour, to: 6 * hour } });
    expect(crossings(drawn?.pieces[1]?.d)).toBe(2);
    expect((drawn?.out?.x ?? 0) < (drawn?.back?.x ?? 0)).toBe(true);
  });

  test("windows that overlap leave no way back between them, and none is no picture", () => {
    expect(crossings(night({ out: { from: hour, to: 3 * hour }, back: { from: 2 * hour, to: 4 * hour } })?.pieces[1]?.d)).toBe(1);
    expect(night({ out: null, back: null })).toBeNull();
  });
});
