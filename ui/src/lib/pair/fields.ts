// What the form of a pair holds, and what it becomes. A secret is no part of it.
import type { AddPair, EditPair, Network, Pair } from "../wire";
import { endpointOf, isWrong, splitList } from "./addresses";

export type TrustKind = "system" | "ca" | "pin";

export type PairFields = {
  name: string;
  siteName: string;
  network: Network | "";
  sharedIps: string;
  resolvers: string;
  guard: "production" | "test";
  note: string;
  homeLabel: string;
  homeAddress: string;
  homeSwing: string;
  homeServerName: string;
  standInLabel: string;
  standInAddress: string;
  standInSwing: string;
  standInServerName: string;
  trust: TrustKind | "";
  caFile: string;
  /** Fingerprints that were compared; empty: none. */
  homePin: string;
  standInPin: string;
  clientId: string;
  siteAddress: string;
  proxy: string;
  settings: string;
};

export const emptyFields = (): PairFields => ({
  name: "", siteName: "", network: "", sharedIps: "", resolvers: "", guard: "production", note: "", homeLabel: "", homeAddress: "", homeSwing: "", homeServerName: "",
  standInLabel: "", standInAddress: "", standInSwing: "", standInServerName: "", trust: "system", caFile: "", homePin: "", standInPin: "", clientId: "", siteAddress: "", proxy: "", settings: "",
});

const kindOf = (trust: string): TrustKind => (trust === "system" ? "system" : trust.startsWith("pin:") ? "pin" : "ca");
const pinOf = (trust: string): string => (trust.startsWith("pin:") ? trust.slice(4) : "");

export function fieldsOf(pair: Pair): PairFields {
  const [home, standIn] = pair.appliances;
  const site = endpointOf(pair.site_name);
  const host = isWrong(site) ? pair.site_name : site.host;
  const server = (name: string | undefined): string => (name === undefined || name === host ? "" : name);
  const kinds = [...new Set(pair.appliances.map((one) => kindOf(one.trust)))];
  const files = [...new Set(pair.appliances.filter((one) => one.trust.startsWith("ca:")).map((one) => one.trust.slice(3)))];
  return {
    ...emptyFields(), name: pair.name, siteName: pair.site_name, network: pair.network, sharedIps: pair.shared_ips.join(", "), resolvers: pair.resolvers.join(", "), guard: pair.guard,
    note: pair.note, homeLabel: home?.label ?? "", homeAddress: home?.address ?? "", homeSwing: home?.swing_address ?? "", homeServerName: server(home?.server_name),
    standInLabel: standIn?.label ?? "", standInAddress: standIn?.address ?? "", standInSwing: standIn?.swing_address ?? "", standInServerName: server(standIn?.server_name),
    trust: kinds.length === 1 && files.length <= 1 ? (kinds[0] ?? "") : "", caFile: files.length === 1 ? (files[0] ?? "") : "", homePin: pinOf(home?.trust ?? ""), standInPin: pinOf(standIn?.trust ?? ""),
    clientId: pair.client_id ?? "", siteAddress: pair.site_address ?? "", proxy: pair.proxy === "direct" ? "" : pair.proxy, settings: Object.entries(pair.settings).map(([key, value]) => `${key}=${value}`).join("\n"),
  };
}

const lines = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter(Boolean);

function trustsOf(fields: PairFields): string[] {
  switch (fields.trust) {
    case "": return [];
    case "system": return ["system"];
    case "ca": return [`ca:${fields.caFile.trim()}`];
    case "pin": return [`${fields.homeLabel.trim()}=pin:${fields.homePin}`, `${fields.standInLabel.trim()}=pin:${fields.standInPin}`];
  }
}

