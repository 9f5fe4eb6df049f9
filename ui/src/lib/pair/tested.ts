// What the test of both appliances found, side by side.
import type { Compared, CompareRow } from "../components/shared/Compare.svelte";
import { can as words } from "../text/can";
import { short } from "../text/number";
import { day } from "../text/time";
import { PRODUCT } from "../text/tone";
import type { PairTest, Tested } from "../wire";

const unknown: Compared = { text: "", known: false };

export function testedRows(test: PairTest): CompareRow[] {
  const [home, standIn] = test.appliances;
  if (home === undefined || standIn === undefined) return [];
  const row = (key: string, word: string, read: (one: Tested) => Compared | null, equal = false): CompareRow => {
    const [a, b] = [read(home) ?? unknown, read(standIn) ?? unknown];
    const same = a.known === false || b.known === false ? ("unknown" as const) : a.text === b.text ? ("equal" as const) : ("differs" as const);
    return { key, word, home: a, standIn: b, ...(equal ? { same } : {}) };
  };
  const text = (value: string | null): Compared | null => (value === null ? null : { text: value });
  const id = (value: string | null): Compared | null => (value === null ? null : { text: short(value), code: true, copy: value });
  return [
    row("reach", words.row.reach, (one) => text(one.reachable ? words.yes : words.no)),
    row("signedIn", words.row.signedIn, (one) => text(one.signed_in ? words.yes : words.no)),
    row("guid", words.row.guid, (one) => id(one.guid)),
    row("host", words.row.host, (one) => (one.hostname === null ? text(null) : { text: one.hostname, code: true })),
    row("role", words.row.role, (one) => text(one.role)),
    row("version", words.row.version, (one) => one.version === null ? null : { text: [one.product === null ? "" : PRODUCT[one.product], one.version].filter(Boolean).join(" ") }, true),
    row("clock", words.row.clock, (one) => one.clock_offset_s === null ? null : { text: words.clock(one.clock_offset_s) }),
    row("certificate", words.row.certificate, (one) => one.certificate === null ? null : { text: day(one.certificate.not_after) }, true),
    row("key", words.row.key, (one) => id(one.certificate?.spki_sha256 ?? null), true),
  ];
}
