// The later tasks, as a person uses them.
import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import Palette from "../lib/components/shared/Palette.svelte";
import Guide from "../lib/components/rehearse/Guide.svelte";
import { renderInWindow, type InWindowResult } from "../lib/test/render";
import type { Update } from "../lib/wire";
import Journal from "./Journal.svelte";
import Reports from "./Reports.svelte";
import TaskObserve from "./TaskObserve.svelte";
import TaskReconcile from "./TaskReconcile.svelte";
import TaskSignOff from "./TaskSignOff.svelte";
import TaskSwing from "./TaskSwing.svelte";
import TaskVerify from "./TaskVerify.svelte";
import TaskWork from "./TaskWork.svelte";

const ID = "M-0042";

async function opened<P extends object>(component: (internals: never, props: P) => unknown, props: P, scenario: string, id = ID): Promise<InWindowResult> {
  const result = renderInWindow(component, props, scenario);
  await Promise.all([result.state.session.load(), result.state.board.load(), result.state.maintenance.open(id)]);
  await Promise.all(result.backend.world.pairs.map((pair) => result.state.board.readAgain(pair.name).catch(() => undefined)));
  return result;
}

const button = (name: string): HTMLElement => screen.getByRole("button", { name });
const requests = ({ backend }: InWindowResult, name: string): unknown[] => backend.calls.filter((one) => one.name === name).map((one) => one.request);

test("swing: what to change can be copied, and watching waits until traffic has moved", async () => {
  const page = await opened(TaskSwing, { id: ID, leg: "outbound" }, "swing");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("support.example.com still leads to atl-1.");
  expect(page.view.container.querySelector("pre")?.textContent).toBe("support.example.com.  IN  A\nfrom  192.0.2.11  atl-1\nto    192.0.2.12  atl-2\nLeave all other records.");
  await fireEvent.click(button("Watch until traffic has moved"));
  await waitFor(() => expect(requests(page, "leg_swing")).toEqual([{ id: ID, wait: true }]));
});

test("swing: a name is needed to confirm, and a refusal stays on the page", async () => {
  const page = await opened(TaskSwing, { id: ID, leg: "outbound" }, "swing_unseen");
  await fireEvent.click(button("Confirm by name"));
  expect(requests(page, "leg_swing")).toEqual([]);
  page.backend.world.refuse.leg_swing = { code: "traffic-not-moved", message: "atl-1 still answers there", causes: [], hint: "Change the record, and look again." };
  await fireEvent.input(screen.getByLabelText("Name of the person who has looked"), { target: { value: " Robin Hale " } });
  await fireEvent.click(button("Confirm by name"));
  await screen.findByText("atl-1 still answers there.");
  expect(requests(page, "leg_swing")).toEqual([{ id: ID, wait: false, confirm_by: "Robin Hale" }]);
  expect(screen.getByLabelText<HTMLInputElement>("Name of the person who has looked").value).toBe(" Robin Hale ");
});

test("swing: what is under way is found again, and nothing else can be begun", async () => {
  const page = await opened(TaskSwing, { id: ID, leg: "outbound" }, "swing_watching");
  await page.state.link.follow(ID);
  expect((await screen.findByTestId("under-way")).textContent).toContain("The site name is being asked");
  await fireEvent.click(button("Watch until traffic has moved"));
  expect(requests(page, "leg_swing")).toEqual([]);
});

test("swing back: once traffic has moved the return leg is judged there", async () => {
  const page = await opened(TaskSwing, { id: ID, leg: "return" }, "observe_return");
  await fireEvent.click(button("Sign off the return leg"));
  await waitFor(() => expect(requests(page, "maintenance_settle")).toEqual([{ id: ID }]));
});

test("observe: a remark becomes a note before the leg is signed off", async () => {
  const page = await opened(TaskObserve, { id: ID }, "observe");
  await fireEvent.input(screen.getByLabelText("Your remark, kept in the journal"), { target: { value: "5 users missing is usual" } });
  await fireEvent.click(button("Sign off the outbound leg"));
  await waitFor(() => expect(requests(page, "maintenance_settle")).toHaveLength(1));
  expect(requests(page, "maintenance_note")).toEqual([{ id: ID, text: "5 users missing is usual" }]);
});

