// The screens about pairs, over a scripted program.
import { configure, fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { renderInWindow } from "../lib/test/render";
import Pair from "./Pair.svelte";
import PairForm from "./PairForm.svelte";
import Pairs from "./Pairs.svelte";
import Settings from "./Settings.svelte";

const CANARY = "canary-secret-7f3a";
const type = (label: string | RegExp, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const kept = (): string => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, location.hash]);

// Whether something can be seen is not a matter of these tests, and asking costs most of their time.
configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", class { observe(): void { /* no layout here */ } unobserve(): void { /* none */ } disconnect(): void { /* none */ } });
});

async function board(scenario: string, component: typeof Pairs | typeof Pair = Pairs, props: object = {}) {
  const made = renderInWindow(component as never, props, scenario);
  const { state, backend } = made;
  await state.session.load();
  for (const status of [...backend.world.earlier, ...backend.world.statuses]) { state.board.take({ type: "status", status }); state.lastKnown.take({ type: "status", status }); }
  await state.board.load();
  await tick();
  return made;
}

async function describe(): Promise<void> {
  await type("Name of the pair", "Glade");
  await type(/^Site name/, "desk.example.com");
  await fireEvent.click(screen.getByRole("radio", { name: /Shared IP/ }));
  await press("Continue");
  const [home, standIn] = screen.getAllByLabelText("Label");
  const addresses = screen.getAllByLabelText("Own address");
  await fireEvent.input(home!, { target: { value: "gla-1" } });
  await fireEvent.input(standIn!, { target: { value: "gla-2" } });
  await fireEvent.input(addresses[0]!, { target: { value: "192.0.2.71" } });
  await fireEvent.input(addresses[1]!, { target: { value: "192.0.2.72:8443" } });
  await press("Continue");
}

test("the board lists the most urgent first, and arrows move between rows", async () => {
  await board("board");
  const rows = screen.getAllByTestId("pair-row").map((row) => row.dataset["pair"]);
  expect(rows[0]).toBe("Ember");
  expect(rows.at(-1)).toBe("Atlas");
  const first = screen.getByRole("link", { name: "Ember" });
  first.focus();
  await fireEvent.keyDown(first, { key: "ArrowDown" });
  expect(document.activeElement).toBe(screen.getByRole("link", { name: rows[1] ?? "" }));
  await fireEvent.keyDown(document.activeElement!, { key: "End" });
  expect(document.activeElement).toBe(screen.getByRole("link", { name: "Atlas" }));
});

test("the form of the board is kept on this computer", async () => {
  await board("board");
  await fireEvent.click(screen.getByRole("radio", { name: "Lines" }));
  expect(localStorage.getItem("switchback.board.form")).toBe("lines");
  expect(screen.getByRole("heading", { name: /^Ready/ })).toBeTruthy();
});

test("a search keeps what is not Ready, and says so", async () => {
  await board("many");
  await type("Find a pair or appliance", "Site 07");
  expect(screen.getAllByTestId("pair-row").map((row) => row.dataset["pair"])).toEqual(["Cedar", "Site 07"]);
  expect(screen.getByText(/Cedar too: it is not Ready/)).toBeTruthy();
  await press("Show all");
  expect(screen.getAllByTestId("pair-row")).toHaveLength(22);
});

test("no pair yet: one way on", async () => {
  await board("first");
  expect(screen.getByRole("link", { name: "Add your first pair" }).getAttribute("href")).toBe("#/add-pair");
});

test("mistakes are told at the field, nothing is sent, and nothing typed is lost", async () => {
  const { backend } = renderInWindow(PairForm, { name: null });
  await type("Name of the pair", "Glade");
  await type(/^Site name/, "https://desk.example.com");
  await press("Continue");
  expect(screen.getByLabelText(/^Site name/).getAttribute("aria-invalid")).toBe("true");
  expect((screen.getByLabelText("Name of the pair") as HTMLInputElement).value).toBe("Glade");
  expect(screen.getByText(/2 fields need you/)).toBeTruthy();
  expect(backend.calls).toEqual([]);
});

