import type { Backend } from "../backend";
import { wireError } from "../text/errors";
import { useZone } from "../text/time";
import type { Hello, Update, WireError } from "../wire";
import { Reading } from "./reading";

/** Which program, data folder and computer this window belongs to. */
export class Session {
  hello: Hello | null = $state.raw(null);
  /** How often an appliance is read at rest, as the program writes it ("30s"); null: not told. */
  rest: string | null = $state(null);
  problem: WireError | null = $state.raw(null);
  readonly #backend: Backend;
  readonly #greeting = new Reading(() => this.#greet());

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    // It was perhaps asked for before the first frame.
    if (this.hello === null) await this.greet();
    await this.readRest();
  }

  /** Asks again what may change while the window is open: whether the keychain is. */
  greet(): Promise<void> {
    return this.#greeting.now();
  }

  async #greet(): Promise<void> {
    try {
      this.#take(await this.#backend.call("session_hello", {}));
    } catch (thrown) {
      this.problem = wireError(thrown);
    }
  }

  /** What a reading tells of the keychain and what is held of it are two things: then it is asked. */
  take(update: Update): void {
    if (update.type !== "status" || this.hello === null) return;
    const shut = update.status.appliances.some((one) => one.trouble?.code.startsWith("keychain-") === true);
    const read = update.status.appliances.some((one) => one.reachable && one.trouble === null);
    if (this.hello.keychain === "usable" ? shut : read && !shut) void this.greet();
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
    useZone(hello.zone, hello.offsets);
    this.hello = hello;
    this.problem = null;
  }
}
