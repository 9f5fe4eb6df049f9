// What a person states of a pair, from fields to a request.
import { isIp, splitList } from "./addresses";
import { stated as words } from "../text/stated";
import type { StatePair } from "../wire";

export interface StatedFields {
  automaticFailover: "" | "on" | "off";
  backupOperations: "" | "on" | "off";
  alertMail: "" | "on" | "off";
  /** "60 min" */
  syncInterval: string;
  testIps: string;
}

/** "60 min" as the program writes it; null: it is no span. A bare number is minutes. */
export function spanOf(text: string): string | null {
  const [, digits, unit = "min"] = /^(\d{1,9})\s*(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)?$/i.exec(text.trim()) ?? [];
  if (digits === undefined || Number(digits) === 0) return null;
  return `${Number(digits)}${unit.charAt(0).toLowerCase()}`;
}

export function statedErrors(fields: StatedFields, id: string): { field: string; label: string; is: string }[] {
  const errors = [];
  if (fields.syncInterval.trim() !== "" && spanOf(fields.syncInterval) === null) errors.push({ field: `${id}-syncInterval`, label: words.syncInterval, is: words.notASpan });
  const wrong = splitList(fields.testIps).find((one) => !isIp(one));
  if (wrong !== undefined) errors.push({ field: `${id}-testIps`, label: words.testIps, is: words.notAnIp(wrong) });
  return errors;
}

/** Null: nothing is stated. */
export function statedRequest(name: string, fields: StatedFields): StatePair | null {
  const span = spanOf(fields.syncInterval);
  const request: StatePair = {
    name,
    ...(fields.automaticFailover === "" ? {} : { automatic_failover: fields.automaticFailover }),
    ...(fields.backupOperations === "" ? {} : { backup_operations: fields.backupOperations }),
    ...(fields.alertMail === "" ? {} : { alert_mail: fields.alertMail }),
    ...(span === null ? {} : { sync_interval: span }),
    ...(fields.testIps.trim() === "" ? {} : { test_ips: splitList(fields.testIps).join(",") }),
  };
  return Object.keys(request).length > 1 ? request : null;
}
