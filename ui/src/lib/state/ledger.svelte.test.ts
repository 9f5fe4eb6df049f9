import { expect, test } from "vitest";
import { fake, type FakeBackend } from "../backend/fake";
import type { Step, Update } from "../wire";
import { Ledger, PAGE } from "./ledger.svelte";
import { Reconcile } from "./reconcile.svelte";
import { tabsOf } from "./shell";
import type { Row } from "./board.svelte";

const ID = "M-0042";
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
const asked = (backend: FakeBackend): unknown[] => backend.calls.filter((one) => one.name === "ledger_list").map((one) => one.request);
const step = (kind: string, maintenance = ID): Update => ({ type: "step", maintenance, step: { seq: 99, at: "", kind, sentence: "" } satisfies Step });

/** What is typed asks when the test says that the person pauses. */
function open(scenario: string): { backend: FakeBackend; book: Ledger; pause: () => void } {
  const backend = fake(scenario, { beats: false });
  let waiting: (() => void) | null = null;
  const book = new Ledger(backend, ID, { wait: (work) => {
    waiting = work;
    return () => (waiting = null);
  } });
  return { backend, book, pause: () => waiting?.() };
}

test("the ledger is read page by page, and nothing that was paged to goes when it is read again", async () => {
  const { backend, book } = open("ledger_many");
  await book.load();
  expect([book.changes.length, book.list?.total, book.list?.fitting]).toEqual([PAGE, 2_000, 2_000]);
  await book.more();
  await book.more();
  expect(book.changes.length).toBe(3 * PAGE);
  expect(new Set(book.changes.map((one) => one.entry)).size).toBe(3 * PAGE);
  book.take({ type: "changed" });
  await settled();
  expect(book.changes.length).toBe(3 * PAGE);
  await book.more();
  expect(book.changes.length).toBe(4 * PAGE);
  await book.ask({ who: "netops" });
  expect(asked(backend).at(-1)).toEqual({ id: ID, open: false, most: PAGE, who: "netops" });
});

test("the last page says that it is the last, and asks no more", async () => {
  const { backend, book } = open("ledger_full");
  await book.load();
  expect(book.next).toBeNull();
  await book.more();
  expect(asked(backend)).toHaveLength(1);
});

test("each filter is asked of the program, and what is typed only once the person pauses", async () => {
  const { backend, book, pause } = open("ledger_full");
  await book.load({ open: true, only: "syslog", class: "configuration", group: "overwritten", on: "atl-1" });
  expect(asked(backend)).toEqual([{ id: ID, open: true, most: PAGE, group: "overwritten", class: "configuration", only: "syslog", appliance: "atl-1" }]);
  expect(book.changes.map((one) => one.entry)).toEqual(["C-0010"]);
  await book.ask({});
  const filters: unknown[] = [];
  for (const text of ["p", "pl", " plant 3 "]) book.find(text, (filter) => {
    filters.push(filter);
    void book.ask(filter);
  });
  expect(filters).toEqual([]);
  pause();
  await settled();
  expect(filters).toEqual([{ find: "plant 3" }]);
  expect(book.changes.map((one) => one.entry)).toEqual(["C-0006"]);
  book.find("", (filter) => filters.push(filter));
  pause();
  expect(filters.at(-1)).toEqual({});
});

test("what an older question brings is not shown", async () => {
  const { backend, book } = open("ledger_full");
  await book.load();
  const call = backend.call.bind(backend);
  const late: (() => void)[] = [];
  backend.call = async (name, request, secret) => {
    if (name === "ledger_list" && (request as { who?: string }).who === "netops") await new Promise<void>((go) => late.push(go));
    return call(name, request, secret);
  };
  const older = book.ask({ who: "netops" });
  await settled();
  const newer = book.ask({ who: "Alex Moreno" });
  late.forEach((go) => go());
  await Promise.all([older, newer]);
  expect(book.changes.map((one) => one.who)).toEqual(["Alex Moreno"]);
});

test("it is read again where the journal says that it moved, and at no other step", async () => {
  const { backend, book } = open("ledger_full");
  await book.load();
  for (const update of [step("observed"), step("reconciliation_changed", "M-0001"), { type: "beat", at: "", driver: true, holder: null, acts: [] } satisfies Update]) book.take(update);
  await settled();
  expect(asked(backend)).toHaveLength(1);
  for (const kind of ["reconciliation_changed", "changes_decided", "fields_ignored"]) {
    book.take(step(kind));
    await settled();
  }
  expect(asked(backend)).toHaveLength(4);
});