test("each mistake of the appliances and of the account is told at its field in words, and nothing typed is lost", async () => {
  const { backend } = renderInWindow(PairForm, { name: null }, "first");
  await describe();
  await press("Back");
  const addresses = () => screen.getAllByLabelText("Own address") as HTMLInputElement[];
  for (const [typed, told] of [["", /It is empty/], ["192.0.2.72:99999", /no port between 1 and 65535/], ["2001:db8::1:443:0:0:0:0", /write \[2001:db8::1\]:443/], ["192.0.2.71:443", /address of both appliances/]] as const) {
    await fireEvent.input(addresses()[1]!, { target: { value: typed } });
    await press("Continue");
    expect(addresses()[1]?.getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById("pair-standInAddress-error")?.textContent).toMatch(told);
    expect(addresses().map((one) => one.value)).toEqual(["192.0.2.71", typed]);
  }
  await fireEvent.input(addresses()[1]!, { target: { value: " [2001:db8::72]:8443 " } });
  await press("Continue");
  await type("OAuth client id", "id");
  await type("Client secret", "a".repeat(1_281));
  await press("Save pair");
  expect(document.getElementById("pair-secret-error")?.textContent).toMatch(/longer than the 1,280 characters/);
  expect((screen.getByLabelText("Client secret") as HTMLInputElement).value).toHaveLength(1_281);
  expect(backend.calls).toEqual([]);
});

test("the name of another pair is told before anything is sent", async () => {
  const { state, backend } = renderInWindow(PairForm, { name: null }, "board");
  await state.board.load();
  const before = backend.calls.length;
  await type("Name of the pair", " Atlas ");
  await press("Continue");
  expect(document.getElementById("pair-name-error")?.textContent).toMatch(/name of another pair/);
  expect(backend.calls).toHaveLength(before);
});

test("the account of a pair: an empty, a long and a refused secret are told at the field", async () => {
  const { backend } = await board("keychain_missing", Pair, { name: "Atlas" });
  const error = () => document.getElementById("sign-in-secret-error")?.textContent;
  await press("Keep the secret");
  expect(error()).toMatch(/It is empty/);
  await type("Client secret", "a".repeat(1_281));
  await press("Keep the secret");
  expect(error()).toMatch(/longer than the 1,280 characters/);
  await type("OAuth client id", "");
  await press("Keep the secret");
  expect(document.getElementById("sign-in-client-error")?.textContent).toMatch(/It is empty/);
  expect(backend.calls.some((one) => one.name === "pairs_credential")).toBe(false);
  backend.world.refuse["pairs_credential"] = { code: "bad-input", message: "the client id cannot be used", causes: [], hint: "", fields: [{ field: "--client-id", index: null, message: "it holds a colon" }] };
  await type("OAuth client id", "id");
  await type("Client secret", CANARY);
  await press("Keep the secret");
  await waitFor(() => expect(document.getElementById("sign-in-client-error")?.textContent).toMatch(/holds a colon/));
  expect((screen.getByLabelText("OAuth client id") as HTMLInputElement).value).toBe("id");
});

