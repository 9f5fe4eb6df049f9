// Readiness as the program tells it: its codes, rules and remedies.
import type { Checked, Finding, FindingResult, LegName, Severity } from "../../wire";
import { NIGHT, iso } from "./world";

type Row = [code: string, severity: Severity, result: FindingResult, subject: string, evidence: string, rule: string, remedy: string];

const ROWS: readonly Row[] = [
  ["reachable_commanded", "blocker", "pass", "atl-1", "192.0.2.11:443 answered in 18 ms", "The appliance that receives the role command answers at its own address.", ""],
  ["reachable_other", "warning", "pass", "atl-2", "192.0.2.12:443 answered in 21 ms", "The other appliance answers at its own address.", ""],
  ["tls_trusted", "blocker", "pass", "atl-1", "pinned key shown", "The certificate is trusted as this pair says: system roots, a CA file or a pinned key.", ""],
  ["tls_trusted", "blocker", "pass", "atl-2", "pinned key shown", "The certificate is trusted as this pair says: system roots, a CA file or a pinned key.", ""],
  ["certificate_expiry", "warning", "pass", "atl-1", "valid until 2026-10-06", "The certificate is valid for at least 14 more days.", ""],
  ["signed_in", "blocker", "pass", "atl-1", "token received", "The API account signs in on the appliance that receives the role command.", ""],
  ["command_access", "blocker", "pass", "atl-1", "full_access", "The API account has full access to the Command API on the appliance that receives the role command.", ""],
  ["guids_distinct", "blocker", "pass", "Atlas", "7c1e52d0…, b93d07c5…", "The two addresses lead to two different appliances (GUID).", ""],
  ["guids_expected", "blocker", "pass", "Atlas", "as remembered", "Each appliance tells the GUID this pair remembers.", ""],
  ["roles_as_expected", "blocker", "pass", "Atlas", "atl-1 primary, atl-2 backup", "One appliance is primary and the other backup, as the maintenance expects.", ""],
  ["versions_equal", "blocker", "pass", "Atlas", "RS 25.2.2 (118204)", "Product, version and build are equal on both appliances.", ""],
  ["health_new_primary", "blocker", "pass", "atl-2", "success", "The appliance that becomes primary says that it is healthy.", ""],
  ["last_sync", "warning", "pass", "Atlas", "atl-2 tells 2026-03-08T02:01:42Z, 14 minutes ago", "A last data sync is told, and it is no older than twice the stated interval (24 hours where none is stated).", ""],
  ["no_sync_running", "info", "unknown", "Atlas", "the status text is “Success”", "No data sync is running now. Status texts are not documented, so this is not known by API.", ""],
  ["clock_offset", "warning", "warn", "atl-2", "41.2 s ahead of this computer", "Each appliance's clock is within 30 seconds of this computer's.", "Set NTP on the appliance and on this computer: certificates, tokens and the report's times depend on it."],
  ["site_name", "warning", "pass", "support.example.com", "answered by atl-1", "The appliance answering at the site name is the current primary (GUID).", ""],
  ["users_now", "info", "pass", "Atlas", "41 signed in: alex.m, sam.c, robin.h, kim.l; longest since 2026-03-07T22:10:04Z", "Users signed in on the current primary are cut off by the data sync.", ""],
  ["approval", "warning", "pass", "Atlas", "Robin Hale", "Somebody else than the requester approved the plan.", ""],
  ["window", "warning", "warn", "Atlas", "the window ended at 2026-03-08T01:30:00Z", "The current time lies in the planned window.", "Wait for the window, or acknowledge that you act outside it."],
  ["stated_settings", "info", "unknown", "Atlas", "automatic failover is not stated", "Settings no API tells are stated by a person, no longer than 180 days ago.", ""],
];

const FAILS: Readonly<Record<string, Partial<Finding>>> = {
  versions_equal: { result: "fail", evidence: "atl-1 25.2.2 (118204), atl-2 25.2.1 (117980)", remedy: "Bring both appliances to the same version and build first: between different versions there is no sync and no swap." },
  health_new_primary: { result: "unknown", evidence: "atl-2 did not answer in 10 s", remedy: "Mend what the appliance reports before making it primary." },
};

export type How = "warned" | "ready" | "blocked" | "account";

export function readiness(how: How, leg: LegName = "outbound", age_s = 240): Checked {
  const findings = ROWS.map(([code, severity, result, subject, evidence, rule, remedy]): Finding => {
    const found: Finding = { code, severity, result, subject, evidence, rule, remedy, acknowledged: false };
    if (how === "blocked") return { ...found, ...FAILS[code] };
    if (how === "account" && code === "command_access") return { ...found, result: "fail", evidence: "read_only", remedy: "Give the account full access to the Command API in /login, or change the roles by hand.", acknowledged: false };
    return { ...found, acknowledged: (how === "ready" || how === "account") && severity === "warning" && result !== "pass" };
  });
  if (how === "warned") for (const one of findings) if (one.code === "window") one.acknowledged = true;
  return {
    verdict: how === "ready" ? "ready" : "not_ready", findings, pair: "Atlas", leg, maintenance: "M-0042", at: iso(NIGHT - age_s * 1_000), valid_until: iso(NIGHT - age_s * 1_000 + 1_800_000),
    not_checked: [
      "software backups (task save)", "configuration baseline (task save)", "syslog readable on both appliances", "Configuration API readable on both appliances",
      "what each resolver answers for the site name, and its TTL", "the appliances' backup settings, automatic failover among them: no API tells them",
    ],
  };
}
