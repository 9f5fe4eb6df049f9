import { expect, test } from "vitest";
import { fake } from "../backend/fake";
import type { WireError } from "../wire";
import { pageErrors, stepOf, wireErrors } from "./fieldErrors";
import { addRequest, changes, editRequest, emptyFields, fieldsOf, type PairFields } from "./fields";

const filled = (more: Partial<PairFields> = {}): PairFields => ({
  ...emptyFields(), name: "Glade", siteName: "desk.example.com", network: "dns", homeLabel: "gla-1", homeAddress: "192.0.2.71", standInLabel: "gla-2", standInAddress: "[2001:db8::72]:8443", ...more,
});
const errorsOf = (more: Partial<PairFields>, secret = "", taken: string[] = []): Record<string, string> =>
  Object.fromEntries(pageErrors({ fields: filled(more), secret, taken }).map((one) => [one.field.replace("pair-", ""), one.is]));
const atlas = () => {
  const pair = fake("pair", { beats: false }).world.pairs[0];
  if (pair === undefined) throw new Error("no pair");
  return structuredClone(pair);
};

test("a described pair has no error and becomes one request", () => {
  expect(errorsOf({})).toEqual({});
  expect(addRequest(filled({ trust: "pin", homePin: "aa", standInPin: "bb", clientId: " id ", homeSwing: "192.0.2.71", resolvers: "192.0.2.53 198.51.100.53" }))).toEqual({
    name: "Glade", site_name: "desk.example.com", appliances: ["gla-1=192.0.2.71", "gla-2=[2001:db8::72]:8443"], network: "dns", guard: "production", client_id: "id",
    trusts: ["gla-1=pin:aa", "gla-2=pin:bb"], swing_addresses: ["gla-1=192.0.2.71"], resolvers: ["192.0.2.53", "198.51.100.53"], shared_ips: [], server_names: [], settings: [],
  });
});

test("blanks that were pasted along are no mistake and are not sent", () => {
  const pasted: Partial<PairFields> = { name: "  Glade ", siteName: " desk.example.com\t", homeLabel: " gla-1 ", homeAddress: "\u00a0192.0.2.71 ", standInAddress: "[2001:db8::72]:8443\n", clientId: " id ", resolvers: " 192.0.2.53 ,, \n[2001:db8::53]:53 ", siteAddress: " " };
  expect(errorsOf(pasted, "a secret of its own")).toEqual({});
  expect(addRequest(filled(pasted))).toMatchObject({ name: "Glade", site_name: "desk.example.com", appliances: ["gla-1=192.0.2.71", "gla-2=[2001:db8::72]:8443"], client_id: "id", resolvers: ["192.0.2.53", "[2001:db8::53]:53"] });
  expect(errorsOf({ homeAddress: "192.0. 2.71" })["homeAddress"]).toMatch(/blank/);
  expect(errorsOf({}, "secret ")["secret"]).toMatch(/pasted along/);
});

test("an IPv6 address is taken as it is, with brackets before a port, and is the same in each spelling", () => {
  expect(errorsOf({ homeAddress: "2001:db8::71", standInAddress: "[2001:db8::72]" })).toEqual({});
  expect(errorsOf({ homeAddress: "2001:db8::71:443:0:0:0:0" })["homeAddress"]).toMatch(/\[2001:db8::1\]:443/);
  expect(errorsOf({ homeAddress: "[2001:db8::71]:0" })["homeAddress"]).toMatch(/port between/);
  expect(errorsOf({ homeAddress: "2001:db8::72", standInAddress: "[2001:0db8:0::72]:443" })["standInAddress"]).toMatch(/both appliances/);
});

test("what is too long is told with how long it may be", () => {
  expect(errorsOf({ homeLabel: "a".repeat(41) })["homeLabel"]).toMatch(/40/);
  expect(errorsOf({ siteName: "a".repeat(254) })["siteName"]).toMatch(/253/);
  expect(errorsOf({ clientId: "a".repeat(41) }, "canary")["clientId"]).toMatch(/40/);
});

test("to be shown the keys, nothing is trusted and no account is named", () => {
  const request = addRequest(filled({ trust: "pin", clientId: "id" }), { trust: false });
  expect(request.trusts).toEqual([]);
  expect(request.client_id).toBeUndefined();
});

