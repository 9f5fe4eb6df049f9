// A value of a field in words: what is absent, not told, null or empty are four things.
import { ledger } from "../text/ledger";
import type { Change, ChangedField } from "../wire";

export interface Shown {
  text: string;
  /** A word of ours, and no value: it is set apart. */
  word: boolean;
}

/** From so many letters or lines on a value is folded. */
const LONG = 160;
const LINES = 4;

const plain = (value: unknown): value is string | number | boolean => typeof value === "string" || typeof value === "number" || typeof value === "boolean";

export function inWords(value: unknown): Shown {
  if (value === null) return { text: ledger.value.none, word: true };
  if (value === "") return { text: ledger.value.empty, word: true };
  if (value === true || value === false) return { text: value ? ledger.value.yes : ledger.value.no, word: false };
  if (Array.isArray(value)) {
    if (value.length === 0) return { text: ledger.value.emptyList, word: true };
    return { text: value.every(plain) ? value.map(String).join(", ") : JSON.stringify(value, null, 2), word: false };
  }
  return { text: typeof value === "object" ? JSON.stringify(value, null, 2) : String(value), word: false };
}

/** One side of a field. What is not told of an object that was added was not there before. */
function side(value: unknown, change: Pick<Change, "kind">, of: "before" | "after"): Shown {
  if (value !== null && value !== undefined) return inWords(value);
  const gone = value === undefined || (of === "before" ? change.kind === "added" : change.kind === "removed");
  return { text: gone ? ledger.value.gone : ledger.value.untold, word: true };
}

/** Lists are told by what came and went: who reads twelve names twice finds none. */
function lists(before: unknown, after: unknown): [Shown, Shown] | null {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length === 0 || after.length === 0 || ![...before, ...after].every(plain)) return null;
  const [old, fresh] = [before.map(String), after.map(String)];
  const [came, went] = [fresh.filter((one) => !old.includes(one)), old.filter((one) => !fresh.includes(one))];
  const told = [...(came.length === 0 ? [] : [ledger.listAdded(came)]), ...(went.length === 0 ? [] : [ledger.listRemoved(went)])].join("; ");
  return [{ text: ledger.entries(old.length), word: true }, { text: told === "" ? ledger.listMoved : told, word: false }];
}

export const sides = (field: ChangedField, change: Pick<Change, "kind">): [Shown, Shown] => lists(field.before, field.after) ?? [side(field.before, change, "before"), side(field.after, change, "after")];

export const isLong = (text: string): boolean => text.length > LONG || text.split("\n").length > LINES;

/** Its beginning, on few lines. */
export const folded = (text: string): string => `${text.split("\n").slice(0, LINES).join("\n").slice(0, LONG).trimEnd()} …`;
