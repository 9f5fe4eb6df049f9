// The report of a maintenance: what it says and proves, its files, and the page itself.
import { configure, fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, expect, test, vi } from "vitest";
import { renderInWindow, type InWindowResult } from "../lib/test/render";
import Report from "./Report.svelte";

configure({ defaultHidden: true });
const ID = "M-0042";
const spoken = (one: HTMLElement): string => one.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
const region = (name: string): HTMLElement => screen.getByRole("region", { name });
const requests = ({ backend }: InWindowResult, name: string): unknown[] => backend.calls.filter((one) => one.name === name).map((one) => one.request);
const button = (name: string | RegExp): HTMLElement => screen.getByRole("button", { name });

async function shown(scenario: string): Promise<InWindowResult> {
  const page = renderInWindow(Report, { id: ID }, scenario);
  await page.state.session.load();
  await screen.findByRole("region", { name: "Proof" });
  return page;
}

afterEach(() => vi.unstubAllGlobals());

test("it says what it is, what it proves, and what it does not prove", async () => {
  const page = await shown("report_complete");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Memory upgrade of atl-1: complete");
  expect(screen.getByText("23 changes: 18 found on atl-1, 4 confirmed by hand, 1 discarded with a reason.")).toBeTruthy();
  const proof = spoken(region("Proof"));
  expect(proof).toContain("holds, checked now");
  expect(proof).toContain("Journal chain, 318 events, no break");
  expect(proof).toContain("Evidence, 1,204 readings, each names its evidence by hash");
  expect(proof).toContain("Verdicts, 31 of 31 recomputed, equal");
  expect(proof).toMatch(/Signature, key sb-6f02… .*of this computer/);
  const { not_proven } = (await page.backend.call("report_show", { id: ID })).proof;
  expect(not_proven).toHaveLength(6);
  for (const one of not_proven) expect(proof).toContain(one);
  expect(proof).toContain("switchbackctl verify /home/alex/.local/share/switchback/reports/M-0042/M-0042.json");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.queryByText("Draft")).toBeNull();
});

test("the picture says in words what it draws", async () => {
  await shown("report_complete");
  const label = (await screen.findByRole("img", { name: /is primary from/ })).getAttribute("aria-label") ?? "";
  expect(label).toContain("atl-2 is primary from 01:54 CET; atl-1 is primary from 05:14 CET");
  expect(label).toContain("users out 01:47 to 01:54; users out 05:08 to 05:14");
  expect(label).toContain("without redundancy 02:22 – 03:24");
  expect(label).toMatch(/\d+ changes marked, \d+ on the backup/);
});

test("each phase says in words what the bar shows", async () => {
  await shown("report_complete");
  const rows = within(region("Phases")).getAllByRole("row").slice(1).map((row) => [...row.children].map((cell) => spoken(cell as HTMLElement)).join(" | "));
  expect(rows[1]).toBe("Data sync, outbound leg | – | 6 min 28 s | usual, 4:50 – 7:40 | ");
  expect(rows[5]).toBe("On atl-2 | 4 h 30 min | 3 h 20 min | 01:54 – 05:14 | ");
  expect(rows.some((row) => row.startsWith("Swing, return leg") && row.includes("longer than usual, 0:48 – 3:00"))).toBe(true);
});

test("what does not hold stops the reader, the first one first", async () => {
  await shown("report_broken");
  expect(spoken(screen.getByRole("alert"))).toContain("Stop. This report does not hold: event 211 does not fit its chain (journal[210].hash).");
  const proof = region("Proof");
  const broken = within(proof).getByRole("heading", { name: "What does not hold" }).parentElement!;
  expect(within(broken).getAllByRole("listitem").map(spoken)[0]).toContain("event 211 does not fit its chain");
  expect(spoken(proof)).toContain("Journal chain, 318 events, it does not hold");
  expect(spoken(proof)).not.toContain("no break");
});

