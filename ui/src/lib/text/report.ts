// The report of one maintenance: what it says, what it proves, and its files.
import type { ReportBand, ReportOutcome, ReportVerified } from "../wire";
import { count, list, size, some } from "./number";
import { clockShort, day, fromTo, localShort, minutes, span, utcShort, windowLocal, windowUtc } from "./time";

const FORMAT: Readonly<Record<string, string>> = { html: "Page", pdf: "PDF", json: "JSON", csv: "CSV", md: "Markdown" };
const HINT: Readonly<Record<string, string>> = {
  html: "one file, opens anywhere, prints well", pdf: "for paper and archives", json: "the whole document: it is what is checked", csv: "the changes, for a spreadsheet", md: "for the ticket",
};

export const BAND: Readonly<Record<ReportBand, string>> = {
  shorter: "shorter than usual", inside: "usual", longer: "longer than usual", no_history: "no history yet", gap: "a gap in observation lies in it",
};

export const FORMATS = ["html", "pdf", "json", "csv", "md"] as const;
export type Format = (typeof FORMATS)[number];

export const formatOf = (format: string): string => FORMAT[format] ?? format;

export const report = {
  reports: "Reports",
  crumb: (pair: string, site: string): string => ` · ${pair} · ${site}`,
  reading: (id: string): string => `The report of ${id}`,
  readingThen: "It is made from the record and checked.",
  failed: (id: string): string => `The report of ${id} could not be made`,
  failedMeans: "The record is as it was. Nothing was written.",
  stale: "What stands here was read before.",
  again: "Read again",
  draft: "Draft",
  draftText: (id: string): string => `${id} goes on. This is what its report says now; it grows until the maintenance ends.`,
  brokenStop: (words: string, place: string): string => `Stop. This report does not hold: ${words} (${place}).`,
  brokenThen: "It proves nothing beyond that place. Keep the data folder as it is, and ask who could write it.",

  copy: "Copy for the ticket",
  save: "Save as …",
  openPoints: "Open points",
  openRemark: "they stand in the report",

  when: (from: string, to: string | null): string => (to === null ? `Since ${day(from)}, ${localShort(from)}` : `${day(from)}, ${windowLocal(from, to)}`),
  whenUtc: (from: string, to: string | null): string => (to === null ? utcShort(from) : windowUtc(from, to)),
  goesOn: "goes on",
  legend: { out: "users out", change: "a change", backup: "a change on the backup", gap: "not seen" },
  home: "home",
  standIn: "stand-in",
  part: { before: "check, save", work: "work, reconcile", after: "verify" },
  away: (from: string, to: string): string => `without redundancy ${fromTo(from, to)}`,
  gapIn: (label: string, from: string, to: string): string => `${label} not seen ${fromTo(from, to)}`,
  road: (parts: readonly string[]): string => `${parts.join("; ")}.`,
  roadPrimary: (label: string, from: string): string => `${label} is primary from ${localShort(from)}`,
  roadStays: (label: string): string => `${label} is primary throughout`,
  roadOut: (from: string, to: string): string => `users out ${fromTo(from, to).replace("–", "to")}`,
  roadChanges: (n: number, backup: number): string => (n === 0 ? "no change is marked" : `${some(n, "change")} marked, ${backup === 0 ? "none" : count(backup)} on the backup`),
  onlyLast: (n: number): string => `The picture marks ${count(n)} of them.`,
  noTicks: "The changes could not be read: the picture marks none.",
  noGaps: "When nobody looked could not be read: the picture marks no gap.",
  noPicture: "The picture could not be drawn: the maintenance could not be read.",

  phases: "Phases",
  phase: "Phase",
  planned: "Planned",
  took: "Took",
  against: "Against the usual range",
  noPhases: "No role command was sent, so there is no phase.",
  notPlanned: "–",
  still: "goes on",
  range: (from: number, to: number): string => `${minutes(from)} – ${minutes(to)}`,
  inBand: (band: string): string => `${band},`,
  times: (from: string, to: string | null): string => (to === null ? `since ${clockShort(from)}` : fromTo(from, to)),
  span: (seconds: number): string => span(seconds),

  files: "Files",
  kept: "Kept files",
  keptWhere: "Kept in",
  folderOf: "the folder of the report",
  notKept: "No report was kept of it yet.",
  notKeptOpen: "It is kept by itself once the maintenance ends. Until then each format can be saved.",
  keep: "Keep it now",
  keepAgain: "Make it again",
  keepMeans: "The files that were kept before are as they were.",
  pathOf: (format: string): string => `the path of the ${formatOf(format)} file`,
  fileRemark: (bytes: number): string => size(bytes),
  signed: "signed",
  unsigned: "not signed",

  saveHead: "Save as",
  format: "Format",
  formatHint: (format: string): string => HINT[format] ?? "",
  path: "File on this computer",
  pathHint: "The whole path of a file that is not there yet. Nothing is overwritten.",
  pathEmpty: "Enter the path first.",
  saveAct: (format: string): string => `Save ${format === "html" ? "the page" : formatOf(format)}`,
  saveMeans: "No file was made.",
  close: "Close",
  made: (file: string, bytes: number): string => `Written to ${file}, ${size(bytes)}.`,
  madeCopy: "the path of the file",

  preview: "The page",
  previewText: "The whole report as it is saved and printed. It loads nothing and runs nothing.",
  previewShow: "Show the page",
  previewHide: "Hide the page",
  previewOf: (id: string): string => `The page of the report of ${id}`,
  previewMeans: "The report itself is not touched.",

  open: "Open the report",
  became: "The report says what was done and proves it.",
  journal: "Read the journal",
  maintenance: (id: string): string => `Open ${id}`,
} as const;

