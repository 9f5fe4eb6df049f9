// The maintenance of the pictures: M-0042 on Atlas, at a stage of choice.
import type { Action, Checked, Finding, History, Maintenance, RoleSpan, Stage, Step, TaskId, TaskState } from "../../wire";
import { NIGHT, iso } from "./world";

export const ORDER: readonly TaskId[] = [
  "plan", "check", "save", "fail_over", "swing", "observe", "work", "reconcile", "check_return", "fail_back", "swing_return", "verify", "sign_off",
];

const ALLOWED: Partial<Record<Stage, Action[]>> = {
  plan: ["approve", "check", "abandon", "ledger collect"], check: ["check", "acknowledge", "save", "abandon", "ledger collect"], save: ["save", "check", "failover", "abandon", "ledger collect"],
  fail_over: ["failover", "abandon", "export", "save", "ledger collect"], swing: ["swing", "observe", "close"], observe: ["settle", "observe", "close"], work: ["check", "reconcile state", "close", "export", "ledger collect"],
  reconcile: ["reconcile state", "close", "ledger collect"], check_return: ["check", "acknowledge", "close"], fail_back: ["failback", "close"],
  swing_return: ["swing", "observe"], verify: ["settle", "verify", "observe"], sign_off: ["settle", "verify", "signoff"],
};

type Leg = Maintenance["legs"]["outbound"];

export const noLeg = (): Leg => ({
  intended_at: null, answered_at: null, both_backup_at: null, settled_at: null, done_at: null, swung_at: null, signed_off_at: null, sync: null,
  way: null, answer: null, answer_text: null, settlement: null, attempts: 0, second_hand: [], two_primaries_excluded: null, adopted: null,
  swing: null, confirmed_by: null,
});

const T = (hm: string): string => `2026-03-08T${hm}Z`;

const outbound = (): Leg => ({
  ...noLeg(), intended_at: T("00:47:12"), answered_at: T("00:47:14"), both_backup_at: T("00:53:40"), settled_at: T("00:54:12"), done_at: T("00:54:12"),
  swung_at: T("00:57:05"), signed_off_at: T("01:12:06"), sync: "proven", way: "planned", answer: "started", settlement: "happened", attempts: 1,
  two_primaries_excluded: true, swing: "verified",
});

const returned = (): Leg => ({
  ...outbound(), intended_at: T("04:08:03"), answered_at: T("04:08:04"), both_backup_at: T("04:14:20"), settled_at: T("04:14:46"), done_at: T("04:14:46"),
  swung_at: T("04:17:48"), signed_off_at: T("04:32:50"),
});

/** A leg as far as it has come: traffic is moved, then it is signed off. */
const soFar = (leg: Leg, moved: boolean, signed: boolean): Leg => ({
  ...leg, swung_at: moved ? leg.swung_at : null, swing: moved ? leg.swing : null, signed_off_at: signed ? leg.signed_off_at : null,
});

