// Half-filled forms outlive back and reload, in this window's session only. A secret is never part of one.

export type DraftValue = string | number | boolean | null | DraftValue[] | { [key: string]: DraftValue };
export type DraftFields = { [key: string]: DraftValue };

const PREFIX = "switchback.draft.";
const SECRET = /secret|password|passphrase|token/i;

const holdsSecret = (value: DraftValue): boolean => {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => SECRET.test(key) || holdsSecret(inner));
};

export class Draft<T extends DraftFields> {
  /** The fields as they stand; bind inputs to them. */
  fields: T = $state() as T;
  /** It was found from before, not begun now. */
  readonly kept: boolean;
  readonly #key: string;
  readonly #empty: T;

  constructor(key: string, empty: T) {
    if (holdsSecret(empty)) throw new Error(`the draft '${key}' would keep a secret`);
    this.#key = PREFIX + key;
    this.#empty = structuredClone(empty);
    const found = read(this.#key);
    this.kept = found !== null;
    // Only fields the form has: what an older version kept is left behind.
    const entries = Object.entries(empty).map(([name, value]) => [name, found?.[name] ?? value] as const);
    this.fields = Object.fromEntries(entries) as T;
  }

  keep(): void {
    const text = JSON.stringify(this.fields);
    if (text === JSON.stringify(this.#empty)) sessionStorage.removeItem(this.#key);
    else sessionStorage.setItem(this.#key, text);
  }

  /** After it was saved, or on the person's word. */
  drop(): void {
    this.fields = structuredClone(this.#empty);
    sessionStorage.removeItem(this.#key);
  }
}

function read(key: string): Record<string, DraftValue> | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Record<string, DraftValue>) : null;
  } catch {
    return null;
  }
}

/** Opens a draft and keeps it at each change. Call it while a component is made. */
export function openDraft<T extends DraftFields>(key: string, empty: T): Draft<T> {
  const draft = new Draft(key, empty);
  $effect(() => draft.keep());
  return draft;
}

/** Which forms are half-filled: their keys. */
export const openDrafts = (): string[] =>
  Array.from({ length: sessionStorage.length }, (_, n) => sessionStorage.key(n) ?? "").filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
