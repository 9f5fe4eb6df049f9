// What is seen of both appliances while one is worked on.
import type { Absence } from "../../state/away.svelte";
import { between, clockShort, localShort, span } from "../../text/time";
import { PRODUCT } from "../../text/tone";
import { work } from "../../text/work";
import type { ApplianceStatus, Maintenance, PairStatus } from "../../wire";
import type { CompareRow, Compared } from "../shared/Compare.svelte";
import { seenOf, sidesOf } from "./sides";

const unknown: Compared = { text: "", known: false };

const version = (seen: ApplianceStatus | null): Compared =>
  seen?.version == null ? unknown : { text: [seen.product === null ? "" : PRODUCT[seen.product], seen.version].filter(Boolean).join(" ") };

function health(seen: ApplianceStatus | null): Compared {
  if (seen === null || !seen.reachable || seen.healthy === null) return unknown;
  if (seen.errors.length > 0) return { text: work.errors(seen.errors.length), remark: seen.errors[0] ?? "" };
  return { text: seen.healthy ? work.healthy : work.unhealthy };
}

function away(absence: Absence | null, now: number): Compared {
  if (absence === null) return { text: work.never };
  const until = absence.to ?? new Date(now).toISOString();
  const took = span(Math.max(0, between(absence.from, until)));
  return { text: absence.to === null ? work.awayNow(took) : work.away(took, clockShort(absence.to)) };
}

export function bothRows(m: Maintenance, status: PairStatus | null, lastAway: (label: string) => Absence | null, now: number): CompareRow[] {
  const { home, standIn } = sidesOf(m, "outbound");
  const a = seenOf(status, home);
  const b = seenOf(status, standIn);
  const reachable = (seen: ApplianceStatus | null): Compared => (seen === null ? unknown : { text: seen.reachable ? work.yes : work.no, remark: seen.reachable ? "" : (seen.trouble?.message ?? "") });
  const same = (one: string | null | undefined, other: string | null | undefined): CompareRow["same"] => (one == null || other == null ? "unknown" : one === other ? "equal" : "differs");
  const told = (text: string | null | undefined): Compared => (text == null ? unknown : { text });
  const users = (seen: ApplianceStatus | null): Compared => (seen?.users == null || !seen.reachable ? unknown : { text: seen.users === 0 ? work.noUsers : String(seen.users) });
  const sync = (seen: ApplianceStatus | null): Compared => told(seen?.last_sync == null || !seen.reachable ? null : localShort(seen.last_sync));
  const at = (seen: ApplianceStatus | null): string | null => seen?.observed_at ?? null;
  const older = [at(a), at(b)].includes(null) ? null : ([at(a) ?? "", at(b) ?? ""].sort()[0] ?? null);
  return [
    { key: "answers", word: work.answers, home: reachable(a), standIn: reachable(b), readAt: older },
    { key: "away", word: work.wasAway, home: away(lastAway(home), now), standIn: away(lastAway(standIn), now) },
    { key: "version", word: work.versionNow, home: version(a), standIn: version(b), same: same(a?.version, b?.version), readAt: older },
    { key: "build", word: work.build, home: told(a?.build), standIn: told(b?.build), same: same(a?.build, b?.build), readAt: older },
    { key: "health", word: work.health, home: health(a), standIn: health(b), readAt: older },
    { key: "users", word: work.users, home: users(a), standIn: users(b) },
    { key: "sync", word: work.lastSync, home: sync(a), standIn: sync(b) },
  ];
}

/** What the check before the leg found of the versions, as it was told. */
export const versionsBefore = (m: Maintenance): string | null =>
  m.checks.outbound?.findings.find((one) => one.code === "versions_equal" && one.evidence !== "")?.evidence ?? null;
