// The frame with its pages: the board at once, the others in a script of their own.
import { screen, waitFor } from "@testing-library/svelte";
import { expect, test } from "vitest";
import Shell from "../Shell.svelte";
import { later } from "../lib/state/pages.svelte";
import { renderInWindow } from "../lib/test/render";

test("a page that is not there yet comes by itself, and its heading has the focus", async () => {
  const { state } = renderInWindow(Shell, {}, "board");
  await state.board.load();
  await screen.findByRole("heading", { level: 1, name: /pair/i });
  expect(later.page).toBeNull();
  state.router.go({ page: "settings" });
  const heading = await screen.findByRole("heading", { level: 1, name: "Settings" }, { timeout: 15_000 });
  await waitFor(() => expect(document.activeElement).toBe(heading));
  expect(state.router.route).toEqual({ page: "settings" });
});
