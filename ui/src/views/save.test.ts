// The task Save: the baseline, what it lacks, and the way on.
import { configure, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import type { Component } from "svelte";
import { expect, test } from "vitest";
import InWindow from "../lib/test/InWindow.svelte";
import { ID, button, calls, page } from "../lib/test/maintenancePage";
import Maintenance from "./Maintenance.svelte";
import TaskSave from "./TaskSave.svelte";

configure({ defaultHidden: true });
const h1 = (): string => screen.getByRole("heading", { level: 1 }).textContent ?? "";
const card = (): HTMLElement => screen.getByRole("region", { name: "Baseline" });
const spoken = (one: HTMLElement): string => one.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
const saved = async (scenario: string) => {
  const made = await page(TaskSave, { id: ID }, scenario);
  await screen.findByRole("region", { name: "Baseline" });
  return made;
};

test("the baseline is taken with one button, and it is recorded that no backup file was made", async () => {
  const made = await saved("save");
  expect(h1()).toBe("Nothing is saved yet.");
  expect(spoken(card())).toContain("No backup file is named. It is recorded that none was made");
  await fireEvent.click(button("Take the baseline"));
  await waitFor(() => expect(h1()).toBe("The baseline is taken. No backup file is named."));
  expect(calls(made, "maintenance_save")).toEqual([{ id: ID, appliance: null, backup_file: null }]);
  expect(spoken(card())).toContain("Baseline taken: the configuration of atl-1 and atl-2 (4,228 objects), the log of atl-1 and atl-2.");
  const rows = await waitFor(() => {
    const all = screen.getAllByRole("row").slice(1).map(spoken);
    expect(all).toHaveLength(5);
    return all;
  });
  expect(rows.filter((one) => one.startsWith("Baseline of the configuration"))).toHaveLength(2);
  expect(screen.queryByRole("button", { name: "Take the baseline" })).toBeNull();
});

test("how far it has come is told in the program’s words, also to whoever comes back", async () => {
  await saved("save_taking");
  await screen.findByText("Reading the configuration of atl-1: 52 of 71 kinds, 1806 objects.");
  expect(h1()).toBe("The baseline is being taken.");
  expect(within(card()).getByText("being taken")).toBeTruthy();
  expect(screen.queryByTestId("under-way")).toBeNull();
  expect(screen.getByText(/Once roles change it is no longer from before the work/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Go on to Fail over: atl-2" })).toBeTruthy();
});

test("a file that is being hashed keeps the baseline waiting, with the reason", async () => {
  const made = await saved("save_under_way");
  expect(screen.getByTestId("under-way")).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Take the baseline", description: "Under way now: save." }));
  expect(calls(made, "maintenance_save")).toEqual([]);
});

test("what could not be read is told, and stays told after a reload", async () => {
  await saved("save_gaps");
  const gaps = await screen.findByRole("region", { name: "What could not be read" });
  expect(within(gaps).getAllByRole("listitem").map(spoken)).toEqual(["The configuration of atl-2 was not read.", "atl-1, vault-account: 403 Forbidden: the API account may not read it"]);
  expect(within(gaps).getByRole("link", { name: "Collect again in the ledger" }).getAttribute("href")).toBe("#/maintenance/M-0042/ledger");
  expect(within(card()).getByText(/^taken, with gaps/)).toBeTruthy();
});

test("where nothing could be read no baseline is claimed, and the way on is the program’s to shut", async () => {
  await saved("save_mute");
  await fireEvent.click(button("Take the baseline"));
  const gaps = await screen.findByRole("region", { name: "What could not be read" });
  expect(within(gaps).getAllByRole("listitem")).toHaveLength(4);
  expect(within(gaps).getByText(/no baseline is taken\. Mend it and take it again, or go on without one/)).toBeTruthy();
  expect(within(card()).getByText("not taken")).toBeTruthy();
  expect(button("Take the baseline")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Go on to Fail over: atl-2" })).toBeTruthy();
  expect(screen.getByText(/Without it the ledger cannot tell what stood before the work/)).toBeTruthy();
});

test("why nothing could be read is there too for whoever left the page meanwhile", async () => {
  const made = await saved("save_mute");
  await fireEvent.click(button("Take the baseline"));
  made.view.unmount();
  await waitFor(() => expect(made.state.maintenance.answerTo(ID, "maintenance_save")).not.toBeNull());
  render(InWindow as unknown as Component, { props: { state: made.state, component: TaskSave, props: { id: ID } } });
  expect(within(await screen.findByRole("region", { name: "What could not be read" })).getAllByRole("listitem")).toHaveLength(4);
});

test("a refusal stands with the button, and nothing is said to be taken", async () => {
  const made = await saved("save");
  made.backend.world.refuse.maintenance_save = { code: "command-unsettled", message: "A role command is not settled", causes: [], hint: "Observe first." };
  await fireEvent.click(button("Take the baseline"));
  expect(await within(card()).findByText("A role command is not settled.")).toBeTruthy();
  expect(within(card()).getByText("not taken")).toBeTruthy();
});

test("a window that only reads takes nothing", async () => {
  const made = await saved("save");
  made.backend.tell({ type: "beat", at: "", driver: false, holder: "switchbackctl (4711)", acts: [] });
  await fireEvent.click(await screen.findByRole("button", { name: "Take the baseline", description: /driven elsewhere/ }));
  expect(calls(made, "maintenance_save")).toEqual([]);
});

test("the list of tasks tells both", async () => {
  const taken = await page(Maintenance, { id: ID }, "save_taken");
  const row = (): string => spoken(screen.getByRole("link", { name: /^Save backups/ }).closest("li")!);
  expect(row()).toContain("1 backup file, baseline taken");
  // What the ledger says before roles changed is nothing that the work came to.
  expect(spoken(screen.getByRole("link", { name: /^Reconcile changes/ }).closest("li")!)).not.toContain("reconciled");
  expect(spoken(screen.getByRole("link", { name: /^Do the work/ }).closest("li")!)).not.toContain("0 changes");
  taken.view.unmount();
  await page(Maintenance, { id: ID }, "fail_over_saved");
  expect(row()).toContain("1 backup file, no baseline");
});
