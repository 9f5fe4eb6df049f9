import type { Component } from "svelte";
import type { Route } from "./routes";

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

  /** Right after the first paint, when nothing else is due. */
  loadSoon(): void {
    const soon = (): void => void this.load().catch(() => undefined);
    requestAnimationFrame(() => ("requestIdleCallback" in window ? requestIdleCallback(soon, { timeout: 500 }) : setTimeout(soon)));
  }
}

export const later = new LaterPages();
