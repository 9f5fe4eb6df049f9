// What this window saw of each appliance before it fell silent: the program tells only what is now.
import type { ApplianceStatus, Update } from "../wire";

export interface Known {
  /** The last status in which it answered; null: none since this window was opened. */
  last: ApplianceStatus | null;
  /** When the first look without an answer was; null: it answers. */
  silentSince: string | null;
}

const NOTHING: Known = { last: null, silentSince: null };

export class LastKnown {
  #seen: Readonly<Record<string, Known>> = $state.raw({});

  of(pair: string, label: string): Known {
    return this.#seen[`${pair}\n${label}`] ?? NOTHING;
  }

  take(update: Update): void {
    if (update.type !== "status") return;
    const fresh: Record<string, Known> = {};
    for (const seen of update.status.appliances) {
      const before = this.of(update.status.pair, seen.label);
      fresh[`${update.status.pair}\n${seen.label}`] = seen.reachable ? { last: seen, silentSince: null } : { last: before.last, silentSince: before.silentSince ?? seen.observed_at };
    }
    this.#seen = { ...this.#seen, ...fresh };
  }
}
