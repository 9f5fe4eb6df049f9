import type { Result } from "../state/register.svelte";
import { count, list, some } from "./number";

const HEAD: Record<Result, string> = { open: "Open", complete: "Complete", incomplete: "Incomplete", ended: "Ended before a swap", away: "Closed away", handed: "Handed on" };
const LOWER: Record<Result, string> = { open: "open", complete: "complete", incomplete: "done but incomplete", ended: "ended before a swap", away: "closed away", handed: "handed on" };

export const reports = {
  title: (n: number, first: string, last: string, holes: number): string => {
    if (n === 0) return "No maintenance yet";
    const range = n === 1 ? last : `${first} to ${last}`;
    return `${some(n, "maintenance", "maintenances")}, ${range}${holes === 0 ? ", without holes" : ""}`;
  },
  holes: (ids: readonly string[]): string => `${list(ids.slice(0, 6))}${ids.length > 6 ? ` and ${count(ids.length - 6)} more` : ""} ${ids.length === 1 ? "is" : "are"} missing from this register.`,
  holesWhy: "Numbers are given without holes. A missing one was made in another data folder, or its record is gone.",
  counts: (counts: readonly (readonly [Result, number])[]): string => `${list(counts.filter(([, n]) => n > 0).map(([result, n]) => `${count(n)} ${LOWER[result]}`))}.`,
  reading: (done: number, of: number): string => `${count(done)} of ${count(of)} are read.`,
  chains: "Every chain that was read holds.",
  chainBroken: (ids: readonly string[]): string => `Stop. The chain of ${list(ids)} does not hold.`,
  notRead: (ids: readonly string[]): string => `${list(ids)} could not be read.`,
  find: "Find a maintenance",
  findHint: "Number, title, pair or ticket",
  all: "All",
  filter: (result: Result): string => HEAD[result],
  hidden: (n: number): string => `${some(n, "maintenance", "maintenances")} ${n === 1 ? "is" : "are"} not shown by this filter.`,
  none: "No maintenance fits the filter.",
  showAll: "Show all",
  emptyTitle: "No maintenance yet",
  emptyText: "Each one stands here with its number, from the first plan on, also where it was abandoned.",
  toPairs: "Go to Pairs",
  noReport: "No report documents in this version: the journal is the record.",
  importHead: "Take in a maintenance",
  importText: "A maintenance that was handed on elsewhere goes on here. Its chain is verified first; its secret does not come with it.",
  importLabel: "File on this computer",
  importHint: "The whole path of the exported file.",
  importAct: "Take it in",
  importEmpty: "Enter the path first.",
  importMeans: "Nothing was taken in.",
  imported: (id: string): string => `${id} is here.`,
  open: (id: string): string => `Open ${id}`,
  journalOf: (id: string): string => `Journal of ${id}`,
  journalTitle: (id: string, n: number): string => `The journal of ${id}: ${some(n, "event")}`,
  verified: "Chain verified",
  verifiedText: "Reading it verified the chain from the first event on. It proves order and integrity, not the clock.",
  head: "Head",
  headOf: (id: string): string => `the head hash of ${id}`,
  anchor: "Pasting the head into the ticket anchors the journal in time.",
  seq: "No.",
  at: "At",
  kind: "Event",
  what: "What happened",
  by: "By",
  account: "API account",
  program: "Program",
  hash: "Hash",
  hashOf: (seq: number): string => `the hash of event ${seq}`,
  body: "Stored text",
  bodyOf: (seq: number): string => `Stored text of event ${seq}`,
  show: "Show",
  hide: "Hide",
  toRegister: "Reports",
  loading: (id: string): string => `The journal of ${id}`,
  journalFailed: (id: string): string => `The journal of ${id} could not be read`,
  older: (n: number): string => `Show ${count(n)} older`,
} as const;
