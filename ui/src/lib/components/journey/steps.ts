// Steps of the journal as lines of a log.
import type { LogLine } from "../shared/StepLog.svelte";
import type { DotState } from "../shared/Dot.svelte";
import type { Step } from "../../wire";

const STATE: Readonly<Record<string, DotState>> = { paused: "needs_you", watch_gap: "unknown", noted: "skipped", save_skipped: "skipped", observed: "now", abandoned: "skipped" };

function stateOf(step: Step): DotState {
  if (step.answer === "refused" || step.settlement === "refused") return "fail";
  if (step.answer === "unknown" || step.sync === "unproven") return "warn";
  return STATE[step.kind] ?? "done";
}

export const linesOf = (steps: readonly Step[], most = 8): LogLine[] =>
  steps.slice(-most).map((step) => ({ key: step.seq, at: step.at, state: stateOf(step), text: step.sentence, message: step.message ?? null }));
