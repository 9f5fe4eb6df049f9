// Which page a maintenance asks for now. Facts in, a name out: what is allowed comes from the program, never from here.
import type { Act, ApplianceStatus, LegName, Maintenance, PairStatus, PlannedAppliance, TaskId } from "../wire";

export type Leg = Maintenance["legs"]["outbound"];

export type StateName =
  /** signed off, abandoned, closed away, or handed on */
  | "ended"
  /** paused: a role changed without a command of this maintenance */
  | "role_changed"
  /** paused: another GUID answers */
  | "other_guid"
  /** paused: another key than the pinned one */
  | "other_key"
  | "two_primaries"
  /** a role command runs and this program watches it */
  | "live"
  /** past its limit: a person is asked */
  | "overdue"
  /** no answer that can be relied on, and nobody watches */
  | "unknown"
  /** a role command is recorded and nobody watches: after a restart */
  | "unwatched"
  /** nothing runs */
  | "quiet";

const WATCHES: ReadonlySet<string> = new Set(["leg_fail_over", "leg_fail_back", "leg_observe"]);

export const ended = (m: Maintenance): boolean => m.handed_on || m.ended_at !== null || m.stage === "signed_off" || m.stage === "abandoned" || m.stage === "closed_away";

/** They read or write a file, or collect: they go on beside what watches, and only one of them at a time. */
const BESIDE: ReadonlySet<string> = new Set(["maintenance_save", "maintenance_export", "ledger_import", "ledger_collect", "reconcile_plan"]);
export const isBeside = (command: string): boolean => BESIDE.has(command);

/** The act that is under way on it, by its command: the one that watches, where another goes on beside it. */
export function actOn(m: { id: string }, acts: readonly Act[]): string | null {
  const here = acts.filter((act) => act.maintenance === m.id);
  return (here.find((act) => !isBeside(act.command)) ?? here[0])?.command ?? null;
}

/** The act that goes on beside what watches; null: none. */
export const besideOn = (m: { id: string }, acts: readonly Act[]): string | null => acts.find((act) => act.maintenance === m.id && isBeside(act.command))?.command ?? null;

/** The program looks at it now, until something changes. */
export function watched(m: Maintenance, acts: readonly Act[]): boolean {
  const act = actOn(m, acts);
  return act !== null && WATCHES.has(act);
}

/** The leg whose role command is under way. */
export function runningLeg(m: Maintenance): LegName | null {
  if (m.progress === null) return null;
  return m.legs.outbound.done_at !== null || m.taken_up ? "return" : "outbound";
}

export function stateOf(m: Maintenance, acts: readonly Act[], status: PairStatus | null): StateName {
  if (ended(m)) return "ended";
  switch (m.pause?.cause) {
    case "foreign_role_change": if (status?.state !== "two_primaries") return "role_changed"; break;
    case "changed_guid": return "other_guid";
    case "changed_pin": return "other_key";
    case undefined: break;
  }
  const running = runningLeg(m);
  // Two answers of one look are not of one instant: while roles change, the program says when it is sure.
  if (status?.state === "two_primaries" && (running === null || m.needs_you !== null)) return "two_primaries";
  if (running === null || m.progress === null) return "quiet";
  const looks = watched(m, acts);
  const leg = m.legs[running];
  if (!looks && leg.answer === "unknown" && leg.settlement === null) return "unknown";
  if (m.progress.tone === "needs_you" || m.progress.tone === "stop") return "overdue";
  return looks ? "live" : "unwatched";
}

/** Where the page of a swap stands. */
export type SwapStep = "before" | "checking" | "running" | "refused" | "not_sent" | "not_happened" | "done";

export function swapStep(m: Maintenance, name: LegName, acts: readonly Act[]): SwapStep {
  const leg = m.legs[name];
  if (leg.done_at !== null) return "done";
  if (runningLeg(m) === name) return "running";
  const act = actOn(m, acts);
  if (act === (name === "outbound" ? "leg_fail_over" : "leg_fail_back")) return "checking";
  switch (leg.settlement) {
    case "refused": return "refused";
    case "not_sent": return "not_sent";
    case "not_happened": return "not_happened";
    case "happened":
    case null: return "before";
  }
}

/** The leg whose readiness counts now. */
export function currentLeg(m: Maintenance): LegName | null {
  if (m.legs.return.done_at !== null) return null;
  return m.legs.outbound.done_at !== null || m.taken_up ? "return" : "outbound";
}

export interface Ends {
  home: PlannedAppliance;
  standIn: PlannedAppliance;
  /** The one that becomes primary with this leg, and the one that steps down. */
  taking: PlannedAppliance;
  giving: PlannedAppliance;
}

const NOBODY: PlannedAppliance = { label: "", address: "", home_primary: false, guid: "" };

export function endsOf(m: Maintenance, leg: LegName): Ends {
  const home = m.appliances.find((one) => one.home_primary) ?? NOBODY;
  const standIn = m.appliances.find((one) => !one.home_primary) ?? NOBODY;
  return leg === "outbound" ? { home, standIn, taking: standIn, giving: home } : { home, standIn, taking: home, giving: standIn };
}

export const seenOf = (status: PairStatus | null, label: string): ApplianceStatus | null => status?.appliances.find((one) => one.label === label) ?? null;

/** Who serves users now, by its own word; null: not known. What the other one says of it proves nothing. */
export function serving(status: PairStatus | null): string | null {
  const [primary, another] = status?.appliances.filter((one) => one.role === "primary") ?? [];
  return primary === undefined || another !== undefined || primary.second_hand ? null : primary.label;
}

export const swapTask = (leg: LegName): TaskId => (leg === "outbound" ? "fail_over" : "fail_back");
export const checkTask = (leg: LegName): TaskId => (leg === "outbound" ? "check" : "check_return");
export const swingTask = (leg: LegName): TaskId => (leg === "outbound" ? "swing" : "swing_return");
export const swapAction = (leg: LegName): "failover" | "failback" => (leg === "outbound" ? "failover" : "failback");

/** The task that is due. */
export const taskNow = (m: Maintenance): TaskId | null => m.tasks.find((task) => task.state === "now" || task.state === "needs_you")?.id ?? null;
