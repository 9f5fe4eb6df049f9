import { hrefOf, placeOf, routeOf, type Route } from "./routes";

/** Where the window is. The address holds it, so back, forward and reload lose nothing. */
export class Router {
  route: Route = $state.raw({ page: "pairs" });
  /** How far each place was scrolled, to return there on the way back. */
  readonly #scrolled = new Map<string, number>();

  constructor() {
    this.route = routeOf(location.hash);
  }

  /** Follows the address until the returned function is called. */
  start(): () => void {
    const follow = (): void => {
      this.route = routeOf(location.hash);
    };
    window.addEventListener("hashchange", follow);
    follow();
    return () => window.removeEventListener("hashchange", follow);
  }

  go(route: Route): void {
    const href = hrefOf(route);
    if (href !== location.hash) location.hash = href;
    this.route = route;
  }

  /** Goes there, and the way back skips where one was: for what was only a step. */
  replace(route: Route): void {
    history.replaceState(history.state, "", hrefOf(route));
    this.route = route;
  }

  back(): void {
    history.back();
  }

  forward(): void {
    history.forward();
  }

  keepScroll(top: number): void {
    this.#scrolled.set(placeOf(this.route), top);
  }

  scrollOf(route: Route): number {
    return this.#scrolled.get(placeOf(route)) ?? 0;
  }
}
