import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import { useZone } from "../text/time";
import type { Hello, WireError } from "../wire";

/** Which program, data folder and computer this window belongs to. */
export class Session {
  hello: Hello | null = $state.raw(null);
  /** How often an appliance is read at rest, as the program writes it ("30s"); null: not told. */
  rest: string | null = $state(null);
  problem: WireError | null = $state.raw(null);
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    try {
      this.#take(await this.#backend.call("session_hello", {}));
    } catch (thrown) {
      this.problem = wireError(thrown);
    }
    await this.readRest();
  }

  /** Once at the start, and when it was changed here. */
  async readRest(): Promise<void> {
    try {
      const told = await this.#backend.call("settings_get", { key: "poll.rest" });
      if ("value" in told && typeof told.value === "string") this.rest = told.value;
    } catch {
      // Without it the program's own default holds, and the foot tells no span.
    }
  }

  /** Asks the keychain to open: its own window may come up. Rejects as the program says. */
  async openKeychain(): Promise<void> {
    this.#take(await this.#backend.call("keychain_open", {}));
  }

  #take(hello: Hello): void {
    useZone(hello.zone);
    this.hello = hello;
    this.problem = null;
  }
}
