import type { Backend } from "./backend";

export type { Backend } from "./backend";

export interface Chosen {
  backend: Backend;
  /** The clock of the program: a scripted one lives in the night of its scenario. */
  now: () => number;
  /** Asked for in the address, for pictures. */
  theme: string | null;
}

/** The program in a real window, else the scripted one: `?scenario=NAME&theme=dark`. */
export async function chooseBackend(): Promise<Chosen> {
  if ("__TAURI_INTERNALS__" in window) return { backend: (await import("./tauri")).tauri, now: Date.now, theme: null };
  const { fake } = await import("./fake");
  const asked = new URLSearchParams(location.search);
  const backend = fake(asked.get("scenario") ?? "board");
  return { backend, now: backend.world.now, theme: asked.get("theme") };
}
