// Where the site name leads, as far as it is told, in the words of the page.
import { swing } from "../../text/swing";
import type { LegName, Maintenance, Pair, PairStatus } from "../../wire";
import type { Fact } from "./Facts.svelte";
import type { PathEnd } from "./SitePath.svelte";
import { readAt, seenOf, sidesOf } from "./sides";

export type Where = "there" | "old" | "stranger" | "unseen";

export function whereOf(m: Maintenance, leg: LegName, status: PairStatus | null): Where {
  const { primary } = sidesOf(m, leg);
  const by = status?.site.answered_by ?? null;
  if (by !== null) return by === primary ? "there" : "old";
  return (status?.site.guid ?? null) === null ? "unseen" : "stranger";
}

/** The sentence and what it means. */
export function headOf(m: Maintenance, leg: LegName, status: PairStatus | null): [string, string] {
  const { primary, backup } = sidesOf(m, leg);
  const done = m.legs[leg];
  const shared = m.network === "shared-ip";
  if (done.done_at === null) return [swing.later(primary), swing.laterThen];
  if (done.swing === "confirmed") return [swing.confirmed(done.confirmed_by ?? "", primary), swing.confirmedThen];
  if (done.swing === "verified") return shared ? [swing.sharedDone(primary), swing.sharedDoneThen] : [swing.verified(primary, m.site_name), ""];
  switch (whereOf(m, leg, status)) {
    case "there": return [swing.there(m.site_name, primary), swing.thereThen];
    case "old": return [swing.old(m.site_name, backup), swing.oldThen(backup)];
    case "stranger": return [swing.stranger(m.site_name), swing.strangerThen];
    case "unseen": return shared ? [swing.sharedOpen(primary), swing.sharedOpenThen] : [swing.unseen(m.site_name), swing.unseenThen];
  }
}

export function picture(m: Maintenance, leg: LegName, status: PairStatus | null): { label: string; ends: [PathEnd, PathEnd]; answers: number | null; old: boolean } {
  const { home, standIn, primary } = sidesOf(m, leg);
  const by = status?.site.answered_by ?? null;
  const end = (label: string): PathEnd => {
    const told = by === null ? swing.endUnknown(label) : by !== label ? (label === primary ? swing.endWaits(label) : swing.endBy(label)) : label === primary ? swing.endAnswers(label, status?.site.guid ?? null) : swing.endOld(label);
    return { label, head: told[0], text: told[1] };
  };
  return {
    label: by === null ? swing.pictureUnseen(m.site_name) : swing.pictureThere(m.site_name, by), ends: [end(home), end(standIn)],
    answers: by === home ? 0 : by === standIn ? 1 : null, old: by !== null && by !== primary,
  };
}

function site(m: Maintenance, leg: LegName, status: PairStatus | null): Fact {
  const at = readAt(status);
  const guid = status?.site.guid ?? null;
  const key = "site";
  switch (whereOf(m, leg, status)) {
    case "there":
    case "old": {
      const by = status?.site.answered_by ?? "";
      return { key, state: by === sidesOf(m, leg).primary ? "done" : "warn", text: swing.factAnswered(m.site_name, by), remark: guid === null ? "" : swing.factByGuid(guid), at };
    }
    case "stranger": return { key, state: "fail", text: swing.factStranger(m.site_name), remark: swing.factStrangerGuid(guid ?? ""), at };
    case "unseen": return { key, state: "unknown", text: swing.factUnseen(m.site_name), remark: status?.site.trouble?.message ?? swing.factNotAsked, at };
  }
}

function sharedIp(ip: string, m: Maintenance, leg: LegName, status: PairStatus | null): Fact {
  const { primary, backup } = sidesOf(m, leg);
  const there = seenOf(status, primary);
  const other = seenOf(status, backup);
  const key = `ip ${ip}`;
  if (there === null || !there.reachable) return { key, state: "unknown", text: swing.factSharedIpUntold(ip), at: there?.observed_at ?? null };
  const has = there.shared_ips.includes(ip);
  const both = other !== null && other.reachable && other.shared_ips.includes(ip);
  const remark = other === null || !other.reachable ? "" : both ? swing.factSharedBoth(backup) : swing.factSharedOff(backup);
  return { key, state: has && !both ? "done" : "warn", text: has ? swing.factSharedIp(ip, primary) : swing.factSharedIpNot(ip, primary), remark, at: there.observed_at };
}

export function factsOf(m: Maintenance, leg: LegName, pair: Pair | null, status: PairStatus | null): Fact[] {
  const { primary } = sidesOf(m, leg);
  const seen = seenOf(status, primary);
  const role = seen?.role ?? "unknown";
  const roles: Fact = { key: "roles", state: role === "primary" ? "done" : role === "unknown" ? "unknown" : "warn", text: role === "primary" ? swing.factRoles(primary) : swing.factRolesNot(primary), at: seen?.observed_at ?? null };
  const ips = m.network === "shared-ip" ? (pair?.shared_ips ?? []).map((ip) => sharedIp(ip, m, leg, status)) : [];
  return [site(m, leg, status), roles, ...ips, { key: "elsewhere", state: "unknown", text: swing.factElsewhere, remark: swing.factElsewhereText, when: swing.notAsked }];
}