test("the open entry stays, also where it fits no more", async () => {
  const { backend, book } = open("ledger_full");
  await book.load({ open: true });
  book.open("C-0010");
  expect(book.current?.entry).toBe("C-0010");
  await backend.call("reconcile_decide", { id: ID, entry: "C-0010", group: "overwritten", as: "discard", reason: "not needed" });
  book.take({ type: "changed" });
  await settled();
  expect(book.changes.some((one) => one.entry === "C-0010")).toBe(false);
  expect([book.current?.entry, book.current?.standing]).toEqual(["C-0010", "decided"]);
  book.open(null);
  expect(book.current).toBeNull();
});

test("a refusal stays, and what was read stays beside it", async () => {
  const { backend, book } = open("ledger_full");
  await book.load();
  backend.world.refuse.ledger_list = { code: "held", message: "held", causes: [], hint: "" };
  await book.load();
  expect([book.problem?.code, book.changes.length]).toEqual(["held", 23]);
  delete backend.world.refuse.ledger_list;
  await book.load();
  expect(book.problem).toBeNull();
});

test("what is collected is new, and a field that is ignored can be shown again", async () => {
  const { book } = open("ledger_waiting");
  await book.load();
  expect(book.list?.total).toBe(21);
  await book.collect(true);
  expect([book.list?.total, book.collected?.fresh, book.collected?.snapshots.length]).toEqual([23, 2, 2]);
  await book.ignore("user", "enabled", true);
  expect([book.ignored, book.list?.ignored]).toEqual([{ kind: "user", field: "enabled" }, [{ kind: "user", field: "enabled" }]]);
  await book.ignore("user", "enabled", false);
  expect([book.ignored, book.list?.ignored]).toEqual([null, []]);
});

test("a decision says up to which fact its reader had seen, and its refusal stays beside it", async () => {
  const backend = fake("reconcile_open", { beats: false });
  const state = new Reconcile(backend, ID);
  await state.load();
  expect([state.value?.undecided, state.of("carried").length, state.groupOf("C-0007"), state.groupOf("B-1"), state.groupOf("secret"), state.groupOf("C-9999")]).toEqual([25, 16, "conflict", "blind_spot", "secret", null]);
  expect(await state.decide({ group: "carried", as: "keep" })).toBe(true);
  expect(backend.calls.filter((one) => one.name === "reconcile_decide").map((one) => one.request)).toEqual([{ id: ID, group: "carried", as: "keep", through: 1_204 }]);
  expect(state.value?.undecided).toBe(9);
  expect(await state.decide({ group: "overwritten", entry: "C-0006", as: "discard" })).toBe(false);
  expect([state.act("C-0006").problem?.code, state.act("C-0010").problem]).toEqual(["bad-input", null]);
});

test("a plan goes once something else is decided, and what came of each call stands beside it", async () => {
  const backend = fake("reconcile_failed_step", { beats: false });
  const state = new Reconcile(backend, ID);
  await state.load();
  await state.makePlan();
  expect(state.plan?.steps.map((one) => [one.entry, one.act])).toEqual([["C-0006", "call"], ["C-0010", "by_hand"], ["C-0018", "already_so"], ["C-0021", "call"]]);
  await state.apply(["C-0006", "C-0021"]);
  expect([state.outcome("C-0006")?.outcome, state.outcome("C-0021")?.outcome, state.outcome("C-0010")]).toEqual(["refused", "not_sent", null]);
  await state.decide({ group: "overwritten", entry: "C-0006", as: "discard", reason: "The old name stays." });
  expect(state.plan).toBeNull();
});

test("the tabs tell how many changes there are and how many wait, by the maintenance alone", () => {
  const { world } = fake("ledger_full", { beats: false });
  const [pair, m] = [world.pairs[0], world.maintenances[0]];
  if (pair === undefined || m === undefined) throw new Error("nothing to show");
  const row: Row = { pair, status: world.statuses[0] ?? null, tone: "ready", stale: false };
  const tabs = tabsOf(row, { page: "ledger", id: ID }, m);
  expect(tabs.map((tab) => [tab.word, tab.count ?? null, tab.needs ?? null, tab.current ?? false])).toEqual([
    ["Pair", null, null, false], ["Maintenance", ID, null, false], ["Ledger", 23, null, true], ["Reconcile", 3, "3 need a decision", false], ["Reports", null, null, false],
  ]);
  expect(tabsOf({ ...row, status: null }, { page: "pair", name: "Atlas" }, null).map((tab) => tab.word)).toEqual(["Pair", "Maintenance"]);
});
