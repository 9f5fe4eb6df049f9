import { expect, test } from "vitest";
import { fake } from "../backend/fake";
import { appliance, status } from "../backend/fake/world";
import type { Update } from "../wire";
import { Away } from "./away.svelte";
import { Checklist } from "./checklist.svelte";
import { matching, places } from "./palette";
import { Register, holesOf, journeyOf, resultOf } from "./register.svelte";

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
  expect(register.entries[0]?.listed.id).toBe("M-0042");
  expect(register.read).toBe(41);
  const result = (id: string): string | null => resultOf(register.entries.find((one) => one.listed.id === id) ?? { listed: register.listed[0]!, shown: null, problem: null });
  expect([result("M-0042"), result("M-0041"), result("M-0040"), result("M-0039"), result("M-0036")]).toEqual(["open", "complete", "incomplete", "ended", "away"]);
  expect(register.entries.filter((one) => one.listed.id === "M-0039" || one.listed.id === "M-0042").map(journeyOf)).toEqual(["out_and_stays", "straight"]);
  const before = backend.calls.length;
  await register.load();
  expect(backend.calls.slice(before).map((one) => one.name)).toEqual(["maintenance_list", "maintenance_show"]);
});

test("one that cannot be read is said to be so and does not stop the others", async () => {
  const backend = fake("register", { beats: false });
  backend.world.refuse.maintenance_show = { code: "journal-broken", message: "The journal does not fit its chain", causes: [], hint: "" };
  const register = new Register(backend);
  await register.load();
  expect(register.entries.every((one) => one.problem?.code === "journal-broken")).toBe(true);
  expect(register.read).toBe(42);
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
