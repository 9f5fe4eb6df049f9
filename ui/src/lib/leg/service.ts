// Service for users, in one word and its remark: of a running leg the first of its five answers, else who says that it is primary.
import { hub } from "../text/hub";
import { stop } from "../text/stop";
import type { Maintenance, PairStatus } from "../wire";
import { answersOf } from "./answers";
import { runningLeg, serving } from "./state";

/** `stale`: what was read is past its promise, and tells only how it was. */
export function serviceOf(m: Maintenance, status: PairStatus | null, stale: boolean, now: number): [string, string?] {
  const leg = runningLeg(m);
  if (leg !== null) return answersOf(m, leg, stale ? null : status, null, now, true)?.answers.service ?? [hub.notKnown];
  const on = serving(status);
  if (on === null) return [hub.notKnown];
  return stale ? stop.serviceWas(on) : [hub.up(on)];
}
