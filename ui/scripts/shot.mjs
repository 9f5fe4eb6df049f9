// Takes a picture of one route of the built page, with a scripted program behind it.
//   npm run pictures && node scripts/shot.mjs --route '#/pairs' --scenario board --theme dark --size 1280x800 --out pairs.png
// More: --text 2 (text at twice its size), --full (the whole page), --wait SELECTOR, --click SELECTOR, --axe (accessibility findings), --dist DIR.
import { parseArgs } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import { contextOf, DIST, launch, listen, serve } from "./page.mjs";

const { values } = parseArgs({
  options: {
    route: { type: "string", default: "#/pairs" }, scenario: { type: "string", default: "board" }, theme: { type: "string", default: "light" },
    size: { type: "string", default: "1280x800" }, out: { type: "string", default: "shot.png" }, text: { type: "string", default: "1" },
    wait: { type: "string" }, click: { type: "string", multiple: true }, full: { type: "boolean", default: false }, axe: { type: "boolean", default: false },
    settle: { type: "string", default: "500" }, dist: { type: "string" },
  },
});
const server = await serve(values.dist ?? DIST);
const browser = await launch();
let bad = 0;
const told = new Set();
/** Each once: a page in a loop says the same a thousand times. */
const tell = (text) => {
  bad += 1;
  if (!told.has(text)) console.error(text);
  told.add(text);
};
try {
  const context = await contextOf(browser, values.size, Number(values.text));
  const page = await context.newPage();
  listen(page, tell);
  await page.goto(server.url(values));
  await page.waitForSelector(values.wait ?? "main h1", { timeout: 10_000 });
  for (const selector of values.click ?? []) await page.click(selector);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(Number(values.settle));
  await page.screenshot({ path: values.out, fullPage: values.full });
  if (values.axe) {
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    for (const one of violations) tell(`axe ${one.id}: ${one.help}\n  ${one.nodes.map((node) => node.target.join(" ")).join("\n  ")}`);
  }
} finally {
  await browser.close();
  server.close();
}
process.exitCode = bad > 0 ? 1 : 0;
