// The board.
import type { Filter } from "../pair/filter";
import { count, list, some } from "./number";
import { spanAbout } from "./time";

const plural = (n: number, one: string, more: string): string => `${count(n)} ${n === 1 ? one : more}`;

export const pairs = {
  title: "Pairs",
  add: "Add pair",
  find: "Find a pair or appliance",
  stopped: (n: number): string => `${count(n)} stopped.`,
  needYou: (n: number): string => `${plural(n, "needs", "need")} you.`,
  slow: (n: number): string => `${count(n)} slow.`,
  working: (n: number): string => `${count(n)} in motion.`,
  unread: (n: number): string => `${count(n)} not read yet.`,
  ready: (n: number, all: boolean): string => (all ? (n === 1 ? "It is as it should be." : `All ${count(n)} are as they should be.`) : `${count(n)} as ${n === 1 ? "it" : "they"} should be.`),
  readNone: "No appliance is read now.",
  readIn: (seconds: number, except: readonly string[]): string =>
    `Every row was read in the last ${seconds === 60 ? "minute" : spanAbout(seconds)}${except.length === 0 ? "." : except.length > 3 ? `, except ${except.length} appliances.` : `, except ${list(except)}.`}`,
  head: { state: "State", pair: "Pair and site name", ends: "Appliances and roles", who: "Who answers users", next: "State, and what to do next" },
  denseHead: { pair: "Pair", road: "Road", who: "Who answers users", product: "Product, network", next: "State, and what to do next", read: "Read" },
  list: "Pairs, most urgent first",
  form: "Form of the board",
  rows: "Rows",
  lines: "Lines",
  filters: "Filter",
  filter: {
    all: "All", not_ready: "Not Ready", production: "Production", test: "Test", rs: "RS", pra: "PRA",
  } satisfies Record<Filter, string>,
  shown: (n: number, of: number): string => `${count(n)} of ${count(of)} shown`,
  besides: (names: readonly string[]): string => (names.length === 1 ? `${names[0] ?? ""} too: it is not Ready.` : `${list(names)} too: they are not Ready.`),
  besidesMany: (n: number): string => `${count(n)} of them only because they are not Ready.`,
  showAll: "Show all",
  hidden: (n: number): string => `Hidden: ${some(n, "pair")}, all Ready. A filter never hides a pair that is not Ready.`,
  readyGroup: "Ready",
  readyOrder: (n: number): string => `${count(n)}, open maintenances first, then by name`,
  legend: { carries: "carries users", standsBy: "stands by", out: "users are out, as planned", broken: "a rule is broken" },
  legendName: "What the lines mean",
  who: {
    byGuid: "by its GUID",
    /** In one line: as short as it can be. */
    line: { both: "Both", bothRemark: "say so", out: "Users out", nobodyRemark: "in a swap" },
    both: "Both say so",
    bothRemark: "who answers differs",
    out: "Users are out",
    outRemark: "as planned",
    nobody: "Nobody",
    nobodyRemark: "normal in a swap",
    noneRemark: "both stand by",
    unknown: "Not known",
    other: "Another appliance",
  },
  open: "Open",
  openMaintenance: (id: string): string => `Open ${id}`,
  live: "Live view",
  why: "See why",
  say: "Say what this is",
  enter: "Enter the secret",
  of: (word: string, pair: string): string => `${word}: ${pair}`,
  notRead: "not read",
  glyph: (pair: string, sentence: string): string => `${pair}: ${sentence}`,
  broken: "No pair can be shown. Nothing is changed by that.",
  again: "Read again",

  first: {
    title: "Out, and back, and nothing lost",
    text: "Switchback takes a pair of appliances through a planned maintenance: it fails over with a data sync, keeps a record of every step, and fails back.",
    add: "Add your first pair",
    road: "Users are on the home primary, then on the stand-in while the home primary is free for your work, and back again",
    here: "users are here", free: "free for your work", again: "and here again",
    over: "fail over", overText: "sync, swap, swing", back: "fail back", backText: "nothing lost on the way",
    needs: "What you need",
    address: "The own address of each appliance", addressText: "Not the site name: that only tells who answers now.",
    account: "An API account with full Command access", accountText: "Its secret goes to this computer’s keychain, nowhere else.",
    time: "About five minutes", timeText: "Nothing is changed on an appliance while you add it.",
    noTelemetry: "No account, no telemetry. Data stays on this computer.",
  },
} as const;