/** What a check came to: where nothing is broken a report may be unproven all the same, such as one of another version. */
export type Proven = "holds" | "unproven" | "broken";
export const provenOf = (found: Pick<ReportVerified, "proven" | "unproven" | "broken">): Proven =>
  found.proven ? "holds" : found.broken.length === 0 && found.unproven !== null ? "unproven" : "broken";

/** What was checked, of a report of this computer and of any file. */
export const proof = {
  title: "Proof",
  is: { holds: "holds, checked now", unproven: "not proven", broken: "does not hold" } satisfies Record<Proven, string>,
  /** The program's reason, as a sentence. */
  unproven: (why: string): string => `${why.charAt(0).toUpperCase()}${why.slice(1).replace(/\.$/, "")}.`,
  chain: "Journal chain",
  chainEvents: (n: number): string => `${some(n, "event")}, no break`,
  chainOnly: (n: number): string => some(n, "event"),
  chainBroken: (n: number | null): string => (n === null ? "it does not hold" : `${some(n, "event")}, it does not hold`),
  chainUnknown: "not readable",
  head: "head",
  headOf: "the head of the chain",
  evidence: "Evidence",
  evidenceAll: (n: number): string => `${some(n, "reading")}, each names its evidence by hash`,
  evidenceSome: (named: number, of: number): string => `${count(named)} of ${some(of, "reading")} name their evidence by hash`,
  evidenceNone: "no reading",
  evidenceMissing: (n: number): string => `${some(n, "piece")} of it ${n === 1 ? "is" : "are"} not kept any more`,
  verdicts: "Verdicts",
  verdictsAll: (n: number, of: number): string => (of === 0 ? "none to recompute" : `${count(n)} of ${count(of)} recomputed, ${n === of ? "equal" : "not all equal"}`),
  verdictsShow: "Show each",
  verdictsHide: "Hide each",
  verdictLine: (claim: string, found: string | null): string => (found === null ? claim : `${claim}: judged again, ${found}`),
  agrees: "equal",
  differs: "differs",
  signature: "Signature",
  key: "key",
  keyOf: "the fingerprint of the key",
  ours: "of this computer",
  notOurs: "not the key of this computer: compare it with one you have from elsewhere",
  noOwn: "this computer has no key to compare it with",
  unsigned: "none",
  doesNotHold: "What does not hold",
  first: "first",
  notProven: "Not proven",
  anywhere: "Check it anywhere, offline",
  command: (file: string): string => `switchbackctl verify ${/[^\w./:\\-]/.test(file) ? `"${file}"` : file}`,
  commandOf: "the command that checks it",
} as const;

/** A file that is checked, whoever made it. */
export const verify = {
  title: "Check a file",
  text: "A report (page or JSON) or an exported maintenance, of this computer or of any other. It is read here and sent nowhere.",
  label: "File to check",
  hint: "The whole path, or drop the file on this window.",
  empty: "Enter the path first, or drop the file.",
  act: "Check it",
  means: "Nothing was checked. The file is as it was.",
  many: (n: number): string => `${some(n, "file")} were dropped: the first one is checked.`,
  checking: (file: string): string => `${file} is being checked.`,
  result: "What the check came to",
  is: {
    holds: "It holds. Everything that can be checked was checked.", unproven: "It is not proven. Nothing in it was found broken.", broken: "It does not hold.",
  } satisfies Record<Proven, string>,
  noReport: "This is no report of Switchback.",
  noReportThen: "Nothing in it can be checked. Choose the page (html) or the JSON of a report, or an exported maintenance. PDF, CSV and Markdown carry no chain: check the JSON that was kept with them.",
  why: "What was read",
  of: (id: string | null, computer: string | null): string => [id, computer === null ? null : `made on ${computer}`].filter((one) => one !== null).join(", "),
  file: "File",
  close: "Close",
} as const;

