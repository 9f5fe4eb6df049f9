// The live view of a swap: its sentences, its five answers, its phases.
import { some } from "./number";
import { clock, localShort, range, span, spanAbout } from "./time";
import type { RoleAnswer, SyncVerdict } from "../wire";

/** What the sentences need to know. Times are instants, spans are seconds. */
export interface Facts {
  giving: string;
  taking: string;
  /** Since when the phase lasts, and how long. */
  since: string;
  elapsed: number;
  usual: { from: number; to: number; samples: number } | null;
  limit: number;
  limitAt: string;
  /** When users went out; null: they are not known to be. */
  outSince: string | null;
  outFor: number;
  likelyBy: string | null;
  samples: number;
  /** What became of the command; null: its answer is awaited. */
  answer: RoleAnswer | null;
  /** Both tell their role now. */
  told: boolean;
  /** An act looks at it now: without one nothing is seen until a person asks. */
  watched: boolean;
}

const measured = ({ elapsed, usual }: Facts): string => (usual === null ? `${span(elapsed)}, no history yet` : `${span(elapsed)} of usual ${range(usual.from, usual.to)}`);
const usually = ({ usual }: Facts): string => (usual === null ? "There is no history here yet." : `It usually lasts ${range(usual.from, usual.to)} here, in ${some(usual.samples, "swap")}.`);
// What is spoken carries no running seconds: it would never be quiet.
const usualIs = ({ usual }: Facts): string => (usual === null ? "There is no history here yet." : `Usual here ${range(usual.from, usual.to)}.`);
const asked = ({ limitAt }: Facts): string => `You are asked at ${clock(limitAt)}.`;
const onward = ({ watched }: Facts): string => (watched ? "It is watched: keep waiting" : "Nothing is watched now: observe again");

/** What is known of a command whose appliance is not readable. */
const toldOfCommand = (f: Facts): string => {
  switch (f.answer) {
    case null: return "The command was sent, and its answer is awaited.";
    case "by_hand": return "Nothing was sent: the roles are changed by hand.";
    case "refused": return "It refused the command.";
    case "not_sent": return "The command never left this computer.";
    case "unknown": return "The command may have started.";
    case "started": return "It answered that it has started: the data sync may still run.";
  }
};

const OVER = {
  refused: "Nothing is sent again by itself. Read the answer, then check readiness again.",
  not_sent: "Nothing is sent by itself. Check readiness again.",
  not_happened: "Nothing is sent again by itself. Check readiness again.",
} as const;

