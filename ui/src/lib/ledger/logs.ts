// The logs as they were read. Each minute is a reading of its own: those that follow on one another are told as one.
import type { Coverage } from "../wire";

type Log = Coverage["logs"][number];

export interface Logs extends Log {
  readings: number;
}

/** By appliance and file, in the order in which each was begun. Where a time lies between two readings, a new line begins. */
export function joined(logs: readonly Log[]): Logs[] {
  const found: Logs[] = [];
  for (const log of logs) {
    const last = found.findLast((one) => one.appliance === log.appliance && one.file === log.file);
    if (last === undefined || log.from === null || Date.parse(log.from) > Date.parse(last.to)) {
      found.push({ ...log, readings: 1 });
      continue;
    }
    if (Date.parse(log.to) > Date.parse(last.to)) last.to = log.to;
    // Each reading counts the whole log; of what is incomplete or damaged, what it found that was new.
    last.messages = log.messages;
    last.incomplete += log.incomplete;
    last.damaged += log.damaged;
    last.readings += 1;
  }
  return found;
}
