// The task Save, as far as it goes: a file saved by hand is named, or none is.
import { list, some } from "./number";

export const save = {
  crumb: "Save backups",
  sentence: {
    none: "Nothing is saved yet.",
    skipped: "It went on without a backup file.",
    named: (files: number, labels: readonly string[]): string => `${some(files, "backup file")} of ${list(labels)} ${files === 1 ? "is" : "are"} named.`,
  },
  then: {
    none: "Save a backup by hand in /login, and name its file here: its SHA-256 is kept.",
    skipped: "A file can still be named until the swap begins.",
    named: "Keep the file where it is: only its hash is in the journal.",
  },
  list: "What is named",
  file: "File",
  from: "From",
  sha: "SHA-256",
  shaOf: (name: string): string => `the SHA-256 of ${name}`,
  skippedBecause: "No file",
  empty: "No backup file is named yet.",
  name: "Name a backup file",
  how: (label: string): string => `In /login of ${label}: Management › Software Management › Download Backup. It asks for a password; keep that, nothing here knows it.`,
  appliance: "Saved from",
  path: "Backup file",
  pathHint: "A path on this computer. It is read once for its size and its hash, and stays where it is.",
  pathEmpty: "Say which file.",
  act: "Name this file",
  without: "Go on without a backup file",
  withoutText: "It is recorded that none was made.",
  notHere: "Not saved by this version",
  notHereLines: ["a backup through the API", "a baseline of the configuration of both", "the syslog position of both"],
  notIn: "Not in a backup",
  notInLines: [
    ["/appliance settings:", "network, certificates, NTP, syslog targets"],
    ["Session recordings", "and files kept outside"],
    ["The Vault key:", "its own right, its own download"],
    ["That it can be restored:", "only a restore shows that"],
  ] as [string, string][],
  holds: "It holds logged session data.",
  go: (label: string): string => `Go on to Fail over: ${label}`,
} as const;
