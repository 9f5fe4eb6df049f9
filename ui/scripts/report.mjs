// Opens the page of each report that `crates/report` keeps as an example, as an auditor would: is it valid HTML, does axe find
// nothing serious in light and dark, is it as wide as its window at most, does it load nothing? One line a page; fails where one fails.
//   npm run report
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { launch } from "./page.mjs";

const GOLDEN = join(dirname(fileURLToPath(import.meta.url)), "../../crates/report/tests/golden");
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const GRAVE = new Set(["serious", "critical"]);
const validator = new HtmlValidate({ extends: ["html-validate:standard"] });

async function invalid(file) {
  const { results } = await validator.validateFile(file);
  const messages = results.flatMap((result) => result.messages);
  return messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`);
}

async function violations(page) {
  const { violations: found } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.filter((one) => GRAVE.has(one.impact)).map((one) => `axe ${one.id}: ${one.help} (${one.nodes[0].target.join(" ")})`);
}

/** What is wrong with one page. */
async function look(browser, file) {
  const wrong = new Set(await invalid(file));
  // Its own policy lets no script run, axe neither.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href) wrong.add(`it asks for ${request.url()}`);
  });
  page.on("pageerror", (error) => wrong.add(`page: ${error.message}`));
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(AXE);
    for (const one of await violations(page)) wrong.add(`${colorScheme}: ${one}`);
    const { scrollWidth, clientWidth } = await page.evaluate(() => ({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth }));
    if (scrollWidth > clientWidth) wrong.add(`it is ${scrollWidth - clientWidth} wider than its window`);
  }
  await context.close();
  return [...wrong];
}

const files = (await readdir(GOLDEN)).filter((name) => name.endsWith(".html")).map((name) => join(GOLDEN, name));
const browser = await launch();
let failed = 0;
try {
  for (const file of files) {
    const wrong = await look(browser, file);
    if (wrong.length > 0) failed += 1;
    console.log(`${wrong.length === 0 ? "ok    " : "FAILED"} ${basename(file)}`);
    for (const one of wrong.slice(0, 20)) console.log(`       ${one}`);
  }
} finally {
  await browser.close();
}
console.log(`${files.length - failed} of ${files.length} pages of reports are as they should be.`);
process.exitCode = failed === 0 && files.length > 0 ? 0 : 1;
