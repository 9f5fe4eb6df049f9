/** Scrolls the page, and nothing round it, until this stands in its upper half. */
export function inSight(element: HTMLElement | undefined): void {
  const page = element?.closest("main");
  if (element === undefined || page === null || page === undefined) return;
  page.scrollTop += element.getBoundingClientRect().top - page.getBoundingClientRect().top - page.clientHeight / 4;
}
