// The picture of a whole maintenance.
import { expect, test } from "vitest";
import { reportRoad, type ReportRoadInput } from "./report";

const T = (hm: string): number => Date.parse(`2026-03-08T${hm}:00Z`);
const labels = ["atl-1", "atl-2"] as const;
const base: ReportRoadInput = { labels, from: Date.parse("2026-03-04T13:02:00Z"), to: T("04:41"), out: T("00:54"), back: T("04:14"), usersOut: [{ from: T("00:47"), to: T("00:54") }, { from: T("04:08"), to: T("04:14") }], parts: [], away: null, ticks: [], gaps: [] };
const strokes = (input: ReportRoadInput, of: string, width = 900): string[] => reportRoad(input, width).pieces.filter((piece) => piece.stroke === of).map((piece) => piece.d);

test("out and back: three stretches of the road and two gaps of dashes", () => {
  expect(strokes(base, "traffic")).toHaveLength(3);
  expect(strokes(base, "out")).toHaveLength(2);
  expect(strokes(base, "traffic").map((d) => Number(/^M[\d.]+ (\d+)H/.exec(d)?.[1]))).toEqual([44, 92, 44]);
});

test("without a swap it is one line, from when it began", () => {
  const straight = { ...base, out: null, back: null, usersOut: [] };
  expect(strokes(straight, "traffic")).toEqual(["M65 44H887"]);
  expect(strokes(straight, "out")).toEqual([]);
});

test("out, and not back yet: the road stays below to the end", () => {
  const away = { ...base, back: null, usersOut: base.usersOut.slice(0, 1), to: T("02:30") };
  const road = strokes(away, "traffic");
  expect(road).toHaveLength(2);
  expect(road[1]).toMatch(/ 92H887$/);
});

test("long planning does not make the night narrow", () => {
  const picture = reportRoad({ ...base, ticks: [{ at: T("01:00"), appliance: "atl-2" }, { at: Date.parse("2026-03-05T10:00:00Z"), appliance: "atl-1" }] }, 900);
  expect(picture.ticks).toHaveLength(1);
  expect(picture.ticks[0]?.x).toBeLessThan(250);
  expect(picture.times.length).toBeGreaterThan(3);
});

test("a change on the one that stood by is told apart, by the roles of that time", () => {
  const at = (hm: string, appliance: string | null) => ({ at: T(hm), appliance });
  const { ticks } = reportRoad({ ...base, ticks: [at("00:40", "atl-1"), at("02:00", "atl-1"), at("02:00", "atl-2"), at("04:30", "atl-2"), at("02:10", null)] }, 900);
  expect(ticks.map((tick) => tick.backup)).toEqual([false, true, false, true, false]);
});

test("a swap that is too short to be seen is still drawn, and nothing leaves the picture", () => {
  const short: ReportRoadInput = { ...base, from: T("00:00"), out: T("00:54"), back: T("00:55"), usersOut: [{ from: T("00:54"), to: T("00:54") }], to: Date.parse("2026-03-09T00:54:00Z"), gaps: [{ from: T("00:00"), to: T("23:00"), appliance: null }] };
  const picture = reportRoad(short, 560);
  for (const piece of picture.pieces) for (const [number] of piece.d.matchAll(/-?[\d.]+/g)) expect(Number(number)).toBeLessThanOrEqual(560);
  expect(picture.blocks).toHaveLength(2);
  expect(picture.pieces.filter((piece) => piece.stroke === "out")).toHaveLength(2);
});
