import { expect, test } from "vitest";
import { endpointOf, isIp, isResolver, sameEndpoint, splitList } from "./addresses";
import { spanOf, statedErrors, type StatedFields } from "./stated";
import { clientWrong, secretWrong } from "./secret";

test.each([
  ["support.example.com", { host: "support.example.com", port: 443 }],
  ["  Support.Example.com:8443 ", { host: "support.example.com", port: 8443 }],
  ["192.0.2.11:443", { host: "192.0.2.11", port: 443 }],
  ["2001:db8::1", { host: "2001:db8::1", port: 443 }],
  ["[2001:db8::1]:8443", { host: "2001:db8::1", port: 8443 }],
  ["[2001:db8::1]", { host: "2001:db8::1", port: 443 }],
  ["", "empty"], ["   ", "empty"], ["https://support.example.com", "url"], ["support.example.com/login", "url"], ["support example.com", "blank"],
  ["support.example.com:", "port"], ["support.example.com:0", "port"], ["support.example.com:65536", "port"], ["support.example.com:https", "port"],
  ["2001:db8::1:443:zz", "brackets"], ["[2001:db8::1", "brackets"], ["[support]:443", "brackets"], ["a".repeat(254), "long"], ["support@example.com", "characters"],
])("the address '%s' is read as the program reads it", (text, read) => expect(endpointOf(text)).toEqual(read));

test("two addresses are the same where they lead to one place", () => {
  expect(sameEndpoint("atl-1.example.com", "ATL-1.example.com:443")).toBe(true);
  expect(sameEndpoint("192.0.2.11:443", "192.0.2.11:444")).toBe(false);
  expect(sameEndpoint("2001:db8::1", "[2001:DB8:0:0::1]:443")).toBe(true);
  expect(sameEndpoint("2001:db8::1", "2001:db8::2")).toBe(false);
  expect(sameEndpoint("", "")).toBe(false);
});

test("addresses of resolvers and test hosts", () => {
  expect(isIp("192.0.2.1")).toBe(true);
  expect(isIp("192.0.2.256")).toBe(false);
  expect(isIp("2001:db8::53")).toBe(true);
  expect(isResolver("[2001:db8::53]:5353")).toBe(true);
  expect(isResolver("dns.example.com")).toBe(false);
  expect(splitList(" 192.0.2.1, 192.0.2.2\n192.0.2.3;;")).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
});

test("a span is written as the program writes it", () => {
  expect(spanOf("60 min")).toBe("60m");
  expect(spanOf("4h")).toBe("4h");
  expect(spanOf("90 seconds")).toBe("90s");
  expect(spanOf("60")).toBe("60m");
  expect(spanOf("0 min")).toBeNull();
  expect(spanOf("soon")).toBeNull();
});

test("what is stated and cannot be read is told at its field; pasted blanks are no mistake", () => {
  const fields = (more: Partial<StatedFields>): StatedFields => ({ automaticFailover: "", backupOperations: "", alertMail: "", syncInterval: "", testIps: "", ...more });
  const errors = (more: Partial<StatedFields>) => statedErrors(fields(more), "stated").map((one) => [one.field, one.is]);
  expect(errors({ syncInterval: "  60 min ", testIps: " 192.0.2.1 ,\n 2001:db8::53 " })).toEqual([]);
  expect(errors({ syncInterval: "soon" })[0]?.[0]).toBe("stated-syncInterval");
  expect(errors({ syncInterval: "9".repeat(12) })[0]?.[0]).toBe("stated-syncInterval");
  expect(errors({ testIps: "192.0.2.1 gateway" })).toEqual([["stated-testIps", "“gateway” is not an IP address"]]);
});

test("a secret that cannot be kept is told before it is sent", () => {
  expect(secretWrong("")).toBe("empty");
  expect(secretWrong(" abc")).toBe("blank");
  expect(secretWrong("a\tb")).toBe("control");
  expect(secretWrong("a".repeat(1_281))).toBe("long");
  expect(secretWrong("a".repeat(1_280))).toBeNull();
  expect(clientWrong("a:b")).toBe("characters");
  expect(clientWrong("a".repeat(41))).toBe("long");
});
