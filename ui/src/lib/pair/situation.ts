// What stands of a pair now, from everything the window knows of it: the program's state, the keychain, and what was seen before.
import type { ApplianceStatus, KeychainState, Pair, PairStatus, Tone } from "../wire";
import type { Known } from "../state/lastKnown.svelte";

export type KeychainTrouble = "locked" | "absent" | "denied" | "failed" | "missing";

export type Situation =
  /** Not read since the window was opened. */
  | { kind: "unread" }
  | { kind: "keychain"; state: KeychainTrouble }
  /** It has no client id yet. */
  | { kind: "no_account" }
  | { kind: "secret_refused"; label: string }
  | { kind: "pin_changed"; label: string; sharedIp: boolean }
  | { kind: "guid_changed"; label: string; remembered: string; seen: string }
  | { kind: "two_primaries" }
  | { kind: "broken"; label: string | null }
  | { kind: "unrecognised"; label: string; text: string }
  | { kind: "both_backup" }
  | { kind: "syncing"; to: string }
  | { kind: "swapping" }
  | { kind: "away"; label: string; serves: string }
  | { kind: "none_answers" }
  | { kind: "silent"; label: string; serves: string | null; since: string | null; secondHand: boolean }
  /** It answers, and what it says cannot be used. */
  | { kind: "untold"; label: string; serves: string | null; why: string }
  | { kind: "versions"; home: string; standIn: string }
  | { kind: "stands_still"; maintenance: string }
  | { kind: "wrong_site"; label: string; primary: string }
  | { kind: "ill"; label: string }
  | { kind: "over_open"; maintenance: string; serves: string; free: string }
  | { kind: "over_alone"; serves: string }
  | { kind: "normal_open"; maintenance: string; serves: string }
  | { kind: "normal"; serves: string };

export type SituationKind = Situation["kind"];

export interface Around {
  pair: Pair;
  status: PairStatus | null;
  keychain: KeychainState | null;
  known: (label: string) => Known;
}

const CREDENTIAL = new Set(["no-credential", "keychain-missing", "keychain-locked", "keychain-absent", "keychain-denied", "keychain-failed"]);
const REFUSED = new Set(["secret-rejected", "token-refused"]);

const hex = (guid: string | null): string | null => (guid === null ? null : guid.replace(/[^0-9a-f]/gi, "").toLowerCase());
export const sameGuid = (a: string, b: string): boolean => hex(a) === hex(b);
const version = (one: ApplianceStatus): string => (one.build === null ? (one.version ?? "") : `${one.version ?? ""} (${one.build})`);

/** Why neither appliance could sign in, as far as that is the keychain's doing. */
function keychainOf({ pair, keychain }: Around): KeychainTrouble {
  const told = pair.appliances.map((one) => one.credential).find((one) => one !== undefined && one !== "stored");
  if (told !== undefined) return told;
  return keychain === null || keychain === "usable" ? "missing" : keychain;
}

const guidChanged = ({ pair, status }: Around): Situation | null => {
  if (status === null || status.tone !== "stop" || status.state !== "unknown") return null;
  for (const one of pair.appliances) {
    const seen = status.appliances.find((other) => other.label === one.label);
    if (seen !== undefined && one.guid !== null && seen.guid !== null && hex(seen.guid) !== hex(one.guid)) return { kind: "guid_changed", label: one.label, remembered: one.guid, seen: seen.guid };
  }
  return null;
};

function unknown(around: Around, home: ApplianceStatus, standIn: ApplianceStatus): Situation {
  const both = [home, standIn];
  const refused = both.find((one) => one.trouble !== null && REFUSED.has(one.trouble.code));
  if (refused !== undefined) return { kind: "secret_refused", label: refused.label };
  if (both.every((one) => !one.reachable)) return { kind: "none_answers" };
  const serves = both.find((one) => one.role === "primary" && !one.second_hand)?.label ?? null;
  const silent = both.find((one) => !one.reachable) ?? both.find((one) => one.role === "unknown") ?? standIn;
  if (silent.reachable) return { kind: "untold", label: silent.label, serves, why: silent.trouble?.message ?? "" };
  return { kind: "silent", label: silent.label, serves, since: around.known(silent.label).silentSince, secondHand: silent.second_hand };
}

