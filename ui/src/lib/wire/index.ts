// Made from the wire types of `crates/app` by `cargo xtask types`. Never edited: a test compares it.

export type Product = "rs" | "pra";
export type Network = "shared-ip" | "dns" | "nat";
export type Guard = "production" | "test";
export type LegName = "outbound" | "return";
export type Kind = "maintenance" | "upgrade";
export type Way = "planned" | "by_hand";
export type SyncVerdict = "proven" | "implied" | "unproven";
export type RoleAnswer = "started" | "refused" | "not_sent" | "unknown" | "by_hand";
export type Settlement = "happened" | "refused" | "not_sent" | "not_happened";
export type Severity = "blocker" | "warning" | "info";
export type FindingResult = "pass" | "warn" | "fail" | "unknown" | "skipped";
export type Verdict = "ready" | "not_ready" | "unknown";
export type TaskState = "done" | "now" | "needs_you" | "next" | "locked" | "skipped";
export type ReportOutcome = "complete" | "incomplete" | "abandoned" | "closed_away" | "handed_on" | "unsettled" | "open";
export type ReportPhaseName = "users_out" | "sync" | "swap" | "swing" | "observe" | "on_the_stand_in" | "without_redundancy";
export type ReportBand = "shorter" | "inside" | "longer" | "no_history" | "gap";
export type Phase = "answering" | "syncing" | "swapping";
export type Tone = "ready" | "working" | "slow" | "needs_you" | "stop";
export type PairStateName = "normal" | "failed_over" | "syncing" | "swapping" | "away" | "both_backup" | "two_primaries" | "unknown" | "unrecognised" | "broken" | "version_mismatch";
export type UsualPhase = "sync" | "swap" | "swing";
export type Group = "carried" | "overwritten" | "conflict" | "never_synced" | "secret" | "blind_spot" | "noise";
export type Disposition = "keep" | "reapply" | "undo" | "discard" | "confirm" | "waive";
export type ChangeClass = "configuration" | "self_service" | "automatic" | "appliance" | "operational";
export type ChangeKind = "added" | "changed" | "removed" | "reordered" | "done";
export type Witness = "syslog" | "snapshot" | "note";
export type SeenBy = "snapshot_and_syslog" | "snapshot" | "syslog" | "notes" | "nothing";
export type ReconcileVerdict = "nothing_to_reconcile" | "decisions_needed" | "not_watched" | "reconciled";
export type Arrival = "found" | "missing" | "overwritten_later" | "not_observable";
export type SecretState = "stored" | "missing" | "locked" | "absent" | "denied" | "failed";
export type TaskId = "plan" | "check" | "save" | "fail_over" | "swing" | "observe" | "work" | "reconcile" | "check_return" | "fail_back" | "swing_return" | "verify" | "sign_off";
export type Stage = "plan" | "check" | "save" | "fail_over" | "swing" | "observe" | "work" | "reconcile" | "check_return" | "fail_back" | "swing_return" | "verify" | "sign_off" | "signed_off" | "abandoned" | "closed_away";
export type Action = "approve" | "check" | "acknowledge" | "save" | "failover" | "swing" | "settle" | "failback" | "verify" | "signoff" | "observe" | "not-happened" | "adopt" | "reconcile state" | "ledger collect" | "reconcile decide" | "reconcile apply" | "close" | "abandon" | "note" | "export";
export type Api = "v1" | "v2";
export type AssignedRole = "primary" | "backup";
export type RoleWord = "primary" | "backup" | "none" | "unknown";
export type KeychainState = "usable" | "locked" | "absent" | "denied" | "failed";
export type LegEnd = "leg_done" | "refused" | "not_happened" | "answered" | "swung" | "looked" | "needs_person" | "stopped";
export type Standing = "settled" | "undecided" | "decided" | "outstanding" | "done" | "by_this_program";
export type StatedKey = "automatic_failover" | "backup_operations" | "sync_interval_s" | "test_ips" | "alert_mail";

export type AcceptAppliance = { name: string, label: string, guid?: string, pin?: string, 
/**
 * Who compared it: kept as a note, written together with what is accepted.
 */
confirmed_by?: string, };

export type Acknowledge = { id: string, code: string, subject: string | null, reason: string, };

/**
 * A warning somebody answered for.
 */
export type Acknowledged = { leg: LegName, code: string, subject: string, reason: string, by: string, at: string, };

/**
 * An act that is under way in this process.
 */
export type Act = { maintenance: string, 
/**
 * The command's name.
 */
command: string, };

/**
 * A change a person tells of.
 */
export type AddChange = { id: string, 
/**
 * `menu > tab` of /login.
 */
place: string, object: string, before?: string, after?: string, note: string, 
/**
 * The label of the appliance it was done on; none: not known.
 */
appliance?: string, 
/**
 * The change it is about, where it is in the ledger already.
 */
entry?: string, };

export type AddNote = { id: string, text: string, };

export type AddPair = { name: string, 
/**
 * `HOST[:PORT]`
 */
site_name?: string, 
/**
 * `LABEL=HOST[:PORT]`, the home primary first.
 */
appliances: Array<string>, 
/**
 * `[LABEL=]NAME`
 */
server_names: Array<string>, 
/**
 * `[LABEL=]system|ca:FILE|pin:SHA256HEX`
 */
trusts: Array<string>, 
/**
 * `shared-ip|dns|nat`
 */
network?: string, 
/**
 * `HOST[:PORT]`
 */
site_address?: string, 
/**
 * `LABEL=IP`
 */
swing_addresses: Array<string>, shared_ips: Array<string>, 
/**
 * `IP[:PORT]`
 */
resolvers: Array<string>, 
/**
 * `direct|system|URL`
 */
proxy?: string, 
/**
 * `production|test`
 */
guard?: string, note?: string, client_id?: string, 
/**
 * `KEY=VALUE`, an empty value for the program's own
 */
settings: Array<string>, };

