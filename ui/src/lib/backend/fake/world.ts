// What a scripted program knows: the pairs, what they say, and one open maintenance.
import type {
  Act, ApplianceStatus, Certificate, Checked, CommandName, Hello, History, Listed, Maintenance, Pair, PairStatus, RoleWord, Step, Update, WireError,
} from "../../wire";
import { emptyLedger, type FakeLedger } from "./changes";
import { noReports, type FakeReports } from "./reports";

export interface World {
  now(): number;
  hello: Hello;
  pairs: Pair[];
  statuses: PairStatus[];
  /** What was told before those: the window knows how it was. */
  earlier: PairStatus[];
  maintenances: Maintenance[];
  listed: Listed[];
  steps: Step[];
  checked: Checked | null;
  settings: Record<string, string>;
  acts: Act[];
  /** What is told to whoever begins to hear: how far an act is. */
  said?: Update[];
  /** Of the one open maintenance. */
  ledger: FakeLedger;
  reports: FakeReports;
  history: History;
  /** What a pair says once the person has mended it: unlocked, entered, accepted. */
  afterwards: PairStatus[];
  /** The certificate an appliance shows, where it is not the usual one; null: none. */
  shown: Record<string, Certificate | null>;
  /** No beat comes: the program is taken to be hung. */
  silent: boolean;
  /** A command that is here is refused with this. */
  refuse: Partial<Record<CommandName, WireError>>;
}

/** A quiet Sunday night: every picture of the scenarios is taken around this instant. */
export const NIGHT = Date.parse("2026-03-08T02:15:42Z");

export const iso = (ms: number): string => new Date(ms).toISOString();

const GUIDS: Readonly<Record<string, string>> = {
  "atl-1": "7c1e52d09b3c4f6e8a77d1c2503ba04f", "atl-2": "b93d07c51a2e4d8c9f60ab17e2c451c8",
};

export function appliance(label: string, role: RoleWord, more: Partial<ApplianceStatus> = {}): ApplianceStatus {
  return {
    label, guid: GUIDS[label] ?? `${label.replace("-", "")}0000000000000000000000000000`.slice(0, 32), reachable: true, role, role_text: null,
    second_hand: false, assigned_role: null, product: "rs", api: "v2", version: "25.2.2", build: "118204", healthy: true, errors: [],
    shared_ips: [], last_sync: iso(NIGHT - 14 * 60_000), last_sync_text: "Success", clock_offset_s: 0.4, observed_at: iso(NIGHT - 4_000),
    age_s: 4, trouble: null, certificate_until: iso(NIGHT + 212 * 86_400_000), users: null, users_at: null, ...more,
  };
}

export function pair(name: string, site: string, labels: [string, string], more: Partial<Pair> = {}): Pair {
  const address = (n: number): string => `192.0.2.${n}:443`;
  const [home, standIn] = labels;
  const base = 11 + 10 * name.length;
  return {
    name, id: `pair-${name.toLowerCase()}`, product: "rs", site_name: site, site_address: null, network: "dns", shared_ips: [],
    resolvers: ["192.0.2.53", "198.51.100.53", "203.0.113.53"], proxy: "direct", guard: "production", client_id: "3f9b2c61e0a84d7f", note: "",
    settings: {},
    stated: { automatic_failover: null, backup_operations: null, sync_interval_s: null, test_ips: null, alert_mail: null },
    appliances: [
      { label: home, home_primary: true, address: address(base), server_name: site, trust: "system", guid: GUIDS[home] ?? null, swing_address: "192.0.2.11", client_id: null, credential: "stored" },
      { label: standIn, home_primary: false, address: address(base + 1), server_name: site, trust: "system", guid: GUIDS[standIn] ?? null, swing_address: "192.0.2.12", client_id: null, credential: "stored" },
    ],
    maintenance: null, ...more,
  };
}

export function status(of: string, state: PairStatus["state"], tone: PairStatus["tone"], sentence: string, next: string, appliances: ApplianceStatus[], more: Partial<PairStatus> = {}): PairStatus {
  const primary = appliances.filter((one) => one.role === "primary");
  const only = primary.length === 1 ? primary[0] : undefined;
  return {
    pair: of, state, tone, sentence, next, appliances,
    site: { answered_by: only?.label ?? null, guid: only?.guid ?? null, trouble: null }, maintenance: null, ...more,
  };
}

/** It is that night when a scenario begins, and time runs on from there. */
function nightClock(): () => number {
  const began = Date.now();
  return () => NIGHT + (Date.now() - began);
}

export const emptyWorld = (): World => ({
  now: nightClock(),
  hello: {
    program: "Switchback 1.0.0", version: "1.0.0", data_dir: "/home/alex/.local/share/switchback", driver: true, holder: null,
    keychain: "usable", rehearsal: false, user: "alex@ops-7", zone: "Europe/Berlin", offsets: [],
  },
  pairs: [], statuses: [], earlier: [], maintenances: [], listed: [], steps: [], checked: null,
  settings: {
    "poll.rest": "30s", "poll.swap": "2s", "settle.samples": "3", "timeout.command": "30s", "timeout.sync": "30m", "timeout.swap": "2m", "timeout.swing": "30m",
    "timeout.reconnect": "15m", "observe.window": "15m", "readiness.lifetime": "30m", "backup.folder": "", "backup.keep": "30d",
  },
  acts: [], ledger: emptyLedger(iso(NIGHT - 5_000_000)), reports: noReports(), shown: {}, afterwards: [], history: { passages: [], usual: [], roles: [], syncs: [] }, silent: false, refuse: {},
});