test("a secret goes beside the request, is emptied at once, and is kept nowhere", async () => {
  const { backend } = renderInWindow(PairForm, { name: null }, "first");
  await describe();
  await type("OAuth client id", "3f9b2c61e0a84d7f");
  await type("Client secret", CANARY);
  await tick();
  expect(kept()).not.toContain(CANARY);
  expect(kept()).toContain("3f9b2c61e0a84d7f");
  await press("Save pair");
  expect((screen.queryByLabelText("Client secret") as HTMLInputElement | null)?.value ?? "").toBe("");
  await waitFor(() => expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Glade is saved."));
  const call = backend.calls.find((one) => one.name === "pairs_add");
  expect(call?.secret).toBe(true);
  expect(JSON.stringify(backend.calls)).not.toContain(CANARY);
  expect(kept()).not.toContain(CANARY);
  expect(kept()).not.toContain("Glade");
  expect(within(screen.getByTestId("can")).getByText("Signed in to gla-1 and gla-2")).toBeTruthy();
});

test("the program's errors come back to their step; the secret does not", async () => {
  const { backend } = renderInWindow(PairForm, { name: null }, "first");
  backend.world.refuse["pairs_add"] = { code: "bad-input", message: "--appliance: no port", causes: [], hint: "Mend it.", fields: [{ field: "--appliance", index: 1, message: "has no port" }] };
  await describe();
  await type("OAuth client id", "id");
  await type("Client secret", CANARY);
  await press("Save pair");
  await waitFor(() => expect(screen.getAllByLabelText("Own address")[1]?.getAttribute("aria-invalid")).toBe("true"));
  expect((screen.getAllByLabelText("Own address")[1] as HTMLInputElement).value).toBe("192.0.2.72:8443");
  await press("Continue");
  expect((screen.getByLabelText("Client secret") as HTMLInputElement).value).toBe("");
});

test("a key is pinned only after it was compared, and another address forgets that", async () => {
  const { backend } = renderInWindow(PairForm, { name: null }, "first");
  await describe();
  await fireEvent.click(screen.getByRole("radio", { name: /Pinned key/ }));
  await press("Save pair");
  expect(screen.getByText("It needs the keys: show and compare them.")).toBeTruthy();
  await press("Show the keys");
  await fireEvent.click(await screen.findByRole("checkbox", { name: /I compared all 8 groups of gla-1 and gla-2/ }));
  await press("Save pair");
  await waitFor(() => expect(backend.calls.some((one) => one.name === "pairs_add")).toBe(true));
  const request = backend.calls.find((one) => one.name === "pairs_add")?.request as { trusts: string[] };
  expect(request.trusts[0]).toMatch(/^gla-1=pin:[0-9a-f]{64}$/);
  expect(backend.calls.find((one) => one.name === "pairs_inspect")?.secret).toBe(false);
});

test("an edit sends only what changed", async () => {
  const { backend } = renderInWindow(PairForm, { name: "Atlas" }, "pair");
  await type(await screen.findByLabelText(/^Note/).then(() => /^Note/), "Vendor is booked.");
  await press("Save pair");
  await waitFor(() => expect(backend.calls.some((one) => one.name === "pairs_edit")).toBe(true));
  expect(backend.calls.find((one) => one.name === "pairs_edit")?.request).toEqual({ name: "Atlas", appliances: [], server_names: [], trusts: [], swing_addresses: [], shared_ips: [], resolvers: [], settings: [], note: "Vendor is booked." });
});

test("an edit that was begun does not write old values over newer ones", async () => {
  const first = renderInWindow(PairForm, { name: "Atlas" }, "pair");
  await type(await screen.findByLabelText(/^Note/).then(() => /^Note/), "Vendor is booked.");
  await fireEvent.input(screen.getByLabelText(/^Proxy/), { target: { value: "http://192.0.2.8:3128" } });
  await tick();
  first.view.unmount();
  const again = renderInWindow(PairForm, { name: "Atlas" }, "pair");
  Object.assign(again.backend.world.pairs.find((one) => one.name === "Atlas") ?? {}, { note: "Written elsewhere.", resolvers: ["192.0.2.99"] });
  await screen.findByText("What you typed before is left out where the pair has changed since: Note.");
  await press("Save pair");
  await waitFor(() => expect(again.backend.calls.find((one) => one.name === "pairs_edit")?.request).toMatchObject({ proxy: "http://192.0.2.8:3128", resolvers: [] }));
  expect(again.backend.calls.find((one) => one.name === "pairs_edit")?.request).not.toHaveProperty("note");
});

test("a pair is removed only by its name", async () => {
  const { backend } = renderInWindow(PairForm, { name: "Atlas" }, "pair");
  const remove = await screen.findByRole("button", { name: "Remove Atlas" });
  await fireEvent.click(remove);
  expect(backend.calls.some((one) => one.name === "pairs_remove")).toBe(false);
  await type(/Type the pair’s name/, "Atlas");
  await press("Remove Atlas");
  await waitFor(() => expect(backend.calls.some((one) => one.name === "pairs_remove")).toBe(true));
});

test("a changed key is accepted only with the tick and a name, and who confirmed it is kept", async () => {
  const { backend } = await board("pin_changed", Pair, { name: "Atlas" });
  expect(screen.getByRole("alert").textContent).toMatch(/Stop. atl-2 shows another key/);
  const pin = await screen.findByRole("button", { name: "Pin the new key of atl-2" });
  await fireEvent.click(pin);
  expect(backend.calls.some((one) => one.name === "pairs_accept")).toBe(false);
  await fireEvent.click(screen.getByRole("checkbox"));
  await type(/Who confirmed it/, "Robin Hale, by phone");
  await fireEvent.click(pin);
  await waitFor(() => expect(backend.calls.find((one) => one.name === "pairs_accept")?.request).toEqual({ name: "Atlas", label: "atl-2", pin: "5ed02b97f46a11c803b97e42ac15d86f88310fe5c27d9b541960a4f8e73c820d", confirmed_by: "Robin Hale, by phone" }));
});

test("a GUID that answers after the tick is not the one that was compared", async () => {
  const { backend, state } = await board("guid_changed", Pair, { name: "Atlas" });
  await fireEvent.click(await screen.findByRole("checkbox"));
  await type(/Who confirmed it/, "Robin Hale");
  backend.world.statuses = backend.world.statuses.map((one) => ({ ...one, appliances: one.appliances.map((end) => (end.label === "atl-2" ? { ...end, guid: "e".repeat(32) } : end)) }));
  await state.board.readAgain("Atlas");
  await screen.findByText(/Something else is shown now than what you compared/);
  await press("Accept the new GUID of atl-2");
  expect(backend.calls.some((one) => one.name === "pairs_accept")).toBe(false);
});

test("the keychain's notice goes once it is open, whoever opened it", async () => {
  const { backend, state } = await board("keychain_locked", Pairs, {});
  await screen.findByTestId("keychain-notice");
  backend.world.hello = { ...backend.world.hello, keychain: "usable" };
  await state.board.readAgain("Atlas").catch(() => undefined);
  await waitFor(() => expect(screen.queryByTestId("keychain-notice")).toBeNull());
  backend.world.hello = { ...backend.world.hello, keychain: "locked" };
  const status = backend.world.statuses[0];
  if (status === undefined) throw new Error("nothing was read");
  state.session.take({ type: "status", status: { ...status, appliances: status.appliances.map((one) => ({ ...one, trouble: { code: "keychain-locked", message: "the keychain is locked", causes: [], hint: "" } })) } });
  await screen.findByTestId("keychain-notice");
});

test("without a keychain the secret is entered for this run", async () => {
  const { backend } = await board("keychain_absent", Pair, { name: "Atlas" });
  await type("Client secret", `${CANARY} `);
  await press("Use it for this run");
  expect(screen.getAllByText(/begins or ends with a blank/).length).toBeGreaterThan(0);
  await type("Client secret", CANARY);
  await press("Use it for this run");
  await waitFor(() => expect(backend.calls.find((one) => one.name === "pairs_credential")).toMatchObject({ request: { name: "Atlas", client_id: "3f9b2c61e0a84d7f" }, secret: true }));
  expect(kept()).not.toContain(CANARY);
});

test("a locked keychain is opened from the page, and the pair is read then", async () => {
  const { backend } = await board("keychain_locked", Pair, { name: "Atlas" });
  await press("Unlock the keychain");
  await waitFor(() => expect(backend.calls.some((one) => one.name === "status_get")).toBe(true));
  expect(await screen.findByRole("heading", { level: 1, name: /Users are served by atl-1/ })).toBeTruthy();
});

test("without a secret what was known stands apart from what is seen now", async () => {
  await board("keychain_locked", Pair, { name: "Atlas" });
  const before = within(screen.getByRole("region", { name: "Last known, not now" }));
  expect(before.getByRole("row", { name: /^Role Primary Backup/ })).toBeTruthy();
  expect(before.getByRole("row", { name: /^Users now 41 users none/ })).toBeTruthy();
  const now = within(screen.getByRole("region", { name: "Now, without a secret" }));
  expect(now.getByRole("row", { name: /^Role not known not known/ })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Read again" })).toBeNull();
});

test("a reading past its promise: not known in words, what was last known beside its age, and reading again comes first", async () => {
  await board("stale", Pair, { name: "Atlas" });
  expect(screen.getByRole("heading", { level: 1, name: "Last read 3 min ago. What stands here may no longer be so." })).toBeTruthy();
  expect(screen.getByRole("row", { name: /^Role Primary Backup stale, 3 min/ })).toBeTruthy();
  expect(screen.getByText("who answers is not known")).toBeTruthy();
  expect(document.body.textContent).not.toContain("Ready");
});

test("a row of such a pair is not Ready, and its road is not known", async () => {
  await board("stale");
  const row = document.querySelector<HTMLElement>('[data-pair="Atlas"]')!;
  expect(row.dataset["tone"]).toBe("unknown");
  expect(within(row).getByText("not known")).toBeTruthy();
  expect(within(row).getByText("stale, 3 min")).toBeTruthy();
  expect(within(row).getByRole("img", { name: /^Atlas: Last read 3 min ago/ })).toBeTruthy();
});

test("that no maintenance can start is to be seen once", async () => {
  await board("silent_one", Pair, { name: "Atlas" });
  const said = screen.getAllByText(/No maintenance can start/);
  expect(said.filter((one) => !one.classList.contains("hidden"))).toHaveLength(1);
  expect(screen.getByRole("button", { name: "Plan a maintenance", description: /No maintenance can start/ })).toBeTruthy();
});

test("the picture of the last 90 days says since when it was watched, and in words who was primary", async () => {
  await board("pair", Pair, { name: "Atlas" });
  const picture = await screen.findByRole("img", { name: /Who was primary over 90 days, with 3 maintenances on atl-2/ });
  expect(picture.getAttribute("aria-label")).toMatch(/Watched since 14 Dec, except for 5 days. Ticks: 79 data syncs/);
  const told = within(screen.getByRole("list", { name: "Who was primary, in order" })).getAllByRole("listitem").map((one) => one.textContent);
  expect(told[0]).toMatch(/not watched$/);
  expect(told.filter((one) => one?.endsWith("atl-2 was primary"))).toHaveLength(3);
  expect(told.at(-1)).toMatch(/atl-1 was primary$/);
});

test("two primaries: who has how many users, the values beside what to do", async () => {
  await board("two_primaries", Pair, { name: "Atlas" });
  expect(screen.getByText("29 on atl-1, 7 on atl-2")).toBeTruthy();
  expect(screen.getByText("home primary, 29 users")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Do this, in this order" })).toBeTruthy();
});

test("what is stated is asked for again after 180 days", async () => {
  const { backend } = await board("stated", Pair, { name: "Atlas" });
  expect(screen.getByText("ask again")).toBeTruthy();
  await press("State it again");
  await type(/Interval of the data sync/, "2 h");
  await press("State these");
  await waitFor(() => expect(backend.calls.find((one) => one.name === "pairs_state")?.request).toMatchObject({ name: "Atlas", automatic_failover: "off", sync_interval: "2h", test_ips: "192.0.2.1,192.0.2.2" }));
});

test("a setting counts at once, and a refused one says why and stays typed", async () => {
  const { backend } = renderInWindow(Settings, {});
  const field = (await screen.findByLabelText("At rest")) as HTMLInputElement;
  await fireEvent.input(field, { target: { value: "45 s" } });
  await fireEvent.change(field);
  await waitFor(() => expect(backend.world.settings["poll.rest"]).toBe("45s"));
  expect(screen.getByText("Counts now.")).toBeTruthy();
  await fireEvent.input(field, { target: { value: "soon" } });
  await fireEvent.change(field);
  expect(await screen.findByText(/is not a duration/)).toBeTruthy();
  expect(field.value).toBe("soon");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(backend.world.settings["poll.rest"]).toBe("45s");
});
