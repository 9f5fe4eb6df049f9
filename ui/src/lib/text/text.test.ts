import { beforeEach, expect, test } from "vitest";
import { threeSentences, wireError } from "./errors";
import { count, list, offset, short, size, some } from "./number";
import { shared } from "./shared";
import { ago, axis, clock, day, fromTo, full, instantOn, localOn, minutes, range, span, useZone, utc, weekday, windowLocal, windowOn, windowUtc, zoneInUse, zoneName } from "./time";

beforeEach(() => useZone("Europe/Berlin"));

test("a time stands in the zone of the computer, with UTC beside it", () => {
  const at = "2026-03-08T00:53:52Z";
  expect(clock(at)).toBe("01:53:52");
  expect(zoneName(at)).toBe("CET");
  expect(full(at)).toBe("Sun 8 Mar 2026 · 01:53:52 CET · 00:53:52 UTC");
  expect(day("2026-09-01T12:00:00Z")).toBe("1 Sep 2026");
  expect(weekday(at, "America/New_York")).toBe("Sat 7 Mar 2026");
  expect(zoneName("2026-07-01T00:00:00Z")).toBe("CEST");
  expect(zoneName("2026-07-01T00:00:00Z", "America/New_York")).toBe("EDT");
});

test("midnight is 00, and windows have an en dash", () => {
  expect(clock("2026-03-07T23:00:00Z")).toBe("00:00:00");
  expect(windowLocal("2026-03-08T04:00:00Z", "2026-03-08T05:00:00Z")).toBe("05:00 – 06:00 CET");
  expect(windowUtc("2026-03-08T04:00:00Z", "2026-03-08T05:00:00Z")).toBe("04:00 – 05:00 UTC");
});

test("no two labels of an axis are alike: seconds within a minute, the day for the same time of another one", () => {
  const every = (from: string, seconds: number, n: number): string[] => axis(Array.from({ length: n }, (_, step) => Date.parse(from) + step * seconds * 1_000));
  expect(every("2026-03-08T00:53:50Z", 10, 3)).toEqual(["01:53:50", "01:54:00", "01:54:10"]);
  expect(every("2026-03-08T00:53:30Z", 30, 4)).toEqual(["01:53:30", "01:54:00", "01:54:30", "01:55:00"]);
  expect(every("2026-03-08T00:53:00Z", 60, 3)).toEqual(["01:53", "01:54", "01:55"]);
  expect(every("2026-03-08T00:00:00Z", 28_800, 5)).toEqual(["01:00", "09:00", "17:00", "9 Mar 01:00", "9 Mar 09:00"]);
  expect(every("2026-03-08T00:00:00Z", 86_400, 3)).toEqual(["8 Mar", "9 Mar", "10 Mar"]);
  expect(every("2026-10-25T00:00:00Z", 3_600, 3)).toEqual(["02:00", "02:00 CET", "03:00"]);
  expect([axis([]), every("2026-03-08T00:53:50Z", 10, 1)]).toEqual([[], ["01:53"]]);
  for (const seconds of [1, 10, 15, 30, 60, 3_600, 14_400, 28_800, 86_400]) expect(new Set(every("2026-10-24T00:00:00Z", seconds, 9)).size).toBe(9);
});

test("a span within one minute has seconds", () => {
  expect(fromTo("2026-03-08T00:53:12Z", "2026-03-08T00:53:40Z")).toBe("01:53:12 – 01:53:40");
  expect(fromTo("2026-03-08T00:53:12Z", "2026-03-08T00:54:02Z")).toBe("01:53 – 01:54");
  expect(windowLocal("2026-03-08T00:53:12Z", "2026-03-08T00:53:40Z")).toBe("01:53:12 – 01:53:40 CET");
  expect(windowUtc("2026-03-08T00:53:12Z", "2026-03-08T00:53:40Z")).toBe("00:53:12 – 00:53:40 UTC");
});

