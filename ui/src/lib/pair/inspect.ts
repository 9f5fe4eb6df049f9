// The request that shows the certificates of a pair that is described already. Nothing is sent to either but a greeting.
import type { AddPair, Pair } from "../wire";

export const inspection = (pair: Pair): AddPair => ({
  name: pair.name, site_name: pair.site_name, network: pair.network, proxy: pair.proxy, guard: pair.guard,
  appliances: pair.appliances.map((one) => `${one.label}=${one.address}`), server_names: pair.appliances.map((one) => `${one.label}=${one.server_name}`),
  trusts: [], swing_addresses: [], shared_ips: [], resolvers: [], settings: [], ...(pair.site_address === null ? {} : { site_address: pair.site_address }),
});
