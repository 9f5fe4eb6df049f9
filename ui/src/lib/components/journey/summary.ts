// What was done, in the lines of the sign-off and of the end page.
import { LEG } from "../../text/journey";
import { list } from "../../text/number";
import { signOff } from "../../text/signOff";
import { between, clockShort, span, windowLocal, zoneName } from "../../text/time";
import type { Leg, LegName, Maintenance } from "../../wire";
import { isWatched } from "../../leg/watched";
import type { Answer } from "../shared/Answers.svelte";
import { hrefOf } from "../../state/routes";

function legLine(m: Maintenance, name: LegName): Answer {
  const leg: Leg = m.legs[name];
  const [from, to] = name === "outbound" ? [m.start, m.end] : [m.return_start, m.return_end];
  const planned = from !== null && to !== null ? signOff.planned(windowLocal(from, to)) : "";
  const answer = (value: string, remarks: readonly string[]): Answer => ({ key: name, word: signOff[name], value, remark: remarks.filter(Boolean).join(" · ") });
  if (leg.done_at === null) return answer(name === "outbound" && m.taken_up ? signOff.legNotOurs : signOff.legNever, [planned]);
  const until = leg.signed_off_at ?? leg.swung_at ?? leg.done_at;
  const began = leg.intended_at ?? leg.done_at;
  return answer(`${clockShort(began)} – ${clockShort(until)} ${zoneName(began)}`, [
    leg.intended_at === null ? "" : signOff.legTook(span(between(leg.intended_at, leg.done_at))),
    leg.swung_at === null ? "" : signOff.legMoved(span(between(leg.done_at, leg.swung_at))),
    leg.sync === null ? "" : signOff.legSync[leg.sync], leg.adopted === null ? "" : signOff.adopted, leg.way === "by_hand" ? signOff.byHand : "",
    leg.signed_off_at === null ? signOff.notSigned : "", planned,
  ]);
}

/** How long the users were on the stand-in; null: never, or not known. */
export function onStandIn(m: Maintenance): number | null {
  const out = m.legs.outbound.done_at ?? (m.taken_up ? m.planned_at : null);
  const back = m.legs.return.done_at ?? m.ended_at;
  return out === null || back === null ? null : Math.max(0, between(out, back));
}

export function summary(m: Maintenance): Answer[] {
  const checks = (["outbound", "return"] as const).flatMap((leg) => {
    const checked = m.checks[leg];
    return checked === undefined ? [] : [signOff.findings(checked.findings.length, LEG[leg])];
  });
  const saved = m.saved.flatMap((one) => (one.file_name === null ? [] : [signOff.savedFile(one.label ?? "", one.file_name)]));
  const skipped = m.saved.find((one) => one.skipped !== null)?.skipped ?? "";
  const away = onStandIn(m);
  return [
    { key: "what", word: signOff.what, value: m.title, remark: [m.ticket ?? "", signOff.kind[m.kind]].filter(Boolean).join(" · ") },
    { key: "who", word: signOff.who, value: signOff.did(m.planned_by), remark: [m.requester === null ? "" : signOff.asked(m.requester), m.approver === null ? signOff.notApproved : signOff.approved(m.approver)].filter(Boolean).join(" · ") },
    legLine(m, "outbound"),
    legLine(m, "return"),
    { key: "stand-in", word: signOff.onStandIn, value: away === null ? signOff.none : span(away) },
    { key: "notes", word: signOff.notes, value: signOff.notesAre(m.notes.length), remark: m.notes_complete === null ? signOff.notComplete : signOff.complete(m.notes_complete), link: { word: signOff.see, href: hrefOf({ page: "task", id: m.id, task: "work" }) } },
    ...(m.ledger === null || !isWatched(m) ? [] : [{ key: "changes", word: signOff.changes, value: signOff.changesAre(m.ledger.changes), remark: m.ledger.verdict.sentence, link: { word: signOff.see, href: hrefOf({ page: "ledger", id: m.id }) } }]),
    { key: "readiness", word: signOff.readiness, value: checks.length === 0 ? signOff.noFindings : list(checks), remark: signOff.acknowledged(m.acknowledged.length) },
    { key: "saved", word: signOff.saved, value: saved.length === 0 ? signOff.savedNone : list(saved), remark: [m.baseline_at === null ? signOff.noBaseline : signOff.baselineAt(m.baseline_at), saved.length === 0 ? skipped : ""].filter(Boolean).join(" · ") },
  ];
}


