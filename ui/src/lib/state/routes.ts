// The places of the window and how each is written in the address.
import type { TaskId } from "../wire";

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
  | { page: "task"; id: string; task: TaskId }
  | { page: "reports" }
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
    case "task": return `#/maintenance/${text(route.id)}/${route.task}`;
    case "reports": return "#/reports";
    case "journal": return `#/reports/${text(route.id)}`;
    case "settings": return "#/settings";
  }
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
  const [place = "", raw = "", rest = ""] = hash.replace(/^#?\/?/, "").split("/");
  const name = decoded(raw);
  if (place === "pair" && name) {
    if (rest === "edit") return { page: "edit_pair", name };
    if (rest === "plan") return { page: "plan", name };
    if (isWay(rest)) return { page: "guarded", name, way: rest };
    return { page: "pair", name };
  }
  if (place === "maintenance" && name) return isTask(rest) ? { page: "task", id: name, task: rest } : { page: "maintenance", id: name };
  if (place === "add-pair") return { page: "add_pair" };
  if (place === "reports") return name ? { page: "journal", id: name } : { page: "reports" };
  if (place === "settings") return { page: "settings" };
  return { page: "pairs" };
}
