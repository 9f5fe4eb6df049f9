// What a client secret and a client id must be, told before they are sent. Nothing here keeps one.
export const MOST_CHARS = 1_280;
const CLIENT_CHARS = 40;

export type SecretWrong = "empty" | "blank" | "control" | "long";

export function secretWrong(secret: string): SecretWrong | null {
  if (secret === "") return "empty";
  if (secret !== secret.trim()) return "blank";
  if (/\p{Cc}/u.test(secret)) return "control";
  return secret.length > MOST_CHARS ? "long" : null;
}

export type ClientWrong = "empty" | "characters" | "long";

export function clientWrong(client: string): ClientWrong | null {
  const text = client.trim();
  if (text === "") return "empty";
  if (/[\s:]/.test(text) || /\p{Cc}/u.test(text)) return "characters";
  return new TextEncoder().encode(text).length > CLIENT_CHARS ? "long" : null;
}
