// A leg as the live road: only instants at which something was read.
import type { LiveInput } from "../road/live";
import type { History, LegName, Maintenance, Step } from "../wire";
import { usualOf } from "./phases";
import { endsOf } from "./state";

const ms = (at: string | null | undefined): number | null => (at == null ? null : Date.parse(at));

/** `heard`: when an answer was read that no step records, in milliseconds. */
export function roadOf(m: Maintenance, name: LegName, steps: readonly Step[], heard: readonly number[], history: History | null): LiveInput | null {
  const leg = m.legs[name];
  const start = ms(leg.intended_at);
  if (start === null) return null;
  const { taking, giving } = endsOf(m, name);
  const seen = steps.filter((step) => step.kind === "observed");
  const answers = [...new Set([...seen.map((step) => Date.parse(step.at)), ...heard])].filter((at) => at >= start).sort((a, b) => a - b);
  const says = (label: string, role: string): number | null => ms(seen.find((step) => step.roles?.[label] === role)?.at);
  const sync = usualOf(history, "sync");
  const swap = usualOf(history, "swap");
  const stepped = ms(leg.both_backup_at) ?? says(giving.label, "backup");
  // How long a person takes teaches nothing.
  const usual = swap === null || (leg.way === "by_hand" && stepped === null) ? null
    : stepped !== null ? { from: stepped + swap.from * 1_000, to: stepped + swap.to * 1_000 }
    : sync === null ? null : { from: start + (sync.from + swap.from) * 1_000, to: start + (sync.to + swap.to) * 1_000 };
  return {
    direction: name === "outbound" ? "out" : "back",
    start,
    usersOut: leg.answer === "started" ? ms(leg.answered_at) : stepped,
    steppedDown: stepped,
    takenOver: says(taking.label, "primary") ?? ms(leg.done_at),
    answers,
    usual,
  };
}
