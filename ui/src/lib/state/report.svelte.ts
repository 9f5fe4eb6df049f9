// The report of one maintenance: made from the record and checked, each time it is read.
import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import type { ChangeList, Coverage, KeptReport, Maintenance, ReportMade, ReportShown, Update, WireError } from "../wire";
import { Act } from "./act.svelte";
import { Reading } from "./reading";

export class Report {
  readonly id: string;
  shown: ReportShown | null = $state.raw(null);
  problem: WireError | null = $state.raw(null);
  /** For the picture; null: not read. */
  maintenance: Maintenance | null = $state.raw(null);
  changes: ChangeList | null = $state.raw(null);
  coverage: Coverage | null = $state.raw(null);
  /** What the picture needs was asked for. */
  pictured: boolean = $state(false);
  /** Of the key that signs on this computer; null: none, or not told. */
  ownKey: string | null = $state(null);
  /** The whole page, once it was asked for. */
  page: string | null = $state.raw(null);
  made: ReportMade | null = $state.raw(null);
  /** What was answered when the files were made here. */
  keptNow: KeptReport | null = $state.raw(null);
  readonly keeping = new Act();
  readonly making = new Act();
  readonly previewing = new Act();
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
    if (update.type === "changed") void this.load();
  }

  /** Makes the files that are kept in the data folder. */
  async keep(): Promise<void> {
    this.keptNow = null;
    const kept = await this.keeping.run(() => this.#backend.call("report_keep", { id: this.id }));
    if (kept === undefined) return;
    this.keptNow = kept;
    await this.load();
  }

  /** Writes one format into a file of the person's own. */
  async save(format: string, out: string): Promise<boolean> {
    this.made = null;
    const made = await this.making.run(() => this.#backend.call("report_make", { id: this.id, format, out }));
    this.made = made ?? null;
    return made !== undefined;
  }

  async preview(): Promise<void> {
    const told = await this.previewing.run(() => this.#backend.call("report_preview", { id: this.id }));
    if (told !== undefined) this.page = told.html;
  }

  hidePage(): void {
    this.page = null;
  }

  async #read(): Promise<void> {
    await Promise.all([this.#report(), this.#picture(), this.#key()]);
  }

  async #report(): Promise<void> {
    try {
      this.shown = await this.#backend.call("report_show", { id: this.id });
      this.problem = null;
    } catch (thrown) {
      this.problem = wireError(thrown);
    }
  }

  async #picture(): Promise<void> {
    const { id } = this;
    const orNull = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);
    // One change is enough: the picture goes by the ticks, which are of all of them.
    [this.maintenance, this.changes, this.coverage] = await Promise.all([
      orNull(this.#backend.call("maintenance_show", { id })), orNull(this.#backend.call("ledger_list", { id, open: false, most: 1 })), orNull(this.#backend.call("ledger_coverage", { id })),
    ]);
    this.pictured = true;
  }

  async #key(): Promise<void> {
    this.ownKey = (await this.#backend.call("report_key", {}).catch(() => null))?.fingerprint ?? null;
  }
}
