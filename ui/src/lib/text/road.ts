// What a road says, in one sentence, and the names of its places.
import type { TaskId } from "../wire";

export const road = {
  before: "before",
  after: "after",
  outbound: "outbound leg",
  return: "return leg",
  free: (label: string): string => `${label} is free for your work`,
  task: {
    plan: "Plan", check: "Check", save: "Save", fail_over: "Fail over", swing: "Swing", observe: "Observe", work: "Work", reconcile: "Reconcile",
    check_return: "Check", fail_back: "Fail back", swing_return: "Swing back", verify: "Verify", sign_off: "Sign off",
  } satisfies Record<TaskId, string>,
  hub: (done: number, of: number, now: string, on: string): string => `Out and back: ${done} of ${of} tasks done, now at ${now}, users on ${on}`,
  journey: { out_and_back: "Out and back", straight: "Ended before a swap", out_and_stays: "Out, and not back" },
} as const;
