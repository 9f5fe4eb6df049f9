// The ledger: its changes, how they were seen, and what was not looked at.
import type { Waits } from "../leg/watched";
import type { Arrival, Change, ChangeClass, Disposition, Group, SeenBy, Witness } from "../wire";
import { count, list, some } from "./number";
import { ago, clock, clockShort, dayShort, fromTo, full, instantOn, local, localOn, span, weekday, windowLocal, windowUtc } from "./time";

export const GROUP: Record<Group, string> = { carried: "Carried by the sync", overwritten: "Would be overwritten", conflict: "Conflicts", never_synced: "Never synced", secret: "Secrets", blind_spot: "Blind spots", noise: "Kept out of sight" };
export const CLASS: Record<ChangeClass, string> = { configuration: "Configuration", self_service: "Self-service", automatic: "Automatic", appliance: "/appliance", operational: "Operational" };
export const WITNESS: Record<Witness, string> = { syslog: "syslog", snapshot: "snapshot", note: "note" };
export const WITNESS_MARK: Record<Witness, string> = { syslog: "S", snapshot: "C", note: "N" };
export const SEEN: Record<SeenBy, string> = { snapshot_and_syslog: "Snapshot and syslog", snapshot: "Snapshot only", syslog: "Syslog only", notes: "Notes only", nothing: "Nothing" };
export const ARRIVAL: Record<Arrival, string> = { found: "found", missing: "missing", overwritten_later: "overwritten later", not_observable: "cannot be seen" };

const TO_DECIDE: Partial<Record<Group, string>> = { carried: "to confirm", never_synced: "to confirm", secret: "to confirm" };
const DECIDED: Record<Disposition, string> = { keep: "kept", reapply: "re-apply", undo: "undo", discard: "discarded", confirm: "by hand", waive: "waived" };
const SHORT: Record<Waits["for"], (n: number) => string> = { decide: (n) => `${count(n)} to decide`, do: (n) => `${count(n)} not done`, read: (n) => `${some(n, "blind spot")} to read` };
const DONE: Partial<Record<Disposition, string>> = { reapply: "re-applied", undo: "undone" };

/** What stands at the end of a row. */
export function standingWord(one: Pick<Change, "standing" | "group" | "disposition">): string {
  switch (one.standing) {
    case "undecided": return TO_DECIDE[one.group] ?? "to decide";
    case "settled": return one.group === "carried" ? "carried" : "settled";
    case "by_this_program": return "by Switchback";
    case "outstanding": return one.disposition === null ? "not done yet" : `${DECIDED[one.disposition]}, not done`;
    case "done": return one.disposition === null ? "done" : (DONE[one.disposition] ?? DECIDED[one.disposition]);
    case "decided": return one.disposition === null ? "decided" : one.group === "carried" && one.disposition === "keep" ? "carried" : DECIDED[one.disposition];
  }
}