export const live = {
  crumb: { outbound: "Outbound leg", return: "Return leg" },
  task: (leg: "outbound" | "return", label: string): string => `${leg === "outbound" ? "Fail over" : "Fail back"} to ${label}`,
  measured,
  sentence: {
    answering: (f: Facts): string => `The command was sent to ${f.giving}. Its answer is awaited.`,
    by_hand: (f: Facts): string => `Change the roles by hand in /login of ${f.giving}.`,
    refused: (f: Facts): string => `${f.giving} refused the command. Both are read to be sure.`,
    may_have_started: (f: Facts): string => `${f.giving} gave no answer to rely on. It may have started.`,
    syncing: (f: Facts): string => `Data sync is running, before ${f.taking} takes over. Users are out, as planned.`,
    syncing_slow: (f: Facts): string => `Data sync is running for longer than usual, before ${f.taking} takes over.`,
    both_backup: (_: Facts): string => "Both sides report Backup. This is a normal step of the swap.",
    both_backup_slow: (_: Facts): string => "Both sides report Backup, for longer than usual.",
    changing: (f: Facts): string => (f.told ? "The roles are changing, and are not as assigned yet." : "The roles are changing. Not both appliances tell their role now."),
    unreadable: (f: Facts): string => `The role of ${f.giving} is not readable now.`,
    arriving: (f: Facts): string => `${f.taking} says primary, ${f.giving} says backup.`,
    // The minutes that run stand in the answers.
    refused_overdue: (f: Facts): string => `${f.giving} refused the command, and it is not settled.`,
    sync_overdue: (f: Facts): string => `${f.giving} is still primary, past the limit of ${spanAbout(f.limit)} after the command.`,
    by_hand_overdue: (f: Facts): string => `${f.giving} is still primary, past the limit of ${spanAbout(f.limit)} after the swap by hand was announced.`,
    unreadable_overdue: (f: Facts): string => `The role of ${f.giving} is not readable, past the limit of ${spanAbout(f.limit)}.`,
    swap_overdue: (f: Facts): string => `Both sides still report Backup, past the limit of ${spanAbout(f.limit)}. Nobody serves users.`,
    changing_overdue: (f: Facts): string => `The roles are changing, past the limit of ${spanAbout(f.limit)}, and ${f.told ? "are not as assigned" : "not both are told"}.`,
  },
  then: {
    answering: (_: Facts): string => "It is sent once and never again by itself.",
    by_hand: (_: Facts): string => "The intent is written and nothing was sent. Both appliances are read until their roles have changed.",
    refused: (_: Facts): string => "Roles are unchanged so far. Nothing is sent again.",
    may_have_started: (_: Facts): string => "Nothing is sent again; both appliances are being read.",
    syncing: (f: Facts): string => `${usualIs(f)} You may leave this page.`,
    syncing_slow: (f: Facts): string => `${usualIs(f)} ${asked(f)}`,
    both_backup: (f: Facts): string => `Roles change one after the other, so for a moment nobody is primary. ${usually(f)}`,
    both_backup_slow: (f: Facts): string => `${usualIs(f)} ${asked(f)}`,
    changing: (f: Facts): string => `An appliance may not answer while its role changes. ${usually(f)}`,
    unreadable: (f: Facts): string => `${toldOfCommand(f)} Nothing is sent again; both appliances are read until they tell their roles.`,
    arriving: (f: Facts): string => `It counts once both have said so ${f.samples} times in a row.`,
    arriving_overdue: (f: Facts): string => `${onward(f)}. It counts once both have said so ${f.samples} times in a row.`,
    refused_overdue: (f: Facts): string => `${onward(f)}, or look in /login › Management › Failover and say that it did not happen.`,
    sync_overdue: (f: Facts): string => `Whether its sync failed or still runs, it does not tell. ${onward(f)}, or look in /login › Management › Failover and say that it is over.`,
    by_hand_overdue: (f: Facts): string => `${onward(f)}, or say that it did not happen.`,
    unreadable_overdue: (f: Facts): string => `${toldOfCommand(f)} ${onward(f)}, and look at both appliances.`,
    swap_overdue: (f: Facts): string => `${onward(f)}, and look at /login › Management › Failover on both. Do not press anything there before you know what they do.`,
    changing_overdue: (f: Facts): string => `${onward(f)}, and look at both appliances. Nothing is sent by itself.`,
  },
  service: {
    up: (label: string): [string, string] => [`Up on ${label}`, "until the sync begins"],
    upByHand: (label: string): [string, string] => [`Up on ${label}`, "until it is pressed there"],
    unknown: ["Not known", "users may be out"] as [string, string],
    out: (f: Facts): [string, string] => ["Out, as planned", f.outSince === null ? "since the sync began" : `${span(f.outFor)}, since ${clock(f.outSince)}`],
    outToLong: (f: Facts): [string, string] => ["Out", f.outSince === null ? "nobody is primary" : `${span(f.outFor)}, since ${clock(f.outSince)}`],
    coming: (f: Facts): [string, string] => ["Coming back", `${f.taking} takes them`],
  },
  happening: {
    answering: (f: Facts): [string, string] => ["Waiting for the answer", `of ${f.giving}, ${span(f.elapsed)}`],
    by_hand: (f: Facts): [string, string] => ["Waiting for a person", `in /login of ${f.giving}`],
    refused: (f: Facts): [string, string] => ["The command was refused", `${f.giving} is primary as before`],
    may_have_started: (f: Facts): [string, string] => ["Not known", `${f.giving} is primary as before`],
    syncing: (f: Facts): [string, string] => ["Data sync is running", `${f.giving} answered: started`],
    syncing_overdue: (f: Facts): [string, string] => ["Data sync may still run", `${f.giving} answered: started`],
    both_backup: (f: Facts): [string, string] => ["Roles are changing", `${f.giving} has stepped down`],
    changing: (f: Facts): [string, string] => ["Roles are changing", f.told ? "not yet as assigned" : "one does not tell its role"],
    unreadable: (f: Facts): [string, string] => [f.answer === "started" ? "Data sync may be running" : "Not known", `${f.giving} is not readable now`],
    arriving: (f: Facts): [string, string] => ["Both say their new role", `${f.samples} answers count`],
  },
  normal: {
    yes: (f: Facts): [string, string] => ["Yes", measured(f)],
    byHand: (f: Facts): [string, string] => ["Yes", `${span(f.elapsed)} since it was announced`],
    slow: (f: Facts): [string, string] => ["Slower than usual", measured(f)],
    no: (f: Facts): [string, string] => ["No, past its limit", `${span(f.elapsed)}, limit ${spanAbout(f.limit)}`],
    unsure: ["Not known", "no answer came"] as [string, string],
    unreadable: (f: Facts): [string, string] => ["Not known", measured(f)],
    refused: ["No", "its answer stands below"] as [string, string],
  },
  you: {
    nothing: ["Nothing to do", "You may leave this page"] as [string, string],
    press: ["Press it in /login", "the path stands below"] as [string, string],
    choose: ["Wait, or say it is over", "it is watched"] as [string, string],
    wait: ["Wait, and look at both", "it is watched"] as [string, string],
    onlyWait: ["Wait", "it is watched"] as [string, string],
    observe: ["Press Observe again", "nothing is watched until then"] as [string, string],
  },
  byWhen: {
    likely: (f: Facts): [string, string?] => (f.likelyBy === null ? [`Asks you at ${clock(f.limitAt)}`] : [`Likely by ${clock(f.likelyBy)}`, `asks you at ${clock(f.limitAt)}`]),
    asks: (f: Facts): [string, string?] => [`Asks you at ${clock(f.limitAt)}`],
    soon: (f: Facts): [string, string?] => ["In some seconds", `after ${f.samples} equal answers`],
    past: (f: Facts): [string, string?] => ["Now", `the limit passed at ${clock(f.limitAt)}`],
  },
  appliance: "Appliance",
  saysNow: "Says now",
  assigned: "Assigned",
  read: "Read",
  everyTick: (seconds: number): string => `Each tick is one answer, read every ${seconds} s from the appliance’s own address. The line grows by answers, never by the clock.`,
  recorded: "Recorded",
  usuallyHere: (label: string): string => `${label} usually takes over here`,
  usersOutAt: (at: string): string => `users out, ${clock(at)}`,
  syncFor: (seconds: number): string => `data sync, ${span(seconds)}`,
  road: (f: { giving: string; taking: string; answers: number; stepped: boolean; over: boolean }): string =>
    `${f.giving} ${f.stepped ? "has stepped down" : "was not seen to step down"}; ${f.taking} ${f.over ? "is primary" : "was not seen as primary"}; ${some(f.answers, "answer")} so far`,
  phase: {
    answer: "Command accepted",
    byHand: "By hand, announced",
    sync: "Data sync",
    syncByHand: "Until it is pressed and synced",
    swap: "Roles change",
    samples: (label: string, n: number): string => `${label} says primary, ${some(n, "time")}`,
    proof: "Sync time is later",
  },
  ifNot: "If it does not end:",
  ifNotThen: (slow: string, limit: string): string => `from ${slow} it is shown as Slow, and at ${limit} you are asked, with what each appliance says. Nothing more is sent by itself.`,
  folded: (sentence: string, n: number, last: string): string => `${sentence} Read ${n} times, last ${clock(last)}.`,
  cannotCancel: "It cannot be cancelled now.",
  addNote: "Add a note",
  handOn: "Hand on",
  clickPath: "The way in /login",
  path: (giving: string): string => `Open /login of ${giving} and sign in.\nGo to Management > Failover.\nTick the data-sync box.\nPress Become Backup.`,
  done: (label: string): string => `${label} is primary. Both appliances say so.`,
  doneToldFor: (label: string): string => `${label} is primary. Not both told their role themselves.`,
  doneAdopted: (label: string): string => `${label} is primary. What was seen was adopted as this leg.`,
  doneThen: {
    proven: "The data sync is proven: its time moved past the command.",
    implied: "The data sync is implied: the roles changed after a command with sync. No stamp proves it.",
    unproven: "The data sync is not proven. Somebody has to answer for it by name before the leg is signed off.",
    adopted: "It was not made by a command of this maintenance. No sync carried the changes unless a stamp proves it.",
  },
  sync: { proven: "Proven", implied: "Implied", unproven: "Not proven" } satisfies Record<SyncVerdict, string>,
  syncWord: "Data sync",
  took: "Took",
  wayWord: "Way",
  way: { planned: "one command, data sync first", by_hand: "by hand in /login" },
  attempts: "Commands",
  attemptsOf: (n: number): string => `${some(n, "command")} decided on for this leg`,
  secondHand: "Told second hand",
  twoPrimaries: "Two primaries",
  excluded: "excluded",
  notExcluded: "cannot be excluded: not both told their role themselves",
  adoptedBecause: "Adopted because",
  nextSwing: "Go on to Swing traffic",
  nextSwingBack: "Go on to Swing back",
  syncAsk: "Answer for the data sync",
  syncAskText: "Look at the last sync in /login › Management › Failover of both. Say what you saw: your name and your reason stand in the journal.",
  syncAcknowledged: (by: string, at: string): string => `Acknowledged by ${by}, ${localShort(at)}`,
  answer: { started: "started", refused: "refused", not_sent: "never sent", unknown: "not known", by_hand: "by hand" } satisfies Record<RoleAnswer, string>,
  refusedTitle: (label: string): string => `${label} refused the command. Roles are unchanged.`,
  notSentTitle: "The command never left this computer. It changed nothing.",
  notHappenedTitle: "It is stated that the swap did not happen.",
  /** `label`: who serves users by its own word; null: not known. */
  overThen: (label: string | null, step: "refused" | "not_sent" | "not_happened"): string =>
    `${label === null ? "Who serves users is not known." : `Users are served by ${label}.`} ${OVER[step]}`,
  ofAnswer: "What is recorded of the answer",
  said: (label: string): string => `What ${label} said`,
  checkAgain: "Check readiness",
} as const;
