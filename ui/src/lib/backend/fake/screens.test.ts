// One list of screens: every scripted night is on it, on a route that is one.
import { expect, test } from "vitest";
import { SCREENS } from "../../../../scripts/screens.list.mjs";
import { hrefOf, routeOf } from "../../state/routes";
import { SCENARIOS } from "./scenarios";

test("every scenario shows at least one screen", () => {
  const shown = new Set(SCREENS.map((one) => one.scenario));
  expect(Object.keys(SCENARIOS).filter((name) => !shown.has(name))).toEqual([]);
  expect([...shown].filter((name) => !(name in SCENARIOS))).toEqual([]);
});

test.each(SCREENS.map((one) => one.route))("%s is a route", (route) => expect(hrefOf(routeOf(route))).toBe(route));

test("five are seen in the smallest window and three with large text", () => {
  expect(SCREENS.filter((one) => one.small).length).toBeGreaterThanOrEqual(5);
  expect(SCREENS.filter((one) => one.large).length).toBeGreaterThanOrEqual(3);
});