export type ApplianceStatus = { label: string, guid: string | null, reachable: boolean, 
/**
 * `primary`, `backup`, `none` or `unknown`
 */
role: RoleWord, 
/**
 * The appliance's own word where it is none of the known ones.
 */
role_text: string | null, second_hand: boolean, assigned_role: AssignedRole | null, product: Product | null, api: Api | null, version: string | null, build: string | null, healthy: boolean | null, errors: Array<string>, shared_ips: Array<string>, last_sync: string | null, last_sync_text: string | null, clock_offset_s: number | null, observed_at: string, age_s: number, trouble: TroubleTold | null, 
/**
 * Until when the certificate it shows is valid.
 */
certificate_until: string | null, 
/**
 * Users on it and when they were counted: seldom, and only while a window watches.
 */
users: number | null, users_at: string | null, };

/**
 * What became of the steps that were sent.
 */
export type ApplicationEnd = { id: string, sentence: string, steps: Array<Applied>, };

/**
 * The dry run: nothing of it was sent.
 */
export type ApplicationPlan = { id: string, 
/**
 * The label of the appliance that gets the calls.
 */
primary: string, steps: Array<PlanStep>, 
/**
 * How many of them are calls.
 */
calls: number, };

/**
 * What became of one step.
 */
export type Applied = { entry: string, outcome: "done" | "refused" | "not_sent" | "unknown" | "by_hand" | "not_as_planned", sentence: string, };

/**
 * Sends the ticked steps of the plan.
 */
export type ApplyPlan = { id: string, 
/**
 * Numbers of changes; empty: every step that is a call.
 */
entries: Array<string>, 
/**
 * The ticked steps of the plan that was read, by number: where one is another by now, nothing is sent.
 */
seen?: Record<string, ReadStep>, };

export type Approve = { id: string, name: string, after_the_fact: boolean, };

/**
 * One page of /login or /appliance, and how it is seen on each appliance.
 */
export type AreaSeen = { menu: string, tab: string, 
/**
 * By the label of the appliance.
 */
seen: Record<string, SeenBy>, 
/**
 * A data sync takes it to the backup.
 */
synced: boolean, };

/**
 * Something that nobody looked at.
 */
export type BlindSpotShown = { 
/**
 * What a decision names it by.
 */
key: string, blind: "time" | "segments" | "lines" | "kind" | "areas", appliance: string | null, from: string | null, to: string | null, sentence: string, standing: Standing, decided_by: string | null, decided_at: string | null, reason: string | null, };

/**
 * Something that does not hold, and where.
 */
export type BrokenPlace = { place: string, words: string, };

/**
 * The certificate an appliance showed.
 */
export type Certificate = { 
/**
 * The fingerprint a person compares and a pin holds: SHA-256 of the public key.
 */
spki_sha256: string, subject: string, names: Array<string>, issuer: string, not_before: string, not_after: string, };

/**
 * One change, in its group, with what was decided of it.
 */
export type Change = { 
/**
 * `C-0001`
 */
entry: string, 
/**
 * When it was made; where that is known roughly, the latest it can have been.
 */
at: string | null, 
/**
 * The earliest it can have been, where the time is known roughly.
 */
at_earliest: string | null, who: string | null, who_ip: string | null, appliance: string | null, role_then: "primary" | "backup" | "unknown", place: string, 
/**
 * Empty where no message tells of it.
 */
event: string, kind: ChangeKind, object: ChangedObject, fields: Array<ChangedField>, witnesses: Witness[], class: ChangeClass, group: Group, disposition: Disposition | null, 
/**
 * `found`, `missing` or `not_observable`, once it was looked for.
 */
arrival: Arrival | null, standing: Standing, decided_by: string | null, decided_at: string | null, reason: string | null, 
/**
 * What may be decided of it now.
 */
answers: Disposition[], 
/**
 * A segment of its message is missing: there may be more to it.
 */
incomplete: boolean, 
/**
 * Made with this pair's API account.
 */
ours: boolean, note: string | null, 
/**
 * Both sides were seen to read the same since: a sync has overwritten it.
 */
already_overwritten: boolean, 
/**
 * Why it is not known whether a data sync has carried it, in one sentence.
 */
doubt?: string, 
/**
 * Of a conflict: the changes on the other side.
 */
against: Array<string>, 
/**
 * Its event is in no list: what it means is told by its name alone.
 */
unknown_event: boolean, };

/**
 * One page of changes, the newest first, and what is true of all of them.
 */
export type ChangeList = { changes: Array<Change>, 
/**
 * Asked for as `after` it gives the next page; none: this is the last.
 */
next: string | null, 
/**
 * How many fit what was asked, on all pages.
 */
fitting: number, 
/**
 * How many there are, noise not counted.
 */
total: number, counts: Partial<Record<Group, number>>, classes: Partial<Record<ChangeClass, number>>, 
/**
 * Seen by one witness alone.
 */
only: Partial<Record<Witness, number>>, 
/**
 * Those with most changes first.
 */
people: Array<Person>, 
/**
 * Waiting for a person.
 */
open: number, noise: Array<Noise>, ignored: Array<IgnoredField>, 
/**
 * The home primary first.
 */
filled: Array<Filled>, 
/**
 * From when on changes matter to this maintenance.
 */
from: string, 
/**
 * The times at which changes were made, for the picture: time, label of the appliance, and whether it waits for a
 * person; the last 400, the oldest of them first.
 */
ticks: Array<Tick>, verdict: LedgerVerdict, 
/**
 * The last fact that was judged: a decision names it.
 */
through: number, };

