import { configure } from "@testing-library/svelte";
import { afterEach } from "vitest";

// A computer that builds beside it is slow, and that is no failure.
configure({ asyncUtilTimeout: 5_000 });

afterEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  location.hash = "";
});

// The test's document lays nothing out, so nothing ever changes its size.
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResize;
