// A step of the plan in the lines of its card.
import { ledger } from "../text/ledger";
import type { PlanStep } from "../wire";
import { inWords } from "./values";

export interface StepLine {
  field: string;
  before: string;
  after: string;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Field by field where both are objects; else the whole. */
export function linesOf({ before, after }: Pick<PlanStep, "before" | "after">): StepLine[] {
  const text = (value: unknown): string => (value === undefined ? ledger.value.gone : inWords(value).text);
  if (!isObject(after) && !isObject(before)) return before == null && after == null ? [] : [{ field: "", before: text(before ?? undefined), after: text(after ?? undefined) }];
  const [old, fresh] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  return [...new Set([...Object.keys(fresh), ...Object.keys(old)])].map((field) => ({ field, before: text(old[field]), after: text(fresh[field]) }));
}
