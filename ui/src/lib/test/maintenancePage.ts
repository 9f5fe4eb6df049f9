// A page of the maintenance that the scripted program tells of, in a window.
import { screen, waitFor } from "@testing-library/svelte";
import { expect } from "vitest";
import { renderInWindow, type InWindowResult } from "./render";

export const ID = "M-0042";

/** A page of the maintenance, with everything heard that the frame would hear. */
export async function page<P extends object>(component: Parameters<typeof renderInWindow<P>>[0], props: P, scenario: string): Promise<InWindowResult> {
  const made = renderInWindow(component, props, scenario);
  const { state } = made;
  state.clock.tick();
  await state.session.load();
  await state.board.load();
  state.link.start();
  await state.maintenance.open(ID);
  await waitFor(() => expect(state.link.age).not.toBeNull());
  return made;
}
export const button = (name: string | RegExp): HTMLElement => screen.getByRole("button", { name });
export const calls = (made: InWindowResult, name: string): unknown[] => made.backend.calls.filter((call) => call.name === name).map((call) => call.request);
