// The settings of this program on this computer.
import type { Theme } from "../state/appearance.svelte";

export interface SettingLine {
  key: string;
  word: string;
  hint: string;
}

export const settings = {
  title: "Settings",
  lede: "For this computer and this account. A change counts at once and is never sent to an appliance.",
  appearance: "Appearance",
  theme: "Theme",
  themeHint: "Text size and motion follow the system.",
  themes: { system: "System", light: "Light", dark: "Dark" } satisfies Record<Theme, string>,
  intervals: "Reading intervals",
  intervalsRemark: "such as 250ms, 2s, 15m",
  limits: "Limits of a maintenance",
  limitsRemark: "a pair may have its own",
  backups: "Backups",
  lines: {
    intervals: [
      { key: "poll.rest", word: "At rest", hint: "each pair, both appliances" },
      { key: "poll.swap", word: "During a swap", hint: "only the pair that swaps" },
    ] as SettingLine[],
    limits: [
      { key: "settle.samples", word: "Answers that settle", hint: "so often in a row the same" },
      { key: "timeout.command", word: "An answer to a command", hint: "then its outcome is not known" },
      { key: "timeout.sync", word: "Data sync", hint: "you are asked past it; no answer changes nothing" },
      { key: "timeout.swap", word: "Both report Backup", hint: "you are asked past it" },
      { key: "timeout.swing", word: "Traffic to move", hint: "you are asked past it" },
      { key: "timeout.reconnect", word: "Users to come back", hint: "compared with the users before" },
      { key: "observe.window", word: "To judge a leg", hint: "after traffic has moved" },
      { key: "readiness.lifetime", word: "A passed check counts for", hint: "then it is checked again" },
    ] as SettingLine[],
    backups: [
      { key: "backup.folder", word: "Folder for backups", hint: "the whole path; empty: not chosen" },
      { key: "backup.keep", word: "Backups are kept for", hint: "such as 30d" },
    ] as SettingLine[],
  },
  counts: "Counts now.",
  keeping: "Being kept",
  problem: "The settings could not be read. What is set still counts.",
  readAgain: "Read again",
  refused: (was: string): string => `It stays ${was === "" ? "empty" : was}.`,

  keychain: "Keychain",
  secrets: (stored: number, of: number): string => `${stored} of ${of}`,
  pairsWithAccount: "Pairs with an API account",
  data: "Data folder",
  folder: "Folder",
  folderWhat: "the data folder",
  folderHint: "Journals, evidence and pairs. No secret is in it.",
  drives: "Who drives",
  drivesThis: "This window",
  drivesThisHint: "It reads appliances on a schedule and sends commands.",
  drivesOther: (holder: string | null): string => (holder === null ? "Another process" : holder),
  drivesOtherHint: "This window reads. Act there, or close that process.",
  about: "About",
  program: "Program",
  user: "You are",
  userHint: "This name stands in the journal.",
  zone: "Time zone",
  zoneHint: "UTC stands beside it wherever a time matters.",
  licence: "Licence",
  licenceName: "Apache-2.0",
  independent: "An independent program. It is not made, sold or supported by the vendor of the appliances.",
  offline: "No account, no telemetry. It works with no internet.",
  rehearsal: "Everything here is simulated.",
} as const;
