// Addresses as people type them: read as the program reads them, so that a mistake is told before anything is sent.

const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

export function isIpv6(text: string): boolean {
  if (!/^[0-9a-f:.]+$/i.test(text) || !text.includes(":")) return false;
  try {
    return new URL(`http://[${text}]/`).hostname.startsWith("[");
  } catch {
    return false;
  }
}

export const isIp = (text: string): boolean => IPV4.test(text) || isIpv6(text);

/** Several values in one field, with commas, blanks or lines between them. */
export const splitList = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

export type Wrong = "empty" | "blank" | "url" | "port" | "brackets" | "long" | "characters";

export interface Endpoint {
  host: string;
  port: number;
}

export const DEFAULT_PORT = 443;

/** `HOST[:PORT]`; around it blanks are dropped, inside they are wrong. */
export function endpointOf(typed: string): Endpoint | Wrong {
  const text = typed.trim();
  if (text === "") return "empty";
  if (text.includes("://") || text.includes("/")) return "url";
  if (/\s/.test(text)) return "blank";
  let host = text;
  let digits: string | null = null;
  if (text.startsWith("[")) {
    const [, inside, rest] = /^\[([^\]]*)\](.*)$/.exec(text) ?? [];
    if (inside === undefined || rest === undefined || !isIpv6(inside) || (rest !== "" && !rest.startsWith(":"))) return "brackets";
    host = inside;
    digits = rest === "" ? null : rest.slice(1);
  } else if (!isIpv6(text)) {
    const parts = text.split(":");
    if (parts.length > 2) return "brackets";
    host = parts[0] ?? "";
    digits = parts[1] ?? null;
  }
  if (digits !== null && !(/^\d{1,5}$/.test(digits) && Number(digits) >= 1 && Number(digits) <= 65_535)) return "port";
  if (host === "") return "empty";
  if (new TextEncoder().encode(host).length > 253) return "long";
  // Names of other scripts are the program's to judge.
  if (/[\u0000-\u0020!"#$%&[\]'()*+,/;<=>?@\\^`{|}~]/.test(host)) return "characters";
  return { host: host.toLowerCase(), port: digits === null ? DEFAULT_PORT : Number(digits) };
}

/** One spelling of an IPv6 address, as there are many. */
const plain = (host: string): string => (isIpv6(host) ? new URL(`http://[${host}]/`).hostname : host);

export const isWrong = (read: Endpoint | Wrong): read is Wrong => typeof read === "string";

export const sameEndpoint = (a: string, b: string): boolean => {
  const [one, other] = [endpointOf(a), endpointOf(b)];
  return !isWrong(one) && !isWrong(other) && plain(one.host) === plain(other.host) && one.port === other.port;
};

/** A name server: `IP[:PORT]`. */
export function isResolver(text: string): boolean {
  if (isIp(text)) return true;
  const read = endpointOf(text);
  return !isWrong(read) && isIp(read.host);
}
