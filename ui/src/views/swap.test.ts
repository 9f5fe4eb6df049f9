import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import { renderInWindow, type InWindowResult } from "../lib/test/render";
import { ID, button, calls, page } from "../lib/test/maintenancePage";
import { inspection } from "../lib/pair/inspect";
import { appliance, iso, status } from "../lib/backend/fake/world";
import type { Certificate, Pair, RoleWord, Shown } from "../lib/wire";
import Maintenance from "./Maintenance.svelte";
import Guarded from "./Guarded.svelte";
import TaskCheck from "./TaskCheck.svelte";
import TaskPlan from "./TaskPlan.svelte";
import TaskSave from "./TaskSave.svelte";
import TaskSwap from "./TaskSwap.svelte";

const swap = (scenario: string, leg: "outbound" | "return" = "outbound"): Promise<InWindowResult> => page(TaskSwap, { id: ID, leg }, scenario);

describe("fail over", () => {
  test("the safe button has the focus, and the ink one sends one command that is watched to its end", async () => {
    const made = await swap("fail_over");
    await waitFor(() => expect(document.activeElement).toBe(button("Not now")));
    expect(screen.getByRole("heading", { level: 1, name: "Before atl-2 becomes primary" })).toBeTruthy();
    expect(screen.getByText("41 users will be cut off")).toBeTruthy();
    await fireEvent.click(button("Make atl-2 primary"));
    expect(calls(made, "leg_fail_over")).toEqual([{ id: ID, wait: true, by_hand: false }]);
    await screen.findByRole("heading", { level: 1, name: /Data sync is running/ });
    expect(screen.queryByRole("button", { name: "Make atl-2 primary" })).toBeNull();
  });

  test("by hand is announced only after its own page, and nothing else is sent", async () => {
    const made = await swap("fail_over");
    await fireEvent.click(button("By hand"));
    expect(screen.getByText(/Press Become Backup\./)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Make atl-2 primary" })).toBeNull();
    await fireEvent.click(button("Begin by hand: make atl-2 primary"));
    expect(calls(made, "leg_fail_over")).toEqual([{ id: ID, wait: true, by_hand: true }]);
    await screen.findByRole("heading", { level: 1, name: "Change the roles by hand in /login of atl-1." });
  });

  test("where the program refuses, the button is off with the program's reason", async () => {
    const made = await swap("check");
    const off = screen.getByRole("button", { name: "Make atl-2 primary", description: /A warning is open: clock_offset/ });
    await fireEvent.click(off);
    expect(calls(made, "leg_fail_over")).toEqual([]);
    expect(button("By hand").getAttribute("aria-disabled")).toBe("true");
  });

  test("an account that may not command leaves only the way by hand", async () => {
    await swap("check_account");
    expect(button("Make atl-2 primary").getAttribute("aria-disabled")).toBe("true");
    expect(button("By hand").getAttribute("aria-disabled")).toBeNull();
  });

  test("in a window that only reads, the holder is named and nothing is sent", async () => {
    const made = await swap("check_held");
    await fireEvent.click(screen.getByRole("button", { name: "Make atl-2 primary", description: /switchbackctl \(4711\)/ }));
    expect(calls(made, "leg_fail_over")).toEqual([]);
  });

  test("a refusal of the act stays on its page", async () => {
    const made = await swap("fail_over");
    made.backend.world.refuse.leg_fail_over = { code: "check-again", message: "the check is too old", causes: [], hint: "Check again." };
    await fireEvent.click(button("Make atl-2 primary"));
    expect(await screen.findByText("the check is too old.")).toBeTruthy();
  });

  test("the return leg makes the home primary primary", async () => {
    const made = await swap("fail_back", "return");
    await fireEvent.click(button("Make atl-1 primary"));
    expect(calls(made, "leg_fail_back")).toEqual([{ id: ID, wait: true, by_hand: false }]);
  });
});

describe("after and between", () => {
  test.each([
    ["live", "Both sides report Backup. This is a normal step of the swap."],
    ["live_sync", "Data sync is running, before atl-2 takes over. Users are out, as planned."],
    ["restart", "Switchback was closed in the middle of a swap."],
    ["unknown", "It may have started. atl-1 gave no answer to rely on."],
    ["stuck", "Both sides still report Backup, past the limit of 2 min. Nobody serves users."],
    ["live_unreadable", "The role of atl-1 is not readable now."],
    ["refused", "atl-1 refused the command. Roles are unchanged."],
    ["not_sent", "The command never left this computer. It changed nothing."],
    ["not_happened", "It is stated that the swap did not happen."],
    ["done_proven", "atl-2 is primary. Both appliances say so."],
    ["done_unproven", "atl-2 is primary. Not both told their role themselves."],
    ["swap_two_primaries", "Stop. atl-1 and atl-2 both say they are primary."],
    ["role_changed", "The maintenance stands still. A role changed without a command of it."],
    ["other_guid", "Stop. atl-2 answers with another GUID than the pair remembers."],
    ["other_key", "Stop. atl-2 shows another key than the pinned one."],
  ])("%s has its own page", async (scenario, sentence) => {
    await swap(scenario);
    expect(await screen.findByRole("heading", { level: 1, name: sentence })).toBeTruthy();
    // Only a page before a swap can change who is primary.
    expect(screen.queryAllByRole("button", { name: /^Make .* primary$/ })).toEqual([]);
  });

  test("after a restart there is one button: it looks and sends nothing", async () => {
    const made = await swap("restart");
    await fireEvent.click(button("Observe again"));
    expect(calls(made, "leg_observe")).toEqual([{ id: ID, wait: true }]);
    expect(screen.queryByRole("button", { name: "It did not happen" })).toBeNull();
    await waitFor(() => expect(screen.queryByText("Switchback was closed in the middle of a swap.")).toBeNull());
  });

  test("until the first beat nothing is said about who watches", async () => {
    const { state } = renderInWindow(TaskSwap, { id: ID, leg: "outbound" as const }, "live");
    await state.maintenance.open(ID);
    await waitFor(() => expect(state.maintenance.value).not.toBeNull());
    expect(screen.queryByText("Switchback was closed in the middle of a swap.")).toBeNull();
  });

  test("what was asked for here is watched before the next beat says so", async () => {
    const made = await swap("fail_over");
    made.backend.world.acts.push = () => 0;
    let finish = (): void => {};
    const call = made.backend.call.bind(made.backend);
    made.backend.call = async (name, request, secret) => {
      const told = await call(name, request, secret);
      if (name === "leg_fail_over") await new Promise<void>((resolve) => (finish = resolve));
      return told;
    };
    await fireEvent.click(button("Make atl-2 primary"));
    await made.state.maintenance.refresh();
    expect(await screen.findByRole("heading", { level: 1, name: /Data sync is running/ })).toBeTruthy();
    finish();
  });

  test("that it did not happen can be stated only where the program allows it, and with a reason", async () => {
    const early = await swap("unknown");
    expect(screen.queryByRole("button", { name: "It did not happen" })).toBeNull();
    expect(screen.getByText(/It has started or may have; a data sync may take up to/)).toBeTruthy();
    early.view.unmount();
    const made = await swap("overdue");
    await fireEvent.click(button("It did not happen"));
    expect(calls(made, "maintenance_not_happened")).toEqual([]);
    await fireEvent.input(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "Nothing under Failover." } });
    await fireEvent.click(button("It did not happen"));
    expect(calls(made, "maintenance_not_happened")).toEqual([{ id: ID, reason: "Nothing under Failover." }]);
  });

  test("what is seen is adopted only where allowed", async () => {
    const shut = await swap("role_changed");
    expect(screen.queryByRole("button", { name: "Adopt what is seen" })).toBeNull();
    shut.view.unmount();
    const made = await swap("role_adopt");
    await fireEvent.click(button("Adopt what is seen"));
    await fireEvent.input(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "Done by netops." } });
    await fireEvent.click(button("Adopt what is seen"));
    expect(calls(made, "maintenance_adopt")).toEqual([{ id: ID, reason: "Done by netops." }]);
  });

  test("a new key is pinned only after the tick and a name, and the name goes to the journal", async () => {
    const made = await swap("other_key");
    const pin = await screen.findByRole("button", { name: "Pin the new key of atl-2" });
    await fireEvent.click(pin);
    expect(calls(made, "pairs_accept")).toEqual([]);
    await fireEvent.click(screen.getByRole("checkbox"));
    await fireEvent.input(screen.getByRole("textbox", { name: /Who confirmed it/ }), { target: { value: "Robin, by phone" } });
    await fireEvent.click(pin);
    // One write has both: what is accepted, and who compared it.
    await waitFor(() => expect(calls(made, "pairs_accept")).toEqual([{ name: "Atlas", label: "atl-2", pin: "a97c31f00de258b46b159ac7e84302dd71bec62f94085da33ef1679b20ca8416", confirmed_by: "Robin, by phone" }]));
  });

  test("a tick does not count for a key that is shown after it", async () => {
    const made = await swap("other_key");
    const pin = await screen.findByRole("button", { name: "Pin the new key of atl-2" });
    await fireEvent.click(screen.getByRole("checkbox"));
    await fireEvent.input(screen.getByRole("textbox", { name: /Who confirmed it/ }), { target: { value: "Robin" } });
    const { certificate } = await made.backend.call("pairs_inspect", inspection(made.backend.world.pairs[0] as Pair)).then((told) => told.appliances[1] as Shown);
    made.backend.world.shown = { "atl-2": { ...(certificate as Certificate), spki_sha256: "c".repeat(64) } };
    await made.state.board.load();
    await screen.findByText(/Something else is shown now than what you compared/);
    expect(screen.getByRole<HTMLInputElement>("checkbox").checked).toBe(false);
    await fireEvent.click(pin);
    expect(calls(made, "pairs_accept")).toEqual([]);
    await fireEvent.click(screen.getByRole("checkbox"));
    await fireEvent.click(pin);
    await waitFor(() => expect(calls(made, "pairs_accept")).toEqual([{ name: "Atlas", label: "atl-2", pin: "c".repeat(64), confirmed_by: "Robin" }]));
  });

  test("a GUID that answers now stands beside the one that answered when it stopped, and only what was compared is accepted", async () => {
    const made = await swap("other_guid");
    await made.state.board.readAgain("Atlas");
    expect(screen.getByText("Answered when it stopped")).toBeTruthy();
    await fireEvent.click(screen.getByRole("checkbox"));
    await fireEvent.input(screen.getByRole("textbox", { name: /Who confirmed it/ }), { target: { value: "Robin" } });
    made.backend.world.statuses = made.backend.world.statuses.map((one) => (one.pair !== "Atlas" ? one : { ...one, appliances: one.appliances.map((end) => (end.label === "atl-2" ? { ...end, guid: "d".repeat(32) } : end)) }));
    await made.state.board.readAgain("Atlas");
    await screen.findByText("d".repeat(32));
    expect(screen.getByRole<HTMLInputElement>("checkbox").checked).toBe(false);
    await fireEvent.click(button("Accept the new GUID of atl-2"));
    expect(calls(made, "pairs_accept")).toEqual([]);
    await fireEvent.click(screen.getByRole("checkbox"));
    await fireEvent.click(button("Accept the new GUID of atl-2"));
    await waitFor(() => expect(calls(made, "pairs_accept")).toEqual([{ name: "Atlas", label: "atl-2", guid: "d".repeat(32), confirmed_by: "Robin" }]));
  });

  test("where the remembered GUID answers again there is nothing to accept", async () => {
    const made = await swap("other_guid");
    made.backend.world.statuses = made.backend.world.statuses.map((one) => (one.pair !== "Atlas" ? one : { ...one, appliances: one.appliances.map((end) => (end.label === "atl-2" ? { ...end, guid: "b93d07c51a2e4d8c9f60ab17e2c451c8" } : end)) }));
    await made.state.board.readAgain("Atlas");
    await screen.findByText(/The remembered GUID answers again/);
  });

  test("an unproven sync is answered for by name", async () => {
    const made = await swap("done_unproven");
    await fireEvent.input(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "Seen in /login." } });
    await fireEvent.click(button("Acknowledge"));
    expect(calls(made, "maintenance_acknowledge")).toEqual([{ id: ID, code: "sync_unproven", subject: null, reason: "Seen in /login." }]);
    expect(await screen.findByText(/Acknowledged by alex@ops-7/)).toBeTruthy();
  });
});

