// The plan as it is typed: what the window can say is missing, what the program said, and the request.
import { plan as text } from "../text/plan";
import { localShort } from "../text/time";
import type { Kind, PlanMaintenance, WireError } from "../wire";
import { instantOf, read, type TypedWindow } from "./window";

export type PlanFields = {
  title: string;
  ticket: string;
  kind: Kind;
  reason: string;
  risk: string;
  back_out: string;
  requester: string;
  approver: string;
  outbound: TypedWindow;
  back: TypedWindow;
};

export type FieldName = "title" | "kind" | "outbound" | "return";
export interface Wrong {
  field: FieldName;
  label: string;
  /** As it goes on after the label, in the sentence on top. */
  is: string;
  /** Below the field. */
  message: string;
}

const emptyWindow = (): TypedWindow => ({ date: "", from: "", to: "" });
export const emptyPlan = (): PlanFields =>
  ({ title: "", ticket: "", kind: "maintenance", reason: "", risk: "", back_out: "", requester: "", approver: "", outbound: emptyWindow(), back: emptyWindow() });

/** What cannot stand by itself. The rest is for the program to judge. */
export function wrongOf(fields: PlanFields, zone: string, takeUp: boolean): Wrong[] {
  const wrong: Wrong[] = [];
  if (fields.title.trim() === "") wrong.push({ field: "title", label: text.field.title, is: text.empty, message: text.sayTitle });
  const out = takeUp ? ({ is: "empty" } as const) : read(fields.outbound);
  const back = read(fields.back);
  for (const [field, label, typed] of [["outbound", text.field.outbound, out], ["return", text.field.return, back]] as const) {
    if (typed.is === "partial") wrong.push({ field, label, is: text.partial, message: text.sayWindow });
    if (typed.is === "unreadable") wrong.push({ field, label, is: text.cannot, message: text.sayForm });
    if (typed.is === "same") wrong.push({ field, label, is: text.same, message: text.saySame });
  }
  if (out.is === "whole" && back.is === "whole") {
    const [first, second] = [instantOf(out.start, zone), instantOf(back.start, zone)];
    if (first !== null && second !== null && second < first) wrong.push({ field: "return", label: text.field.return, is: text.early, message: text.sayEarly(localShort(first)) });
  }
  return wrong;
}

const FIELD: Readonly<Record<string, [FieldName, string]>> = {
  "--title": ["title", text.field.title], "--kind": ["kind", text.field.kind], "--start": ["outbound", text.field.outbound], "--end": ["outbound", text.field.outbound],
  "--return-start": ["return", text.field.return], "--return-end": ["return", text.field.return],
};

/** The fields an answer of the program names. */
export function wrongFrom(error: WireError | null): Wrong[] {
  const wrong: Wrong[] = [];
  for (const one of error?.fields ?? []) {
    const known = FIELD[one.field];
    if (known === undefined || wrong.some((other) => other.field === known[0])) continue;
    wrong.push({ field: known[0], label: known[1], is: text.cannot, message: one.message });
  }
  return wrong;
}

const given = (value: string): string | undefined => (value.trim() === "" ? undefined : value.trim());

export function requestOf(pair: string, fields: PlanFields, zone: string | null, takeUp: boolean): PlanMaintenance {
  const out = takeUp ? ({ is: "empty" } as const) : read(fields.outbound);
  const back = read(fields.back);
  const request: PlanMaintenance = {
    pair, title: fields.title.trim(), kind: fields.kind, take_up: takeUp,
    ...(out.is === "whole" ? { start: out.start, end: out.end } : {}),
    ...(back.is === "whole" ? { return_start: back.start, return_end: back.end } : {}),
    ...(zone === null ? {} : { zone }),
  };
  for (const key of ["ticket", "reason", "risk", "back_out", "requester", "approver"] as const) {
    const value = given(fields[key]);
    if (value !== undefined) request[key] = value;
  }
  return request;
}
