// A problem is three sentences: what happened, what it means for the maintenance, what to do. What happened and what to do
// come with the error; what it means depends on where it happened, and a page may say it better.
import type { WireError, WrongField } from "../wire";

export interface ThreeSentences {
  happened: string;
  means: string;
  todo: string;
}

const NOTHING_SENT = "Nothing was changed, and nothing is sent again.";

const MEANS: Readonly<Record<string, string>> = {
  held: "Another process drives this data folder. Nothing was done here.",
  "needs-driver": "Only the process that drives may do this. Nothing was done here.",
  "command-unsettled": "A role command is not settled. No other is sent until it is.",
  "guarded-way": "The rule of the guarded way does not hold. Nothing was sent.",
  "keychain-locked": "Nothing can be read from the pair until the keychain is open.",
  "keychain-absent": "No secret can be kept. It is asked for again in each run.",
  "keychain-denied": "The pair is not watched.",
  "pin-changed": "Nothing is sent to that appliance until the keys were compared.",
  "disk-full": "Nothing was written. What was written before is whole.",
};

const sentence = (text: string): string => (/[.!?”]$/.test(text) ? text : `${text}.`);

export function threeSentences(error: WireError, means?: string): ThreeSentences {
  const cause = error.causes[0];
  const happened = cause === undefined ? error.message : `${error.message.replace(/[.]$/, "")}: ${cause}`;
  return { happened: sentence(happened), means: means ?? MEANS[error.code] ?? NOTHING_SENT, todo: sentence(error.hint) };
}

/** Whatever was thrown, as an error of the border: a page has one way to show it. */
export function wireError(thrown: unknown): WireError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    const { code, message } = thrown;
    const causes = "causes" in thrown && Array.isArray(thrown.causes) ? thrown.causes.map(String) : [];
    const hint = "hint" in thrown && typeof thrown.hint === "string" ? thrown.hint : HINT;
    const fields = "fields" in thrown && Array.isArray(thrown.fields) ? (thrown.fields as WrongField[]) : undefined;
    return { code: String(code), message: String(message), causes, hint, ...(fields === undefined ? {} : { fields }) };
  }
  return { code: "window", message: "The window could not finish this", causes: [String(thrown)], hint: HINT };
}

const HINT = "Read again. If it stays, restart Switchback: nothing that was recorded is lost.";
