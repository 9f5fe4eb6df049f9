// The frame that shows the page of a report has the window's policy: of the page's own style it must know the hash.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../../..");
const policy = (JSON.parse(readFileSync(join(root, "src-tauri/tauri.conf.json"), "utf8")) as { app: { security: { csp: string } } }).app.security.csp;
const golden = join(root, "crates/report/tests/golden");
const pages = readdirSync(golden).filter((file) => file.endsWith(".html")).map((file) => readFileSync(join(golden, file), "utf8"));

test("there are pages to look at", () => expect(pages.length).toBeGreaterThan(3));

test("the style of every page is one, and the window allows it by its hash", () => {
  const styles = new Set(pages.flatMap((page) => [...page.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, style]) => style ?? "")));
  expect(styles.size).toBe(1);
  const [style = ""] = styles;
  const hash = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
  expect(policy.split("; ").find((part) => part.startsWith("style-src "))).toBe(`style-src 'self' ${hash}`);
});

test("no page has a style in its markup, which no hash allows", () => expect(pages.filter((page) => /<[^>]*\sstyle=/.test(page))).toEqual([]));