describe("check readiness", () => {
  test("a warning is acknowledged by name with a reason, and then the way on opens", async () => {
    const made = await page(TaskCheck, { id: ID, leg: "outbound" }, "check");
    expect(screen.queryByRole("link", { name: "Go on to Save" })).toBeNull();
    await fireEvent.click(button("Acknowledge “Clocks are close”"));
    expect(calls(made, "maintenance_acknowledge")).toEqual([]);
    expect(screen.getByText("Say why: the reason is kept with your name.")).toBeTruthy();
    await fireEvent.input(screen.getByRole("textbox"), { target: { value: "NTP is mended tomorrow." } });
    await fireEvent.click(button("Acknowledge “Clocks are close”"));
    expect(calls(made, "maintenance_acknowledge")).toEqual([{ id: ID, code: "clock_offset", subject: "atl-2", reason: "NTP is mended tomorrow." }]);
    await made.state.maintenance.refresh();
    expect(await screen.findByRole("heading", { level: 1, name: "Nothing stands in the way of making atl-2 primary." })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Go on to Save" })).toBeTruthy();
  });

  test("a blocker has a remedy and no acknowledgement", async () => {
    await page(TaskCheck, { id: ID, leg: "outbound" }, "check_blocked");
    expect(screen.getByRole("heading", { level: 1, name: "2 checks stand in the way." })).toBeTruthy();
    const open = screen.getByRole("region", { name: "Product, version and build are equal" });
    expect(within(open).queryByRole("button", { name: /Acknowledge/ })).toBeNull();
    expect(within(open).getByText(/Bring both appliances/)).toBeTruthy();
  });

  test("an old check asks to be made again, and cannot be acknowledged", async () => {
    const made = await page(TaskCheck, { id: ID, leg: "outbound" }, "check_old");
    expect(screen.getByRole("heading", { level: 1, name: "Readiness was checked 31 min ago. It no longer counts." })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Acknowledge/ })).toBeNull();
    await fireEvent.click(button("Check again"));
    expect(calls(made, "pairs_check")).toEqual([{ name: "Atlas", leg: "outbound" }]);
  });
});

