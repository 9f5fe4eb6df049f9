// The changes of the scripted night: every group, made while atl-2 carried the users.
import type { Applied, AreaSeen, BlindSpotShown, Change, ChangedField, Disposition, Filled, Group, IgnoredField, Noise, Place, PlanStep, SeenBy } from "../../wire";

export interface FakeLedger {
  /** In the order in which they became known. */
  changes: Change[];
  blind: BlindSpotShown[];
  watched: boolean;
  noise: Noise[];
  ignored: IgnoredField[];
  filled: Filled[];
  from: string;
  through: number;
  /** What the next reading of the logs finds. */
  waiting: Change[];
  /** What comes of a call, where it is not done. */
  fails: Record<string, Applied["outcome"]>;
  outcomes: Record<string, Applied>;
  /** Kinds that could not be read. */
  failed: [string, string][];
  /** What cannot be read at all, with the reason: the log or the configuration of an appliance. */
  mute: { log: Readonly<Record<string, string>>; configuration: Readonly<Record<string, string>> };
}

export const emptyLedger = (from: string): FakeLedger => ({ changes: [], blind: [], watched: false, noise: [], ignored: [], filled: [], from, through: 0, waiting: [], fails: {}, outcomes: {}, failed: [], mute: { log: {}, configuration: {} } });

const T = (hms: string): string => `2026-03-08T${hms}Z`;

export const ANSWERS: Readonly<Record<Group, Disposition[]>> = {
  carried: ["keep", "undo", "waive"], overwritten: ["reapply", "discard", "confirm", "waive"], conflict: ["keep", "reapply", "confirm", "waive"],
  never_synced: ["confirm", "discard", "waive"], secret: ["confirm", "discard", "waive"], blind_spot: ["confirm", "waive"], noise: [],
};

const field = (name: string, before: unknown, after: unknown): ChangedField => ({ name, before, after, secret: false });
const secret = (name: string): ChangedField => ({ name, before: null, after: null, secret: true });

/** The stand-in by default, by Sam Carter, seen by both witnesses, nobody has decided. */
function change(n: number, at: string, place: string, kind: string, name: string, more: Partial<Change> = {}): Change {
  const group = more.group ?? "carried";
  return {
    entry: `C-${String(n).padStart(4, "0")}`, at: T(at), at_earliest: null, who: "Sam Carter", who_ip: "192.0.2.140", appliance: "atl-2", role_then: "primary", place, event: `${kind}_changed`,
    kind: "changed", object: { kind, id: String(n + 20), name }, fields: [], witnesses: ["syslog", "snapshot"], class: "configuration", group, disposition: null, arrival: null, standing: "undecided",
    decided_by: null, decided_at: null, reason: null, answers: [...ANSWERS[group]], incomplete: false, ours: false, note: null, already_overwritten: false, against: [], unknown_event: false, ...more,
  };
}

const onBackup: Partial<Change> = { appliance: "atl-1", role_then: "backup", who: "netops", who_ip: "192.0.2.77" };
const automatic: Partial<Change> = { class: "automatic", who: "single sign-on", who_ip: null, kind: "added", event: "user_added" };
const LONG = Array.from({ length: 30 }, (_, n) => `Line ${n + 1} of the message that customers read before a session begins.`).join("\n");

