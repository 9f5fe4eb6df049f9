import type { Applied, Disposition, Group } from "../wire";
import { count, list, some } from "./number";
import { clockShort, dayShort, localShort } from "./time";

export const reconcile = {
  open: "Nothing was watched. The way back waits for a person who states that the notes are complete.",
  openThen: (standIn: string, home: string): string => `Fail back copies ${standIn} over ${home}. What was changed only on ${home} is lost unless it is made on ${standIn} first.`,
  stated: (by: string): string => `${by} states that the notes are complete.`,
  statedThen: "Nothing was watched: the notes are the record of what was changed.",
  later: "There is nothing to reconcile yet.",
  laterThen: "The question is asked once the outbound leg is signed off.",
  needs: (changes: number, outstanding: number, spots: number): string => {
    const read = `${some(spots, "blind spot")} ${spots === 1 ? "is" : "are"} to be read`;
    const too = spots === 0 ? "" : `, and ${read}`;
    if (changes > 0) return `${some(changes, "change")} ${changes === 1 ? "needs" : "need"} a decision before the way back opens${too}.`;
    if (outstanding > 0) return `${some(outstanding, "change")} ${outstanding === 1 ? "is" : "are"} decided and not done yet${too}.`;
    return `${read} before the way back opens.`;
  },
  reconciled: "Reconciled. Every change has its decision.",
  nothing: "Nothing to reconcile.",
  settled: (n: number, of: number): string => `${count(n)} of ${count(of)} ${of === 1 ? "is" : "are"} settled.`,
  copies: (primary: string, backup: string): string => `Fail back copies ${primary} over ${backup}: what stands only on ${backup} is lost unless you re-apply it on ${primary} first.`,
  openNow: "The way back opens with its check. A decision can be changed until then.",
  reading: "Where reconciling stands is being read.",
  failed: "Where reconciling stands could not be read.",
  failedMeans: "The way back stays locked. Nothing that was decided is lost.",
  staleMeans: "What stands here was read before, and may be old.",
  locked: (sentence: string): string => `Locked: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
  lockedUnread: "Locked until it is read.",

  groups: "Groups",
  groupState: (group: Group, undecided: number, outstanding: number, of: number): string => {
    if (of === 0) return "none";
    if (undecided > 0) {
      switch (group) {
        case "overwritten": return undecided === of ? "decide each" : `${count(undecided)} to decide`;
        case "conflict": return undecided === of ? "choose a side" : `${count(undecided)} to choose`;
        case "carried": return `read, and confirm ${count(undecided)}`;
        case "never_synced":
        case "secret": return `${count(of - undecided)} of ${count(of)} ticked off`;
        default: return `${count(undecided)} to read`;
      }
    }
    if (outstanding > 0) return `${count(outstanding)} decided, not done`;
    switch (group) {
      case "carried": return "each is meant to stay";
      case "never_synced": return `${count(of)} of ${count(of)} ticked off`;
      case "secret": return "confirmed by hand";
      case "blind_spot": return "read";
      default: return "decided";
    }
  },
  groupRemark: (group: Group, primary: string, backup: string): string => {
    switch (group) {
      case "overwritten": return `made on ${backup}, or nobody knows where`;
      case "conflict": return "changed on both sides";
      case "carried": return `made on ${primary}, the primary`;
      case "never_synced": return "of one appliance alone";
      case "secret": return "the value is not known here";
      case "blind_spot": return "what nobody looked at";
      case "noise": return "";
    }
  },
  groupText: (group: Group, primary: string, backup: string): string => {
    switch (group) {
      case "overwritten": return `The sync copies ${primary} over ${backup}: what stands only on ${backup} is gone after it, unless it is re-applied on ${primary} before.`;
      case "conflict": return `The same field of the same object reads differently on ${primary} and on ${backup}. The sync keeps what stands on ${primary}.`;
      case "carried": return `Read it as one list: each is meant to stay. What is not meant to stay is undone on ${primary} before the way back.`;
      case "never_synced": return "No data sync takes these along: /appliance settings, certificates, network. Do each by hand on the other appliance where it belongs there too, and say that you have seen it.";
      case "secret": return "It is known that each of these changed, and not to what. Look in /login, and say that you have seen it.";
      case "blind_spot": return "Changes made there or then may be unseen. Read each and acknowledge it: it stands in the report, with your name.";
      case "noise": return "";
    }
  },
  none: "Nothing is in this group.",
  by: (at: string | null, who: string): string => (at === null ? `by ${who}` : `${at} by ${who}`),
  seeEntry: "See it in the ledger",
  seeEntryOf: (what: string): string => `See it in the ledger: ${what}`,
  arrow: "becomes",

  word: (as: Disposition, group: Group, primary: string, backup: string): string => {
    switch (as) {
      case "keep": return group === "conflict" ? `Keep what stands on ${primary}` : "It is meant to stay";
      case "reapply": return group === "conflict" ? `Take ${backup}’s: re-apply it on ${primary}` : `Re-apply on ${primary}`;
      case "undo": return `Undo on ${primary}`;
      case "discard": return "Discard";
      case "confirm": return group === "blind_spot" ? "Read and acknowledged" : "Done by hand, seen by me";
      case "waive": return "Waive, by name";
    }
  },
  hint: (as: Disposition, group: Group, primary: string): string => {
    switch (as) {
      case "reapply": return `It is done by the plan, or by hand on ${primary}, before the way back.`;
      case "undo": return `It is taken back by the plan, or by hand on ${primary}, before the way back.`;
      case "discard": return "It is given up. The report says why.";
      case "waive": return "It is left as it is. The report says why.";
      case "confirm": return group === "conflict" ? "Both sides were set by hand." : "";
      case "keep": return "";
    }
  },
  decide: (what: string): string => `Decision: ${what}`,
  act: (word: string): string => `Decide: ${word.charAt(0).toLowerCase()}${word.slice(1)}`,
  actOf: (word: string, what: string): string => `Decide: ${word.charAt(0).toLowerCase()}${word.slice(1)}, ${what}`,
  reason: "Why",
  reasonHint: (who: string): string => `It stands in the report, with the name ${who}.`,
  reasonOptional: "optional",
  reasonMissing: "Say why: the reason stands in the report.",
  chooseFirst: "Choose what becomes of it.",
  change: "Change the decision",
  changeOf: (what: string): string => `Change the decision: ${what}`,
  leave: "Leave it as it is",
  decidedBy: (by: string, at: string): string => `${by}, ${dayShort(at)} ${clockShort(at)}`,
  decided: "Decided",
  outstanding: "not done yet",
  doneRead: "done, and read back",
  byUs: "Made by Switchback, to carry out a decision.",
  settledWord: "There is nothing to decide.",
  another: "Another answer",
  anotherOf: (what: string): string => `Another answer: ${what}`,
  quickOf: (word: string, what: string): string => `${word}: ${what}`,
  overwrittenAlready: "Both sides read the same since: a data sync has overwritten it already.",
  incomplete: "Its message is incomplete: there may be more to it.",

  undoInstead: "Undo this one instead",
  undoOf: (what: string): string => `Undo this one instead: ${what}`,
  keepAfterAll: "It stays after all",
  keepOf: (what: string): string => `It stays after all: ${what}`,
  confirmAll: (n: number): string => (n === 0 ? "Each is meant to stay" : n === 1 ? "It is meant to stay: confirm 1" : `Each is meant to stay: confirm ${count(n)}`),
  confirmBy: (who: string): string => `It stands in the journal with the name ${who}. What comes in later is not confirmed by it.`,
  allConfirmed: "Nothing is left to confirm.",
  showRest: (n: number): string => `Show ${count(n)} more`,
  showFirst: (n: number): string => `Show them all first: ${count(n)} ${n === 1 ? "is" : "are"} not on the page.`,
  acknowledgeAll: (n: number): string => (n === 0 ? "Acknowledge all" : n === 1 ? "Acknowledge it" : `Acknowledge all ${count(n)}`),
  allRead: "All are acknowledged.",

  baseline: "Before",
  onPrimary: (label: string): string => `On ${label}, primary`,
  onBackup: (label: string): string => `On ${label}, backup`,
  bothSides: "both sides",
  notTouched: "not changed there",
  otherwise: "Or otherwise",

  planTitle: (primary: string): string => `Re-apply plan for ${primary}`,
  dryRun: "dry run",
  planText: (primary: string): string => `The plan reads ${primary} and shows the exact calls. Nothing is sent.`,
  planNone: "Nothing is decided to be re-applied or undone.",
  planEmpty: "Nothing is left to do.",
  planMade: (primary: string): string => `Nothing has been sent. These are the exact calls. A call stops where ${primary} no longer holds the value at left, and each is read back after it ran.`,
  planRan: (primary: string): string => `What came of each call on ${primary} stands with it. For another run the plan is made again.`,
  makePlan: "Make the plan",
  makeAgain: "Make it again",
  tickAll: (n: number): string => `Tick all ${count(n)}`,
  tickNone: "Tick none",
  alreadySo: (primary: string): string => `Nothing to send: it already stands so on ${primary}.`,
  byHand: "by hand",
  clickPath: (primary: string, place: string): string => `In ${place.startsWith("/appliance") ? "" : "/login of "}${primary}: ${place.replaceAll(" > ", " › ")}`,
  setTo: (field: string, value: string): string => `${field}: ${value}`,
  secretValue: "the secret, which is not known here",
  alsoByHand: (fields: readonly string[]): string => `By hand all the same: ${list(fields)}.`,
  disposition: { reapply: "re-apply", undo: "undo" },
  run: (n: number, primary: string): string => `Run ${some(n, "call")} on ${primary}`,
  runNone: (primary: string): string => `Run calls on ${primary}`,
  tickFirst: "Tick the calls to run.",
  runThen: "Changes settings on the primary users work on now.",
  runProduction: (n: number, primary: string): string => `${n === 1 ? "This call changes" : `These ${count(n)} calls change`} settings on ${primary}, in production. Users work on it now.`,
  runNot: "Do not run",
  ran: (at: string): string => `ran ${localShort(at)}`,
  outcome: { done: "Done, and read back", refused: "Refused", not_sent: "Not sent", unknown: "Outcome unknown", by_hand: "By hand", not_as_planned: "Not as planned" } satisfies Record<Applied["outcome"], string>,
  stopped: "It stopped there. What comes after it was not sent, and stands as it was.",
  seenByHand: "Done by hand, seen by me",

  notWatched: "Nothing was watched",
  notWatchedText: "Neither a log nor a configuration of the primary was read. Switchback cannot tell what was changed, nor that nothing was.",
  facts: {
    log: (label: string): string => `Log of ${label}`,
    config: (label: string): string => `Configuration of ${label}`,
    notes: "Notes of people",
    notRead: "not read",
    failed: (kinds: readonly string[]): string => `could not be read: ${list(kinds)}`,
    notesAre: (n: number): string => (n === 0 ? "none" : some(n, "note")),
  },
  collect: "Collect now, or import a log file, in the ledger",
  ask: "Before you state it",
  questions: (home: string, standIn: string): readonly string[] => [
    `Was anything changed in /login of ${home} while it was backup? The sync overwrites it: make it on ${standIn} before.`,
    `Is each change on ${standIn} meant to stay? It is carried back by the sync.`,
    "Was anything changed in /appliance, a certificate or the network? It is never synced.",
    "Was a secret changed? Write down that it was, never the secret.",
  ],
  stateHead: "Your statement",
  stateReason: "What it rests on",
  stateReasonHint: (who: string): string => `It stands in the journal with the name ${who}.`,
  reasonPlaceholder: "Nothing was changed in /login while the work went on.",
  reasonEmpty: "One thing is missing: what it rests on.",
  state: "State that the notes are complete",
  safe: "Not yet",
  then: "The way back opens after it. A later note is still possible.",
  statedBy: "Stated by",
} as const;