export const ledger = {
  title: (n: number, since: boolean, verdict: string): string => `${n === 0 ? "No change" : some(n, "change")} ${since ? "since the baseline" : "so far"}. ${verdict.replace(/[.]$/, "")}.`,
  reading: "The ledger is being read.",
  failed: "The ledger could not be read.",
  failedMeans: "Nothing is lost: what was recorded stays in the data folder.",
  staleMeans: "What stands here was read before, and may be old.",
  baseline: (at: string, now: string): string => `Baseline ${instantOn(at, now)}.`,
  baselines: (each: readonly [string, string | null][], now: string): string => `Baseline ${list(each.map(([label, at]) => (at === null ? `of ${label}: none` : `of ${label} ${instantOn(at, now)}`)))}.`,
  noBaseline: (from: string, now: string): string => `No baseline was read. Counted from ${instantOn(from, now)} on.`,
  pulled: (age: string): string => `Logs read ${age} from both appliances.`,
  pulledEach: (each: readonly [string, string | null][]): string => `Log of ${list(each.map(([label, age]) => `${label} ${age === null ? "never read" : `read ${age}`}`))}.`,
  pulledLate: "That is longer ago than it should be: newer changes may not be here yet.",
  noise: (n: number): string => `${some(n, "sign-in, report and token event")} ${n === 1 ? "is" : "are"}`,
  outOfSight: "kept out of sight",
  noiseTitle: "Kept out of sight",
  noiseText: "Events that are no change. They are counted, and shown by no filter.",
  noiseEvent: "Event",
  noiseCount: "How often",
  noNoise: "No event was kept out of sight.",
  ignoredTitle: "Fields out of sight",
  seeAgain: "Show it again",
  seeAgainOf: (kind: string, field: string): string => `Show again: ${field} of ${kind}`,
  hideNoise: "Close",

  addNote: "Add a note",
  collect: "Collect now",
  collectHead: "Collect now",
  collectText: "Reads the logs of both appliances from where they were read to. Nothing is changed on them.",
  collectLogs: "Read the logs",
  collectAll: "Read logs and configuration",
  collectAllThen: "The configuration is read whole, within the share of the rate limit: it may take minutes. You may leave this page.",
  collectedLog: (source: string, messages: number, fresh: number): string => `${source}: ${some(messages, "message")}, ${fresh === 0 ? "none new" : `${count(fresh)} new`}`,
  collectedBad: (incomplete: number, damaged: number): string => list([...(incomplete === 0 ? [] : [`${count(incomplete)} incomplete`]), ...(damaged === 0 ? [] : [`${count(damaged)} that could not be read`])]),
  collectedTrouble: (source: string, why: string): string => `${source}: not read. ${why}`,
  collectedSnapshot: (label: string, objects: number): string => `${label}: configuration read, ${some(objects, "object")}`,
  collectedFailed: (kind: string, why: string): string => `${kind} could not be read: ${why}`,
  collectedFresh: (n: number): string => (n === 0 ? "No new change." : `${some(n, "new change")}.`),
  importHead: "Import a log file",
  importText: "A syslog file that a person has. It is read as the logs of both appliances are, and what is known already is not counted twice.",
  importLabel: "Log file",
  importHint: "A path on this computer: text, .gz or .zip.",
  importEmpty: "Say which file.",
  importAct: "Import",
  shut: "Not now",

  road: (counts: readonly [string, number][], open: number, gaps: readonly string[]): string =>
    [`Changes over time: ${list(counts.map(([label, n]) => `${count(n)} on ${label}`))}`, ...(open === 0 ? [] : [`${count(open)} ${open === 1 ? "waits" : "wait"} for a person`]), ...gaps].join("; "),
  gap: (label: string, from: string, to: string): string => `not seen ${fromTo(from, to)}, ${label}`,
  gapsUnknown: "When nobody looked could not be read: the picture may have gaps that it does not show.",
  onlyLast: (n: number): string => `The picture shows the last ${count(n)}.`,

  find: "Find in changes",
  all: "All",
  needs: "Need a decision",
  onBackup: "On the backup",
  by: (who: string): string => `By ${who}`,
  onlyBy: (witness: Witness): string => `Seen by ${WITNESS[witness]} only`,
  more: "More",
  since: "Since",
  anyTime: "any time",
  fewer: "Fewer",
  filters: "Which changes",
  shows: (n: number, of: number): string => `Shows ${count(n)} of ${some(of, "change")}.`,
  showAll: "Show all",
  none: "No change fits.",
  noneText: (of: number): string => `${some(of, "change")} ${of === 1 ? "is" : "are"} hidden by what is asked.`,

  emptyTitle: "No change yet",
  emptyText: (from: string, labels: readonly string[]): string => `The logs and the configuration of ${list(labels)} are watched, from ${full(from)} on. A change appears here by itself, with the next reading.`,
  notWatchedTitle: "Nothing is watched",
  notWatchedText: "Neither a log nor a configuration was read: what was changed cannot be told, nor that nothing was. Collect now, or write down each change as a note.",

  seenBy: "seen by",
  witnesses: "syslog, snapshot, note",
  seenByNames: (names: readonly Witness[]): string => (names.length === 0 ? "seen by nobody" : `seen by ${list(names.map((one) => WITNESS[one]))}`),
  hourOf: (day: string, hour: string): string => `${day}, ${hour}`,
  hour: (from: string, to: string): string => windowLocal(from, to),
  noTime: "Time not known",
  notBefore: (from: string, to: string): string => `between ${clock(from)} and ${clock(to)}`,
  roughly: "about",
  role: { primary: "primary", backup: "backup", unknown: "role not known" },
  nowhere: "not known where",
  nobody: "not known who",
  auto: (who: string): string => `${who}, automatic`,
  list: "Changes",
  older: (n: number): string => `Show ${count(n)} older`,
  olderLeft: (n: number): string => `${count(n)} older ${n === 1 ? "is" : "are"} not on the page.`,
  newer: (n: number): string => `Show ${count(n)} newer`,
  newerLeft: (n: number): string => `${count(n)} newer ${n === 1 ? "is" : "are"} not on the page.`,
  kept: "It does not fit what is asked any more. It stays until you close it.",

  added: (name: string): string => `${name} added`,
  removed: (name: string): string => `${name} removed`,
  changed: (name: string): string => `${name} changed`,
  renamed: (name: string): string => `“${name}” renamed`,
  reordered: (name: string): string => `${name} moved in its list`,
  done: (name: string): string => name,
  fields: (name: string, n: number): string => `${name}: ${some(n, "field")} changed`,
  unnamed: "an object without a name",

  badge: { incomplete: "incomplete message", unknown: "unknown event", overwritten: "already overwritten", doubt: "made during a sync", ours: "by Switchback", automatic: "automatic" },
  badgeText: {
    incomplete: "A segment of its message is missing: there may be more to it.",
    unknown: (event: string): string => `Its event is in no list. It is told by its name alone: ${event}.`,
    overwritten: "Both sides read the same since: a data sync has overwritten it.",
  },

  field: "Field",
  before: "Before",
  after: "After",
  secret: "changed; the value is secret and not known here",
  value: { gone: "not there", untold: "not told", empty: "empty", none: "null", emptyList: "an empty list", yes: "yes", no: "no" },
  entries: (n: number): string => some(n, "entry", "entries"),
  listAdded: (names: readonly string[]): string => `added ${list(names)}`,
  listRemoved: (names: readonly string[]): string => `removed ${list(names)}`,
  listMoved: "in another order",
  showAllOf: (what: string): string => `Show all of ${what}`,
  showLess: "Show less",
  showAllWord: "Show all",
  noFields: "What it holds is not told: only that it was done.",

  facts: {
    who: "Who", where: "Where", when: "When", on: "On", seen: "Seen by", group: "Group", decision: "Decision", note: "Note", reason: "Reason", arrival: "Arrival", against: "Against", kind: "Object", entry: "Number",
  },
  decidedBy: (word: string, by: string, at: string): string => `${word}, by ${by}, ${dayShort(at)} ${clockShort(at)}`,
  place: (place: string): string => place.replaceAll(" > ", " › "),
  inLogin: (place: string): string => (place.startsWith("/appliance") ? place.replaceAll(" > ", " › ") : `/login › ${place.replaceAll(" > ", " › ")}`),
  raw: "Raw evidence",
  hideRaw: "Hide the evidence",
  ignore: "Ignore a field",
  ignoreWhich: (kind: string): string => `A field that is ignored makes no change any more, on every object of the kind ${kind}. Which one?`,
  ignoreField: (field: string): string => `Ignore ${field}`,
  ignored: (field: string, kind: string): string => `${field} of ${kind} is out of sight now.`,
  undo: "Undo",
  decide: "Decide",
  change: "Change the decision",
  decideOf: (what: string): string => `Decide: ${what}`,
  evidenceOf: (witness: Witness): string => WITNESS[witness],
  evidenceFrom: (source: string, by: string, fact: number): string => `from ${source}, recorded by ${by}, fact ${count(fact)}`,

  short: (n: number, waits: Waits | null): string => `${some(n, "change")}${waits === null ? "" : `, ${SHORT[waits.for](waits.n)}`}`,
  cardTitle: "Ledger, live",
  cardChanges: (n: number, since: string, now: string): string => `${n === 1 ? "change" : "changes"} since ${localOn(since, now)}`,
  cardOpen: "Open",
  cardOpenOf: "Open the ledger",
  cardWaits: {
    decide: (n: number): string => (n === 1 ? "1 needs a decision" : `${count(n)} need a decision`),
    do: (n: number): string => (n === 1 ? "1 is decided and not done" : `${count(n)} are decided and not done`),
    read: (n: number): string => `${some(n, "blind spot")} to read`,
  } satisfies Record<Waits["for"], (n: number) => string>,
  cardReconciled: "Every change has its decision.",
  cardNotWatched: "Nothing is watched.",
  toLedger: "See the ledger",
  cardNone: "Nothing was collected yet: no log and no configuration was read.",
} as const;

