// The key that signs reports, in Settings.
import { fireEvent, screen, within } from "@testing-library/svelte";
import { expect, test } from "vitest";
import { renderInWindow } from "../lib/test/render";
import Settings from "./Settings.svelte";

const card = (): Promise<HTMLElement> => screen.findByRole("region", { name: "Report signature" });

test("the fingerprint that others compare stands there, to be copied", async () => {
  renderInWindow(Settings, {}, "board");
  const box = within(await card());
  expect(await box.findByText("sb-6f029d413c8eb7a051f40e6bd92388cc")).toBeTruthy();
  expect(box.getByRole("button", { name: "Copy the fingerprint of the signing key" })).toBeTruthy();
  expect(box.queryByRole("button", { name: "Make the key" })).toBeNull();
});

test("where there is none it says why, and a key is made only when it is asked for", async () => {
  const page = renderInWindow(Settings, {}, "report_unsigned");
  const box = within(await card());
  await box.findByText(/^There is no key yet: reports are made and not signed\./);
  const asked = (): unknown[] => page.backend.calls.filter((one) => one.name === "report_key").map((one) => one.request);
  expect(asked()).toEqual([{}]);
  page.backend.world.hello.keychain = "locked";
  await fireEvent.click(box.getByRole("button", { name: "Make the key" }));
  await box.findByText("The keychain is locked.");
  page.backend.world.hello.keychain = "usable";
  await fireEvent.click(box.getByRole("button", { name: "Make the key" }));
  await box.findByText("sb-6f029d413c8eb7a051f40e6bd92388cc");
  expect(asked().at(-1)).toEqual({ make: true });
});
