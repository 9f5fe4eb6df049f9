// Sentences the later pages of a maintenance share.
import type { LegName, Stage, SyncVerdict, TaskId } from "../wire";
import { road } from "./road";
import { local } from "./time";

export const STAGE: Record<Stage, string> = { ...road.task, signed_off: "Signed off", abandoned: "Abandoned", closed_away: "Closed away" };
export const LEG: Record<LegName, string> = { outbound: "outbound leg", return: "return leg" };
const LEG_HEAD: Record<LegName, string> = { outbound: "Outbound leg", return: "Return leg" };
export const SYNC: Record<SyncVerdict, string> = { proven: "proven", implied: "implied", unproven: "not proven" };

const TASK_TITLE: Record<TaskId, string> = {
  plan: "Plan", check: "Check readiness", save: "Save", fail_over: "Fail over", swing: "Swing traffic", observe: "Observe", work: "Do the work", reconcile: "Reconcile",
  check_return: "Check readiness", fail_back: "Fail back", swing_return: "Swing traffic back", verify: "Verify", sign_off: "Sign off",
};

const GROUP: Record<TaskId, string> = {
  plan: "Before", check: "Before", save: "Before", fail_over: LEG_HEAD.outbound, swing: LEG_HEAD.outbound, observe: LEG_HEAD.outbound, work: "Work", reconcile: "Work",
  check_return: LEG_HEAD.return, fail_back: LEG_HEAD.return, swing_return: LEG_HEAD.return, verify: "After", sign_off: "After",
};

const RUNNING: Readonly<Record<string, string>> = {
  leg_swing: "The site name is being asked, until it leads to the new primary.",
  leg_observe: "Both appliances and the site name are being read.",
  maintenance_settle: "Both appliances are read once more before the leg is signed off.",
  maintenance_verify: "Roles, traffic, health and users are being read.",
  leg_fail_over: "The roles are changing.",
  leg_fail_back: "The roles are changing.",
  pairs_check: "Readiness is being checked.",
  maintenance_save: "What is saved is being read: a named file, or both appliances for the baseline.",
  ledger_collect: "The logs of both appliances are being read.",
  ledger_import: "The log file is being read.",
  reconcile_plan: "The primary is being read, for the plan. Nothing is sent.",
  reconcile_apply: "The ticked calls are being sent, one after the other, and each is read back.",
  maintenance_export: "The journal and its evidence are being written to the file.",
};

export const journey = {
  taskTitle: (task: TaskId): string => TASK_TITLE[task],
  groupOf: (task: TaskId): string => GROUP[task],
  legHead: (leg: LegName): string => LEG_HEAD[leg],
  goOn: (task: TaskId): string => `Go on to ${TASK_TITLE[task]}`,
  toMaintenance: (id: string): string => `Back to ${id}`,
  running: (command: string): string => RUNNING[command] ?? "An act is under way.",
  runningStays: "You may leave this page: it goes on, and you find it here again.",
  asked: "Sent. The answer is awaited.",
  endedHead: "The last act has ended.",
  lookAgain: "Look again",
  lastRead: (at: string | null): string => (at === null ? "Not read yet. What is seen now is not known." : `Last read ${local(at)}. What is seen now is not known; look again.`),
  steps: "Last steps",
  allSteps: "The whole journal",
  rolesSwapped: (at: string): string => `roles swapped ${at}`,
  notKnown: "not known",
  notTold: "not told",
  noMaintenance: (id: string): string => `${id} could not be read.`,
  needsYou: (why: string): string => why,
  paused: (why: string): string => why,
  resolves: "Open the maintenance to resolve it",
  refusedMeans: "Nothing was decided. What was read is recorded.",
} as const;
