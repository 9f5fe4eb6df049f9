import { expect, test } from "vitest";
import { appliance, pair, status } from "../backend/fake/world";
import type { Row } from "../state/board.svelte";
import type { ApplianceStatus } from "../wire";
import { primarySeen } from "./seen";

const row = (home: Partial<ApplianceStatus>, standIn: Partial<ApplianceStatus>, stale = false): Row => ({
  pair: pair("Atlas", "support.example.com", ["atl-1", "atl-2"]), tone: null, stale,
  status: status("Atlas", "unknown", "needs_you", "", "", [appliance("atl-1", "backup", home), appliance("atl-2", "backup", standIn)]),
});

test("who serves is said only of the one that says so of itself, now", () => {
  expect(primarySeen(null)).toBeNull();
  expect(primarySeen(row({}, { role: "primary" }))).toBe("atl-2");
  expect(primarySeen(row({}, {}))).toBeNull();
  expect(primarySeen(row({ role: "primary" }, { role: "primary" }))).toBeNull();
  expect(primarySeen(row({ role: "primary", second_hand: true }, { role: "primary" }))).toBeNull();
  expect(primarySeen(row({}, { role: "primary", second_hand: true }))).toBeNull();
  expect(primarySeen(row({}, { role: "primary", reachable: false }))).toBeNull();
  expect(primarySeen(row({}, { role: "primary" }, true))).toBeNull();
});
