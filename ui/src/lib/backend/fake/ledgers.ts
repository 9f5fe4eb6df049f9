// The scripted nights of the ledger and of reconciling.
import type { Change, Disposition, Maintenance, Stage } from "../../wire";
import { blindSpots, changes, duringTheSync, emptyLedger, many, type FakeLedger } from "./changes";
import { verdictOf } from "./ledger";
import { at, over, quiet } from "./scenarios";
import { NIGHT, iso, type World } from "./world";

const T = (hms: string): string => `2026-03-08T${hms}Z`;
const BASELINE = T("00:38:02");
const BY = "Alex Moreno";

const filled = (): FakeLedger["filled"] => ["atl-1", "atl-2"].map((appliance, n) => ({ appliance, log_at: iso(NIGHT - 40_000 - n * 3_000), baseline_at: T(`00:38:0${2 + n}`), snapshot_at: T("02:13:10") }));

const ledger = (more: Partial<FakeLedger> = {}): FakeLedger => ({
  ...emptyLedger(BASELINE), watched: true, changes: changes(), blind: blindSpots(), filled: filled(), through: 1_204,
  noise: [{ event: "login", count: 286 }, { event: "logout", count: 71 }, { event: "api_token_created", count: 43 }, { event: "report_run", count: 12 }],
  failed: [["vault-account", "403 Forbidden: the API account may not read it"]], ...more,
});

const decided = (one: Change, disposition: Disposition, more: Partial<Change> = {}): Change => ({ ...one, disposition, standing: disposition === "reapply" || disposition === "undo" ? "outstanding" : "decided", decided_by: BY, decided_at: T("02:14:00"), ...more });

/** All but the three that the drawing leaves open. */
const mostly = (one: Change): Change => {
  if (one.group === "carried") return decided(one, "keep");
  return one.group === "never_synced" || one.group === "secret" ? decided(one, "confirm") : one;
};
const read = (of: FakeLedger): FakeLedger => ({ ...of, blind: of.blind.map((one) => ({ ...one, standing: "decided", decided_by: BY, decided_at: T("02:14:20") })) });

function night(stage: Stage, made: FakeLedger, bend: Partial<Maintenance> = {}, more: Partial<World> = {}): World {
  const back = stage === "verify" || stage === "sign_off";
  const world = at(stage, back ? quiet() : over());
  const short = (m: Maintenance): Maintenance["ledger"] => (made.watched ? { changes: made.changes.length, verdict: verdictOf(made, m.notes_complete), at: made.filled[0]?.log_at ?? made.from } : null);
  return { ...world, ledger: made, maintenances: world.maintenances.map((m) => ({ ...m, notes_complete: null, baseline_at: made.watched ? BASELINE : null, ...bend, ledger: short({ ...m, notes_complete: bend.notes_complete ?? null }) })), ...more };
}

const some = (): FakeLedger => read(ledger({ changes: changes().map(mostly) }));

const planned = (): FakeLedger => {
  const made = some();
  return { ...made, changes: made.changes.map((one) => (one.entry === "C-0006" || one.entry === "C-0010" ? decided(one, "reapply") : one.entry === "C-0018" || one.entry === "C-0021" ? decided(one, "undo") : one.entry === "C-0007" ? decided(one, "keep", { reason: "30 min is what the help desk asked for." }) : one)) };
};

const done = (): FakeLedger => {
  const made = planned();
  return { ...made, changes: made.changes.map((one) => (one.standing === "outstanding" ? { ...one, standing: "done" } : one)) };
};

const arrived = (): FakeLedger => {
  const made = done();
  return { ...made, changes: made.changes.map((one) => ({ ...one, answers: [], arrival: one.entry === "C-0006" ? "missing" : one.entry === "C-0005" ? "overwritten_later" : one.group === "never_synced" || one.group === "secret" ? "not_observable" : "found" })) };
};

