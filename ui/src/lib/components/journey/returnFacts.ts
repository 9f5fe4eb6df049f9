// The returned pair as it is seen now, line by line.
import { PRODUCT, ROLE } from "../../text/tone";
import { verify } from "../../text/verify";
import type { ApplianceStatus, Maintenance, PairStatus } from "../../wire";
import type { Fact } from "./Facts.svelte";
import { judge, type Speaks } from "./judge";
import { readAt, seenOf, sidesOf } from "./sides";

const STATE: Record<Speaks, Fact["state"]> = { for: "done", against: "warn", unknown: "unknown" };

const versionOf = (seen: ApplianceStatus | null): string | null => (seen?.version == null ? null : [seen.product === null ? "" : PRODUCT[seen.product], seen.version].filter(Boolean).join(" "));

function versions(a: ApplianceStatus | null, b: ApplianceStatus | null, at: string | null): Fact {
  const home = versionOf(a);
  const standIn = versionOf(b);
  if (home === null || standIn === null) return { key: "versions", state: "unknown", text: verify.versionsUntold, at };
  if (home !== standIn || a?.build !== b?.build) return { key: "versions", state: "warn", text: verify.versionsDiffer(home, standIn), at };
  return { key: "versions", state: "done", text: verify.versions(home), remark: a?.build == null ? "" : verify.build(a.build), at };
}

export function returnFacts(m: Maintenance, status: PairStatus | null): Fact[] {
  const { home, standIn } = sidesOf(m, "return");
  const judged = judge(m, "return", status);
  const at = readAt(status);
  const traffic = judged.traffic.by !== null ? verify.traffic(m.site_name, judged.traffic.by) : judged.traffic.stranger === null ? verify.trafficUnseen(m.site_name) : verify.trafficStranger(m.site_name);
  const users: Fact = m.verified === null
    ? { key: "users", state: "next", text: verify.usersLater }
    : m.verified.users === null
      ? { key: "users", state: "unknown", text: verify.usersUntold, at: m.verified.at }
      : { key: "users", state: "done", text: verify.users(m.verified.users, home), at: m.verified.at };
  if (m.users_before !== null) users.remark = verify.usersBefore(m.users_before);
  return [
    { key: "roles", state: STATE[judged.roles.speaks], text: verify.roles(home, ROLE[judged.roles.primary].toLowerCase(), standIn, ROLE[judged.roles.backup].toLowerCase()), remark: judged.roles.speaks === "for" ? verify.rolesAsBefore : judged.roles.speaks === "against" ? verify.rolesNot : "", at },
    { key: "traffic", state: STATE[judged.traffic.speaks], text: traffic, remark: judged.traffic.by === null ? (status?.site.trouble?.message ?? "") : "", at },
    versions(seenOf(status, home), seenOf(status, standIn), at),
    ...judged.health.map((one): Fact => ({
      key: `health ${one.label}`, state: STATE[one.speaks], text: verify.health(one.label, one.speaks === "for" ? verify.healthy : one.speaks === "against" ? verify.unhealthy : verify.untold), remark: one.errors.join("; "),
      at: seenOf(status, one.label)?.observed_at ?? null,
    })),
    users,
  ];
}
