import type { Backend } from "../backend";
import type { Act, Update } from "../wire";
import type { Clock } from "./clock.svelte";

/** Without a beat for so long the window takes the program for silent, and asks anew. The program beats every 2 s. */
export const SILENT_MS = 5_000;

/** How often it is seen, from the first silence on, whether the program is heard again. */
const LOOKS_MS = 2_000;

type Hear = (update: Update) => void;

/** The line on which the program tells what happens. It is asked for anew when it falls silent, and says how old it is meanwhile. */
export class Link {
  /** The program drives: it reads appliances and sends commands. False: another process does. */
  driver: boolean = $state(false);
  /** Who drives where this process does not. */
  holder: string | null = $state(null);
  /** What is under way in the program now. */
  acts: readonly Act[] = $state.raw([]);
  /** Not a state: a beat alone changes nothing that is shown. Its age is told at each tick of the clock. */
  #lastBeat: number | null = null;
  #began: number | null = null;
  #heard: boolean = $state(false);
  /** Seconds since the last beat; null before the first. */
  readonly age: number | null = $derived.by(() => {
    const now = this.#clock.now;
    return this.#heard && this.#lastBeat !== null ? Math.max(0, (now - this.#lastBeat) / 1_000) : null;
  });
  /** Seconds without a beat: since the last, or since it began to listen. Null: it is heard. */
  readonly silentFor: number | null = $derived.by(() => {
    const now = this.#clock.now;
    const since = this.#heard ? this.#lastBeat : this.#began;
    return since !== null && now - since > SILENT_MS ? (now - since) / 1_000 : null;
  });
  readonly silent: boolean = $derived.by(() => this.silentFor !== null);

  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #ears = new Set<Hear>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #look: (() => void) | null = null;
  #maintenance: string | null = null;
  #afterSeq = 0;
  #asked = 0;
  /** Grows with each subscription: what an older one still says is not heard. */
  #turn = 0;
  #drop: (() => void) | null = null;

  constructor(backend: Backend, clock: Clock) {
    this.#backend = backend;
    this.#clock = clock;
  }

  /** Every update goes to each ear, until the returned function is called. */
  hear(ear: Hear): () => void {
    this.#ears.add(ear);
    return () => this.#ears.delete(ear);
  }

  start(): () => void {
    this.#began = this.#clock.read();
    void this.#subscribe();
    const look = (): void => {
      const now = this.#clock.read();
      // Silence is told at once, at rest too.
      if (now - (this.#lastBeat ?? this.#began ?? now) > SILENT_MS) this.#clock.tick();
      if (now - Math.max(this.#lastBeat ?? 0, this.#asked) > SILENT_MS) void this.#subscribe();
      this.#timer = setTimeout(look, LOOKS_MS);
    };
    this.#look = look;
    this.#timer = setTimeout(look, LOOKS_MS);
    const seen = (): void => {
      if (document.visibilityState === "visible") void this.#subscribe();
    };
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(this.#timer);
      this.#look = null;
      document.removeEventListener("visibilitychange", seen);
      this.#turn += 1;
      this.#drop?.();
      this.#drop = null;
    };
  }

  /** Hears the steps of one maintenance from a number on; null hears no steps. */
  async follow(maintenance: string | null, afterSeq = 0): Promise<void> {
    this.#maintenance = maintenance;
    this.#afterSeq = afterSeq;
    await this.#subscribe();
  }

  async #subscribe(): Promise<void> {
    const turn = ++this.#turn;
    this.#asked = this.#clock.read();
    this.#drop?.();
    this.#drop = null;
    try {
      const drop = await this.#backend.subscribe({ maintenance: this.#maintenance, after_seq: this.#afterSeq }, (update) => {
        if (turn === this.#turn) this.#take(update);
      });
      if (turn === this.#turn) this.#drop = drop;
      else drop();
    } catch {
      // Silence says it: the age of the last beat stands on the page, and the timer asks again.
    }
  }

  #take(update: Update): void {
    switch (update.type) {
      case "beat":
        this.#lastBeat = this.#clock.read();
        // While it is heard nothing has to look for silence.
        if (this.#look !== null) {
          clearTimeout(this.#timer);
          this.#timer = setTimeout(this.#look, SILENT_MS + 1);
        }
        if (this.silent) this.#clock.tick();
        this.#heard = true;
        this.driver = update.driver;
        this.holder = update.holder;
        if (update.acts.length > 0 || this.acts.length > 0) this.acts = update.acts;
        break;
      case "step":
        if (update.maintenance === this.#maintenance) this.#afterSeq = Math.max(this.#afterSeq, update.step.seq);
        break;
      case "status":
        // A new reading is as old as it is, not as old as the last tick.
        if (this.#clock.read() - this.#clock.now >= 1_000) this.#clock.tick();
        break;
      case "changed":
      case "ended":
        break;
    }
    for (const ear of [...this.#ears]) ear(update);
  }
}
