// What was typed on the pages of a maintenance is kept.
import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import type { InWindowResult } from "../lib/test/render";
import { ID, button, calls, page } from "../lib/test/maintenancePage";
import Maintenance from "./Maintenance.svelte";
import TaskCheck from "./TaskCheck.svelte";
import TaskPlan from "./TaskPlan.svelte";
import TaskSave from "./TaskSave.svelte";
import TaskSwap from "./TaskSwap.svelte";

const swap = (scenario: string, leg: "outbound" | "return" = "outbound"): Promise<InWindowResult> => page(TaskSwap, { id: ID, leg }, scenario);

describe("what was typed", () => {
  const type = (name: string, value: string): Promise<boolean> => fireEvent.input(screen.getByRole("textbox", { name }), { target: { value } });
  const typed = (name: string): string => screen.getByRole<HTMLInputElement>("textbox", { name }).value;

  test("a plan whose window has no length, or is no time, is told at its field, and nothing is lost on the way back", async () => {
    const first = await page(TaskPlan, { name: "Atlas", id: null }, "pair");
    await type("Title", "  Memory  ");
    for (const [part, value] of [["date", " 2026-03-08 "], ["from", "01:30"], ["to", "01:30"]] as const) await type(`Outbound window, ${part}`, value);
    for (const [part, value] of [["date", "8 March"], ["from", "05:00"], ["to", "06:00"]] as const) await type(`Return window, ${part}`, value);
    await fireEvent.click(button("Save the plan of Atlas"));
    expect(screen.getByText("It ends when it begins.")).toBeTruthy();
    expect(screen.getByText("Write the day as 2026-03-08 and times as 01:30.")).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Return window, date" }).getAttribute("aria-invalid")).toBe("true");
    expect(calls(first, "maintenance_plan")).toEqual([]);
    first.view.unmount();
    const again = await page(TaskPlan, { name: "Atlas", id: null }, "pair");
    expect([typed("Title"), typed("Return window, date")]).toEqual(["  Memory  ", "8 March"]);
    await type("Outbound window, to", "02:30");
    await type("Return window, date", "2026-03-08");
    expect(screen.getByRole("img", { name: "outbound window 01:30 – 02:30 CET; return window 05:00 – 06:00 CET" })).toBeTruthy();
    await fireEvent.click(button("Save the plan of Atlas"));
    await waitFor(() => expect(calls(again, "maintenance_plan")).toMatchObject([{ title: "Memory", start: "2026-03-08T01:30", end: "2026-03-08T02:30", return_start: "2026-03-08T05:00", return_end: "2026-03-08T06:00" }]));
  });

  test("a text of any length is sent whole, without what a paste put around it", async () => {
    const made = await page(Maintenance, { id: ID }, "work");
    const long = "x".repeat(6_000);
    await fireEvent.click(button("Add a note"));
    await type("Note", ` \n${long}\t `);
    await fireEvent.click(button("Add the note"));
    await waitFor(() => expect(calls(made, "maintenance_note")).toEqual([{ id: ID, text: long }]));
  });

  test("a reason, a name and a path are kept until they were taken", async () => {
    const forms = [
      { open: "Close away", field: "Reason", act: "Close M-0042 away", scenario: "work", command: "maintenance_close_away" },
      { open: "Hand on", field: "File to write", act: "Hand M-0042 on", scenario: "work", command: "maintenance_export" },
      { open: "Abandon", field: "Reason", act: "Abandon M-0042", scenario: "plan", command: "maintenance_abandon" },
      { open: "Approve", field: "Name of who approves", act: "Approve", scenario: "plan", command: "maintenance_approve" },
    ] as const;
    for (const one of forms) {
      const made = await page(Maintenance, { id: ID }, one.scenario);
      await fireEvent.click(button(one.open));
      const acts = (): HTMLElement => screen.getAllByRole("button", { name: one.act }).at(-1) as HTMLElement;
      await fireEvent.click(acts());
      expect(screen.getByRole("textbox", { name: one.field }).getAttribute("aria-invalid"), one.open).toBe("true");
      expect(calls(made, one.command)).toEqual([]);
      made.backend.world.refuse[one.command] = { code: "journal-write", message: "The disk is full", causes: [], hint: "Free space." };
      await type(one.field, " kept ");
      await fireEvent.click(acts());
      await screen.findByText("The disk is full.");
      made.view.unmount();
      await page(Maintenance, { id: ID }, one.scenario).then(async ({ view }) => {
        await fireEvent.click(button(one.open));
        expect(typed(one.field), one.open).toBe(" kept ");
        view.unmount();
      });
      sessionStorage.clear();
    }
  });

  test("a file that is named and a warning that is answered for are kept too", async () => {
    const save = await page(TaskSave, { id: ID }, "check_ready");
    await fireEvent.click(button("Name this file"));
    expect(screen.getByText("Say which file.")).toBeTruthy();
    await type("Backup file", "/srv/atl-2.nsb");
    await fireEvent.click(screen.getByRole("radio", { name: "atl-2" }));
    save.view.unmount();
    const back = await page(TaskSave, { id: ID }, "check_ready");
    expect([typed("Backup file"), screen.getByRole("radio", { name: "atl-2" }).getAttribute("aria-checked")]).toEqual(["/srv/atl-2.nsb", "true"]);
    back.view.unmount();
    const check = await page(TaskCheck, { id: ID, leg: "outbound" }, "check");
    await fireEvent.input(screen.getByRole("textbox"), { target: { value: "NTP is mended tomorrow." } });
    check.view.unmount();
    await page(TaskCheck, { id: ID, leg: "outbound" }, "check");
    expect(screen.getByRole<HTMLInputElement>("textbox").value).toBe("NTP is mended tomorrow.");
  });

  test("that it did not happen is kept where the program refuses it", async () => {
    const made = await swap("overdue");
    made.backend.world.refuse.maintenance_not_happened = { code: "command-unsettled", message: "It may still run", causes: [], hint: "Look again." };
    await type("Reason", "Nothing under Failover.");
    await fireEvent.click(button("It did not happen"));
    await screen.findByText("It may still run.");
    made.view.unmount();
    await swap("overdue");
    expect(typed("Reason")).toBe("Nothing under Failover.");
  });
});
