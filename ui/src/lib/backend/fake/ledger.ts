// The ledger of the scripted night: what it answers, and what a decision changes in it.
import type {
  AddChange, Applied, ApplicationEnd, ApplicationPlan, Change, ChangeClass, ChangeList, ChangeShown, Collected, Coverage, DecideChange, Group, GroupShown, LedgerVerdict, ListChanges,
  Maintenance, PlanStep, Reconciliation, Step, Update, WireError, Witness,
} from "../../wire";
import { atlas } from "./atlas";
import { ANSWERS, areas, stepOf, type FakeLedger } from "./changes";
import { iso, type World } from "./world";

const GROUPS: readonly Group[] = ["carried", "overwritten", "conflict", "never_synced", "secret", "blind_spot"];
const refusal = (code: string, message: string, hint: string): WireError => ({ code, message, causes: [], hint });

export function verdictOf(ledger: FakeLedger, stated: string | null): LedgerVerdict {
  const all = [...ledger.changes, ...ledger.blind];
  const undecided = all.filter((one) => one.standing === "undecided").length;
  const unread = ledger.blind.filter((one) => one.standing === "undecided").length;
  const outstanding = all.filter((one) => one.standing === "outstanding").length;
  const made = (verdict: LedgerVerdict["verdict"], sentence: string): LedgerVerdict => ({ verdict, sentence, undecided, unread, outstanding });
  if (!ledger.watched && stated === null) return made("not_watched", "Nothing was watched");
  const read = unread === 1 ? "1 blind spot is to be read" : `${unread} blind spots are to be read`;
  const andRead = unread > 0 ? `, ${read}` : "";
  if (undecided > unread) return made("decisions_needed", `${undecided - unread === 1 ? "1 needs" : `${undecided - unread} need`} a decision${andRead}`);
  if (outstanding > 0) return made("decisions_needed", `${outstanding === 1 ? "1 is" : `${outstanding} are`} decided and not done yet${andRead}`);
  if (unread > 0) return made("decisions_needed", read);
  return ledger.changes.length > 0 ? made("reconciled", "Reconciled") : made("nothing_to_reconcile", "Nothing to reconcile");
}

const textOf = (one: Change): string => JSON.stringify([one.place, one.object, one.fields, one.who, one.who_ip, one.event, one.note, one.entry]).toLowerCase();
const isOpen = (one: Change): boolean => one.standing === "undecided" || one.standing === "outstanding";
const onlyOf = (one: Change): Witness | null => (one.witnesses.length === 1 ? (one.witnesses[0] ?? null) : null);

function tally<K extends string>(keys: readonly K[]): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {};
  for (const key of keys) found[key] = (found[key] ?? 0) + 1;
  return found;
}