test("observe: an unproven sync is acknowledged by name before the leg can be signed off", async () => {
  const page = await opened(TaskObserve, { id: ID }, "observe_unproven");
  await fireEvent.click(button("Sign off the outbound leg"));
  expect(requests(page, "maintenance_settle")).toEqual([]);
  expect(screen.getByText("The data sync of the outbound leg is not proven.")).toBeTruthy();
  await fireEvent.input(screen.getByLabelText("Reason"), { target: { value: "seen in /login" } });
  await fireEvent.click(button("Acknowledge the unproven sync"));
  await waitFor(() => expect(requests(page, "maintenance_acknowledge")).toEqual([{ id: ID, code: "sync_unproven", subject: "Atlas", reason: "seen in /login" }]));
});

test("work: a ticked line can be written as a note, and the list locks nothing", async () => {
  const page = await opened(TaskWork, { id: ID }, "work");
  await fireEvent.input(screen.getByLabelText("Add a line"), { target: { value: "Unlock rack B12" } });
  await fireEvent.click(button("Add"));
  expect(screen.getByRole("link", { name: "Go on to Reconcile" })).toBeTruthy();
  await fireEvent.click(screen.getByRole("checkbox", { name: /Unlock rack B12/ }));
  await fireEvent.click(button("Write as a note: “Unlock rack B12”"));
  await waitFor(() => expect(requests(page, "maintenance_note")).toEqual([{ id: ID, text: "Done: Unlock rack B12" }]));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Write as a note: “Unlock rack B12”" })).toBeNull());
});

test("what is older than its promise is not said as what is now", async () => {
  const later = async <P extends object>(component: (internals: never, props: P) => unknown, props: P, scenario: string): Promise<InWindowResult> => {
    const page = await opened(component, props, scenario);
    const now = page.backend.world.now();
    page.backend.world.now = () => now + 3_600_000;
    (page.state.clock as unknown as { now: number }).now = now + 3_600_000;
    await screen.findByText(/^Last read .* What is seen now is not known/);
    return page;
  };
  const observed = await later(TaskObserve, { id: ID }, "observe");
  expect(screen.queryByText("read now, from here")).toBeNull();
  expect(observed.view.container.textContent).not.toContain("Up on atl-2");
  observed.view.unmount();
  const work = await later(TaskWork, { id: ID }, "work");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("Who carries the users cannot be seen now.");
  expect(work.view.container.querySelector("svg[role=img]")?.getAttribute("aria-label")).toContain("who carries the users is not known now; the role of atl-1 is not known now");
  work.view.unmount();
  const swung = await later(TaskSwing, { id: ID, leg: "outbound" }, "swing");
  expect(swung.view.container.textContent).not.toContain("still leads to atl-1");
  swung.view.unmount();
  await later(TaskVerify, { id: ID }, "verify");
});

test("a window that only reads shuts the acts of the later tasks too, but for a person’s word", async () => {
  const elsewhere: Update = { type: "beat", at: "", driver: false, holder: "switchbackctl (4711)", acts: [] };
  const page = await opened(TaskVerify, { id: ID }, "verify");
  page.backend.tell(elsewhere);
  expect(await screen.findAllByText(/switchbackctl \(4711\)/)).not.toHaveLength(0);
  await fireEvent.click(button("Verify"));
  expect(requests(page, "maintenance_verify")).toEqual([]);
  page.view.unmount();
  const read = await opened(TaskWork, { id: ID }, "work");
  read.backend.tell(elsewhere);
  await fireEvent.input(screen.getByLabelText("Add a note"), { target: { value: "A person's word" } });
  await fireEvent.click(button("Add note"));
  await waitFor(() => expect(requests(read, "maintenance_note")).toHaveLength(1));
});

test("work: a note that was refused is not lost", async () => {
  const page = await opened(TaskWork, { id: ID }, "work");
  page.backend.world.refuse.maintenance_note = { code: "journal-write", message: "The disk is full", causes: [], hint: "Free space." };
  await fireEvent.input(screen.getByLabelText("Add a note"), { target: { value: "NTP server added" } });
  await fireEvent.click(button("Add note"));
  await screen.findByText("The disk is full.");
  expect(screen.getByLabelText<HTMLTextAreaElement>("Add a note").value).toBe("NTP server added");
});

test("reconcile: nothing is stated without what it rests on", async () => {
  const page = await opened(TaskReconcile, { id: ID }, "reconcile");
  await fireEvent.click(button("State that the notes are complete"));
  expect(requests(page, "maintenance_state_complete")).toEqual([]);
  await fireEvent.input(screen.getByLabelText("What it rests on"), { target: { value: "I was there" } });
  await fireEvent.click(button("State that the notes are complete"));
  await screen.findByRole("heading", { level: 1, name: "alex@ops-7 states that the notes are complete." });
  expect(requests(page, "maintenance_state_complete")).toEqual([{ id: ID, reason: "I was there" }]);
});

