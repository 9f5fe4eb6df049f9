// What comes next in the demo, from where the window is and how far the maintenance has come.
import type { Route } from "../../state/routes";
import { guide, type Told } from "../../text/guide";
import { isReconciled } from "../../leg/watched";
import type { Maintenance, Pair, TaskId } from "../../wire";

export interface Next extends Told {
  /** Where it is done; null: here. */
  to: Route | null;
}

const same = (a: Route, b: Route): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The task that is due. After the statement the work goes on with the check of the way back, before the stage says so. */
const taskOf = (m: Maintenance): TaskId | null => {
  if (m.stage === "signed_off" || m.stage === "abandoned" || m.stage === "closed_away") return null;
  return m.stage === "work" && isReconciled(m) ? "check_return" : m.stage;
};

export function nextOf(route: Route, pair: Pair | null, m: Maintenance | null): Next | null {
  if (pair === null) return null;
  const at = (told: Told, to: Route): Next => ({ ...told, to: same(route, to) ? null : to });
  if (m === null) {
    if (route.page === "pair" || route.page === "plan") return route.page === "plan" ? { ...guide.stage("plan"), to: null } : at(guide.planNext, { page: "plan", name: pair.name });
    return at(guide.openPair(pair.name), { page: "pair", name: pair.name });
  }
  const task = taskOf(m);
  if (task === null) return at(guide.stage(m.stage), { page: "journal", id: m.id });
  // Whoever does the work may be a step ahead: the page of the next question is as good a place.
  if (task === "work" && route.page === "task" && route.task === "reconcile") return { ...guide.stage("reconcile"), to: null };
  if (task === "verify" && route.page === "task" && route.task === "swing_return") return { ...guide.stage("swing_return"), to: null };
  return at(guide.stage(task), { page: "task", id: m.id, task });
}
