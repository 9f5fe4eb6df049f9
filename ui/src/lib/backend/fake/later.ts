// The scripted nights of the later tasks: traffic, observing, work, the way back's end, the register, the demo.
import type { Leg, Listed, Maintenance, PairStatus, Stage, Step } from "../../wire";
import { atlas, checked } from "./atlas";
import { at, calm, over, quiet } from "./scenarios";
import { NIGHT, appliance, emptyWorld, iso, pair, status, type World } from "./world";

const before = (seconds: number): string => iso(NIGHT - seconds * 1_000);

/** A world at a stage, its one maintenance bent. */
function bent(stage: Stage, now: PairStatus, bend: (m: Maintenance) => Partial<Maintenance>, more: Partial<World> = {}): World {
  const world = at(stage, now);
  return { ...world, maintenances: world.maintenances.map((m) => ({ ...m, ...bend(m) })), ...more };
}

const swapped = (leg: Leg, seconds: number, more: Partial<Leg> = {}): Leg =>
  ({ ...leg, intended_at: before(seconds + 420), answered_at: before(seconds + 418), both_backup_at: before(seconds + 32), settled_at: before(seconds), done_at: before(seconds), ...more });

const site = (now: PairStatus, by: string | null): PairStatus => ({
  ...now,
  site: by === null
    ? { answered_by: null, guid: null, trouble: { code: "timed-out", message: "support.example.com did not answer in 10 s", hint: "Look at the network from here." } }
    : { answered_by: by, guid: now.appliances.find((one) => one.label === by)?.guid ?? null, trouble: null },
});

const outbound = (m: Maintenance, leg: Leg): Partial<Maintenance> => ({ legs: { ...m.legs, outbound: leg } });
const back = (m: Maintenance, leg: Leg): Partial<Maintenance> => ({ legs: { ...m.legs, return: leg } });

const swinging = (by: string | null, more: Partial<World> = {}): World => bent("swing", site(over(), by), (m) => outbound(m, swapped(m.legs.outbound, 78)), more);
const observing = (seconds: number, more: Partial<Leg> = {}): ((m: Maintenance) => Partial<Maintenance>) => (m) => outbound(m, swapped(m.legs.outbound, seconds + 170, { swung_at: before(seconds), ...more }));
const returning = (seconds: number, more: Partial<Leg> = {}): ((m: Maintenance) => Partial<Maintenance>) => (m) => back(m, swapped(m.legs.return, seconds + 170, { swung_at: before(seconds), ...more }));

const asking: Step[] = [
  { seq: 60, at: before(78), kind: "leg_done", sentence: "The outbound leg is done: atl-2 is primary. The data sync is proven.", leg: "outbound", sync: "proven" },
  { seq: 61, at: before(4), kind: "observed", sentence: "Seen: atl-1 backup, atl-2 primary.", roles: { "atl-1": "backup", "atl-2": "primary" }, samples: 4 },
];

/** Fjord has a shared IP, Ember a firewall that nobody described. */
function other(name: "Fjord" | "Ember"): World {
  const label = name.slice(0, 3).toLowerCase();
  const [one, two] = [`${label}-1`, `${label}-2`];
  const shared = name === "Fjord";
  const base = atlas("swing");
  const m: Maintenance = {
    ...base, id: shared ? "M-0043" : "M-0044", pair: name, title: shared ? "Failover drill" : "Switch firmware", network: shared ? "shared-ip" : "nat", guard: shared ? "test" : "production",
    site_name: shared ? "lab.example.com" : "assist.example.edu", home_primary: one, current_primary: two,
    appliances: base.appliances.map((planned, n) => ({ ...planned, label: n === 0 ? one : two })),
    legs: { ...base.legs, outbound: swapped(base.legs.outbound, 60, shared ? { swung_at: before(51), swing: "verified" } : {}) },
    ...(shared ? { stage: "observe" as const, allowed_actions: ["note" as const, "settle" as const] } : {}),
  };
  const ips = shared ? ["192.0.2.40"] : [];
  const now = status(name, "failed_over", "ready", `Users are served by ${two}.`, "", [appliance(one, "backup"), appliance(two, "primary", { shared_ips: ips })], { maintenance: m.id });
  const world = calm();
  return {
    ...world, maintenances: [m], statuses: [...world.statuses.filter((old) => old.pair !== name), shared ? now : { ...now, site: { answered_by: null, guid: null, trouble: null } }],
    pairs: world.pairs.map((old) => (old.name !== name ? old : { ...old, shared_ips: ips, appliances: old.appliances.map((end) => ({ ...end, swing_address: shared ? null : end.home_primary ? "198.51.100.31" : null })) })),
  };
}

