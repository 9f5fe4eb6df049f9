// The key a pair pins for an appliance.
import type { Pair } from "../wire";

/** Null: it is trusted by other means. */
export function pinnedOf(pair: Pair | null, label: string): string | null {
  const trust = pair?.appliances.find((one) => one.label === label)?.trust ?? "";
  return trust.startsWith("pin:") ? trust.slice(4) : null;
}
