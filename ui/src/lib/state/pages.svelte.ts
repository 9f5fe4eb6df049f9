import type { Component } from "svelte";
import type { Route } from "./routes";

const SIGNS = ["pointermove", "pointerdown", "keydown"] as const;

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

  /** At the first sign of a person, who is about to open something: a window that only watches does without. */
  loadWhenUsed(): void {
    const load = (): void => {
      for (const sign of SIGNS) removeEventListener(sign, load);
      void this.load().catch(() => undefined);
    };
    for (const sign of SIGNS) addEventListener(sign, load);
  }
}

export const later = new LaterPages();
