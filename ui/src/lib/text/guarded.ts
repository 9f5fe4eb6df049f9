// The guarded ways: what each would do, what is lost, and how a person does it by hand. This version sends none of them.
import { twoClocks } from "./time";
import type { GuardedWay } from "../state/routes";

/** The one that is primary and the other one. */
interface Ends {
  giving: string;
  taking: string;
}

interface Way {
  word: string;
  /** `ends`: null where no single primary can be told: both are shown. */
  title: (home: string, standIn: string, ends: Ends | null) => string;
  /** When it is meant. */
  offered: string;
  command: string;
  lost: string;
  path: (home: string, standIn: string, ends: Ends | null) => string;
  /** It needs to be known who is primary. */
  names?: true;
  first: string;
}

export const guarded = {
  crumb: "Guarded way",
  lede: "This version of Switchback does not send it. What it would do stands here, and how it is done by hand.",
  way: {
    "without-sync": {
      word: "Without sync",
      title: (home, standIn) => `Swap ${home} and ${standIn} without a data sync`,
      offered: "One is primary, one is backup, both answer; the sync failed or the primary is ill.",
      command: "To the primary: become backup, without a sync, without force.",
      lost: "What is newer than the last sync.",
      first: "Save a backup of the primary first, as far as it lets you.",
      names: true,
      path: (home, standIn, ends) => `${ends === null ? `Look which of ${home} and ${standIn} is primary now, and open /login of that one.` : `Open /login of ${ends.giving}, and see that it is primary.`}\nGo to Management > Failover.\nLeave the data-sync box empty.\nPress Become Backup.`,
    },
    finish: {
      word: "Finish",
      title: (home, standIn) => `Make ${standIn} or ${home} primary, where both stand by`,
      offered: "Both say backup for longer than the limit of a swap, or without a command of ours.",
      command: "To the one a person chooses: become primary, without a sync.",
      lost: "What only the other one holds.",
      first: "Compare the last sync of both, and wait as long as one of them may still be changing.",
      path: (home, standIn) => `Open /login of the one you choose, ${standIn} or ${home}.\nGo to Management > Failover.\nPress Become Primary.`,
    },
    emergency: {
      word: "Emergency",
      names: true,
      title: (home, standIn, ends) => (ends === null ? `Make ${home} or ${standIn} primary without the other` : `Make ${ends.taking} primary without ${ends.giving}`),
      offered: "The primary answers nowhere, and a person states that it is off or cut off.",
      command: "To the backup: become primary, without a sync.",
      lost: "What is newer than the last sync, and the sessions that ran.",
      first: "First make sure that it is off. If it answers anywhere, under any name, there would be two primaries.",
      path: (home, standIn, ends) =>
        `${ends === null ? `Look which of ${home} and ${standIn} is dead. Switch that one off, or cut it off from the network.\nOpen /login of the other one at its own address.` : `Switch ${ends.giving} off, or cut it off from the network.\nOpen /login of ${ends.taking} at its own address.`}\nGo to Management > Failover.\nPress Become Primary.`,
    },
    demote: {
      word: "Demote",
      title: (home, standIn) => `Make ${home} or ${standIn} backup, where both say primary`,
      offered: "Both say that they are primary, and a backup of both is saved.",
      command: "To the losing side: become backup, without a sync; force only where it refused because it cannot reach the other.",
      lost: "The changes of the losing side since the last sync.",
      first: "Save a backup of both sides, and turn off the scheduled sync, before anything else.",
      path: () => "Open /login of the side that loses.\nGo to Management > Failover.\nLeave the data-sync box empty.\nPress Become Backup.",
    },
  } satisfies Record<GuardedWay, Way> as Record<GuardedWay, Way>,
  lostTitle: "What is lost, for good",
  lost: "Data",
  lastSync: (label: string): string => `Last data sync of ${label}`,
  unknown: "not known",
  redundancy: "Redundancy",
  redundancyText: "none until both are one pair again",
  would: "What it would do",
  meant: "When it is meant",
  command: "The one command",
  sends: "This version",
  sendsText: "does not send it",
  known: "What is known now",
  says: (label: string, role: string): string => `${label} says ${role}`,
  silent: (label: string): string => `${label} does not answer`,
  notRead: (label: string): string => `${label} was not read yet`,
  site: (label: string): string => `${label} answers at the site name`,
  siteStranger: "Another appliance answers at the site name",
  siteUnknown: "It is not known who answers at the site name",
  choose: (a: string, b: string): string => `What is read does not tell which of ${a} and ${b} is the one primary. Look at both before anything is switched off or pressed.`,
  byHand: "By hand in /login",
  first: "Before it",
  then: (id: string | null): string =>
    id === null ? "Then the pair is read as it is. Where the stand-in is primary, plan a maintenance that takes it up." : `Then observe again in ${id}. Where what is seen is the outcome of the leg that comes next, it is adopted there.`,
  toMaintenance: (id: string): string => `Go to ${id}`,
  wait: "Keep waiting",
  send: (word: string): string => `Send “${word}”`,
  notInVersion: "It is not in this version: the program refuses it.",
  waiting: "Is it only slow? Waiting loses nothing but time.",
  at: twoClocks,
} as const;
