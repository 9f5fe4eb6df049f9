// A planned window as it is typed: a day and two times in a zone. What ends before it begins ends on the day after.
import { wall } from "../text/time";

export type TypedWindow = {
  date: string;
  from: string;
  to: string;
};

export type ReadWindow = { is: "empty" } | { is: "partial" } | { is: "unreadable" } | { is: "same" } | { is: "whole"; start: string; end: string };

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** "1:30" and "01:30" as "01:30"; null: it is no time of a day. */
function timeOf(text: string): string | null {
  const told = /^(\d{1,2})[:.](\d{2})$/.exec(text.trim());
  if (told === null || Number(told[1]) > 23 || Number(told[2]) > 59) return null;
  return `${told[1]?.padStart(2, "0")}:${told[2]}`;
}

/** `start` and `end` as the program reads them: local, without a zone. */
export function read(typed: TypedWindow): ReadWindow {
  const given = [typed.date, typed.from, typed.to].filter((one) => one.trim() !== "").length;
  if (given === 0) return { is: "empty" };
  if (given < 3) return { is: "partial" };
  const date = typed.date.trim();
  const [from, to] = [timeOf(typed.from), timeOf(typed.to)];
  if (!isDate(date) || from === null || to === null) return { is: "unreadable" };
  if (from === to) return { is: "same" };
  return { is: "whole", start: `${date}T${from}`, end: `${to < from ? nextDay(date) : date}T${to}` };
}

function offsetMs(at: number, zone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  return wall(new Date(whole), zone).getTime() - whole;
}

/** The instant of a local time. In the hour a clock is set forward there is none: the one after it is meant. */
export function instantOf(local: string, zone: string): string | null {
  const wall = Date.parse(`${local}:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) || Number.isNaN(wall)) return null;
  const first = wall - offsetMs(wall, zone);
  const at = wall - offsetMs(first, zone);
  return new Date(at).toISOString();
}
