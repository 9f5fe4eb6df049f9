import { tick } from "svelte";

/** What was pressed may be gone: then the focus goes to the next thing at its place, and not to the top of the window. */
export async function refocus(place: HTMLElement | null, to = "button, a, input"): Promise<void> {
  await tick();
  if (place === null || (document.activeElement !== null && document.activeElement !== document.body)) return;
  place.querySelector<HTMLElement>(to)?.focus({ preventScroll: true });
}
