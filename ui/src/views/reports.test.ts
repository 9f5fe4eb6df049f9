// The register of all maintenances, and any file that is checked.
import { configure, fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { renderInWindow, type InWindowResult } from "../lib/test/render";
import Reports from "./Reports.svelte";

configure({ defaultHidden: true });
const spoken = (one: Element): string => one.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
const button = (name: string | RegExp): HTMLElement => screen.getByRole("button", { name });
const requests = ({ backend }: InWindowResult, name: string): unknown[] => backend.calls.filter((one) => one.name === name).map((one) => one.request);
const h1 = (): string => screen.getByRole("heading", { level: 1 }).textContent ?? "";
/** By their text: a role is looked for through every row, which takes long. */
const row = (id: string): HTMLElement => screen.getByText(id).closest("tr")!;
const cells = (id: string): string[] => [...row(id).children].map(spoken);

async function register(scenario: string): Promise<InWindowResult> {
  const page = renderInWindow(Reports, {}, scenario);
  await page.state.session.load();
  await screen.findByText("Export the register");
  return page;
}

test("it says in the program’s words how many there are, and each row leads to its report", async () => {
  const page = await register("register_many");
  await waitFor(() => expect(h1()).toBe("300 maintenances, M-0001 to M-0300, without holes"));
  await screen.findByText("200 complete, 49 ended before a swap, 50 closed away and 1 cannot be read.");
  expect(screen.getByText("M-0300").getAttribute("href")).toBe("#/report/M-0300");
  await waitFor(() => expect(cells("M-0299").slice(2, 9)).toEqual(["New disks, with a name so long that it takes more than one line of the register", "Delta", "", "3 h 20 min", "complete", "13", "not checked"]));
  expect(screen.getAllByText("Rows 1–50 of 300.")).toHaveLength(1);
  // Only the rows that stand here are read for their roads.
  await waitFor(() => expect(requests(page, "maintenance_show")).toHaveLength(50));
  expect(requests(page, "register_show")).toHaveLength(1);
});

test("one that cannot be read stays in it with its reason", async () => {
  await register("register_many");
  await screen.findByText("M-0297 cannot be read. It stands in the register all the same.");
  expect(spoken(row("M-0297"))).toContain("event 14 of its journal does not fit its chain");
  expect(spoken(row("M-0297"))).toContain("cannot be read");
});

test("filters are toggles with counts, a pair and a year can be chosen, and what is hidden is said", async () => {
  await register("register_many");
  await fireEvent.click(await screen.findByText("Closed away 50"));
  expect(screen.getByText("250 maintenances are not shown by this filter.")).toBeTruthy();
  await fireEvent.change(screen.getByLabelText("Pair"), { target: { value: "Atlas" } });
  await screen.findByText("Rows 1–10 of 10.");
  await fireEvent.change(screen.getByLabelText("Year"), { target: { value: "2025" } });
  const years = [...document.querySelectorAll("tr.year")].map(spoken);
  expect(years).toHaveLength(1);
  expect(years[0]).toMatch(/^2025 ?\d of 300$/);
  await fireEvent.input(screen.getByLabelText("Find a maintenance"), { target: { value: "robin" } });
  await fireEvent.click(screen.getAllByText("Show all")[0]!);
  await screen.findByText("Rows 1–50 of 300.");
});

test("older ones are paged to, and the focus goes on with them", async () => {
  await register("register_many");
  await waitFor(() => expect(screen.getByText("Older")).toBeTruthy());
  await fireEvent.click(screen.getByText("Older"));
  await screen.findByText("Rows 1–100 of 300.");
  expect(document.activeElement?.textContent).toBe("M-0250");
});

test("all proofs are checked one by one; what does not hold stops the reader", async () => {
  const page = await register("report_complete");
  await fireEvent.click(button("Check all proofs"));
  await screen.findByText(/^All 3 proofs that were checked hold, checked/);
  expect(cells("M-0042").at(-1)).toBe("holds");
  page.view.unmount();
  const forged = await register("report_complete");
  Object.assign(forged.backend.world.reports, { forged: ["M-0041"], unreadable: ["M-0040"] });
  await fireEvent.click(button("Check all proofs"));
  await screen.findByText("Stop. The proof of M-0041 does not hold.");
  await screen.findByText("M-0040 could not be checked.");
  expect(cells("M-0041").at(-1)).toBe("does not hold: event 211 does not fit its chain");
  expect(screen.queryByText(/proofs that were checked hold/)).toBeNull();
});

test("a check of all can be stopped, and what was found stays while another page is looked at", async () => {
  const page = await register("register_many");
  await fireEvent.click(button("Check all proofs"));
  await fireEvent.click(await screen.findByText("Stop"));
  await screen.findByText(/^Stopped: \d+ of 300 were checked\.$/);
  expect(cells("M-0300").at(-1)).toBe("holds");
  expect(requests(page, "report_show").length).toBeLessThan(300);
});

test("the register is exported whole, and refusals keep what was typed", async () => {
  const page = await register("register_many");
  await fireEvent.click(await screen.findByText("Closed away 50"));
  await fireEvent.click(button("Export the register"));
  expect(screen.getByText(/^All 300 rows, also what a filter hides.* 250 of them are hidden by the filter now\.$/)).toBeTruthy();
  const field = screen.getByLabelText<HTMLInputElement>("File to write");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await fireEvent.click(button("Export CSV"));
  expect(requests(page, "register_write")).toEqual([]);
  expect(field.getAttribute("aria-invalid")).toBe("true");
  await fireEvent.input(field, { target: { value: "register.csv" } });
  await fireEvent.click(button("Export CSV"));
  await screen.findByText("'register.csv' is no whole path.");
  expect(field.value).toBe("register.csv");
  await fireEvent.input(field, { target: { value: "/srv/register.csv" } });
  await fireEvent.click(button("Export CSV"));
  await screen.findByText(/^Written to \/srv\/register\.csv, 183\.6 kB\. 300 maintenances/);
  await fireEvent.input(field, { target: { value: "/srv/register.csv" } });
  await fireEvent.click(button("Export CSV"));
  await screen.findByText("/srv/register.csv is there already.");
  expect(requests(page, "register_write").at(-1)).toEqual({ format: "csv", out: "/srv/register.csv" });
});

test("an empty register says what will stand in it, and files are checked all the same", async () => {
  renderInWindow(Reports, {}, "register_empty");
  await screen.findByText("Each one stands here with its number, from the first plan on, also where it was abandoned.");
  expect(screen.queryByText("Check all proofs")).toBeNull();
  expect(screen.getByLabelText("File to check")).toBeTruthy();
});

async function checked(scenario: string, file = "/srv/M-0007.json"): Promise<InWindowResult> {
  const page = renderInWindow(Reports, {}, scenario);
  await fireEvent.input(await screen.findByLabelText("File to check"), { target: { value: file } });
  await fireEvent.click(button("Check it"));
  return page;
}
const result = (): Promise<HTMLElement> => screen.findByRole("region", { name: "What the check came to" });

test("a file that holds says so, by which key, and what it does not prove", async () => {
  await checked("verify_ok");
  const told = spoken(await result());
  expect(told).toContain("It holds. Everything that can be checked was checked.");
  expect(told).toContain("M-0042, made on ops-7");
  expect(told).toContain("of this computer");
  expect(told).toContain("Not proven");
  expect(told).toContain("switchbackctl verify /srv/M-0007.json");
});

test("another computer’s key is not taken for one’s own", async () => {
  await checked("verify_other");
  const told = spoken(await result());
  expect(told).toContain("M-0007, made on ops-9");
  expect(told).toContain("not the key of this computer: compare it with one you have from elsewhere");
});

test("a file that does not hold stops the reader with the first broken place, and its verdicts", async () => {
  await checked("verify_broken");
  const box = await result();
  expect(spoken(within(box).getByRole("alert"))).toContain("It does not hold.");
  const broken = within(box).getByRole("heading", { name: "What does not hold" }).parentElement!;
  expect(within(broken).getAllByRole("listitem").map(spoken)[0]).toContain("event 42 says: the data sync is proven; judged again from what was observed: not proven");
  expect(spoken(box)).toContain("1 of 2 recomputed, not all equal");
  // That a verdict differs says nothing of the chain.
  expect(spoken(box)).toMatch(/Journal chain, 318 events ?head/);
  await fireEvent.click(within(box).getByText("Show each"));
  expect(spoken(box)).toContain("data sync of the outbound leg: proven: judged again, not proven differs");
});

test("a file of another version is neither proven nor broken", async () => {
  await checked("verify_unproven");
  const box = await result();
  expect(within(box).queryByRole("alert")).toBeNull();
  const told = spoken(box);
  expect(told).toContain("It is not proven. Nothing in it was found broken.");
  expect(told).toContain("It was made by another version of Switchback: its chains were checked, its verdicts were not.");
  expect(told).toContain("318 events, no break");
  expect(told).not.toContain("does not hold");
});

test("a file that is no report is told calmly, with what to do", async () => {
  await checked("verify_not_a_report", "/srv/holiday.jpg");
  const box = await result();
  expect(spoken(box)).toContain("This is no report of Switchback.");
  expect(spoken(box)).toContain("check the JSON that was kept with them");
  expect(within(box).queryByRole("alert")).toBeNull();
});

test("a file that is not there is told at the place, and nothing typed is lost", async () => {
  await checked("verify_ok", "M-0007.json");
  await screen.findByText("M-0007.json cannot be read: there is no such file.");
  expect(screen.getByLabelText<HTMLInputElement>("File to check").value).toBe("M-0007.json");
});

test("a file that is dropped on the window is checked at once; of several the first", async () => {
  const page = renderInWindow(Reports, {}, "verify_ok");
  await screen.findByLabelText("File to check");
  await waitFor(() => {
    page.backend.drop(["/srv/drop.json", "/srv/two.json"]);
    expect(requests(page, "report_verify")).toEqual([{ file: "/srv/drop.json" }]);
  });
  expect(spoken(await result())).toContain("/srv/drop.json");
  expect(screen.getByText("2 files were dropped: the first one is checked.")).toBeTruthy();
});
