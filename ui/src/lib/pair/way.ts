// The one way on from the page of a pair, and why it is shut.
import type { Route } from "../state/routes";
import { pair as words } from "../text/pair";
import type { Pair, PairStatus } from "../wire";
import type { Situation } from "./situation";

export interface Way {
  word: string;
  to: Route;
  off: string | null;
}

export function wayOf(situation: Situation, pair: Pair, status: PairStatus | null): Way | null {
  const open = status?.maintenance ?? pair.maintenance;
  if (open !== null) {
    const leg = status?.appliances[0]?.assigned_role === "primary" ? "fail_back" : "fail_over";
    return situation.kind === "syncing" || situation.kind === "swapping" ? { word: words.live, to: { page: "task", id: open, task: leg }, off: null } : { word: words.openMaintenance(open), to: { page: "maintenance", id: open }, off: null };
  }
  const plan: Route = { page: "plan", name: pair.name };
  switch (situation.kind) {
    case "over_alone": return { word: words.say, to: plan, off: null };
    case "normal":
    case "normal_open":
    case "over_open":
    case "stands_still":
    case "wrong_site":
    case "ill":
    case "away":
    case "versions": return { word: words.plan, to: plan, off: null };
    case "silent":
    case "none_answers":
    case "untold":
    case "syncing":
    case "swapping":
    case "secret_refused":
    case "unread": return { word: words.plan, to: plan, off: words.noPlan };
    case "two_primaries":
    case "broken":
    case "unrecognised":
    case "both_backup":
    case "pin_changed":
    case "guid_changed":
    case "keychain":
    case "no_account": return null;
  }
}
