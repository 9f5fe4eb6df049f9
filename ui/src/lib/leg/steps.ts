// The journal's steps as a log to read: equal looks in a row are one line.
import type { DotState } from "../components/shared/Dot.svelte";
import type { LogLine } from "../components/shared/StepLog.svelte";
import { live } from "../text/live";
import type { LegName, Step } from "../wire";

/** The steps of one leg: from its intent on, or all that name it. */
export function stepsOf(steps: readonly Step[], leg: LegName): readonly Step[] {
  const first = steps.findLastIndex((step) => step.kind === "role_intended" && step.leg === leg);
  if (first < 0) return [];
  const next = steps.findIndex((step, at) => at > first && step.kind === "role_intended" && step.leg !== leg);
  return steps.slice(first, next < 0 ? undefined : next);
}

const same = (a: Step, b: Step): boolean => a.kind === "observed" && b.kind === "observed" && JSON.stringify(a.roles ?? {}) === JSON.stringify(b.roles ?? {});

function dot(step: Step, last: boolean, running: boolean): DotState {
  switch (step.answer) {
    case "refused":
    case "not_sent": return "warn";
    case "unknown": return "unknown";
    case "started":
    case "by_hand":
    case undefined: break;
  }
  if (step.kind === "paused") return "needs_you";
  if (step.settlement === "not_happened" || step.settlement === "refused" || step.settlement === "not_sent") return "warn";
  if (step.sync === "unproven") return "needs_you";
  return last && running ? "now" : "done";
}

/** Oldest first. Each line keeps the time and the number of its first step, so that no line is spoken twice. */
export function fold(steps: readonly Step[], running: boolean): LogLine[] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group !== undefined && before !== undefined && same(before, step)) group.push(step);
    else groups.push([step]);
  }
  return groups.flatMap((group, index) => {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return [];
    const text = group.length === 1 ? first.sentence : live.folded(first.sentence, group.length, last.at);
    // What an appliance said stands in the sentence already where the program quotes it.
    // What the sentence quotes already is not said twice; a quotation loses its last stop.
    const message = first.message && !first.sentence.includes(first.message.replace(/\.$/, "")) ? first.message : null;
    return [{ key: first.seq, at: first.at, state: dot(first, index === groups.length - 1, running), text, message }];
  });
}
