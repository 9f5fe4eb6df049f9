// The ledger, as a person reads it.
import { configure, fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import { duringTheSync, many } from "../lib/backend/fake/changes";
import type { LedgerFilter } from "../lib/state/ledger.svelte";
import type { InWindowResult } from "../lib/test/render";
import { ID, calls, page } from "../lib/test/maintenancePage";
import LedgerRouted from "../lib/test/LedgerRouted.svelte";
import Coverage from "./Coverage.svelte";
import Ledger from "./Ledger.svelte";

configure({ defaultHidden: true });

async function opened(scenario: string, filter: LedgerFilter = {}, entry: string | null = null): Promise<InWindowResult> {
  const made = await page(LedgerRouted, {}, scenario);
  made.state.router.replace({ page: "ledger", id: ID, filter, ...(entry === null ? {} : { entry }) });
  await waitFor(() => expect(calls(made, "ledger_list").length).toBeGreaterThan(0));
  await screen.findByRole("heading", { level: 1, name: /\.$|could not|watched/ });
  return made;
}
const h1 = (): string => screen.getByRole("heading", { level: 1 }).textContent ?? "";
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-row]")];
const spoken = (one: HTMLElement): string => one.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
function row(name: RegExp): HTMLElement {
  const found = rows().find((one) => name.test(spoken(one)));
  if (found === undefined) throw new Error(`no line ${name} in ${rows().map(spoken).join("\n")}`);
  return found;
}
/** Among hundreds of lines a role is found slowly. */
const press = (word: string): Promise<boolean> => fireEvent.click(screen.getByText(word, { selector: "button" }));
const type = (name: string, value: string): Promise<boolean> => fireEvent.input(screen.getByLabelText(name), { target: { value } });