test("a window and a deadline name their day where it is not today", () => {
  const [from, to, end] = ["2026-03-08T04:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T00:30:00Z"];
  expect([windowOn(from, to, "2026-03-08T02:15:42Z"), localOn(to, "2026-03-08T02:15:42Z")]).toEqual(["05:00 – 06:00 CET", "06:00 CET"]);
  expect([windowOn(from, to, "2026-03-07T20:00:00Z"), localOn(to, "2026-03-07T20:00:00Z")]).toEqual(["Sun 8 Mar, 05:00 – 06:00 CET", "Sun 8 Mar, 06:00 CET"]);
  expect([instantOn(to, from), instantOn(to, "2026-03-09T02:00:00Z")]).toEqual(["06:00:00 CET", "Sun 8 Mar, 06:00:00 CET"]);
  // Today is the day here, not the day in UTC.
  expect(localOn("2026-03-07T23:30:00Z", "2026-03-08T02:00:00Z")).toBe("00:30 CET");
  expect(windowOn("2026-03-08T22:00:00Z", end, from)).toBe("23:00 – Mon 9 Mar 01:30 CET");
  expect(windowUtc("2026-03-07T23:30:00Z", "2026-03-08T00:30:00Z")).toBe("Sat 7 Mar, 23:30 – Sun 8 Mar 00:30 UTC");
});

test("what the program tells of the clock is what is shown, and beyond it the web view is asked", () => {
  useZone("Europe/Berlin", [{ from: "2025-10-26T01:00:00Z", seconds: 3_600, name: "CET" }, { from: "2026-03-29T01:00:00Z", seconds: 7_260, name: "MADE UP" }]);
  expect(full("2026-03-29T00:59:59Z")).toBe("Sun 29 Mar 2026 · 01:59:59 CET · 00:59:59 UTC");
  expect(full("2026-03-29T01:00:00Z")).toBe("Sun 29 Mar 2026 · 03:01:00 MADE UP · 01:00:00 UTC");
  expect(full("2025-07-01T22:00:00Z")).toBe("Wed 2 Jul 2025 · 00:00:00 CEST · 22:00:00 UTC");
  expect(weekday("2026-03-29T23:30:00Z", "Asia/Kathmandu")).toBe("Mon 30 Mar 2026");
});

test("an unknown zone keeps the one before, and no instant is no text", () => {
  useZone("Mars/Base");
  expect(zoneInUse()).toBe("Europe/Berlin");
  expect(clock("never")).toBe("");
  expect(utc("never")).toBe("");
});

test("spans say their unit", () => {
  expect([0, 0.04, 0.4, 12, 59.9, 384, 3720, 100_000].map(span)).toEqual(["0 s", "0.1 s", "0.4 s", "12 s", "59 s", "6 min 24 s", "1 h 02 min", "1 d 3 h"]);
  expect(ago(362)).toBe("6 min ago");
  expect(minutes(310)).toBe("5:10");
  expect([range(15, 50), range(300, 480), range(310, 460)]).toEqual(["15–50 s", "5–8 min", "5:10–7:40 min"]);
});

test("numbers have units and long ids keep their ends", () => {
  expect([0, 7, 999, 1000, 21_114, 1_234_567, -1234].map(count)).toEqual(["0", "7", "999", "1,000", "21,114", "1,234,567", "-1,234"]);
  expect([size(999), size(1.8e9), offset(-0.1), offset(0.4)]).toEqual(["999 B", "1.8 GB", "−0.1 s", "+0.4 s"]);
  expect([some(1, "warning"), some(1204, "user")]).toEqual(["1 warning", "1,204 users"]);
  expect(short("7c1e52d09b3c4f6e8a77d1c2503ba04f")).toBe("7c1e…a04f");
  expect(list(["a", "b", "c"])).toBe("a, b and c");
});

test("what is missing is said as one sentence", () => {
  expect(shared.missing(["the tick"])).toBe("One thing is missing: the tick.");
  expect(shared.missing(["the tick", "the name"])).toBe("Two things are missing: the tick and the name.");
});

test("a problem is three sentences, whatever was thrown", () => {
  const told = threeSentences({ code: "timed-out", message: "atl-1 did not answer", causes: ["30 s passed"], hint: "Read again" });
  expect(told).toEqual({ happened: "atl-1 did not answer: 30 s passed.", means: "Nothing was changed, and nothing is sent again.", todo: "Read again." });
  expect(wireError(new Error("boom")).code).toBe("window");
});