export function atlas(stage: Stage = "work", more: Partial<Maintenance> = {}): Maintenance {
  const at = ORDER.findIndex((id) => id === stage);
  const position = at === -1 ? ORDER.length : at;
  const state = (n: number): TaskState => (n < position ? "done" : n === position ? "now" : n === position + 1 ? "next" : "locked");
  const past = (task: TaskId): boolean => position > ORDER.indexOf(task);
  const over = past("fail_over") && stage !== "abandoned";
  const back = past("fail_back") && stage !== "abandoned" && stage !== "closed_away";
  return {
    id: "M-0042", pair: "Atlas", kind: "maintenance", stage, title: "Memory upgrade of atl-1", ticket: "CHG-20931",
    reason: "Replace 2 of 4 memory modules: two corrected errors a day since 20 Feb.",
    risk: "No redundancy while atl-1 is open, about 1 h 30 min. Users are out twice, about 7 min.",
    back_out: "Keep users on atl-2 until atl-1 starts again; the vendor is on call.", requester: "Sam Carter", approver: "Robin Hale",
    start: T("00:30:00"), end: T("01:30:00"), return_start: T("04:00:00"), return_end: T("05:00:00"), planned_at: "2026-03-04T13:02:00Z",
    planned_by: "alex@ops-7", ended_at: null, taken_up: false, tasks: ORDER.map((id, n) => ({ id, state: state(n) })),
    allowed_actions: ["note", ...(ALLOWED[stage] ?? [])],
    legs: { outbound: over ? soFar(outbound(), past("swing"), past("observe")) : noLeg(), return: back ? soFar(returned(), past("swing_return"), past("sign_off")) : noLeg() },
    home_primary: "atl-1", current_primary: over && !back ? "atl-2" : "atl-1",
    progress: null, paused: null, readiness: position > 1 ? "ready" : null,
    notes: over ? [{ at: T("02:02:00"), by: "alex", text: "Module 3 was the faulty one, kept for the vendor." }] : [],
    notes_complete: past("reconcile") ? "alex@ops-7" : null, open_points: [], seq: 40 + position, head: "9e41c7d2a0",
    guard: "production", site_name: "support.example.com", network: "dns", zone: "Europe/Berlin",
    appliances: [
      { label: "atl-1", address: "192.0.2.11:443", home_primary: true, guid: "7c1e52d09b3c4f6e8a77d1c2503ba04f" },
      { label: "atl-2", address: "192.0.2.12:443", home_primary: false, guid: "b93d07c51a2e4d8c9f60ab17e2c451c8" },
    ],
    checks: position > 1 ? { outbound: checked() } : {},
    acknowledged: position > 1 ? [{ leg: "outbound", code: "backup.saved", subject: "atl-2", reason: "The account may not read backups there.", by: "alex@ops-7", at: T("00:33:00") }] : [],
    saved: position > 2 ? [{ label: "atl-1", file_name: "atl-1-20260308.nsb", sha256: "c07b9d41a2e319fe00d1b7a4c58e62f390ab17c4d2e58f6013c9a7b4e2d119fe", skipped: null }] : [],
    pause: null, needs_you: null, refused: [],
    limits: { settle_samples: 3, poll_swap_s: 2, timeout_sync_s: 1800, timeout_swap_s: 120, timeout_swing_s: 1800, observe_window_s: 900 },
    verified: null, users_before: over ? 41 : null, handed_on: false, baseline_at: null, ledger: null, ...more,
  };
}

/** Both report Backup, 12 s into the swap. */
export function atlasLive(): Maintenance {
  const leg: Leg = { ...noLeg(), intended_at: iso(NIGHT - 400_000), answered_at: iso(NIGHT - 398_000), both_backup_at: iso(NIGHT - 12_000), way: "planned", answer: "started", attempts: 1 };
  return atlas("fail_over", {
    legs: { outbound: leg, return: noLeg() }, allowed_actions: ["note", "settle", "export"],
    progress: { phase: "swapping", since: iso(NIGHT - 12_000), elapsed_s: 12, slow_after_s: 50, limit_s: 120, tone: "working" },
  });
}

export const liveSteps = (): Step[] => [
  { seq: 43, at: iso(NIGHT - 400_000), kind: "role_intended", sentence: "Intent written, then one command sent to atl-1.", leg: "outbound" },
  { seq: 44, at: iso(NIGHT - 398_000), kind: "role_answered", sentence: "atl-1 answered: started. That is not yet done.", leg: "outbound", answer: "started" },
  { seq: 45, at: iso(NIGHT - 12_000), kind: "observed", sentence: "atl-1 says backup, as assigned.", leg: "outbound", roles: { "atl-1": "backup", "atl-2": "backup" }, samples: 1 },
  { seq: 46, at: iso(NIGHT - 2_000), kind: "observed", sentence: "atl-1 says backup, atl-2 says backup.", leg: "outbound", roles: { "atl-1": "backup", "atl-2": "backup" }, samples: 6 },
];

const finding = (code: string, result: Finding["result"], severity: Finding["severity"], subject: string, evidence: string, rule: string, remedy: string, acknowledged = false): Finding =>
  ({ code, severity, result, acknowledged, subject, evidence, rule, remedy });

export const checked = (): Checked => ({
  verdict: "not_ready", pair: "Atlas", leg: "outbound", maintenance: "M-0042", at: T("00:31:08"), valid_until: T("01:01:08"),
  not_checked: ["That the sync will finish", "Clients outside your network", "/appliance settings of both"],
  findings: [
    finding("dns.ttl", "warn", "warning", "198.51.100.53", "support.example.com.  600  IN  A  192.0.2.11", "With DNS swing, every resolver’s TTL is at most 300 s.", "Lower the TTL to 60 s, wait 10 minutes, check again."),
    finding("backup.saved", "warn", "warning", "atl-2", "403 Forbidden", "A backup of each appliance is saved and readable.", "Grant “Backup API” to the account, or acknowledge it.", true),
    finding("failover.automatic", "unknown", "warning", "pair", "stated: off, by Alex Moreno, 18 Feb 2026", "Automatic failover is off.", "State it again."),
    finding("roles.expected", "pass", "blocker", "pair", "atl-1 primary, atl-2 backup", "Exactly one primary and one backup, as expected.", ""),
    finding("guid.expected", "pass", "blocker", "pair", "GUIDs as remembered", "The two are the appliances this pair knows.", ""),
    finding("version.equal", "pass", "blocker", "pair", "RS 25.2.2, 118204 on both", "Product, version and build are equal.", ""),
    finding("upgrade.window", "skipped", "info", "pair", "", "Only for the kind upgrade.", ""),
  ],
});

