import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import type { AddChange, Change, ChangeClass, ChangeList, ChangeShown, Collected, Commands, Coverage, Group, Update, WireError, Witness } from "../wire";
import { Act } from "./act.svelte";
import { Reading } from "./reading";

/** What is asked of the ledger: it stands in the address, so that back, forward and reload keep it. */
export interface LedgerFilter {
  find?: string;
  open?: true;
  group?: Group;
  who?: string;
  class?: ChangeClass;
  only?: Witness;
  /** The label of the appliance. */
  on?: string;
  /** The day and hour here, as `2026-03-08T02:00`. */
  since?: string;
}

/** How many are asked for at once: more than fit a window, few enough to be there at once. */
export const PAGE = 100;
/** So long after the last letter the ledger is asked. */
const TYPED_MS = 200;
/** Steps of the journal after which what stands here may be otherwise. */
const STEPS: ReadonlySet<string> = new Set(["reconciliation_changed", "changes_decided", "fields_ignored", "field_ignored", "change_applied", "baseline_taken"]);

export const moves = (update: Update, id: string | null): boolean => update.type === "changed" || (update.type === "step" && update.maintenance === id && STEPS.has(update.step.kind));

export type Wait = (work: () => void) => () => void;
const typed: Wait = (work) => {
  const timer = setTimeout(work, TYPED_MS);
  return () => clearTimeout(timer);
};

const same = (a: LedgerFilter, b: LedgerFilter): boolean => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** The changes of one maintenance, page by page, and what is true of all of them. */
export class Ledger {
  readonly id: string;
  /** What is shown is what was asked with this. */
  filter: LedgerFilter = $state.raw({});
  /** As it was told last, with its first page; null until it was read. */
  list: ChangeList | null = $state.raw(null);
  /** Every page so far, the newest first. */
  changes: readonly Change[] = $state.raw([]);
  next: string | null = $state(null);
  problem: WireError | null = $state.raw(null);
  /** The one that is open. */
  opened: string | null = $state(null);
  /** It with its witnesses, as they were read. */
  shown: ChangeShown | null = $state.raw(null);
  coverage: Coverage | null = $state.raw(null);
  coverageProblem: WireError | null = $state.raw(null);
  collected: Collected | null = $state.raw(null);
  /** The field that was taken out of sight last: it can be undone. */
  ignored: { kind: string; field: string } | null = $state.raw(null);
  readonly paging = new Act();
  readonly collecting = new Act();
  readonly adding = new Act();
  readonly importing = new Act();
  readonly ignoring = new Act();
  readonly evidence = new Act();

  readonly #backend: Backend;
  readonly #wait: Wait;
  readonly #page: number;
  readonly #reading = new Reading(() => this.#read());
  #drop: (() => void) | null = null;
  /** As much as stands here already: nothing that was paged to goes when it is read again. */
  #most: number;
  /** Grows with each question: what an older one brings is not shown. */
  #turn = 0;

  /** `page`: how many are asked for at once. */
  constructor(backend: Backend, id: string, { wait = typed, page = PAGE }: { wait?: Wait; page?: number } = {}) {
    this.#backend = backend;
    this.id = id;
    this.#wait = wait;
    this.#page = page;
    this.#most = page;
  }

  /** Reads what fits, and how both appliances were looked at. */
  async load(filter: LedgerFilter = this.filter): Promise<void> {
    this.filter = filter;
    await Promise.all([this.#reading.now(), this.readCoverage()]);
  }

  /** Reads the changes alone. */
  peek(): Promise<void> {
    return this.#reading.now();
  }

  /** Asks something else; the open entry stays open. */
  async ask(filter: LedgerFilter): Promise<void> {
    this.#drop?.();
    if (same(filter, this.filter)) return;
    this.filter = filter;
    this.#most = this.#page;
    this.#turn += 1;
    await this.#reading.now();
  }

  /** Each letter asks, once the person pauses. */
  find(text: string, then: (filter: LedgerFilter) => void): void {
    this.#drop?.();
    this.#drop = this.#wait(() => {
      this.#drop = null;
      const { find: _, ...rest } = this.filter;
      then(text.trim() === "" ? rest : { ...rest, find: text.trim() });
    });
  }