/** What a maintenance came to; a journal that cannot be read tells nothing of it. */
export type Outcome = ReportOutcome | "unreadable";

/** "M-0001, M-0002 and 4 more" */
const first = (ids: readonly string[]): string => `${list(ids.slice(0, 6))}${ids.length > 6 ? ` and ${count(ids.length - 6)} more` : ""}`;

export const registerText = {
  outcome: {
    open: "open", complete: "complete", incomplete: "done, incomplete", abandoned: "ended before a swap", closed_away: "closed away", handed_on: "handed on", unsettled: "outcome unknown", unreadable: "cannot be read",
  } satisfies Record<Outcome, string>,
  filter: {
    open: "Open", complete: "Complete", incomplete: "Incomplete", abandoned: "Ended before a swap", closed_away: "Closed away", handed_on: "Handed on", unsettled: "Outcome unknown", unreadable: "Cannot be read",
  } satisfies Record<Outcome, string>,
  lower: {
    open: "open", complete: "complete", incomplete: "done but incomplete", abandoned: "ended before a swap", closed_away: "closed away", handed_on: "handed on", unsettled: "of unknown outcome", unreadable: "cannot be read",
  } satisfies Record<Outcome, string>,
  counts: (counts: readonly (readonly [string, number])[]): string => `${list(counts.map(([word, n]) => `${count(n)} ${word}`))}.`,
  anyPair: "Any pair",
  pairLabel: "Pair",
  anyTime: "Any time",
  timeLabel: "Year",
  checkAll: "Check all proofs",
  stop: "Stop",
  checking: (done: number, of: number, id: string | null): string => `${count(done)} of ${count(of)} checked${id === null ? "" : `, ${id} is being checked`}.`,
  stopped: (done: number, of: number): string => `Stopped: ${count(done)} of ${count(of)} were checked.`,
  allHold: (n: number, at: string): string => `${n === 1 ? "The proof that was checked holds" : `All ${count(n)} proofs that were checked hold`}, checked ${localShort(at)}.`,
  proofBroken: (ids: readonly string[]): string => `Stop. The proof of ${list(ids)} does not hold.`,
  proofUnproven: (ids: readonly string[]): string => `${first(ids)} ${ids.length === 1 ? "is" : "are"} not proven; nothing was found broken.`,
  proofFailed: (ids: readonly string[]): string => `${first(ids)} could not be checked.`,
  unreadable: (ids: readonly string[]): string => `${first(ids)} cannot be read. ${ids.length === 1 ? "It stands" : "They stand"} in the register all the same.`,
  failedMeans: "What the list of maintenances tells is shown. What each came to is not known.",
  rows: (n: number, of: number): string => `Rows 1–${count(n)} of ${count(of)}.`,
  older: "Older",
  export: "Export the register",
  exportText: (n: number): string => `All ${some(n, "row")}, also what a filter hides, what cannot be read, and numbers that are missing.`,
  exportHidden: (n: number): string => `${count(n)} of them ${n === 1 ? "is" : "are"} hidden by the filter now.`,
  exportFormat: "Format",
  exportLabel: "File to write",
  formats: { csv: "CSV", json: "JSON" },
  exportHint: "The whole path of a file that is not there yet. Nothing is overwritten.",
  exportAct: (format: string): string => `Export ${format}`,
  exportMeans: "No file was made.",
  exported: (file: string, bytes: number): string => `Written to ${file}, ${size(bytes)}.`,
  close: "Close",
  openPoints: (n: number): string => some(n, "open point"),
  notKept: "no report kept",
} as const;

export const reportKey = {
  title: "Report signature",
  signing: "Signing key of this computer",
  print: "Fingerprint of the key",
  printOf: "the fingerprint of the signing key",
  public: "Public key",
  publicHint: "who checks a report needs its fingerprint, once, from you",
  publicOf: "the public key",
  none: "No key",
  make: "Make the key",
  makeHint: "It is kept in the keychain and never leaves it. The keychain may ask you to unlock it.",
  failed: "Whether reports are signed is not known. They are made all the same.",
  again: "Read again",
} as const;