test("a backup is named with its file", async () => {
  const made = await page(TaskSave, { id: ID }, "check_ready");
  await fireEvent.click(button("Name this file"));
  expect(calls(made, "maintenance_save")).toEqual([]);
  await fireEvent.input(screen.getByRole("textbox", { name: "Backup file" }), { target: { value: "/srv/atl-1.nsb" } });
  await fireEvent.click(screen.getByRole("radio", { name: "atl-2" }));
  await fireEvent.click(button("Name this file"));
  expect(calls(made, "maintenance_save")).toEqual([{ id: ID, appliance: "atl-2", backup_file: "/srv/atl-1.nsb" }]);
});

test("a refusal at the moment of the swap is found again by whoever comes back", async () => {
  const made = await page(Maintenance, { id: "M-0042" }, "fail_over");
  made.state.maintenance.close();
  made.backend.tell({ type: "ended", act: { maintenance: ID, command: "leg_fail_over" }, sentence: "Readiness blocks it: atl-1 is not healthy.", needs_you: true });
  await made.state.maintenance.open(ID);
  expect((await screen.findByTestId("ended")).textContent).toContain("Readiness blocks it");
  made.view.unmount();
  const again = await swap("fail_over");
  again.backend.tell({ type: "ended", act: { maintenance: ID, command: "leg_fail_over" }, sentence: "Readiness blocks it: atl-1 is not healthy.", needs_you: true });
  expect((await screen.findByTestId("ended")).textContent).toContain("Readiness blocks it");
});

