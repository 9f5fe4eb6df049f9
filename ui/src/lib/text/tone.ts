import type { FindingResult, Guard, Network, Product, RoleWord, Severity, Tone } from "../wire";

export const TONE: Record<Tone, string> = { ready: "Ready", working: "Working", slow: "Slow", needs_you: "Needs you", stop: "Stop" };

export const ROLE: Record<RoleWord, string> = { primary: "Primary", backup: "Backup", none: "None", unknown: "Unknown" };
export const ROLE_WRONG = "Primary";
export const roleUnrecognised = (text: string): string => `“${text}”`;
export const secondHand = "second hand";
/** How the band is read aloud: "atl-1, primary". */
export const roleRead = (label: string, role: string): string => `${label}, ${role.toLowerCase()}`;

export const GUARD: Record<Guard | "rehearsal", string> = { production: "Production", test: "Test", rehearsal: "Rehearsal" };
export const NETWORK: Record<Network, string> = { "shared-ip": "shared IP", dns: "DNS swing", nat: "NAT swing" };
/** In a line, under the head that says "network". */
export const NETWORK_SHORT: Record<Network, string> = { "shared-ip": "shared IP", dns: "DNS", nat: "NAT" };
export const PRODUCT: Record<Product, string> = { rs: "RS", pra: "PRA" };

export const FINDING: Record<FindingResult, string> = { pass: "Pass", warn: "Warn", fail: "Fail", unknown: "Unknown", skipped: "Skipped" };
export const ACKNOWLEDGED = "acknowledged";
export const SEVERITY: Record<Severity, string> = { blocker: "Blocker", warning: "Warning", info: "Info" };
