// The commands of the ledger and of reconciling, over the scripted night.
import type { Decided, Maintenance, Update } from "../../wire";
import type { Answers } from "./answers";
import { atlas } from "./atlas";
import { places } from "./changes";
import * as ledger from "./ledger";
import { iso, type World } from "./world";

type Mine = Extract<keyof Answers, `ledger_${string}` | `reconcile_${string}`>;

export function ledgerAnswers(world: World, open: (id: string) => Maintenance, tell: (update: Update) => void): Pick<Answers, Mine> {
  const at = (): string => iso(world.now());
  const decided = (m: Maintenance, sentence: string): Decided => ({ id: m.id, stage: m.stage, sentence });
  const progress = (m: Maintenance, command: string, sentence: string): void => tell({ type: "progress", act: { maintenance: m.id, command }, sentence });
  const ended = (m: Maintenance, command: string, sentence: string, needsYou = false): void => tell({ type: "ended", act: { maintenance: m.id, command }, sentence, needs_you: needsYou });
  return {
    ledger_collect: ({ id, snapshot }) => {
      const m = open(id);
      progress(m, "ledger_collect", "The log of atl-2 is read.");
      const told = ledger.collect(world.ledger, m, snapshot, at());
      ledger.changed(world, m, [["reconciliation_changed", "The ledger has grown."]], tell);
      ended(m, "ledger_collect", told.sentence);
      return told;
    },
    ledger_list: (request) => ledger.list(world.ledger, open(request.id), request),
    ledger_show: ({ entry }) => ledger.show(world.ledger, entry),
    ledger_coverage: () => ledger.coverage(world.ledger, world.now()),
    ledger_places: () => places(),
    ledger_add: (request) => {
      const m = open(request.id);
      const made = ledger.add(world.ledger, request, world.hello.user, at());
      ledger.changed(world, m, [["reconciliation_changed", "A change was noted."]], tell);
      return made;
    },
    ledger_import: ({ id, file }) => {
      const m = open(id);
      if (!file.startsWith("/")) throw { code: "bad-input", message: `'${file}' cannot be read`, causes: ["no such file"], hint: "Give the whole path.", fields: [{ field: "FILE", index: null, message: "There is no such file." }] };
      const told = ledger.collect(world.ledger, m, false, at());
      ledger.changed(world, m, [["reconciliation_changed", "The ledger has grown."]], tell);
      return { ...told, logs: [{ source: file, messages: 240, fresh: told.fresh, incomplete: 0, damaged: 1, trouble: null }] };
    },
    ledger_ignore: ({ id, kind, field, ignore }) => {
      const m = open(id);
      world.ledger.ignored = [...world.ledger.ignored.filter((one) => one.kind !== kind || one.field !== field), ...(ignore ? [{ kind, field }] : [])];
      ledger.changed(world, m, [["field_ignored", `${field} of ${kind} is ${ignore ? "out of sight" : "seen again"}.`]], tell);
      return decided(m, ignore ? "It is out of sight." : "It is seen again.");
    },
    reconcile_show: ({ id }) => ledger.reconciliation(world.ledger, open(id)),
    reconcile_decide: (request) => {
      const m = open(request.id);
      const sentence = ledger.decide(world.ledger, request, world.hello.user, at());
      ledger.changed(world, m, [["changes_decided", sentence], ["reconciliation_changed", "Reconciling has moved on."]], tell);
      return decided(m, sentence);
    },
    reconcile_plan: ({ id }) => ledger.plan(world.ledger, open(id)),
    reconcile_apply: ({ id, entries }) => {
      const m = open(id);
      const end = ledger.apply(world.ledger, m, entries);
      ledger.changed(world, m, [...end.steps.map((one): [string, string] => ["change_applied", `${one.entry}: ${one.sentence}`]), ["reconciliation_changed", "Reconciling has moved on."]], tell);
      ended(m, "reconcile_apply", end.sentence, end.steps.some((one) => one.outcome !== "done"));
      return end;
    },
  };
}

/** Both are read; where no file is named it is recorded that none was made. */
export function takeBaseline(world: World, m: Maintenance, tell: (update: Update) => void): Decided {
  const act = { maintenance: m.id, command: "maintenance_save" };
  const at = iso(world.now());
  for (const label of ["atl-1", "atl-2"]) tell({ type: "progress", act, sentence: `Reading the configuration of ${label}: 52 of 71 kinds, 1,806 objects.` });
  const steps: [string, string][] = [];
  if (m.saved.length === 0) {
    m.saved = [{ label: null, file_name: null, sha256: null, skipped: "no backup was made" }];
    steps.push(["save_skipped", "No backup file was made."]);
    if (m.stage === "save") {
      const { stage, tasks, allowed_actions } = atlas("fail_over");
      Object.assign(m, { stage, tasks, allowed_actions });
    }
  }
  if (world.ledger.filled.length === 0) world.ledger.from = at;
  const told = ledger.collect(world.ledger, m, true, at);
  const troubles = [...told.logs, ...told.snapshots].flatMap((one) => one.trouble ?? []);
  const read = told.snapshots.filter((one) => one.trouble === null).map((one) => one.appliance);
  const logs = told.logs.filter((one) => one.trouble === null).map((one) => one.source);
  if (read.length + logs.length > 0) {
    m.baseline_at ??= at;
    steps.push(["baseline_taken", `Baseline taken: the configuration of ${read.join(" and ") || "neither appliance"} (${(read.length * 2_114).toLocaleString("en")} objects), the log of ${logs.join(" and ") || "neither appliance"}.`]);
  } else {
    Object.assign(world.ledger, { filled: [], watched: false });
  }
  ledger.changed(world, m, steps, tell);
  const sentence = steps.at(-1)?.[1] ?? "Both were read again.";
  tell({ type: "ended", act, sentence, needs_you: false });
  return { id: m.id, stage: m.stage, sentence, open_points: troubles };
}