test("who serves is said only where it is read, and a new home is named only where the stand-in is seen as primary", async () => {
  const made = await page(Maintenance, { id: ID }, "work");
  const say = (roles: [RoleWord, RoleWord]): void => made.backend.tell({ type: "status", status: status("Atlas", "unknown", "needs_you", "", "", roles.map((role, n) => appliance(`atl-${n + 1}`, role, { observed_at: iso(made.state.clock.read()) }))) });
  await fireEvent.click(button("Close away"));
  expect(screen.getByText(/atl-2 is seen as primary/)).toBeTruthy();
  say(["backup", "backup"]);
  expect(await screen.findByText(/Who serves is not known/)).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /The stand-in becomes the home primary/ }).disabled).toBe(true);
  made.view.unmount();
  const stopped = await swap("role_changed");
  await fireEvent.click(button("Abandon"));
  expect(stopped.view.container.textContent).toContain("No role was changed by a command of this maintenance. A role was changed by somebody else.");
});

test("what is not allowed is not on the hub, and an end needs a reason", async () => {
  const away = await page(Maintenance, { id: ID }, "work");
  expect(screen.queryByRole("button", { name: "Abandon" })).toBeNull();
  await fireEvent.click(button("Close away"));
  await fireEvent.click(screen.getByRole("checkbox", { name: /The stand-in becomes the home primary/ }));
  await fireEvent.click(button("Close M-0042 away"));
  expect(calls(away, "maintenance_close_away")).toEqual([]);
  await fireEvent.input(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "atl-1 is scrapped." } });
  await fireEvent.click(button("Close M-0042 away"));
  expect(calls(away, "maintenance_close_away")).toEqual([{ id: ID, new_home: true, reason: "atl-1 is scrapped." }]);
  away.view.unmount();
  await page(Maintenance, { id: ID }, "check");
  expect(screen.queryByRole("button", { name: "Close away" })).toBeNull();
  expect(button("Abandon")).toBeTruthy();
});

