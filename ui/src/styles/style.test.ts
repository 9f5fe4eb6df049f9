// A component has no raw colour and no raw size: everything comes from the tokens. A width at which a layout turns cannot.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "..");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".svelte") || file.endsWith("base.css"));

function rules(file: string): string {
  const text = readFileSync(join(source, file), "utf8");
  const style = file.endsWith(".css") ? text : (text.match(/<style[^>]*>([\s\S]*)<\/style>/)?.[1] ?? "");
  return style.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@(media|container)[^{]*/g, "");
}

test("there is something to look at", () => expect(files.length).toBeGreaterThan(40));

test.each(files)("%s uses tokens only", (file) => {
  const css = rules(file);
  expect(css.match(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|color-mix)a?\(/gi) ?? []).toEqual([]);
  expect(css.match(/\b\d*\.?\d+(px|rem|em|pt)\b/g)?.filter((size) => !/^-?0\.0\d+em$/.test(size)) ?? []).toEqual([]);
});

test.each(files.filter((file) => file.endsWith(".svelte")))("%s has no style written into its markup", (file) => {
  // The window's policy forbids it, silently.
  expect(readFileSync(join(source, file), "utf8")).not.toMatch(/\sstyle="/);
});

test("every select stands in an input, which gives it its chevron and its focus, and has no frame of the system's", () => {
  expect(rules("styles/base.css")).toMatch(/(^|\n)select \{[^}]*appearance: none/);
  const found = files.filter((file) => file.endsWith(".svelte")).flatMap((file) => [...readFileSync(join(source, file), "utf8").matchAll(/(<(?:label|div) class="[^"]*">)?(?:<span class="hidden">[^<]*<\/span>)?<select/g)].map((one) => `${file} ${one[1] ?? ""}`));
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((one) => !/class="input[ "]/.test(one))).toEqual([]);
});