/** The first that fits, the worst first. */
export function situationOf(around: Around): Situation {
  const { pair, status } = around;
  const [home, standIn] = status?.appliances ?? [];
  if (status === null || home === undefined || standIn === undefined) {
    return around.keychain !== null && around.keychain !== "usable" && pair.client_id !== null ? { kind: "keychain", state: keychainOf(around) } : { kind: "unread" };
  }
  const both = [home, standIn];
  const pin = both.find((one) => one.trouble?.code === "pin-changed");
  if (pin !== undefined) return { kind: "pin_changed", label: pin.label, sharedIp: pair.network === "shared-ip" };
  const guid = guidChanged(around);
  if (guid !== null) return guid;
  if (status.state !== "two_primaries" && both.every((one) => one.trouble !== null && CREDENTIAL.has(one.trouble.code))) {
    return pair.client_id === null && pair.appliances.every((one) => one.client_id === null) ? { kind: "no_account" } : { kind: "keychain", state: keychainOf(around) };
  }
  const open = status.maintenance;
  switch (status.state) {
    case "two_primaries": return { kind: "two_primaries" };
    case "broken": return { kind: "broken", label: both.find((one) => one.role === "none")?.label ?? null };
    case "unrecognised": {
      const odd = both.find((one) => one.role_text !== null) ?? standIn;
      return { kind: "unrecognised", label: odd.label, text: odd.role_text ?? "" };
    }
    case "both_backup": return { kind: "both_backup" };
    case "syncing": return { kind: "syncing", to: home.assigned_role === "primary" ? home.label : standIn.label };
    case "swapping": return { kind: "swapping" };
    case "away": return { kind: "away", label: home.label, serves: standIn.label };
    case "unknown": return unknown(around, home, standIn);
    case "version_mismatch": return { kind: "versions", home: version(home), standIn: version(standIn) };
    case "failed_over":
      if (open === null) return { kind: "over_alone", serves: standIn.label };
      if (status.tone !== "needs_you") return { kind: "over_open", maintenance: open, serves: standIn.label, free: home.label };
      return status.site.answered_by === home.label ? { kind: "wrong_site", label: home.label, primary: standIn.label } : { kind: "stands_still", maintenance: open };
    case "normal":
      if (status.tone === "needs_you") {
        if (status.site.answered_by === standIn.label) return { kind: "wrong_site", label: standIn.label, primary: home.label };
        if (home.healthy === false) return { kind: "ill", label: home.label };
        if (open !== null) return { kind: "stands_still", maintenance: open };
      }
      return open === null ? { kind: "normal", serves: home.label } : { kind: "normal_open", maintenance: open, serves: home.label };
  }
}

/** What is told as good or as under way is known only while it is fresh: past its promise it is not known. What asks for a person goes on asking. */
const asLongAsFresh = (tone: Tone | null, stale: boolean): Tone | null => (stale && tone !== "stop" && tone !== "needs_you" ? null : tone);

/** How much it asks. The program's own tone, but for what only this computer knows, and for how old the reading is. */
export function toneOf(situation: Situation, status: PairStatus | null, stale: boolean): Tone | null {
  switch (situation.kind) {
    case "keychain":
    case "no_account":
    case "secret_refused": return "needs_you";
    case "pin_changed":
    case "guid_changed": return "stop";
    default: return asLongAsFresh(status?.tone ?? null, stale);
  }
}

/** The look the page stands on: the older one of those that answer. An appliance that does not is asked less often, and is not known anyway. */
export function readAt(status: PairStatus | null): string | null {
  const answer = status?.appliances.filter((one) => one.reachable) ?? [];
  return (answer.length > 0 ? answer : (status?.appliances ?? [])).map((one) => one.observed_at).sort()[0] ?? null;
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a span as the program writes it ("30s"); null: it is none. */
export function spanSeconds(text: string): number | null {
  const [, digits, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(text.replace(/\s/g, "")) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit];
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

const REST_S = 30;
/** An appliance that does not answer is asked less often. */
const SELDOM_S = 120;

/** Seconds after which a reading of this pair no longer counts as fresh: two rests, and what one reading may take. */
export function promiseOf(pair: Pair, status: PairStatus | null, programRest: string | null): number {
  const rest = spanSeconds(pair.settings["poll.rest"] ?? programRest ?? "") ?? REST_S;
  const silent = status?.appliances.some((one) => !one.reachable) ?? false;
  return (silent && (status?.maintenance ?? null) === null ? Math.max(SELDOM_S, rest) : rest) + Math.max(30, rest);
}

/** What this window knows of time, and whether it hears the program at all. */
export interface Hearing {
  clock: { age(at: string | null): number | null };
  link: { silent: boolean };
  session: { rest: string | null };
}

/** What stands of this pair may no longer be so: it is older than its promise, or the program is silent. */
export function isStale({ clock, link, session }: Hearing, pair: Pair, status: PairStatus | null): boolean {
  const age = clock.age(readAt(status));
  return age !== null && (link.silent || age > promiseOf(pair, status, session.rest));
}