test("an ended maintenance is only read", async () => {
  await page(Maintenance, { id: ID }, "abandoned");
  expect(screen.getByText(/^Abandoned Sun 8 Mar 2026/)).toBeTruthy();
  expect(screen.getAllByRole("button").map((one) => one.textContent?.trim())).toEqual(["Copy status"]);
});

test("a plan names what is missing, keeps what was typed, and then has a number", async () => {
  const { backend, state } = await page(TaskPlan, { name: "Atlas", id: null }, "pair");
  await fireEvent.click(button("Save the plan of Atlas"));
  expect(screen.getByRole("heading", { level: 1, name: "Not saved yet. 1 field needs you." })).toBeTruthy();
  expect(backend.calls.some((call) => call.name === "maintenance_plan")).toBe(false);
  await fireEvent.input(screen.getByRole("textbox", { name: "Title" }), { target: { value: "Memory" } });
  await fireEvent.input(screen.getByRole("textbox", { name: "Outbound window, date" }), { target: { value: "2026-03-08" } });
  await fireEvent.input(screen.getByRole("textbox", { name: "Outbound window, from" }), { target: { value: "01:30" } });
  await fireEvent.input(screen.getByRole("textbox", { name: "Outbound window, to" }), { target: { value: "02:30" } });
  expect(screen.getByText("00:30 – 01:30 UTC · 1 h")).toBeTruthy();
  await fireEvent.click(button("Save the plan of Atlas"));
  await waitFor(() => expect(state.router.route).toEqual({ page: "maintenance", id: ID }));
  expect(backend.calls.find((call) => call.name === "maintenance_plan")?.request).toEqual({ pair: "Atlas", title: "Memory", kind: "maintenance", take_up: false, start: "2026-03-08T01:30", end: "2026-03-08T02:30", zone: "Europe/Berlin" });
});

test("a guarded way says that it is not sent, and sends nothing", async () => {
  const { backend } = await page(Guarded, { name: "Delta", way: "emergency" }, "board");
  await fireEvent.click(screen.getByRole("button", { name: "Send “Emergency”", description: /not in this version/ }));
  expect(backend.calls.some((call) => call.name === "pairs_recover")).toBe(false);
  expect(screen.getByText(/Press Become Primary/)).toBeTruthy();
});

test("a guarded way names who is primary now, and where that is not told a person chooses", async () => {
  // atl-2 carries the users: the healthy one is not the one to switch off.
  const away = await page(Guarded, { name: "Atlas", way: "emergency" }, "work_away");
  expect(await screen.findByRole("heading", { level: 1, name: "Make atl-1 primary without atl-2" })).toBeTruthy();
  expect(screen.getByText(/Switch atl-2 off/)).toBeTruthy();
  away.view.unmount();
  // Nothing answers: the leg that comes next tells it.
  const silent = await page(Guarded, { name: "Atlas", way: "emergency" }, "fail_back");
  const status = silent.state.board.row("Atlas")?.status;
  if (status == null) throw new Error("no status");
  silent.state.board.take({ type: "status", status: { ...status, appliances: status.appliances.map((one) => ({ ...one, role: "unknown", reachable: false })) } });
  expect(await screen.findAllByText(/does not answer/)).toHaveLength(2);
  expect(screen.getByText(/Switch atl-2 off/)).toBeTruthy();
  silent.view.unmount();
  const sync = await page(Guarded, { name: "Atlas", way: "without-sync" }, "work");
  expect(await screen.findByText(/Open \/login of atl-2, and see that it is primary/)).toBeTruthy();
  sync.view.unmount();
  const both = await page(Guarded, { name: "Atlas", way: "emergency" }, "live_back");
  expect(await screen.findByRole("heading", { level: 1, name: "Make atl-1 or atl-2 primary without the other" })).toBeTruthy();
  expect(screen.getByText(/does not tell which of atl-1 and atl-2 is the one primary/)).toBeTruthy();
  expect(screen.queryByText(/Switch atl-. off/)).toBeNull();
  both.view.unmount();
  await page(Guarded, { name: "Delta", way: "emergency" }, "board");
  expect(screen.getByRole("heading", { level: 1, name: "Make del-2 primary without del-1" })).toBeTruthy();
});