/**
 * A change with all its witnesses.
 */
export type ChangeShown = { evidence: Array<WitnessShown>, 
/**
 * `C-0001`
 */
entry: string, 
/**
 * When it was made; where that is known roughly, the latest it can have been.
 */
at: string | null, 
/**
 * The earliest it can have been, where the time is known roughly.
 */
at_earliest: string | null, who: string | null, who_ip: string | null, appliance: string | null, role_then: "primary" | "backup" | "unknown", place: string, 
/**
 * Empty where no message tells of it.
 */
event: string, kind: ChangeKind, object: ChangedObject, fields: Array<ChangedField>, witnesses: Witness[], class: ChangeClass, group: Group, disposition: Disposition | null, 
/**
 * `found`, `missing` or `not_observable`, once it was looked for.
 */
arrival: Arrival | null, standing: Standing, decided_by: string | null, decided_at: string | null, reason: string | null, 
/**
 * What may be decided of it now.
 */
answers: Disposition[], 
/**
 * A segment of its message is missing: there may be more to it.
 */
incomplete: boolean, 
/**
 * Made with this pair's API account.
 */
ours: boolean, note: string | null, 
/**
 * Both sides were seen to read the same since: a sync has overwritten it.
 */
already_overwritten: boolean, 
/**
 * Why it is not known whether a data sync has carried it, in one sentence.
 */
doubt?: string, 
/**
 * Of a conflict: the changes on the other side.
 */
against: Array<string>, 
/**
 * Its event is in no list: what it means is told by its name alone.
 */
unknown_event: boolean, };

/**
 * One field before and after. A secret one has no values.
 */
export type ChangedField = { name: string, before: unknown, after: unknown, secret: boolean, };

export type ChangedObject = { kind: string, id: string | null, name: string | null, };

export type CheckPair = { name: string, 
/**
 * `outbound` or `return`; none: the leg that comes next.
 */
leg?: string, };

export type Checked = { 
/**
 * `ready`, `not_ready` or `unknown`
 */
verdict: Verdict, findings: Array<Finding>, not_checked: Array<string>, at: string, valid_until: string, pair: string, leg: LegName, 
/**
 * The maintenance whose journal keeps this check.
 */
maintenance: string | null, };

export type CloseAway = { id: string, new_home: boolean, reason: string, };

/**
 * Reads the logs of both appliances from where they were read to, and on request their configuration.
 */
export type CollectLedger = { id: string, 
/**
 * Their configuration too: it may take minutes.
 */
snapshot: boolean, };

/**
 * What came of collecting.
 */
export type Collected = { id: string, sentence: string, logs: Array<LogCollected>, snapshots: Array<SnapshotCollected>, 
/**
 * Changes that were not known before.
 */
fresh: number, total: number, verdict: LedgerVerdict, };

/**
 * How much of both appliances was looked at.
 */
export type Coverage = { 
/**
 * Syslog or a configuration covered the primary.
 */
watched: boolean, from: string, to: string, areas: Array<AreaSeen>, blind_spots: Array<BlindSpotShown>, logs: Array<LogSeen>, snapshots: Array<SnapshotSeen>, };

/**
 * One decision: of one change, of one blind spot, or of everything that stands undecided in a group.
 */
export type DecideChange = { id: string, 
/**
 * The number of a change, or the key of a blind spot.
 */
entry?: string, group?: Group, as: Disposition, reason?: string, 
/**
 * The last fact that stood on the page: what came later is not decided by it. None: what is there now.
 */
through?: number, };

/**
 * What became of one decision.
 */
export type Decided = { id: string, stage: string, sentence: string, open_points?: Array<string>, 
/**
 * Of a maintenance that has ended: the report that made itself.
 */
report?: KeptReport, };

export type DemoEnd = { id: string, pair: string, stage: string, outbound_sync: SyncVerdict | null, return_sync: SyncVerdict | null, events: number, 
/**
 * The last event's hash: it holds the whole journal.
 */
head: string, data_dir: string, };

export type DemoRequest = Record<symbol, never>;

export type EditPair = { name: string, new_name?: string, 
/**
 * `HOST[:PORT]`
 */
site_name?: string, 
/**
 * `LABEL=HOST[:PORT]`, the home primary first.
 */
appliances: Array<string>, 
/**
 * `[LABEL=]NAME`
 */
server_names: Array<string>, 
/**
 * `[LABEL=]system|ca:FILE|pin:SHA256HEX`
 */
trusts: Array<string>, 
/**
 * `shared-ip|dns|nat`
 */
network?: string, 
/**
 * `HOST[:PORT]`
 */
site_address?: string, 
/**
 * `LABEL=IP`
 */
swing_addresses: Array<string>, shared_ips: Array<string>, 
/**
 * `IP[:PORT]`
 */
resolvers: Array<string>, 
/**
 * `direct|system|URL`
 */
proxy?: string, 
/**
 * `production|test`
 */
guard?: string, note?: string, client_id?: string, 
/**
 * `KEY=VALUE`, an empty value for the program's own
 */
settings: Array<string>, };

/**
 * How watching, or an act without watching, ended.
 */
export type End = { 
/**
 * `leg_done`, `refused`, `not_happened`, `answered`, `swung`, `looked`, `needs_person` or `stopped`
 */
end: LegEnd, 
/**
 * No role command is under way any more.
 */
settled: boolean, id: string, stage: string, sentence: string, leg: LegName | null, sync: SyncVerdict | null, answer: RoleAnswer | null, 
/**
 * What the appliance said, as given.
 */
message: string | null, };

/**
 * The file is made anew, never overwritten.
 */
export type ExportMaintenance = { id: string, out: string, };

export type FailOver = { id: string, wait: boolean, by_hand: boolean, };

/**
 * How the ledger was filled at one appliance.
 */
