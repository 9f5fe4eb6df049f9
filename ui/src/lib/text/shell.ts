import { some } from "./number";
import { spanAbout } from "./time";

export const shell = {
  program: "Switchback",
  alone: "This page belongs to Switchback and shows nothing by itself.",
  aloneThen: "Open it with the program: Switchback has its own window.",
  main: "Main",
  page: "Page",
  pairs: "Pairs",
  reports: "Reports",
  rehearse: "Rehearse",
  settings: "Settings",
  urgentFirst: "Pairs, most urgent first",
  restReady: (n: number): string => `${n} more, all Ready`,
  pairsOf: (n: number): string => some(n, "pair"),
  watching: (n: number, every: number | null): string => `Watching ${some(n, "pair")}${every === null ? "" : ` every ${spanAbout(every)}`}`,
  reading: (n: number): string => `${some(n, "pair")}, another process reads them`,
  nothingWatched: "Nothing is watched yet",
  lastHeard: (seconds: number): string => `Last heard ${spanAbout(seconds)} ago`,
  silent: (seconds: number): string => `Switchback has not been heard for ${spanAbout(seconds)}. What stands here may be old.`,
  offline: (version: string): string => `No internet needed · ${version}`,
  notDriver: (holder: string | null): string => (holder === null ? "Another process drives. This window reads." : `${holder} drives. This window reads.`),
  simulated: "Everything here is simulated",
  toPage: "Go to the page",
  tabsOf: (pair: string): string => `Pages of ${pair}`,
  tabPair: "Pair",
  tabMaintenance: "Maintenance",
  tabLedger: "Ledger",
  tabReconcile: "Reconcile",
  tabReports: "Reports",
  /** Of the number beside Reconcile. */
  needs: (counts: { decide: number; do: number; read: number }): string =>
    [
      ...(counts.decide === 0 ? [] : [counts.decide === 1 ? "1 needs a decision" : `${counts.decide} need a decision`]),
      ...(counts.do === 0 ? [] : [counts.do === 1 ? "1 is decided and not done" : `${counts.do} are decided and not done`]),
      ...(counts.read === 0 ? [] : [`${some(counts.read, "blind spot")} to read`]),
    ].join(", "),
  notYet: "This page is not built yet.",
} as const;