describe("reading", () => {
  test("only what was changed since a time can be asked for, and the address keeps it", async () => {
    const made = await opened("ledger_full");
    await press("More");
    // Where none is asked for it says so, whatever the web view shows in an empty field.
    const unset = (): boolean => screen.getByLabelText("Since").closest("label")?.matches(".unset") === true;
    expect([unset(), screen.getByLabelText("Since").closest("label")?.textContent]).toEqual([true, "Since any time"]);
    await fireEvent.change(screen.getByLabelText("Since"), { target: { value: "2026-03-08T03:00" } });
    await screen.findByText(/^Shows \d+ of 23 changes\.$/);
    expect(calls(made, "ledger_list").at(-1)).toMatchObject({ since: "2026-03-08T03:00" });
    expect(unset()).toBe(false);
    expect(location.hash).toContain("since=2026-03-08T03%3A00");
    await fireEvent.change(screen.getByLabelText("Since"), { target: { value: "" } });
    await waitFor(() => expect(screen.queryByText(/^Shows/)).toBeNull());
  });


  test("the first line tells how many there are and how many wait, and how old the logs are", async () => {
    await opened("ledger_full");
    expect(h1()).toBe("23 changes since the baseline. 3 need a decision.");
    expect(screen.getByText(/Baseline 01:38:02 CET\./).textContent).toMatch(/Logs read .* ago from both appliances\. 412 sign-in, report and token events are kept out of sight\./);
    expect(screen.getByRole("img", { name: /Changes over time: 4 on atl-1 and 19 on atl-2; 3 wait for a person; not seen 02:22 – 02:25, atl-1/ })).toBeTruthy();
    expect(screen.getAllByRole("heading", { level: 2 }).map((one) => one.textContent?.split(", seen")[0])).toEqual(["Sunday 8 Mar 2026, 03:00 – 04:00 CET", "02:00 – 03:00 CET"]);
  });

  test("the times under the picture of a very short night are told apart", async () => {
    const made = await page(LedgerRouted, {}, "save_taken");
    const { ledger, now } = made.backend.world;
    ledger.from = new Date(now() - 40_000).toISOString();
    ledger.changes.push({ ...duringTheSync(), at: new Date(now() - 20_000).toISOString() });
    made.state.router.replace({ page: "ledger", id: ID });
    const picture = await screen.findByRole("img", { name: /^Changes over time/ });
    const times = [...picture.querySelectorAll("text")].map((one) => one.textContent ?? "").filter((text) => text.includes(":"));
    expect(times.length).toBeGreaterThan(2);
    expect(new Set(times).size).toBe(times.length);
  });

  test("noise is counted and out of sight until somebody asks", async () => {
    await opened("ledger_full");
    expect(screen.queryByText("api_token_created")).toBeNull();
    await press("kept out of sight");
    expect(within(screen.getByRole("table")).getAllByRole("row").map((one) => one.textContent)).toEqual(["EventHow often", "login286", "logout71", "api_token_created43", "report_run12"]);
  });

  test("an entry opens with before and after, its facts and its evidence, and stands in the address", async () => {
    const made = await opened("ledger_full");
    await fireEvent.click(row(/Tier 2: 4 fields changed/));
    expect(made.state.router.route).toEqual({ page: "ledger", id: ID, entry: "C-0014" });
    const more = await screen.findByRole("region", { name: "Tier 2" });
    expect(within(more).getAllByRole("row").map((one) => within(one).queryAllByRole("cell").map((cell) => cell.textContent))).toEqual([[], ["15 min", "30 min"], ["allowed", "not allowed"], ["3 entries", "added user-0533"], ["changed; the value is secret and not known here"]]);
    expect(more.textContent).toContain("192.0.2.140");
    expect(within(more).getByRole("link", { name: "Decide: Tier 2: 4 fields changed" }).getAttribute("href")).toBe("#/maintenance/M-0042/reconcile?at=C-0014");
    expect(calls(made, "ledger_show")).toEqual([]);
    await fireEvent.click(within(more).getByRole("button", { name: "Raw evidence" }));
    await waitFor(() => expect(more.textContent).toContain("event=group-policy_changed"));
    expect(more.textContent).toContain("new_jump_shared_secret=******");
    await fireEvent.click(row(/Tier 2: 4 fields changed/));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Tier 2" })).toBeNull());
    expect(made.state.router.route).toEqual({ page: "ledger", id: ID });
  });

  test("a long value is folded, and all of it can be read", async () => {
    await opened("ledger_full", {}, "C-0005");
    const more = await screen.findByRole("region", { name: "Before a session" });
    expect(more.textContent).not.toContain("Line 30 ");
    await fireEvent.click(within(more).getByRole("button", { name: "Show all of text, After" }));
    expect(more.textContent).toContain("Line 30 of the message");
  });

  test("what is incomplete, unknown, roughly timed or automatic says so", async () => {
    await opened("ledger_full");
    for (const name of [/Restart print spooler changed incomplete message/, /widget_layout_changed unknown event/, /≤ 02:55:31.*Out of hours changed not known who/, /user-0506 added single sign-on, automatic/]) expect(row(name)).toBeTruthy();
  });

  test("what was made during a sync says so on its line, and what to do in its entry", async () => {
    await opened("ledger_doubt", {}, "C-0024");
    const more = await screen.findByRole("region", { name: "db-04" });
    expect(more.textContent).toContain("It was made while a data sync ran and may not have been copied: look at both appliances, then decide.");
    expect(row(/db-04 changed made during a sync/)).toBeTruthy();
    expect(rows().filter((one) => /made during a sync/.test(spoken(one)))).toHaveLength(1);
  });

  test("arrows and letters move between the lines", async () => {
    await opened("ledger_full");
    const all = rows();
    all[3]?.focus();
    for (const [key, at] of [["j", 4], ["ArrowDown", 5], ["k", 4], ["ArrowUp", 3]] as const) {
      await fireEvent.keyDown(document.activeElement ?? document.body, { key });
      expect(document.activeElement).toBe(all[at]);
    }
  });
});

