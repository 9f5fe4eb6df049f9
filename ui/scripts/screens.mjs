// Opens every screen of the built page with the scripted program behind it, in light and dark, and asks of each: does it show,
// does the console stay silent, does axe find nothing serious? One line a screen; fails where one fails.
//   npm run screens   (it builds the page for pictures first; node scripts/screens.mjs --dist DIR for another folder, --only TEXT for some, --out DIR to keep pictures)
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contextOf, DIST, launch, listen, serve } from "./page.mjs";
import { SCREENS } from "./screens.list.mjs";

const { values } = parseArgs({ options: { dist: { type: "string", default: DIST }, only: { type: "string", default: "" }, out: { type: "string" }, pages: { type: "string", default: "2" } } });
const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const GRAVE = new Set(["serious", "critical"]);

// A screen is opened once per size; in the large window it is then turned dark, which changes its colours and nothing else.
const shots = SCREENS.flatMap(({ scenario, route, small = false, large = false }) => [
  { scenario, route, size: "1280x800", text: 1, themes: ["light", "dark"] },
  ...(small ? [{ scenario, route, size: "1024x700", text: 1, themes: ["light"] }] : []),
  ...(large ? [{ scenario, route, size: "1280x800", text: 2, themes: ["light"] }] : []),
]);
const nameOf = ({ scenario, route, size, text }, theme) => `${scenario} ${route} ${theme} ${size}${text === 1 ? "" : ` ${text * 100} %`}`;
const queue = shots.filter((shot) => shot.themes.some((theme) => nameOf(shot, theme).includes(values.only)));

/** Runs in the page: axe is put into each document once. */
const run = async ({ rules, tags }) => {
  const { violations } = await window.axe.run(document, { runOnly: rules === null ? { type: "tag", values: tags } : { type: "rule", values: rules }, resultTypes: ["violations"] });
  return violations.map(({ id, help, impact, nodes }) => ({ id, help, impact, at: nodes.slice(0, 3).map((node) => node.target.join(" ")) }));
};

async function violationsOf(page, theme) {
  const found = await page.evaluate(run, { rules: theme === "dark" ? ["color-contrast"] : null, tags: TAGS });
  return found.filter((one) => GRAVE.has(one.impact)).map((one) => `axe ${one.id}: ${one.help} (${one.at.join(", ")})`);
}

const isCut = () => {
  const root = document.documentElement;
  const main = document.querySelector("main");
  return root.scrollWidth > root.clientWidth || (main !== null && main.scrollWidth > main.clientWidth + 1);
};

let opened = 0;

/** Opens one screen and tells of each theme what is wrong with it; nothing: an empty list. */
async function look(page, server, shot, tell) {
  let wrong = new Set();
  page.removeAllListeners("console");
  page.removeAllListeners("pageerror");
  listen(page, (text) => wrong.add(text));
  for (const theme of shot.themes) {
    try {
      if (theme === shot.themes[0]) {
        // Where only the part after # differs no page is loaded anew, and the last one's theme would stay: each has a number of its own.
        opened += 1;
        await page.goto(server.url({ ...shot, theme }).replace("#", `&shot=${opened}#`));
        await page.waitForSelector("main h1", { timeout: 20_000 });
        await page.evaluate(() => document.fonts.ready);
        await page.waitForFunction(() => document.querySelector("main [aria-busy=true]") === null, undefined, { timeout: 3_000 }).catch(() => undefined);
        await page.evaluate(AXE);
      } else await page.evaluate((next) => { document.documentElement.dataset.theme = next; }, theme);
      for (const one of await violationsOf(page, theme)) wrong.add(one);
      if (await page.evaluate(isCut)) wrong.add("it is wider than its window");
      if (values.out !== undefined) await page.screenshot({ path: join(values.out, `${nameOf(shot, theme).replaceAll(/[^\w]+/g, "-")}.png`) });
    } catch (error) {
      wrong.add(`it does not show: ${error.message.split("\n")[0]}`);
    }
    tell(nameOf(shot, theme), [...wrong]);
    wrong = new Set();
  }
}

if (values.out !== undefined) await mkdir(values.out, { recursive: true });
const server = await serve(values.dist);
const browser = await launch();
let passed = 0;
let failed = 0;
try {
  // One context a size; several pages of it at once.
  for (const [size, text] of [["1280x800", 1], ["1024x700", 1], ["1280x800", 2]]) {
    const mine = queue.filter((shot) => shot.size === size && shot.text === text);
    if (mine.length === 0) continue;
    const context = await contextOf(browser, size, text);
    // What one screen kept must not be seen on the next.
    await context.addInitScript(() => { localStorage.clear(); sessionStorage.clear(); });
    const worker = async () => {
      const page = await context.newPage();
      for (let shot = mine.shift(); shot !== undefined; shot = mine.shift()) {
        await look(page, server, shot, (name, wrong) => {
          if (wrong.length === 0) passed += 1;
          else failed += 1;
          console.log([`${wrong.length === 0 ? "ok  " : "FAIL"} ${name}`, ...wrong].join("\n     "));
        });
      }
    };
    await Promise.all(Array.from({ length: Number(values.pages) }, worker));
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
