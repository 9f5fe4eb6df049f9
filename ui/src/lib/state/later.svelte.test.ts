import { expect, test } from "vitest";
import { fake } from "../backend/fake";
import { appliance, status } from "../backend/fake/world";
import type { Update } from "../wire";
import { Away } from "./away.svelte";
import { Checklist } from "./checklist.svelte";
import { matching, places } from "./palette";
import { Proofs } from "./proofs.svelte";
import { Register, holesOf, journeyOf } from "./register.svelte";

test("a checklist is found again, one for each maintenance", () => {
  const list = new Checklist("M-0042:a", () => "2026-03-08T02:00:00Z");
  list.add("  Unlock rack B12 ");
  list.add("");
  list.add("Lock rack B12");
  list.tick("1", true);
  list.noted("1");
  const again = new Checklist("M-0042:a");
  expect(again.lines).toEqual([{ key: "1", text: "Unlock rack B12", doneAt: "2026-03-08T02:00:00Z", noted: true }, { key: "2", text: "Lock rack B12", doneAt: null, noted: false }]);
  expect(again.done).toBe(1);
  expect(new Checklist("M-0042:b").lines).toEqual([]);
  again.remove("1");
  again.remove("2");
  expect(localStorage.length).toBe(0);
});

test("a checklist that cannot be read is an empty one", () => {
  localStorage.setItem("switchback.checklist.M-1", "[{\"key\":1}, 7");
  expect(new Checklist("M-1").lines).toEqual([]);
});

test("away is from when it was last seen to be silent until it answered again, and belongs to one folder", () => {
  let folder: string | null = null;
  const away = new Away(() => folder);
  const told = (reachable: boolean, at: string): Update => ({ type: "status", status: status("Atlas", "away", "working", "", "", [appliance("atl-1", "unknown", { reachable, observed_at: at }), appliance("atl-2", "primary")], { maintenance: "M-0042" }) });
  away.take(told(false, "2026-03-08T02:22:00Z"));
  expect(away.last("M-0042", "atl-1")).toBeNull();
  folder = "/data";
  away.catchUp();
  away.take(told(false, "2026-03-08T02:30:00Z"));
  expect(away.last("M-0042", "atl-1")).toEqual({ label: "atl-1", from: "2026-03-08T02:22:00Z", to: null });
  away.take(told(true, "2026-03-08T03:24:00Z"));
  expect(new Away(() => "/data").last("M-0042", "atl-1")?.to).toBe("2026-03-08T03:24:00Z");
  expect(new Away(() => "/demo").last("M-0042", "atl-1")).toBeNull();
  expect(away.last("M-0042", "atl-2")).toBeNull();
});

test("the register names what is missing between the first and the last of each series", () => {
  expect(holesOf(["M-0005", "M-0001", "M-0003", "R-0001"])).toEqual(["M-0002", "M-0004"]);
  expect(holesOf([])).toEqual([]);
});

test("the register reads each maintenance, the newest first, and what has ended only once", async () => {
  const backend = fake("register_hole", { beats: false });
  const register = new Register(backend);
  await register.load();
  expect(register.entries[0]?.id).toBe("M-0042");
  expect(register.sentence).toBe("41 maintenances, M-0001 to M-0042, 1 number is missing");
  const outcomes = ["M-0042", "M-0041", "M-0040", "M-0039", "M-0036"].map((id) => register.entries.find((one) => one.id === id)?.outcome);
  expect(outcomes).toEqual(["open", "complete", "incomplete", "abandoned", "closed_away"]);
  const journeys = (): unknown[] => register.entries.filter((one) => one.id === "M-0036" || one.id === "M-0042" || one.id === "M-0039").map((one) => journeyOf(one, register.shown(one.id)));
  expect(journeys()).toEqual([null, "straight", null]);
  await register.look(["M-0042", "M-0036"]);
  expect(journeys()).toEqual(["out_and_stays", "straight", "out_and_stays"]);
  const before = backend.calls.length;
  await register.load();
  await register.look(["M-0042", "M-0036"]);
  // What has ended is not read again.
  expect(backend.calls.slice(before)).toMatchObject([{ name: "maintenance_list" }, { name: "maintenance_show", request: { id: "M-0042" } }]);
  // What each came to is told anew once one of them has moved on.
  backend.world.listed = backend.world.listed.map((one) => (one.id === "M-0042" ? { ...one, stage: "signed_off", open: false } : one));
  await register.load();
  expect(register.entries[0]?.outcome).toBe("complete");
});

test("one that cannot be read stays in the register with its reason, and so does all where the register itself fails", async () => {
  const backend = fake("register_many", { beats: false });
  const register = new Register(backend);
  await register.load();
  const one = register.entries.find((entry) => entry.id === "M-0297");
  expect(one).toMatchObject({ outcome: "unreadable", problem: "event 14 of its journal does not fit its chain", pair: "Birch" });
  backend.world.refuse.register_show = { code: "database-damaged", message: "The database is damaged", causes: [], hint: "" };
  const again = new Register(backend);
  await again.load();
  expect(again.problem?.code).toBe("database-damaged");
  expect(again.entries).toHaveLength(300);
  expect(again.entries.every((entry) => entry.outcome === null)).toBe(true);
});

test("proofs are checked one by one, what was found stays, and a stop ends it after the one that is under way", async () => {
  const backend = fake("register_many", { beats: false });
  const proofs = new Proofs(backend, backend.world.now);
  await proofs.run(["M-0300", "M-0297", "M-0290"]);
  expect(proofs.found).toMatchObject({ "M-0300": { is: "holds", why: null }, "M-0297": { problem: { code: "journal-broken" } }, "M-0290": { is: "broken", why: "event 211 does not fit its chain" } });
  expect([proofs.done, proofs.of, proofs.running]).toEqual([3, 3, false]);
  const running = proofs.run(["M-0299", "M-0298", "M-0296"]);
  proofs.stop();
  await running;
  expect([proofs.done, proofs.stopped, Object.keys(proofs.found).length]).toEqual([1, true, 4]);
});

test("the palette goes to pairs, open maintenances and pages, and to nothing else", () => {
  const { world } = fake("board", { beats: false });
  const rows = world.pairs.map((pair) => ({ pair, status: world.statuses.find((one) => one.pair === pair.name) ?? null, tone: null, stale: false }));
  const all = places(rows);
  expect(new Set(all.map((one) => one.route.page))).toEqual(new Set(["pair", "maintenance", "ledger", "task", "report", "coverage", "pairs", "reports", "settings", "add_pair"]));
  expect(matching(all, "m-0042").map((one) => one.route)).toEqual([{ page: "maintenance", id: "M-0042" }, { page: "ledger", id: "M-0042" }, { page: "task", id: "M-0042", task: "reconcile" }, { page: "report", id: "M-0042" }, { page: "coverage", id: "M-0042" }]);
  expect(matching(all, "at")[0]?.word).toBe("Atlas");
  expect(matching(all, "nothing is called so")).toEqual([]);
});
