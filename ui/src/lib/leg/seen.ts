// What was read of a pair, as far as it may be said as what is now.
import type { Row } from "../state/board.svelte";
import type { Maintenance, PairStatus } from "../wire";

/** What was read, and may still be so; null: not read, or past its promise. */
export const nowOf = (row: Row | null): PairStatus | null => (row === null || row.stale ? null : row.status);

/** Who says now, of itself, that it is primary, where nobody else is said to be; null: not known. */
export function primarySeen(row: Row | null): string | null {
  const primary = nowOf(row)?.appliances.filter((one) => one.role === "primary") ?? [];
  const [only] = primary;
  return primary.length === 1 && only !== undefined && only.reachable && !only.second_hand ? only.label : null;
}

/** That its command did not happen rests on a person's word. */
export const statedOver = (m: Maintenance): boolean => m.legs.outbound.settlement === "not_happened";
