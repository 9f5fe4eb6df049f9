// The hub of a maintenance: its tasks, its notes, its ends.
import { some } from "./number";
import { clockShort, dayShort, local, localShort, span, weekday } from "./time";
import type { Waits } from "../leg/watched";
import type { Stage, TaskId } from "../wire";

/** `stated`: by a person who looked, where no answer of the appliance tells it. */
export const noRole = (stated: boolean): string => (stated ? "A person stated that its role command did not happen." : "No role was changed by a command of this maintenance.");

export const hub = {
  done: (n: number, of: number): string => `${n} of ${of} done`,
  returnWindow: (here: string, utc: string): string => `return window ${here} · ${utc}`,
  outWindow: (here: string, utc: string): string => `window ${here} · ${utc}`,
  noWindow: "no window was planned",
  plannedBy: (by: string): string => `planned by ${by}`,
  approvedBy: (by: string): string => `approved by ${by}`,
  notApproved: "not approved",
  upgrade: "upgrade",
  takenUp: "taken up: the pair was found failed over",
  groups: { before: "Before", outbound: "Outbound leg", work: "Work", return: "Return leg", after: "After" },
  word: (task: TaskId, home: string, standIn: string): string => {
    switch (task) {
      case "plan": return "Plan the maintenance";
      case "check": return "Check readiness";
      case "save": return "Save backups";
      case "fail_over": return `Fail over to ${standIn}`;
      case "swing": return "Swing traffic";
      case "observe": return "Observe";
      case "work": return "Do the work";
      case "reconcile": return "Reconcile changes";
      case "check_return": return "Check readiness again";
      case "fail_back": return `Fail back to ${home}`;
      case "swing_return": return "Swing back and observe";
      case "verify": return `Verify ${home}`;
      case "sign_off": return "Sign off and report";
    }
  },
  remark: {
    planned: (at: string, approved: boolean): string => `${dayShort(at)}, ${approved ? "approved" : "not approved"}`,
    checked: (pass: number, acknowledged: number): string => `${pass} pass, ${acknowledged} acknowledged`,
    checkAgain: "check again",
    toAcknowledge: (n: number): string => `${some(n, "warning")} to acknowledge`,
    blocks: (n: number): string => `${n} in the way`,
    saved: (files: number, baseline: boolean): string => `${files === 0 ? "no backup file" : some(files, "backup file")}, ${baseline ? "baseline taken" : "no baseline"}`,
    took: span,
    notOurs: "not ours",
    adopted: "adopted",
    unproven: "sync not proven",
    verified: "verified",
    confirmed: (by: string): string => `confirmed by ${by}`,
    sharedIp: "shared IP",
    signedOff: (at: string): string => `signed off ${clockShort(at)}`,
    since: (at: string): string => `since ${clockShort(at)}`,
    notes: (n: number): string => some(n, "note"),
    stated: "stated complete",
    changes: (n: number): string => some(n, "change"),
    waits: {
      decide: (n: number): string => (n === 1 ? "1 needs a decision" : `${n} need a decision`),
      do: (n: number): string => `${n} decided, not done`,
      read: (n: number): string => `${some(n, "blind spot")} to read`,
    } satisfies Record<Waits["for"], (n: number) => string>,
    reconciled: "reconciled",
    open: (n: number): string => some(n, "open point"),
    nothingOpen: "nothing open",
    at: localShort,
    under: "under way",
    unknown: "outcome unknown",
    locked: "locked",
    after: (word: string): string => `after ${word}`,
  },
  locked: (home: string): string => `What is changed on ${home} while it stands by is overwritten by the sync on the way back.`,
  now: "Now",
  service: "Service for users",
  up: (label: string): string => `Up on ${label}`,
  notKnown: "Not known",
  usersBefore: (n: number): string => `${some(n, "user")} before the swap`,
  usersNow: (n: number, before: number | null): string => (before === null ? some(n, "user") : `${some(n, "user")}; ${before} before the swap`),
  usersAfter: (n: number): string => `${some(n, "user")} at the last verification`,
  answers: "Answers",
  silent: "Does not answer",
  notRead: "Not read yet",
  ledger: "Ledger",
  reconcileWaits: {
    decide: (n: number): string => `Reconcile, ${n} to decide`,
    do: (n: number): string => `Reconcile, ${n} not done`,
    read: (n: number): string => `Reconcile, ${some(n, "blind spot")} to read`,
  } satisfies Record<Waits["for"], (n: number) => string>,
  yourNext: "Your next step",
  next: (task: TaskId, home: string, standIn: string): string => {
    switch (task) {
      case "plan": return "See the plan";
      case "check": return "Check readiness";
      case "save": return "Save";
      case "fail_over": return `Fail over to ${standIn}`;
      case "swing": return "Swing traffic";
      case "observe": return "Observe";
      case "work": return "Do the work";
      case "reconcile": return "Reconcile";
      case "check_return": return "Check readiness again";
      case "fail_back": return `Fail back to ${home}`;
      case "swing_return": return "Swing back";
      case "verify": return `Verify ${home}`;
      case "sign_off": return "Sign off";
    }
  },
  addNote: "Add a note",
  handOn: "Hand on",
  copyStatus: "Copy status",
  approve: "Approve",
  abandon: "Abandon",
  closeAway: "Close away",

  notes: "Notes",
  note: "Note",
  noteHint: "It is kept in the journal, with your name.",
  noteEmpty: "Say something: an empty note is not kept.",
  noteAct: "Add the note",
  noteBy: (by: string, at: string): string => `${by}, ${local(at)}`,

  approveTitle: "Approve the plan",
  approver: "Name of who approves",
  approverHint: "Another person than the requester. The same name counts as self-approved.",
  approverEmpty: "Say who approves.",
  afterFact: "After the fact",
  afterFactHint: "The swap was made before it was approved. The journal says so.",

  abandonTitle: "Abandon the maintenance",
  abandonText: (pair: string, stated: boolean, others: boolean): string =>
    `${noRole(stated)}${others ? " A role was changed by somebody else." : ""} The maintenance ends, its journal stays, and ${pair} is free for another.`,
  abandonAct: (id: string): string => `Abandon ${id}`,
  closeTitle: "Close away",
  closeText: (seen: string | null): string => `The way back is not wanted or not possible. ${seen === null ? "Who serves is not known." : `${seen} is seen as primary.`} The maintenance ends, and its journal stays.`,
  newHome: "The stand-in becomes the home primary",
  newHomeHint: (label: string): string => `From then on ${label} is the one that is primary in normal times.`,
  newHomeNot: (seen: string | null, standIn: string): string => (seen === null ? `Only where ${standIn} is read as the one primary now, by its own answer.` : `${seen} is seen as primary: there is no new home to name.`),
  newHomeLegs: "The legs of this maintenance did not make the stand-in primary: there is no new home to name.",
  closeAct: (id: string): string => `Close ${id} away`,
  openPoints: "What stays open",

  handTitle: "Hand on to another Switchback",
  handText: "The journal and its evidence go to one file, without secrets. This copy is closed to acts; taking it back is an import.",
  file: "File to write",
  fileHint: "A path on this computer. It is made anew and never written over.",
  fileEmpty: "Say where to write it.",
  handAct: (id: string): string => `Hand ${id} on`,

  ended: {
    signed_off: (at: string): string => `Signed off ${weekday(at)}, ${localShort(at)}.`,
    abandoned: (at: string): string => `Abandoned ${weekday(at)}, ${localShort(at)}.`,
    closed_away: (at: string): string => `Closed away ${weekday(at)}, ${localShort(at)}.`,
    handed_on: "Handed on: it goes on elsewhere. This copy is only read.",
  },
  endedReason: "It has ended. Everything here is what was recorded.",
  seeLive: "See the live view",
  status: (f: { id: string; title: string; pair: string; site: string; done: string; now: string | null; service: string; at: string }): string =>
    [`${f.id} ${f.title}`, `${f.pair}, ${f.site}`, f.now === null ? f.done : `${f.done}, now: ${f.now}`, f.service, f.at].join("\n"),
} as const;

export const endWord = (stage: Stage, handedOn: boolean, at: string | null): string | null => {
  if (handedOn) return hub.ended.handed_on;
  if (stage === "signed_off" || stage === "abandoned" || stage === "closed_away") return at === null ? hub.endedReason : hub.ended[stage](at);
  return null;
};
