// What stops a maintenance or asks for a person: after a restart, an unknown outcome, another role, another GUID, another key.
import { clock, localOn, span, spanAbout } from "./time";

const sentence = (text: string): string => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?”]$/.test(begun) ? begun : `${begun}.`;
};

const ACT: Readonly<Record<string, string>> = {
  leg_fail_over: "fail over", leg_fail_back: "fail back", leg_swing: "swing traffic", leg_observe: "observe again", pairs_check: "check readiness",
  maintenance_settle: "sign off the leg", maintenance_verify: "verify", maintenance_save: "save", maintenance_export: "hand on",
  ledger_collect: "collect", ledger_import: "import a log file", reconcile_plan: "make the plan", reconcile_apply: "run the plan",
};

export const stop = {
  sentence,
  notNow: (id: string, stage: string): string => `Not now: ${id} stands at ${stage}.`,
  hasEnded: (id: string): string => `${id} has ended.`,
  silent: "Switchback has not been heard. Nothing is sent until it answers.",
  reader: (holder: string | null): string => (holder === null ? "Another process drives. Act there: this window reads." : `It is driven elsewhere: ${holder.replace(/[.]$/, "")}. Act there: this window reads.`),
  underWay: (command: string): string => `Under way now: ${ACT[command] ?? command.replaceAll("_", " ")}.`,
  reason: "Reason",
  reasonHint: "It stands in the journal, with your name.",
  reasonMissing: "Say why: the reason is kept.",
  observeAgain: "Observe again",
  observing: "Reading both appliances",
  notNowButton: "Not now",

  keychain: {
    locked: "The keychain is locked. Nothing can be read from the pair until it is open.",
    absent: "This computer offers no keychain, so no secret is kept. It is asked for in each run, on the page of the pair.",
    denied: "The keychain refused access. The pair is not watched until it is allowed in the keychain’s own window.",
    failed: "The keychain could not be read. The pair is not watched.",
    open: "Unlock the keychain",
  },

  restart: {
    sentence: "Switchback was closed in the middle of a swap.",
    then: "The outcome is not known, and not failed. Nothing is armed and nothing is sent. Reading both appliances again will settle it.",
    what: "What",
    recorded: (at: string): string => `Recorded, until ${clock(at)}`,
    seen: (at: string): string => `Seen now, ${clock(at)}`,
    notSeen: "Seen now",
    command: (label: string): string => `Command to ${label}`,
    byHand: (label: string): string => `By hand on ${label}`,
    // The journal keeps the intent before anything is sent: whether it left is the outcome beside it.
    decided: (at: string): string => `decided, ${clock(at)}`,
    announced: (at: string): string => `announced, ${clock(at)}`,
    says: (label: string): string => `${label} says`,
    lastSync: (label: string): string => `Last data sync of ${label}`,
    siteName: "Site name",
    notKnown: "not known",
    stranger: "another appliance",
    noOffset: "how far its clock is off is not known",
    notKept: "not in the journal",
    notRead: "not read yet",
    none: "–",
    outcome: { unknown: "outcome unknown", started: "answered: started", refused: "answered: refused", not_sent: "never sent", by_hand: "by hand" },
    asAssigned: "as assigned",
    asBefore: "as before",
    other: "neither as before nor as assigned",
    later: "later than the command",
    earlier: "earlier than the command",
    leadsTo: "who answers there",
    journal: "Journal",
    next: "What happens next",
    then3: (n: number): [string, string][] => [
      [`Both say their assigned role, ${n} times:`, "the leg goes on with Swing traffic."],
      ["Roles are as before:", "it may still be running. It is read on, and you are asked past its limit."],
      ["Anything else:", "you get the page for exactly that state. The command is never sent again by itself."],
    ],
  },

  unknown: {
    sentence: (label: string): string => `It may have started. ${label} gave no answer to rely on.`,
    then: "Nothing is sent again, and no other role command of this pair is possible. Read both again; it settles by what they say.",
    title: "It did not happen",
    text: "Only a person who has looked can say so: unchanged roles prove nothing. Look at /login › Management › Failover on both appliances first.",
    act: "It did not happen",
    what: "What it means",
    lines: (taking: string, giving: string): [string, string][] => [
      [`${taking} says primary, ${giving} says backup:`, "it happened. Once that is read, the leg goes on."],
      ["Roles stay as before:", "the sync may still run. Nothing tells a running sync from a failed one."],
      ["You know that it is over:", "say so with your reason. Then readiness is checked again, and a new command is possible."],
    ],
  },

  stuck: {
    lines: (taking: string, giving: string): [string, string][] => [
      [`${taking} says primary after all:`, "once that is read, the leg goes on."],
      [`${giving} says primary again:`, "the appliance gave up. Readiness is checked again before anything else."],
      ["Nothing changes:", "look at /login › Management › Failover on both. One of them has to be made primary by a person."],
    ],
  },

  guarded: { lead: "Where it does not end by itself there is a guarded way, with its own page: ", finish: "Finish", without_sync: "Without sync", demote: "Demote" },

  two: {
    sentence: (a: string, b: string): string => `Stop. ${a} and ${b} both say they are primary.`,
    then: "Users may be working on two appliances at once. Do not sync: a sync overwrites one side. Switchback sends nothing to this pair.",
    answers: {
      service: ["Up, but split", "users may be on both"] as [string, string],
      happening: (at: string | null, seconds: number): [string, string?] => (at === null ? ["Two primaries"] : ["Two primaries", `read ${clock(at)}, ${spanAbout(seconds)} ago`]),
      normal: ["No, never", "a rule is broken"] as [string, string],
      you: ["Save both, then choose", "in the order below"] as [string, string],
      byWhen: ["Before the next data sync", "a sync overwrites one side"] as [string, string],
    },
    holds: "What each side holds",
    says: "Says",
    siteName: "Answers site name",
    yes: "yes",
    no: "no",
    lastSync: "Last data sync",
    health: "Healthy",
    version: "Version",
    read: "Read",
    order: "Do this, in this order",
    steps: (a: string, b: string): [string, string][] => [
      ["Save a backup of both sides by hand", `/login › Management › Software Management of ${a} and of ${b}. Reading only: it changes nothing on either.`],
      ["Turn off the scheduled sync in /login", "/login › Management › Failover, on both sides."],
      ["Choose the side that stays primary", "Compare what each side holds. Users are on both."],
      ["Make the other side backup, without a sync", "By hand in /login › Management › Failover of that side. What it got since the last sync is lost."],
    ],
    copy: "Copy for the ticket",
    road: (a: string, b: string): string => `${a} and ${b} both say they are primary`,
  },

  role: {
    sentence: "The maintenance stands still. A role changed without a command of it.",
    answers: {
      up: (label: string): [string, string] => [`Up on ${label}`, "it says that it is primary"],
      unknown: ["Not known", "no single primary is read"] as [string, string],
      happening: (at: string, seconds: number): [string, string] => ["A role changed", `since ${clock(at)}, ${span(seconds)}`],
      normal: ["No", "not by a command of this maintenance"] as [string, string],
      you: ["Look who did it, then choose", "three ways below"] as [string, string],
      byWhen: (end: string | null, now: Date): [string, string?] => (end === null ? ["No clock runs", "nothing is sent by itself"] : [`${Date.parse(end) < now.getTime() ? "Window ended" : "Window ends"} ${localOn(end, now)}`, "nothing is sent by itself"]),
    },
    expected: "Expected",
    ways: "What can be done",
    wait: "Wait until it is as before",
    waitText: "Observe again: once both appliances show the roles this maintenance expects, it goes on by itself.",
    adopt: "Adopt what is seen",
    adoptText: "Take the roles seen now as the outcome of the leg that comes next. No sync is claimed unless a stamp proves it.",
    away: "Close away",
    awayText: "The way back is not wanted or not possible. The maintenance ends, and its journal stays.",
    abandon: "Abandon",
    abandonText: "The maintenance ends, and the pair is free.",
  },

  guid: {
    sentence: (label: string): string => `Stop. ${label} answers with another GUID than the pair remembers.`,
    then: (id: string): string => `Another appliance answers at this address. ${id} is paused; nothing of it is lost, and nothing is sent.`,
    happening: (label: string): [string, string] => ["Another appliance answers", `at the address of ${label}`],
    normal: ["Only after a replacement", "none is in the plan"] as [string, string],
    you: ["Find out which appliance answers", "compare with /appliance"] as [string, string],
    title: (label: string, address: string): string => `GUID of ${label}, at ${address}`,
    remembered: "Remembered",
    stopped: "Answered when it stopped",
    seen: "Answers now",
    notSeen: "not known",
    thisOne: "compare this one",
    backAgain: "The remembered GUID answers again. There is nothing to accept: observe again.",
    tick: "The appliance was replaced, and this GUID stands on its page in /appliance.",
    tickHint: "Not what a browser shows at the same address: it would reach the same appliance.",
    act: (label: string): string => `Accept the new GUID of ${label}`,
    who: "Who confirmed it (kept in the journal)",
    whoPlaceholder: "Name, and how you reached them",
  },

  key: {
    sentence: (label: string): string => `Stop. ${label} shows another key than the pinned one.`,
    then: (id: string): string => `It was replaced, the shared IP moved, or someone is in between. No sign-in and no command goes there until you compared. ${id} is paused; nothing of it is lost.`,
    happening: (label: string, at: string, seconds: number): [string, string] => [`Another key on ${label}`, `since ${clock(at)}, ${span(seconds)}`],
    normal: ["Only after a new certificate", "none is in the plan"] as [string, string],
    you: ["Compare both fingerprints", "with who made the key"] as [string, string],
    title: (label: string, address: string): string => `Key of ${label}, at ${address}`,
    reading: (label: string): string => `Reading the key ${label} shows now`,
    readAgain: "Read the key again",
    noKey: (label: string): string => `${label} shows no certificate now.`,
    tick: "All groups are equal to the record of whoever made the key.",
    tickHint: "Not to what a browser on this computer shows.",
    act: (label: string): string => `Pin the new key of ${label}`,
    safe: "Stay stopped",
    notPinned: "the pinned key is not in the pair any more",
    sameKey: "The key shown now is the pinned one. Observe again: the maintenance goes on by what is seen.",
  },
  serviceWas: (label: string): [string, string] => ["Not known", `was up on ${label}`],
  noClock: ["No clock runs", "nothing is sent by itself"] as [string, string],
} as const;
