// The proofs of many reports, checked one by one. It goes on while another page is open, and what was found stays.
import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import { provenOf, type Proven } from "../text/report";
import type { WireError } from "../wire";

export type Proved = { is: Proven; why: string | null } | { problem: WireError };

export class Proofs {
  found: Readonly<Record<string, Proved>> = $state.raw({});
  /** The one that is being checked. */
  current: string | null = $state(null);
  running: boolean = $state(false);
  /** Of the last run. */
  of: number = $state(0);
  done: number = $state(0);
  stopped: boolean = $state(false);
  /** When the last one was checked. */
  at: string | null = $state(null);
  readonly #backend: Backend;
  readonly #now: () => number;

  constructor(backend: Backend, now: () => number) {
    this.#backend = backend;
    this.#now = now;
  }

  /** One at a time: each is made from its whole record. */
  async run(ids: readonly string[]): Promise<void> {
    if (this.running) return;
    Object.assign(this, { running: true, stopped: false, of: ids.length, done: 0 });
    for (const id of ids) {
      if (this.stopped) break;
      this.current = id;
      const one = await this.#check(id);
      // Stopped meanwhile: what came all the same is kept.
      this.found = { ...this.found, [id]: one };
      this.done += 1;
      this.at = new Date(this.#now()).toISOString();
    }
    Object.assign(this, { running: false, current: null });
  }

  stop(): void {
    this.stopped = true;
  }

  async #check(id: string): Promise<Proved> {
    try {
      const { proof } = await this.#backend.call("report_show", { id });
      return { is: provenOf(proof), why: proof.broken[0]?.words ?? proof.unproven };
    } catch (thrown) {
      return { problem: wireError(thrown) };
    }
  }
}

const ALL = new WeakMap<Backend, Proofs>();

/** Those of this window, whichever page asks. */
export function proofsOf(backend: Backend, now: () => number): Proofs {
  const one = ALL.get(backend) ?? new Proofs(backend, now);
  ALL.set(backend, one);
  return one;
}
