// The key a pair pins for an appliance, and how to ask what the appliance shows now.
import type { AddPair, Pair } from "../wire";

/** Null: it is trusted by other means. */
export function pinnedOf(pair: Pair | null, label: string): string | null {
  const trust = pair?.appliances.find((one) => one.label === label)?.trust ?? "";
  return trust.startsWith("pin:") ? trust.slice(4) : null;
}

/** A question about one address only: nothing is trusted and nothing is sent. */
export const inspection = (pair: Pair): AddPair => ({
  name: pair.name, site_name: pair.site_name, appliances: pair.appliances.map((one) => `${one.label}=${one.address}`),
  server_names: pair.appliances.map((one) => `${one.label}=${one.server_name}`), trusts: pair.appliances.map((one) => `${one.label}=${one.trust}`), network: pair.network,
  swing_addresses: [], shared_ips: [], resolvers: [], proxy: pair.proxy, settings: [],
});