test("unsigned is told with what it means, and is no failure", async () => {
  await shown("report_unsigned");
  expect(spoken(region("Proof"))).toContain("Signature, none It is not signed: who rewrites all of it is not found.");
  expect(spoken(region("Kept files"))).toContain("not signed");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("open points stand in it", async () => {
  await shown("report_incomplete");
  expect(within(region("Open points")).getAllByRole("listitem")).toHaveLength(2);
});

test("of an open maintenance it is a draft, and nothing can be kept yet", async () => {
  await shown("report_open");
  expect(screen.getByText("Draft")).toBeTruthy();
  expect(spoken(region("Kept files"))).toContain("It is kept by itself once the maintenance ends.");
  expect(screen.queryByRole("button", { name: /^(Keep it now|Make it again)$/ })).toBeNull();
  expect(screen.getByRole("img", { name: /atl-2 is primary from 01:54 CET; users out/ })).toBeTruthy();
});

test("one that was not kept is kept at a press, and one that was can be made again", async () => {
  const page = await shown("report_not_kept");
  await fireEvent.click(button("Keep it now"));
  await within(region("Kept files")).findByText("/home/alex/.local/share/switchback/reports/M-0042/M-0042.json");
  await within(region("Kept files")).findByText(/^The report is made\. It is signed by the key sb-6f02/);
  await waitFor(() => expect(screen.queryByRole("button", { name: /Keep it now|Make it again/ })).toBeNull());
  page.view.unmount();
  const outdated = await shown("report_outdated");
  expect(within(region("Kept files")).getByText("More was recorded since this report was made: make it again.")).toBeTruthy();
  outdated.backend.world.refuse.report_keep = { code: "disk-full", message: "The disk is full", causes: [], hint: "Free space." };
  await fireEvent.click(button("Make it again"));
  await within(region("Kept files")).findByText("The disk is full.");
  expect(within(region("Kept files")).getByText("The files that were kept before are as they were.")).toBeTruthy();
  delete outdated.backend.world.refuse.report_keep;
  await fireEvent.click(button("Make it again"));
  await waitFor(() => expect(screen.queryByText("More was recorded since this report was made: make it again.")).toBeNull());
});

test("it is saved as a file of the person’s own; what is refused is told there, and nothing typed is lost", async () => {
  const page = await shown("report_complete");
  await fireEvent.click(button("Save as …"));
  const field = screen.getByLabelText<HTMLInputElement>("File on this computer");
  await waitFor(() => expect(document.activeElement).toBe(field));
  await fireEvent.click(button("Save the page"));
  expect(screen.getByText("Enter the path first.")).toBeTruthy();
  expect(requests(page, "report_make")).toEqual([]);
  await fireEvent.click(screen.getByRole("radio", { name: "JSON" }));
  await fireEvent.input(field, { target: { value: "report.json" } });
  await fireEvent.click(button("Save JSON"));
  await screen.findByText("'report.json' is no whole path.");
  expect(field.value).toBe("report.json");
  await fireEvent.input(field, { target: { value: " /srv/records/M-0042.json " } });
  await fireEvent.click(button("Save JSON"));
  await screen.findByText("Written to /srv/records/M-0042.json, 141.3 kB.");
  expect(requests(page, "report_make").at(-1)).toEqual({ id: ID, format: "json", out: "/srv/records/M-0042.json" });
  await fireEvent.click(button("Close"));
  await waitFor(() => expect(document.activeElement).toBe(button("Save as …")));
});

test("a half-typed path is there after a reload", async () => {
  const page = await shown("report_complete");
  await fireEvent.click(button("Save as …"));
  await fireEvent.input(screen.getByLabelText("File on this computer"), { target: { value: "/srv/re" } });
  page.view.unmount();
  await shown("report_complete");
  expect(screen.getByLabelText<HTMLInputElement>("File on this computer").value).toBe("/srv/re");
});

test("the markdown is copied for the ticket", async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  const page = await shown("report_complete");
  await fireEvent.click(button("Copy for the ticket"));
  const { markdown } = await page.backend.call("report_show", { id: ID });
  expect(writeText).toHaveBeenCalledWith(markdown);
});

test("the page is asked for only when it is wanted, and stands in a frame that runs nothing", async () => {
  const page = await shown("report_complete");
  expect(requests(page, "report_preview")).toEqual([]);
  await fireEvent.click(button("Show the page"));
  const frame = await screen.findByTitle<HTMLIFrameElement>("The page of the report of M-0042");
  expect(frame.getAttribute("sandbox")).toBe("");
  expect(frame.getAttribute("srcdoc")).toContain("<!DOCTYPE html>");
  await fireEvent.click(button("Hide the page"));
  expect(screen.queryByTitle("The page of the report of M-0042")).toBeNull();
});

test("one that cannot be made says so, and is read again", async () => {
  const page = renderInWindow(Report, { id: ID }, "report_failed");
  await screen.findByText("Event 14 of the journal of M-0042 does not fit its chain.");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("The report of M-0042 could not be made");
  delete page.backend.world.refuse.report_show;
  await fireEvent.click(button("Read again"));
  await screen.findByRole("region", { name: "Proof" });
});

test("without the maintenance the report stands, and the picture is said to be missing", async () => {
  await shown("report_unpictured");
  await screen.findByText("The picture could not be drawn: the maintenance could not be read.");
});