  /** One page more, or so many, after what stands here. */
  more(most = this.#page): Promise<void> {
    const after = this.next;
    return this.paging.run(async () => {
      if (after === null) return;
      const turn = this.#turn;
      const told = await this.#backend.call("ledger_list", this.#request(most, after));
      // Read again meanwhile: the page would belong to another list.
      if (turn !== this.#turn || this.next !== after) return;
      const known = new Set(this.changes.map((one) => one.entry));
      this.changes = [...this.changes, ...told.changes.filter((one) => !known.has(one.entry))];
      this.next = told.next;
      this.#most = Math.max(this.#page, this.changes.length);
    }).then(() => undefined);
  }

  /** Opens an entry, or shuts it. Its witnesses are read when they are asked for. */
  open(entry: string | null): void {
    if (entry === this.opened) return;
    this.opened = entry;
    this.shown = null;
    this.evidence.forget();
    if (this.list !== null && this.current === null) void this.witnesses();
  }

  async witnesses(): Promise<void> {
    const entry = this.opened;
    if (entry === null) return;
    const told = await this.evidence.run(() => this.#backend.call("ledger_show", { id: this.id, entry }));
    if (told !== undefined && this.opened === entry) this.shown = told;
  }

  async collect(snapshot: boolean): Promise<void> {
    this.collected = null;
    const told = await this.collecting.run(() => this.#backend.call("ledger_collect", { id: this.id, snapshot }));
    if (told !== undefined) await this.#taken(told);
  }

  async importFile(file: string): Promise<boolean> {
    this.collected = null;
    const told = await this.importing.run(() => this.#backend.call("ledger_import", { id: this.id, file }));
    if (told !== undefined) await this.#taken(told);
    return told !== undefined;
  }

  async #taken(told: Collected): Promise<void> {
    this.collected = told;
    await this.load();
  }

  /** A change that a person tells of. */
  async add(change: Omit<AddChange, "id">): Promise<Change | undefined> {
    const told = await this.adding.run(() => this.#backend.call("ledger_add", { id: this.id, ...change }));
    if (told !== undefined) await this.#reading.now();
    return told;
  }

  async ignore(kind: string, field: string, ignore: boolean): Promise<void> {
    const told = await this.ignoring.run(() => this.#backend.call("ledger_ignore", { id: this.id, kind, field, ignore }));
    if (told === undefined) return;
    this.ignored = ignore ? { kind, field } : null;
    await this.#reading.now();
  }

  take(update: Update): void {
    if (moves(update, this.id)) void this.load();
  }

  async readCoverage(): Promise<void> {
    try {
      this.coverage = await this.#backend.call("ledger_coverage", { id: this.id });
      this.coverageProblem = null;
    } catch (thrown) {
      this.coverageProblem = wireError(thrown);
    }
  }

  /** The one that is open, also where it does not fit what is asked any more. */
  get current(): Change | null {
    const entry = this.opened;
    if (entry === null) return null;
    return this.changes.find((one) => one.entry === entry) ?? (this.shown?.entry === entry ? this.shown : null);
  }

  #request(most: number, after: string | null): Commands["ledger_list"]["request"] {
    const { find, open, group, who, class: kind, only, on, since } = this.filter;
    return {
      id: this.id, open: open === true, most, ...(group === undefined ? {} : { group }), ...(kind === undefined ? {} : { class: kind }), ...(only === undefined ? {} : { only }),
      ...(find === undefined ? {} : { search: find }), ...(who === undefined ? {} : { who }), ...(on === undefined ? {} : { appliance: on }), ...(since === undefined ? {} : { since }), ...(after === null ? {} : { after }),
    };
  }

  async #read(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const told = await this.#backend.call("ledger_list", this.#request(this.#most, null));
      if (turn !== this.#turn) return;
      // It may be on a later page, or fit no more; and what was read of it may be otherwise now. Until then it stays as it is.
      if (this.opened !== null && (this.shown !== null || !told.changes.some((one) => one.entry === this.opened))) await this.witnesses();
      if (turn !== this.#turn) return;
      this.list = told;
      this.changes = told.changes;
      this.next = told.next;
      this.problem = null;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = wireError(thrown);
    }
  }
}