test("every mistake is told at its field, before anything is sent", () => {
  expect(Object.keys(errorsOf({ name: "", siteName: "", network: "", homeLabel: "", homeAddress: "", standInLabel: "", standInAddress: "" }))).toEqual(["name", "siteName", "network", "homeLabel", "standInLabel", "homeAddress", "standInAddress"]);
  expect(errorsOf({ name: "a".repeat(101) })["name"]).toMatch(/longer than 100/);
  expect(errorsOf({ name: "Atlas" }, "", ["Atlas"])["name"]).toMatch(/another pair/);
  expect(errorsOf({ homeLabel: "gla 1" })["homeLabel"]).toMatch(/blank or =/);
  expect(errorsOf({ standInLabel: "gla-1" })["standInLabel"]).toMatch(/both appliances/);
  expect(errorsOf({ standInAddress: "192.0.2.71:443" })["standInAddress"]).toMatch(/both appliances/);
  expect(errorsOf({ homeAddress: "desk.example.com" })["homeAddress"]).toMatch(/site name/);
  expect(errorsOf({ homeAddress: "192.0.2.71:99999" })["homeAddress"]).toMatch(/port between/);
  expect(errorsOf({ homeAddress: "https://192.0.2.71" })["homeAddress"]).toMatch(/URL/);
  expect(errorsOf({ network: "shared-ip", sharedIps: "192.0.2.1, here" })["sharedIps"]).toContain("“here”");
  expect(errorsOf({ resolvers: "dns.example.com" })["resolvers"]).toContain("dns.example.com");
  expect(errorsOf({ homeServerName: "desk.example.com:443" })["homeServerName"]).toMatch(/port/);
  expect(errorsOf({ proxy: "http://me:word@proxy" })["proxy"]).toMatch(/without/);
  expect(errorsOf({ settings: "timeout.sync 45m" })["settings"]).toMatch(/KEY=VALUE/);
  expect(errorsOf({ trust: "pin" })["keys"]).toMatch(/compare/);
  expect(errorsOf({ trust: "ca" })["caFile"]).toBe("is empty");
  expect(errorsOf({ clientId: "id" })["secret"]).toMatch(/client id is given/);
  expect(errorsOf({}, "canary")["clientId"]).toMatch(/secret is given/);
  expect(errorsOf({ clientId: "id" }, "a".repeat(1_281))["secret"]).toMatch(/1,280/);
});

test("the program's field errors lead to the field, and to its step", () => {
  const error = (fields: WireError["fields"], code = "bad-input"): WireError => ({ code, message: "2 fields cannot be used", causes: [], hint: "", ...(fields === undefined ? {} : { fields }) });
  const told = wireErrors(error([
    { field: "--appliance", index: 1, message: "no port" }, { field: "--site-name", index: null, message: "it is missing" }, { field: "--trust", index: null, message: "there is no file" },
    { field: "--swing-address", index: null, message: "'192.0.2.z' is not an IP address" },
  ]), filled({ standInSwing: "192.0.2.z", trust: "ca", caFile: "/nowhere.pem" }));
  expect(told.map((one) => [one.field, stepOf(one)])).toEqual([["pair-standInAddress", "appliances"], ["pair-siteName", "site"], ["pair-caFile", "trust"], ["pair-standInSwing", "appliances"]]);
  expect(wireErrors(error(undefined, "name-taken"), filled())[0]?.field).toBe("pair-name");
  expect(wireErrors(error([{ field: "--secret", index: null, message: "is empty" }]), filled())[0]?.field).toBe("pair-secret");
  expect(wireErrors(error(undefined, "held"), filled())).toEqual([]);
});

test("an edit sends only what changed", () => {
  const before = fieldsOf(atlas());
  expect(editRequest(before, before)).toBeNull();
  const nothing = { appliances: [], server_names: [], trusts: [], swing_addresses: [], shared_ips: [], resolvers: [], settings: [] };
  expect(editRequest(before, { ...before, note: "x", standInAddress: "192.0.2.99" })).toEqual({ name: "Atlas", ...nothing, note: "x", appliances: ["atl-2=192.0.2.99"] });
  expect(editRequest(before, { ...before, resolvers: "", name: "Atlas 2" })).toEqual({ name: "Atlas", ...nothing, new_name: "Atlas 2", resolvers: [""] });
  expect(editRequest({ ...before, settings: "timeout.sync=45m\npoll.rest=1m" }, { ...before, settings: "poll.rest=2m" })?.settings).toEqual(["poll.rest=2m", "timeout.sync="]);
  expect(changes(before, { ...before, note: " " })).toBe(0);
});

test("a pinned pair that is not touched keeps its pins", () => {
  const pair = atlas();
  for (const one of pair.appliances) one.trust = "pin:aa";
  const before = fieldsOf(pair);
  expect(before.trust).toBe("pin");
  expect(editRequest(before, { ...before, guard: "test" })?.trusts).toEqual([]);
  expect(editRequest(before, { ...before, trust: "system" })?.trusts).toEqual(["system"]);
});
