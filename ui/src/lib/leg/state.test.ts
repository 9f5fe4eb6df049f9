import { describe, expect, test } from "vitest";
import { SCENARIOS } from "../backend/fake/scenarios";
import { emptyWorld, type World } from "../backend/fake/world";
import type { Maintenance } from "../wire";
import { windowOff } from "./allowed";
import { actOn, currentLeg, runningLeg, serving, stateOf, swapStep, type StateName, type SwapStep } from "./state";

const world = (name: string): World => {
  const made = SCENARIOS[name]?.();
  if (made === undefined) throw new Error(`no scenario ${name}`);
  return made;
};
const parts = (name: string): { m: Maintenance; told: World } => {
  const told = world(name);
  const m = told.maintenances[0];
  if (m === undefined) throw new Error(`${name} has no maintenance`);
  return { m, told };
};
const state = (name: string): StateName => {
  const { m, told } = parts(name);
  return stateOf(m, told.acts, told.statuses.find((one) => one.pair === m.pair) ?? null);
};
const step = (name: string, leg: "outbound" | "return" = "outbound"): SwapStep => {
  const { m, told } = parts(name);
  return swapStep(m, leg, told.acts);
};

test("an act on a file keeps nothing waiting, and is told where none looks", () => {
  const { m } = parts("work");
  const act = (command: string) => ({ maintenance: m.id, command });
  expect(actOn(m, [act("maintenance_save"), act("leg_observe")])).toBe("leg_observe");
  expect(actOn(m, [act("maintenance_save")])).toBe("maintenance_save");
  const link = { age: 0, driver: true, holder: null, silent: false };
  expect(windowOff({ ...link, acts: [act("maintenance_save")] }, null, m)).toBeNull();
  expect(windowOff({ ...link, acts: [act("leg_observe")] }, null, m)).not.toBeNull();
  // What collects goes on beside what watches, and one at a time.
  expect(actOn(m, [act("ledger_collect"), act("leg_fail_over")])).toBe("leg_fail_over");
  expect(windowOff({ ...link, acts: [act("ledger_collect")] }, null, m)).toBeNull();
  expect(windowOff({ ...link, acts: [act("ledger_collect")] }, null, m, true)).toBe("Under way now: collect.");
  expect(windowOff({ ...link, acts: [act("leg_fail_over")] }, null, m, true)).toBeNull();
});

describe("which page a maintenance asks for", () => {
  test.each<[string, StateName]>([
    ["check", "quiet"], ["fail_over", "quiet"], ["work", "quiet"], ["done_proven", "quiet"], ["refused", "quiet"], ["taken_up", "quiet"],
    ["live", "live"], ["live_sync", "live"], ["live_slow", "live"], ["live_arriving", "live"], ["live_by_hand", "live"], ["live_back", "live"],
    ["restart", "unwatched"], ["unknown", "unknown"], ["overdue", "overdue"], ["overdue_watched", "overdue"], ["stuck", "overdue"],
    ["swap_two_primaries", "two_primaries"], ["role_changed", "role_changed"], ["role_adopt", "role_changed"], ["other_guid", "other_guid"], ["other_key", "other_key"],
    ["abandoned", "ended"], ["handed_on", "ended"],
  ])("%s: %s", (name, expected) => expect(state(name)).toBe(expected));

  test("after a restart it is unwatched whatever was answered, and unknown only where the answer is", () => {
    const { m } = parts("live_sync");
    expect(stateOf(m, [], null)).toBe("unwatched");
    const silent = { ...m, legs: { ...m.legs, outbound: { ...m.legs.outbound, answer: null, answered_at: null } } };
    expect(stateOf(silent, [], null)).toBe("unwatched");
    const unknown = { ...m, legs: { ...m.legs, outbound: { ...m.legs.outbound, answer: "unknown" as const } } };
    expect(stateOf(unknown, [], null)).toBe("unknown");
    // Looking again is watching.
    expect(stateOf(unknown, [{ maintenance: m.id, command: "leg_observe" }], null)).toBe("live");
  });

  test("the act of another maintenance watches nothing here, and a check is no watch", () => {
    const { m } = parts("live_sync");
    expect(stateOf(m, [{ maintenance: "M-0001", command: "leg_fail_over" }], null)).toBe("unwatched");
    expect(stateOf(m, [{ maintenance: m.id, command: "pairs_check" }], null)).toBe("unwatched");
  });

  test("two primaries for one look while roles change are not Stop yet", () => {
    const { m, told } = parts("live");
    const status = world("swap_two_primaries").statuses[0] ?? null;
    expect(stateOf(m, told.acts, status)).toBe("live");
    expect(stateOf({ ...m, needs_you: "Both say that they are primary." }, told.acts, status)).toBe("two_primaries");
  });

  test("another key or GUID comes before everything that runs, and an end before all", () => {
    const { m, told } = parts("live");
    const pause = parts("other_key").m.pause;
    expect(stateOf({ ...m, pause }, told.acts, null)).toBe("other_key");
    expect(stateOf({ ...m, pause, handed_on: true }, told.acts, null)).toBe("ended");
  });
});

