// Times, ages and spans in words. Local time first with its zone, UTC beside it.

import type { ZoneOffset } from "../wire";
import { zone as own } from "./zone.svelte";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What the web view tells of other zones. To make one costs milliseconds and memory: each is made once. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, key: string, options: Intl.DateTimeFormatOptions, region = "en-GB"): Intl.DateTimeFormat {
  const id = `${region} ${zone} ${key}`;
  const known = FORMATS.get(id);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(region, { ...options, timeZone: zone, hourCycle: "h23" });
  FORMATS.set(id, made);
  return made;
}

/** What a clock on a wall there shows, as an instant whose UTC fields are those of the wall. */
export function wall(at: Date, of: string): Date {
  if (of === "UTC") return at;
  const told = of === own.name ? own.at(at.getTime()) : null;
  if (told !== null) return new Date(at.getTime() + told.seconds * 1_000);
  const numbers: Intl.DateTimeFormatOptions = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const parts = new Map(format(of, "wall", numbers).formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return new Date(Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")));
}

/** The zone in which every local time is shown, with what the program told of its clocks. A name that nobody knows keeps the one before. */
export function useZone(name: string, offsets: readonly ZoneOffset[] = []): void {
  try {
    if (offsets.length === 0) format(name, "probe", {});
    own.tell(name, offsets);
  } catch {
    // An appliance or an old system may name a zone this web view does not know.
  }
}

export const zoneInUse = (): string => own.name;

const date = (at: Date | string): Date => (typeof at === "string" ? new Date(at) : at);
const known = (at: Date): boolean => !Number.isNaN(at.getTime());

/** "CET", or "GMT+2" where the zone has no short name. */
export function zoneName(at: Date | string, of: string = own.name): string {
  const when = date(at);
  if (!known(when)) return "";
  if (of === "UTC") return "UTC";
  const told = of === own.name ? own.at(when.getTime()) : null;
  if (told !== null) return told.name;
  const short = (region: string) => format(of, "zone", { timeZoneName: "short" }, region).formatToParts(when).find((part) => part.type === "timeZoneName")?.value;
  // English names of zones differ by region: the one that has letters is wanted.
  for (const region of ["en-GB", "en-US", "en-AU"]) {
    const name = short(region);
    if (name !== undefined && !/^(GMT|UTC)[+-]/.test(name)) return name;
  }
  return short("en-GB") ?? of;
}

/** "01:53:52" */
export function clock(at: Date | string, of: string = own.name): string {
  const when = date(at);
  return known(when) ? wall(when, of).toISOString().slice(11, 19) : "";
}

/** "01:53" */
export const clockShort = (at: Date | string, of: string = own.name): string => clock(at, of).slice(0, 5);

/** "8 Mar 2026" */
export function day(at: Date | string, of: string = own.name): string {
  const when = date(at);
  if (!known(when)) return "";
  const there = wall(when, of);
  return `${there.getUTCDate()} ${MONTHS[there.getUTCMonth()]} ${there.getUTCFullYear()}`;
}

/** "8 Mar" */
export const dayShort = (at: Date | string, of: string = own.name): string => day(at, of).split(" ").slice(0, 2).join(" ");

/** "Sun 8 Mar 2026" */
export function weekday(at: Date | string, of: string = own.name): string {
  const when = date(at);
  return known(when) ? `${weekdayOf(when, of).slice(0, 3)} ${day(when, of)}` : "";
}

/** "Sunday" */
export function weekdayOf(at: Date | string, of: string = own.name): string {
  const when = date(at);
  return known(when) ? (DAYS[wall(when, of).getUTCDay()] ?? "") : "";
}

/** "01:53:52 CET" */
export const local = (at: Date | string): string => `${clock(at)} ${zoneName(at)}`.trim();
/** "01:53 CET" */
export const localShort = (at: Date | string): string => `${clockShort(at)} ${zoneName(at)}`.trim();
/** "00:53:52 UTC" */
export const utc = (at: Date | string): string => (known(date(at)) ? `${clock(at, "UTC")} UTC` : "");
/** "00:53 UTC" */
export const utcShort = (at: Date | string): string => (known(date(at)) ? `${clockShort(at, "UTC")} UTC` : "");
/** "01:53:52 CET · 00:53:52 UTC" */
export const twoClocks = (at: Date | string): string => `${local(at)} · ${utc(at)}`;
/** "Sun 8 Mar 2026 · 01:53:52 CET · 00:53:52 UTC" */
export const full = (at: Date | string): string => `${weekday(at)} · ${twoClocks(at)}`;
/** "Sun 8 Mar 2026 · 01:53 CET · 00:53 UTC" */
export const fullShort = (at: Date | string): string => `${weekday(at)} · ${clockShort(at)} ${zoneName(at)} · ${clockShort(at, "UTC")} UTC`;

/** "Sun 8 Mar" */
export const weekdayShort = (at: Date | string, of: string = own.name): string => weekday(at, of).split(" ").slice(0, 3).join(" ");

/** "01:53 – 01:57"; within one minute, or the same one, with seconds: "01:53:12 – 01:53:40". */
export function fromTo(from: Date | string, to: Date | string, of: string = own.name): string {
  const cut = isFine(from, to, of) ? clock : clockShort;
  return `${cut(from, of)} – ${cut(to, of)}`;
}
const isFine = (from: Date | string, to: Date | string, of: string): boolean => Math.abs(date(to).getTime() - date(from).getTime()) < 60_000 && clockShort(from, of) === clockShort(to, of);

/** The instants of an axis in words, no two alike: seconds where minutes would repeat, the day where a time of day would. */
export function axis(instants: readonly number[]): string[] {
  const times = instants.map((at) => new Date(at));
  const [first, second] = instants;
  if (first !== undefined && second !== undefined && second - first >= DAY_MS) return times.map((at) => dayShort(at));
  const cut = times.some((at, n) => n > 0 && isFine(times[n - 1] ?? at, at, own.name)) ? clock : clockShort;
  const told = new Map<string, string>();
  return times.map((at) => {
    const [word, today] = [cut(at), dayShort(at)];
    const before = told.get(word);
    told.set(word, today);
    // The hour that comes twice in autumn is told with its zone.
    return before === undefined ? word : before === today ? `${word} ${zoneName(at)}` : `${today} ${word}`;
  });
}
const DAY_MS = 86_400_000;

/** A window, with the day of its end where that is not the day it began. */
const spanOf = (from: Date | string, to: Date | string, of: string): string => (day(from, of) === day(to, of) ? fromTo(from, to, of) : `${clockShort(from, of)} – ${weekdayShort(to, of)} ${clockShort(to, of)}`);

/** "05:00 – 06:00 CET": its day stands beside it, or is chosen by the person. */
export const windowLocal = (from: Date | string, to: Date | string): string => `${spanOf(from, to, own.name)} ${zoneName(from)}`;
/** "04:00 – 05:00 UTC", with the day where it is another one there. */
export function windowUtc(from: Date | string, to: Date | string): string {
  const head = day(from) === day(from, "UTC") ? "" : `${weekdayShort(from, "UTC")}, `;
  return `${head}${spanOf(from, to, "UTC")} UTC`;
}

/** "Sun 8 Mar, ", or nothing today. */
const dayUnlessToday = (at: Date | string, now: Date | string): string => (day(at) === day(now) ? "" : `${weekdayShort(at)}, `);
/** "05:00 – 06:00 CET" today, "Sun 8 Mar, 05:00 – 06:00 CET" on any other day. */
export const windowOn = (from: Date | string, to: Date | string, now: Date | string): string => `${dayUnlessToday(from, now)}${windowLocal(from, to)}`;
/** "06:00 CET" today, "Sun 8 Mar, 06:00 CET" on any other day. */
export const localOn = (at: Date | string, now: Date | string): string => `${dayUnlessToday(at, now)}${localShort(at)}`;
/** "05:00:12 CET" today, "Sun 8 Mar, 05:00:12 CET" on any other day. */
export const instantOn = (at: Date | string, now: Date | string): string => `${dayUnlessToday(at, now)}${local(at)}`;

const two = (n: number): string => String(n).padStart(2, "0");

/** A span: "0.4 s", "12 s", "6 min 24 s", "3 h 21 min", "2 d 4 h". */
export function span(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s < 1 && s > 0) return `${Math.max(0.1, Math.round(s * 10) / 10)} s`;
  if (s < 60) return `${Math.floor(s)} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(Math.floor(s % 60))} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${two(Math.floor((s % 3600) / 60))} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

/** The same without what is too fine to matter: "6 min", "3 h". */
export function spanAbout(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s < 60) return `${Math.floor(s)} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return `${Math.floor(s / 3600)} h`;
  return `${Math.floor(s / 86400)} d`;
}

/** "4 s ago" */
export const ago = (seconds: number): string => `${spanAbout(seconds)} ago`;

/** The same where nothing goes on: "under 1 min ago". Seconds would move the page for nothing. */
export const agoAtRest = (seconds: number): string => (seconds < 60 ? "under 1 min ago" : ago(seconds));
/** "< 1 min", "3 min" */
export const spanAtRest = (seconds: number): string => (seconds < 60 ? "< 1 min" : spanAbout(seconds));

/** "0:50", "5:10": minutes and seconds, for usual ranges in tables. */
export const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${two(Math.floor(seconds % 60))}`;

/** "15–50 s", "5–8 min": the unit stands once when it is the same. */
export function range(from: number, to: number): string {
  if (to < 60) return `${Math.floor(from)}–${Math.floor(to)} s`;
  if (from >= 60 && to < 3600 && from % 60 === 0 && to % 60 === 0) return `${from / 60}–${to / 60} min`;
  if (to < 3600) return `${minutes(from)}–${minutes(to)} min`;
  return `${spanAbout(from)} – ${spanAbout(to)}`;
}

/** Seconds from one instant to another. */
export const between = (from: Date | string, to: Date | string): number => (date(to).getTime() - date(from).getTime()) / 1000;
