import { expect, test } from "vitest";
import { fake } from "../../backend/fake";
import { NIGHT, iso } from "../../backend/fake/world";
import { refusedWhy } from "../../leg/allowed";
import type { Maintenance, PairStatus } from "../../wire";
import { judge } from "./judge";
import { rowsOf, saidOf, windowOf } from "./signals";
import { sidesOf } from "./sides";
import { factsOf, headOf, picture } from "./traffic";
import { onStandIn, summary } from "./summary";
import { lockOf, orderOf } from "./upgrade";

const of = (scenario: string, name = "Atlas"): { m: Maintenance; status: PairStatus } => {
  const { world } = fake(scenario, { beats: false });
  const m = world.maintenances.find((one) => one.pair === name);
  const status = world.statuses.find((one) => one.pair === name);
  if (m === undefined || status === undefined) throw new Error(`${scenario} has no ${name}`);
  return { m, status };
};

test("the outbound leg makes the stand-in primary, the return leg the home primary", () => {
  const { m } = of("observe");
  expect(sidesOf(m, "outbound")).toMatchObject({ primary: "atl-2", backup: "atl-1" });
  expect(sidesOf(m, "return")).toMatchObject({ primary: "atl-1", backup: "atl-2" });
});

test("what is not told speaks neither for nor against a leg", () => {
  const { m, status } = of("observe");
  expect(judge(m, "outbound", status).overall).toBe("for");
  expect(judge(m, "outbound", null).overall).toBe("unknown");
  const away = { ...status, appliances: status.appliances.map((one) => (one.label === "atl-1" ? { ...one, role: "unknown" as const, reachable: false, healthy: null } : one)) };
  expect(judge(m, "outbound", away)).toMatchObject({ overall: "unknown", roles: { speaks: "unknown" } });
});

test("a role, a stranger at the site name and an error text each speak against it", () => {
  const { m, status } = of("observe");
  const roles = { ...status, appliances: status.appliances.map((one) => ({ ...one, role: "primary" as const })) };
  expect(judge(m, "outbound", roles).roles.speaks).toBe("against");
  expect(judge(m, "outbound", { ...status, site: { answered_by: null, guid: "f".repeat(32), trouble: null } }).traffic).toMatchObject({ speaks: "against", stranger: "f".repeat(32) });
  expect(judge(of("observe_over").m, "outbound", of("observe_over").status).overall).toBe("against");
});

test("the window runs from when traffic moved, and doing nothing keeps everything as it is", () => {
  const { m, status } = of("observe");
  const swung = m.legs.outbound.swung_at ?? "";
  expect(windowOf(m, "outbound")).toEqual({ from: swung, to: iso(Date.parse(swung) + 900_000) });
  expect(saidOf(m, "outbound", status, NIGHT)).toMatchObject({ tone: "working", sentence: "Users are led to atl-2. Nothing speaks against this leg." });
  const over = saidOf(m, "outbound", status, NIGHT + 3_600_000);
  expect(over.tone).toBe("needs_you");
  expect(over.then).toContain("Not signing keeps everything as it is.");
});

test("a leg that is signed off and ill is still told to be ill", () => {
  const { m, status } = of("observe_over");
  const signed = { ...m, legs: { ...m.legs, outbound: { ...m.legs.outbound, signed_off_at: iso(NIGHT) } } };
  expect(saidOf(signed, "outbound", status, NIGHT)).toMatchObject({ tone: "needs_you", sentence: "Something speaks against this leg: atl-2 is not healthy." });
});

test("the sentence of a swing says where the site name leads", () => {
  const head = (scenario: string, name = "Atlas"): string => headOf(of(scenario, name).m, "outbound", of(scenario, name).status)[0];
  expect(head("swing")).toBe("support.example.com still leads to atl-1.");
  expect(head("swing_unseen")).toBe("It cannot be seen from here who answers at support.example.com.");
  expect(head("swing_done")).toBe("Traffic has moved: atl-2 answers at support.example.com.");
  expect(headOf(of("swing_shared", "Fjord").m, "outbound", of("swing_shared", "Fjord").status)).toEqual(["Nothing to change. The shared IP moved to fjo-2 by itself.", "Skipped, but verified."]);
  expect(headOf(of("check").m, "outbound", of("check").status)[0]).toBe("Traffic is moved once atl-2 is primary.");
});

