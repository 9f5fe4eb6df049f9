// A window that is loaded anew finds each half-filled form as it was: a fresh window over the same store of this session.
import { cleanup, configure, fireEvent, screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderInWindow, type InWindowResult } from "../lib/test/render";
import Maintenance from "./Maintenance.svelte";
import PairForm from "./PairForm.svelte";
import Reports from "./Reports.svelte";
import TaskPlan from "./TaskPlan.svelte";

const ID = "M-0042";
const CANARY = "canary-secret-7f3a";

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  vi.stubGlobal("ResizeObserver", class { observe(): void { /* no layout here */ } unobserve(): void { /* none */ } disconnect(): void { /* none */ } });
});
afterEach(() => sessionStorage.clear());

async function open<P extends object>(component: Parameters<typeof renderInWindow<P>>[0], props: P, scenario: string): Promise<InWindowResult> {
  const made = renderInWindow(component, props, scenario);
  await made.state.session.load();
  await made.state.board.load();
  await made.state.maintenance.open(ID);
  await tick();
  return made;
}

/** Nothing of the window lives on but what the session's store holds, as text. */
function reload(): void {
  const kept = { ...sessionStorage } as Record<string, string>;
  cleanup();
  sessionStorage.clear();
  for (const [key, value] of Object.entries(kept)) sessionStorage.setItem(key, value);
}

const field = (name: string | RegExp): HTMLInputElement => screen.getByLabelText(name);
const type = async (name: string | RegExp, value: string): Promise<void> => void (await fireEvent.input(field(name), { target: { value } }));

test("a plan", async () => {
  await open(TaskPlan, { name: "Atlas", id: null }, "pair");
  await type("Title", "Memory upgrade");
  await type("Outbound window, date", "2026-03-");
  await tick();
  reload();
  await open(TaskPlan, { name: "Atlas", id: null }, "pair");
  expect([field("Title").value, field("Outbound window, date").value]).toEqual(["Memory upgrade", "2026-03-"]);
});

test("a pair that is being added, without its secret", async () => {
  await open(PairForm, { name: null }, "first");
  await type("Name of the pair", "Glade");
  await type(/^Site name/, "desk.example.com");
  await fireEvent.click(screen.getByRole("radio", { name: /Shared IP/ }));
  await fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  const [home, standIn] = screen.getAllByLabelText("Label");
  const [first, second] = screen.getAllByLabelText("Own address");
  for (const [at, value] of [[home, "gla-1"], [standIn, "gla-2"], [first, "192.0.2.71"], [second, "192.0.2.72"]] as const) await fireEvent.input(at!, { target: { value } });
  await fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  await type("OAuth client id", "3f9b2c61e0a84d7f");
  await type("Client secret", CANARY);
  await tick();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(CANARY);
  reload();
  await open(PairForm, { name: null }, "first");
  // It begins at its first step again, with everything that was typed.
  expect([field("Name of the pair").value, field(/^Site name/).value]).toEqual(["Glade", "desk.example.com"]);
  await fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  expect(screen.getAllByLabelText<HTMLInputElement>("Own address").map((one) => one.value)).toEqual(["192.0.2.71", "192.0.2.72"]);
  await fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  expect([field("OAuth client id").value, field("Client secret").value]).toEqual(["3f9b2c61e0a84d7f", ""]);
});

test("a reason", async () => {
  const hub = async (): Promise<void> => {
    await open(Maintenance, { id: ID }, "plan");
    await fireEvent.click(screen.getByRole("button", { name: "Abandon" }));
  };
  await hub();
  await type("Reason", "The window was taken by");
  await tick();
  reload();
  await hub();
  expect(field("Reason").value).toBe("The window was taken by");
});

test("a file that is to be taken in, until it was", async () => {
  const label = "File on this computer";
  const reports = async (): Promise<InWindowResult> => {
    const made = await open(Reports, {}, "register");
    await screen.findByLabelText(label);
    return made;
  };
  await reports();
  await type(label, "/srv/M-0042.json");
  await tick();
  reload();
  const { backend } = await reports();
  expect(field(label).value).toBe("/srv/M-0042.json");
  await fireEvent.click(screen.getByRole("button", { name: "Take it in" }));
  await waitFor(() => expect(backend.calls.filter((call) => call.name === "maintenance_import").map((call) => call.request)).toEqual([{ file: "/srv/M-0042.json" }]));
  await waitFor(() => expect(field(label).value).toBe(""));
  await tick();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("M-0042.json");
});
