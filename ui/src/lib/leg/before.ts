// Check your answers: what is about to happen, as it was planned and found.
import type { Answer } from "../components/shared/Answers.svelte";
import { hrefOf } from "../state/routes";
import { live } from "../text/live";
import { list, short } from "../text/number";
import { shared } from "../text/shared";
import { swap } from "../text/swap";
import { between, clockShort, windowOn, windowUtc } from "../text/time";
import { GUARD } from "../text/tone";
import type { Finding, LegName, Maintenance, Pair, PairStatus } from "../wire";
import { checkTask, endsOf, seenOf } from "./state";
import { isWatched } from "./watched";

export const blocks = (one: Finding): boolean => one.severity === "blocker" && (one.result === "fail" || one.result === "unknown");
export const asks = (one: Finding): boolean => one.severity === "warning" && one.result !== "pass";

/** `at`: the clock of the program, as an instant. */
export function answersBefore(m: Maintenance, leg: LegName, pair: Pair | null, status: PairStatus | null, at: string): Answer[] {
  const { taking, giving } = endsOf(m, leg);
  const of = (label: string): string => (m.home_primary === label ? shared.homePrimary : shared.standIn);
  const link = (task: Parameters<typeof hrefOf>[0], word: string, name?: string): Answer["link"] => ({ word, href: hrefOf(task), ...(name === undefined ? {} : { name }) });
  const plan = { page: "task", id: m.id, task: "plan" } as const;
  const dots = (...parts: (string | null | false)[]): string => parts.filter(Boolean).join(" · ");

  const sync = seenOf(status, giving.label)?.last_sync ?? null;
  const check = m.checks[leg];
  const found = check?.findings ?? [];
  const left = check === undefined ? 0 : between(at, check.valid_until);
  const readiness: Answer = {
    key: "readiness", word: swap.readiness, link: link({ page: "task", id: m.id, task: checkTask(leg) }, swap.seeFindings),
    value: check === undefined ? swap.readinessNone : m.readiness === null ? swap.readinessVoid : swap.counts(found.filter((one) => one.result === "pass").length, found.filter((one) => one.acknowledged).length, found.filter(blocks).length),
    ...(check === undefined || m.readiness === null ? {} : { remark: left > 0 ? swap.validFor(left) : swap.validPast }),
  };
  const named = m.saved.flatMap((one) => (one.label === null ? [] : [one.label]));
  const address = (label: string): string | null => pair?.appliances.find((one) => one.label === label)?.swing_address ?? null;
  const [from, to] = [address(giving.label), address(taking.label)];
  const [start, end] = leg === "outbound" ? [m.start, m.end] : [m.return_start, m.return_end];
  const inside = start === null || end === null ? null : between(start, at) < 0 ? swap.windowBefore : between(end, at) > 0 ? swap.windowAfter : swap.windowIn;
  const back = m.return_start === null || m.return_end === null ? null : windowOn(m.return_start, m.return_end, at);

  const answers: Answer[] = [
    { key: "pair", word: swap.pair, value: m.pair, remark: dots(GUARD[m.guard].toLowerCase(), m.site_name) },
    { key: "primary", word: swap.willBePrimary, value: taking.label, remark: dots(of(taking.label), short(taking.guid)) },
    { key: "backup", word: swap.willBeBackup, value: giving.label, remark: dots(of(giving.label), short(giving.guid)) },
    { key: "sync", word: swap.sync, value: swap.syncFirst, remark: sync === null ? swap.lastSyncUnknown : swap.lastSync(Math.max(0, between(sync, at))) },
    readiness,
  ];
  if (leg === "outbound") {
    answers.push({ key: "saved", word: swap.saved, value: named.length === 0 ? swap.savedNone : swap.savedOf(list([...new Set(named)])), remark: m.baseline_at === null ? swap.baselineNone : swap.baselineAt(m.baseline_at), link: link({ page: "task", id: m.id, task: "save" }, swap.see, swap.seeSaved) });
  } else {
    if (isWatched(m) && m.ledger !== null) answers.push({ key: "work", word: swap.work, value: swap.changesAre(m.ledger.changes), remark: m.ledger.verdict.sentence, link: link({ page: "task", id: m.id, task: "reconcile" }, swap.see) });
    else answers.push({ key: "work", word: swap.work, value: m.notes_complete === null ? swap.notesOpen : swap.notesComplete, ...(m.notes_complete === null ? {} : { remark: m.notes_complete }), link: link({ page: "task", id: m.id, task: "reconcile" }, swap.see) });
  }
  answers.push(
    { key: "traffic", word: swap.traffic, value: swap.trafficOf[m.network], ...(m.network === "shared-ip" || from === null || to === null ? {} : { remark: swap.fromTo(from, to) }) },
    {
      key: "window", word: swap.window, link: link(plan, swap.seePlan, `${swap.seePlan}, ${swap.window}`),
      ...(start === null || end === null ? { value: swap.noWindow } : { value: windowOn(start, end, at), remark: dots(windowUtc(start, end), swap.now(clockShort(at)), inside) }),
    },
    {
      key: "change", word: swap.change, value: m.ticket ?? swap.noTicket, link: link(plan, swap.seePlan, `${swap.seePlan}, ${swap.change}`),
      remark: dots(m.requester !== null && swap.askedBy(m.requester), m.approver === null ? swap.notApproved : swap.approvedBy(m.approver)),
    },
  );
  if (leg === "outbound") {
    answers.push({ key: "back", word: swap.wayBack, value: back === null ? swap.wayBackNone : swap.wayBackIn(back), ...(m.back_out === null ? {} : { remark: m.back_out }) });
  }
  return answers;
}

/** What the last check of this leg found about users, in its own words. */
export const usersFound = (m: Maintenance, leg: LegName): Finding | null => m.checks[leg]?.findings.find((one) => one.code === "users_now") ?? null;

/** As the last check before this leg counted them; null: not counted. */
export function usersCut(m: Maintenance, leg: LegName): number | null {
  if (leg === "outbound") return m.users_before;
  const found = usersFound(m, leg);
  const told = found?.result === "pass" ? /^(\d+) signed in/.exec(found.evidence)?.[1] : undefined;
  return told === undefined ? null : Number(told);
}

/** The account alone stands in the way: a person in /login needs none. The program decides; this only leaves the way open. */
export function accountOnly(m: Maintenance, leg: LegName): boolean {
  const found = m.checks[leg]?.findings ?? [];
  const block = found.filter(blocks);
  return block.length > 0 && block.every((one) => one.code === "signed_in" || one.code === "command_access") && found.every((one) => !asks(one) || one.acknowledged);
}

export const wayWord = (m: Maintenance, leg: LegName): string => live.way[m.legs[leg].way ?? "planned"];
