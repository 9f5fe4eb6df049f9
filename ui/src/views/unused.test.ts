// What a window costs that only watches.
import { screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test, vi } from "vitest";
import { renderInWindow } from "../lib/test/render";
import Pairs from "./Pairs.svelte";

test("a board asks the web view for no language: that costs megabytes", async () => {
  const asked = vi.fn();
  const Own = Intl.DateTimeFormat;
  vi.spyOn(Intl, "DateTimeFormat").mockImplementation(function (...format: ConstructorParameters<typeof Own>) {
    asked();
    return new Own(...format);
  } as never);
  const numbers = vi.spyOn(Intl, "NumberFormat");
  const { state, backend, view } = renderInWindow(Pairs as never, {}, "board");
  backend.world.hello.offsets = [{ from: "2025-10-26T01:00:00Z", seconds: 3_600, name: "CET" }];
  await state.session.load();
  for (const status of backend.world.statuses) state.board.take({ type: "status", status });
  await state.board.load();
  await tick();
  expect(screen.getByText("Sun 8 Mar 2026 · 03:15 CET · 02:15 UTC")).toBeTruthy();
  expect(view.container.querySelectorAll("time[title*=' CET · ']").length).toBeGreaterThan(0);
  expect([asked.mock.calls.length, numbers.mock.calls.length]).toEqual([0, 0]);
});
