// What the frame shows of the state: plain functions, so that the frame itself stays a picture.
import type { ComponentProps } from "svelte";
import type Band from "../components/shared/Band.svelte";
import type { SideLink, SidePair } from "../components/shared/Side.svelte";
import type { Tab } from "../components/shared/Tabs.svelte";
import { readAt, spanSeconds } from "../pair/situation";
import { shell } from "../text/shell";
import type { Hello, Maintenance } from "../wire";
import { MANY, type Row } from "./board.svelte";
import { hrefOf, maintenanceOf, type Route } from "./routes";

/** The pair a page is about; of a maintenance once it was read. */
export function pairNameOf(route: Route, open: Maintenance | null): string | null {
  switch (route.page) {
    case "pair":
    case "edit_pair":
    case "plan":
    case "guarded":
      return route.name;
    case "maintenance":
    case "task":
    case "ledger":
    case "coverage":
      return open?.id === route.id ? open.pair : null;
    case "pairs":
    case "add_pair":
    case "reports":
    case "report":
    case "journal":
    case "settings":
      return null;
  }
}

export function linksOf(route: Route, pairs: number): SideLink[] {
  const at = route.page;
  return [
    { href: hrefOf({ page: "pairs" }), icon: "pairs", word: shell.pairs, ...(pairs === 0 ? {} : { count: pairs }), current: at === "pairs" || at === "add_pair" },
    { href: hrefOf({ page: "reports" }), icon: "reports", word: shell.reports, current: at === "reports" || at === "report" || at === "journal" },
    { href: hrefOf({ page: "settings" }), icon: "settings", word: shell.settings, current: at === "settings" },
  ];
}

/** From many pairs on: those that are not Ready and those in a maintenance; the rest is a number. The current one stays listed. */
export function sidePairs(rows: readonly Row[], current: string | null): { pairs: SidePair[]; rest: number } {
  const all = rows.map(({ pair, status, tone }) => ({
    href: hrefOf({ page: "pair", name: pair.name }), name: pair.name, tone, current: pair.name === current,
    asks: tone !== "ready" || (status?.maintenance ?? pair.maintenance) !== null,
  }));
  const kept = all.length < MANY ? all : all.filter((one) => one.asks || one.current);
  return { pairs: kept.map(({ href, name, tone, current: here }) => ({ href, name, tone, current: here })), rest: all.length - kept.length };
}

export function footOf({ session, rest, driver, pairs }: { session: Hello | null; rest: string | null; driver: boolean; pairs: number | null }): string[] {
  if (session === null) return [];
  // Null: how many there are could not be read.
  const watch = pairs === null ? [] : [pairs === 0 ? shell.nothingWatched : driver ? shell.watching(pairs, spanSeconds(rest ?? "")) : shell.reading(pairs)];
  return [...watch, ...(session.rehearsal ? [shell.simulated] : []), shell.offline(session.version)];
}

export function bandOf({ pair, status, tone, stale }: Row, rehearsal: boolean): ComponentProps<typeof Band> {
  const ends = pair.appliances.map(({ label }) => {
    const seen = status?.appliances.find((one) => one.label === label);
    return { label, role: seen?.role ?? ("unknown" as const), roleText: seen?.role_text ?? null, secondHand: seen?.second_hand ?? false };
  });
  return { name: pair.name, guard: rehearsal ? "rehearsal" : pair.guard, siteName: pair.site_name, ends, tone, readAt: stale ? readAt(status) : null };
}

/** What the tabs tell of the ledger: how many changes, and how many of them wait for a person. */
function ledgerTabs(id: string, route: Route, m: Maintenance | null): Tab[] {
  const told = m?.id === id ? m.ledger : null;
  const { undecided, unread, outstanding } = told?.verdict ?? { undecided: 0, unread: 0, outstanding: 0 };
  const waits = undecided + outstanding;
  return [
    { href: hrefOf({ page: "ledger", id }), word: shell.tabLedger, ...(told === null ? {} : { count: told.changes }), current: route.page === "ledger" || route.page === "coverage" },
    { href: hrefOf({ page: "task", id, task: "reconcile" }), word: shell.tabReconcile, ...(waits === 0 ? {} : { count: waits, needs: shell.needs({ decide: undecided - unread, do: outstanding, read: unread }) }), current: route.page === "task" && route.task === "reconcile" },
    { href: hrefOf({ page: "report", id }), word: shell.tabReports },
  ];
}

export function tabsOf({ pair, status }: Row, route: Route, open: Maintenance | null): Tab[] {
  const running = status?.maintenance ?? pair.maintenance;
  const own = maintenanceOf(route);
  // A page of an ended maintenance keeps its tabs.
  const id = own !== null && open?.pair === pair.name ? open.id : running;
  const inMaintenance = route.page === "maintenance" || (route.page === "task" && route.task !== "reconcile") || route.page === "plan";
  const first: Tab = { href: hrefOf({ page: "pair", name: pair.name }), word: shell.tabPair, current: route.page === "pair" || route.page === "edit_pair" };
  if (id === null) return [first, { href: hrefOf({ page: "plan", name: pair.name }), word: shell.tabMaintenance, current: inMaintenance }];
  return [first, { href: hrefOf({ page: "maintenance", id }), word: shell.tabMaintenance, count: id, current: inMaintenance }, ...ledgerTabs(id, route, open)];
}