export const coverage = {
  crumb: "Coverage",
  sentence: ["See ", "what was looked at"],
  title: (spots: number, watched: boolean): string => (!watched ? "Nothing was watched." : spots === 0 ? "Nothing was missed." : `${some(spots, "blind spot")}.`),
  lede: (from: string, to: string): string => `${weekday(from)}, ${windowLocal(from, to)} · ${windowUtc(from, to)}. The ledger never looks more complete than it is.`,
  notWatched: "Neither a log nor a configuration of the primary was read.",
  reading: "Coverage is being read.",
  failed: "Coverage could not be read.",
  spots: "Blind spots",
  noSpots: "None. Every minute and every page that can be seen was seen.",
  map: "Pages of /login and /appliance",
  mapOf: (n: number): string => some(n, "page"),
  page: "Page",
  onLabel: (label: string): string => `On ${label}`,
  synced: "By a sync",
  carried: "carried",
  never: "never",
  logs: "Logs that were read",
  noLogs: "No log was read.",
  log: (one: { messages: number; incomplete: number; damaged: number }): string => [some(one.messages, "message"), ...(one.incomplete === 0 ? [] : [`${count(one.incomplete)} incomplete`]), ...(one.damaged === 0 ? [] : [`${count(one.damaged)} could not be read`])].join(", "),
  time: (from: string | null, to: string): string => (from === null ? `to ${dayShort(to)}, ${local(to)}` : from === to ? `${dayShort(to)}, ${local(to)}` : `${dayShort(from)}, ${clock(from)} – ${dayShort(from) === dayShort(to) ? "" : `${dayShort(to)}, `}${local(to)}`),
  readings: (n: number): string => (n === 1 ? "" : `; read ${count(n)} times`),
  took: (from: string, to: string): string => span(Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000)),
  snapshots: "Configurations that were read",
  noSnapshots: "No configuration was read.",
  snapshot: (kinds: number, objects: number): string => `${some(kinds, "kind")}, ${some(objects, "object")}`,
  source: "From",
  when: "When",
  what: "What",
  failedKind: (kind: string, why: string): string => `${kind}: ${why}`,
  failedKinds: (n: number): string => `${some(n, "kind")} could not be read`,
  acknowledge: "Read and acknowledge them in Reconcile",
  read: (by: string, at: string): string => `read by ${by}, ${dayShort(at)} ${clockShort(at)}`,
  legend: { snapshot_and_syslog: "who, when, before and after", snapshot: "before and after, not who", syslog: "who and when; often not what stood there before", notes: "only what a person wrote", nothing: "cannot be told at all" },
  back: "Ledger",
  ageOf: ago,
} as const;

