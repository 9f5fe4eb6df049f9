import { beforeEach, describe, expect, test } from "vitest";
import { changes } from "../backend/fake/changes";
import { changesRoad } from "../road/changes";
import { standingWord } from "../text/ledger";
import { useZone } from "../text/time";
import type { Change } from "../wire";
import { joined } from "./logs";
import { hours, objectName, what, withOpen } from "./rows";
import { folded, inWords, isLong, sides } from "./values";

beforeEach(() => useZone("Europe/Berlin"));
const of = (entry: string): Change => {
  const found = changes().find((one) => one.entry === entry);
  if (found === undefined) throw new Error(`no ${entry}`);
  return found;
};
const said = (before: unknown, after: unknown, kind: Change["kind"] = "changed"): string[] => sides({ name: "x", before, after, secret: false }, { kind }).map((one) => one.text);

describe("values", () => {
  test("absent, not told, null and empty are four things", () => {
    expect(said(null, "a", "added")).toEqual(["not there", "a"]);
    expect(said("a", null, "removed")).toEqual(["a", "not there"]);
    expect(said(null, "a")).toEqual(["not told", "a"]);
    expect(said(undefined, "")).toEqual(["not there", "empty"]);
    expect([inWords(null), inWords([]), inWords({ a: null })].map((one) => one.text)).toEqual(["null", "an empty list", '{\n  "a": null\n}']);
  });

  test("a word of ours is not taken for a value that reads the same", () => {
    expect(inWords("")).toEqual({ text: "empty", word: true });
    expect(inWords("empty")).toEqual({ text: "empty", word: false });
  });

  test("numbers, switches and lists are told as they are", () => {
    expect([inWords(0), inWords(false), inWords(true), inWords(["a", 1])].map((one) => one.text)).toEqual(["0", "no", "yes", "a, 1"]);
    expect(said(["a", "b"], ["b", "c"])).toEqual(["2 entries", "added c; removed a"]);
    expect(said(["a", "b"], ["b", "a"])).toEqual(["2 entries", "in another order"]);
    expect(said(["a"], [])).toEqual(["a", "an empty list"]);
  });

  test("what is long is folded, by letters or by lines", () => {
    expect([isLong("x".repeat(160)), isLong("x".repeat(161)), isLong("a\nb\nc\nd\ne")]).toEqual([false, true, true]);
    expect(folded("a\nb\nc\nd\ne")).toBe("a\nb\nc\nd …");
    expect(folded("x".repeat(10_000)).length).toBeLessThan(170);
  });
});

describe("rows", () => {
  test("a line says what was done to what", () => {
    expect(["C-0014", "C-0006", "C-0023", "C-0011", "C-0022", "C-0017"].map((entry) => what(of(entry)))).toEqual(["Tier 2: 4 fields changed", "“Plant 3” renamed", "db-07 added", "198.51.100.0/24 removed", "user-0417 changed", "widget_layout_changed"]);
    expect(objectName({ object: { kind: "", id: null, name: "" }, event: "" })).toBe("an object without a name");
  });

  test("hours are those of the zone, and a new day is named", () => {
    const at = (text: string | null): Change => ({ ...of("C-0001"), entry: text ?? "none", at: text });
    const groups = hours([at("2026-03-08T00:10:00Z"), at("2026-03-07T23:59:00Z"), at("2026-03-07T22:30:00Z"), at(null)]);
    expect(groups.map((group) => [group.head, group.changes.length])).toEqual([["Sunday 8 Mar 2026, 01:00 – 02:00 CET", 1], ["00:00 – 01:00 CET", 1], ["Saturday 7 Mar 2026, 23:00 – Sun 8 Mar 00:00 CET", 1], ["Time not known", 1]]);
    useZone("Asia/Kolkata");
    expect(hours([at("2026-03-08T00:10:00Z")])[0]?.head).toContain("05:00 – 06:00");
  });

  test("the hour that comes twice in autumn is two hours", () => {
    const at = (text: string): Change => ({ ...of("C-0001"), entry: text, at: text });
    expect(hours([at("2026-10-25T01:30:00Z"), at("2026-10-25T00:30:00Z")])).toHaveLength(2);
  });

  test("the open one stands in its place", () => {
    const [a, b, c] = [of("C-0023"), of("C-0022"), of("C-0021")];
    expect(withOpen([a, c], b).map((one) => one.entry)).toEqual(["C-0023", "C-0022", "C-0021"]);
    expect(withOpen([a], c)).toHaveLength(2);
    expect(withOpen([a, b], a)).toHaveLength(2);
  });

  test("each standing has its word", () => {
    const word = (more: Partial<Change>): string => standingWord({ ...of("C-0006"), ...more });
    expect([word({}), word({ group: "carried" }), word({ standing: "outstanding", disposition: "reapply" }), word({ standing: "done", disposition: "undo" }), word({ standing: "decided", disposition: "waive" }), word({ standing: "by_this_program" }), word({ standing: "decided", disposition: "keep", group: "carried" })])
      .toEqual(["to decide", "to confirm", "re-apply, not done", "undone", "waived", "by Switchback", "carried"]);
  });
});

