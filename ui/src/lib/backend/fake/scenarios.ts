// The scripted nights, by name. `?scenario=NAME` in the address chooses one.
import type { PairStatus } from "../../wire";
import { atlas, checked, history } from "./atlas";
import { LATER } from "./later";
import { LEDGERS } from "./ledgers";
import { REPORTS } from "./reportNights";
import { SWAPS } from "./swaps";
import { pairStates } from "./pairStates";
import { NIGHT, appliance, emptyWorld, iso, pair, status, type World } from "./world";

export const quiet = (): PairStatus =>
  status("Atlas", "normal", "ready", "Users are served by atl-1. Everything is as it should be.", "Nothing to do, or plan a maintenance.", [appliance("atl-1", "primary", { users: 41, users_at: iso(NIGHT - 130_000) }), appliance("atl-2", "backup", { clock_offset_s: -0.1, users: 0, users_at: iso(NIGHT - 128_000) })]);

export const over = (): PairStatus =>
  status("Atlas", "failed_over", "ready", "Users are served by atl-2. atl-1 is free for your work.", "Fail back in the window 05:00–06:00.", [appliance("atl-1", "backup", { users: 0, users_at: iso(NIGHT - 48_000) }), appliance("atl-2", "primary", { users: 38, users_at: iso(NIGHT - 50_000) })], { maintenance: "M-0042" });


const others = (): PairStatus[] => [
  status("Ember", "two_primaries", "stop", "Stop. emb-1 and emb-2 both say they are primary.", "Do not sync. Save both, then choose.", [appliance("emb-1", "primary", { version: "25.2.1" }), appliance("emb-2", "primary", { version: "25.2.1" })]),
  status("Delta", "unknown", "needs_you", "del-2 has not answered for 6 min. Its state is not known.", "Users are served by del-1. No maintenance can start.", [
    appliance("del-1", "primary", { product: "pra", version: "25.1.3" }),
    appliance("del-2", "unknown", { product: "pra", version: null, build: null, healthy: null, reachable: false, age_s: 362, observed_at: iso(NIGHT - 362_000), trouble: { code: "timed-out", message: "del-2 did not answer in 10 s", hint: "Look at its power and its network." } }),
  ]),
  status("Cedar", "failed_over", "needs_you", "ced-2 is primary, but no maintenance is open.", "Say what this is.", [appliance("ced-1", "backup", { version: "25.2.1" }), appliance("ced-2", "primary", { version: "25.2.1" })]),
  status("Birch", "swapping", "slow", "Both sides report Backup, for longer than usual.", "1 min 22 s of usual 15–50 s. You are asked at 03:16:30.", [appliance("bir-1", "backup", { product: "pra", version: "25.1.3" }), appliance("bir-2", "backup", { product: "pra", version: "25.1.3" })], { maintenance: "M-0041" }),
  status("Fjord", "syncing", "working", "Data sync is running, before fjo-2 takes over. Users are out, as planned.", "Usual here 5–8 min. You may leave this page.", [appliance("fjo-1", "primary"), appliance("fjo-2", "backup")], { maintenance: "M-0043" }),
];

const pairs = (): World["pairs"] => [
  pair("Atlas", "support.example.com", ["atl-1", "atl-2"]),
  pair("Birch", "access.example.com", ["bir-1", "bir-2"], { network: "shared-ip", product: "pra", shared_ips: ["192.0.2.40"] }),
  pair("Cedar", "help.example.net", ["ced-1", "ced-2"], { network: "shared-ip" }),
  pair("Delta", "remote.example.org", ["del-1", "del-2"], { product: "pra" }),
  pair("Ember", "assist.example.edu", ["emb-1", "emb-2"], { network: "nat" }),
  pair("Fjord", "lab.example.com", ["fjo-1", "fjo-2"], { network: "shared-ip", guard: "test" }),
];

function board(): World {
  return { ...emptyWorld(), pairs: pairs(), statuses: [over(), ...others()], history: history(), ...withAtlas("work") };
}

