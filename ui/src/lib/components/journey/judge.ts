// What speaks for or against a leg, as far as it is told. What is not told is not known: never for, never against.
import type { LegName, Maintenance, PairStatus, RoleWord, SyncVerdict } from "../../wire";
import { seenOf, sidesOf } from "./sides";

export type Speaks = "for" | "against" | "unknown";

export interface Health {
  label: string;
  speaks: Speaks;
  errors: readonly string[];
}

export interface Judged {
  roles: { speaks: Speaks; primary: RoleWord; backup: RoleWord };
  traffic: { speaks: Speaks; by: string | null; stranger: string | null };
  health: Health[];
  sync: SyncVerdict | null;
  /** The worst that is told; unknown where roles or traffic are not told. */
  overall: Speaks;
}

function trafficOf(status: PairStatus | null, primary: string): Judged["traffic"] {
  const by = status?.site.answered_by ?? null;
  if (by !== null) return { speaks: by === primary ? "for" : "against", by, stranger: null };
  const stranger = status?.site.guid ?? null;
  return { speaks: stranger === null ? "unknown" : "against", by, stranger };
}

function healthOf(status: PairStatus | null, label: string): Health {
  const seen = seenOf(status, label);
  const errors = seen?.errors ?? [];
  if (seen === null || !seen.reachable) return { label, speaks: "unknown", errors };
  if (seen.healthy === false || errors.length > 0) return { label, speaks: "against", errors };
  return { label, speaks: seen.healthy === true ? "for" : "unknown", errors };
}

function rolesOf(primary: RoleWord, backup: RoleWord): Speaks {
  if (primary === "primary" && backup === "backup") return "for";
  if (primary !== "unknown" && primary !== "primary") return "against";
  return backup === "unknown" || (primary === "unknown" && backup === "backup") ? "unknown" : "against";
}

export function judge(m: Maintenance, leg: LegName, status: PairStatus | null): Judged {
  const sides = sidesOf(m, leg);
  const primary = seenOf(status, sides.primary)?.role ?? "unknown";
  const backup = seenOf(status, sides.backup)?.role ?? "unknown";
  const roles = { speaks: rolesOf(primary, backup), primary, backup };
  const traffic = trafficOf(status, sides.primary);
  const health = [healthOf(status, sides.primary), healthOf(status, sides.backup)];
  const all = [roles.speaks, traffic.speaks, ...health.map((one) => one.speaks)];
  const overall = all.includes("against") ? "against" : roles.speaks === "unknown" || traffic.speaks === "unknown" ? "unknown" : "for";
  return { roles, traffic, health, sync: m.legs[leg].sync, overall };
}