describe("the picture", () => {
  const T = (minute: number): number => Date.parse("2026-03-08T00:00:00Z") + minute * 60_000;
  const drawn = (more: Partial<Parameters<typeof changesRoad>[0]> = {}, width = 972) => changesRoad({ labels: ["atl-1", "atl-2"], from: T(0), now: T(120), out: T(20), back: null, ticks: [], gaps: [], ...more }, width);

  test("a change stands on its appliance's lane, or on both where it is not known which", () => {
    const { ticks, upper, lower } = drawn({ ticks: [{ at: T(30), appliance: "atl-1", open: true }, { at: T(60), appliance: "atl-2", open: false }, { at: T(90), appliance: null, open: false }] });
    expect(ticks.map((tick) => [tick.from < upper && tick.to > upper, tick.from < lower && tick.to > lower])).toEqual([[true, false], [false, true], [true, true]]);
    expect(ticks[0]?.x).toBeLessThan(ticks[1]?.x ?? 0);
  });

  test("it crosses out, and back, and never leaves the picture", () => {
    expect(drawn().pieces.filter((piece) => piece.stroke === "traffic")[0]?.d.match(/C/g)).toHaveLength(1);
    const both = drawn({ back: T(119), ticks: [{ at: T(-600), appliance: "atl-1", open: false }, { at: T(900), appliance: "atl-2", open: false }] });
    expect(both.pieces.filter((piece) => piece.stroke === "traffic")[0]?.d.match(/C/g)).toHaveLength(2);
    expect(both.ticks.every((tick) => tick.x >= 0 && tick.x <= 972)).toBe(true);
    expect(drawn({ out: null }).pieces.map((piece) => piece.stroke)).toEqual(["traffic", "lane"]);
  });

  test("a time in which nobody looked is a block, on both lanes where it is of both", () => {
    expect(drawn({ gaps: [{ from: T(40), to: T(50), appliance: "atl-1" }, { from: T(60), to: T(60), appliance: null }] }).blocks.map((block) => [block.label, block.width > 2])).toEqual([["atl-1", true], ["atl-1", true], ["atl-2", true]]);
  });
});

describe("logs that were read", () => {
  const log = (appliance: string, from: string | null, to: string, messages: number, more = {}) => ({ appliance, file: null, from: from === null ? null : `2026-03-08T${from}:00Z`, to: `2026-03-08T${to}:00Z`, messages, incomplete: 0, damaged: 0, ...more });

  test("a thousand readings that follow on one another are one line, with what the last of them counted", () => {
    const minute = (n: number): string => `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
    const logs = Array.from({ length: 1_000 }, (_, n) => log(n % 2 === 0 ? "atl-1" : "atl-2", minute(Math.max(0, n - 2)), minute(n), 100 + n, { incomplete: n === 7 ? 1 : 0, damaged: n === 8 || n === 10 ? 2 : 0 }));
    expect(joined(logs).map((one) => [one.appliance, one.from, one.to, one.messages, one.incomplete, one.damaged, one.readings])).toEqual([
      ["atl-1", "2026-03-08T00:00:00Z", "2026-03-08T16:38:00Z", 1_098, 0, 4, 500], ["atl-2", "2026-03-08T00:00:00Z", "2026-03-08T16:39:00Z", 1_099, 1, 0, 500],
    ]);
    expect(logs[0]?.messages).toBe(100);
  });

  test("a time between two readings, an empty log and a file are lines of their own", () => {
    const logs = [log("atl-1", "01:00", "01:10", 5), log("atl-1", "01:12", "01:20", 3), log("atl-1", null, "01:30", 0), log("atl-1", "01:00", "01:40", 9, { file: "log.zip" }), log("atl-1", "01:30", "01:50", 4)];
    expect(joined(logs).map((one) => [one.file, one.messages, one.readings])).toEqual([[null, 5, 1], [null, 3, 1], [null, 4, 2], ["log.zip", 9, 1]]);
  });
});