test("verify: it is asked for, and open points lead the page", async () => {
  const page = await opened(TaskVerify, { id: ID }, "verify");
  await fireEvent.click(button("Verify"));
  await waitFor(() => expect(requests(page, "maintenance_verify")).toHaveLength(1));
  page.view.unmount();
  await opened(TaskVerify, { id: ID }, "sign_off");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Verified. 2 points are open.");
  expect(screen.getByText("The health of atl-2 was not told")).toBeTruthy();
});

test("sign off: each statement is ticked first, and then the end page says where the record is", async () => {
  const page = await opened(TaskSignOff, { id: ID }, "sign_off");
  await fireEvent.click(button("Sign off M-0042"));
  expect(requests(page, "maintenance_sign_off")).toEqual([]);
  for (const box of screen.getAllByRole("checkbox")) await fireEvent.click(box);
  await fireEvent.click(button("Sign off M-0042"));
  await waitFor(() => expect(requests(page, "maintenance_sign_off")).toEqual([{ id: ID }]));
  // The report made itself: what became of it, and the way to it.
  await screen.findByText(/^The report is made\. It is signed by the key sb-6f02/);
  expect(screen.getAllByRole("link", { name: "Open the report" })[0]?.getAttribute("href")).toBe("#/report/M-0042");
  page.view.unmount();
  await opened(TaskSignOff, { id: ID }, "signed_off");
  expect(screen.getByTestId("head").textContent).toHaveLength(64);
  expect(screen.getByTestId("data-dir").textContent).toBe("/home/alex/.local/share/switchback");
});

test("reports: a missing number is named, and a filter says what it hides", async () => {
  renderInWindow(Reports, {}, "register_hole");
  expect(await screen.findByText("M-0017 is missing from this register.")).toBeTruthy();
  // By its text: a role is looked for through every row, which takes long.
  await fireEvent.click(await screen.findByText("Incomplete 1"));
  expect(screen.getByText(/40 maintenances are not shown by this filter/)).toBeTruthy();
  expect(screen.getByText("M-0040").getAttribute("href")).toBe("#/report/M-0040");
});

test("reports: a file is taken in by its path", async () => {
  const page = renderInWindow(Reports, {}, "board");
  await fireEvent.input(await screen.findByLabelText("File on this computer"), { target: { value: "/tmp/m.json" } });
  await fireEvent.click(button("Take it in"));
  expect(await screen.findByRole("link", { name: /^Open M-/ })).toBeTruthy();
  expect(requests(page, "maintenance_import")).toEqual([{ file: "/tmp/m.json" }]);
});

test("journal: the newest is on top and its hash is the head; a broken chain shows no events", async () => {
  const page = renderInWindow(Journal, { id: ID }, "signed_off");
  expect((await screen.findByTestId("head")).textContent).toHaveLength(64);
  expect(screen.getAllByRole("row")[1]?.textContent).toContain("Signed off.");
  page.view.unmount();
  const broken = renderInWindow(Journal, { id: "M-9999" }, "signed_off");
  await screen.findByText("There is no maintenance 'M-9999'.");
  expect(broken.view.queryByText("Chain verified")).toBeNull();
});

test("palette: arrows choose, Enter opens, Esc closes", async () => {
  let closed = 0;
  const page = renderInWindow(Palette, { onclose: () => (closed += 1) }, "board");
  await page.state.board.load();
  const field = await screen.findByRole("combobox");
  await fireEvent.input(field, { target: { value: "atlas" } });
  expect(field.getAttribute("aria-activedescendant")).toBe(screen.getAllByRole("option")[0]?.id);
  await fireEvent.keyDown(field, { key: "Enter" });
  expect(page.state.router.route).toEqual({ page: "pair", name: "Atlas" });
  await fireEvent.keyDown(field, { key: "Escape" });
  expect(closed).toBe(2);
});

test("guide: it leads from the pair to the task that is due, and can be hidden and found again", async () => {
  const page = renderInWindow(Guide, {}, "demo_check");
  await page.state.board.load();
  await page.state.board.readAgain("demo");
  expect((await screen.findByRole("link", { name: "Go there: Check readiness" })).getAttribute("href")).toBe("#/maintenance/M-0001/check");
  await fireEvent.click(button("Hide the guide"));
  expect(screen.queryByText("Step 3 of 14")).toBeNull();
  await fireEvent.click(button("Show the guide"));
  expect(screen.getByText("Step 3 of 14")).toBeTruthy();
});
