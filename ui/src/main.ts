import { mount } from "svelte";
import App from "./App.svelte";
import { chooseBackend } from "./lib/backend";
import { WindowState } from "./lib/state/window.svelte";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

const { backend, now, theme } = await chooseBackend();
const target = document.getElementById("app");
if (target !== null) mount(App, { target, props: { state: new WindowState(backend, { now, theme }) } });