describe("ten thousand", () => {
  async function ofTenThousand(): Promise<InWindowResult> {
    const made = await page(LedgerRouted, {}, "ledger_many");
    made.backend.world.ledger.changes = many(10_000);
    made.state.router.replace({ page: "ledger", id: ID });
    await waitFor(() => expect(rows()).toHaveLength(100));
    return made;
  }
  const shown = (): string[] => rows().map((one) => one.closest<HTMLElement>("[data-entry]")?.dataset["entry"] ?? "");
  const from = (newest: number, n = 300): string[] => Array.from({ length: n }, (_, index) => `C-${String(newest - index).padStart(4, "0")}`);
  async function furtherDown(): Promise<void> {
    await press("Show 150 older");
    await waitFor(() => expect(shown()).toEqual(from(10_000, 250)));
    await press("Show 150 older");
    await waitFor(() => expect(shown()).toEqual(from(9_900)));
  }

  test("never more than three hundred stand on the page, and the keyboard goes past the first and the last of them", async () => {
    await ofTenThousand();
    expect(screen.getByText("The picture shows the last 400.")).toBeTruthy();
    await furtherDown();
    expect([screen.getByText("100 newer are not on the page."), screen.getByText("9,600 older are not on the page.")]).toHaveLength(2);
    rows().at(-1)?.focus();
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: "j" });
    await waitFor(() => expect(shown()).toEqual(from(9_750)));
    await waitFor(() => expect(document.activeElement).toBe(rows()[150]));
    rows()[0]?.focus();
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowUp" });
    await waitFor(() => expect(shown()).toEqual(from(9_900)));
    await waitFor(() => expect(document.activeElement).toBe(rows()[149]));
    await press("Show 100 newer");
    await waitFor(() => expect(shown()[0]).toBe("C-10000"));
    expect(screen.queryByText(/ newer$/)).toBeNull();
  }, 60_000);

  test("an entry that is led to stands there wherever it is, does not hold the page, and another question begins at its top", async () => {
    const made = await ofTenThousand();
    await furtherDown();
    made.state.router.replace({ page: "ledger", id: ID, entry: "C-0004" });
    await waitFor(() => expect(shown()).toContain("C-0004"));
    expect(rows().length).toBeLessThanOrEqual(300);
    made.state.router.replace({ page: "ledger", id: ID, entry: "C-9999" });
    await waitFor(() => expect(shown()[1]).toBe("C-9999"));
    await press("Show 150 older");
    await waitFor(() => expect(shown()[0]).toBe("C-9850"));
    made.state.router.replace({ page: "ledger", id: ID, filter: { find: "C-10000" } });
    await waitFor(() => expect(shown()).toEqual(["C-10000"]));
  }, 60_000);
});

describe("filters", () => {
  test("they are toggles, stand in the address, and what they hide is told", async () => {
    const made = await opened("ledger_full");
    await press("Need a decision 3");
    await waitFor(() => expect(rows()).toHaveLength(3));
    expect(made.state.router.route).toEqual({ page: "ledger", id: ID, filter: { open: true } });
    expect(screen.getByText("Shows 3 of 23 changes.")).toBeTruthy();
    await press("More");
    await press("Conflicts 1");
    await waitFor(() => expect(rows()).toHaveLength(1));
    await press("Show all");
    await waitFor(() => expect(rows()).toHaveLength(23));
  });

  test("what is typed is found with Enter at once, and nothing found has a way back", async () => {
    const made = await opened("ledger_full");
    const find = screen.getByRole("searchbox", { name: "Find in changes" });
    await fireEvent.input(find, { target: { value: " nobody did this " } });
    await fireEvent.keyDown(find, { key: "Enter" });
    await screen.findByText("No change fits.");
    expect(calls(made, "ledger_list").at(-1)).toMatchObject({ search: "nobody did this" });
    await press("All 23");
    await waitFor(() => expect(rows()).toHaveLength(23));
    expect(screen.getByRole<HTMLInputElement>("searchbox").value).toBe("");
  });
});

describe("states", () => {
  test("nothing yet, nothing watched, stale and refused are told apart", async () => {
    for (const [scenario, head, text] of [
      ["ledger_empty", "No change since the baseline. Nothing to reconcile.", /are watched, from Sun 8 Mar 2026/], ["ledger_not_watched", "Nothing is watched", /Neither a log nor a configuration was read/],
      ["ledger_stale", "23 changes since the baseline. 3 need a decision.", /Log of atl-1 never read and atl-2 read 1 h ago\. That is longer ago than it should be/], ["ledger_broken", "The ledger could not be read.", /Fact 211 of this ledger does not fit its chain/],
    ] as const) {
      const made = await opened(scenario);
      expect(h1(), scenario).toBe(head);
      expect(made.view.container.textContent?.replaceAll(/\s+/g, " "), scenario).toMatch(text);
      made.view.unmount();
    }
  });

  test("what was read stays where it cannot be read again", async () => {
    const made = await opened("ledger_full");
    made.backend.world.refuse.ledger_list = { code: "timed-out", message: "It took too long", causes: [], hint: "Read again." };
    made.backend.tell({ type: "changed" });
    await screen.findByText("What stands here was read before, and may be old.");
    expect(rows()).toHaveLength(23);
  });

  test("coverage tells each page in words, what was not seen, and what could not be read", async () => {
    await page(Coverage, { id: ID }, "ledger_full");
    await screen.findByRole("heading", { level: 1, name: "2 blind spots." });
    const cells = (name: string): (string | null)[] => within(screen.getByRole("row", { name: new RegExp(`^${name}`) })).getAllByRole("cell").map((one) => one.textContent);
    expect(cells("Cluster")).toEqual(["Notes only", "Nothing", "carried"]);
    expect(cells("Failover")).toEqual(["Syslog only", "Syslog only", "never"]);
    expect(screen.getByText("vault-account: 403 Forbidden: the API account may not read it")).toBeTruthy();
  });
});

