// The places of the window and how each is written in the address.
import type { ChangeClass, Group, TaskId, Witness } from "../wire";
import type { LedgerFilter } from "./ledger.svelte";

export const TASKS = [
  "plan", "check", "save", "fail_over", "swing", "observe", "work", "reconcile", "check_return", "fail_back", "swing_return", "verify", "sign_off",
] as const satisfies readonly TaskId[];

export const GUARDED_WAYS = ["without-sync", "finish", "emergency", "demote"] as const;
export type GuardedWay = (typeof GUARDED_WAYS)[number];

export type Route =
  | { page: "pairs" }
  | { page: "add_pair" }
  | { page: "edit_pair"; name: string }
  | { page: "pair"; name: string }
  /** A maintenance that has no number yet. */
  | { page: "plan"; name: string }
  | { page: "guarded"; name: string; way: GuardedWay }
  | { page: "maintenance"; id: string }
  /** `at`: the part of the page that is chosen, such as a group or a change to be decided. */
  | { page: "task"; id: string; task: TaskId; at?: string }
  /** The changes of a maintenance, with what is asked of them and the one that is open. */
  | { page: "ledger"; id: string; filter?: LedgerFilter; entry?: string }
  /** When and where both appliances were looked at. */
  | { page: "coverage"; id: string }
  | { page: "reports" }
  | { page: "report"; id: string }
  /** The journal of one maintenance. */
  | { page: "journal"; id: string }
  | { page: "settings" };

export function hrefOf(route: Route): string {
  const text = encodeURIComponent;
  switch (route.page) {
    case "pairs": return "#/pairs";
    case "add_pair": return "#/add-pair";
    case "edit_pair": return `#/pair/${text(route.name)}/edit`;
    case "pair": return `#/pair/${text(route.name)}`;
    case "plan": return `#/pair/${text(route.name)}/plan`;
    case "guarded": return `#/pair/${text(route.name)}/${route.way}`;
    case "maintenance": return `#/maintenance/${text(route.id)}`;
    case "task": return `#/maintenance/${text(route.id)}/${route.task}${route.at === undefined ? "" : `?at=${text(route.at)}`}`;
    case "ledger": return `#/maintenance/${text(route.id)}/ledger${asked(route.filter ?? {}, route.entry)}`;
    case "coverage": return `#/maintenance/${text(route.id)}/coverage`;
    case "reports": return "#/reports";
    case "report": return `#/report/${text(route.id)}`;
    case "journal": return `#/reports/${text(route.id)}`;
    case "settings": return "#/settings";
  }
}

/** The page alone, without what is chosen on it: while only that changes it is the same page. */
export const placeOf = (route: Route): string => hrefOf(route).split("?")[0] ?? "";

/** The maintenance whose page it is; null: it is none. */
export const maintenanceOf = (route: Route): string | null => (route.page === "maintenance" || route.page === "task" || route.page === "ledger" || route.page === "coverage" ? route.id : null);

const CLASSES = ["configuration", "self_service", "automatic", "appliance", "operational"] as const satisfies readonly ChangeClass[];
const ONLY = ["syslog", "snapshot", "note"] as const satisfies readonly Witness[];
const FILTER_GROUPS = ["carried", "overwritten", "conflict", "never_synced", "secret", "noise"] as const satisfies readonly Group[];

function asked(filter: LedgerFilter, entry: string | undefined): string {
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...filter, entry })) if (value !== undefined) words.set(key, String(value));
  const text = words.toString();
  return text === "" ? "" : `?${text}`;
}

/** What nobody can have asked is left out. */
function filterOf(words: URLSearchParams): LedgerFilter {
  const text = (key: string): string | undefined => words.get(key) || undefined;
  const one = <W extends string>(all: readonly W[], key: string): W | undefined => all.find((word) => word === words.get(key));
  const [find, who, on] = [text("find"), text("who"), text("on")];
  const since = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(words.get("since") ?? "") ? text("since") : undefined;
  const [group, kind, only] = [one(FILTER_GROUPS, "group"), one(CLASSES, "class"), one(ONLY, "only")];
  return {
    ...(find === undefined ? {} : { find }), ...(words.get("open") === "true" ? { open: true as const } : {}), ...(group === undefined ? {} : { group }), ...(who === undefined ? {} : { who }),
    ...(kind === undefined ? {} : { class: kind }), ...(only === undefined ? {} : { only }), ...(on === undefined ? {} : { on }), ...(since === undefined ? {} : { since }),
  };
}

const isTask = (word: string): word is TaskId => (TASKS as readonly string[]).includes(word);
const isWay = (word: string): word is GuardedWay => (GUARDED_WAYS as readonly string[]).includes(word);

function decoded(word: string): string | null {
  try {
    return decodeURIComponent(word);
  } catch {
    return null;
  }
}

/** An address nobody wrote leads to the board. */
export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [place = "", raw = "", rest = ""] = path.split("/");
  const words = new URLSearchParams(query);
  const name = decoded(raw);
  if (place === "pair" && name) {
    if (rest === "edit") return { page: "edit_pair", name };
    if (rest === "plan") return { page: "plan", name };
    if (isWay(rest)) return { page: "guarded", name, way: rest };
    return { page: "pair", name };
  }
  if (place === "maintenance" && name) {
    const [filter, entry, at] = [filterOf(words), words.get("entry"), words.get("at")];
    if (rest === "ledger") return { page: "ledger", id: name, ...(Object.keys(filter).length === 0 ? {} : { filter }), ...(entry ? { entry } : {}) };
    if (rest === "coverage") return { page: "coverage", id: name };
    return isTask(rest) ? { page: "task", id: name, task: rest, ...(at ? { at } : {}) } : { page: "maintenance", id: name };
  }
  if (place === "add-pair") return { page: "add_pair" };
  if (place === "report" && name) return { page: "report", id: name };
  if (place === "reports") return name ? { page: "journal", id: name } : { page: "reports" };
  if (place === "settings") return { page: "settings" };
  return { page: "pairs" };
}
