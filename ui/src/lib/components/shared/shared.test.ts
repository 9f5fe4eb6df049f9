import { fireEvent, render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, test, vi } from "vitest";
import { renderInWindow } from "../../test/render";
import Age from "./Age.svelte";
import Button from "./Button.svelte";
import Commit from "./Commit.svelte";
import { groupsOf } from "./Fingerprint.svelte";
import SecretField from "./SecretField.svelte";
import Seg from "./Seg.svelte";
import TextField from "./TextField.svelte";
import Tone from "./Tone.svelte";
import TypeName from "./TypeName.svelte";
import Verdict from "./Verdict.svelte";

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

test("a button that is off can be reached, says why, and does nothing", async () => {
  const onclick = vi.fn();
  render(Button, { off: "1 warning still to acknowledge.", onclick, children: words("Go on to Save") });
  const button = screen.getByRole("button", { name: "Go on to Save", description: "1 warning still to acknowledge." });
  expect(button.hasAttribute("disabled")).toBe(false);
  await fireEvent.click(button);
  expect(onclick).not.toHaveBeenCalled();
});

test("a commit page starts on the safe button, and Esc is the safe one", async () => {
  const onact = vi.fn();
  const onsafe = vi.fn();
  render(Commit, { act: "Make atl-2 primary", safe: "Not now", onact, onsafe });
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Not now" })));
  await fireEvent.keyDown(window, { key: "Escape" });
  expect(onsafe).toHaveBeenCalledOnce();
  await fireEvent.keyDown(window, { key: "Enter" });
  expect(onact).not.toHaveBeenCalled();
});

test("what was sent cannot be sent again", async () => {
  const onact = vi.fn();
  render(Commit, { act: "Make atl-2 primary", safe: "Not now", state: "sent", onact, onsafe: vi.fn() });
  await fireEvent.click(screen.getByRole("button", { name: "Make atl-2 primary" }));
  expect(onact).not.toHaveBeenCalled();
});

test("arrows choose in a choice of two, past what is off", async () => {
  const onchange = vi.fn();
  render(Seg, { label: "Kind", value: "a", choices: [{ value: "a", word: "A" }, { value: "b", word: "B", off: "no" }, { value: "c", word: "C" }], onchange });
  await fireEvent.keyDown(screen.getByRole("radio", { name: "A" }), { key: "ArrowRight" });
  expect(onchange).toHaveBeenCalledWith("c");
  expect(screen.getByRole("radio", { name: "C" }).getAttribute("aria-checked")).toBe("true");
});

test("a field with an error is told as such, with the words below it", () => {
  render(TextField, { label: "Approver", value: "Sam", hint: "Another person.", error: "Not the requester." });
  const field = screen.getByRole("textbox", { name: "Approver", description: /Another person\. Not the requester\./ });
  expect(field.getAttribute("aria-invalid")).toBe("true");
});

test("a secret is shown only while one is typed", async () => {
  render(SecretField, { label: "Client secret", value: "", state: "stored" });
  expect(screen.queryByRole("button", { name: "Show" })).toBeNull();
  const field = screen.getByLabelText<HTMLInputElement>("Client secret");
  await fireEvent.input(field, { target: { value: "abc" } });
  await fireEvent.click(screen.getByRole("button", { name: "Show" }));
  expect(field.type).toBe("text");
  await fireEvent.input(field, { target: { value: "" } });
  expect(field.type).toBe("password");
});

test("the typed name says what is missing", async () => {
  render(TypeName, { name: "Delta", value: "" });
  const field = screen.getByRole("textbox", { name: "Type the pair’s name: Delta" });
  await fireEvent.input(field, { target: { value: "Del" } });
  expect(screen.getByText("It does not read Delta yet.")).toBeTruthy();
  await fireEvent.input(field, { target: { value: "Delta" } });
  expect(screen.queryByText("It does not read Delta yet.")).toBeNull();
});

test("Stop alone is an alert", () => {
  const { unmount } = render(Verdict, { tone: "stop", sentence: "Stop." });
  expect(screen.getByRole("alert")).toBeTruthy();
  unmount();
  render(Verdict, { tone: "slow", sentence: "Slow." });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("status").textContent).toContain("Slow.");
});

test("a tone that is not known is a word too", () => {
  render(Tone, { tone: null });
  expect(screen.getByText("not known")).toBeTruthy();
});

test("a value past its promise is stale, and one that was never read is not known", () => {
  const { view, state } = renderInWindow(Age, { at: new Date(0).toISOString(), promise: 60 });
  expect(view.container.textContent).toContain("stale");
  expect(state.clock.age(null)).toBeNull();
  view.unmount();
  expect(renderInWindow(Age, { at: null }).view.container.textContent).toBe("not known");
});

test("a fingerprint is eight groups of four bytes, whatever its form", () => {
  const hex = "a97c31f00de258b46b159ac7e84302dd71bec62f94085da33ef1679b20ca8416";
  expect(groupsOf(hex)).toHaveLength(8);
  expect(groupsOf(hex)[0]).toBe("A9:7C:31:F0");
  expect(groupsOf(hex.match(/.{2}/g)?.join(":") ?? "")).toEqual(groupsOf(hex));
});
