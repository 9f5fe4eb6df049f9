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
  /** Fields of an edit that were not taken up again: what they were typed over has changed since. */
  readonly overtaken: readonly string[];
  readonly #key: string;
  readonly #empty: T;
  readonly #edits: boolean;

  /** `edits`: the form changes what is there. Only what differs is kept, each with the value it was typed over. */
  constructor(key: string, empty: T, { edits = false }: { edits?: boolean } = {}) {
    if (holdsSecret(empty)) throw new Error(`the draft '${key}' would keep a secret`);
    this.#key = PREFIX + key;
    this.#empty = structuredClone(empty);
    const found = read(this.#key);
    this.#edits = edits;
    const overtaken: string[] = [];
    // Only fields the form has: what an older version kept is left behind.
    const entries = Object.entries(empty).map(([name, value]) => {
      const held = found?.[name];
      if (!edits || held === undefined) return [name, held ?? value] as const;
      if (isEdit(held) && same(held.was, value)) return [name, held.is] as const;
      if (isEdit(held) && !same(held.is, value)) overtaken.push(name);
      return [name, value] as const;
    });
    this.overtaken = overtaken;
    this.kept = found !== null && entries.some(([name, value]) => !edits || !same(value, empty[name]));
    this.fields = Object.fromEntries(entries) as T;
  }

  keep(): void {
    const changed = Object.entries(this.fields).filter(([name, value]) => !same(value, this.#empty[name]));
    const held = this.#edits ? Object.fromEntries(changed.map(([name, is]) => [name, { was: this.#empty[name], is }])) : this.fields;
    if (changed.length === 0) sessionStorage.removeItem(this.#key);
    else sessionStorage.setItem(this.#key, JSON.stringify(held));
  }

  /** After it was saved, or on the person's word. */
  drop(): void {
    this.fields = structuredClone(this.#empty);
    sessionStorage.removeItem(this.#key);
  }
}

type Edit = { was: DraftValue; is: DraftValue };
const isEdit = (held: DraftValue): held is Edit => typeof held === "object" && held !== null && !Array.isArray(held) && "was" in held && "is" in held;
const same = (a: DraftValue | undefined, b: DraftValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

function read(key: string): Record<string, DraftValue> | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Record<string, DraftValue>) : null;
  } catch {
    return null;
  }
}

/** Opens a draft and keeps it at each change. Call it while a component is made. */
export function openDraft<T extends DraftFields>(key: string, empty: T, how: { edits?: boolean } = {}): Draft<T> {
  const draft = new Draft(key, empty, how);
  $effect(() => draft.keep());
  return draft;
}

/** Which forms are half-filled: their keys. */
export const openDrafts = (): string[] =>
  Array.from({ length: sessionStorage.length }, (_, n) => sessionStorage.key(n) ?? "").filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