function withAtlas(stage: Parameters<typeof atlas>[0]): Pick<World, "maintenances" | "listed"> {
  const open = atlas(stage);
  return {
    maintenances: [open],
    listed: [
      { id: open.id, pair: open.pair, stage: open.stage, title: open.title, open: true, created_at: open.planned_at, ended_at: null },
      { id: "M-0041", pair: "Atlas", stage: "signed_off", title: "Certificate replacement", open: false, created_at: "2026-02-18T20:00:00Z", ended_at: "2026-02-18T22:10:00Z" },
      { id: "M-0040", pair: "Birch", stage: "abandoned", title: "Storage move", open: false, created_at: "2026-02-01T20:00:00Z", ended_at: "2026-02-01T20:40:00Z" },
    ],
  };
}

export const calm = (): World => ({
  ...board(),
  statuses: [over(), ...others().slice(2, 3), ...["Birch", "Delta", "Ember", "Fjord"].map((name) => {
    const label = name.slice(0, 3).toLowerCase();
    return status(name, "normal", "ready", `Users are served by ${label}-1. Everything is as it should be.`, "Nothing to do, or plan a maintenance.", [appliance(`${label}-1`, "primary"), appliance(`${label}-2`, "backup")]);
  })],
});

export const at = (stage: Parameters<typeof atlas>[0], now: PairStatus): World => {
  const world = calm();
  return { ...world, ...withAtlas(stage), statuses: [{ ...now, maintenance: "M-0042" }, ...world.statuses.slice(1)], checked: checked() };
};

export const SCENARIOS: Readonly<Record<string, () => World>> = {
  board,
  calm,
  first: emptyWorld,
  pair: () => ({ ...calm(), statuses: [quiet(), ...calm().statuses.slice(1)], maintenances: [], history: history(false) }),
  plan: () => at("plan", quiet()),
  save: () => at("save", quiet()),
  save_under_way: () => ({ ...at("save", quiet()), acts: [{ maintenance: "M-0042", command: "maintenance_save" }] }),
  save_taking: () => {
    const act = { maintenance: "M-0042", command: "maintenance_save" };
    return { ...at("save", quiet()), acts: [act], said: [{ type: "progress", act, sentence: "Reading the configuration of atl-1: 52 of 71 kinds, 1806 objects." }] };
  },
  work: () => at("work", over()),
  work_stale: () => {
    const now = over();
    return at("work", { ...now, appliances: now.appliances.map((one) => ({ ...one, observed_at: iso(NIGHT - 190_000) })) });
  },
  hand_on_under_way: () => ({ ...at("work", over()), acts: [{ maintenance: "M-0042", command: "maintenance_export" }] }),
  reconcile: () => at("reconcile", over()),
  check_return: () => at("check_return", over()),
  rehearsal: () => ({ ...at("work", over()), hello: { ...emptyWorld().hello, rehearsal: true } }),
  reader: () => ({ ...calm(), hello: { ...emptyWorld().hello, driver: false, holder: "switchbackctl (4711)" } }),
  silent: () => ({ ...calm(), silent: true }),
  broken: () => ({ ...calm(), refuse: { pairs_list: { code: "database-damaged", message: "The database is damaged", causes: ["page 3 is never used"], hint: "Keep the file, and restore the folder from a backup." } } }),
  many: () => {
    const names = Array.from({ length: 16 }, (_, n) => `Site ${String(n + 1).padStart(2, "0")}`);
    const world = calm();
    return {
      ...world, pairs: [...world.pairs, ...names.map((name, n) => pair(name, `s${n + 1}.example.com`, [`s${n + 1}-1`, `s${n + 1}-2`]))],
      statuses: [...world.statuses, ...names.map((name, n) => status(name, "normal", "ready", `Users are served by s${n + 1}-1. Everything is as it should be.`, "Nothing to do.", [appliance(`s${n + 1}-1`, "primary"), appliance(`s${n + 1}-2`, "backup")]))],
    };
  },
  ...LATER,
  ...LEDGERS,
  ...REPORTS,
  ...SWAPS,
};

Object.assign(SCENARIOS as Record<string, () => World>, pairStates(() => SCENARIOS["pair"]?.() ?? emptyWorld()));

export function scenario(name: string): World {
  const make = SCENARIOS[name];
  if (make === undefined) throw new Error(`there is no scenario '${name}': ${Object.keys(SCENARIOS).join(", ")}`);
  return make();
}
