// What the scripted program keeps of reports, and what it answers.
import page from "../../../../../crates/report/tests/golden/clean.html?raw";
import markdown from "../../../../../crates/report/tests/golden/clean.md?raw";
import type { BrokenPlace, KeptReport, Maintenance, RegisterRow, ReportOutcome, ReportPhase, ReportPhaseName, ReportShown, ReportUsual, ReportVerified, WireError } from "../../wire";
import type { Answers } from "./answers";
import type { World } from "./world";

/** Of every maintenance: one that has a file of its own says so. */
export interface FakeReports {
  /** The fingerprint of the key of this computer; null: it has none. */
  key: string | null;
  /** Why it has none. */
  keyWhy: string;
  signs: boolean;
  broken: BrokenPlace[];
  kept: boolean;
  /** Why what is kept is to be made again; empty: it tells all there is. */
  outdated: string;
  outcome: ReportOutcome | null;
  headline: string | null;
  /** What a file that is checked comes to; null: as the one of this computer. */
  file: ReportVerified | null;
  /** Maintenances whose proof does not hold, and such that cannot be read. */
  forged: string[];
  unreadable: string[];
}

export const KEY = "sb-6f029d413c8eb7a051f40e6bd92388cc";
export const OTHER_KEY = "sb-a17f42d80b95e36a7ce15f2094bd163e";
const CHAIN = "5ac0f1d27be84496a07c31e5d4418f60b2a95c77e03d1286fa4490bb13ce77d2";

export const noReports = (): FakeReports => ({
  key: KEY, keyWhy: "", signs: true, broken: [], kept: true, outdated: "", outcome: null, headline: null, file: null, forged: [], unreadable: [],
});

const NOT_PROVEN = [
  "That the computer's clock was right. It was within 0.4 s of the appliances' own clocks.", "That the computer told the truth: the looks are what its program wrote down.",
  "What happened between two looks, and on ways this computer does not see.", "Who a person is whose name was typed.",
  "The evidence itself: its hashes are here, its bytes stay with the computer. An export of the maintenance carries them.",
];

const CLAIMS = ["readiness of the outbound leg: ready", "data sync of the outbound leg: proven", "the outbound leg happened", "traffic has moved: atl-2 answers", "readiness of the return leg: ready", "the return leg happened", "roles, traffic and health as they should be"];

export function verified(of: Partial<ReportVerified> & { key?: string | null } = {}): ReportVerified {
  const { key = KEY, ...more } = of;
  const broken = more.broken ?? [];
  return {
    proven: broken.length === 0, maintenance: "M-0042", computer: "ops-7", headline: "Memory upgrade of atl-1: complete", journal_head: CHAIN, events: 318, readings: 1_204, readings_with_evidence: 1_204, evidence_missing: 0,
    signed: key !== null, fingerprint: key, signature: key === null ? "It is not signed: who rewrites all of it is not found." : `Signed at 2026-03-08T04:41:00Z by the key ${key}: whose it is, is for you to know.`,
    verdicts: Array.from({ length: 31 }, (_, n) => ({ claim: CLAIMS[n % CLAIMS.length] ?? "", found: null, agrees: true })),
    broken, unproven: null, not_proven: [...NOT_PROVEN, key === null ? "That nobody wrote all of it anew, or cut off an end with its head record: it is not signed." : "Whose key signed it: compare its fingerprint with one you have from elsewhere."], ...more,
  };
}

const USUAL: Record<"sync" | "swap" | "swing", ReportUsual> = {
  sync: { samples: 11, shortest_s: 290, p50_s: 384, p90_s: 460, longest_s: 510 }, swap: { samples: 11, shortest_s: 12, p50_s: 26, p90_s: 50, longest_s: 71 }, swing: { samples: 11, shortest_s: 48, p50_s: 95, p90_s: 180, longest_s: 240 },
};

const took = (from: string, to: string | null): number | null => (to === null ? null : (Date.parse(to) - Date.parse(from)) / 1_000);

