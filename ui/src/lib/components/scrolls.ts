import type { Attachment } from "svelte/attachments";

/** What scrolls sideways can be reached by keyboard, and only while it does: it is no stop where all of it is seen. */
export const scrolls: Attachment<HTMLElement> = (element) => {
  const look = (): void => {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  };
  if (typeof ResizeObserver === "undefined") return undefined;
  const watch = new ResizeObserver(look);
  watch.observe(element);
  for (const child of element.children) watch.observe(child);
  return () => watch.disconnect();
};
