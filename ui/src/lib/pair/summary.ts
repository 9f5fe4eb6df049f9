// The sentence over the board.
import type { Row } from "../state/board.svelte";
import { pairs } from "../text/pairs";
import type { Look } from "./look";

export interface SummaryPart {
  key: string;
  text: string;
  tone: "" | "tone-stop" | "tone-needs" | "tone-slow" | "tone-working";
}

export interface Summary {
  parts: SummaryPart[];
  /** Seconds within which every row was read. */
  promise: number;
  /** Labels that do not answer, and pairs whose reading is older than its promise. */
  except: string[];
  /** No appliance of any pair was read now. */
  none: boolean;
}

export function summary(rows: readonly Row[], lookOf: (row: Row) => Look): Summary {
  const looks = rows.map((row) => ({ row, look: lookOf(row) }));
  const n = (tone: Look["tone"]): number => looks.filter(({ look }) => look.tone === tone).length;
  const parts: SummaryPart[] = [];
  const add = (key: string, many: number, text: (many: number) => string, tone: SummaryPart["tone"]): void => {
    if (many > 0) parts.push({ key, text: text(many), tone });
  };
  add("stop", n("stop"), pairs.stopped, "tone-stop");
  add("needs", n("needs_you"), pairs.needYou, "tone-needs");
  add("slow", n("slow"), pairs.slow, "tone-slow");
  add("working", n("working"), pairs.working, "tone-working");
  const unknown = (stale: boolean): number => looks.filter(({ look }) => look.tone === null && look.stale === stale).length;
  add("old", unknown(true), pairs.old, "");
  add("unread", unknown(false), pairs.unread, "");
  add("ready", n("ready"), (many) => pairs.ready(many, many === rows.length), "");
  const except = looks.flatMap(({ row, look }) => (look.readAt === null || look.stale ? [row.pair.name] : (row.status?.appliances.filter((one) => !one.reachable).map((one) => one.label) ?? [])));
  const fresh = looks.filter(({ look }) => !look.stale && look.readAt !== null);
  const none = rows.length > 0 && looks.every(({ row, look }) => look.readAt === null || look.stale || (row.status?.appliances.every((one) => !one.reachable) ?? true));
  return { parts, none, promise: Math.max(60, ...fresh.filter(({ row }) => row.status?.appliances.every((one) => one.reachable)).map(({ look }) => look.promise)), except };
}
