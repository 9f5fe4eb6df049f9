// One calm sentence for each state of a pair, and what to do next.
import type { KeychainTrouble, Situation } from "../pair/situation";
import { spanAbout } from "./time";

export interface Said {
  sentence: string;
  then: string;
}

export interface SaidOf {
  pair: string;
  home: string;
  standIn: string;
  /** The program's own next line, for what goes on and passes. */
  next: string;
  /** Seconds without an answer; null: not known. */
  silent: number | null;
  /** "5–8 min" and how many swaps it was learned from; null: not asked for here. */
  usual: { sync: string | null; swap: string | null; swaps: number } | null;
  tone: "slow" | "needs_you" | "other";
}

const KEYCHAIN: Readonly<Record<KeychainTrouble, (pair: string) => Said>> = {
  locked: (pair) => ({ sentence: `The keychain is locked. Nothing can be read from ${pair}.`, then: "The client secret is in it and nowhere else. Unlock it, then both appliances are read again." }),
  absent: (pair) => ({ sentence: "This computer offers no keychain, so no secret can be kept.", then: `Enter the client secret of ${pair} for this run: it is forgotten when Switchback closes. Or start a Secret Service.` }),
  denied: (pair) => ({ sentence: `The keychain refused access to the secret of ${pair}. The pair is not watched.`, then: "Allow it in the keychain’s own window, then read again." }),
  missing: (pair) => ({ sentence: `No client secret of ${pair} is stored here. The pair is not watched.`, then: "Enter it: it goes to the keychain and nowhere else." }),
  failed: (pair) => ({ sentence: `The keychain could not be read. Nothing can be read from ${pair}.`, then: "Look at the keychain’s own window, then read again." }),
};

function usualOf(of: SaidOf, phase: "sync" | "swap"): string {
  if (of.usual === null) return of.next;
  const range = of.usual[phase];
  return range === null ? "How long it usually takes here is not known yet." : `Usual here ${range}, in ${of.usual.swaps} ${of.usual.swaps === 1 ? "swap" : "swaps"}.`;
}

