import { afterEach } from "vitest";

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
