// The scripted nights around a swap: before, during, after, and what stops it.
import type { Acknowledged, LegName, Maintenance, PairStatus, Progress, Refused, Step } from "../../wire";
import { atlas, atlasLive, liveSteps, noLeg } from "./atlas";
import { readiness, type How } from "./findings";
import { at, over, quiet } from "./scenarios";
import { NIGHT, appliance, emptyWorld, iso, status, type World } from "./world";

type Leg = Maintenance["legs"]["outbound"];

const ago = (seconds: number): string => iso(NIGHT - seconds * 1_000);
const WATCHED = [{ maintenance: "M-0042", command: "leg_fail_over" }];

const refusals = (...rows: [Refused["action"], string, string, string][]): Refused[] => rows.map(([action, code, message, hint]) => ({ action, code, message, hint }));

const world = (m: Maintenance, now: PairStatus, more: Partial<World> = {}): World => {
  const base = at("work", now);
  return { ...base, maintenances: [m], statuses: [{ ...now, maintenance: m.ended_at === null ? m.id : null }, ...base.statuses.slice(1)], ...more };
};

const acknowledged = (how: How): Acknowledged[] =>
  how === "blocked" ? [] : [{ leg: "outbound", code: "window", subject: "Atlas", reason: "The vendor comes later; the help desk is told.", by: "alex@ops-7", at: ago(200) }];

function before(how: How, more: Partial<Maintenance> = {}): Maintenance {
  const ready = how === "ready";
  const m = atlas(ready ? "fail_over" : "check", { checks: { outbound: readiness(how) }, acknowledged: acknowledged(how), readiness: ready ? "ready" : "not_ready", users_before: 41, saved: [] });
  const why = how === "blocked" ? "readiness refuses: versions_equal (Atlas): atl-1 25.2.2 (118204), atl-2 25.2.1 (117980)"
    : how === "account" ? "readiness refuses: command_access (atl-1): read_only" : "a warning is open: clock_offset (atl-2): 41.2 s ahead of this computer";
  return {
    ...m, allowed_actions: ["approve", "check", "acknowledge", "save", "observe", "abandon", "note", "export", ...(ready ? (["failover"] as const) : [])],
    refused: refusals(...(ready ? [] : [["failover", "not-ready", why, "Mend it and check again."] as [Refused["action"], string, string, string]])), ...more,
  };
}

const leg = (more: Partial<Leg> = {}): Leg => ({ ...noLeg(), intended_at: ago(400), answered_at: ago(398), way: "planned", answer: "started", answer_text: "Role change started", attempts: 1, ...more });

const progress = (phase: Progress["phase"], elapsed: number, tone: Progress["tone"]): Progress =>
  ({ phase, since: ago(elapsed), elapsed_s: elapsed, slow_after_s: phase === "swapping" ? 50 : 460, limit_s: phase === "swapping" ? 120 : 1800, tone });

/** While one runs, only looking, notes and handing on are allowed. */
const running = (outbound: Leg, told: Progress, more: Partial<Maintenance> = {}): Maintenance => ({
  ...atlas("fail_over"), checks: { outbound: readiness("ready") }, users_before: 41, legs: { outbound, return: noLeg() }, progress: told, allowed_actions: ["approve", "observe", "note", "export"],
  refused: refusals(
    ["not-happened", "wait-longer", "it has started or may have; a data sync may take up to its time limit of 1800 s, 400 s have passed", "Keep waiting."],
    ["abandon", "command-unsettled", "a role command is under way or its outcome is unknown: it may have started", "Observe."],
  ), ...more,
});

const swapping = (a: [PairStatus["appliances"][number]["role"], PairStatus["appliances"][number]["role"]], tone: PairStatus["tone"], state: PairStatus["state"] = "swapping"): PairStatus =>
  status("Atlas", state, tone, "A role command is under way.", "Wait.", [appliance("atl-1", a[0], { observed_at: ago(1), age_s: 1, assigned_role: "backup" }), appliance("atl-2", a[1], { observed_at: ago(1), age_s: 1, assigned_role: "primary" })]);