describe("acts", () => {
  test("what is collected is told, and a window that only reads cannot collect", async () => {
    const made = await opened("ledger_waiting");
    await press("Collect now");
    await press("Read logs and configuration");
    await screen.findByText("2 new in the logs of both appliances.");
    expect(calls(made, "ledger_collect")).toEqual([{ id: ID, snapshot: true }]);
    expect(h1()).toContain("23 changes");
    made.backend.tell({ type: "beat", at: "", driver: false, holder: "switchbackctl (4711)", acts: [] });
    await screen.findByText(/It is driven elsewhere: switchbackctl \(4711\)/);
    await press("Read the logs");
    expect(calls(made, "ledger_collect")).toHaveLength(1);
  });

  test("how far it has come is told in the program’s words", async () => {
    const made = await opened("ledger_waiting");
    const act = { maintenance: ID, command: "ledger_collect" };
    made.backend.tell({ type: "beat", at: "", driver: true, holder: null, acts: [act] });
    made.backend.tell({ type: "progress", act, sentence: "Configuration of atl-2: 1,204 of about 2,100 objects." });
    await screen.findByText("Configuration of atl-2: 1,204 of about 2,100 objects.");
  });

  test("a file that cannot be read is told at its field, and the path is kept", async () => {
    const made = await opened("ledger_full");
    await press("Collect now");
    await press("Import");
    expect(screen.getByText("Say which file.")).toBeTruthy();
    await type("Log file", "syslog.zip");
    await press("Import");
    await screen.findByText("There is no such file.");
    made.view.unmount();
    await opened("ledger_full");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Log file" }).value).toBe("syslog.zip");
    await type("Log file", "/var/log/syslog.zip");
    await press("Import");
    await screen.findByText(/\/var\/log\/syslog\.zip: 240 messages, none new, 1 that could not be read/);
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("Log file").value).toBe(""));
  });

  test("a field that is ignored can be shown again at once, or from what is out of sight", async () => {
    const made = await opened("ledger_full", {}, "C-0014");
    await fireEvent.click(await screen.findByRole("button", { name: "Ignore a field" }));
    await press("Ignore file_transfer");
    await screen.findByText("file_transfer of group-policy is out of sight now.");
    await press("kept out of sight");
    expect(await screen.findByRole("button", { name: "Show again: file_transfer of group-policy" })).toBeTruthy();
    await press("Undo");
    await waitFor(() => expect(screen.queryByText("Fields out of sight")).toBeNull());
    expect(calls(made, "ledger_ignore")).toEqual([{ id: ID, kind: "group-policy", field: "file_transfer", ignore: true }, { id: ID, kind: "group-policy", field: "file_transfer", ignore: false }]);
  });
});

test("closing what was opened puts the focus back on its button", async () => {
  await opened("ledger_full");
  for (const [opens, shuts] of [["Collect now", "Close"], ["Add a note", "Not now"], ["kept out of sight", "Close"]] as const) {
    await fireEvent.click(screen.getByText(opens, { selector: "button" }));
    const close = await screen.findByText(shuts, { selector: "button" });
    close.focus();
    await fireEvent.click(close);
    await waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe(opens));
    expect(screen.queryByText(shuts, { selector: "button" })).toBeNull();
  }
});

