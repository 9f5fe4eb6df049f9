// Where an upgrade stands, by what both appliances say they run.
import { upgrade } from "../../text/upgrade";
import type { ApplianceStatus, Maintenance, PairStatus } from "../../wire";
import type { DotState } from "../shared/Dot.svelte";
import { seenOf, sidesOf } from "./sides";

export interface Lock {
  home: string;
  standIn: string;
  /** What each runs; with the build where only that differs. */
  versions: { home: string; standIn: string };
  /** The home primary runs the later one, as the order of an upgrade has it; null: it cannot be told. */
  homeFirst: boolean | null;
}

const numbers = (text: string): number[] => text.split(/\D+/).filter(Boolean).map(Number);

/** Above 0: the first is later. */
function later(a: string, b: string): number {
  const [one, two] = [numbers(a), numbers(b)];
  const at = one.findIndex((value, index) => value !== (two[index] ?? 0));
  return at < 0 ? one.length - two.length : (one[at] ?? 0) - (two[at] ?? 0);
}

const runs = (seen: ApplianceStatus, withBuild: boolean): string => (withBuild ? `${seen.version} (${seen.build})` : (seen.version ?? ""));

/** The lock between the two installs; null: it is no upgrade, or both run one build, or not both are told. */
export function lockOf(m: Maintenance, status: PairStatus | null): Lock | null {
  if (m.kind !== "upgrade" || m.ended_at !== null || m.legs.return.done_at !== null) return null;
  const { home, standIn } = sidesOf(m, "outbound");
  const [a, b] = [seenOf(status, home), seenOf(status, standIn)];
  if (a?.version == null || b?.version == null || (a.version === b.version && (a.build === b.build || a.build === null || b.build === null))) return null;
  const withBuild = a.version === b.version;
  const order = withBuild ? later(a.build ?? "", b.build ?? "") : later(a.version, b.version);
  return { home, standIn, versions: { home: runs(a, withBuild), standIn: runs(b, withBuild) }, homeFirst: order === 0 ? null : order > 0 };
}

export interface OrderLine {
  key: string;
  text: [string, string];
  state: DotState;
}

/** What is done stands as done only where both appliances say so. */
export function orderOf({ home, standIn, homeFirst }: Lock): OrderLine[] {
  const installed = (done: boolean): DotState => (homeFirst === null ? "unknown" : done ? "done" : "now");
  return [
    { key: "home", text: upgrade.install(home), state: installed(homeFirst === true) },
    { key: "test", text: upgrade.test(home), state: "next" },
    { key: "standIn", text: upgrade.installSecond(standIn), state: installed(homeFirst === false) },
    { key: "both", text: upgrade.both, state: "locked" },
    { key: "back", text: upgrade.back(home), state: "locked" },
  ];
}
