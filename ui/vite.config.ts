import { defineConfig } from "vitest/config";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  base: "./",
  clearScreen: false,
  // The scripted program shows a page of a report as it is made.
  server: { port: 5173, strictPort: true, host: "127.0.0.1", fs: { allow: [".", "../crates/report/tests/golden"] } },
  // What the window opens with is one script and one style, the pages behind the board are another, read when somebody uses it:
  // each file more is another way through the shell.
  // safari16: the oldest web view the window runs in. Nothing is inlined, so that the page needs no data: source.
  build: { target: "safari16", sourcemap: false, outDir: "dist", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700, rolldownOptions: { output: { codeSplitting: { groups: [{ name: "start", test: /src.main\.ts$/ }] } } } },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"], setupFiles: ["src/lib/test/setup.ts"], restoreMocks: true, testTimeout: 20_000 },
});