/** The oldest first, in the order in which they became known. */
export const changes = (): Change[] => [
  change(1, "01:04:30", "Users & Security > Users", "user", "user-0501", { ...automatic, fields: [field("public_display_name", null, "user-0501")] }),
  change(2, "01:05:12", "Users & Security > Users", "user", "user-0502", { ...automatic, fields: [field("public_display_name", null, "user-0502")] }),
  change(3, "01:09:44", "Jump > Jump Groups", "jump-group", "Berlin", { kind: "added", fields: [field("name", null, "Berlin"), field("comments", null, "")] }),
  change(4, "01:14:02", "Users & Security > Session Policies", "session-policy", "Night shift", { fields: [field("allow_file_transfer", true, false)] }),
  change(5, "01:20:37", "Public Portals > Customer Notices", "customer-notice", "Before a session", { fields: [field("text", "Short text.", LONG)], witnesses: ["syslog"] }),
  change(6, "01:26:48", "Jump > Jump Groups", "jump-group", "Plant 3", { ...onBackup, group: "overwritten", fields: [field("name", "Plant 3", "Plant 3 North")] }),
  change(7, "01:28:30", "Users & Security > Group Policies", "group-policy", "Tier 2", { ...onBackup, group: "conflict", against: ["C-0014"], fields: [field("session_idle_timeout", "15 min", "20 min")] }),
  change(8, "01:29:10", "/appliance > Networking > SNMP", "appliance", "NTP server", { ...onBackup, who: "Alex Moreno", who_ip: null, kind: "added", group: "never_synced", class: "appliance", witnesses: ["note"], event: "", fields: [field("server", null, "192.0.2.123")], note: "Told by the network team, entered by hand." }),
  change(9, "01:30:55", "/appliance > Security > Certificates", "appliance", "support.example.com", { kind: "added", group: "never_synced", class: "appliance", witnesses: ["syslog"], event: "ssl_certificate_import", fields: [] }),
  change(10, "01:32:06", "Management > Email Configuration", "setting", "SMTP relay", { ...onBackup, group: "overwritten", witnesses: ["syslog"], event: "setting_changed", object: { kind: "setting", id: null, name: "SMTP relay" }, fields: [field("relay_server", "mail-1.example.com", "mail-2.example.com"), secret("relay_password")] }),
  change(11, "01:35:20", "/appliance > Networking > Static Routes", "appliance", "198.51.100.0/24", { kind: "removed", group: "never_synced", class: "appliance", witnesses: ["syslog"], event: "network_route_changed", fields: [field("gateway", "192.0.2.1", null)] }),
  change(12, "01:37:41", "Vault > Accounts", "vault-account", "svc-backup", { group: "secret", event: "vault_account_changed", fields: [secret("password")] }),
  change(13, "01:40:03", "Users & Security > Users", "user", "user-0503", { ...automatic, fields: [field("public_display_name", null, "user-0503")] }),
  change(14, "01:41:19", "Users & Security > Group Policies", "group-policy", "Tier 2", { fields: [field("session_idle_timeout", "15 min", "30 min"), field("file_transfer", "allowed", "not allowed"), field("members", ["user-0417", "user-0420", "user-0421"], ["user-0417", "user-0420", "user-0421", "user-0533"]), secret("jump_shared_secret")] }),
  change(15, "01:46:50", "Console Settings > Canned Scripts", "canned-script", "Restart print spooler", { incomplete: true, witnesses: ["syslog"], fields: [field("script", "net stop spooler", "net stop spooler && net start spooler")] }),
  change(16, "01:50:22", "Users & Security > Users", "user", "user-0504", { ...automatic, fields: [field("public_display_name", null, "user-0504")] }),
  change(17, "01:52:08", "Not known", "", "", { event: "widget_layout_changed", object: { kind: "", id: null, name: null }, unknown_event: true, witnesses: ["syslog"], kind: "done", fields: [field("layout", null, "2")] }),
  change(18, "01:55:31", "Jump > Jump Policies", "jump-policy", "Out of hours", { at_earliest: T("01:50:00"), who: null, who_ip: null, event: "", witnesses: ["snapshot"], fields: [field("session_schedule", ["mon 18:00–06:00"], ["mon 18:00–06:00", "sat"])] }),
  change(19, "01:58:14", "Users & Security > Users", "user", "user-0505", { ...automatic, fields: [field("public_display_name", null, "user-0505")] }),
  change(20, "02:01:44", "Users & Security > Users", "user", "user-0506", { ...automatic, fields: [field("public_display_name", null, "user-0506")] }),
  change(21, "02:04:09", "Management > API Configuration", "api-account", "reporting", { ours: false, fields: [field("enabled", false, true)] }),
  change(22, "02:07:55", "Users & Security > Users", "user", "user-0417", { fields: [field("enabled", true, false)] }),
  change(23, "02:12:40", "Jump > Jump Items", "shell-jump", "db-07", { kind: "added", fields: [field("hostname", null, "db-07.example.com"), field("port", null, 22)] }),
];

/** What stands in every ledger of a busy night, over and over. */
export function many(how: number): Change[] {
  const few = changes();
  return Array.from({ length: how }, (_, n): Change => {
    const one = few[n % few.length] ?? few[0];
    if (one === undefined) throw new Error("there is no change");
    const when = Date.parse(T("00:38:02")) + Math.floor((n * 5_800_000) / how);
    return { ...one, entry: `C-${String(n + 1).padStart(4, "0")}`, at: new Date(when).toISOString(), against: [], group: one.group === "conflict" ? "overwritten" : one.group, answers: [...ANSWERS[one.group === "conflict" ? "overwritten" : one.group]], object: { ...one.object, name: one.object.name === null ? null : `${one.object.name} ${n + 1}` } };
  });
}

