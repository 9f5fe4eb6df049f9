// The demo's guided story: what to do next, per stage.
import type { Stage, TaskId } from "../wire";

export const TOTAL = 14;

interface Told {
  n: number;
  title: string;
  text: string;
}

const STAGES: Record<TaskId, Told> = {
  plan: { n: 2, title: "Plan a maintenance", text: "Give it a title and who asked for it, and plan it. Nothing is sent to an appliance." },
  check: { n: 3, title: "Check readiness", text: "Press “Check readiness”. Then acknowledge each warning by name: here nothing is at risk." },
  save: { n: 4, title: "Save", text: "Press “Take the baseline”: both are read, and it is recorded that no backup file was made." },
  fail_over: { n: 5, title: "Fail over", text: "Make atl-2 primary. The data sync takes seconds here; watch both appliances until they say their new role." },
  swing: { n: 6, title: "Swing traffic", text: "The shared IP moves by itself. Watch until atl-2 answers at the site name." },
  observe: { n: 7, title: "Observe", text: "Look at the signals. Then sign off the outbound leg: the work may begin." },
  work: { n: 8, title: "Do the work", text: "atl-1 is free. Write a line on the checklist and a note, then go on to Reconcile." },
  reconcile: { n: 9, title: "Reconcile", text: "Read the groups and decide each change. Where nothing was watched, state that the notes are complete." },
  check_return: { n: 10, title: "Check the way back", text: "The same checks with the roles reversed. Acknowledge what asks for it." },
  fail_back: { n: 11, title: "Fail back", text: "Make atl-1 primary again, with the data sync first." },
  swing_return: { n: 12, title: "Swing traffic back", text: "The shared IP comes back by itself. Watch until atl-1 answers, then sign off the return leg." },
  verify: { n: 13, title: "Verify", text: "Read roles, traffic, health and users once more. The return leg can be signed off too." },
  sign_off: { n: 14, title: "Sign off", text: "Tick what you can stand for, and sign. The journal closes with your name." },
};

const ENDED: Told = { n: TOTAL, title: "The record", text: "Out, and back. Read the journal: its chain proves the order of everything you did." };

export const guide = {
  name: "Guide of the demo",
  simulated: "Everything here is simulated",
  step: (n: number): string => `Step ${n} of ${TOTAL}`,
  openPair: (pair: string): Told => ({ n: 1, title: `Open the pair ${pair}`, text: "Two simulated appliances, over real HTTPS. See who is primary, and who answers at the site name." }),
  planNext: { n: 2, title: "Plan a maintenance", text: "The pair is Ready. Press “Plan a maintenance”: it gets a number and a journal." } satisfies Told,
  stage: (stage: Stage): Told => {
    switch (stage) {
      case "signed_off":
      case "abandoned":
      case "closed_away": return ENDED;
      default: return STAGES[stage];
    }
  },
  waiting: "Something needs you: the page says what.",
  goThere: "Go there",
  hide: "Hide the guide",
  show: "Show the guide",
} as const;

export type { Told };
