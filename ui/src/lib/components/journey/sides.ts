// Which appliance a leg makes primary.
import type { ApplianceStatus, LegName, Maintenance, PairStatus } from "../../wire";

export interface Sides {
  home: string;
  standIn: string;
  /** Primary once the leg is done, and the other one. */
  primary: string;
  backup: string;
}

export function sidesOf(m: Maintenance, leg: LegName): Sides {
  const home = m.home_primary;
  const standIn = m.appliances.find((one) => one.label !== home)?.label ?? "";
  return leg === "outbound" ? { home, standIn, primary: standIn, backup: home } : { home, standIn, primary: home, backup: standIn };
}

export const seenOf = (status: PairStatus | null, label: string): ApplianceStatus | null => status?.appliances.find((one) => one.label === label) ?? null;

/** When the round was read that the status tells of: the newest look in it. */
export const readAt = (status: PairStatus | null): string | null => status?.appliances.map((one) => one.observed_at).sort().at(-1) ?? null;