test("the home primary is above in the picture, and an old answer is drawn as such", () => {
  const { m, status } = of("swing");
  expect(picture(m, "outbound", status)).toMatchObject({ answers: 0, old: true, ends: [{ label: "atl-1" }, { label: "atl-2" }] });
  expect(picture(m, "outbound", null)).toMatchObject({ answers: null, old: false });
});

test("a shared IP on both is a warning, and other networks are never claimed", () => {
  const { m, status } = of("swing_shared", "Fjord");
  const pair = fake("swing_shared", { beats: false }).world.pairs.find((one) => one.name === "Fjord") ?? null;
  const facts = factsOf(m, "outbound", pair, status);
  expect(facts.find((one) => one.key === "ip 192.0.2.40")?.state).toBe("done");
  expect(facts.at(-1)).toMatchObject({ key: "elsewhere", state: "unknown" });
  const both = { ...status, appliances: status.appliances.map((one) => ({ ...one, shared_ips: ["192.0.2.40"] })) };
  expect(factsOf(m, "outbound", pair, both).find((one) => one.key === "ip 192.0.2.40")?.state).toBe("warn");
});

test("why an act is off is the core's word, in the window's language", () => {
  const { m } = of("observe_unproven");
  expect(refusedWhy(m, "note")).toBeNull();
  expect(refusedWhy(m, "settle")).toBe("The data sync of the outbound leg is not proven.");
  expect(refusedWhy(m, "failback")).toBe("Not now: M-0042 stands at Observe.");
  expect(refusedWhy({ ...m, ended_at: iso(NIGHT), allowed_actions: [] }, "note")).toBe("M-0042 has ended.");
});

test("a leg that never was is not executed, and a taken up one is not ours", () => {
  const { m } = of("check");
  expect(onStandIn(m)).toBeNull();
  expect(summary(m).find((one) => one.key === "outbound")?.value).toBe("not executed");
  expect(summary({ ...m, taken_up: true }).find((one) => one.key === "outbound")?.value).toBe("not ours: taken up as it stood");
});

test("users count once they were counted after the swap, and none counted is none told", () => {
  const row = (users: number | null, at: string | null): unknown => {
    const { m, status } = of("observe");
    const bent = { ...status, appliances: status.appliances.map((one) => ({ ...one, users, users_at: at })) };
    return rowsOf(m, "outbound", bent).find((one) => one.key === "users");
  };
  const done = of("observe").m.legs.outbound.done_at ?? "";
  const after = new Date(Date.parse(done) + 1_000).toISOString();
  expect(row(38, after)).toMatchObject({ now: "38", state: "enough" });
  expect(row(0, after)).toMatchObject({ now: "0", state: "not_yet" });
  expect(row(41, new Date(Date.parse(done) - 1_000).toISOString())).toMatchObject({ state: "unknown" });
  expect(row(null, null)).toMatchObject({ state: "unknown" });
});

test("between the two installs of an upgrade the way back is locked, by what both say", () => {
  const { m, status } = of("work_locked");
  const lock = lockOf(m, status);
  expect(lock).toMatchObject({ versions: { home: "25.3.1", standIn: "25.2.2" }, homeFirst: true });
  expect(lock && orderOf(lock).map((one) => one.state)).toEqual(["done", "next", "now", "locked", "locked"]);
  const other = { ...status, appliances: status.appliances.map((one) => (one.label === "atl-1" ? { ...one, version: "25.2.2", build: "99" } : one)) };
  expect(lockOf(m, other)).toMatchObject({ versions: { home: "25.2.2 (99)", standIn: "25.2.2 (118204)" }, homeFirst: false });
  expect(lockOf({ ...m, kind: "maintenance" }, status)).toBeNull();
  expect(lockOf(of("work_upgrade").m, of("work_upgrade").status)).toBeNull();
  expect(lockOf(m, { ...status, appliances: status.appliances.map((one) => ({ ...one, version: null })) })).toBeNull();
});
