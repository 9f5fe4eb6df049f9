import { between } from "../text/time";

/** One ticking second for the whole window: every age on a page moves at once. */
export class Clock {
  now: number = $state(0);
  readonly #read: () => number;

  constructor(read: () => number = Date.now) {
    this.#read = read;
    this.now = read();
  }

  /** The instant itself, for what must not wait for the next tick. */
  read(): number {
    return this.#read();
  }

  tick(): void {
    this.now = this.#read();
  }

  /** Ticks until the returned function is called. */
  start(): () => void {
    this.tick();
    const timer = setInterval(() => this.tick(), 1_000);
    return () => clearInterval(timer);
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
