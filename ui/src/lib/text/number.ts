// Numbers with their units.

/** "21,114". By hand: what a web view has for it reads megabytes of languages. */
export const count = (n: number): string => grouped(n.toFixed(0));
const one = (n: number): string => grouped(n.toFixed(1));
const grouped = (number: string): string => {
  const [whole = "", rest] = number.split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? thousands : `${thousands}.${rest}`;
};

/** "1 warning", "2 warnings" */
export const some = (n: number, word: string, more = `${word}s`): string => `${count(n)} ${n === 1 ? word : more}`;

/** "1.8 GB": powers of ten, as the appliance and the disk tell. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${count(bytes)} B`;
  if (bytes < 1e6) return `${one(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${one(bytes / 1e6)} MB`;
  return `${one(bytes / 1e9)} GB`;
}

/** "+0.4 s", "−0.1 s": with a true minus. */
export const offset = (seconds: number): string => `${seconds < 0 ? "−" : "+"}${one(Math.abs(seconds))} s`;

/** "7c1e…a04f": long ids keep their ends, which is what people compare. */
export const short = (id: string): string => (id.length <= 12 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`);

/** "sb-6f02…": a key as it is known; its whole fingerprint stands where it is compared. */
export const shortKey = (fingerprint: string): string => `${fingerprint.slice(0, 7)}…`;

/** "a, b and c" */
export function list(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