export type Filled = { appliance: string, 
/**
 * When its log was read last.
 */
log_at: string | null, 
/**
 * When its configuration was read first and last.
 */
baseline_at: string | null, snapshot_at: string | null, };

export type Finding = { code: string, severity: Severity, result: FindingResult, acknowledged: boolean, subject: string, evidence: string, rule: string, remedy: string, };

/**
 * Reads one setting, or all.
 */
export type GetSettings = { key?: string, };

/**
 * Any decision whose one argument is its reason.
 */
export type GiveReason = { id: string, reason: string, };

/**
 * One group with how far it is decided.
 */
export type GroupShown = { group: Group, count: number, undecided: number, outstanding: number, answers: Disposition[], };

/**
 * What a front end was opened on.
 */
export type Hello = { 
/**
 * The program's name and version, as the journal names it.
 */
program: string, version: string, data_dir: string, 
/**
 * This process drives the data folder: it reads appliances on a schedule and sends commands.
 */
driver: boolean, 
/**
 * Who drives it where this process does not.
 */
holder: string | null, 
/**
 * `usable`, `locked`, `absent`, `denied` or `failed`
 */
keychain: KeychainState, 
/**
 * Everything here is simulated.
 */
rehearsal: boolean, 
/**
 * The operating system's user and computer, `user@host`.
 */
user: string, 
/**
 * This computer's IANA zone.
 */
zone: string, 
/**
 * What its clocks show around now, in order: a page need not ask the web view, which reads megabytes to tell it.
 */
offsets: Array<ZoneOffset>, };

/**
 * The past of a pair, the newest maintenance first, and what is usual on it.
 */
export type History = { passages: Array<Passage>, usual: Array<Usual>, 
/**
 * As seen while watched, the oldest first; a time that no span covers was not watched.
 */
roles: Array<RoleSpan>, 
/**
 * When completed data syncs were, as an appliance told it; the oldest first.
 */
syncs: Array<string>, };

/**
 * Takes a field out of sight, or lets it be seen again.
 */
export type IgnoreField = { id: string, kind: string, field: string, ignore: boolean, };

export type IgnoredField = { kind: string, field: string, };

/**
 * A log file a person has.
 */
export type ImportLog = { id: string, file: string, };

export type ImportMaintenance = { file: string, };

/**
 * The certificates of a pair that is being described.
 */
export type Inspected = { appliances: Array<Shown>, };

export type Journal = Array<JournalEvent>;

/**
 * One event as stored.
 */
export type JournalEvent = { seq: number, at: string, kind: string, by: string, api_account: string | null, program: string, 
/**
 * The exact stored text, which is JSON.
 */
body: string, hash: string, previous: string, };

/**
 * The report that made itself at the end of a maintenance, as it is kept in the data folder.
 */
export type KeptReport = { folder: string, files: Array<ReportFile>, signed: boolean, 
/**
 * What was made and what was not, and why: for a person.
 */
sentence: string, };

/**
 * Where the ledger of a maintenance stands, in short.
 */
export type LedgerShort = { 
/**
 * Changes, noise not counted.
 */
changes: number, verdict: LedgerVerdict, at: string, };

/**
 * The first line of the page.
 */
export type LedgerVerdict = { verdict: ReconcileVerdict, sentence: string, 
/**
 * Without a decision, blind spots that nobody has read counted.
 */
undecided: number, 
/**
 * Of these, blind spots.
 */
unread: number, 
/**
 * Decided to be put on the primary or taken back there, and not done.
 */
outstanding: number, };

/**
 * A leg with its phases. A time that has not come is null.
 */
export type Leg = { intended_at: string | null, answered_at: string | null, both_backup_at: string | null, settled_at: string | null, done_at: string | null, swung_at: string | null, signed_off_at: string | null, 
/**
 * `proven`, `implied` or `unproven`
 */
sync: SyncVerdict | null, 
/**
 * `planned` or `by_hand`
 */
way: Way | null, answer: RoleAnswer | null, 
/**
 * What the appliance said, as given.
 */
answer_text: string | null, 
/**
 * `happened`, `refused`, `not_sent` or `not_happened`
 */
settlement: Settlement | null, 
/**
 * Role commands decided on for this leg.
 */
attempts: number, 
/**
 * Labels whose role was told by the other appliance only.
 */
second_hand: Array<string>, two_primaries_excluded: boolean | null, 
/**
 * Why somebody else's role change was taken as this leg's outcome.
 */
adopted: string | null, 
/**
 * `verified` or `confirmed`
 */
swing: "verified" | "confirmed" | null, confirmed_by: string | null, };

/**
 * Limits as planned with. Seconds.
 */
export type Limits = { settle_samples: number, poll_swap_s: number, timeout_sync_s: number, timeout_swap_s: number, timeout_swing_s: number, observe_window_s: number, };

/**
 * What is asked of the list of changes. Everything but the maintenance may be left out.
 */
export type ListChanges = { id: string, 
/**
 * One group; none: all but noise.
 */
group?: Group, 
/**
 * Pieces of text; a change has to have all of them.
 */
search?: string, 
/**
 * RFC 3339, or `2026-11-22T22:00` in this computer's zone.
 */
since?: string, 
/**
 * Only what waits for a person.
 */
open: boolean, 
/**
 * Who made it, as told.
 */
who?: string, 
/**
 * Only one class.
 */
class?: ChangeClass, 
/**
 * Seen by this witness and no other.
 */
only?: Witness, 
/**
 * The label of the appliance it was made on.
 */
appliance?: string, 
/**
 * What the page before said comes next.
 */
after?: string, 
/**
 * At most so many; none: all.
 */
most?: number, };

export type ListMaintenances = Record<symbol, never>;

