import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fake, type FakeBackend } from "../backend/fake";
import { appliance, iso, NIGHT, pair, status } from "../backend/fake/world";
import type { Subscribe, Update } from "../wire";
import { Act } from "./act.svelte";
import { Appearance } from "./appearance.svelte";
import { Board, type Around, type Row } from "./board.svelte";
import { Clock } from "./clock.svelte";
import { Draft, openDraft, openDrafts } from "./drafts.svelte";
import { Link } from "./link.svelte";
import { OpenMaintenance } from "./maintenance.svelte";
import { Router } from "./router.svelte";
import { GUARDED_WAYS, hrefOf, maintenanceOf, placeOf, routeOf, TASKS, type Route } from "./routes";
import { bandOf, footOf, sidePairs } from "./shell";

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe("clock", () => {
  test("an age is never below zero and unknown where there is no instant", () => {
    const clock = new Clock(() => Date.parse("2026-03-08T01:00:10Z"));
    expect(clock.age("2026-03-08T01:00:06Z")).toBe(4);
    expect(clock.age("2026-03-08T01:00:20Z")).toBe(0);
    expect(clock.age(null)).toBeNull();
    expect(clock.age("no instant")).toBeNull();
    expect(clock.until("2026-03-08T01:01:10Z")).toBe(60);
  });

  test("it ticks a whole span after the last tick, each second while something goes on, and no more once it is stopped", async () => {
    vi.useFakeTimers();
    try {
      let now = 0;
      const clock = new Clock(() => now);
      const pass = async (ms: number): Promise<number> => {
        now += ms;
        await vi.advanceTimersByTimeAsync(ms);
        return clock.now;
      };
      const stop = clock.start();
      expect(await pass(29_999)).toBe(0);
      clock.tick();
      expect(await pass(29_999)).toBe(29_999);
      expect(await pass(1)).toBe(59_999);
      clock.live = true;
      expect(await pass(1_000)).toBe(60_999);
      stop();
      clock.tick();
      expect(await pass(60_000)).toBe(60_999);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("routes", () => {
  test("every route is read back from its address", () => {
    const routes: Route[] = [
      { page: "pairs" }, { page: "add_pair" }, { page: "reports" }, { page: "report", id: "M-0042" }, { page: "journal", id: "M-0042" }, { page: "settings" }, { page: "pair", name: "Ä/b #1" }, { page: "edit_pair", name: "add" },
      { page: "plan", name: "Atlas" }, { page: "maintenance", id: "M-0042" }, ...TASKS.map((task) => ({ page: "task", id: "M-0042", task }) as const),
      { page: "ledger", id: "M-0042" }, { page: "coverage", id: "M-0042" }, { page: "ledger", id: "M-0042", entry: "C-0014", filter: { find: "a/b ? &=é", open: true, group: "conflict", who: "Sam Carter", class: "automatic", only: "note", on: "atl-1" } },
      { page: "task", id: "M-0042", task: "reconcile", at: "C-0014" }, ...GUARDED_WAYS.map((way) => ({ page: "guarded", name: "Atlas", way }) as const),
    ];
    for (const route of routes) expect(routeOf(hrefOf(route))).toEqual(route);
  });

  test("an address nobody wrote leads to the board", () => {
    for (const hash of ["", "#", "#/nowhere", "#/pair/", "#/pair/%E0%A4%A"]) expect(routeOf(hash)).toEqual({ page: "pairs" });
  });

  test("what nobody can have asked of the ledger is left out, and what is chosen on a page is the same page", () => {
    expect(routeOf("#/maintenance/M-0042/ledger?class=x&only=&open=yes&group=%E0%A4%A&find=")).toEqual({ page: "ledger", id: "M-0042" });
    expect(placeOf({ page: "ledger", id: "M-0042", entry: "C-0001", filter: { open: true } })).toBe("#/maintenance/M-0042/ledger");
    expect(GUARDED_WAYS.map((way) => maintenanceOf({ page: "guarded", name: "Atlas", way }))).toEqual(GUARDED_WAYS.map(() => null));
    expect(maintenanceOf({ page: "coverage", id: "M-0042" })).toBe("M-0042");
  });

  test("the way back leads to the place before", async () => {
    const router = new Router();
    const stop = router.start();
    router.go({ page: "pair", name: "Atlas" });
    router.go({ page: "settings" });
    expect(location.hash).toBe("#/settings");
    router.back();
    await vi.waitFor(() => expect(router.route).toEqual({ page: "pair", name: "Atlas" }));
    stop();
  });
});

describe("drafts", () => {
  test("a half-filled form is found again, and nothing that the form does not know", () => {
    const draft = new Draft("plan:Atlas", { title: "", kind: "maintenance" });
    draft.fields.title = "Memory";
    draft.keep();
    sessionStorage.setItem("switchback.draft.plan:Atlas", JSON.stringify({ title: "Memory", old: 1 }));
    const again = new Draft("plan:Atlas", { title: "", kind: "maintenance" });
    expect(again.kept).toBe(true);
    expect(again.fields).toEqual({ title: "Memory", kind: "maintenance" });
    again.drop();
    expect(openDrafts()).toEqual([]);
  });

  test("an empty form is not kept", () => {
    new Draft("pair", { name: "" }).keep();
    expect(openDrafts()).toEqual([]);
  });

  test("a secret is refused at any depth", () => {
    expect(() => new Draft("pair", { client_secret: "" })).toThrow(/secret/);
    expect(() => new Draft("pair", { appliances: [{ password: "" }] })).toThrow(/secret/);
  });

  test("each change is kept by itself", () => {
    const stop = $effect.root(() => {
      const draft = openDraft("note", { text: "" });
      flushSync();
      draft.fields.text = "half";
      flushSync();
    });
    expect(new Draft("note", { text: "" }).fields.text).toBe("half");
    stop();
  });
});

describe("link", () => {
  let now = 1_000_000;
  let asked: Subscribe[] = [];
  let ears: ((update: Update) => void)[] = [];
  let dropped = 0;
  let link: Link;
  let clock: Clock;
  const beat: Update = { type: "beat", at: "", driver: true, holder: null, acts: [] };

  beforeEach(() => {
    vi.useFakeTimers();
    now = 1_000_000;
    asked = [];
    ears = [];
    dropped = 0;
    clock = new Clock(() => now);
    const backend = {
      ...fake("calm", { beats: false }),
      subscribe: async (request: Subscribe, hear: (update: Update) => void) => {
        asked.push(request);
        ears.push(hear);
        return () => {
          dropped += 1;
        };
      },
    };
    link = new Link(backend, clock);
  });
  afterEach(() => vi.useRealTimers());

  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      now += 1_000;
      clock.tick();
      await vi.advanceTimersByTimeAsync(1_000);
    }
  };

  test("while beats come it asks once", async () => {
    const stop = link.start();
    for (let beats = 0; beats < 10; beats += 1) {
      ears[0]?.(beat);
      await pass(2);
    }
    expect(asked).toHaveLength(1);
    expect(link.silent).toBe(false);
    stop();
  });

  test("after 5 s without a beat it asks anew with the last seq, and says how old it is meanwhile", async () => {
    const stop = link.start();
    await link.follow("M-0042", 40);
    const hear = ears.at(-1);
    hear?.(beat);
    hear?.({ type: "step", maintenance: "M-0042", step: { seq: 44, at: "", kind: "observed", sentence: "" } });
    await pass(6);
    expect(asked.at(-1)).toEqual({ maintenance: "M-0042", after_seq: 44 });
    expect(asked).toHaveLength(3);
    expect(link.age).toBe(6);
    expect(link.silent).toBe(true);
    stop();
  });

  test("a program that was never heard is silent too, from when it was listened for", async () => {
    const stop = link.start();
    expect(link.silent).toBe(false);
    await pass(9);
    expect(link.age).toBeNull();
    expect(link.silentFor).toBe(9);
    ears.at(-1)?.(beat);
    expect(link.silentFor).toBeNull();
    stop();
  });

  test("what an older subscription still says is not heard", async () => {
    const stop = link.start();
    await link.follow("M-0042");
    ears[0]?.(beat);
    expect(link.age).toBeNull();
    ears[1]?.(beat);
    expect(link.age).toBe(0);
    expect(dropped).toBe(1);
    stop();
  });

  test("it asks anew when the window is seen again", async () => {
    const stop = link.start();
    document.dispatchEvent(new Event("visibilitychange"));
    expect(asked).toHaveLength(2);
    stop();
    document.dispatchEvent(new Event("visibilitychange"));
    expect(asked).toHaveLength(2);
  });
});

describe("a draft of an edit", () => {
  test("it keeps only what was changed, and takes it up only over the value it was typed over", () => {
    const before = { note: "old", proxy: "", guard: "test" };
    const draft = new Draft("pair:1", before, { edits: true });
    Object.assign(draft.fields, { note: "mine", proxy: "http://mine" });
    draft.keep();
    expect(new Draft("pair:1", before, { edits: true })).toMatchObject({ kept: true, overtaken: [], fields: { note: "mine", proxy: "http://mine", guard: "test" } });
    const newer = new Draft("pair:1", { note: "theirs", proxy: "", guard: "production" }, { edits: true });
    expect(newer.fields).toEqual({ note: "theirs", proxy: "http://mine", guard: "production" });
    expect(newer).toMatchObject({ kept: true, overtaken: ["note"] });
    const all = new Draft("pair:1", { note: "theirs", proxy: "http://mine", guard: "test" }, { edits: true });
    expect(all).toMatchObject({ kept: false, overtaken: ["note"] });
  });
});

describe("board", () => {
  const around = (backend: FakeBackend, silent = false): Around => {
    const clock = new Clock(() => backend.world.now());
    return { clock, link: { silent }, session: { hello: backend.world.hello, rest: "30s" } };
  };
  const names = (board: Board): string[] => board.rows.map((row) => row.pair.name);

  test("the most urgent come first, then by name; a pair that was never read comes last", async () => {
    const backend = fake("board", { beats: false });
    backend.world.pairs.push(pair("Aaa", "a.example.com", ["a-1", "a-2"]));
    const board = new Board(backend, around(backend));
    await board.load();
    for (const one of backend.world.statuses) board.take({ type: "status", status: one });
    expect(names(board)).toEqual(["Ember", "Cedar", "Delta", "Birch", "Fjord", "Atlas", "Aaa"]);
    expect(board.count("needs_you")).toBe(2);
  });

  test("a new reading with the same tone moves no row", async () => {
    const backend = fake("board", { beats: false });
    const board = new Board(backend, around(backend));
    await board.load();
    for (const one of backend.world.statuses) board.take({ type: "status", status: one });
    const before = names(board);
    board.take({ type: "status", status: status("Atlas", "normal", "ready", "Another sentence.", "", [appliance("atl-1", "primary"), appliance("atl-2", "backup")]) });
    expect(names(board)).toEqual(before);
    board.take({ type: "status", status: status("Atlas", "two_primaries", "stop", "Stop.", "", []) });
    expect(names(board)[0]).toBe("Atlas");
  });

  test("an older reading that comes late does not take the place of a newer one", async () => {
    const backend = fake("board", { beats: false });
    const board = new Board(backend, around(backend));
    await board.load();
    const at = (seconds: number, role: "primary" | "backup"): Update => ({ type: "status", status: status("Atlas", "normal", "ready", "", "", [appliance("atl-1", role, { observed_at: iso(NIGHT - seconds * 1_000) }), appliance("atl-2", "backup", { observed_at: iso(NIGHT - 600_000) })]) });
    board.take(at(4, "backup"));
    board.take(at(9, "primary"));
    expect(board.row("Atlas")?.status?.appliances[0]?.role).toBe("backup");
    board.take(at(4, "primary"));
    expect(board.row("Atlas")?.status?.appliances[0]?.role, "of the same instant the later word counts").toBe("primary");
  });

  test("a reading past its promise is not known, wherever its tone stands; a Stop stays a Stop", async () => {
    const backend = fake("board", { beats: false });
    const clock = new Clock(() => backend.world.now());
    const board = new Board(backend, { clock, link: { silent: false }, session: { hello: null, rest: "30s" } });
    await board.load();
    for (const one of backend.world.statuses) board.take({ type: "status", status: one });
    expect(board.row("Atlas")).toMatchObject({ tone: "ready", stale: false });
    const rows = board.rows;
    clock.tick();
    expect(board.rows, "a tick that makes nothing old moves nothing").toBe(rows);
    const started = backend.world.now();
    backend.world.now = () => started + 61_000;
    clock.tick();
    expect(board.row("Atlas")).toMatchObject({ tone: null, stale: true });
    expect(board.row("Birch")).toMatchObject({ tone: null, stale: true });
    expect(board.row("Ember")).toMatchObject({ tone: "stop", stale: true });
    expect(board.row("Cedar")).toMatchObject({ tone: "needs_you", stale: true });
    expect(board.count("ready")).toBe(0);
    expect(names(board).slice(0, 3)).toEqual(["Ember", "Cedar", "Delta"]);
    board.take({ type: "status", status: status("Atlas", "normal", "ready", "", "", [appliance("atl-1", "primary", { observed_at: iso(backend.world.now()) }), appliance("atl-2", "backup", { observed_at: iso(backend.world.now()) })]) });
    expect(board.row("Atlas")).toMatchObject({ tone: "ready", stale: false });
    expect(bandOf(board.row("Birch") as Row, false)).toMatchObject({ tone: null });
    expect(bandOf(board.row("Birch") as Row, false).readAt).not.toBeNull();
    expect(sidePairs(board.rows, null).pairs.find((one) => one.name === "Birch")?.tone).toBeNull();
  });

  test("the foot tells how often is read, as the program says it", () => {
    const session = fake("board", { beats: false }).world.hello;
    expect(footOf({ session, rest: "2m", driver: true, pairs: 6 })[0]).toBe("Watching 6 pairs every 2 min");
    expect(footOf({ session, rest: null, driver: true, pairs: 6 })[0]).toBe("Watching 6 pairs");
  });

  test("of a program that is silent nothing is known to be as it should be", async () => {
    const backend = fake("board", { beats: false });
    const board = new Board(backend, around(backend, true));
    await board.load();
    for (const one of backend.world.statuses) board.take({ type: "status", status: one });
    expect(board.count("ready") + board.count("working") + board.count("slow")).toBe(0);
    expect(board.row("Ember")?.tone).toBe("stop");
  });

  test("many changes at once cost two readings, and a refusal stays to be seen", async () => {
    const backend = fake("board", { beats: false });
    const board = new Board(backend, around(backend));
    for (let change = 0; change < 9; change += 1) board.take({ type: "changed" });
    await vi.waitFor(() => expect(board.loaded).toBe(true));
    await settled();
    expect(backend.calls.filter((call) => call.name === "pairs_list")).toHaveLength(2);
    backend.world.refuse.pairs_list = { code: "database-busy", message: "The database is busy", causes: [], hint: "Try again." };
    await board.load();
    expect(board.problem?.code).toBe("database-busy");
    expect(board.pairs).toHaveLength(6);
  });
});

describe("open maintenance", () => {
  let backend: FakeBackend;
  let open: OpenMaintenance;
  const step = (seq: number): Update => ({ type: "step", maintenance: "M-0042", step: { seq, at: "", kind: "observed", sentence: `step ${seq}` } });

  beforeEach(() => {
    backend = fake("live", { beats: false });
    const link = new Link(backend, new Clock());
    open = new OpenMaintenance(backend, link);
    link.hear((update) => open.take(update));
  });

  test("it holds what is recorded, and each step once and in order", async () => {
    await open.open("M-0042");
    await settled();
    expect(open.value?.id).toBe("M-0042");
    expect(open.stateOf("fail_over")).toBe("now");
    expect(open.done).toBe(3);
    open.take(step(48));
    open.take(step(47));
    open.take(step(48));
    expect(open.steps.map((one) => one.seq)).toEqual([43, 44, 45, 46, 47, 48]);
  });

  test("an older state never replaces a newer one", async () => {
    await open.open("M-0042");
    const recorded = backend.world.maintenances[0];
    if (recorded === undefined) throw new Error("the scenario has a maintenance");
    recorded.seq += 5;
    await open.refresh();
    const seq = open.value?.seq;
    recorded.seq -= 5;
    await open.refresh();
    expect(open.value?.seq).toBe(seq);
  });

  test("what another maintenance says is not heard, and closing forgets", async () => {
    await open.open("M-0042");
    await settled();
    const before = open.steps.length;
    open.take({ type: "step", maintenance: "M-0001", step: { seq: 99, at: "", kind: "observed", sentence: "" } });
    expect(open.steps).toHaveLength(before);
    open.take({ type: "ended", act: { maintenance: "M-0042", command: "leg_fail_over" }, sentence: "Done.", needs_you: true });
    expect(open.ended?.needsYou).toBe(true);
    open.close();
    expect([open.id, open.value, open.steps, open.ended]).toEqual([null, null, [], null]);
  });

  test("an end that asks for a person is kept where its page was left, until a newer act begins", async () => {
    const act = { maintenance: "M-0042", command: "leg_fail_over" };
    const beat = (acts: { maintenance: string; command: string }[]): Update => ({ type: "beat", driver: true, holder: null, acts } as unknown as Update);
    open.take(beat([act]));
    open.take({ type: "ended", act, sentence: "Readiness blocks it.", needs_you: true });
    open.take({ type: "ended", act: { ...act, maintenance: "M-0001" }, sentence: "Done.", needs_you: false });
    open.take(beat([act]));
    await open.open("M-0042");
    expect(open.ended?.sentence).toBe("Readiness blocks it.");
    open.close();
    await open.open("M-0042");
    expect(open.ended?.sentence).toBe("Readiness blocks it.");
    open.take(beat([]));
    expect(open.ended?.sentence).toBe("Readiness blocks it.");
    open.take(beat([{ ...act, command: "pairs_check" }]));
    expect(open.ended).toBeNull();
    await open.open("M-0001");
    expect(open.ended).toBeNull();
  });

  test("one that is not there is a problem to show", async () => {
    await open.open("M-0404");
    expect(open.problem?.code).toBe("no-such-maintenance");
  });
});

describe("appearance", () => {
  test("a choice is kept and shown, and the system's needs no mark", () => {
    new Appearance().choose("dark");
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    expect(new Appearance().theme).toBe("dark");
    new Appearance().choose("system");
    expect(document.documentElement.dataset["theme"]).toBeUndefined();
  });

  test("a theme asked for in the address is not kept", () => {
    expect(new Appearance("dark").theme).toBe("dark");
    expect(new Appearance().theme).toBe("system");
    expect(new Appearance("purple").theme).toBe("system");
  });
});

describe("act", () => {
  test("it runs once at a time, and its refusal stays", async () => {
    const act = new Act();
    let finish = (): void => {};
    const first = act.run(() => new Promise<void>((resolve) => (finish = resolve)));
    expect(await act.run(async () => 2)).toBeUndefined();
    finish();
    await first;
    expect(act.busy).toBe(false);
    await act.run(async () => Promise.reject({ code: "held", message: "held", causes: [], hint: "wait" }));
    expect(act.problem?.code).toBe("held");
  });
});
