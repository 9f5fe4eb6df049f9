// What the scripts that look at the built page share: it is served under the policy of the real window, and told what went wrong.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml" };
// The policy of the real window: what it forbids is seen here too.
const WINDOW = JSON.parse(await readFile(join(dirname(fileURLToPath(import.meta.url)), "../../src-tauri/tauri.conf.json"), "utf8")).app.security.csp;
const STYLE = WINDOW.split("; ").find((part) => part.startsWith("style-src "));
const CSP = `default-src 'self'; script-src 'self'; ${STYLE}; img-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'`;

/** Built by `npm run pictures`: the page with the scripted program in it, which the shipped one does not have. */
export const DIST = join(dirname(fileURLToPath(import.meta.url)), "../dist-pictures");

/** Serves a folder until `close` is called. */
export async function serve(dist) {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    try {
      const bytes = await readFile(join(dist, path === "/" ? "index.html" : path));
      response.setHeader("content-type", TYPES[extname(path === "/" ? "index.html" : path)] ?? "application/octet-stream");
      response.setHeader("content-security-policy", CSP);
      // What is named by its content never changes; kept, it is not read anew for each screen.
      if (path.startsWith("/assets/")) response.setHeader("cache-control", "max-age=3600, immutable");
      response.end(bytes);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  return {
    url: ({ scenario, theme, route }) => `http://127.0.0.1:${port}/?scenario=${encodeURIComponent(scenario)}&theme=${theme}${route}`,
    close: () => server.close(),
  };
}

export const launch = () =>
  chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });

/** A window. Text at twice its size is a window of half the size, drawn twice as large: what a system's text size does to rem and to widths. */
export function contextOf(browser, size, text = 1) {
  const [width, height] = size.split("x").map(Number);
  return browser.newContext({ viewport: { width: Math.round(width / text), height: Math.round(height / text) }, deviceScaleFactor: text, reducedMotion: "reduce" });
}

/** Hears what a page complains of. */
export function listen(page, tell) {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") tell(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => tell(`page: ${(error.stack ?? error.message).split("\n").slice(0, 3).join("\n")}`));
}
