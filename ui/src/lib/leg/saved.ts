// What was saved before the swap, as the program tells it.
import { save } from "../text/save";
import { between } from "../text/time";
import type { Coverage, Maintenance } from "../wire";

export interface SavedRow {
  key: string;
  state: "done" | "warn" | "skipped";
  what: string;
  /** A file name, where it is one. */
  code: string | null;
  remark: string;
  from: string;
  holds: string;
  sha256: string | null;
  /** What the hash is of. */
  shaOf: string;
}

/** The first of each appliance, begun before roles changed. */
function firsts<T extends { appliance: string }>(m: Maintenance, all: readonly T[], begun: (one: T) => string): T[] {
  const swap = m.legs.outbound.intended_at;
  const before = all.filter((one) => swap === null || Date.parse(begun(one)) <= Date.parse(swap));
  return m.appliances.flatMap(({ label }) => before.find((one) => one.appliance === label) ?? []);
}

const configurations = (m: Maintenance, coverage: Coverage | null): Coverage["snapshots"] => (m.baseline_at === null || coverage === null ? [] : firsts(m, coverage.snapshots, (one) => one.from));
const logs = (m: Maintenance, coverage: Coverage | null): Coverage["logs"] => (m.baseline_at === null || coverage === null ? [] : firsts(m, coverage.logs.filter((one) => one.file === null), (one) => one.to));

/** Files first, then the configuration and the log of each appliance. */
export function savedRows(m: Maintenance, coverage: Coverage | null): SavedRow[] {
  const none = { code: null, sha256: null, shaOf: "" };
  return [
    ...m.saved.map((one, n): SavedRow => one.file_name === null
      ? { ...none, key: `skipped-${n}`, state: "skipped", what: save.noFile, remark: one.skipped ?? "", from: one.label ?? save.none, holds: save.none }
      : { key: `file-${n}`, state: "done", what: save.file, code: one.file_name, remark: "", from: one.label ?? "", holds: save.byHand, sha256: one.sha256, shaOf: one.file_name }),
    ...configurations(m, coverage).map((one): SavedRow => ({
      ...none, key: `configuration-${one.appliance}`, state: one.failed.length > 0 ? "warn" : "done", what: save.configuration, from: one.appliance, holds: save.objects(one.objects), sha256: one.sha256, shaOf: save.configurationOf(one.appliance),
      remark: one.failed.length > 0 ? save.notComplete(one.kinds, one.failed.length) : save.complete(one.kinds, Math.max(0, between(one.from, one.to))),
    })),
    ...logs(m, coverage).map((one): SavedRow => ({ ...none, key: `log-${one.appliance}`, state: one.incomplete + one.damaged > 0 ? "warn" : "done", what: save.log, remark: save.logTo(one.to), from: one.appliance, holds: save.messages(one.messages) })),
  ];
}

/** What the baseline lacks: what was answered when it was taken, else what is not there; and each kind that could not be read. */
export function gapsOf(m: Maintenance, coverage: Coverage | null, answered: readonly string[]): string[] {
  if (m.baseline_at === null || coverage === null) return [...answered];
  const have = (all: readonly { appliance: string }[], label: string): boolean => all.some((one) => one.appliance === label);
  const [read, pulled] = [configurations(m, coverage), logs(m, coverage)];
  const missing = m.appliances.flatMap(({ label }) => [...(have(read, label) ? [] : [save.baseline.noConfiguration(label)]), ...(have(pulled, label) ? [] : [save.baseline.noLog(label)])]);
  return [...new Set([...(answered.length > 0 ? answered : missing), ...read.flatMap((one) => one.failed.map(([kind, why]) => save.baseline.kind(one.appliance, kind, why)))])];
}
