// What a pair can do for the API account it is given.
import { offset } from "./number";

const PERMISSION: Readonly<Record<string, string>> = { full_access: "full access", read_only: "read only", deny: "denied" };

export const can = {
  api: { command: "Command API", configuration: "Configuration API", reporting: "Syslog report", backup: "Backup API" },
  cost: {
    command: "no role can be read or changed",
    configuration: "what was changed is told by logs and notes alone",
    reporting: "who changed what, and when, is not told",
    backup: "not permitted; its backup will be missing",
  },
  apiOn: (api: string, label: string): string => `${api} not on ${label}`,
  differs: "versions differ",
  signedIn: (labels: string): string => `Signed in to ${labels}`,
  notSignedIn: (label: string): string => `Not signed in to ${label}`,
  notReached: (label: string): string => `${label} was not reached`,
  noReason: "no reason was told",
  trouble: (label: string): string => `${label} needs a look`,
  full: "Full Command access",
  rightUntold: "The right to send commands is not told",
  limited: (label: string, right: string): string => `Command access of ${label}: ${right}`,
  limitedCost: "roles cannot be changed with this account",
  permission: (word: string): string => PERMISSION[word] ?? word,
  row: { reach: "Reachable", signedIn: "Signed in", guid: "GUID", host: "Host name", role: "Role", version: "Version", clock: "Clock", certificate: "Certificate until", key: "Key" },
  yes: "yes",
  no: "no",
  clock: (seconds: number): string => `${offset(seconds)} against this computer`,
  write: "This account could also write. Switchback writes only what you tick.",
  none: "Nothing was tried: no secret was given.",
} as const;
