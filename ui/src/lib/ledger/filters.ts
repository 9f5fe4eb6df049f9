// Which changes are shown: each choice is a toggle of its own, and its number is that of all changes.
import type { LedgerFilter } from "../state/ledger.svelte";
import { CLASS, GROUP, ledger } from "../text/ledger";
import type { ChangeClass, ChangeList, Group, Witness } from "../wire";

export interface Chip {
  key: string;
  word: string;
  /** Null: not told. */
  count: number | null;
  pressed: boolean;
  /** What is asked once it is pressed. */
  next: LedgerFilter;
  needs?: boolean;
}

const GROUPS = ["carried", "overwritten", "conflict", "never_synced", "secret"] as const satisfies readonly Group[];
const CLASSES = ["configuration", "self_service", "appliance", "operational"] as const satisfies readonly ChangeClass[];
const PEOPLE = 12;

/** Turned off where it is on. */
function toggled<K extends keyof LedgerFilter>(filter: LedgerFilter, key: K, value: NonNullable<LedgerFilter[K]>): LedgerFilter {
  const { [key]: was, ...rest } = filter;
  return was === value ? (rest as LedgerFilter) : { ...filter, [key]: value };
}

export function chips(list: ChangeList, filter: LedgerFilter, backup: string): { first: Chip[]; more: Chip[] } {
  const chip = <K extends keyof LedgerFilter>(key: K, value: NonNullable<LedgerFilter[K]>, word: string, count: number | null): Chip => ({ key: `${key} ${String(value)}`, word, count, pressed: filter[key] === value, next: toggled(filter, key, value) });
  const some = (one: Chip): boolean => one.pressed || (one.count ?? 0) > 0;
  // Only where the picture has them all can they be counted.
  const onBackup = list.ticks.length === list.total ? list.ticks.filter((tick) => tick.appliance === backup).length : null;
  const [first, ...others] = list.people;
  const people = (all: readonly { who: string; count: number }[]): Chip[] => all.map(({ who, count }) => chip("who", who, ledger.by(who), count));
  const asked = filter.who !== undefined && !list.people.some(({ who }) => who === filter.who) ? [{ who: filter.who, count: 0 }] : [];
  const only = (witness: Witness): Chip => chip("only", witness, ledger.onlyBy(witness), list.only[witness] ?? 0);
  const main: Chip[] = [
    { key: "all", word: ledger.all, count: list.total, pressed: Object.keys(filter).length === 0, next: {} },
    { ...chip("open", true, ledger.needs, list.open), needs: true },
    chip("on", backup, ledger.onBackup, onBackup),
    chip("class", "automatic", CLASS.automatic, list.classes.automatic ?? 0),
    ...(first === undefined ? [] : people([first])),
    only("syslog"),
  ];
  const rest = [
    ...people([...others.slice(0, PEOPLE), ...asked]), only("snapshot"), only("note"),
    ...GROUPS.map((group) => chip("group", group, GROUP[group], list.counts[group] ?? 0)), ...CLASSES.map((kind) => chip("class", kind, CLASS[kind], list.classes[kind] ?? 0)),
  ];
  return { first: main.filter((one) => one.key === "all" || one.count === null || some(one)), more: rest.filter(some) };
}