describe("where the page of a swap stands", () => {
  test.each<[string, SwapStep]>([
    ["check_none", "before"], ["fail_over", "before"], ["live", "running"], ["restart", "running"], ["unknown", "running"], ["live_arriving", "running"],
    ["done_proven", "done"], ["done_unproven", "done"], ["refused", "refused"], ["not_sent", "not_sent"], ["not_happened", "not_happened"],
  ])("%s: %s", (name, expected) => expect(step(name)).toBe(expected));

  test("the return leg has its own", () => {
    expect(step("live_back")).toBe("done");
    expect(step("live_back", "return")).toBe("running");
    expect(step("fail_back", "return")).toBe("before");
  });

  test("while the act runs and no intent is written yet, readiness is being checked", () => {
    const { m } = parts("fail_over");
    expect(swapStep(m, "outbound", [{ maintenance: m.id, command: "leg_fail_over" }])).toBe("checking");
    expect(swapStep(m, "outbound", [{ maintenance: m.id, command: "leg_fail_back" }])).toBe("before");
  });
});

test("the leg that counts and the leg that runs", () => {
  expect([currentLeg(parts("check").m), runningLeg(parts("check").m)]).toEqual(["outbound", null]);
  expect([currentLeg(parts("work").m), currentLeg(parts("taken_up").m), currentLeg(parts("verify").m)]).toEqual(["return", "return", null]);
  expect([runningLeg(parts("live").m), runningLeg(parts("live_back").m)]).toEqual(["outbound", "return"]);
});

test("nobody serves where none or two say primary", () => {
  const served = (name: string): string | null => serving(world(name).statuses[0] ?? null);
  expect([served("fail_over"), served("live"), served("swap_two_primaries"), serving(null)]).toEqual(["atl-1", null, null, null]);
  const told = world("fail_over").statuses[0];
  // What the other one says of it is no word of its own.
  expect(serving(told === undefined ? null : { ...told, appliances: told.appliances.map((one) => ({ ...one, reachable: one.role !== "primary", second_hand: one.role === "primary" })) })).toBeNull();
});

test("who drives is told by the beat; only before the first one by the greeting", () => {
  const hello = { ...emptyWorld().hello, driver: false, holder: "switchbackctl (4711)" };
  const link = { age: null, driver: true, holder: null, silent: false, acts: [] };
  expect(windowOff(link, hello, null)).toContain("switchbackctl (4711)");
  expect(windowOff({ ...link, age: 1, driver: false, holder: "switchback (99)" }, hello, null)).toContain("switchback (99)");
  expect(windowOff({ ...link, age: 1, driver: true }, hello, null)).toBeNull();
});