/** The pair as it is described. `trust: false`: before anything is trusted, to be shown its keys. */
export function addRequest(fields: PairFields, { trust = true }: { trust?: boolean } = {}): AddPair {
  const [home, standIn] = [fields.homeLabel.trim(), fields.standInLabel.trim()];
  const of = (label: string, value: string): string[] => (value.trim() === "" ? [] : [`${label}=${value.trim()}`]);
  const text = (value: string): string | null => (value.trim() === "" ? null : value.trim());
  const [note, client, address, proxy] = [text(fields.note), text(fields.clientId), text(fields.siteAddress), text(fields.proxy)];
  return {
    name: fields.name.trim(), site_name: fields.siteName.trim(), appliances: [`${home}=${fields.homeAddress.trim()}`, `${standIn}=${fields.standInAddress.trim()}`],
    server_names: [...of(home, fields.homeServerName), ...of(standIn, fields.standInServerName)], trusts: trust ? trustsOf(fields) : [],
    ...(fields.network === "" ? {} : { network: fields.network }), guard: fields.guard,
    swing_addresses: fields.network === "shared-ip" ? [] : [...of(home, fields.homeSwing), ...of(standIn, fields.standInSwing)],
    shared_ips: fields.network === "shared-ip" ? splitList(fields.sharedIps) : [], resolvers: splitList(fields.resolvers), settings: lines(fields.settings),
    ...(note === null ? {} : { note }), ...(client === null || !trust ? {} : { client_id: client }), ...(address === null ? {} : { site_address: address }), ...(proxy === null ? {} : { proxy }),
  };
}

/** What an edit writes: only what differs from before. Null: nothing does. */
export function editRequest(before: PairFields, now: PairFields): EditPair | null {
  const differs = (key: keyof PairFields): boolean => before[key].trim() !== now[key].trim();
  const [home, standIn] = [before.homeLabel, before.standInLabel];
  const site = endpointOf(now.siteName);
  const host = isWrong(site) ? now.siteName.trim() : site.host;
  const more: Partial<EditPair> = {};
  if (differs("name")) more.new_name = now.name.trim();
  if (differs("siteName")) more.site_name = now.siteName.trim();
  if (differs("network") && now.network !== "") more.network = now.network;
  if (differs("guard")) more.guard = now.guard;
  if (differs("note")) more.note = now.note.trim();
  if (differs("siteAddress")) more.site_address = now.siteAddress.trim();
  if (differs("proxy")) more.proxy = now.proxy.trim() === "" ? "direct" : now.proxy.trim();
  if (differs("clientId")) more.client_id = now.clientId.trim();
  // An empty text takes the list away.
  const listed = (text: string): string[] => (splitList(text).length === 0 ? [""] : splitList(text));
  if (differs("sharedIps")) more.shared_ips = listed(now.sharedIps);
  if (differs("resolvers")) more.resolvers = listed(now.resolvers);
  const appliances = [...(differs("homeAddress") ? [`${home}=${now.homeAddress.trim()}`] : []), ...(differs("standInAddress") ? [`${standIn}=${now.standInAddress.trim()}`] : [])];
  if (appliances.length > 0) more.appliances = appliances;
  const swings = [...(differs("homeSwing") ? [`${home}=${now.homeSwing.trim()}`] : []), ...(differs("standInSwing") ? [`${standIn}=${now.standInSwing.trim()}`] : [])].filter((text) => !text.endsWith("="));
  if (swings.length > 0) more.swing_addresses = swings;
  const servers = [...(differs("homeServerName") ? [`${home}=${now.homeServerName.trim() || host}`] : []), ...(differs("standInServerName") ? [`${standIn}=${now.standInServerName.trim() || host}`] : [])];
  if (servers.length > 0) more.server_names = servers;
  if (differs("trust") || (now.trust === "ca" && differs("caFile")) || (now.trust === "pin" && (differs("homePin") || differs("standInPin")))) more.trusts = trustsOf(now);
  if (differs("settings")) {
    const [was, is] = [lines(before.settings), lines(now.settings)];
    const keys = is.map((line) => line.split("=")[0]);
    more.settings = [...is.filter((line) => !was.includes(line)), ...was.map((line) => line.split("=")[0] ?? "").filter((key) => !keys.includes(key)).map((key) => `${key}=`)];
  }
  return Object.keys(more).length === 0 ? null : editNothing(before.name, more);
}

export const changes = (before: PairFields, now: PairFields): number => (Object.keys(before) as (keyof PairFields)[]).filter((key) => before[key].trim() !== now[key].trim()).length;

/** An edit that changes only what is given. */
const editNothing = <T extends object>(name: string, more: T): { name: string; appliances: string[]; server_names: string[]; trusts: string[]; swing_addresses: string[]; shared_ips: string[]; resolvers: string[]; settings: string[] } & T => ({
  name, appliances: [], server_names: [], trusts: [], swing_addresses: [], shared_ips: [], resolvers: [], settings: [], ...more,
});
