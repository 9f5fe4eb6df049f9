import type { Backend } from "../backend";
import { dayShort } from "../text/time";
import type { Pair } from "../wire";

/** Keeps who confirmed a change: in the journal of the open maintenance, else in the pair's note. */
export async function confirmed(backend: Backend, pair: Pair, open: string | null, text: string, now: number): Promise<void> {
  if (open !== null) {
    await backend.call("maintenance_note", { id: open, text });
    return;
  }
  const line = `${dayShort(new Date(now))}: ${text}`;
  await backend.call("pairs_edit", editNothing(pair.name, { note: pair.note === "" ? line : `${pair.note}\n${line}` }));
}

/** An edit that changes only what is given. */
export const editNothing = <T extends object>(name: string, more: T): { name: string; appliances: string[]; server_names: string[]; trusts: string[]; swing_addresses: string[]; shared_ips: string[]; resolvers: string[]; settings: string[] } & T => ({
  name, appliances: [], server_names: [], trusts: [], swing_addresses: [], shared_ips: [], resolvers: [], settings: [], ...more,
});