export function list(ledger: FakeLedger, m: Maintenance, asked: ListChanges): ChangeList {
  const words = (asked.search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const newest = [...ledger.changes].sort((a, b) => (b.at ?? "").localeCompare(a.at ?? "") || b.entry.localeCompare(a.entry));
  // What is not asked of is not there, whatever the type says.
  const is = <T>(want: T | null | undefined, have: T | null): boolean => want == null || want === have;
  const fit = newest.filter((one) =>
    is(asked.group, one.group) && is(asked.who, one.who) && is(asked.class, one.class) && is(asked.appliance, one.appliance) && is(asked.only, onlyOf(one)) && (asked.since == null || (one.at ?? "") >= new Date(`${asked.since}:00+01:00`).toISOString()) && (!asked.open || isOpen(one)) && words.every((word) => textOf(one).includes(word)));
  const begin = asked.after == null ? 0 : fit.findIndex((one) => one.entry === asked.after) + 1;
  const shown = fit.slice(begin, asked.most == null ? undefined : begin + asked.most);
  const last = shown.at(-1);
  const people = Object.entries(tally(newest.flatMap((one) => (one.who === null ? [] : [one.who])))).map(([who, count]) => ({ who, count: count ?? 0 })).sort((a, b) => b.count - a.count);
  return {
    changes: shown, next: last === undefined || begin + shown.length >= fit.length ? null : last.entry, fitting: fit.length, total: newest.length, counts: tally(newest.map((one) => one.group)),
    classes: tally<ChangeClass>(newest.map((one) => one.class)), only: tally<Witness>(newest.flatMap((one) => onlyOf(one) ?? [])), people, open: newest.filter(isOpen).length, noise: ledger.noise, ignored: ledger.ignored, filled: ledger.filled,
    from: ledger.from, ticks: [...newest].reverse().filter((one) => one.at !== null).slice(-400).map((one) => ({ at: one.at ?? "", appliance: one.appliance, open: isOpen(one) })), verdict: verdictOf(ledger, m.notes_complete), through: ledger.through,
  };
}

export function find(ledger: FakeLedger, entry: string): Change {
  const found = ledger.changes.find((one) => one.entry === entry);
  if (found === undefined) throw refusal("no-such-change", `There is no change '${entry}'`, "See the ledger.");
  return found;
}

export function show(ledger: FakeLedger, entry: string): ChangeShown {
  const one = find(ledger, entry);
  return {
    ...one,
    evidence: one.witnesses.map((kind, n) => ({
      kind, fact: Number(one.entry.slice(2)) * 3 + n, recorded_at: one.at ?? ledger.from, recorded_by: "switchback 1.0.0", source: kind === "note" ? "alex@ops-7" : (one.appliance ?? "atl-2"),
      raw: kind === "syslog" ? [["when", "1772934079"], ["event", one.event], ["who", one.who ?? ""], ["who_ip", one.who_ip ?? ""], ["site", "support.example.com"], ...one.fields.map((field): [string, string] => [`new_${field.name}`, field.secret ? "******" : String(field.after)])]
        : kind === "snapshot" ? [["object", `${one.object.kind}/${one.object.id ?? ""}`], ...one.fields.map((field): [string, string] => [field.name, field.secret ? "******" : JSON.stringify(field.after) ?? ""])]
        : [["note", one.note ?? ""]],
    })),
  };
}

export const coverage = (ledger: FakeLedger, now: number): Coverage => ({
  watched: ledger.watched, from: ledger.from, to: iso(now), areas: areas(ledger.watched), blind_spots: ledger.blind,
  logs: ledger.watched
    ? ledger.filled.flatMap((one, n) => {
      if (one.log_at === null) return [];
      const log = { appliance: one.appliance, file: null, from: ledger.from, incomplete: 0, damaged: 0 };
      // First with the baseline, then on.
      const later = Date.parse(one.log_at) - Date.parse(ledger.from) > 60_000;
      return [{ ...log, to: later ? ledger.from : one.log_at, messages: 118 }, ...(later ? [{ ...log, to: one.log_at, messages: 240 + n * 195, incomplete: n }] : [])];
    })
    : [],
  snapshots: ledger.filled.flatMap((one) => (one.baseline_at === null ? [] : [{ appliance: one.appliance, from: one.baseline_at, to: one.snapshot_at ?? one.baseline_at, kinds: 38, objects: 2_114, failed: one.appliance === "atl-1" ? ledger.failed : [], sha256: "c07b9d41a2e319fe00d1b7a4c58e62f390ab17c4d2e58f6013c9a7b4e2d119fe" }])),
});

export function reconciliation(ledger: FakeLedger, m: Maintenance): Reconciliation {
  const verdict = verdictOf(ledger, m.notes_complete);
  const backup = m.appliances.find((one) => one.label !== m.current_primary)?.label ?? "";
  const groups = GROUPS.map((group): GroupShown => {
    const all = group === "blind_spot" ? ledger.blind : ledger.changes.filter((one) => one.group === group);
    return { group, count: all.length, undecided: all.filter((one) => one.standing === "undecided").length, outstanding: all.filter((one) => one.standing === "outstanding").length, answers: ANSWERS[group] };
  });
  return { ...verdict, primary: m.current_primary, backup, groups, entries: ledger.changes, blind_spots: ledger.blind, stated: m.notes_complete, through: ledger.through, ledger_head: "9e41c7d2a0" };
}

export function decide(ledger: FakeLedger, request: DecideChange, by: string, at: string): string {
  const reason = request.reason?.trim() ?? "";
  if ((request.as === "discard" || request.as === "waive") && reason === "") throw refusal("bad-input", `'${request.as}' needs a reason`, "Say why: it stands in the report.");
  const outstanding = request.as === "reapply" || request.as === "undo";
  const told = { standing: outstanding ? ("outstanding" as const) : ("decided" as const), decided_by: by, decided_at: at, reason: reason === "" ? null : reason };
  const spots = request.group === "blind_spot" ? ledger.blind.filter((one) => (request.entry == null ? one.standing === "undecided" : one.key === request.entry)) : [];
  const entries = request.group === "blind_spot" ? [] : ledger.changes.filter((one) => (request.entry == null ? one.group === request.group && one.standing === "undecided" : one.entry === request.entry));
  if (spots.length + entries.length === 0) throw refusal("nothing-to-decide", "There is nothing to decide", "Read the list again.");
  for (const one of entries) {
    if (!one.answers.includes(request.as)) throw refusal("bad-input", `'${request.as}' is no answer here`, "Choose another one.");
    Object.assign(one, told, { disposition: request.as });
    delete ledger.outcomes[one.entry];
  }
  for (const one of spots) Object.assign(one, told);
  return entries.length + spots.length === 1 ? "1 is decided." : `${entries.length + spots.length} are decided.`;
}

export function plan(ledger: FakeLedger, m: Maintenance): ApplicationPlan {
  const steps = ledger.changes.filter((one) => one.disposition === "reapply" || one.disposition === "undo").map((one): PlanStep => {
    const outcome = ledger.outcomes[one.entry];
    return { ...stepOf(one), outcome: outcome?.sentence ?? null, done: one.standing === "done" };
  });
  return { id: m.id, primary: m.current_primary, steps, calls: steps.filter((one) => one.act === "call" && !one.done).length };
}

const SENTENCE: Readonly<Record<Applied["outcome"], string>> = {
  done: "Written, and read back as it was to be.", refused: "atl-2 refused the call: the object is locked by another person.", not_sent: "The run stopped before it.", unknown: "No answer came. It may have been written: read it in /login.",
  by_hand: "For a person.", not_as_planned: "Not sent: atl-2 no longer holds the value that was planned with.",
};

export function apply(ledger: FakeLedger, m: Maintenance, entries: readonly string[]): ApplicationEnd {
  let stopped = false;
  const wanted = plan(ledger, m).steps.filter((one) => one.act === "call" && !one.done && (entries.length === 0 || entries.includes(one.entry)));
  const steps = wanted.map(({ entry }): Applied => {
    const outcome = stopped ? "not_sent" : (ledger.fails[entry] ?? "done");
    const told: Applied = { entry, outcome, sentence: SENTENCE[outcome] };
    if (outcome === "done") Object.assign(find(ledger, entry), { standing: "done" });
    else stopped = true;
    ledger.outcomes[entry] = told;
    return told;
  });
  const done = steps.filter((one) => one.outcome === "done").length;
  return { id: m.id, sentence: `${done} of ${steps.length} done, and read back.`, steps };
}

export function add(ledger: FakeLedger, request: AddChange, by: string, at: string): Change {
  const primary = request.appliance === "atl-2";
  const group: Group = request.place.startsWith("/appliance") ? "never_synced" : primary ? "carried" : "overwritten";
  const made: Change = {
    entry: `C-${String(ledger.changes.length + 1).padStart(4, "0")}`, at, at_earliest: null, who: by, who_ip: null, appliance: request.appliance ?? null, role_then: request.appliance == null ? "unknown" : primary ? "primary" : "backup", place: request.place, event: "",
    kind: "done", object: { kind: "", id: null, name: request.object }, fields: request.before == null && request.after == null ? [] : [{ name: request.object, before: request.before ?? null, after: request.after ?? null, secret: false }], witnesses: ["note"],
    class: "configuration", group, disposition: null, arrival: null, standing: "undecided", decided_by: null, decided_at: null, reason: null, answers: [...ANSWERS[group]], incomplete: false, ours: false, note: request.note, already_overwritten: false, against: [], unknown_event: false,
  };
  ledger.changes.push(made);
  ledger.through += 1;
  return made;
}

export function collect(ledger: FakeLedger, m: Maintenance, snapshot: boolean, at: string): Collected {
  const fresh = ledger.waiting.splice(0);
  ledger.changes.push(...fresh);
  ledger.through += fresh.length;
  ledger.watched = true;
  const labels = m.appliances.map((one) => one.label);
  if (ledger.filled.length === 0) ledger.filled = labels.map((appliance) => ({ appliance, log_at: null, baseline_at: null, snapshot_at: null }));
  for (const one of ledger.filled) {
    if (!(one.appliance in ledger.mute.log)) one.log_at = at;
    if (snapshot && !(one.appliance in ledger.mute.configuration)) {
      one.snapshot_at = at;
      one.baseline_at ??= at;
    }
  }
  return {
    id: m.id, sentence: fresh.length === 0 ? "Nothing new in the logs of both appliances." : `${fresh.length} new in the logs of both appliances.`, fresh: fresh.length, total: ledger.changes.length, verdict: verdictOf(ledger, m.notes_complete),
    logs: labels.map((source) => ({ source, messages: 12, fresh: fresh.length, incomplete: 0, damaged: 0, trouble: ledger.mute.log[source] ?? null })), snapshots: snapshot ? labels.map((appliance) => ({ appliance, objects: 2_114, failed: appliance === "atl-1" ? ledger.failed : [], trouble: ledger.mute.configuration[appliance] ?? null })) : [],
  };
}

/** The journal hears of it, and the way back opens or shuts. */
export function changed(world: World, m: Maintenance, steps: readonly [string, string][], tell: (update: Update) => void): void {
  const ledger = world.ledger;
  const verdict = verdictOf(ledger, m.notes_complete);
  m.ledger = { changes: ledger.changes.length, verdict, at: iso(world.now()) };
  const open = verdict.verdict === "reconciled" || verdict.verdict === "nothing_to_reconcile";
  if ((m.stage === "reconcile" && open) || (m.stage === "check_return" && !open)) {
    const stage = open ? "check_return" : "reconcile";
    const { tasks, allowed_actions } = atlas(stage);
    Object.assign(m, { stage, tasks, allowed_actions });
  }
  for (const [kind, sentence] of steps) {
    m.seq += 1;
    const step: Step = { seq: m.seq, at: iso(world.now()), kind, sentence };
    world.steps.push(step);
    tell({ type: "step", maintenance: m.id, step });
  }
  tell({ type: "changed" });
}
