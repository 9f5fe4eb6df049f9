// After a restart: what is recorded of a running leg, and what is seen now.
import type { DotState } from "../components/shared/Dot.svelte";
import { stop } from "../text/stop";
import { local } from "../text/time";
import { ROLE } from "../text/tone";
import type { LegName, Maintenance, PairStatus, RoleWord, Step } from "../wire";
import { endsOf, seenOf } from "./state";

export interface RecordRow {
  key: string;
  word: string;
  recorded: string;
  seen: string;
  /** Roles are drawn too. */
  roles?: { recorded: RoleWord; seen: RoleWord | null; text: string | null };
  state: DotState;
  remark: string;
}

const roleOf = (word: string | undefined): RoleWord | null => (word === "primary" || word === "backup" || word === "none" ? word : null);

export function recordRows(m: Maintenance, name: LegName, steps: readonly Step[], status: PairStatus | null): RecordRow[] {
  const leg = m.legs[name];
  const { taking, giving } = endsOf(m, name);
  const looks = steps.findLast((step) => step.kind === "observed")?.roles;
  const rows: RecordRow[] = [{
    key: "command", word: leg.way === "by_hand" ? stop.restart.byHand(giving.label) : stop.restart.command(giving.label),
    recorded: leg.intended_at === null ? stop.restart.none : leg.way === "by_hand" ? stop.restart.announced(leg.intended_at) : stop.restart.sent(leg.intended_at), seen: stop.restart.none,
    state: leg.answer === "started" ? "done" : "unknown", remark: stop.restart.outcome[leg.answer ?? "unknown"],
  }];
  for (const end of [giving, taking]) {
    const assigned = end === giving ? "backup" : "primary";
    const seen = seenOf(status, end.label);
    const before = roleOf(looks?.[end.label]) ?? (end === giving ? "primary" : "backup");
    const now = seen === null || seen.role === "unknown" ? null : seen.role;
    rows.push({
      key: end.label, word: stop.restart.says(end.label), recorded: ROLE[before], seen: seen === null ? stop.restart.notRead : (seen.role_text ?? ROLE[seen.role]), roles: { recorded: before, seen: seen?.role ?? null, text: seen?.role_text ?? null },
      ...(now === null ? { state: "unknown" as const, remark: seen?.trouble?.message ?? stop.restart.notRead }
        : now === assigned ? { state: "done" as const, remark: stop.restart.asAssigned }
        : now === before ? { state: "next" as const, remark: stop.restart.asBefore }
        : { state: "needs_you" as const, remark: stop.restart.other }),
    });
  }
  const sync = seenOf(status, taking.label)?.last_sync ?? seenOf(status, giving.label)?.last_sync ?? null;
  const later = sync !== null && leg.intended_at !== null && Date.parse(sync) > Date.parse(leg.intended_at);
  rows.push({
    key: "sync", word: stop.restart.lastSync(seenOf(status, taking.label)?.last_sync == null ? giving.label : taking.label), recorded: stop.restart.notKept, seen: sync === null ? stop.restart.notRead : local(sync),
    state: sync === null ? "unknown" : later ? "done" : "next", remark: sync === null ? stop.restart.notRead : later ? stop.restart.later : stop.restart.earlier,
  });
  rows.push({
    key: "site", word: stop.restart.siteName, recorded: stop.restart.notKept, seen: status === null ? stop.restart.notRead : (status.site.answered_by ?? stop.restart.nobody),
    state: status?.site.answered_by == null ? "unknown" : "done", remark: status?.site.trouble?.message ?? stop.restart.leadsTo,
  });
  return rows;
}