/** Made on the home primary while the swap's own data sync ran: it may have been copied, and it may not. */
export const duringTheSync = (): Change => change(24, "00:49:18", "Jump > Jump Items", "shell-jump", "db-04", {
  appliance: "atl-1", group: "overwritten", witnesses: ["syslog"], fields: [field("hostname", "db-04.example.com", "db-04b.example.com")],
  doubt: "It was made while a data sync ran and may not have been copied: look at both appliances, then decide.",
});

export const blindSpots = (): BlindSpotShown[] => [
  { key: "B-1", blind: "time", appliance: "atl-1", from: T("01:22:00"), to: T("01:25:30"), sentence: "The log of atl-1 says nothing of 02:22:00 – 02:25:30 CET.", standing: "undecided", decided_by: null, decided_at: null, reason: null },
  { key: "B-2", blind: "areas", appliance: null, from: null, to: null, sentence: "Site Configuration and Cluster are told by notes alone.", standing: "undecided", decided_by: null, decided_at: null, reason: null },
];

const PLACES: readonly [string, string, SeenBy, SeenBy, boolean][] = [
  ["Jump", "Jump Groups", "snapshot_and_syslog", "snapshot_and_syslog", true], ["Jump", "Jump Policies", "snapshot_and_syslog", "snapshot_and_syslog", true], ["Jump", "Jump Items", "snapshot", "snapshot", true],
  ["Vault", "Accounts", "snapshot_and_syslog", "syslog", true], ["Vault", "Discovery", "notes", "notes", true],
  ["Users & Security", "Users", "snapshot_and_syslog", "snapshot_and_syslog", true], ["Users & Security", "Group Policies", "snapshot_and_syslog", "snapshot_and_syslog", true], ["Users & Security", "Session Policies", "syslog", "syslog", true],
  ["Public Portals", "Customer Notices", "syslog", "syslog", true], ["Management", "Email Configuration", "syslog", "syslog", true], ["Management", "Site Configuration", "notes", "notes", true], ["Management", "Cluster", "notes", "nothing", true],
  ["Management", "Failover", "syslog", "syslog", false], ["/appliance", "", "notes", "notes", false], ["/appliance", "Networking > SNMP", "syslog", "syslog", false], ["/appliance", "Security > Certificates", "syslog", "syslog", false],
];

export const places = (): Place[] => PLACES.map(([menu, tab, , , synced]) => ({ menu, tab, place: tab === "" ? menu : `${menu} > ${tab}`, synced }));
export const areas = (watched: boolean): AreaSeen[] => PLACES.map(([menu, tab, home, standIn, synced]) => ({ menu, tab, synced, seen: watched ? { "atl-1": home, "atl-2": standIn } : { "atl-1": "notes", "atl-2": "notes" } }));

/** What a re-apply or an undo comes to, where it is no call. */
const BY_HAND: Readonly<Record<string, Pick<PlanStep, "why" | "to_set">>> = {
  "C-0010": { why: "The Configuration API cannot write settings.", to_set: [{ field: "relay_server", value: "mail-2.example.com" }, { field: "relay_password", value: null }] },
};

export function stepOf(one: Change): PlanStep {
  const disposition = one.disposition === "undo" ? "undo" : "reapply";
  const { place, object, entry } = one;
  const hand = BY_HAND[entry];
  const none = { method: null, path: null, body: null, before: null, after: null, why: null, to_set: [], also_by_hand: [], outcome: null, done: false };
  if (hand !== undefined) return { ...none, entry, disposition, object, place, act: "by_hand", ...hand };
  if (entry === "C-0018") return { ...none, entry, disposition, object, place, act: "already_so" };
  const told = one.fields.filter((each) => !each.secret);
  const values = (of: "before" | "after"): Record<string, unknown> => Object.fromEntries(told.map((each) => [each.name, each[of]]));
  const [before, after] = disposition === "undo" ? [values("after"), values("before")] : [values("before"), values("after")];
  return { ...none, entry, disposition, object, place, act: "call", method: "PATCH", path: `/api/config/v1/${object.kind}/${object.id ?? ""}`, body: after, before, after, also_by_hand: one.fields.filter((each) => each.secret).map((each) => each.name) };
}
