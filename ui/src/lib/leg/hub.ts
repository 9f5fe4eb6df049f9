// The hub's rows: each task with what it came to.
import type { TaskGroup, TaskRow } from "../components/shared/TaskList.svelte";
import { hrefOf } from "../state/routes";
import { hub } from "../text/hub";
import { road } from "../text/road";
import { between, clockShort } from "../text/time";
import type { LegName, Maintenance, TaskId } from "../wire";
import { asks, blocks } from "./before";
import { ended, endsOf, runningLeg } from "./state";
import { isWatched, waitsOf } from "./watched";

const GROUPS: readonly { column: 0 | 1; title: keyof typeof hub.groups; tasks: readonly TaskId[] }[] = [
  { column: 0, title: "before", tasks: ["plan", "check", "save"] },
  { column: 0, title: "outbound", tasks: ["fail_over", "swing", "observe"] },
  { column: 0, title: "work", tasks: ["work"] },
  { column: 1, title: "return", tasks: ["reconcile", "check_return", "fail_back", "swing_return"] },
  { column: 1, title: "after", tasks: ["verify", "sign_off"] },
];

function checkRemark(m: Maintenance, leg: LegName, now: boolean): string {
  const check = m.checks[leg];
  if (check === undefined) return "";
  if (now && m.readiness === null) return hub.remark.checkAgain;
  const done = hub.remark.checked(check.findings.filter((one) => one.result === "pass").length, check.findings.filter((one) => one.acknowledged).length);
  if (!now) return done;
  const block = check.findings.filter(blocks).length;
  const open = check.findings.filter((one) => asks(one) && !one.acknowledged).length;
  if (block > 0) return hub.remark.blocks(block);
  if (open > 0) return hub.remark.toAcknowledge(open);
  return done;
}

function swapRemark(m: Maintenance, leg: LegName): string {
  const it = m.legs[leg];
  if (runningLeg(m) === leg) return it.answer === "unknown" ? hub.remark.unknown : hub.remark.under;
  if (it.done_at === null) return leg === "outbound" && m.taken_up ? hub.remark.notOurs : "";
  if (it.adopted !== null) return hub.remark.adopted;
  if (it.sync === "unproven" && !m.acknowledged.some((one) => one.leg === leg && one.code === "sync_unproven")) return hub.remark.unproven;
  return it.intended_at === null ? "" : hub.remark.took(between(it.intended_at, it.done_at));
}

function swingRemark(m: Maintenance, leg: LegName): string {
  const it = m.legs[leg];
  if (it.swing === "confirmed") return it.confirmed_by === null ? "" : hub.remark.confirmed(it.confirmed_by);
  return it.swing === "verified" ? (m.network === "shared-ip" ? hub.remark.sharedIp : hub.remark.verified) : "";
}

const begun = (m: Maintenance): boolean => m.taken_up || m.legs.outbound.done_at !== null;

function reconcileRemark(m: Maintenance): string {
  if (!begun(m)) return "";
  if (!isWatched(m) || m.ledger === null) return m.notes_complete === null ? "" : hub.remark.stated;
  const waits = waitsOf(m.ledger.verdict);
  return waits === null ? hub.remark.reconciled : hub.remark.waits[waits.for](waits.n);
}

function remarkOf(m: Maintenance, id: TaskId, now: boolean): string {
  const out = m.legs.outbound;
  switch (id) {
    case "plan": return hub.remark.planned(m.planned_at, m.approver !== null);
    case "check": return checkRemark(m, "outbound", now);
    case "save": return m.saved.length === 0 && m.baseline_at === null ? "" : hub.remark.saved(m.saved.filter((one) => one.file_name !== null).length, m.baseline_at !== null);
    case "fail_over": return swapRemark(m, "outbound");
    case "swing": return swingRemark(m, "outbound");
    case "observe": return out.signed_off_at === null ? "" : hub.remark.signedOff(out.signed_off_at);
    case "work": return [out.signed_off_at === null || !now ? "" : hub.remark.since(out.signed_off_at), isWatched(m) ? (begun(m) ? hub.remark.changes(m.ledger?.changes ?? 0) : "") : m.notes.length === 0 ? "" : hub.remark.notes(m.notes.length)].filter(Boolean).join(" · ");
    case "reconcile": return reconcileRemark(m);
    case "check_return": return checkRemark(m, "return", now);
    case "fail_back": return swapRemark(m, "return");
    case "swing_return": return swingRemark(m, "return");
    case "verify": return m.verified === null ? "" : m.verified.open_points.length === 0 ? hub.remark.nothingOpen : hub.remark.open(m.verified.open_points.length);
    case "sign_off": return m.stage === "signed_off" && m.ended_at !== null ? hub.remark.at(m.ended_at) : "";
  }
}

/** In the two columns of the hub. */
export function columnsOf(m: Maintenance): [TaskGroup[], TaskGroup[]] {
  const { home, standIn } = endsOf(m, "outbound");
  const order = m.tasks.map((task) => task.id);
  const row = (id: TaskId): TaskRow[] => {
    const task = m.tasks.find((one) => one.id === id);
    if (task === undefined) return [];
    const before = order[order.indexOf(id) - 1];
    const locked = task.state === "locked" && before !== undefined && !ended(m) ? hub.remark.after(road.task[before]) : "";
    return [{ id, href: hrefOf({ page: "task", id: m.id, task: id }), word: hub.word(id, home.label, standIn.label), state: task.state, remark: remarkOf(m, id, task.state === "now" || task.state === "needs_you") || locked }];
  };
  const column = (n: 0 | 1): TaskGroup[] => GROUPS.filter((group) => group.column === n).map((group) => ({ title: hub.groups[group.title], tasks: group.tasks.flatMap(row) }));
  return [column(0), column(1)];
}

/** The times beside both crossings, or that the way back is locked. */
export function roadNotes(m: Maintenance): Partial<Record<TaskId, string>> {
  const times = (leg: LegName): string | null => {
    const it = m.legs[leg];
    if (it.done_at === null) return null;
    return it.intended_at === null ? clockShort(it.done_at) : `${clockShort(it.intended_at)} – ${clockShort(it.done_at)}`;
  };
  const [out, back] = [times("outbound"), times("return")];
  const shut = out !== null && m.tasks.some((task) => task.id === "fail_back" && task.state === "locked") && !ended(m) ? hub.remark.locked : null;
  return { ...(out === null ? {} : { fail_over: out }), ...(back === null ? (shut === null ? {} : { fail_back: shut }) : { fail_back: back }) };
}