/** Watched since 14 December, but for the last days of the year; of atl-2 the role could not be read for two days in February. */
function roles(away: boolean): RoleSpan[] {
  const now = iso(NIGHT - 4_000);
  const changes: [string, "atl-1" | "atl-2" | null][] = [
    ["2025-12-14T08:20:00Z", "atl-1"], ["2025-12-19T19:40:00Z", "atl-2"], ["2025-12-19T22:11:00Z", "atl-1"], ["2025-12-24T13:00:00Z", null], ["2025-12-29T07:30:00Z", "atl-1"], ["2026-01-22T20:05:00Z", "atl-2"],
    ["2026-01-23T00:13:00Z", "atl-1"], ["2026-02-18T20:12:00Z", "atl-2"], ["2026-02-18T22:04:00Z", "atl-1"], ...(away ? ([[T("00:54:12"), "atl-2"]] as [string, "atl-2"][]) : []),
  ];
  const silent = { from: "2026-02-02T09:00:00Z", until: "2026-02-04T11:00:00Z" };
  return changes.flatMap(([from, primary], index): RoleSpan[] => {
    const until = changes[index + 1]?.[0] ?? now;
    if (primary === null) return [];
    const own = (label: "atl-1" | "atl-2") => (primary === label ? "primary" : "backup");
    const home: RoleSpan = { label: "atl-1", from, until, role: own("atl-1") };
    if (from > silent.from || until < silent.until) return [home, { label: "atl-2", from, until, role: own("atl-2") }];
    return [home, { label: "atl-2", from, until: silent.from, role: own("atl-2") }, { label: "atl-2", ...silent, role: null }, { label: "atl-2", from: silent.until, until, role: own("atl-2") }];
  }).sort((a, b) => a.from.localeCompare(b.from));
}

/** Every night at 02:01, told while it was watched. */
const syncs = (): string[] => Array.from({ length: 84 }, (_, day) => iso(Date.parse("2025-12-15T01:01:00Z") + day * 86_400_000)).filter((at) => !(at > "2025-12-24T13" && at < "2025-12-29T07"));

export const history = (away = true): History => ({
  roles: roles(away),
  syncs: syncs(),
  passages: [
    ...(away ? [{ id: "M-0042", title: "Memory upgrade of atl-1", stage: "work" as const, open: true, planned_at: "2026-03-04T13:02:00Z", out_at: T("00:54:12"), back_at: null, ended_at: null }] : []),
    { id: "M-0041", title: "Certificate replacement", stage: "signed_off", open: false, planned_at: "2026-02-16T10:00:00Z", out_at: "2026-02-18T20:12:00Z", back_at: "2026-02-18T22:04:00Z", ended_at: "2026-02-18T22:10:00Z" },
    { id: "M-0036", title: "Upgrade to RS 25.2.2", stage: "signed_off", open: false, planned_at: "2026-01-20T10:00:00Z", out_at: "2026-01-22T20:05:00Z", back_at: "2026-01-23T00:13:00Z", ended_at: "2026-01-23T00:30:00Z" },
    { id: "M-0031", title: "Switch firmware", stage: "signed_off", open: false, planned_at: "2025-12-17T09:00:00Z", out_at: "2025-12-19T19:40:00Z", back_at: "2025-12-19T22:11:00Z", ended_at: "2025-12-19T22:30:00Z" },
  ],
  usual: [
    { phase: "sync", samples: 11, shortest_s: 290, longest_s: 510, p50_s: 384, p90_s: 460 },
    { phase: "swap", samples: 11, shortest_s: 12, longest_s: 71, p50_s: 26, p90_s: 50 },
    { phase: "swing", samples: 11, shortest_s: 48, longest_s: 240, p50_s: 95, p90_s: 180 },
  ],
});
