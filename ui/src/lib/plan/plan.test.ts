import { describe, expect, test } from "vitest";
import { emptyPlan, requestOf, wrongFrom, wrongOf, type PlanFields } from "./fields";
import { instantOf, read } from "./window";

const filled = (more: Partial<PlanFields> = {}): PlanFields => ({ ...emptyPlan(), title: "Memory", ...more });
const WINDOW = { date: "2026-03-08", from: "01:30", to: "02:30" };

describe("a window", () => {
  test("what ends before it begins ends on the day after", () => {
    expect(read({ date: "2026-12-31", from: "23:30", to: "00:30" })).toEqual({ is: "whole", start: "2026-12-31T23:30", end: "2027-01-01T00:30" });
    expect(read({ date: "2026-03-08", from: "1:30", to: "2.30" })).toMatchObject({ start: "2026-03-08T01:30", end: "2026-03-08T02:30" });
  });

  test("half of one, none and one of no length are told apart", () => {
    expect([read({ date: "", from: "", to: "" }).is, read({ date: "2026-03-08", from: "", to: "02:00" }).is, read({ ...WINDOW, to: "01:30" }).is]).toEqual(["empty", "partial", "same"]);
    expect([read({ ...WINDOW, date: "8.3.2026" }).is, read({ ...WINDOW, date: "2026-02-30" }).is, read({ ...WINDOW, from: "25:00" }).is]).toEqual(["unreadable", "unreadable", "unreadable"]);
  });

  test("a local time has its instant, also on the days the clock is set", () => {
    expect(instantOf("2026-03-08T01:30", "Europe/Berlin")).toBe("2026-03-08T00:30:00.000Z");
    expect(instantOf("2026-07-08T01:30", "Europe/Berlin")).toBe("2026-07-07T23:30:00.000Z");
    expect(instantOf("2026-03-29T03:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
    expect(instantOf("2026-10-25T03:30", "Europe/Berlin")).toBe("2026-10-25T02:30:00.000Z");
    expect(instantOf("2026-03-08T01:30", "Asia/Kathmandu")).toBe("2026-03-07T19:45:00.000Z");
    expect(instantOf("nothing", "UTC")).toBeNull();
  });
});

describe("a plan", () => {
  test("only what cannot stand is wrong", () => {
    expect(wrongOf(filled(), "UTC", false)).toEqual([]);
    expect(wrongOf(filled({ title: " " }), "UTC", false).map((one) => one.field)).toEqual(["title"]);
    expect(wrongOf(filled({ outbound: WINDOW, back: { ...WINDOW, from: "01:00" } }), "UTC", false).map((one) => [one.field, one.is])).toEqual([["return", "starts before the outbound window does"]]);
    expect(wrongOf(filled({ outbound: { ...WINDOW, to: "" } }), "UTC", true)).toEqual([]);
  });

  test("fields the program names are found, each once", () => {
    const error = { code: "bad-input", message: "", causes: [], hint: "", fields: [{ field: "--start", index: null, message: "no such time" }, { field: "--end", index: null, message: "no such time" }, { field: "--zone", index: null, message: "?" }] };
    expect(wrongFrom(error).map((one) => [one.field, one.message])).toEqual([["outbound", "no such time"]]);
    expect(wrongFrom(null)).toEqual([]);
  });

  test("what is empty is not sent, and a pair that is taken up has no window out", () => {
    const fields = filled({ title: " Memory ", ticket: " ", approver: "Robin", outbound: WINDOW, back: { ...WINDOW, date: "2026-03-09" } });
    expect(requestOf("Atlas", fields, "Europe/Berlin", false)).toEqual({
      pair: "Atlas", title: "Memory", kind: "maintenance", take_up: false, start: "2026-03-08T01:30", end: "2026-03-08T02:30", return_start: "2026-03-09T01:30", return_end: "2026-03-09T02:30", zone: "Europe/Berlin", approver: "Robin",
    });
    expect(requestOf("Atlas", fields, null, true)).not.toHaveProperty("start");
  });
});