test("who answers at the site name is not known, or another appliance, and never nothing", async () => {
  const made = await page(Guarded, { name: "Atlas", way: "emergency" }, "swing_unseen");
  expect(await screen.findByText("It is not known who answers at the site name")).toBeTruthy();
  expect(screen.getByText(/did not answer in 10 s/)).toBeTruthy();
  const status = made.state.board.row("Atlas")?.status;
  if (status == null) throw new Error("no status");
  made.state.board.take({ type: "status", status: { ...status, site: { answered_by: null, guid: "b7730c11f2e84d57a90cc4d3318e5a20", trouble: null } } });
  expect(await screen.findByText("Another appliance answers at the site name")).toBeTruthy();
});

test("the hub and what is copied say that users are out while the data sync runs", async () => {
  const made = await page(Maintenance, { id: ID }, "live_sync");
  expect(await screen.findByText("Out, as planned")).toBeTruthy();
  expect(screen.queryByText("Up on atl-1")).toBeNull();
  const copied: string[] = [];
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator) as Navigator, { clipboard: { writeText: async (text: string) => void copied.push(text) } }));
  await fireEvent.click(button(/Copy status/));
  vi.unstubAllGlobals();
  expect(copied[0]).toContain("Service for users: Out, as planned, 3 min");
  made.view.unmount();
  await page(Maintenance, { id: ID }, "live_unreadable");
  expect(await screen.findByText("users may be out")).toBeTruthy();
  expect(screen.queryByText("Out, as planned")).toBeNull();
});

test("who knows that it is over can say so while it is watched", async () => {
  const made = await swap("overdue_watched");
  expect(screen.getByText(/It is watched: keep waiting/)).toBeTruthy();
  expect(button("Observe again").getAttribute("aria-disabled")).toBe("true");
  await fireEvent.input(screen.getByRole("textbox", { name: "Reason" }), { target: { value: "Nothing under Failover." } });
  await fireEvent.click(button("It did not happen"));
  expect(calls(made, "maintenance_not_happened")).toEqual([{ id: ID, reason: "Nothing under Failover." }]);
});

test("nobody is named as serving who was not read, and only a refusal has an answer to read", async () => {
  const said = async (scenario: string, bend = false): Promise<string> => {
    const made = await swap(scenario);
    const status = made.state.board.row("Atlas")?.status;
    if (bend && status != null) made.state.board.take({ type: "status", status: { ...status, appliances: status.appliances.map((one) => ({ ...one, role: "unknown", reachable: false })) } });
    await waitFor(() => expect(screen.queryByText(/Who serves users is not known/) !== null).toBe(bend));
    const text = screen.getByRole("heading", { level: 1 }).parentElement?.textContent ?? "";
    made.view.unmount();
    return text;
  };
  expect(await said("refused")).toContain("Users are served by atl-1. Nothing is sent again by itself. Read the answer");
  expect(await said("not_sent")).not.toContain("Read the answer");
  expect(await said("not_happened")).not.toContain("Read the answer");
  expect(await said("refused", true)).not.toContain("served by");
});

test("versions that are not both known are not compared", async () => {
  const made = await swap("swap_two_primaries");
  const cell = (): HTMLElement => screen.getByRole("row", { name: /^Version/ });
  expect(within(cell()).getByText("equal")).toBeTruthy();
  const status = made.state.board.row("Atlas")?.status;
  if (status == null) throw new Error("no status");
  const without = (labels: string[]): void => made.state.board.take({ type: "status", status: { ...status, appliances: status.appliances.map((one) => (labels.includes(one.label) ? { ...one, version: null, build: null } : one)) } });
  for (const labels of [["atl-1"], ["atl-1", "atl-2"]]) {
    without(labels);
    await waitFor(() => expect(within(cell()).queryByText(/^(equal|differs)$/)).toBeNull());
  }
});