export function said(at: Situation, of: SaidOf): Said {
  const { home, standIn } = of;
  switch (at.kind) {
    case "unread": return { sentence: `${of.pair} was not read yet.`, then: "Read it now, or wait for its turn." };
    case "keychain": return KEYCHAIN[at.state](of.pair);
    case "no_account": return { sentence: `${of.pair} has no API account yet. Nothing can be read from it.`, then: "Enter the client id and its secret." };
    case "secret_refused": return { sentence: `${at.label} refused the client secret.`, then: "Enter it again; Switchback does not try by itself, accounts lock out." };
    case "pin_changed": return {
      sentence: `Stop. ${at.label} shows another key than the pinned one.`,
      then: `${at.sharedIp ? "It was replaced, the shared IP moved, or someone is in between." : "It was replaced, or someone is in between."} No sign-in and no command goes to ${at.label} until you compared.`,
    };
    case "guid_changed": return {
      sentence: `Stop. ${at.label} answers with another GUID than the pair remembers.`,
      then: "Another appliance answers at this address, or this one was replaced. Nothing is sent to it until you compared.",
    };
    case "two_primaries": return { sentence: `Stop. ${home} and ${standIn} both say they are primary.`, then: "Users may be working on two appliances at once. Do not sync: a sync overwrites one side. Save both, then choose." };
    case "broken": return {
      sentence: at.label === null ? "Stop. The pair is broken." : `Stop. ${at.label} says it has no role. The pair is broken.`,
      then: "Restore the relation in /login › Management › Failover, from the appliance whose data is to live.",
    };
    case "unrecognised": return { sentence: `${at.label} says “${at.text}”. Switchback does not know this role.`, then: "Nothing can be planned. Send the raw answer with your question." };
    case "both_backup": return { sentence: "Stop. Both appliances stand by. Nobody serves users.", then: "Look who changed a role. If somebody changes roles now, wait a moment; otherwise choose which becomes primary." };
    case "syncing":
      if (of.tone === "needs_you") return { sentence: "The roles have not changed past the limit. Whether the data sync still runs is not told.", then: of.next };
      return { sentence: `Data sync is running, before ${at.to} takes over. Users are out, as planned.`, then: of.usual === null ? of.next : `${usualOf(of, "sync")} You may leave this page.` };
    case "swapping":
      if (of.tone === "slow") return { sentence: "Both sides report Backup, for longer than usual.", then: usualOf(of, "swap") };
      if (of.tone === "needs_you") return { sentence: "Both sides still report Backup. Nobody serves users.", then: "Look at both in /login › Management › Failover. Do not press anything yet." };
      return { sentence: "Both sides report Backup. This is a normal step of the swap.", then: usualOf(of, "swap") };
    case "away":
      if (of.tone === "needs_you") return { sentence: `${at.label} does not answer, and the return window has begun.`, then: `Users are served by ${at.serves}. Bring ${at.label} back, or move the window.` };
      return { sentence: `Users are served by ${at.serves}. ${at.label} is away, as planned.`, then: "Go on with the work; it is watched until it is back." };
    case "none_answers": return { sentence: "Neither appliance answers from here.", then: "Check this computer’s network first. What cannot be read is not judged." };
    case "silent": return {
      sentence: of.silent === null || of.silent < 30 ? `${at.label} does not answer. Its state is not known.` : `${at.label} has not answered for ${spanAbout(of.silent)}. Its state is not known.`,
      then: [
        at.serves === null ? "Who serves users is not known." : `Users are served by ${at.serves}.`, at.secondHand ? "Its role is told by the other appliance only." : "", "No maintenance can start.",
      ].filter(Boolean).join(" "),
    };
    case "untold": return { sentence: `${at.label} answers, but its role cannot be read.`, then: [at.why === "" ? "" : `${at.why.replace(/[.]$/, "")}.`, at.serves === null ? "" : `Users are served by ${at.serves}.`, "No maintenance can start."].filter(Boolean).join(" ") };
    case "versions": return { sentence: `${home} runs ${at.home}, ${standIn} runs ${at.standIn}. They cannot sync or swap.`, then: "Expected inside an upgrade. Otherwise bring both to one build." };
    case "stands_still": return { sentence: "The roles are not as the maintenance expects. It stands still.", then: `Open ${at.maintenance}: observe again, adopt what is seen, or end it.` };
    case "wrong_site": return { sentence: `The site name is answered by ${at.label}, which stands by.`, then: `Users do not reach ${at.primary}. See where DNS, NAT or the shared IP lead.` };
    case "ill": return { sentence: `Users are served by ${at.label}, which says that it is not healthy.`, then: "Read its error text below." };
    case "over_open": return { sentence: `Users are served by ${at.serves}. ${at.free} is free for your work.`, then: `In ${at.maintenance}. Fail back when the work is done.` };
    case "over_alone": return { sentence: `${at.serves} is primary, but no maintenance is open.`, then: "Say what this is: take it up as a maintenance, or fail back in /login." };
    case "normal_open": return { sentence: `Users are served by ${at.serves}. Everything is as it should be.`, then: `Next: go on with ${at.maintenance}.` };
    case "normal": return { sentence: `Users are served by ${at.serves}. Everything is as it should be.`, then: "Next: nothing to do, or plan a maintenance." };
  }
}

export const stale = (seconds: number): string => `Last read ${spanAbout(seconds)} ago. What stands here may no longer be so.`;
/** The same in a row and in one line, with what was last known. */
export const staleBrief = (seconds: number, was: string): Said => ({ sentence: `Last read ${spanAbout(seconds)} ago.`, then: `It was: ${was}` });
export const staleLine = (seconds: number, was: string): string => `Last read ${spanAbout(seconds)} ago. It was: ${was}`;
export const staleThen = (was: string): string => `It was: ${was} Read again.`;