export type ListPairs = Record<symbol, never>;

export type Listed = { id: string, pair: string, stage: Stage, title: string, open: boolean, created_at: string, ended_at: string | null, };

/**
 * What came of reading one appliance's log.
 */
export type LogCollected = { 
/**
 * The appliance it was pulled from, or the file.
 */
source: string, messages: number, 
/**
 * Messages that were not known.
 */
fresh: number, incomplete: number, damaged: number, 
/**
 * Why it could not be read.
 */
trouble: string | null, };

/**
 * A log that was read.
 */
export type LogSeen = { appliance: string, 
/**
 * The file it was read from, where it was not pulled.
 */
file: string | null, from: string | null, to: string, messages: number, incomplete: number, damaged: number, };

export type LookAt = { 
/**
 * None: every pair.
 */
name?: string, };

export type Maintenance = { id: string, pair: string, kind: Kind, stage: Stage, title: string, ticket: string | null, reason: string | null, risk: string | null, back_out: string | null, requester: string | null, approver: string | null, 
/**
 * The planned windows, RFC 3339 UTC.
 */
start: string | null, end: string | null, return_start: string | null, return_end: string | null, planned_at: string, planned_by: string, ended_at: string | null, taken_up: boolean, tasks: Array<Task>, allowed_actions: Action[], legs: Record<LegName, Leg>, home_primary: string, current_primary: string, 
/**
 * The role command under way against the clock.
 */
progress: Progress | null, 
/**
 * Why it stands still.
 */
paused: string | null, readiness: Verdict | null, notes: Array<Note>, notes_complete: string | null, open_points: Array<string>, 
/**
 * The last event, and the hash that holds the whole journal.
 */
seq: number, head: string, guard: Guard, site_name: string, network: Network, 
/**
 * The zone the windows were planned in.
 */
zone: string | null, 
/**
 * The home primary first.
 */
appliances: Array<PlannedAppliance>, 
/**
 * The last check of each leg, also where it does not count any more: `readiness` says whether it does.
 */
checks: Partial<Record<LegName, Checked>>, acknowledged: Array<Acknowledged>, saved: Array<Saved>, pause: Pause | null, 
/**
 * Why a person is needed now, beside a pause: past a limit, two primaries, an unknown outcome.
 */
needs_you: string | null, 
/**
 * Each act that is not allowed now, with its reason.
 */
refused: Array<Refused>, limits: Limits, verified: Verified | null, 
/**
 * Users signed in on the appliance that stepped down, as the last check before it counted them.
 */
users_before: number | null, 
/**
 * An export closed this copy to acts.
 */
handed_on: boolean, 
/**
 * When the configuration before the work was read.
 */
baseline_at: string | null, 
/**
 * Where the ledger stands; none: nothing was collected yet.
 */
ledger: LedgerShort | null, };

export type MaintenanceList = Array<Listed>;

export type MakeReport = { id: string, 
/**
 * `html`, `json`, `csv`, `md` or `pdf`
 */
format: string, 
/**
 * The file is made anew, never overwritten.
 */
out: string, };

/**
 * Any command that needs nothing but the number.
 */
export type NameMaintenance = { id: string, };

export type NamePair = { name: string, };

/**
 * An event that is no change, and how often it came.
 */
export type Noise = { event: string, count: number, };

export type Note = { at: string, by: string, text: string, };

export type Observe = { id: string, wait: boolean, };

export type Pair = { name: string, id: string, product: Product | null, site_name: string, site_address: string | null, network: Network, shared_ips: Array<string>, resolvers: Array<string>, proxy: string, guard: Guard, client_id: string | null, note: string, settings: { [key in string]: string }, stated: Record<StatedKey, Stated | null>, appliances: Array<PairAppliance>, 
/**
 * The open maintenance.
 */
maintenance: string | null, };

export type PairAppliance = { label: string, home_primary: boolean, address: string, server_name: string, 
/**
 * `system`, `ca:FILE` or `pin:SHA256HEX`
 */
trust: string, guid: string | null, swing_address: string | null, client_id: string | null, 
/**
 * `stored`, `missing`, `locked`, `absent`, `denied`, `failed`; absent where it was not asked for.
 */
credential?: SecretState, };

export type PairList = Array<Pair>;

export type PairRemoved = { removed: string, };

/**
 * A pair that was saved, and what the test beside it found.
 */
export type PairSaved = { pair: Pair, 
/**
 * None where nothing could be tried.
 */
test: PairTest | null, 
/**
 * Why the secret was not kept, where it was not: it is to be typed for each run.
 */
secret_not_kept?: WireError, };

export type PairStatus = { pair: string, state: PairStateName, tone: Tone, sentence: string, next: string, appliances: Array<ApplianceStatus>, site: Site, maintenance: string | null, };

export type PairTest = { pair: string, appliances: Array<Tested>, 
/**
 * The first appliance that cannot be used.
 */
error?: WireError, };

/**
 * One maintenance of a pair, as its history shows it. A time that never came is null.
 */
export type Passage = { id: string, title: string, stage: Stage, open: boolean, planned_at: string, 
/**
 * When the stand-in took over, and when the home primary was back.
 */
out_at: string | null, back_at: string | null, ended_at: string | null, };

/**
 * Why a maintenance stands still.
 */
export type Pause = { cause: "foreign_role_change" | "changed_guid" | "changed_pin", 
/**
 * The appliance it is about, where it is one.
 */
label: string | null, 
/**
 * The GUID that answered, where it is another one.
 */
guid: string | null, since: string, sentence: string, };

/**
 * Who made changes, and how many.
 */
export type Person = { who: string, count: number, };

/**
 * One page of the menu, to pick a place from.
 */
export type Place = { menu: string, tab: string, 
/**
 * As a note names it.
 */
place: string, synced: boolean, };