const FILE: Maintenance["saved"][number] = { label: "atl-1", file_name: "atl-1-20260308.nsb", sha256: "c07b9d41a2e319fe00d1b7a4c58e62f390ab17c4d2e58f6013c9a7b4e2d119fe", skipped: null };

/** Before the swap: the baseline is there, whole or with gaps. */
function taken(failed: FakeLedger["failed"], without: string | null): World {
  const from = iso(NIGHT - 95_000);
  const made: FakeLedger = {
    ...emptyLedger(from), watched: true, failed,
    filled: ["atl-1", "atl-2"].map((appliance, n) => ({ appliance, log_at: iso(NIGHT - 50_000), baseline_at: appliance === without ? null : iso(NIGHT - 95_000 + n * 1_000), snapshot_at: appliance === without ? null : iso(NIGHT - 51_000 + n * 9_000) })),
  };
  const world = at("fail_over", quiet());
  const read = without === null ? "atl-1 and atl-2 (4,228 objects)" : "atl-1 (2,114 objects)";
  return {
    ...world, ledger: made, steps: [...world.steps, { seq: 43, at: iso(NIGHT - 50_000), kind: "baseline_taken", sentence: `Baseline taken: the configuration of ${read}, the log of atl-1 and atl-2.` }],
    maintenances: world.maintenances.map((m) => ({ ...m, saved: [FILE], baseline_at: iso(NIGHT - 50_000), ledger: { changes: 0, verdict: verdictOf(made, null), at: iso(NIGHT - 50_000) } })),
  };
}

export const LEDGERS: Readonly<Record<string, () => World>> = {
  save_taken: () => taken([], null),
  save_gaps: () => taken([["vault-account", "403 Forbidden: the API account may not read it"]], "atl-2"),
  save_mute: () => ({ ...at("save", quiet()), ledger: { ...emptyLedger(BASELINE), mute: { log: { "atl-1": "atl-1: 403 Forbidden: the account may not read reports", "atl-2": "atl-2: 403 Forbidden: the account may not read reports" }, configuration: { "atl-1": "atl-1: 403 Forbidden: the Configuration API is off", "atl-2": "atl-2: 403 Forbidden: the Configuration API is off" } } } }),
  ledger_full: () => night("reconcile", some()),
  ledger_doubt: () => night("reconcile", { ...some(), changes: [...some().changes, duringTheSync()] }),
  ledger_unread: () => night("reconcile", { ...done(), blind: blindSpots() }),
  ledger_empty: () => night("work", ledger({ changes: [], blind: [] })),
  ledger_not_watched: () => night("reconcile", emptyLedger(BASELINE)),
  ledger_stale: () => night("work", { ...some(), filled: filled().map((one, n) => ({ ...one, log_at: n === 0 ? null : iso(NIGHT - 3_900_000) })) }),
  ledger_broken: () => night("work", some(), {}, { refuse: { ledger_list: { code: "ledger-broken", message: "Fact 211 of this ledger does not fit its chain", causes: [], hint: "Keep the file, and ask who could write it." } } }),
  ledger_many: () => night("work", ledger({ changes: many(2_000), through: 6_000 })),
  ledger_waiting: () => night("work", ledger({ changes: changes().slice(0, 21), waiting: changes().slice(21) })),
  reconcile_open: () => night("reconcile", ledger()),
  reconcile_done: () => night("check_return", done()),
  reconcile_plan: () => night("reconcile", planned()),
  reconcile_failed_step: () => night("reconcile", { ...planned(), fails: { "C-0006": "refused" } }),
  arrivals_none: () => night("sign_off", ledger({ changes: [], blind: [] }), { verified: { at: iso(NIGHT - 120_000), users: 40, open_points: [] } }),
  arrivals: () => night("sign_off", arrived(), { verified: { at: iso(NIGHT - 120_000), users: 40, open_points: ["1 change is missing on atl-1"] }, open_points: ["1 change is missing on atl-1"] }),
};