const away = (): PairStatus => {
  const now = over();
  return { ...now, state: "away", sentence: "atl-1 is away, as planned. Users are served by atl-2.", appliances: now.appliances.map((one) => (one.label === "atl-1" ? { ...one, reachable: false, role: "unknown", healthy: null, version: null, build: null, trouble: { code: "timed-out", message: "atl-1 did not answer in 10 s", hint: "" } } : one)) };
};

const verified = (points: string[]): Partial<Maintenance> => ({ verified: { at: before(120), users: 40, open_points: points }, open_points: points });
const POINTS = ["the health of atl-2 was not told", "it could not be seen who answers at support.example.com"];

const ended = (m: Maintenance): Partial<Maintenance> => ({ ...verified([]), ended_at: before(8), allowed_actions: [], head: "c07b9d41a2e319fe00d1b7a4c58e62f390ab17c4d2e58f6013c9a7b4e2d119fe", ...back(m, swapped(m.legs.return, 1_100, { swung_at: before(1_000), signed_off_at: before(90) })) });

const story: Step[] = [
  ["planned", "Planned: Memory upgrade of atl-1."], ["approved", "Approved by Robin Hale."], ["checked", "Readiness of the outbound leg checked: 2 that did not pass, to be acknowledged by name."],
  ["acknowledged", "Acknowledged backup.saved (atl-2): The account may not read backups there."], ["role_intended", "Role command for atl-1: become backup, data sync first; the intent is recorded first."],
  ["role_answered", "The appliance has started: \"ok\""], ["leg_done", "The outbound leg is done: atl-2 is primary. The data sync is proven."], ["swung", "Traffic has moved: atl-2 answers at the site name."],
  ["noted", "Note: Module 3 was the faulty one, kept for the vendor."], ["notes_complete", "The notes are stated to be complete: nothing was changed in /login"], ["signed_off", "Signed off."],
].map(([kind = "", sentence = ""], n) => ({ seq: n + 1, at: before(9_000 - n * 800), kind, sentence }));

function register(hole: boolean): World {
  const world = calm();
  const titles = ["Certificate replacement", "Upgrade to RS 25.2.2", "Failover drill", "Switch firmware", "Network card", "Power work in hall 2"];
  const pairs = ["Atlas", "Birch", "Cedar", "Delta", "Fjord"];
  const stages: Stage[] = ["signed_off", "signed_off", "abandoned", "signed_off", "signed_off", "closed_away"];
  const listed: Listed[] = Array.from({ length: 42 }, (_, n) => {
    const began = Date.parse("2025-11-02T20:00:00Z") + n * 3 * 86_400_000;
    const stage: Stage = n === 41 ? "work" : (stages[n % stages.length] ?? "signed_off");
    return { id: `M-${String(n + 1).padStart(4, "0")}`, pair: n === 41 ? "Atlas" : (pairs[n % pairs.length] ?? "Atlas"), stage, title: n === 41 ? "Memory upgrade of atl-1" : (titles[n % titles.length] ?? ""), open: n === 41, created_at: iso(began), ended_at: n === 41 ? null : iso(began + 9_000_000) };
  }).filter((one) => !hole || one.id !== "M-0017");
  const incomplete = atlas("signed_off", { id: "M-0040", pair: "Fjord", open_points: POINTS, ended_at: before(900_000) });
  return { ...world, listed, maintenances: [incomplete], steps: story };
}

