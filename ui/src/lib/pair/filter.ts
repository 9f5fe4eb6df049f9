// What the board shows, and what it hides: never a pair that asks for something.
import type { Row } from "../state/board.svelte";
import type { Tone } from "../wire";

export const FILTERS = ["all", "not_ready", "production", "test", "rs", "pra"] as const;
export type Filter = (typeof FILTERS)[number];

export interface Shown {
  rows: Row[];
  /** Shown although the filter does not ask for them: they are not Ready. */
  besides: Row[];
  hidden: number;
}

type ToneOfRow = (row: Row) => Tone | null;

export function fits(row: Row, filter: Filter, tone: ToneOfRow): boolean {
  switch (filter) {
    case "all": return true;
    case "not_ready": return tone(row) !== "ready";
    case "production": return row.pair.guard === "production";
    case "test": return row.pair.guard === "test";
    case "rs": return row.pair.product === "rs";
    case "pra": return row.pair.product === "pra";
  }
}

/** By name, site name, label, address or note, each word somewhere. */
export function found({ pair }: Row, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [pair.name, pair.site_name, pair.note, pair.maintenance ?? "", ...pair.appliances.flatMap((one) => [one.label, one.address])].join("\n").toLowerCase();
  return words.every((word) => all.includes(word));
}

export function show(rows: readonly Row[], filter: Filter, text: string, tone: ToneOfRow): Shown {
  const asked = (row: Row): boolean => fits(row, filter, tone) && found(row, text);
  const besides = rows.filter((row) => !asked(row) && tone(row) !== "ready");
  const kept = rows.filter((row) => asked(row) || besides.includes(row));
  return { rows: kept, besides, hidden: rows.length - kept.length };
}

/** Ready pairs in one line each: those in a maintenance first, then by name. Rows come by name already. */
export const openFirst = (rows: readonly Row[]): Row[] => {
  const open = (row: Row): boolean => (row.status?.maintenance ?? row.pair.maintenance) !== null;
  return [...rows.filter(open), ...rows.filter((row) => !open(row))];
};
