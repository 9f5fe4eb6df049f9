// What the acts of a swap change in the scripted world.
import type { Checked, LegName, Maintenance, Step, Update } from "../../wire";
import { noLeg } from "./atlas";
import { readiness } from "./findings";
import { iso, type World } from "./world";

const asks = (one: Checked["findings"][number]): boolean => one.severity === "warning" && one.result !== "pass" && !one.acknowledged;

/** After a check or an acknowledgement: ready once nothing asks any more. */
function judged(m: Maintenance, check: Checked): void {
  const blocked = check.findings.some((one) => one.severity === "blocker" && (one.result === "fail" || one.result === "unknown"));
  const ready = !blocked && !check.findings.some(asks);
  m.readiness = ready ? "ready" : "not_ready";
  const command = check.leg === "outbound" ? ("failover" as const) : ("failback" as const);
  m.refused = m.refused.filter((one) => one.action !== command && one.action !== "acknowledge");
  m.allowed_actions = [...m.allowed_actions.filter((one) => one !== command && one !== "acknowledge"), "acknowledge", ...(ready ? [command] : [])];
  if (!ready) m.refused.push({ action: command, code: "not-ready", message: "a warning is open", hint: "" });
}

export function check(world: World, m: Maintenance, leg: LegName): Checked {
  const before = m.checks[leg];
  const at = world.now();
  const found = before ?? readiness("warned", leg);
  const fresh: Checked = { ...found, findings: found.findings.map((one) => ({ ...one, acknowledged: before !== undefined && one.acknowledged })), at: iso(at), valid_until: iso(at + 1_800_000) };
  m.checks = { ...m.checks, [leg]: fresh };
  judged(m, fresh);
  return fresh;
}

export function acknowledge(world: World, m: Maintenance, code: string, subject: string | null, reason: string): void {
  const leg: LegName = m.legs.outbound.done_at !== null && code !== "sync_unproven" ? "return" : "outbound";
  m.acknowledged.push({ leg, code, subject: subject ?? m.pair, reason, by: world.hello.user, at: iso(world.now()) });
  const found = m.checks[leg];
  if (found === undefined) return;
  for (const one of found.findings) if (one.code === code && (subject === null || one.subject === subject)) one.acknowledged = true;
  judged(m, found);
}

/** The command is written and answered: from here on the leg is under way. */
export function begin(world: World, m: Maintenance, leg: LegName, byHand: boolean, tell: (update: Update) => void): void {
  const now = world.now();
  const giving = m.current_primary;
  m.legs = { ...m.legs, [leg]: { ...noLeg(), intended_at: iso(now), answered_at: iso(now), way: byHand ? "by_hand" : "planned", answer: byHand ? "by_hand" : "started", attempts: m.legs[leg].attempts + 1 } };
  m.progress = { phase: "syncing", since: iso(now), elapsed_s: 0, slow_after_s: 460, limit_s: m.limits.timeout_sync_s, tone: "working" };
  m.allowed_actions = ["observe", "note", "export"];
  world.acts.push({ maintenance: m.id, command: leg === "outbound" ? "leg_fail_over" : "leg_fail_back" });
  const add = (kind: string, sentence: string, more: Partial<Step> = {}): void => {
    m.seq += 1;
    const step: Step = { seq: m.seq, at: iso(world.now()), kind, sentence, ...more };
    world.steps.push(step);
    tell({ type: "step", maintenance: m.id, step });
  };
  add("role_intended", `Role command for ${giving}: become backup, data sync first; the intent is recorded first.`, { leg });
  add("role_answered", byHand ? "The roles are changed by hand in /login." : 'The appliance has started: "Role change started"', { answer: byHand ? "by_hand" : "started" });
  tell({ type: "beat", at: iso(world.now()), driver: world.hello.driver, holder: world.hello.holder, acts: world.acts });
}

/** Looking again finds the leg under way and watches it. */
export function observe(world: World, m: Maintenance, tell: (update: Update) => void): void {
  if (m.progress === null) return;
  world.acts.push({ maintenance: m.id, command: "leg_observe" });
  tell({ type: "beat", at: iso(world.now()), driver: world.hello.driver, holder: world.hello.holder, acts: world.acts });
}
