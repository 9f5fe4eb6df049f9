// The places one can go to by name. Navigation only: nothing here acts on an appliance.
import { palette } from "../text/palette";
import { shell } from "../text/shell";
import type { Row } from "./board.svelte";
import type { Route } from "./routes";

export interface Place {
  key: string;
  word: string;
  remark: string;
  route: Route;
}

export function places(rows: readonly Row[]): Place[] {
  const pairs = rows.map(({ pair, tone }): Place => ({ key: `pair ${pair.name}`, word: pair.name, remark: palette.pair(tone), route: { page: "pair", name: pair.name } }));
  const open = rows.flatMap(({ pair, status }): Place[] => {
    const id = status?.maintenance ?? pair.maintenance;
    if (id === null) return [];
    return [
      { key: `maintenance ${id}`, word: palette.maintenance(id, pair.name), remark: palette.open, route: { page: "maintenance", id } },
      { key: `ledger ${id}`, word: palette.ledger(id, pair.name), remark: palette.ledgerOf, route: { page: "ledger", id } },
      { key: `reconcile ${id}`, word: palette.reconcile(id, pair.name), remark: palette.reconcileOf, route: { page: "task", id, task: "reconcile" } },
      { key: `report ${id}`, word: palette.report(id, pair.name), remark: palette.reportOf, route: { page: "report", id } },
      { key: `coverage ${id}`, word: palette.coverage(id, pair.name), remark: palette.coverageOf, route: { page: "coverage", id } },
    ];
  });
  const page = (word: string, route: Route): Place => ({ key: `page ${word}`, word, remark: palette.page, route });
  return [...pairs, ...open, page(shell.pairs, { page: "pairs" }), page(shell.reports, { page: "reports" }), page(shell.settings, { page: "settings" }), page(palette.addPair, { page: "add_pair" })];
}

/** Those that have every word, the ones that begin with it first. */
export function matching(all: readonly Place[], typed: string): Place[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (place: Place): string => `${place.word} ${place.remark}`.toLowerCase();
  const rank = (place: Place): number => (words[0] !== undefined && place.word.toLowerCase().startsWith(words[0]) ? 0 : 1);
  return all.filter((place) => words.every((word) => text(place).includes(word))).sort((a, b) => rank(a) - rank(b));
}
