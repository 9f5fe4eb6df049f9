// What is wrong in the form of a pair: told by the page before anything is sent, and by the program after.
import type { FieldError } from "../components/shared/Form.svelte";
import { pairForm as words } from "../text/pairForm";
import type { WireError } from "../wire";
import { endpointOf, isIp, isResolver, isWrong, sameEndpoint, splitList } from "./addresses";
import type { PairFields } from "./fields";
import { clientWrong, secretWrong } from "./secret";
import { keychain } from "../text/keychain";

export type PairField = keyof PairFields | "secret" | "keys";
export type StepName = "site" | "appliances" | "trust";

export const ID = "pair-";
export const idOf = (field: PairField): string => `${ID}${field}`;

export function labelOf(field: PairField, fields: PairFields): string {
  const [home, standIn] = [fields.homeLabel.trim() || words.homeWord, fields.standInLabel.trim() || words.standInWord];
  switch (field) {
    case "name": return words.name;
    case "siteName": return words.siteName;
    case "network": return words.network;
    case "sharedIps": return words.sharedIps;
    case "resolvers": return words.resolvers;
    case "guard": return words.guard;
    case "note": return words.note;
    case "homeLabel": return `${words.home}: ${words.label}`;
    case "standInLabel": return `${words.standIn}: ${words.label}`;
    case "homeAddress": return `${words.home}: ${words.address}`;
    case "standInAddress": return `${words.standIn}: ${words.address}`;
    case "homeSwing": return words.swing(home);
    case "standInSwing": return words.swing(standIn);
    case "homeServerName": return words.serverName(home);
    case "standInServerName": return words.serverName(standIn);
    case "caFile": return words.caFile;
    case "clientId": return words.client;
    case "secret": return words.secret;
    case "siteAddress": return words.siteAddress;
    case "proxy": return words.proxy;
    case "settings": return words.settings;
    case "trust":
    case "keys":
    case "homePin":
    case "standInPin": return words.trust;
  }
}

const STEP: Readonly<Record<StepName, readonly PairField[]>> = {
  site: ["name", "siteName", "network", "sharedIps", "resolvers", "guard", "note", "siteAddress"],
  appliances: ["homeLabel", "homeAddress", "homeSwing", "homeServerName", "standInLabel", "standInAddress", "standInSwing", "standInServerName", "proxy", "settings"],
  trust: ["trust", "caFile", "keys", "clientId", "secret"],
};

export const stepOf = (error: FieldError): StepName => (Object.keys(STEP) as StepName[]).find((step) => STEP[step].some((field) => idOf(field) === error.field)) ?? "site";

const control = (text: string): boolean => /\p{Cc}/u.test(text.replace(/\n/g, ""));

export interface CheckOf {
  fields: PairFields;
  secret: string;
  /** Names of the other pairs. */
  taken: readonly string[];
  /** Signing in is not asked for here. */
  without?: "credential";
}

