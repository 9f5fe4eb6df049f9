import { actOn } from "../leg/state";
import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import type { Act, CommandName, Decided, Maintenance, Step, TaskId, TaskState, Update, WireError } from "../wire";
import type { Link } from "./link.svelte";
import { Reading } from "./reading";

/** How an act ended: it is told also to a page that was left or loaded anew meanwhile. */
export interface Ended {
  act: Act;
  sentence: string;
  needsYou: boolean;
}

const actKey = (act: Act): string => `${act.maintenance} ${act.command}`;

/** The one maintenance a page shows: what is recorded of it, and its steps as they happen. */
export class OpenMaintenance {
  id: string | null = $state(null);
  /** Null until it was read. */
  value: Maintenance | null = $state.raw(null);
  /** The newest last. */
  steps: readonly Step[] = $state.raw([]);
  /** The last act on each that ended: what asks for a person is kept until a newer act begins, also where its page was left. */
  #ends: Readonly<Record<string, Ended>> = $state.raw({});
  /** Of the one that is open here. */
  readonly ended: Ended | null = $derived.by(() => (this.id === null ? null : (this.#ends[this.id] ?? null)));
  problem: WireError | null = $state.raw(null);
  /** The act that is under way on it, by its command; null: none. */
  readonly act: string | null = $derived.by(() => (this.id === null ? null : actOn({ id: this.id }, this.#link.acts)));
  /** How far the act that is under way has come, in its own words; null: it told nothing. */
  readonly progress: string | null = $derived.by(() => {
    const told = this.#told;
    return told !== null && told.act.maintenance === this.id && told.act.command === this.act ? told.sentence : null;
  });
  /** How many tasks are behind. */
  readonly done: number = $derived.by(() => this.value?.tasks.filter((task) => task.state === "done" || task.state === "skipped").length ?? 0);

  #told: { act: Act; sentence: string } | null = $state.raw(null);
  /** What was answered to an act that was begun here, also where its page was left meanwhile. */
  #answers: Readonly<Record<string, Decided>> = $state.raw({});
  /** What was under way at the last beat: an act that was not is a newer one. */
  #under: ReadonlySet<string> = new Set();
  readonly #backend: Backend;
  readonly #link: Link;
  readonly #reading = new Reading(() => this.#read());

  constructor(backend: Backend, link: Link) {
    this.#backend = backend;
    this.#link = link;
  }

  /** Shows this one. Opening what is open already reads it again. */
  async open(id: string): Promise<void> {
    if (id !== this.id) {
      this.#show(id);
      void this.#link.follow(id, 0);
    }
    await this.refresh();
  }

  close(): void {
    if (this.id === null) return;
    this.#show(null);
    void this.#link.follow(null);
  }

  answerTo(id: string, command: CommandName): Decided | null {
    return this.#answers[actKey({ maintenance: id, command })] ?? null;
  }

  keepAnswer(id: string, command: CommandName, answer: Decided | null): void {
    const { [actKey({ maintenance: id, command })]: _, ...rest } = this.#answers;
    this.#answers = answer === null ? rest : { ...rest, [actKey({ maintenance: id, command })]: answer };
  }

  refresh(): Promise<void> {
    return this.#reading.now();
  }

  take(update: Update): void {
    switch (update.type) {
      case "step": {
        const { step } = update;
        if (update.maintenance !== this.id || this.steps.some((one) => one.seq === step.seq)) return;
        this.steps = [...this.steps, step].sort((a, b) => a.seq - b.seq);
        // Steps from before are told again after a reload; only a newer one changes what stands here.
        if (step.seq > (this.value?.seq ?? 0)) void this.refresh();
        break;
      }
      case "changed":
        if (this.id !== null) void this.refresh();
        break;
      case "progress":
        this.#told = { act: update.act, sentence: update.sentence };
        break;
      case "ended":
        this.#told = null;
        if (update.act.maintenance === this.id || update.needs_you) this.#ends = { ...this.#ends, [update.act.maintenance]: { act: update.act, sentence: update.sentence, needsYou: update.needs_you } };
        break;
      case "beat": {
        const begun = update.acts.filter((act) => !this.#under.has(actKey(act)));
        this.#under = new Set(update.acts.map(actKey));
        for (const act of begun) this.#forget(act.maintenance);
        break;
      }
      case "status":
        break;
    }
  }

  stateOf(task: TaskId): TaskState {
    return this.value?.tasks.find((one) => one.id === task)?.state ?? "locked";
  }

  #show(id: string | null): void {
    if (this.id !== null && this.#ends[this.id]?.needsYou === false) this.#forget(this.id);
    this.id = id;
    this.value = null;
    this.steps = [];
    this.problem = null;
  }

  #forget(id: string): void {
    if (this.#ends[id] === undefined) return;
    const { [id]: _, ...rest } = this.#ends;
    this.#ends = rest;
  }

  async #read(): Promise<void> {
    const id = this.id;
    if (id === null) return;
    try {
      const value = await this.#backend.call("maintenance_show", { id });
      // Another one may have been opened meanwhile, and an older state never replaces a newer one.
      if (id !== this.id || value.seq < (this.value?.seq ?? 0)) return;
      this.value = value;
      this.problem = null;
    } catch (thrown) {
      if (id === this.id) this.problem = wireError(thrown);
    }
  }
}