/** The demo as it opens, and with a maintenance at a stage. */
function demo(stage: Stage | null): World {
  const world = emptyWorld();
  const now = status("demo", "normal", "ready", "Users are served by atl-1. Everything is as it should be.", "Nothing to do, or plan a maintenance.", [appliance("atl-1", "primary"), appliance("atl-2", "backup")], { maintenance: stage === null ? null : "M-0001" });
  const m = stage === null ? [] : [atlas(stage, { id: "M-0001", pair: "demo", title: "Replace the disks of atl-1", network: "shared-ip", guard: "test" })];
  return {
    ...world, hello: { ...world.hello, rehearsal: true, data_dir: "/tmp/switchback-demo" }, checked: checked(), maintenances: m, statuses: [now],
    pairs: [pair("demo", "support.example.com", ["atl-1", "atl-2"], { network: "shared-ip", guard: "test", note: "simulated" })],
    listed: m.map((one) => ({ id: one.id, pair: one.pair, stage: one.stage, title: one.title, open: true, created_at: one.planned_at, ended_at: null })),
  };
}

export const LATER: Readonly<Record<string, () => World>> = {
  swing: () => swinging("atl-1"),
  swing_unseen: () => swinging(null),
  swing_watching: () => swinging("atl-1", { acts: [{ maintenance: "M-0042", command: "leg_swing" }], steps: asking }),
  swing_done: () => bent("observe", over(), observing(61)),
  swing_shared: () => other("Fjord"),
  swing_nat: () => other("Ember"),
  observe: () => bent("observe", over(), observing(436)),
  observe_over: () => bent("observe", { ...over(), appliances: [appliance("atl-1", "backup"), appliance("atl-2", "primary", { healthy: false, errors: ["Raid degraded"] })] }, observing(1_300)),
  observe_unproven: () => bent("observe", over(), (m) => ({
    ...observing(436, { sync: "unproven" })(m), allowed_actions: ["note", "observe", "acknowledge", "close"],
    refused: [{ action: "settle", code: "sync-unproven", message: "the data sync of the outbound leg is not proven", hint: "Look at the last sync in /login > Management > Failover." }],
  })),
  work_away: () => at("work", away()),
  work_upgrade: () => bent("work", over(), () => ({ kind: "upgrade", title: "Upgrade to RS 25.3.1" })),
  work_locked: () => {
    const now = over();
    return bent("work", { ...now, state: "version_mismatch", tone: "needs_you", sentence: "atl-1 runs 25.3.1, atl-2 runs 25.2.2. They cannot sync or swap.", appliances: now.appliances.map((one) => (one.label === "atl-1" ? { ...one, version: "25.3.1", build: "121877" } : one)) }, () => ({ kind: "upgrade", title: "Upgrade to RS 25.3.1" }));
  },
  reconciled: () => bent("check_return", over(), () => ({}), { steps: [{ seq: 60, at: before(300), kind: "notes_complete", sentence: "The notes are stated to be complete: nothing was changed in /login" }] }),
  swing_return: () => bent("swing_return", site(quiet(), "atl-2"), (m) => back(m, swapped(m.legs.return, 64))),
  observe_return: () => bent("verify", quiet(), returning(300)),
  verify: () => bent("verify", quiet(), returning(400)),
  verified: () => bent("sign_off", quiet(), (m) => ({ ...returning(1_000, { signed_off_at: before(60) })(m), ...verified([]) })),
  sign_off: () => bent("sign_off", quiet(), (m) => ({ ...returning(1_000, { signed_off_at: before(60) })(m), ...verified(POINTS) })),
  signed_off: () => bent("signed_off", quiet(), ended, { steps: story }),
  register: () => register(false),
  register_hole: () => register(true),
  demo: () => demo(null),
  demo_check: () => demo("check"),
};
