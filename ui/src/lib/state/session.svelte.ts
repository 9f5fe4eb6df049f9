import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import { useZone } from "../text/time";
import type { Hello, WireError } from "../wire";

/** Which program, data folder and computer this window belongs to. */
export class Session {
  hello: Hello | null = $state.raw(null);
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
