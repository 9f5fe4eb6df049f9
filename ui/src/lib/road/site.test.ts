import { expect, test } from "vitest";
import { sitePicture } from "./site";
import { sparkline } from "./sparkline";

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

test("a sparkline goes out and comes back, and stays out while it is out", () => {
  const back = sparkline([{ from: NOW - 30 * DAY, to: NOW - 30 * DAY + 3_600_000 }], NOW);
  expect(back.pieces.at(-1)?.d.match(/C/g)).toHaveLength(2);
  const away = sparkline([{ from: NOW - 30 * DAY, to: null }], NOW);
  expect(away.pieces.at(-1)?.d.match(/C/g)).toHaveLength(1);
  expect(sparkline([], NOW).pieces.at(-1)?.d).toMatch(/^M2 6H246$/);
  expect(sparkline([{ from: NOW - 200 * DAY, to: NOW - 199 * DAY }], NOW).pieces.at(-1)?.d).not.toContain("C");
});
