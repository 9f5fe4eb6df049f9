// After a restart: what is recorded of a running leg, and what is seen now.
import type { DotState } from "../components/shared/Dot.svelte";
import { stop } from "../text/stop";
import { local } from "../text/time";
import { ROLE } from "../text/tone";
import type { ApplianceStatus, LegName, Maintenance, PairStatus, RoleWord, Step } from "../wire";
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

type Seen = Pick<RecordRow, "seen" | "state" | "remark">;

/** Its stamp is of the appliance's own clock, the command's time of this computer's. */
function syncSeen(teller: ApplianceStatus | null, intended: string | null): Seen {
  if (teller?.last_sync == null) return { seen: stop.restart.notRead, state: "unknown", remark: stop.restart.notRead };
  const seen = local(teller.last_sync);
  if (teller.clock_offset_s === null || intended === null) return { seen, state: "unknown", remark: stop.restart.noOffset };
  const later = Date.parse(teller.last_sync) - teller.clock_offset_s * 1_000 > Date.parse(intended);
  return { seen, state: later ? "done" : "next", remark: later ? stop.restart.later : stop.restart.earlier };
}

function siteSeen(status: PairStatus | null): Seen {
  if (status === null) return { seen: stop.restart.notRead, state: "unknown", remark: stop.restart.notRead };
  const { answered_by, guid, trouble } = status.site;
  if (answered_by !== null) return { seen: answered_by, state: "done", remark: stop.restart.leadsTo };
  if (guid !== null) return { seen: stop.restart.stranger, state: "needs_you", remark: stop.restart.leadsTo };
  return { seen: stop.restart.notKnown, state: "unknown", remark: trouble?.message ?? stop.restart.leadsTo };
}

export function recordRows(m: Maintenance, name: LegName, steps: readonly Step[], status: PairStatus | null): RecordRow[] {
  const leg = m.legs[name];
  const { taking, giving } = endsOf(m, name);
  const looks = steps.findLast((step) => step.kind === "observed")?.roles;
  const rows: RecordRow[] = [{
    key: "command", word: leg.way === "by_hand" ? stop.restart.byHand(giving.label) : stop.restart.command(giving.label),
    recorded: leg.intended_at === null ? stop.restart.none : leg.way === "by_hand" ? stop.restart.announced(leg.intended_at) : stop.restart.decided(leg.intended_at), seen: stop.restart.none,
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
  const teller = [taking, giving].map((end) => seenOf(status, end.label)).find((seen) => seen?.last_sync != null) ?? null;
  rows.push({ key: "sync", word: stop.restart.lastSync(teller?.label ?? giving.label), recorded: stop.restart.notKept, ...syncSeen(teller, leg.intended_at) });
  rows.push({ key: "site", word: stop.restart.siteName, recorded: stop.restart.notKept, ...siteSeen(status) });
  return rows;
}
