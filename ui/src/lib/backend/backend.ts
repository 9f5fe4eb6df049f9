import type { CommandName, Commands, Subscribe, Update } from "../wire";

/** What the window asks of the program. The one border: everything else in the window is plain values. */
export interface Backend {
  /** Rejects with a `WireError`. A secret travels beside the request, never in it. */
  call<N extends CommandName>(name: N, request: Commands[N]["request"], secret?: string): Promise<Commands[N]["response"]>;
  /** Hears until the returned function is called. */
  subscribe(request: Subscribe, hear: (update: Update) => void): Promise<() => void>;
  /** Files that a person drops on the window, by their whole paths; heard until the returned function is called. */
  dropped(hear: (files: string[]) => void): Promise<() => void>;
}
