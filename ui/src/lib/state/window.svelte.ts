import { createContext } from "svelte";
import type { Backend } from "../backend";
import { Appearance } from "./appearance.svelte";
import { Away } from "./away.svelte";
import { Board } from "./board.svelte";
import { Clock } from "./clock.svelte";
import { LastKnown } from "./lastKnown.svelte";
import { Link } from "./link.svelte";
import { OpenMaintenance } from "./maintenance.svelte";
import { Place } from "./place.svelte";
import { Router } from "./router.svelte";
import { Session } from "./session.svelte";

/** Everything the window knows, made once. */
export class WindowState {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly link: Link;
  readonly session: Session;
  readonly board: Board;
  readonly maintenance: OpenMaintenance;
  readonly router: Router;
  readonly place = new Place();
  readonly appearance: Appearance;
  readonly away: Away;
  readonly lastKnown: LastKnown;

  constructor(backend: Backend, { now = Date.now, theme = null }: { now?: () => number; theme?: string | null } = {}) {
    this.backend = backend;
    this.clock = new Clock(now);
    this.link = new Link(backend, this.clock);
    this.session = new Session(backend);
    this.board = new Board(backend, this);
    this.maintenance = new OpenMaintenance(backend, this.link);
    this.router = new Router();
    this.appearance = new Appearance(theme);
    this.away = new Away(() => this.session.hello?.data_dir ?? null);
    this.lastKnown = new LastKnown();
    this.link.hear((update) => {
      this.session.take(update);
      this.board.take(update);
      this.maintenance.take(update);
      this.away.take(update);
      this.lastKnown.take(update);
    });
  }

  /** Runs until the returned function is called. */
  start(): () => void {
    const seen = (): void => {
      if (document.visibilityState === "visible") void this.session.greet();
    };
    document.addEventListener("visibilitychange", seen);
    const stops = [this.clock.start(), this.router.start(), this.link.start(), () => document.removeEventListener("visibilitychange", seen)];
    void this.session.load().then(() => this.away.catchUp());
    // They were perhaps asked for before the first frame.
    if (!this.board.loaded) void this.board.load();
    return () => {
      for (const stop of stops) stop();
    };
  }
}

const [read, provide] = createContext<WindowState>();
/** The window's state, in any component below App. */
export const useWindow = read;
export const provideWindow = provide;
