// The scripted nights of reports, of files that are checked, and of a long register.
import type { Listed, Maintenance, Stage } from "../../wire";
import { LATER } from "./later";
import { LEDGERS } from "./ledgers";
import { noReports, OTHER_KEY, verified, type FakeReports } from "./reports";
import { at, calm, over, quiet } from "./scenarios";
import { iso, type World } from "./world";

/** The night as it was in the end, and some minutes after it. */
const ENDED = "2026-03-08T04:41:00Z";
const AFTER = Date.parse("2026-03-08T04:44:12Z");
const HEAD = "5ac0f1d27be84496a07c31e5d4418f60b2a95c77e03d1286fa4490bb13ce77d2";

function after(reports: Partial<FakeReports> = {}, bend: Partial<Maintenance> = {}, stage: Stage = "signed_off"): World {
  const world = at(stage, quiet());
  const began = Date.now();
  const now = (): number => AFTER + (Date.now() - began);
  const fresh = iso(AFTER - 4_000);
  return {
    ...world, now, reports: { ...noReports(), ...reports }, ledger: LEDGERS["reconcile_done"]?.().ledger ?? world.ledger,
    statuses: world.statuses.map((one) => ({ ...one, maintenance: one.pair === "Atlas" ? null : one.maintenance, appliances: one.appliances.map((end) => ({ ...end, observed_at: fresh })) })),
    listed: world.listed.map((one) => (one.id === "M-0042" ? { ...one, stage, open: false, ended_at: ENDED } : one)),
    maintenances: world.maintenances.map((m) => ({ ...m, ended_at: ENDED, allowed_actions: [], head: HEAD, seq: 318, notes_complete: null, ...bend })),
  };
}

const POINTS = ["No backup of atl-2 was saved: the API account may not read backups there", "TTL is 600 s at 198.51.100.53: its users were out 2 min 53 s longer than the others"];

/** Years of maintenances: of one the journal cannot be read, of another the proof does not hold. */
function many(): World {
  const titles = ["Certificate replacement", "Upgrade to RS 25.2.2", "Failover drill", "Switch firmware", "New disks, with a name so long that it takes more than one line of the register", "Power work in hall 2"];
  const pairs = ["Atlas", "Birch", "Cedar", "Delta", "Fjord"];
  const stages: Stage[] = ["signed_off", "signed_off", "abandoned", "signed_off", "signed_off", "closed_away"];
  const listed = Array.from({ length: 300 }, (_, n): Listed => {
    const began = Date.parse("2023-10-02T20:00:00Z") + n * 3 * 86_400_000;
    return { id: `M-${String(n + 1).padStart(4, "0")}`, pair: pairs[n % pairs.length] ?? "Atlas", stage: stages[n % stages.length] ?? "signed_off", title: titles[n % titles.length] ?? "", open: false, created_at: iso(began), ended_at: iso(began + 9_000_000) };
  });
  return { ...calm(), listed, maintenances: [], reports: { ...noReports(), forged: ["M-0290"], unreadable: ["M-0297"] } };
}

const NO_REPORT = "this file is no report: it cannot be read: expected value";

export const REPORTS: Readonly<Record<string, () => World>> = {
  report_complete: () => after(),
  report_incomplete: () => after({}, { open_points: POINTS }),
  report_unsigned: () => after({ key: null, keyWhy: "There is no key yet: reports are made and not signed. Make one, and compare its fingerprint with whoever checks reports." }),
  report_broken: () => after({ broken: [{ place: "journal[210].hash", words: "event 211 does not fit its chain" }, { place: "digest", words: "it says 5ac0…77d2, the material comes to 0b95…e36a" }] }),
  report_outdated: () => after({ outdated: "More was recorded since this report was made: make it again." }),
  report_not_kept: () => after({ kept: false }),
  report_long: () => after({ headline: `Replacement of both power supplies, four memory modules, the RAID controller’s battery and the network card ${"Donaudampfschifffahrtsgesellschaft".repeat(4)}: complete` }, { pair: "Atlas", site_name: `${"support-".repeat(12)}eu.example.com` }),
  report_abandoned: () => after({}, {}, "abandoned"),
  report_failed: () => ({ ...after(), refuse: { report_show: { code: "journal-broken", message: "Event 14 of the journal of M-0042 does not fit its chain", causes: [], hint: "Keep the data folder as it is, and ask who could write it." } } }),
  report_unpictured: () => ({ ...after(), refuse: { maintenance_show: { code: "database-damaged", message: "The database is damaged", causes: [], hint: "Keep the file, and restore the folder from a backup." } } }),
  report_open: () => {
    const world = at("work", over());
    return { ...world, ledger: LEDGERS["ledger_full"]?.().ledger ?? world.ledger };
  },
  register_many: many,
  register_empty: () => ({ ...calm(), listed: [], maintenances: [] }),
  verify_ok: () => LATER["register"]?.() ?? calm(),
  verify_other: () => ({ ...calm(), reports: { ...noReports(), file: verified({ key: OTHER_KEY, maintenance: "M-0007", computer: "ops-9" }) } }),
  verify_unproven: () => ({ ...calm(), reports: { ...noReports(), file: verified({ proven: false, verdicts: [], unproven: "it was made by another version of Switchback: its chains were checked, its verdicts were not" }) } }),
  verify_broken: () => ({ ...calm(), reports: { ...noReports(), file: verified({ broken: [{ place: "journal[41]", words: "event 42 says: the data sync is proven; judged again from what was observed: not proven" }, { place: "digest", words: "it says 5ac0…77d2, the material comes to 0b95…e36a" }], verdicts: [{ claim: "readiness of the outbound leg: ready", found: null, agrees: true }, { claim: "data sync of the outbound leg: proven", found: "not proven", agrees: false }] }) } }),
  verify_not_a_report: () => ({ ...calm(), reports: { ...noReports(), file: verified({ key: null, maintenance: null, computer: null, headline: null, journal_head: null, events: null, readings: 0, readings_with_evidence: 0, verdicts: [], not_proven: [], broken: [{ place: "line 1, column 1", words: NO_REPORT }] }) } }),
};
