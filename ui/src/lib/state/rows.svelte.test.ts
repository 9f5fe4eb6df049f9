// A long list of which a stretch stands on the page.
import { describe, expect, test } from "vitest";
import { MOST, Rows, STEP } from "./rows.svelte";

const list = (n: number): number[] => Array.from({ length: n }, (_, index) => index);

describe("the stretch", () => {
  test("a short list stands whole", () => {
    const rows = new Rows();
    expect([rows.of(list(MOST)).length, rows.first(MOST), rows.after(MOST), rows.after(0)]).toEqual([MOST, 0, 0, 0]);
  });

  test("it moves to the end and back, and never holds more", () => {
    const rows = new Rows();
    const seen = new Set<number>();
    for (let n = 0; n < 80; n += 1) {
      const shown = rows.of(list(10_000));
      expect(shown.length).toBe(MOST);
      for (const one of shown) seen.add(one);
      rows.down(10_000);
    }
    expect([seen.size, rows.first(10_000), rows.after(10_000)]).toEqual([10_000, 10_000 - MOST, 0]);
    rows.up(10_000);
    expect([rows.first(10_000), rows.after(10_000)]).toEqual([10_000 - MOST - STEP, STEP]);
    for (let n = 0; n < 80; n += 1) rows.up(10_000);
    expect(rows.first(10_000)).toBe(0);
  });

  test("a row is brought in where it is not, and a list that grew shorter still fills the page", () => {
    const rows = new Rows();
    rows.reveal(MOST - 1, 10_000);
    rows.reveal(-1, 10_000);
    expect(rows.first(10_000)).toBe(0);
    rows.reveal(MOST, 10_000);
    expect(rows.first(10_000)).toBe(MOST / 2);
    rows.reveal(9_999, 10_000);
    expect(rows.first(10_000)).toBe(10_000 - MOST);
    expect([rows.first(MOST + 100), rows.of(list(MOST + 100)).length, rows.first(20)]).toEqual([100, MOST, 0]);
    rows.reset();
    expect(rows.first(10_000)).toBe(0);
  });
});
