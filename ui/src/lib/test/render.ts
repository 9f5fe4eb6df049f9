import { render, type RenderResult } from "@testing-library/svelte";
import type { Component } from "svelte";
import { fake, type FakeBackend } from "../backend/fake";
import { WindowState } from "../state/window.svelte";
import InWindow from "./InWindow.svelte";

export interface InWindowResult {
  view: RenderResult<Component>;
  backend: FakeBackend;
  state: WindowState;
}

/** Renders a view or a component with the window's state over a scripted program. Nothing ticks or subscribes by itself. */
export function renderInWindow<P extends object>(component: (internals: never, props: P) => unknown, props: P, scenario = "board"): InWindowResult {
  const backend = fake(scenario, { beats: false });
  const state = new WindowState(backend, { now: backend.world.now });
  const view = render(InWindow as unknown as Component, { props: { state, component, props } });
  return { view, backend, state };
}
