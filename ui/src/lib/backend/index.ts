import type { Backend } from "./backend";
import { tauri } from "./tauri";

export type { Backend } from "./backend";

export interface Chosen {
  backend: Backend;
  /** The clock of the program: a scripted one lives in the night of its scenario. */
  now: () => number;
  /** Asked for in the address, for pictures. */
  theme: string | null;
}

/**
 * The program in a real window. Without one: in a build for development, tests and pictures the scripted one, `?scenario=NAME&theme=dark`;
 * null in the page that is shipped, which holds nothing made up.
 */
export async function chooseBackend(): Promise<Chosen | null> {
  if ("__TAURI_INTERNALS__" in window) return { backend: tauri, now: Date.now, theme: null };
  if (import.meta.env.MODE === "production") return null;
  const { fake } = await import("./fake");
  const asked = new URLSearchParams(location.search);
  const backend = fake(asked.get("scenario") ?? "board");
  return { backend, now: backend.world.now, theme: asked.get("theme") };
}
