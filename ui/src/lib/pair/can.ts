// What a test of both appliances says this pair can do, and what it costs where it cannot.
import type { DotState } from "../components/shared/Dot.svelte";
import { can as words } from "../text/can";
import { list } from "../text/number";
import type { PairTest, Tested } from "../wire";

export interface CanLine {
  key: string;
  state: DotState;
  text: string;
  remark?: string;
}

const labels = (all: readonly Tested[]): string => list(all.map((one) => one.label));

/** One capability over both: which of them have it, and in which version. */
function over(key: keyof typeof words.api, all: readonly Tested[], of: (one: Tested) => string | null): CanLine {
  const having = all.filter((one) => of(one) !== null);
  const versions = [...new Set(having.map((one) => of(one) ?? ""))];
  const name = `${words.api[key]}${versions.length === 1 && versions[0] !== "" ? ` ${versions[0] ?? ""}` : ""}`;
  if (having.length === all.length && all.length > 0) return { key, state: "done", text: name, ...(versions.length > 1 ? { remark: words.differs } : {}) };
  const without = all.filter((one) => of(one) === null);
  return { key, state: "unknown", text: having.length === 0 ? words.api[key] : words.apiOn(words.api[key], labels(without)), remark: words.cost[key] };
}

export function canLines(test: PairTest): CanLine[] {
  const lines: CanLine[] = [];
  for (const one of test.appliances) {
    if (!one.signed_in) lines.push({ key: `in-${one.label}`, state: one.reachable ? "needs_you" : "unknown", text: one.reachable ? words.notSignedIn(one.label) : words.notReached(one.label), remark: one.trouble === null ? words.noReason : `${one.trouble.message}. ${one.trouble.hint}` });
    else if (one.trouble !== null) lines.push({ key: `tr-${one.label}`, state: "warn", text: words.trouble(one.label), remark: `${one.trouble.message}. ${one.trouble.hint}` });
  }
  const inside = test.appliances.filter((one) => one.signed_in);
  if (inside.length === 0) return lines;
  lines.push({ key: "in", state: inside.length === test.appliances.length ? "done" : "unknown", text: words.signedIn(labels(inside)) });
  lines.push(over("command", inside, (one) => (one.api === null ? null : one.api === "v2" ? "v2" : "v1")));
  const limited = inside.filter((one) => one.command_permission !== null && one.command_permission !== "full_access");
  lines.push(limited.length === 0
    ? { key: "right", state: inside.every((one) => one.command_permission === "full_access") ? "done" : "unknown", text: inside.every((one) => one.command_permission === "full_access") ? words.full : words.rightUntold }
    : { key: "right", state: "warn", text: words.limited(labels(limited), words.permission(limited[0]?.command_permission ?? "")), remark: words.limitedCost });
  lines.push(over("configuration", inside, (one) => one.configuration_api), over("reporting", inside, (one) => one.reporting_api), over("backup", inside, (one) => one.backup_api));
  return lines;
}
