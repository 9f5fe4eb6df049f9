import { expect, test } from "vitest";
import { fake } from "../backend/fake";
import { NIGHT, appliance, iso, status } from "../backend/fake/world";
import { LastKnown } from "../state/lastKnown.svelte";
import type { Row } from "../state/board.svelte";
import type { Pair, PairStatus, Tone } from "../wire";
import { found, openFirst, show } from "./filter";
import { actOf, lookAt, saidOn, whoOf } from "./look";
import { promiseOf, readAt, situationOf, spanSeconds } from "./situation";

const night = (scenario: string) => {
  const { world } = fake(scenario, { beats: false });
  const rows: Row[] = world.pairs.map((pair) => ({ pair, status: world.statuses.find((one) => one.pair === pair.name) ?? null, tone: null, stale: false }));
  const lastKnown = new LastKnown();
  for (const status of [...world.earlier, ...world.statuses]) lastKnown.take({ type: "status", status });
  const now = world.now();
  const age = (at: string | null | undefined) => (at == null ? null : Math.max(0, (now - Date.parse(at)) / 1000));
  const known = { session: { hello: world.hello, rest: "30s" }, clock: { age }, link: { silent: world.silent }, lastKnown } as unknown as Parameters<typeof lookAt>[0];
  const look = (name: string) => {
    const row = rows.find((one) => one.pair.name === name);
    if (row === undefined) throw new Error(name);
    return { row, look: lookAt(known, row.pair, row.status) };
  };
  return { world, rows, look };
};

const tone = (row: Row): Tone | null => row.status?.tone ?? null;

test("a filter never hides a pair that is not Ready", () => {
  const { rows } = night("board");
  const shown = show(rows, "test", "", tone);
  expect(shown.rows.map((row) => row.pair.name).sort()).toEqual(["Birch", "Cedar", "Delta", "Ember", "Fjord"]);
  expect(shown.besides.map((row) => row.pair.name)).not.toContain("Fjord");
  expect(shown.hidden).toBe(1);
  const { rows: many } = night("many");
  const search = show(many, "all", "site 07", tone);
  expect(search.rows.map((row) => row.pair.name)).toEqual(["Cedar", "Site 07"]);
  expect(search.besides.map((row) => row.pair.name)).toEqual(["Cedar"]);
});

test("a search finds names, site names, labels and addresses", () => {
  const { rows } = night("board");
  const names = (text: string) => rows.filter((row) => found(row, text)).map((row) => row.pair.name);
  expect(names("ATLAS")).toEqual(["Atlas"]);
  expect(names("access.example")).toEqual(["Birch"]);
  expect(names("del-2")).toEqual(["Delta"]);
  expect(names("  ")).toHaveLength(6);
});

test("Ready lines begin with those in a maintenance", () => {
  const { rows } = night("many");
  expect(openFirst(rows.filter((row) => tone(row) === "ready"))[0]?.pair.name).toBe("Atlas");
});

test.each([
  ["two_primaries", "two_primaries", /both say they are primary/], ["both_backup", "both_backup", /Nobody serves users/], ["no_relation", "broken", /atl-2 says it has no role/],
  ["unrecognised", "unrecognised", /“standby-x”/], ["versions_differ", "versions", /They cannot sync or swap/], ["silent_one", "silent", /has not answered for 6 min/],
  ["silent_both", "none_answers", /Neither appliance answers/], ["over_alone", "over_alone", /no maintenance is open/], ["pin_changed", "pin_changed", /another key/],
  ["guid_changed", "guid_changed", /another GUID/], ["keychain_locked", "keychain", /keychain is locked/], ["keychain_absent", "keychain", /offers no keychain/],
  ["keychain_denied", "keychain", /refused access/], ["keychain_missing", "keychain", /No client secret/], ["secret_refused", "secret_refused", /refused the client secret/],
  ["wrong_site", "wrong_site", /which stands by/], ["pair", "normal", /Everything is as it should be/], ["unread", "unread", /was not read yet/],
])("%s is told as %s", (scenario, kind, sentence) => {
  const { look } = night(scenario).look("Atlas");
  expect(look.situation.kind).toBe(kind);
  expect(look.said.sentence).toMatch(sentence);
  expect(look.said.sentence).not.toMatch(/pairs accept|undefined|null/);
});

test("what only this computer knows has its tone; a Stop is one whatever the program says", () => {
  expect(night("keychain_locked").look("Atlas").look.tone).toBe("needs_you");
  expect(night("pin_changed").look("Atlas").look.tone).toBe("stop");
  expect(night("unread").look("Atlas").look.tone).toBeNull();
});

test("a reading past its promise is said to be one, and a Stop stays a Stop", () => {
  const stale = night("stale").look("Atlas").look;
  expect(stale.stale).toBe(true);
  expect(saidOn(stale).sentence).toMatch(/^Last read 3 min ago/);
  expect(stale.tone, "never green").toBeNull();
  expect(stale.brief).toEqual({ sentence: "Last read 3 min ago.", then: "It was: Normal." });
  expect(stale.line).toBe("Last read 3 min ago. It was: Normal.");
  expect(whoOf({ ...night("stale").look("Atlas").row }, stale), "who it was, as what is not known now").toEqual({ text: "atl-1", remark: "", known: false });
  const stopped = { ...night("two_primaries").look("Atlas").look, stale: true };
  expect(saidOn(stopped).sentence).toMatch(/^Stop/);
});

test("of two that answer the older look counts; one that does not answer is not known anyway", () => {
  const at = (seconds: number) => iso(NIGHT - seconds * 1_000);
  const told = (home: number, standIn: number, reachable: boolean) => status("Atlas", "normal", "ready", "", "", [appliance("atl-1", "primary", { observed_at: at(home) }), appliance("atl-2", "backup", { observed_at: at(standIn), reachable })]);
  expect(readAt(told(4, 90, true))).toBe(at(90));
  expect(readAt(told(4, 90, false))).toBe(at(4));
  expect(readAt(null)).toBeNull();
});

test("a silent pair is asked less often, so its promise is longer", () => {
  const { row } = night("silent_one").look("Atlas");
  expect(promiseOf(row.pair, row.status, "30s")).toBe(150);
  expect(promiseOf(row.pair, null, "30s")).toBe(60);
  expect(promiseOf({ ...row.pair, settings: { "poll.rest": "2m" } }, null, "30s")).toBe(240);
  expect(spanSeconds("250ms")).toBe(0.25);
  expect(spanSeconds("soon")).toBeNull();
});

test("a row's button says what it does", () => {
  const board = night("board");
  const word = (name: string) => { const at = board.look(name); return actOf(at.row, at.look).word; };
  expect([word("Ember"), word("Cedar"), word("Delta"), word("Birch"), word("Atlas")]).toEqual(["Open", "Say what this is", "See why", "Live view", "Open M-0042"]);
  const ember = board.look("Ember");
  expect(whoOf(ember.row, ember.look).known).toBe(true);
  expect(whoOf(ember.row, ember.look, true).text).toBe("Both");
  expect(ember.look.line).toBe("Both say they are primary. Do not sync.");
});

test("without a status the keychain tells why nothing was read", () => {
  const { world } = night("keychain_locked");
  const pair = world.pairs[0] as Pair;
  expect(situationOf({ pair, status: null as PairStatus | null, keychain: "locked", known: () => ({ last: null, silentSince: null }) })).toEqual({ kind: "keychain", state: "locked" });
});