function phasesOf(m: Maintenance): ReportPhase[] {
  const phase = (name: ReportPhaseName, leg: ReportPhase["leg"], words: string, from: string, to: string | null, more: Partial<ReportPhase> = {}): ReportPhase => ({ phase: name, leg, words, from, to, took_s: took(from, to), planned_s: null, usual: null, band: null, ...more });
  const learned = (one: ReportPhase, usual: ReportUsual): ReportPhase => ({ ...one, usual, band: one.took_s === null ? null : one.took_s < usual.shortest_s ? "shorter" : one.took_s > usual.p90_s ? "longer" : "inside" });
  const ofLeg = (name: "outbound" | "return"): ReportPhase[] => {
    const leg = m.legs[name];
    const word = name === "outbound" ? "outbound leg" : "return leg";
    if (leg.intended_at === null) return [];
    return [
      phase("users_out", name, `Users out, ${word}`, leg.intended_at, leg.done_at),
      learned(phase("sync", name, `Data sync, ${word}`, leg.intended_at, leg.both_backup_at), USUAL.sync),
      ...(leg.both_backup_at === null ? [] : [learned(phase("swap", name, `Roles changing, ${word}`, leg.both_backup_at, leg.done_at), USUAL.swap)]),
      ...(leg.done_at === null ? [] : [learned(phase("swing", name, `Swing, ${word}`, leg.done_at, leg.swung_at), USUAL.swing)]),
      ...(leg.swung_at === null ? [] : [phase("observe", name, `Observe, ${word}`, leg.swung_at, leg.signed_off_at, { planned_s: 900 })]),
    ];
  };
  const { outbound, return: back } = m.legs;
  return [
    ...ofLeg("outbound"), ...(outbound.done_at === null ? [] : [phase("on_the_stand_in", null, "On atl-2", outbound.done_at, back.done_at, { planned_s: 16_200 })]), ...ofLeg("return"),
    ...(outbound.done_at === null ? [] : [phase("without_redundancy", null, "Without redundancy", "2026-03-08T01:22:00Z", "2026-03-08T02:24:10Z")]),
  ];
}

export const outcomeOf = (m: Pick<Maintenance, "stage" | "open_points" | "handed_on">): ReportOutcome =>
  m.handed_on ? "handed_on" : m.stage === "signed_off" ? (m.open_points.length === 0 ? "complete" : "incomplete") : m.stage === "abandoned" || m.stage === "closed_away" ? m.stage : "open";

const HOW: Readonly<Record<ReportOutcome, string>> = { complete: "complete", incomplete: "done, incomplete", abandoned: "abandoned before a role command", closed_away: "closed without the way back", handed_on: "handed on", unsettled: "outcome unknown", open: "under way" };

function sentenceOf(m: Maintenance, outcome: ReportOutcome): string {
  switch (outcome) {
    case "complete": return "23 changes: 18 found on atl-1, 4 confirmed by hand, 1 discarded with a reason.";
    case "incomplete": return `Open: ${m.open_points.join("; ")}.`;
    case "abandoned": return "No role was changed. The vendor is late.";
    case "closed_away": return "atl-2 stays primary. The module has to be replaced first.";
    default: return `It goes on. The task that is due is ${m.stage.replaceAll("_", " ")}.`;
  }
}

export function kept(world: World, m: Maintenance): KeptReport {
  const folder = `${world.hello.data_dir}/reports/${m.id}`;
  const file = (format: string, bytes: number): KeptReport["files"][number] => ({ format, file: `${folder}/${m.id}.${format}`, bytes });
  return {
    folder, files: [file("html", 94_876), file("json", 812_204), file("csv", 6_120), file("md", 4_480)], signed: world.reports.signs && world.reports.key !== null,
    sentence: `The report is made. ${world.reports.key === null ? "It is not signed: there is no key yet." : `It is signed by the key ${world.reports.key}.`}`,
  };
}

function proofOf(world: World, m: Maintenance): ReportVerified {
  const forged = world.reports.forged.includes(m.id) ? [{ place: "journal[210].hash", words: "event 211 does not fit its chain" }] : world.reports.broken;
  return verified({ key: world.reports.signs ? world.reports.key : null, maintenance: m.id, journal_head: m.head.length === 64 ? m.head : CHAIN, events: Math.max(m.seq, 12), broken: forged });
}

export function shown(world: World, m: Maintenance): ReportShown {
  const outcome = world.reports.outcome ?? outcomeOf(m);
  return {
    id: m.id, title: m.title, pair: m.pair, site_name: m.site_name, outcome, headline: world.reports.headline ?? `${m.title}: ${HOW[outcome]}`, sentence: sentenceOf(m, outcome), open_points: m.open_points,
    began_at: m.stage === "signed_off" && m.id === "M-0042" ? "2026-03-08T00:30:00Z" : m.planned_at, ended_at: m.ended_at, phases: phasesOf(m), proof: proofOf(world, m), markdown, kept: world.reports.kept && m.ended_at !== null ? { ...kept(world, m), sentence: world.reports.outdated } : null,
  };
}