/**
 * The menus of /login and /appliance of this pair's product, in their order.
 */
export type PlaceList = Array<Place>;

/**
 * A maintenance as it is planned. Times are RFC 3339, or `2026-11-22T22:00` in the zone.
 */
export type PlanMaintenance = { pair: string, title: string, 
/**
 * `maintenance` or `upgrade`
 */
kind?: string, ticket?: string, reason?: string, risk?: string, back_out?: string, requester?: string, approver?: string, start?: string, end?: string, return_start?: string, return_end?: string, 
/**
 * An IANA zone; none: this computer's.
 */
zone?: string, take_up: boolean, };

/**
 * One step of the plan: one change.
 */
export type PlanStep = { entry: string, 
/**
 * `reapply` or `undo`
 */
disposition: "reapply" | "undo", object: ChangedObject, place: string, 
/**
 * One call of the API, nothing to send, or for a person.
 */
act: "call" | "already_so" | "by_hand", method: string | null, 
/**
 * From the root: `/api/config/v1/…`
 */
path: string | null, body: unknown, 
/**
 * What stands there now of what is written.
 */
before: unknown, after: unknown, 
/**
 * Why it is for a person, in one sentence.
 */
why: string | null, to_set: Array<ToSet>, 
/**
 * Fields that a person has to set all the same.
 */
also_by_hand: Array<string>, 
/**
 * What came of sending it, where it was sent: in one sentence.
 */
outcome: string | null, 
/**
 * Read back as it was to be.
 */
done: boolean, };

/**
 * An appliance as it was planned with.
 */
export type PlannedAppliance = { label: string, address: string, home_primary: boolean, 
/**
 * The GUID expected now: as planned, or as accepted since.
 */
guid: string, };

export type Progress = { phase: Phase, since: string, elapsed_s: number, slow_after_s: number, limit_s: number, tone: Tone, };

/**
 * The secret itself is typed on standard input, never part of a request.
 */
export type PutCredential = { name: string, appliance?: string, client_id: string, };

/**
 * A step as it was read in the plan: its call, and what stood there; all nothing where it was no call.
 */
export type ReadStep = { method: string | null, path: string | null, body: unknown, before: unknown, };

/**
 * Where reconciling stands.
 */
export type Reconciliation = { 
/**
 * `nothing_to_reconcile`, `decisions_needed`, `not_watched` or `reconciled`
 */
verdict: ReconcileVerdict, sentence: string, undecided: number, 
/**
 * Of these, blind spots that nobody has read.
 */
unread: number, outstanding: number, 
/**
 * The appliance that is primary now, and its sync source on the way back; the other is overwritten.
 */
primary: string, backup: string, groups: Array<GroupShown>, 
/**
 * Every change but noise, in the order in which they became known.
 */
entries: Array<Change>, blind_spots: Array<BlindSpotShown>, 
/**
 * Who stated that the notes are complete.
 */
stated: string | null, through: number, 
/**
 * The hash that holds the whole ledger.
 */
ledger_head: string, };

/**
 * A guarded way to change a role.
 */
export type Recover = { name: string, way: string, make: string, confirm: string, reason: string, stated_off: string | null, };

/**
 * What stands in the way of an act: the core's words, shown beside a button that is off.
 */
export type Refused = { action: Action, code: string, message: string, hint: string, };

/**
 * A maintenance of the register.
 */
export type RegisterRow = { id: string, 
/**
 * Absent: its journal cannot be read, and `problem` says why.
 */
title: string | null, ticket: string | null, pair: string | null, outcome: ReportOutcome | null, began_at: string | null, ended_at: string | null, planned_by: string | null, changes: number | null, open_points: number | null, 
/**
 * The report that is kept of it was made: its folder.
 */
kept: string | null, problem: string | null, };

/**
 * All maintenances of this computer, without holes.
 */
export type RegisterShown = { register: unknown, rows: Array<RegisterRow>, csv: string, sentence: string, };

export type RegisterWritten = { file: string, bytes: number, sentence: string, };

/**
 * A file of a report that is kept in the data folder.
 */
export type ReportFile = { 
/**
 * `html`, `json`, `csv`, `md` or `pdf`
 */
format: string, file: string, bytes: number, };

/**
 * The key that signs reports on this computer. It stays in the operating system's keychain.
 */
export type ReportKey = { 
/**
 * `sb-` and 32 hexadecimal digits.
 */
fingerprint: string | null, 
/**
 * 32 bytes, hexadecimal.
 */
public_key: string | null, 
/**
 * Where there is none: why, and what to do.
 */
sentence: string, };

export type ReportMade = { id: string, file: string, bytes: number, headline: string, 
/**
 * The hash that holds the whole journal.
 */
journal_head: string, signed: boolean, 
/**
 * By which key, or why not.
 */
signature: string, };

/**
 * A phase, planned and as it was.
 */
export type ReportPhase = { phase: ReportPhaseName, leg: LegName | null, words: string, from: string, to: string | null, took_s: number | null, planned_s: number | null, usual: ReportUsual | null, band: ReportBand | null, };

/**
 * The page of a report, whole and self-contained.
 */
export type ReportPreview = { html: string, };

/**
 * A report as a window shows it: made from the record now, and checked.
 */
export type ReportShown = { id: string, title: string, pair: string, site_name: string, outcome: ReportOutcome, headline: string, sentence: string, open_points: Array<string>, began_at: string, 
/**
 * Absent: it goes on, and the report grows.
 */
ended_at: string | null, phases: Array<ReportPhase>, proof: ReportVerified, 
/**
 * For a ticket.
 */
markdown: string, 
/**
 * Absent: none was kept yet.
 */
kept: KeptReport | null, };

/**
 * How long something usually takes here. Seconds.
 */
