import { expect, test } from "vitest";
import { SCENARIOS } from "../backend/fake/scenarios";
import type { ApplianceStatus, Maintenance, Pair, PairStatus } from "../wire";
import { guardedEnds } from "./guarded";

function night(name: string): { pair: Pair; m: Maintenance; status: PairStatus } {
  const told = SCENARIOS[name]?.();
  const m = told?.maintenances[0];
  const pair = told?.pairs.find((one) => one.name === m?.pair);
  const status = told?.statuses.find((one) => one.pair === m?.pair);
  if (m === undefined || pair === undefined || status === undefined) throw new Error(`no scenario ${name}`);
  return { pair, m, status };
}
const silent: Partial<ApplianceStatus> = { reachable: false, role: "unknown" };
const bent = (status: PairStatus, home: Partial<ApplianceStatus>, standIn: Partial<ApplianceStatus>): PairStatus =>
  ({ ...status, appliances: status.appliances.map((one) => ({ ...one, ...(one.label === "atl-1" ? home : standIn) })) });

const HOME = { giving: "atl-1", taking: "atl-2" };
const STAND_IN = { giving: "atl-2", taking: "atl-1" };

test("the one that dies on the way back is the stand-in", () => {
  const { pair, m, status } = night("live_back");
  expect(guardedEnds(pair, m, bent(status, { role: "backup" }, silent))).toEqual(STAND_IN);
  const before = night("fail_back");
  expect(guardedEnds(before.pair, before.m, bent(before.status, { role: "backup" }, silent))).toEqual(STAND_IN);
  const work = night("work_upgrade");
  expect(guardedEnds(work.pair, work.m, bent(work.status, { role: "backup" }, silent))).toEqual(STAND_IN);
});

test("on the way out it is the home primary, and after both legs it is again", () => {
  const out = night("live_unreadable");
  expect(guardedEnds(out.pair, out.m, out.status)).toEqual(HOME);
  const home = night("verify");
  expect(guardedEnds(home.pair, home.m, bent(home.status, silent, { role: "backup" }))).toEqual(HOME);
});

test("where what is read speaks against it, nobody is named", () => {
  const { pair, m, status } = night("fail_back");
  // Somebody changed the roles: the record names the wrong one.
  expect(guardedEnds(pair, m, bent(status, { role: "primary" }, silent))).toBeNull();
  expect(guardedEnds(pair, m, bent(status, silent, { role: "backup" }))).toBeNull();
  expect(guardedEnds(pair, m, bent(status, { role: "backup" }, { role: "backup" }))).toBeNull();
  // Old readings speak against nothing.
  expect(guardedEnds(pair, m, null)).toEqual(STAND_IN);
});

test("outside a maintenance the roles that are read tell it, or nothing does", () => {
  const { pair, status } = night("fail_over");
  const ends = (home: Partial<ApplianceStatus>, standIn: Partial<ApplianceStatus>) => guardedEnds(pair, null, bent(status, home, standIn));
  expect(ends({ role: "primary" }, { role: "backup" })).toEqual(HOME);
  expect(ends({ role: "backup" }, { role: "primary" })).toEqual(STAND_IN);
  expect(ends(silent, { role: "backup" })).toEqual(HOME);
  expect(ends({ role: "backup" }, { ...silent, role: "primary", second_hand: true })).toEqual(STAND_IN);
  expect(ends(silent, silent)).toBeNull();
  expect(ends({ role: "primary" }, { role: "primary" })).toBeNull();
  expect(ends({ role: "backup" }, { role: "backup" })).toBeNull();
  expect(guardedEnds(pair, null, null)).toBeNull();
});
