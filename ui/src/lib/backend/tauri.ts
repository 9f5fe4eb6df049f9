// The program behind the window. The only file that knows Tauri.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { CommandName, Commands, Subscribe, Update } from "../wire";
import type { Backend } from "./backend";

export const tauri: Backend = {
  call<N extends CommandName>(name: N, request: Commands[N]["request"], secret?: string): Promise<Commands[N]["response"]> {
    return invoke<Commands[N]["response"]>(name, { request, secret });
  },

  async subscribe(request: Subscribe, hear: (update: Update) => void): Promise<() => void> {
    const channel = new Channel<Update>();
    let listening = true;
    channel.onmessage = (update) => {
      if (listening) hear(update);
    };
    await invoke<null>("updates_subscribe", { request, channel });
    // The program drops a channel when the page goes; until then an old one is only not heard.
    return () => {
      listening = false;
    };
  },

  async dropped(hear: (files: string[]) => void): Promise<() => void> {
    const { listen, TauriEvent } = await import("@tauri-apps/api/event");
    return listen<{ paths: string[] }>(TauriEvent.DRAG_DROP, ({ payload }) => hear(payload.paths));
  },
};
