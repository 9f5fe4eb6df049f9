// What the other pages of a maintenance tell of its ledger.
import { configure, screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { isReconciled, isWatched, waitsOf } from "../lib/leg/watched";
import { fake } from "../lib/backend/fake";
import { ID, calls, page } from "../lib/test/maintenancePage";
import Maintenance from "./Maintenance.svelte";
import TaskSignOff from "./TaskSignOff.svelte";
import TaskVerify from "./TaskVerify.svelte";
import TaskWork from "./TaskWork.svelte";

configure({ defaultHidden: true });
const spoken = (one: HTMLElement | null): string => one?.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";

test("the hub tells how many changes there are and how many wait, and leads there", async () => {
  await page(Maintenance, { id: ID }, "ledger_full");
  expect(screen.getByRole("link", { name: "23 changes, 3 to decide" }).getAttribute("href")).toBe("#/maintenance/M-0042/ledger");
  expect(screen.getByRole("link", { name: "Reconcile, 3 to decide" })).toBeTruthy();
  expect(spoken(screen.getByRole("link", { name: "Reconcile changes, now" }).closest("li"))).toContain("3 need a decision");
});

test("what is only to be read is not told as a decision", async () => {
  const of = (undecided: number, unread: number, outstanding: number): [string, number] | null => {
    const waits = waitsOf({ undecided, unread, outstanding });
    return waits === null ? null : [waits.for, waits.n];
  };
  expect([of(5, 2, 1), of(2, 2, 4), of(2, 2, 0), of(0, 0, 0)]).toEqual([["decide", 3], ["do", 4], ["read", 2], null]);
  await page(Maintenance, { id: ID }, "ledger_unread");
  expect(screen.getByRole("link", { name: "23 changes, 2 blind spots to read" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Reconcile, 2 blind spots to read" })).toBeTruthy();
  expect(spoken(screen.getByRole("link", { name: "Reconcile changes, now" }).closest("li"))).toContain("2 blind spots to read");
});

test("the work page shows the last changes as they come, and what waits", async () => {
  const made = await page(TaskWork, { id: ID }, "ledger_waiting");
  const card = (): HTMLElement => screen.getByRole("region", { name: "Ledger, live" });
  await waitFor(() => expect(within(card()).getAllByRole("listitem")).toHaveLength(4));
  expect(spoken(card())).toContain("21changes since 01:38");
  await made.backend.call("ledger_collect", { id: ID, snapshot: false });
  await waitFor(() => expect(spoken(within(card()).getAllByRole("listitem")[0] ?? null)).toBe("03:12db-07 addedatl-2"));
  expect(within(card()).getByRole("link", { name: "23 need a decision" }).getAttribute("href")).toBe("#/maintenance/M-0042/reconcile");
  expect(screen.getByRole("img", { name: /23 changes/ })).toBeTruthy();
});

test("without a ledger the work page says that nothing is watched, and asks nothing of it", async () => {
  const made = await page(TaskWork, { id: ID }, "work");
  expect(screen.getByText("Nothing was collected yet: no log and no configuration was read.")).toBeTruthy();
  expect(screen.getByText("Nothing is watched: collect in the ledger, or write each change as a note.")).toBeTruthy();
  expect(calls(made, "ledger_list")).toEqual([]);
});

test("after the way back what is missing stands first, and what cannot be seen is not called found", async () => {
  await page(TaskVerify, { id: ID }, "arrivals");
  await screen.findByRole("heading", { level: 1, name: "17 of 19 changes are found on atl-1. 1 is missing." });
  const card = screen.getByRole("region", { name: "Changes, looked for on atl-1" });
  expect(within(card).getAllByRole("heading", { level: 3 }).map((one) => one.firstChild?.textContent)).toEqual(["Missing, 1", "Overwritten later, 1", "Cannot be seen, 4", "Found, 17"]);
  expect(within(card).getByRole("button", { name: "Show 12 more" })).toBeTruthy();
});

test("where the ledger has no change the page says that there is none to look for", async () => {
  await page(TaskVerify, { id: ID }, "arrivals_none");
  const card = await screen.findByRole("region", { name: "Changes, looked for on atl-1" });
  await waitFor(() => expect(spoken(card)).toContain("The ledger has no change, so there is none to look for."));
});

test("who signs off has read what was found, where something was looked for", async () => {
  await page(TaskSignOff, { id: ID }, "arrivals");
  expect(screen.getByRole("checkbox", { name: /I have read which changes are found on atl-1, and which are not\./ })).toBeTruthy();
  expect(screen.queryByText(/Nothing was watched/)).toBeNull();
});

test("watched and reconciled are as the program says", () => {
  const of = (scenario: string): [boolean, boolean] => {
    const [m] = fake(scenario, { beats: false }).world.maintenances;
    return m === undefined ? [false, false] : [isWatched(m), isReconciled(m)];
  };
  expect([of("ledger_full"), of("reconcile_done"), of("ledger_empty"), of("ledger_not_watched"), of("reconciled")]).toEqual([[true, false], [true, true], [true, true], [false, false], [false, true]]);
});
