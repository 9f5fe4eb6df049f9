import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import type { ApplicationEnd, ApplicationPlan, Applied, BlindSpotShown, Change, Coverage, Disposition, Group, ReadStep, Reconciliation, Update, WireError } from "../wire";
import { Act } from "./act.svelte";
import { moves } from "./ledger.svelte";
import { Reading } from "./reading";

/** As the page lists them: what asks most stands first. */
export const GROUPS = ["overwritten", "conflict", "carried", "never_synced", "secret", "blind_spot"] as const satisfies readonly Group[];
export type ShownGroup = (typeof GROUPS)[number];
export const isGroup = (word: string | undefined): word is ShownGroup => (GROUPS as readonly (string | undefined)[]).includes(word);

/** Where reconciling stands, what is decided, and the plan that carries it out. */
export class Reconcile {
  readonly id: string;
  value: Reconciliation | null = $state.raw(null);
  problem: WireError | null = $state.raw(null);
  coverage: Coverage | null = $state.raw(null);
  plan: ApplicationPlan | null = $state.raw(null);
  /** How the last run ended. */
  end: ApplicationEnd | null = $state.raw(null);
  readonly planning = new Act();
  readonly applying = new Act();
  /** By what they are about: an entry, a blind spot, or a whole group. */
  readonly #deciding = new Map<string, Act>();
  readonly #backend: Backend;
  readonly #reading = new Reading(() => this.#read());

  constructor(backend: Backend, id: string) {
    this.#backend = backend;
    this.id = id;
  }

  load(): Promise<void> {
    return this.#reading.now();
  }

  take(update: Update): void {
    if (moves(update, this.id)) void this.load();
  }

  of(group: Group): readonly Change[] {
    return this.value?.entries.filter((one) => one.group === group) ?? [];
  }

  entry(entry: string): Change | null {
    return this.value?.entries.find((one) => one.entry === entry) ?? null;
  }

  spots(): readonly BlindSpotShown[] {
    return this.value?.blind_spots ?? [];
  }

  /** The group of an entry or of a blind spot; a group's own word is itself. */
  groupOf(at: string | undefined): ShownGroup | null {
    if (at === undefined) return null;
    if (isGroup(at)) return at;
    const group = this.entry(at)?.group;
    return group !== undefined && isGroup(group) ? group : this.spots().some((one) => one.key === at) ? "blind_spot" : null;
  }

  /** The act that decides this one: its refusal stays beside it. */
  act(about: string): Act {
    let act = this.#deciding.get(about);
    if (act === undefined) {
      act = new Act();
      this.#deciding.set(about, act);
    }
    return act;
  }

  /** One entry or blind spot, or all that stand undecided in a group: what came after this reading is not decided by it. */
  async decide({ group, entry, as, reason = "" }: { group: Group; entry?: string; as: Disposition; reason?: string }): Promise<boolean> {
    const through = this.value?.through;
    const told = await this.act(entry ?? group).run(() => this.#backend.call("reconcile_decide", {
      id: this.id, group, as, ...(entry === undefined ? {} : { entry }), ...(reason === "" ? {} : { reason }), ...(through === undefined ? {} : { through }),
    }));
    if (told === undefined) return false;
    // What was planned was planned of other decisions.
    this.plan = null;
    await this.load();
    return true;
  }

  /** Reads the primary. Nothing is sent. */
  async makePlan(): Promise<void> {
    this.end = null;
    const told = await this.planning.run(() => this.#backend.call("reconcile_plan", { id: this.id }));
    if (told !== undefined) this.plan = told;
  }

  /** Sends the ticked steps, and keeps what came of each beside it. */
  async apply(entries: readonly string[]): Promise<void> {
    this.end = null;
    const told = await this.applying.run(() => this.#backend.call("reconcile_apply", { id: this.id, entries: [...entries], seen: this.#seen(entries) }));
    if (told !== undefined) this.end = told;
    await this.load();
  }

  /** The ticked steps as the plan on the page shows them: where one is another by now, nothing is sent. */
  #seen(entries: readonly string[]): Record<string, ReadStep> {
    const steps = (this.plan?.steps ?? []).filter((step) => entries.includes(step.entry));
    return Object.fromEntries(steps.map(({ entry, method, path, body, before }) => [entry, { method, path, body, before }]));
  }

  /** What came of a step in the last run; null: it was not in it. */
  outcome(entry: string): Applied | null {
    return this.end?.steps.find((one) => one.entry === entry) ?? null;
  }

  async #read(): Promise<void> {
    try {
      const [value, coverage] = await Promise.all([this.#backend.call("reconcile_show", { id: this.id }), this.#backend.call("ledger_coverage", { id: this.id })]);
      this.value = value;
      this.coverage = coverage;
      this.problem = null;
    } catch (thrown) {
      this.problem = wireError(thrown);
    }
  }
}
