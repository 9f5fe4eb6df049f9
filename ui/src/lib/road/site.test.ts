import { expect, test } from "vitest";
import { sitePicture } from "./site";
import type { RoleSpan } from "../wire";
import { runs, sparkline, unwatched, type Out } from "./sparkline";

test("one line leads to the one that answers, dots to the one that stands by", () => {
  const picture = sitePicture("answers", "by", 330, 112);
  expect(picture.pieces.map((piece) => piece.stroke)).toEqual(["lane", "traffic"]);
  expect(picture.pieces[1]?.d.endsWith("H330")).toBe(true);
});

test("what is not known is dots that fade with a question mark; two primaries are two lines of the Stop", () => {
  expect(sitePicture("unknown", "unknown", 330, 112).unknown).toHaveLength(2);
  expect(sitePicture("wrong", "wrong", 330, 112).pieces.filter((piece) => piece.stroke === "bad")).toHaveLength(2);
});

const DAY = 86_400_000;
const NOW = Date.parse("2026-03-08T00:00:00Z");

const BEGIN = NOW - 90 * DAY;
const iso = (at: number): string => new Date(at).toISOString();
/** From day to day before now, what one of them said. */
const span = (label: string, from: number, until: number, role: string | null): RoleSpan => ({ label, from: iso(NOW - from * DAY), until: iso(NOW - until * DAY), role });
const both = (from: number, until: number, home: string | null, standIn: string | null): RoleSpan[] => [span("a", from, until, home), span("b", from, until, standIn)];
const seen = (roles: RoleSpan[], outs: Out[] = []) => runs({ labels: ["a", "b"], roles, outs, begin: BEGIN, now: NOW });
const drawn = (roles: RoleSpan[], outs: Out[] = [], syncs: string[] = []) => sparkline(seen(roles, outs), { begin: BEGIN, now: NOW, syncs }).pieces;
const strokes = (roles: RoleSpan[], outs: Out[] = []) => [...new Set(drawn(roles, outs).map((piece) => piece.stroke))].sort();
const traffic = (roles: RoleSpan[], outs: Out[] = []): string => drawn(roles, outs).find((piece) => piece.stroke === "traffic")?.d ?? "";

test("who was primary goes out and comes back, however short it was", () => {
  expect(traffic(both(100, 0, "primary", "backup"))).toBe("M2 6H246");
  const away = [...both(90, 30, "Primary", "Backup"), ...both(30, 29.96, "backup", "primary"), ...both(29.96, 0, "primary", "backup")];
  expect(traffic(away).match(/C/g)).toHaveLength(2);
  expect(traffic(away.slice(0, 4)).match(/C/g)).toHaveLength(1);
  expect(traffic([...both(90, 20, "backup", "primary")])).toMatch(/^M2 24H/);
});

test("what was not watched is left open, and is told", () => {
  expect(drawn([])).toEqual([]);
  expect(seen([]).map((run) => run.primary)).toEqual(["unwatched"]);
  const late = [...both(60, 40, "primary", "backup"), ...both(30, 0, "primary", "backup")];
  expect(seen(late).map((run) => run.primary)).toEqual(["unwatched", "home", "unwatched", "home"]);
  expect(traffic(late).match(/M/g)).toHaveLength(2);
  expect(unwatched(seen(late))).toBe(10 * DAY);
  const paused = [...both(90, 40, "primary", "backup"), ...both(39.9, 0, "primary", "backup")];
  expect(traffic(paused).match(/M/g)).toHaveLength(1);
  expect(unwatched(seen(paused))).toBeCloseTo(0.1 * DAY, -3);
});

test("a maintenance is drawn also where nobody watched", () => {
  const out = { from: NOW - 50 * DAY, to: NOW - 45 * DAY };
  expect(seen([], [out]).map((run) => run.primary)).toEqual(["unwatched", "stand_in", "unwatched"]);
  expect(seen([], [{ from: NOW - DAY, to: null }]).at(-1)?.primary).toBe("stand_in");
  expect(seen([], [{ from: NOW - 200 * DAY, to: NOW - 199 * DAY }]).map((run) => run.primary)).toEqual(["unwatched"]);
  expect(seen(both(90, 0, "primary", "backup"), [out]).map((run) => run.primary)).toEqual(["home"]);
});

test("what was not told is dots that fade; two primaries are of the Stop; nobody has no line", () => {
  expect(seen(both(90, 0, null, "backup"))[0]?.primary).toBe("untold");
  expect(strokes(both(90, 0, null, "backup"))).toEqual(["gone", "lane"]);
  expect(strokes(both(90, 0, "primary", null))).toEqual(["gone", "traffic"]);
  expect(strokes([...both(90, 10, "primary", "backup"), ...both(10, 9, "primary", "primary"), ...both(9, 0, "primary", "backup")])).toEqual(["bad", "lane", "traffic"]);
  expect(strokes(both(90, 0, "backup", "backup"))).toEqual(["lane"]);
});

test("data syncs are ticks that can be told apart", () => {
  const ticks = drawn([], [], [50, 40.01, 40, 200].map((days) => iso(NOW - days * DAY)).sort()).find((piece) => piece.stroke === "tick");
  expect(ticks?.d.match(/M/g)).toHaveLength(2);
});

test("the month it begins in is named where there is room", () => {
  expect(sparkline([], { begin: BEGIN, now: NOW }).months.map((one) => new Date(one.at).getUTCMonth())).toEqual([11, 0, 1]);
});