describe("a note", () => {
  const place = (): HTMLElement => screen.getByRole("combobox", { name: "Place in /login or /appliance" });

  test("an empty one names what is missing, and leads there", async () => {
    const made = await opened("ledger_full");
    await press("Add a note");
    await waitFor(() => expect(document.activeElement).toBe(place()));
    await fireEvent.click(screen.getByText("Add the note", { selector: "button" }));
    expect(screen.getByText("Not saved yet. 3 fields need you.")).toBeTruthy();
    expect(place().getAttribute("aria-invalid")).toBe("true");
    await fireEvent.click(screen.getByRole("link", { name: "What was changed" }));
    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "What was changed" }));
    expect(calls(made, "ledger_add")).toEqual([]);
  });

  test("it is written with the keyboard alone, kept while half-filled, and sent whole", async () => {
    const first = await opened("ledger_full");
    await press("Add a note");
    await waitFor(() => expect(document.activeElement).toBe(place()));
    await fireEvent.input(place(), { target: { value: "snmp" } });
    await fireEvent.keyDown(place(), { key: "Enter" });
    expect(screen.getByRole("option", { name: /Networking › SNMP never synced/ }).getAttribute("aria-selected")).toBe("true");
    await fireEvent.input(place(), { target: { value: "users" } });
    await fireEvent.keyDown(place(), { key: "ArrowDown" });
    await fireEvent.keyDown(place(), { key: "Enter" });
    expect(screen.getByText("Chosen: /login › Users & Security › Group Policies")).toBeTruthy();
    await type("What was changed", "  Tier 3 ");
    const long = "x".repeat(10_000);
    await type("Note", ` ${long}\n`);
    await fireEvent.click(screen.getByRole("radio", { name: "atl-1" }));
    first.view.unmount();
    const again = await opened("ledger_full");
    expect([screen.getByRole<HTMLInputElement>("textbox", { name: "What was changed" }).value, screen.getByRole("radio", { name: "atl-1" }).getAttribute("aria-checked")]).toEqual(["  Tier 3 ", "true"]);
    expect(await screen.findByText("Chosen: /login › Users & Security › Group Policies")).toBeTruthy();
    again.backend.world.refuse.ledger_add = { code: "disk-full", message: "The disk is full", causes: [], hint: "Free space." };
    await fireEvent.click(screen.getByText("Add the note", { selector: "button" }));
    await screen.findByText("The disk is full.");
    delete again.backend.world.refuse.ledger_add;
    await fireEvent.click(screen.getByText("Add the note", { selector: "button" }));
    await screen.findByText("C-0024 was added.");
    expect(calls(again, "ledger_add").at(-1)).toEqual({ id: ID, place: "Users & Security > Group Policies", object: "Tier 3", note: long, appliance: "atl-1" });
    expect(sessionStorage.length).toBe(0);
  });

  test("a page that is not there is said not to be, and nothing is chosen", async () => {
    await opened("ledger_full");
    await press("Add a note");
    await waitFor(() => expect(document.activeElement).toBe(place()));
    await fireEvent.input(place(), { target: { value: "zzz" } });
    await fireEvent.keyDown(place(), { key: "ArrowDown" });
    await fireEvent.keyDown(place(), { key: "Enter" });
    expect(screen.getByText("No page is called so.")).toBeTruthy();
    expect(screen.queryByText(/^Chosen/)).toBeNull();
  });
});

test("an entry that is in the list is not asked for once more, and one that is none is told", async () => {
  const made = await opened("ledger_full", {}, "C-0014");
  expect(await screen.findByRole("region", { name: "Tier 2" })).toBeTruthy();
  expect(calls(made, "ledger_show")).toEqual([]);
  made.state.router.replace({ page: "ledger", id: ID, entry: "C-9999" });
  await screen.findByText("There is no change 'C-9999'.");
});

test("where gaps cannot be read the picture says so", async () => {
  const made = await page(LedgerRouted, {}, "ledger_full");
  made.backend.world.refuse.ledger_coverage = { code: "database", message: "locked", causes: [], hint: "" };
  made.state.router.replace({ page: "ledger", id: ID });
  await screen.findByText("When nobody looked could not be read: the picture may have gaps that it does not show.");
});

test("a link to an entry opens it, also where it is on a later page", async () => {
  const made = await page(Ledger, { id: ID, filter: {}, entry: "C-0003" }, "ledger_many");
  expect(await screen.findByRole("region", { name: "Berlin 3" })).toBeTruthy();
  expect(calls(made, "ledger_show")).toEqual([{ id: ID, entry: "C-0003" }]);
});