/** The one that steps down does not answer. */
const unreadable = (tone: PairStatus["tone"]): PairStatus => {
  const now = swapping(["unknown", "backup"], tone, "syncing");
  return { ...now, appliances: now.appliances.map((one) => (one.label !== "atl-1" ? one : { ...one, reachable: false, healthy: null, last_sync: null, trouble: { code: "timed-out", message: "atl-1 did not answer in 10 s", hint: "Look at its network." } })) };
};

const steps = (intended: number, rows: [number, string, string, Partial<Step>?][]): Step[] => [
  { seq: 43, at: ago(intended), kind: "role_intended", sentence: "Role command for atl-1: become backup, data sync first; the intent is recorded first.", leg: "outbound" },
  ...rows.map(([seconds, kind, sentence, more], n): Step => ({ seq: 44 + n, at: ago(seconds), kind, sentence, ...more })),
];
const started = (seconds: number): [number, string, string, Partial<Step>] => [seconds, "role_answered", 'The appliance has started: "Role change started"', { answer: "started", message: "Role change started" }];
const look = (seconds: number, a: string, b: string, samples = 1): [number, string, string, Partial<Step>] => [seconds, "observed", `Seen: atl-1 ${a}, atl-2 ${b}.`, { roles: { "atl-1": a, "atl-2": b }, samples }];

const syncSteps = (): Step[] => steps(204, [started(202), look(200, "primary", "backup"), look(198, "primary", "backup", 2), look(196, "primary", "backup", 3), look(136, "primary", "backup", 33), look(76, "primary", "backup", 63), look(16, "primary", "backup", 93)]);
const syncLeg = (more: Partial<Leg> = {}): Leg => leg({ intended_at: ago(204), answered_at: ago(202), ...more });

const done = (more: Partial<Leg> = {}): Leg => leg({ both_backup_at: ago(52), settled_at: ago(20), done_at: ago(20), settlement: "happened", sync: "proven", two_primaries_excluded: true, ...more });
const after = (outbound: Leg, more: Partial<Maintenance> = {}): Maintenance => ({ ...atlas("swing"), legs: { outbound, return: noLeg() }, checks: { outbound: readiness("ready") }, allowed_actions: ["approve", "swing", "close", "note", "export", "observe"], ...more });
const doneSteps = (): Step[] => steps(400, [started(398), look(396, "primary", "backup", 3), look(52, "backup", "backup"), look(50, "backup", "backup", 2), look(26, "backup", "primary"), look(22, "backup", "primary", 3), [20, "leg_done", "The outbound leg is done: atl-2 is primary. The data sync is proven.", { leg: "outbound", sync: "proven" }]]);

const nothing = (settlement: NonNullable<Leg["settlement"]>, answer: NonNullable<Leg["answer"]>, text: string): Maintenance =>
  before("warned", { legs: { outbound: leg({ settlement, answer, answer_text: text, settled_at: ago(30) }), return: noLeg() }, checks: {}, acknowledged: [], readiness: null, refused: refusals(["failover", "check-first", "readiness for the outbound leg has not been checked, or what it rested on has changed", "Run `check`."], ["acknowledge", "check-first", "there is nothing to acknowledge: readiness has not been checked", ""]), allowed_actions: ["approve", "check", "save", "observe", "abandon", "note", "export"] });

const paused = (pause: NonNullable<Maintenance["pause"]>, more: Partial<Maintenance> = {}): Maintenance => ({
  ...before("ready"), pause, paused: "Stands still.", allowed_actions: ["approve", "observe", "abandon", "note", "export"],
  refused: refusals(["failover", "paused", "the maintenance stands still: something changed that was not its doing", ""], ["adopt", "nothing-to-adopt", "the roles seen are not the outcome of the leg that comes next, or not seen often enough just now", ""]), ...more,
});
const roleChanged = (more: Partial<Maintenance> = {}): Maintenance => paused({
  cause: "foreign_role_change", label: null, guid: null, since: ago(215),
  sentence: "A role changed without a command of this maintenance: atl-1 backup, atl-2 primary. Adopt it where it is the outcome of the leg that comes next, wait until it is as before, or abandon the maintenance.",
}, more);