export type ReportUsual = { samples: number, shortest_s: number, p50_s: number, p90_s: number, longest_s: number, };

/**
 * What a check came to.
 */
export type ReportVerified = { 
/**
 * Everything that can be checked holds.
 */
proven: boolean, maintenance: string | null, computer: string | null, headline: string | null, journal_head: string | null, 
/**
 * Events of the journal.
 */
events: number | null, 
/**
 * Readings in the journal, how many name their evidence, and how many pieces of it are not there.
 */
readings: number, readings_with_evidence: number, evidence_missing: number, signed: boolean, 
/**
 * Of the key that signed.
 */
fingerprint: string | null, signature: string, verdicts: Array<VerdictChecked>, 
/**
 * The first one first.
 */
broken: Array<BrokenPlace>, 
/**
 * Why nothing is proven though nothing is broken: another version of Switchback made it, or it is not signed by the key that
 * was asked for.
 */
unproven: string | null, 
/**
 * What no check of this file can prove.
 */
not_proven: Array<string>, };

/**
 * A role that one appliance had from one look to another while the pair was watched.
 */
export type RoleSpan = { label: string, from: string, until: string, 
/**
 * Its text as told. Null: it was asked, and told by nobody.
 */
role: string | null, };

export type Save = { id: string, appliance: string | null, backup_file: string | null, };

/**
 * What became of the task *save*: a named file, or why there is none.
 */
export type Saved = { label: string | null, file_name: string | null, sha256: string | null, 
/**
 * Why nothing was saved.
 */
skipped: string | null, };

export type SayHello = Record<symbol, never>;

export type SetSetting = { key: string, value: string, };

/**
 * One setting; the value in its canonical text.
 */
export type Setting = { key: string, value: string, };

/**
 * One setting, or every setting by its key.
 */
export type Settings = Setting | { [key in string]: string };

/**
 * One change of a maintenance.
 */
export type ShowChange = { id: string, entry: string, };

/**
 * Asks for the key that signs reports on this computer.
 */
export type ShowReportKey = { 
/**
 * Makes one where there is none; the keychain may ask a person to unlock it.
 */
make?: boolean, };

/**
 * What one address shows before anything is trusted or sent.
 */
export type Shown = { label: string, address: string, 
/**
 * None: no TLS server answered there.
 */
certificate: Certificate | null, };

export type Site = { answered_by: string | null, guid: string | null, trouble: TroubleTold | null, };

/**
 * What came of reading one appliance's configuration.
 */
export type SnapshotCollected = { appliance: string, objects: number, 
/**
 * Kinds that could not be read, and why.
 */
failed: Array<[string, string]>, trouble: string | null, };

/**
 * A configuration that was read.
 */
export type SnapshotSeen = { appliance: string, from: string, to: string, kinds: number, objects: number, failed: Array<[string, string]>, sha256: string | null, };

/**
 * What no API tells. Each as typed: `on`, `off`, a duration, addresses with commas.
 */
export type StatePair = { name: string, automatic_failover?: string, backup_operations?: string, sync_interval?: string, test_ips?: string, alert_mail?: string, };

/**
 * One stated value with its age. After 180 days it is asked again.
 */
export type Stated = { value: boolean | number | string[], by: string, at: string, age_s: number, ask_again: boolean, };

/**
 * One pair, or the list of all.
 */
export type StatusList = PairStatus | Array<PairStatus>;

/**
 * One event of the journal as it happens.
 */
export type Step = { seq: number, at: string, kind: string, sentence: string, leg?: LegName, 
/**
 * The role of each appliance by its label, as seen.
 */
roles?: { [key in string]: string }, 
/**
 * How often in a row the same was seen.
 */
samples?: number, answer?: RoleAnswer, settlement?: Settlement, sync?: SyncVerdict, message?: string, };

/**
 * What a window wants to hear: everything about pairs, and the journal of one maintenance from a place on.
 */
export type Subscribe = { maintenance: string | null, 
/**
 * The last event the page has; 0: none.
 */
after_seq: number, };

export type Swing = { id: string, wait: boolean, confirm_by?: string, };

export type Task = { id: TaskId, state: TaskState, };

/**
 * What one appliance can do for this account.
 */
export type Tested = { label: string, reachable: boolean, signed_in: boolean, guid: string | null, hostname: string | null, role: string | null, product: Product | null, version: string | null, api: Api | null, command_api: string | null, configuration_api: string | null, reporting_api: string | null, backup_api: string | null, 
/**
 * `full_access`, `read_only`, `deny`, or the appliance's own word.
 */
command_permission: string | null, clock_offset_s: number | null, certificate: Certificate | null, 
/**
 * Why it cannot be used as it is.
 */
trouble: TroubleTold | null, };

export type Tick = { at: string, appliance: string | null, open: boolean, };

/**
 * What one field is to hold, for a person who sets it.
 */
export type ToSet = { field: string, 
/**
 * Nothing for a secret.
 */
value: unknown, };

/**
 * Why an appliance, or the site name, was not read.
 */
export type TroubleTold = { code: string, message: string, hint: string, };

/**
 * What is told to a window. A step is never lost; a status may be: the next one tells more.
 */
export type Update = { "type": "status", status: PairStatus, } | { "type": "step", maintenance: string, step: Step, } | { "type": "changed" } | { "type": "beat", at: string, driver: boolean, holder: string | null, acts: Array<Act>, } | { "type": "progress", act: Act, sentence: string, } | { "type": "ended", act: Act, sentence: string, needs_you: boolean, };

/**
 * How long a phase usually takes on this pair. Seconds.
 */
export type Usual = { phase: UsualPhase, samples: number, shortest_s: number, longest_s: number, p50_s: number, p90_s: number, };