export function pageErrors({ fields, secret, taken, without }: CheckOf): FieldError[] {
  const errors: FieldError[] = [];
  const add = (field: PairField, is: string | null): void => {
    if (is !== null && !errors.some((one) => one.field === idOf(field))) errors.push({ field: idOf(field), label: labelOf(field, fields), is });
  };
  const address = (text: string, may: "be empty" | "not" = "not"): string | null => {
    if (may === "be empty" && text.trim() === "") return null;
    const read = endpointOf(text);
    return isWrong(read) ? words.address_wrong[read] : null;
  };
  const name = fields.name.trim();
  add("name", name === "" ? words.is.empty : [...name].length > 100 ? words.is.long100 : control(name) ? words.is.control : taken.some((one) => one === name) ? words.is.taken : null);
  add("siteName", address(fields.siteName));
  add("network", fields.network === "" ? words.is.noNetwork : null);
  const odd = splitList(fields.sharedIps).find((one) => !isIp(one));
  if (fields.network === "shared-ip" && odd !== undefined) add("sharedIps", words.is.notIp(odd));
  const resolver = splitList(fields.resolvers).find((one) => !isResolver(one));
  if (resolver !== undefined) add("resolvers", words.is.notResolver(resolver));
  add("siteAddress", address(fields.siteAddress, "be empty"));
  for (const [field, text] of [["homeLabel", fields.homeLabel], ["standInLabel", fields.standInLabel]] as const) {
    const label = text.trim();
    add(field, label === "" ? words.is.empty : [...label].length > 40 ? words.is.long40 : /[\s=]/.test(label) || control(label) ? words.is.labelBlank : null);
  }
  if (fields.homeLabel.trim() !== "" && fields.homeLabel.trim() === fields.standInLabel.trim()) add("standInLabel", words.is.sameLabel);
  add("homeAddress", address(fields.homeAddress));
  add("standInAddress", address(fields.standInAddress));
  if (sameEndpoint(fields.homeAddress, fields.standInAddress)) add("standInAddress", words.is.sameAddress);
  for (const field of ["homeAddress", "standInAddress"] as const) if (sameEndpoint(fields[field], fields.siteName)) add(field, words.is.siteAddress);
  for (const field of ["homeSwing", "standInSwing"] as const) {
    const ip = fields[field].trim();
    if (fields.network !== "shared-ip" && ip !== "" && !isIp(ip)) add(field, words.is.notIp(ip));
  }
  for (const field of ["homeServerName", "standInServerName"] as const) {
    const text = fields[field].trim();
    if (text !== "") add(field, address(text) ?? (/:\d+$/.test(text) ? words.is.port : null));
  }
  const proxy = fields.proxy.trim();
  if (proxy !== "" && proxy !== "direct" && proxy !== "system") {
    const host = proxy.startsWith("http://") ? proxy.slice(7).replace(/\/$/, "") : null;
    add("proxy", host === null ? words.is.notProxy : host.includes("@") ? words.is.proxyPassword : address(host) === null ? null : words.is.notProxy);
  }
  const setting = fields.settings.split("\n").map((line) => line.trim()).find((line) => line !== "" && !/^[^=\s]+=/.test(line));
  if (setting !== undefined) add("settings", words.is.notSetting(setting));
  if (fields.trust === "ca" && fields.caFile.trim() === "") add("caFile", words.is.empty);
  if (fields.trust === "pin" && (fields.homePin === "" || fields.standInPin === "")) add("keys", words.is.noKeys);
  if (without === "credential") return errors;
  const client = fields.clientId.trim();
  if (client !== "" || secret !== "") {
    const [badClient, badSecret] = [clientWrong(client), secretWrong(secret)];
    add("clientId", badClient === null ? null : badClient === "empty" ? words.is.noClient : keychain.clientWrong[badClient]);
    add("secret", badSecret === null ? null : badSecret === "empty" ? words.is.noSecret : keychain.secretWrong[badSecret]);
  }
  return errors;
}

/** Before the program's own words, which do not go on after the label. */
const TOLD = "– ";

/** The same below its field, as a sentence. */
export const belowField = (is: string): string => {
  const text = is.startsWith(TOLD) ? is.slice(TOLD.length) : words.it(is);
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.]$/, "")}.`;
};

const SAME: Readonly<Record<string, PairField>> = {
  "--name": "name", "--site-name": "siteName", "--network": "network", "--shared-ip": "sharedIps", "--resolver": "resolvers", "--guard": "guard", "--note": "note",
  "--site-address": "siteAddress", "--proxy": "proxy", "--set": "settings", "--client-id": "clientId", "--secret": "secret",
};

function fieldOf(field: string, index: number | null, message: string, fields: PairFields): PairField | null {
  const side = (home: keyof PairFields, standIn: keyof PairFields): PairField => {
    if (index !== null) return index === 1 ? standIn : home;
    const [a, b] = [fields[home].trim(), fields[standIn].trim()];
    return b !== "" && message.includes(b) && (a === "" || !message.includes(a)) ? standIn : home;
  };
  if (field in SAME) return SAME[field] ?? null;
  if (field === "--appliance") return side("homeAddress", "standInAddress");
  if (field === "--swing-address") return side("homeSwing", "standInSwing");
  if (field === "--server-name") return side("homeServerName", "standInServerName");
  if (field === "--trust") return fields.trust === "ca" ? "caFile" : "keys";
  return null;
}

/** The program's answer at the fields it is about. Empty: it is about none. */
export function wireErrors(error: WireError, fields: PairFields): FieldError[] {
  const errors: FieldError[] = [];
  const add = (field: PairField, is: string): void => {
    const at = errors.find((one) => one.field === idOf(field));
    if (at === undefined) errors.push({ field: idOf(field), label: labelOf(field, fields), is });
    else at.is = `${at.is}; ${is.replace(TOLD, "")}`;
  };
  if (error.code === "name-taken") add("name", words.is.taken);
  if (error.code === "same-appliance") add("standInAddress", words.is.sameAddress);
  if (error.code === "secret-too-long") add("secret", keychain.secretWrong.long);
  for (const { field, index, message } of error.fields ?? []) {
    const at = fieldOf(field, index, message, fields);
    if (at !== null) add(at, `${TOLD}${message}`);
  }
  return errors;
}
