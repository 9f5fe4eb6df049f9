import type { Component } from "svelte";
import type { Route } from "./routes";

/** The board asks for its pairs and their first reading meanwhile. */
const AFTER_MS = 400;

type Later = Component<{ route: Exclude<Route, { page: "pairs" }> }>;

/** The pages behind the board: a script of their own, so that the board need not wait for them. */
class LaterPages {
  page: Later | null = $state.raw(null);
  #coming: Promise<void> | null = null;

  /** Resolves when they are here. */
  load(): Promise<void> {
    this.#coming ??= import("../../views/Later.svelte").then((told) => {
      this.page = told.default;
    }, (thrown: unknown) => {
      this.#coming = null;
      throw thrown;
    });
    return this.#coming;
  }

  /** What this route needs is here. */
  async for(route: Route): Promise<void> {
    if (route.page !== "pairs" && this.page === null) await this.load();
  }

  /** When the board has had time to be painted. Who opens a page before that has it loaded at once. */
  loadSoon(): void {
    setTimeout(() => void this.load().catch(() => undefined), AFTER_MS);
  }
}

export const later = new LaterPages();
