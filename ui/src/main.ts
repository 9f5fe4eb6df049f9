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

const chosen = await chooseBackend();
const target = document.getElementById("app");
if (target !== null) {
  if (chosen === null) mount(Alone, { target });
  else {
    // A window that opens elsewhere than on the board shows that page at once.
    await later.for(routeOf(location.hash));
    mount(App, { target, props: { state: new WindowState(chosen.backend, { now: chosen.now, theme: chosen.theme }) } });
    later.loadWhenUsed();
  }
}
