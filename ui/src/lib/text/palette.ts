import { TONE } from "./tone";
import type { Tone } from "../wire";

export const palette = {
  name: "Go to",
  label: "Go to a pair, a maintenance or a page",
  hint: "Pair, maintenance or page",
  none: "Nothing is called so.",
  keys: "↑ ↓ choose · Enter opens · Esc closes",
  pair: (tone: Tone | null): string => (tone === null ? "pair" : `pair, ${TONE[tone]}`),
  maintenance: (id: string, pair: string): string => `${id} on ${pair}`,
  open: "open maintenance",
  ledger: (id: string, pair: string): string => `Ledger of ${id} on ${pair}`,
  ledgerOf: "its changes",
  reconcile: (id: string, pair: string): string => `Reconcile ${id} on ${pair}`,
  reconcileOf: "what needs a decision",
  coverage: (id: string, pair: string): string => `Coverage of ${id} on ${pair}`,
  coverageOf: "when and where was looked",
  report: (id: string, pair: string): string => `Report of ${id} on ${pair}`,
  reportOf: "what it says and proves",
  journal: (id: string): string => `Journal of ${id}`,
  page: "page",
  addPair: "Add a pair",
  found: (n: number): string => (n === 1 ? "1 place" : `${n} places`),
} as const;