/** The same in a row, where the tone, the road and who answers stand beside it. */
export function brief(at: Situation, of: SaidOf & { lastSync: number | null }): Said {
  const whole = said(at, of);
  switch (at.kind) {
    case "two_primaries": return { sentence: "Both appliances say they are primary.", then: "Do not sync. Save both, then choose." };
    case "both_backup": return { sentence: "Both stand by. Nobody serves users.", then: "Look who changed a role, then choose." };
    case "broken": return { sentence: "The relation of the pair is broken.", then: at.label === null ? "" : `${at.label} says it has no role.` };
    case "pin_changed": return { sentence: `${at.label} shows another key.`, then: "Compare both fingerprints." };
    case "guid_changed": return { sentence: `${at.label} answers with another GUID.`, then: "Compare both GUIDs." };
    case "silent": return { sentence: of.silent === null || of.silent < 30 ? `${at.label} does not answer.` : `${at.label} has not answered for ${spanAbout(of.silent)}.`, then: `${at.serves === null ? "Who serves is not known." : "Users are served."} No maintenance can start.` };
    case "untold": return { sentence: `The role of ${at.label} cannot be read.`, then: "No maintenance can start." };
    case "none_answers": return { sentence: "Neither appliance answers.", then: "Check this computer’s network first." };
    case "keychain": return { sentence: KEYCHAIN_BRIEF[at.state], then: "Nothing can be read from it." };
    case "no_account": return { sentence: "No API account yet.", then: "Enter the client id and its secret." };
    case "over_alone": return { sentence: "Failed over, but no maintenance is open.", then: `${at.serves} is primary.` };
    case "over_open": return { sentence: `Failed over, in ${at.maintenance}.`, then: `${at.free} is free for your work.` };
    case "away": return { sentence: `${at.label} is away${of.tone === "needs_you" ? "." : ", as planned."}`, then: `Users are served by ${at.serves}.` };
    case "syncing": return { sentence: of.tone === "needs_you" ? "Past the limit with the roles as before." : `Data sync is running, before ${at.to} takes over.`, then: of.next };
    case "swapping": return { sentence: of.tone === "slow" ? "Both report Backup, for longer than usual." : "Both sides report Backup.", then: of.next };
    case "versions": return { sentence: "Versions differ. They cannot sync or swap.", then: `${of.home} ${at.home}, ${of.standIn} ${at.standIn}.` };
    case "normal":
    case "normal_open": {
      const sync = of.lastSync === null ? "" : `Last sync ${spanAbout(of.lastSync)} ago.`;
      return { sentence: at.kind === "normal" ? "Normal." : `Normal, in ${at.maintenance}.`, then: sync };
    }
    case "unread":
    case "secret_refused":
    case "unrecognised":
    case "stands_still":
    case "wrong_site":
    case "ill": return whole;
  }
}

const first = (text: string): string => /^[^.]*[.](?=\s|$)/.exec(text)?.[0] ?? text;

/** The same in one line of a long board: one sentence, and of the next as much as has room. */
export function oneLine(at: Situation, of: SaidOf & { lastSync: number | null }): string {
  const { sentence, then } = brief(at, of);
  switch (at.kind) {
    case "two_primaries": return "Both say they are primary. Do not sync.";
    case "over_alone": return `Failed over without a maintenance. ${then}`;
    case "silent": return `${sentence} ${at.serves === null ? "" : "Users are served."}`.trim();
    case "syncing": return of.tone === "needs_you" ? sentence : `Data sync before ${at.to} takes over. ${first(then)}`;
    case "swapping": return `Both report Backup. ${first(then)}`;
    case "both_backup": return "Both stand by. Nobody serves users.";
    case "secret_refused":
    case "unrecognised":
    case "stands_still":
    case "wrong_site":
    case "ill": return sentence;
    default: return `${sentence} ${then}`.trim();
  }
}

const KEYCHAIN_BRIEF: Readonly<Record<KeychainTrouble, string>> = {
  locked: "The keychain is locked.", absent: "This computer offers no keychain.", denied: "The keychain refused access.", missing: "No client secret is stored.", failed: "The keychain could not be read.",
};