const FOREIGN = "b7730c11f2e84d57a90cc4d3318e5a20";
const OLD_KEY = "0f3e8a51c9d24476b1807be2f65d9c3348aa01d7e95cf213706b4c88d2915e67";

const pinned = (base: World): World => ({ ...base, pairs: base.pairs.map((pair) => (pair.name !== "Atlas" ? pair : { ...pair, appliances: pair.appliances.map((one) => ({ ...one, trust: `pin:${OLD_KEY}` })) })) });
const stopped = (sentence: string): PairStatus => status("Atlas", "unknown", "stop", sentence, "", [appliance("atl-1", "primary"), appliance("atl-2", "unknown", { reachable: false })]);

const back = (m: Maintenance, name: LegName, it: Leg): Maintenance => ({ ...m, legs: { ...m.legs, [name]: it } });
const LOCKED = { ...emptyWorld().hello, keychain: "locked" as const };

export const SWAPS: Readonly<Record<string, () => World>> = {
  check: () => world(before("warned"), quiet()),
  check_none: () => world(before("warned", { checks: {}, acknowledged: [], readiness: null, users_before: null, refused: refusals(["failover", "check-first", "readiness for the outbound leg has not been checked, or what it rested on has changed", "Run `check`."]) }), quiet()),
  check_old: () => world(before("warned", { checks: { outbound: readiness("warned", "outbound", 1_860) } }), quiet()),
  check_blocked: () => world(before("blocked"), quiet()),
  check_ready: () => world(before("ready"), quiet()),
  check_account: () => world(before("account"), quiet()),
  check_held: () => ({ ...world(before("ready"), quiet()), hello: { ...emptyWorld().hello, driver: false, holder: "switchbackctl (4711)" } }),
  check_locked: () => ({ ...world(before("ready"), quiet()), hello: LOCKED }),
  fail_over: () => world(before("ready"), quiet()),
  fail_over_saved: () => world(before("ready", { saved: [{ label: "atl-1", file_name: "atl-1-20260308.nsb", sha256: "c07b9d41a2e319fe00d1b7a4c58e62f390ab17c4d2e58f6013c9a7b4e2d119fe", skipped: null }] }), quiet()),
  fail_back: () => world({ ...atlas("fail_back"), checks: { outbound: readiness("ready"), return: readiness("ready", "return") }, readiness: "ready", allowed_actions: ["check", "acknowledge", "failback", "close", "note", "export", "observe"] }, over()),
  live: () => world(atlasLive(), swapping(["backup", "backup"], "working"), { steps: liveSteps(), acts: WATCHED }),
  live_sync: () => world(running(syncLeg(), progress("syncing", 204, "working")), swapping(["primary", "backup"], "working", "syncing"), { steps: syncSteps(), acts: WATCHED }),
  live_unreadable: () => world(running(syncLeg(), progress("syncing", 204, "working")), unreadable("working"), { steps: syncSteps(), acts: WATCHED }),
  live_slow: () => world(running(leg({ both_backup_at: ago(64) }), progress("swapping", 64, "slow")), swapping(["backup", "backup"], "slow"), { steps: steps(400, [started(398), look(390, "primary", "backup", 3), look(64, "backup", "backup"), look(60, "backup", "backup", 3)]), acts: WATCHED }),
  live_arriving: () => world(running(leg({ both_backup_at: ago(40), settled_at: ago(40), settlement: "happened" }), progress("swapping", 40, "working")), swapping(["backup", "primary"], "working", "failed_over"), { steps: steps(400, [started(398), look(40, "backup", "backup", 3), look(3, "backup", "primary")]), acts: WATCHED }),
  live_by_hand: () => world(running(syncLeg({ way: "by_hand", answer: "by_hand", answer_text: null }), progress("syncing", 204, "working")), swapping(["primary", "backup"], "working", "syncing"), { steps: syncSteps(), acts: WATCHED }),
  live_back: () => world(
    { ...back(atlas("fail_back"), "return", leg({ both_backup_at: ago(12) })), progress: progress("swapping", 12, "working"), allowed_actions: ["observe", "note", "export"] }, swapping(["backup", "backup"], "working"),
    { steps: steps(400, [started(398), look(390, "backup", "primary", 3), look(12, "backup", "backup")]).map((step) => (step.leg === undefined ? step : { ...step, leg: "return" as const })), acts: [{ maintenance: "M-0042", command: "leg_fail_back" }] },
  ),
  restart: () => world(running(leg({ both_backup_at: null }), progress("syncing", 400, "working")), swapping(["backup", "unknown"], "needs_you"), { steps: steps(400, [started(398), look(396, "primary", "backup", 3), look(336, "primary", "backup", 33)]) }),
  unknown: () => world(running(leg({ answer: "unknown", answer_text: "the connection broke off before an answer came" }), progress("syncing", 400, "working")), swapping(["primary", "backup"], "working", "syncing"), { steps: steps(400, [[370, "role_answered", "No answer that can be relied on; it may have started: the connection broke off before an answer came", { answer: "unknown" }], look(360, "primary", "backup", 3)]) }),
  overdue: () => world(running(leg({ intended_at: ago(1_900), answered_at: ago(1_898) }), progress("syncing", 1_900, "needs_you"), { allowed_actions: ["approve", "observe", "not-happened", "note", "export"], refused: [], needs_you: "It takes longer than its limit." }), swapping(["primary", "backup"], "needs_you", "syncing"), { steps: steps(1_900, [started(1_898), look(1_890, "primary", "backup", 3), look(10, "primary", "backup", 60)]) }),
  overdue_watched: () => ({ ...(SWAPS["overdue"]?.() ?? emptyWorld()), acts: [{ maintenance: "M-0042", command: "leg_observe" }] }),
  stuck: () => world(running(leg({ both_backup_at: ago(150) }), progress("swapping", 150, "needs_you"), { needs_you: "It takes longer than its limit." }), swapping(["backup", "backup"], "needs_you"), { steps: steps(400, [started(398), look(150, "backup", "backup", 3)]) }),
  done_proven: () => world(after(done()), over(), { steps: doneSteps() }),
  done_unproven: () => world(after(done({ sync: "unproven", two_primaries_excluded: false, second_hand: ["atl-1"] }), { allowed_actions: ["acknowledge", "swing", "close", "note", "export", "observe"] }), over(), { steps: doneSteps() }),
  refused: () => world(nothing("refused", "refused", "Failover is not permitted while a session recording is being converted."), quiet()),
  not_sent: () => world(nothing("not_sent", "not_sent", "connection refused"), quiet()),
  not_happened: () => world(nothing("not_happened", "unknown", "the connection broke off before an answer came"), quiet()),
  swap_two_primaries: () => world(roleChanged(), status("Atlas", "two_primaries", "stop", "Both atl-1 and atl-2 say that they are primary.", "", [appliance("atl-1", "primary", { observed_at: ago(1) }), appliance("atl-2", "primary", { observed_at: ago(1), last_sync: ago(4_600) })])),
  role_changed: () => world(roleChanged(), over()),
  role_adopt: () => world(roleChanged({ allowed_actions: ["approve", "observe", "adopt", "abandon", "note", "export"], refused: [] }), over()),
  other_guid: () => world(paused({ cause: "changed_guid", label: "atl-2", guid: FOREIGN, since: ago(52), sentence: "" }), status("Atlas", "unknown", "stop", "atl-2 answers with another GUID.", "", [appliance("atl-1", "primary"), appliance("atl-2", "backup", { guid: FOREIGN })])),
  other_key: () => pinned(world(paused({ cause: "changed_pin", label: "atl-2", guid: null, since: ago(52), sentence: "" }), stopped("The public key of atl-2 is not the pinned one."))),
  abandoned: () => world({ ...before("warned", { stage: "abandoned", ended_at: ago(600), allowed_actions: [], refused: [] }) }, quiet()),
  handed_on: () => world({ ...before("ready"), handed_on: true, allowed_actions: [], refused: [] }, quiet()),
  taken_up: () => world({ ...atlas("work"), taken_up: true, legs: { outbound: noLeg(), return: noLeg() }, tasks: atlas("work").tasks.map((task) => (["check", "save", "fail_over", "swing", "observe"].includes(task.id) ? { ...task, state: "skipped" as const } : task)), checks: {}, saved: [], users_before: null }, over()),
};