const refusal = (code: string, message: string, hint: string): WireError => ({ code, message, causes: [], hint });

function rows(world: World): RegisterRow[] {
  return world.listed.map((listed): RegisterRow => {
    const { id } = listed;
    if (world.reports.unreadable.includes(id)) return { id, title: null, ticket: null, pair: null, outcome: null, began_at: null, ended_at: null, planned_by: null, changes: null, open_points: null, kept: null, problem: "event 14 of its journal does not fit its chain" };
    const told = world.maintenances.find((one) => one.id === id);
    const points = told?.open_points.length ?? 0;
    const outcome = outcomeOf({ stage: listed.stage, open_points: told?.open_points ?? [], handed_on: told?.handed_on ?? false });
    const n = Number(id.slice(-4));
    return {
      id, title: listed.title, ticket: `CHG-${20_889 + n}`, pair: listed.pair, outcome, began_at: listed.created_at, ended_at: listed.ended_at, planned_by: n % 3 === 0 ? "robin@ops-7" : "alex@ops-7",
      changes: outcome === "abandoned" ? 0 : (n * 7) % 40, open_points: points, kept: listed.open ? null : `${world.hello.data_dir}/reports/${id}`, problem: null,
    };
  });
}

function sentence(world: World): string {
  const numbers = world.listed.map((one) => Number(one.id.slice(-4)));
  const last = Math.max(0, ...numbers);
  const missing = last - new Set(numbers).size;
  const all = `${numbers.length} ${numbers.length === 1 ? "maintenance" : "maintenances"}`;
  return `${all}${last === 0 ? "" : `, M-0001 to M-${String(last).padStart(4, "0")}`}, ${missing === 0 ? "without holes" : `${missing} ${missing === 1 ? "number is" : "numbers are"} missing`}`;
}

type Mine = Extract<keyof Answers, `report_${string}` | `register_${string}`>;

export function reportAnswers(world: World, open: (id: string) => Maintenance): Pick<Answers, Mine> {
  /** Written files are never overwritten. */
  const written = new Set<string>();
  const write = (out: string): void => {
    if (!out.startsWith("/")) throw refusal("bad-input", `'${out}' is no whole path`, "Give the whole path, from the root on.");
    if (written.has(out)) throw refusal("file-exists", `${out} is there already`, "Choose another name: nothing is overwritten.");
    written.add(out);
  };
  const readable = (id: string): Maintenance => {
    if (world.reports.unreadable.includes(id)) throw refusal("journal-broken", `Event 14 of the journal of ${id} does not fit its chain`, "Keep the data folder as it is, and ask who could write it.");
    return open(id);
  };
  return {
    report_make: ({ id, out }) => {
      const m = readable(id);
      write(out);
      const proof = proofOf(world, m);
      return { id, file: out, bytes: 141_310, headline: shown(world, m).headline, journal_head: m.head, signed: proof.signed, signature: proof.signature };
    },
    report_show: ({ id }) => shown(world, readable(id)),
    report_preview: ({ id }) => {
      readable(id);
      return { html: page };
    },
    report_keep: ({ id }) => {
      const made = kept(world, readable(id));
      Object.assign(world.reports, { kept: true, outdated: "" });
      return made;
    },
    report_key: ({ make }) => {
      if (make === true && world.reports.key === null) {
        if (world.hello.keychain === "locked") throw refusal("keychain-locked", "The keychain is locked", "Unlock it, then make the key.");
        world.reports.key = KEY;
      }
      const { key } = world.reports;
      return { fingerprint: key, public_key: key === null ? null : "d923a17f42d80b95e36a7ce15f2094bd163e6f029d413c8eb7a051f40e6b88cc", sentence: key === null ? world.reports.keyWhy : "Reports of this computer are signed by this key. It stays in the keychain." };
    },
    report_verify: ({ file }) => {
      if (!file.startsWith("/")) throw refusal("file", `${file} cannot be read: there is no such file`, "Give the whole path of a file that is there.");
      return world.reports.file ?? verified({ key: world.reports.signs ? world.reports.key : null });
    },
    register_show: () => ({ register: { rows: world.listed }, rows: rows(world), csv: "", sentence: sentence(world) }),
    register_write: ({ format, out }) => {
      write(out);
      return { file: out, bytes: 612 * world.listed.length, sentence: `${sentence(world)}, as ${format.toUpperCase()}.` };
    },
  };
}
