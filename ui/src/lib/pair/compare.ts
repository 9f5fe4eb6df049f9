// Both appliances side by side: what was read, and where it was not, what was last known, kept apart.
import type { Compared, CompareRow } from "../components/shared/Compare.svelte";
import type { Known } from "../state/lastKnown.svelte";
import { offset, short } from "../text/number";
import { pair as words } from "../text/pair";
import { PRODUCT, ROLE } from "../text/tone";
import { between, localShort } from "../text/time";
import type { ApplianceStatus, Pair, PairAppliance, PairStatus } from "../wire";

export interface CompareOf {
  pair: Pair;
  status: PairStatus | null;
  now: number;
  known: (label: string) => Known;
  /** Nothing is read for want of a secret: only what was known before stands here. */
  apart?: boolean;
  /** What was read is past its promise: it is of before, and its age stands at the end of each row. */
  old?: boolean;
}

export interface CompareTables {
  now: CompareRow[];
  /** What was read before, where none of it is of now. */
  before: CompareRow[];
}

interface End {
  of: PairAppliance;
  seen: ApplianceStatus | null;
  /** What it said before it fell silent. */
  last: ApplianceStatus | null;
}

/** What is asked every five minutes counts as fresh a little longer than that. */
const SELDOM_S = 360;

type Read = (one: ApplianceStatus) => Compared | null;

const same = (home: Compared, standIn: Compared): CompareRow["same"] =>
  home.known === false || standIn.known === false || home.stale !== undefined || standIn.stale !== undefined || home.before === true || standIn.before === true ? "unknown" : home.text === standIn.text && home.remark === standIn.remark ? "equal" : "differs";

export const trustWord = (trust: string): string => (trust === "system" ? words.trust.system : trust.startsWith("pin:") ? words.trust.pin : words.trust.ca);

export function compareRows({ pair, status, now, known, apart = false, old = false }: CompareOf): CompareTables {
  const at = new Date(now);
  const ends = pair.appliances.map((of): End => {
    const seen = apart ? null : (status?.appliances.find((one) => one.label === of.label) ?? null);
    const last = seen === null || !seen.reachable ? known(of.label).last : null;
    return { of, seen, last };
  });
  const [home, standIn] = ends;
  if (home === undefined || standIn === undefined) return { now: [], before: [] };
  const readAt = status === null ? null : (home.seen?.observed_at ?? null);

  /** What it says now, else what it said before with its age, else not known. */
  const value = (end: End, read: Read): Compared => {
    const now1 = end.seen === null ? null : read(end.seen);
    if (now1 !== null) return old ? { ...now1, before: true } : now1;
    const before = end.last === null ? null : read(end.last);
    if (before !== null && end.last !== null) return { ...before, stale: { at: end.last.observed_at, seconds: between(end.last.observed_at, at) } };
    return { text: "", known: false };
  };
  const row = (key: string, word: string, read: Read, equal: boolean): CompareRow => {
    const [a, b] = [value(home, read), value(standIn, read)];
    const same1 = equal ? { same: same(a, b) } : {};
    // Neither is of now: one age for both, at the end of the row.
    if (a.stale !== undefined && b.stale !== undefined) {
      const older = a.stale.seconds > b.stale.seconds ? a.stale : b.stale;
      return { key, word, home: { ...a, stale: undefined, before: true }, standIn: { ...b, stale: undefined, before: true }, ...same1, readAt: older.at };
    }
    return { key, word, home: a, standIn: b, ...same1, readAt };
  };
  const fixed = (key: string, word: string, read: (one: PairAppliance) => Compared): CompareRow => ({ key, word, home: read(home.of), standIn: read(standIn.of) });
  const guid = (end: End): Compared => {
    const told = end.seen?.reachable === true ? end.seen.guid : (end.last?.guid ?? end.of.guid);
    return told === null ? { text: words.notTold, known: false } : { text: short(told), code: true, copy: told, ...(old ? { before: true } : {}) };
  };

  const rows: CompareRow[] = [
    fixed("address", words.row.address, (one) => ({ text: one.address, code: true })),
    { key: "guid", word: words.row.guid, home: guid(home), standIn: guid(standIn), readAt },
    row("version", words.row.version, (one) => one.version === null ? null : { text: [one.product === null ? "" : PRODUCT[one.product], one.version].filter(Boolean).join(" "), ...(one.build === null ? {} : { remark: words.build(one.build) }) }, true),
    row("health", words.row.health, (one) => one.healthy === null ? null : { text: one.healthy ? words.healthy : [words.ill, ...one.errors].join(": ") }, true),
    row("sync", words.row.sync, (one) => {
      if (one.last_sync === null) return one.last_sync_text === null ? null : { text: one.last_sync_text };
      const text = one.last_sync_text === null || one.last_sync_text === one.last_sync ? "" : `, ${one.last_sync_text}`;
      return { text: words.syncAgo(Math.max(0, between(one.last_sync, at))), remark: `${localShort(one.last_sync)}${text}` };
    }, true),
    row("ips", words.row.sharedIps, (one) => one.reachable ? { text: one.shared_ips.length === 0 ? words.noIps : one.shared_ips.join(", "), code: one.shared_ips.length > 0 } : null, true),
    row("certificate", words.row.certificate, (one) => one.certificate_until === null ? null : { text: words.ends(between(at, one.certificate_until)), remark: words.endsOn(one.certificate_until) }, true),
    row("clock", words.row.clock, (one) => one.clock_offset_s === null ? null : { text: offset(one.clock_offset_s) }, false),
  ];
  if (ends.some((end) => (end.seen?.users ?? end.last?.users) != null)) {
    const users = row("users", words.row.users, (one) => one.users === null ? null : { text: one.users === 0 ? words.noIps : words.site.users(one.users) }, false);
    // They are counted more seldom than the rest is read: their own age, the older of the two.
    const counted = ends.flatMap((end) => (end.seen?.users_at == null ? [] : [end.seen.users_at])).sort()[0];
    rows.push(counted === undefined ? users : { ...users, readAt: counted, promise: SELDOM_S });
  }
  const account: CompareRow[] = pair.appliances.some((one) => one.credential !== undefined)
    ? [fixed("signIn", words.row.signIn, (one) => one.credential === undefined ? { text: "", known: false } : { text: words.credential[one.credential] })]
    : [];
  const trust = fixed("trust", words.row.key, (one) => ({ text: trustWord(one.trust) }));
  if (apart) {
    const [address, , ...told] = rows;
    const known1 = row("guid", words.row.guid, (one) => one.guid === null ? null : { text: short(one.guid), code: true }, false);
    const role = row("role", words.row.role, (one) => one.role === "unknown" ? null : { text: ROLE[one.role] }, false);
    const now1: CompareRow = { key: "role", word: words.row.role, home: { text: "", known: false }, standIn: { text: "", known: false } };
    return { now: [now1, ...(address === undefined ? [] : [address]), trust, ...account], before: [role, ...told, known1].filter((one) => one.home.before === true && one.standIn.before === true) };
  }
  return { now: [...rows, ...account, trust, row("api", words.row.api, (one) => one.api === null ? null : { text: one.api }, true)], before: [] };
}

/** What an appliance said instead of an answer. */
export const troubles = (status: PairStatus | null): { key: string; label: string; message: string; hint: string; code: string }[] =>
  (status?.appliances ?? []).flatMap(({ label, trouble }) => (trouble === null ? [] : [{ key: label, label, message: trouble.message, hint: trouble.hint, code: trouble.code }]));