/**
 * A verdict that was computed again from what was observed.
 */
export type VerdictChecked = { claim: string, found: string | null, agrees: boolean, };

/**
 * What verifying found on the returned pair.
 */
export type Verified = { at: string, 
/**
 * Users on the home primary, where they could be counted.
 */
users: number | null, open_points: Array<string>, };

/**
 * A report or an exported maintenance.
 */
export type VerifyReport = { file: string, };

/**
 * An error across the border: programs branch on `code`, never on text. Each code has a page in docs/errors.
 */
export type WireError = { code: string, message: string, 
/**
 * What lies below, the nearest first.
 */
causes: Array<string>, hint: string, 
/**
 * Which of the fields that were typed cannot be used, and why.
 */
fields?: Array<WrongField>, };

/**
 * One witness of a change, as it was recorded.
 */
export type WitnessShown = { kind: Witness, 
/**
 * Its place in the ledger's chain.
 */
fact: number, recorded_at: string, recorded_by: string, 
/**
 * The appliance or file it was read from, or who noted it.
 */
source: string, 
/**
 * What it says, as keys and values in their order.
 */
raw: Array<[string, string]>, };

/**
 * Writes the register of all maintenances into a file.
 */
export type WriteRegister = { 
/**
 * `csv` or `json`
 */
format: string, 
/**
 * The file is made anew, never overwritten.
 */
out: string, };

/**
 * A field that was typed and cannot be used.
 */
export type WrongField = { 
/**
 * As the command line names it, such as `--site-name`.
 */
field: string, 
/**
 * Which one, from 0, where the field was given several times.
 */
index: number | null, message: string, };

/**
 * A zone's offset from an instant on, until the next one.
 */
export type ZoneOffset = { from: string, 
/**
 * Seconds east of UTC.
 */
seconds: number, 
/**
 * `CET`; where the zone has no letters, `GMT-3`.
 */
name: string, };

/** Every command with what it is asked and what it answers. */
export interface Commands {
  session_hello: { request: SayHello; response: Hello };
  keychain_open: { request: SayHello; response: Hello };
  settings_get: { request: GetSettings; response: Settings };
  settings_set: { request: SetSetting; response: Setting };
  pairs_add: { request: AddPair; response: PairSaved };
  pairs_edit: { request: EditPair; response: Pair };
  pairs_list: { request: ListPairs; response: PairList };
  pairs_show: { request: NamePair; response: Pair };
  pairs_remove: { request: NamePair; response: PairRemoved };
  pairs_test: { request: NamePair; response: PairTest };
  pairs_credential: { request: PutCredential; response: PairSaved };
  pairs_accept: { request: AcceptAppliance; response: Pair };
  pairs_state: { request: StatePair; response: Pair };
  pairs_inspect: { request: AddPair; response: Inspected };
  pairs_history: { request: NamePair; response: History };
  pairs_recover: { request: Recover; response: End };
  status_get: { request: LookAt; response: StatusList };
  pairs_check: { request: CheckPair; response: Checked };
  maintenance_plan: { request: PlanMaintenance; response: Maintenance };
  maintenance_list: { request: ListMaintenances; response: MaintenanceList };
  maintenance_show: { request: NameMaintenance; response: Maintenance };
  maintenance_journal: { request: NameMaintenance; response: Journal };
  maintenance_approve: { request: Approve; response: Decided };
  maintenance_acknowledge: { request: Acknowledge; response: Decided };
  maintenance_note: { request: AddNote; response: Decided };
  maintenance_save: { request: Save; response: Decided };
  maintenance_settle: { request: NameMaintenance; response: Decided };
  maintenance_not_happened: { request: GiveReason; response: Decided };
  maintenance_adopt: { request: GiveReason; response: Decided };
  maintenance_state_complete: { request: GiveReason; response: Decided };
  maintenance_verify: { request: NameMaintenance; response: Decided };
  maintenance_sign_off: { request: NameMaintenance; response: Decided };
  maintenance_abandon: { request: GiveReason; response: Decided };
  maintenance_close_away: { request: CloseAway; response: Decided };
  maintenance_export: { request: ExportMaintenance; response: Decided };
  maintenance_import: { request: ImportMaintenance; response: Decided };
  leg_fail_over: { request: FailOver; response: End };
  leg_fail_back: { request: FailOver; response: End };
  leg_swing: { request: Swing; response: End };
  leg_observe: { request: Observe; response: End };
  ledger_collect: { request: CollectLedger; response: Collected };
  ledger_list: { request: ListChanges; response: ChangeList };
  ledger_show: { request: ShowChange; response: ChangeShown };
  ledger_coverage: { request: NameMaintenance; response: Coverage };
  ledger_places: { request: NameMaintenance; response: PlaceList };
  ledger_add: { request: AddChange; response: Change };
  ledger_import: { request: ImportLog; response: Collected };
  ledger_ignore: { request: IgnoreField; response: Decided };
  reconcile_show: { request: NameMaintenance; response: Reconciliation };
  reconcile_decide: { request: DecideChange; response: Decided };
  reconcile_plan: { request: NameMaintenance; response: ApplicationPlan };
  reconcile_apply: { request: ApplyPlan; response: ApplicationEnd };
  report_make: { request: MakeReport; response: ReportMade };
  report_show: { request: NameMaintenance; response: ReportShown };
  report_preview: { request: NameMaintenance; response: ReportPreview };
  report_keep: { request: NameMaintenance; response: KeptReport };
  report_key: { request: ShowReportKey; response: ReportKey };
  report_verify: { request: VerifyReport; response: ReportVerified };
  register_show: { request: ListMaintenances; response: RegisterShown };
  register_write: { request: WriteRegister; response: RegisterWritten };
}

export type CommandName = keyof Commands;