export const noteForm = {
  title: "Add a note",
  text: "A change that no log and no configuration shows. It becomes an entry of the ledger.",
  never: "Never write a secret here: only that it was changed.",
  place: "Place in /login or /appliance",
  placeHint: "Choose the page. Type to find it; arrows move, Enter chooses.",
  placeFind: "Find a page",
  placeEmpty: "Choose the page on which it was changed.",
  placeNone: "No page is called so.",
  placesFailed: "The pages could not be read.",
  chosen: (place: string): string => `Chosen: ${place}`,
  notSynced: "never synced",
  object: "What was changed",
  objectHint: "Such as the name of the user, the group or the setting.",
  objectEmpty: "Say what was changed.",
  before: "Before",
  after: "After",
  optional: "where known",
  note: "Note",
  noteHint: "What was done, and why.",
  noteEmpty: "Say what was done.",
  on: "Appliance",
  onUnknown: "not known",
  onHint: "On which appliance it was done.",
  act: "Add the note",
  is: { place: "is not chosen", object: "is empty", note: "is empty" },
  added: (entry: string): string => `${entry} was added.`,
} as const;

export const arrivals = {
  title: (home: string): string => `Changes, looked for on ${home}`,
  counts: (found: number, of: number): string => `${count(found)} of ${count(of)} found`,
  nothing: "The ledger has no change, so there is none to look for.",
  head: { missing: "Missing", overwritten_later: "Overwritten later", not_observable: "Cannot be seen", found: "Found", none: "Not looked for" } satisfies Record<Arrival | "none", string>,
  text: {
    missing: "Read after the way back, and not as recorded. Redo it, or waive it by name.",
    overwritten_later: "It arrived, and a later change wrote over it.",
    not_observable: "Neither a log nor the configuration can tell. How it was confirmed stands in the ledger.",
    found: "Every field the change touched reads as recorded.",
    none: "Given up, undone or waived; or not looked for yet.",
  } satisfies Record<Arrival | "none", string>,
  groupOf: (word: string, n: number): string => `${word}, ${count(n)}`,
  more: (n: number): string => `Show ${count(n)} more`,
  decide: "Decide in Reconcile",
  decideOf: (what: string): string => `Decide in Reconcile: ${what}`,
  failed: "What was looked for could not be read.",
  sentence: (found: number, of: number, missing: number, home: string): string => `${count(found)} of ${some(of, "change")} ${found === 1 ? "is" : "are"} found on ${home}. ${count(missing)} ${missing === 1 ? "is" : "are"} missing.`,
} as const;
