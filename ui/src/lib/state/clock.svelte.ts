import { between } from "../text/time";

/** While something goes on every second counts; at rest a tick paints the window for nothing but an age: about as often as a pair is read. */
const LIVE_MS = 1_000;
const REST_MS = 30_000;

/** One clock for the whole window: every age on a page moves at once. */
export class Clock {
  now: number = $state(0);
  #live: boolean = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #read: () => number;

  constructor(read: () => number = Date.now) {
    this.#read = read;
    this.now = read();
  }

  /** The instant itself, for what must not wait for the next tick. */
  read(): number {
    return this.#read();
  }

  /** Something goes on: the clock shows seconds, and ticks with them. */
  get live(): boolean {
    return this.#live;
  }

  set live(live: boolean) {
    if (live === this.#live) return;
    this.#live = live;
    if (this.#timer !== undefined) this.#next();
  }

  /** Shows the instant that is now; the next tick comes a whole span after this one. */
  tick(): void {
    this.now = this.#read();
    if (this.#timer !== undefined) this.#next();
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tick(), this.#live ? LIVE_MS : REST_MS);
  }

  /** Ticks until the returned function is called. */
  start(): () => void {
    this.tick();
    this.#next();
    return () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Seconds since an instant, never below zero; null where there is none. */
  age(at: string | null | undefined): number | null {
    if (at == null) return null;
    const seconds = between(at, new Date(this.now));
    return Number.isNaN(seconds) ? null : Math.max(0, seconds);
  }

  /** Seconds until an instant; below zero once it has passed. */
  until(at: string | null | undefined): number | null {
    if (at == null) return null;
    const seconds = between(new Date(this.now), at);
    return Number.isNaN(seconds) ? null : seconds;
  }
}
