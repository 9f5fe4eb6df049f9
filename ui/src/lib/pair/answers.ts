// The five answers of a Stop outside a maintenance.
import type { FiveAnswers } from "../components/shared/Verdict.svelte";
import { pair as words } from "../text/pair";
import { ago } from "../text/time";
import type { Pair, PairStatus } from "../wire";
import type { Situation } from "./situation";

type Two = [string, string?];

export function answersOf(situation: Situation, status: PairStatus | null, age: number | null): FiveAnswers | undefined {
  const a = words.answersOf;
  const primaries = (status?.appliances ?? []).filter((one) => one.role === "primary");
  const told = primaries.flatMap(({ label, users }): [string, number][] => (users === null ? [] : [[label, users]]));
  const split: Two = told.length > 1 ? a.splitUsers(told) : a.split;
  const service: Two = primaries.length === 1 ? a.up(primaries[0]?.label ?? "") : primaries.length > 1 ? split : a.unknown;
  const happening = (what: string): Two => (age === null ? [what] : [what, a.read(ago(age))]);
  switch (situation.kind) {
    case "two_primaries": return { service: split, happening: happening(a.two), normal: a.never, you: a.saveChoose, byWhen: a.beforeSync };
    case "both_backup": return { service: a.down, happening: happening(a.stand), normal: a.notOutside, you: a.choose, byWhen: a.atOnce };
    case "broken": return { service, happening: happening(a.none), normal: a.onlyGuide, you: a.restore, byWhen: a.noClock };
    case "unrecognised": return { service, happening: happening(a.role), normal: a.unknownWord, you: a.ask, byWhen: a.noClock };
    case "pin_changed": return { service, happening: happening(a.key(situation.label)), normal: a.onlyCertificate, you: a.compareKey, byWhen: a.noClock };
    case "guid_changed": return { service, happening: happening(a.guid(situation.label)), normal: a.onlyReplacement, you: a.compareGuid, byWhen: a.noClock };
    default: return undefined;
  }
}

/** What a person does in such a Stop, in this order; null: it is not one of them. */
export function stepsOf(situation: Situation, pair: Pair): [string, string][] | null {
  const [a = "", b = ""] = pair.appliances.map((one) => one.label);
  switch (situation.kind) {
    case "two_primaries": return words.steps.two(a, b);
    case "both_backup": return words.steps.backup(a, b);
    case "broken": return words.steps.broken(a, b);
    case "unrecognised": return words.steps.unrecognised(situation.label, situation.text);
    default: return null;
  }
}
