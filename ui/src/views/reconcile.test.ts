// Reconciling, as a person does it.
import { configure, fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { tick } from "svelte";
import { describe, expect, test } from "vitest";
import type { InWindowResult } from "../lib/test/render";
import { ID, calls, page } from "../lib/test/maintenancePage";
import ReconcileRouted from "../lib/test/ReconcileRouted.svelte";

configure({ defaultHidden: true });

async function opened(scenario: string, at?: string): Promise<InWindowResult> {
  const made = await page(ReconcileRouted, {}, scenario);
  made.state.router.replace({ page: "task", id: ID, task: "reconcile", ...(at === undefined ? {} : { at }) });
  await waitFor(() => expect(calls(made, "reconcile_show").length).toBeGreaterThan(0));
  await waitFor(() => expect(h1()).not.toMatch(/being read/));
  return made;
}
const h1 = (): string => screen.getByRole("heading", { level: 1 }).textContent ?? "";
const button = (name: string | RegExp): HTMLElement => screen.getByRole("button", { name });
const press = (name: string | RegExp): Promise<boolean> => fireEvent.click(button(name));
const choose = (group: string, answer: string): Promise<boolean> => fireEvent.click(within(screen.getByRole("radiogroup", { name: group })).getByLabelText(answer));
const why = (value: string): Promise<boolean> => fireEvent.input(screen.getByLabelText(/^Why/), { target: { value } });
const goto = async (made: InWindowResult, at: string): Promise<void> => {
  made.state.router.replace({ page: "task", id: ID, task: "reconcile", at });
  await tick();
};
const groups = (): (string | undefined)[] => within(screen.getByRole("navigation", { name: "Groups" })).getAllByRole("link").map((one) => one.textContent?.replaceAll(/\s+/g, " ").trim());
const wayOn = (): HTMLElement => screen.getByText(/^Go on to/);

describe("the page", () => {
  test("the verdict comes first, who is copied over whom, and what waits in each group", async () => {
    await opened("ledger_full");
    expect(h1()).toBe("3 changes need a decision before the way back opens.");
    expect(screen.getByText("20 of 23 are settled. Fail back copies atl-2 over atl-1: what stands only on atl-1 is lost unless you re-apply it on atl-2 first.")).toBeTruthy();
    expect(groups()).toEqual(["Would be overwritten decide each 2", "Conflicts choose a side 1", "Carried by the sync each is meant to stay 16", "Never synced 3 of 3 ticked off 3", "Secrets confirmed by hand 1", "Blind spots read 2"]);
    expect(wayOn().closest("a")).toBeNull();
  });

  test("a link leads to the group of a change", async () => {
    await opened("reconcile_open", "C-0012");
    expect(screen.getByRole("heading", { level: 2, name: "Secrets" })).toBeTruthy();
  });

  test("what was made during a sync says so where it is decided, and so does one side of a conflict", async () => {
    const doubt = /^It was made while a data sync ran and may not have been copied: look at both appliances, then decide\.$/;
    const made = await opened("ledger_doubt", "C-0024");
    expect(screen.getAllByText(doubt).map((one) => one.closest("[data-entry]")?.getAttribute("data-entry"))).toEqual(["C-0024"]);
    const [conflict, change] = ["C-0007", "C-0024"].map((entry) => made.backend.world.ledger.changes.find((one) => one.entry === entry));
    if (conflict !== undefined && change?.doubt !== undefined) conflict.doubt = change.doubt;
    await goto(made, "conflict");
    made.backend.tell({ type: "changed" });
    await waitFor(() => expect(screen.getAllByText(doubt).map((one) => one.closest("[data-entry]")?.getAttribute("data-entry"))).toEqual(["C-0007"]));
  });

  test("what cannot be read says so, keeps the way back shut, and can be read again", async () => {
    const made = await page(ReconcileRouted, {}, "ledger_full");
    made.backend.world.refuse.reconcile_show = { code: "database", message: "The database is locked", causes: [], hint: "Read again." };
    made.state.router.replace({ page: "task", id: ID, task: "reconcile" });
    await screen.findByText("The database is locked.");
    expect(h1()).toBe("Where reconciling stands could not be read.");
    delete made.backend.world.refuse.reconcile_show;
    await press("Observe again");
    await waitFor(() => expect(h1()).toBe("3 changes need a decision before the way back opens."));
  });

  test("before the outbound leg there is no question", async () => {
    await opened("plan");
    expect(h1()).toBe("There is nothing to reconcile yet.");
  });
});

describe("deciding", () => {
  test("the whole way, from nothing decided to the way back, with the keyboard’s own controls", async () => {
    const made = await opened("reconcile_open");
    expect(h1()).toBe("23 changes need a decision before the way back opens, and 2 blind spots are to be read.");
    await choose("Decision: “Plant 3” renamed", "Re-apply on atl-2");
    expect(calls(made, "reconcile_decide")).toEqual([]);
    await press("Decide: re-apply on atl-2, “Plant 3” renamed");
    await screen.findByText("not done yet");
    await waitFor(() => expect(document.activeElement).toBe(button("Change the decision: “Plant 3” renamed")));
    await choose("Decision: SMTP relay: 2 fields changed", "Discard");
    await why("The old relay stays.");
    await press("Decide: discard, SMTP relay: 2 fields changed");
    await screen.findByText("The old relay stays.");
    // It keeps its place: the group stays, though nothing in it is left to decide.
    expect(screen.getByRole("heading", { level: 2, name: "Would be overwritten" })).toBeTruthy();

    await goto(made, "conflict");
    await choose("Decision: Tier 2", "Keep what stands on atl-2");
    await press(/^Decide: keep what stands on atl-2/);
    await waitFor(() => expect(groups()[1]).toBe("Conflicts decided 1"));

    await goto(made, "carried");
    await press("Undo this one instead: reporting changed");
    await waitFor(() => expect(button("Each is meant to stay: confirm 15")).toBeTruthy());
    await press("Each is meant to stay: confirm 15");
    await waitFor(() => expect(groups()[2]).toBe("Carried by the sync 1 decided, not done 16"));

    await goto(made, "never_synced");
    for (const name of ["NTP server added", "support.example.com added", "198.51.100.0/24 removed"]) {
      await press(`Done by hand, seen by me: ${name}`);
      await waitFor(() => expect(button(`Change the decision: ${name}`)).toBeTruthy());
    }
    await goto(made, "secret");
    await press("Done by hand, seen by me: svc-backup changed");
    await waitFor(() => expect(groups()[4]).toBe("Secrets confirmed by hand 1"));
    await goto(made, "blind_spot");
    await press("Acknowledge all 2");
    await waitFor(() => expect(h1()).toBe("2 changes are decided and not done yet."));

    await press("Make the plan");
    await fireEvent.click(await screen.findByRole("checkbox", { name: "PATCH /api/config/v1/jump-group/26, Plant 3" }));
    await fireEvent.click(screen.getByRole("checkbox", { name: "PATCH /api/config/v1/api-account/41, reporting" }));
    await press("Run 2 calls on atl-2");
    expect(calls(made, "reconcile_apply")).toEqual([]);
    expect(document.activeElement?.textContent).toBe("Do not run");
    expect(screen.getByText("These 2 calls change settings on atl-2, in production. Users work on it now.")).toBeTruthy();
    await press("Run 2 calls on atl-2");
    await waitFor(() => expect(h1()).toBe("Reconciled. Every change has its decision."));
    expect(calls(made, "reconcile_apply")).toMatchObject([{ id: ID, entries: ["C-0006", "C-0021"] }]);
    expect(screen.getAllByText("Done, and read back.")).toHaveLength(2);
    await waitFor(() => expect(wayOn().closest("a")?.getAttribute("href")).toBe("#/maintenance/M-0042/check_return"));
    expect(calls(made, "reconcile_decide").every((one) => (one as { through: number }).through === 1_204)).toBe(true);
  });

  test("a reason is asked for where one is needed, kept while half-typed, and sent whole", async () => {
    const first = await opened("ledger_full");
    await choose("Decision: “Plant 3” renamed", "Waive, by name");
    await press("Decide: waive, by name, “Plant 3” renamed");
    expect(screen.getByText("Say why: the reason stands in the report.")).toBeTruthy();
    expect(screen.getByLabelText(/^Why/).getAttribute("aria-invalid")).toBe("true");
    expect(calls(first, "reconcile_decide")).toEqual([]);
    await why("   ");
    await press("Decide: waive, by name, “Plant 3” renamed");
    expect(calls(first, "reconcile_decide")).toEqual([]);
    const long = "w".repeat(10_000);
    await why(` ${long} `);
    first.view.unmount();
    const again = await opened("ledger_full");
    expect(screen.getByLabelText<HTMLInputElement>(/^Why/).value).toBe(` ${long} `);
    again.backend.world.refuse.reconcile_decide = { code: "journal-write", message: "The disk is full", causes: [], hint: "Free space." };
    await press("Decide: waive, by name, “Plant 3” renamed");
    await screen.findByText("The disk is full.");
    expect(screen.getByLabelText<HTMLInputElement>(/^Why/).value).toBe(` ${long} `);
    delete again.backend.world.refuse.reconcile_decide;
    await press("Decide: waive, by name, “Plant 3” renamed");
    await waitFor(() => expect(calls(again, "reconcile_decide").at(-1)).toEqual({ id: ID, group: "overwritten", entry: "C-0006", as: "waive", reason: long, through: 1_204 }));
    await waitFor(() => expect(sessionStorage.length).toBe(0));
  });

  test("a decision can be changed, or left as it is", async () => {
    const made = await opened("reconcile_plan");
    await press("Change the decision: “Plant 3” renamed");
    await press("Leave it as it is");
    expect(screen.queryByRole("radiogroup", { name: "Decision: “Plant 3” renamed" })).toBeNull();
    await press("Change the decision: “Plant 3” renamed");
    await choose("Decision: “Plant 3” renamed", "Done by hand, seen by me");
    await press(/^Decide: done by hand, seen by me, “Plant 3”/);
    await waitFor(() => expect(made.backend.world.ledger.changes.find((one) => one.entry === "C-0006")?.disposition).toBe("confirm"));
  });

  test("after the way back nothing is offered that the program does not offer", async () => {
    await opened("arrivals");
    expect(screen.queryByRole("radio")).toBeNull();
    expect(screen.queryByRole("button", { name: /^Change the decision/ })).toBeNull();
  });

  test("three sides of a conflict stand beside each other, and before is no choice", async () => {
    await opened("reconcile_open", "conflict");
    const card = screen.getByRole("region", { name: "Users & Security › Group Policies › Tier 2" });
    expect([...card.querySelectorAll(".read")].map((one) => one.textContent)).toEqual(["15 min", "30 min", "20 min"]);
    expect(within(card).getAllByRole("radio").map((one) => (one as HTMLInputElement).value)).toEqual(["keep", "reapply", "confirm", "waive"]);
  });

  test("a window that only reads may decide, and may not run", async () => {
    const made = await opened("reconcile_plan");
    made.backend.tell({ type: "beat", at: "", driver: false, holder: "switchbackctl (4711)", acts: [] });
    await screen.findByText(/It is driven elsewhere: switchbackctl \(4711\)/);
    await press("Make the plan");
    expect(calls(made, "reconcile_plan")).toEqual([]);
    await press("Change the decision: “Plant 3” renamed");
    await choose("Decision: “Plant 3” renamed", "Done by hand, seen by me");
    await press(/^Decide: done by hand, seen by me, “Plant 3”/);
    await waitFor(() => expect(calls(made, "reconcile_decide")).toHaveLength(1));
  });

  test("two thousand are never confirmed before all of them stood on the page", async () => {
    const made = await opened("ledger_many", "carried");
    const confirm = (): HTMLElement => screen.getByText(/^Each is meant to stay/, { selector: "button" });
    await fireEvent.click(confirm());
    expect(calls(made, "reconcile_decide")).toEqual([]);
    expect(screen.getByText(/^Show them all first: .* are not on the page\.$/)).toBeTruthy();
  });
});

describe("the plan", () => {
  test("it shows the exact calls, what is already so, and the way in /login for the rest", async () => {
    const made = await opened("reconcile_plan");
    await press("Make the plan");
    await screen.findByText("dry run");
    expect(screen.getByText("/api/config/v1/jump-group/26")).toBeTruthy();
    expect(screen.getByText("Nothing to send: it already stands so on atl-2.")).toBeTruthy();
    expect(screen.getByText(/The Configuration API cannot write settings\. In \/login of atl-2: Management › Email Configuration/)).toBeTruthy();
    expect(screen.getByText("relay_password: the secret, which is not known here")).toBeTruthy();
    await press("Run calls on atl-2");
    expect(calls(made, "reconcile_apply")).toEqual([]);
    expect(screen.getByText("Tick the calls to run.")).toBeTruthy();
    await press("Done by hand, seen by me: SMTP relay");
    await waitFor(() => expect(made.backend.world.ledger.changes.find((one) => one.entry === "C-0010")?.disposition).toBe("confirm"));
    await waitFor(() => expect(screen.queryByText("relay_password: the secret, which is not known here")).toBeNull());
  });

  test("ticks outlive a reload, and Esc runs nothing", async () => {
    const first = await opened("reconcile_plan");
    await press("Make the plan");
    await fireEvent.click(await screen.findByRole("checkbox", { name: /Plant 3/ }));
    first.view.unmount();
    const again = await opened("reconcile_plan");
    await press("Make the plan");
    expect((await screen.findByRole<HTMLInputElement>("checkbox", { name: /Plant 3/ })).checked).toBe(true);
    await press("Run 1 call on atl-2");
    await fireEvent.keyDown(window, { key: "Escape" });
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Run 1 call on atl-2"));
    expect(calls(again, "reconcile_apply")).toEqual([]);
  });

  test("a call that is refused stops the run, and what comes after it is said to be untouched", async () => {
    const made = await opened("reconcile_failed_step");
    await press("Make the plan");
    await fireEvent.click(await screen.findByRole("button", { name: "Tick all 2" }));
    await press("Run 2 calls on atl-2");
    await press("Run 2 calls on atl-2");
    await screen.findByText(/the object is locked by another person/);
    expect(screen.getByText("Refused.")).toBeTruthy();
    expect(screen.getByText("Not sent.")).toBeTruthy();
    expect(screen.getByText(/It stopped there\. What comes after it was not sent, and stands as it was\./)).toBeTruthy();
    expect(h1()).toBe("4 changes are decided and not done yet.");
    // What was planned with is of before: nothing runs of it once more.
    expect(screen.queryByRole("button", { name: /^Run/ })).toBeNull();
    expect(button("Make it again")).toBeTruthy();
    expect(calls(made, "reconcile_apply")).toHaveLength(1);
  });
});
