import { wireError } from "../text/errors";
import type { WireError } from "../wire";

/** One act of a page: it runs once at a time, and its refusal stays on the page. */
export class Act {
  busy: boolean = $state(false);
  problem: WireError | null = $state.raw(null);

  /** Undefined: it was refused (see `problem`), or one is under way already. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.problem = null;
    try {
      return await work();
    } catch (thrown) {
      this.problem = wireError(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  forget(): void {
    this.problem = null;
  }
}
