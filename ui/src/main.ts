import { mount } from "svelte";
import Alone from "./Alone.svelte";
import App from "./App.svelte";
import { chooseBackend } from "./lib/backend";
import { later } from "./lib/state/pages.svelte";
import { routeOf } from "./lib/state/routes";
import { WindowState } from "./lib/state/window.svelte";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

/** So long an empty page is worse than waiting for the pairs; milliseconds. */
const FIRST_PAINT_LATEST = 200;

/** Not at the top of the module: the pages behind the board take from this script, and would wait for its end. */
async function open(): Promise<void> {
  const chosen = await chooseBackend();
  const target = document.getElementById("app");
  if (target !== null) {
    if (chosen === null) mount(Alone, { target });
    else {
      const state = new WindowState(chosen.backend, { now: chosen.now, theme: chosen.theme });
      // A window that opens elsewhere than on the board shows that page at once. The pairs and the zone of the clock are asked for
      // before anything is painted: a first frame without them would only have to be painted a second time.
      const page = later.for(routeOf(location.hash));
      await Promise.race([Promise.all([state.board.load(), state.session.greet()]), new Promise((go) => setTimeout(go, FIRST_PAINT_LATEST))]);
      await page;
      mount(App, { target, props: { state } });
      later.loadWhenUsed();
    }
  }
}

void open();
