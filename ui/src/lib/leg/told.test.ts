import { describe, expect, test } from "vitest";
import { SCENARIOS } from "../backend/fake/scenarios";
import { NIGHT } from "../backend/fake/world";
import { observe } from "../text/observe";
import { stop } from "../text/stop";
import { useZone } from "../text/time";
import type { History, LegName, Maintenance, PairStatus, RoleWord, Step } from "../wire";
import { answersOf } from "./answers";
import { answersBefore } from "./before";
import { grouped, standingOf } from "./findings";
import { phasesOf, usualSwap } from "./phases";
import { recordRows } from "./restart";
import { roadOf } from "./road";
import { serviceOf } from "./service";
import { situationOf } from "./situation";
import { fold, stepsOf } from "./steps";

useZone("Europe/Berlin");

function night(name: string): { m: Maintenance; status: PairStatus | null; steps: Step[]; history: History } {
  const told = SCENARIOS[name]?.();
  const m = told?.maintenances[0];
  if (told === undefined || m === undefined) throw new Error(`no scenario ${name}`);
  return { m, status: told.statuses.find((one) => one.pair === m.pair) ?? null, steps: told.steps, history: told.history };
}
const told = (name: string, leg: LegName = "outbound", watches = true) => {
  const { m, status, history } = night(name);
  const answers = answersOf(m, leg, status, history, NIGHT, watches);
  if (answers === null) throw new Error("nothing runs");
  return answers;
};

describe("the five answers", () => {
  test("both Backup, as usual", () => {
    expect(told("live")).toMatchObject({
      tone: "working", sentence: "Both sides report Backup. This is a normal step of the swap.",
      answers: { service: ["Out, as planned", "6 min 38 s, since 03:09:04"], happening: ["Roles are changing", "atl-1 has stepped down"], normal: ["Yes", "12 s of usual 12–50 s"], you: ["Nothing to do", "You may leave this page"], byWhen: ["Likely by 03:16:20", "asks you at 03:17:30"] },
    });
  });

  test.each([
    ["live_sync", "working", "Data sync is running, before atl-2 takes over. Users are out, as planned.", "Out, as planned", "Yes", "Nothing to do"],
    ["live_slow", "slow", "Both sides report Backup, for longer than usual.", "Out, as planned", "Slower than usual", "Nothing to do"],
    ["live_arriving", "working", "atl-2 says primary, atl-1 says backup.", "Coming back", "Yes", "Nothing to do"],
    ["live_by_hand", "working", "Change the roles by hand in /login of atl-1.", "Up on atl-1", "Yes", "Press it in /login"],
    ["unknown", "working", "atl-1 gave no answer to rely on. It may have started.", "Not known", "Not known", "Nothing to do"],
    ["live_unreadable", "working", "The role of atl-1 is not readable now.", "Not known", "Not known", "Nothing to do"],
    ["overdue", "needs_you", "atl-1 is still primary, past the limit of 30 min after the command.", "Out", "No, past its limit", "Wait, or say it is over"],
    ["stuck", "needs_you", "Both sides still report Backup, past the limit of 2 min. Nobody serves users.", "Out", "No, past its limit", "Wait, and look at both"],
  ] as const)("%s", (name, tone, sentence, service, normal, you) => {
    const is = told(name);
    expect([is.tone, is.sentence, is.answers.service[0], is.answers.normal[0], is.answers.you[0]]).toEqual([tone, sentence, service, normal, you]);
  });

  test("on the way back the same words name the other one", () => {
    expect(told("live_back", "return").answers.happening).toEqual(["Roles are changing", "atl-2 has stepped down"]);
  });

  test("without history nothing is promised", () => {
    const { m, status } = night("live");
    expect(answersOf(m, "outbound", status, null, NIGHT, true)?.answers.byWhen).toEqual(["Asks you at 03:17:30"]);
  });

  test("what is spoken carries nothing that runs with the clock", () => {
    for (const name of ["live", "live_sync", "live_slow", "live_arriving", "live_by_hand", "live_unreadable", "overdue", "stuck"]) {
      const { m, status, history } = night(name);
      const [a, b] = [0, 167_000].map((later) => answersOf(m, "outbound", status, history, NIGHT + later, true));
      expect([a?.sentence, a?.then]).toEqual([b?.sentence, b?.then]);
    }
  });

  test("without any reading only the recorded phase is told", () => {
    expect(situationOf(night("live_sync").m, "outbound", null)).toBe("unreadable");
    expect(situationOf(night("live").m, "outbound", null)).toBe("changing");
  });

  test("of one that does not answer nothing is claimed, whatever became of the command", () => {
    const { m, status, history } = night("live_unreadable");
    const answers = [null, "started", "refused", "not_sent", "unknown", "by_hand"] as const;
    for (const answer of answers) {
      for (const tone of ["working", "slow", "needs_you"] as const) {
        const bent: Maintenance = { ...m, progress: m.progress === null ? null : { ...m.progress, tone }, legs: { ...m.legs, outbound: { ...m.legs.outbound, answer } } };
        for (const now of [status, null]) {
          const is = answersOf(bent, "outbound", now, history, NIGHT, false);
          expect(is?.answers.service[0]).toBe("Not known");
          expect(JSON.stringify(is)).not.toMatch(/is primary|still primary|Data sync is running|Up on|Out, as planned/);
        }
      }
    }
    // What the other one says of a silent one is old; of one that answers without telling its role it counts.
    const secondHand = (reachable: boolean): PairStatus | null => status && { ...status, appliances: status.appliances.map((one) => (one.label === "atl-1" ? { ...one, role: "primary", second_hand: true, reachable } : one)) };
    expect([situationOf(m, "outbound", secondHand(false)), situationOf(m, "outbound", secondHand(true))]).toEqual(["unreadable", "syncing"]);
  });

  test("one that stepped down, or the other one that took over, is no data sync any more", () => {
    const { m, status } = night("live_sync");
    const says = (home: RoleWord, standIn: RoleWord): PairStatus | null => status && { ...status, appliances: status.appliances.map((one) => ({ ...one, role: one.label === "atl-1" ? home : standIn })) };
    expect([situationOf(m, "outbound", says("backup", "unknown")), situationOf(m, "outbound", says("unknown", "primary"))]).toEqual(["changing", "changing"]);
    const swapping = night("live").m;
    expect(situationOf(swapping, "outbound", says("primary", "backup"))).toBe("changing");
    expect(answersOf(swapping, "outbound", says("primary", "backup"), null, NIGHT, true)?.sentence).toBe("The roles are changing, and are not as assigned yet.");
  });

  test("past the limit nothing is watched until a person asks, and then it is", () => {
    for (const name of ["overdue", "stuck"]) {
      const alone = told(name, "outbound", false);
      expect(alone.answers.you).toEqual(["Press Observe again", "nothing is watched until then"]);
      expect(alone.then).toContain("Nothing is watched now: observe again");
      expect(JSON.stringify(alone)).not.toMatch(/keep waiting|leave this page/i);
      expect(told(name).then).toContain("It is watched: keep waiting");
    }
    const { m, status, history } = night("live_arriving");
    const late: Maintenance = { ...m, progress: m.progress === null ? null : { ...m.progress, tone: "needs_you" } };
    expect([false, true].map((watched) => answersOf(late, "outbound", status, history, NIGHT, watched)?.answers.you[0])).toEqual(["Press Observe again", "Wait"]);
  });

  test("the hub says of a running leg what its page says", () => {
    const service = (name: string, stale = false): string[] => {
      const { m, status } = night(name);
      return [...serviceOf(m, status, stale, NIGHT)].filter((one) => one !== undefined);
    };
    expect(service("live_sync")[0]).toBe("Out, as planned");
    expect(service("live_by_hand")[0]).toBe("Up on atl-1");
    expect(service("overdue")[0]).toBe("Out");
    expect([service("live_unreadable")[0], service("live_sync", true)[0]]).toEqual(["Not known", "Not known"]);
    expect([service("work"), service("work", true)]).toEqual([["Up on atl-2"], ["Not known", "was up on atl-2"]]);
  });
});

describe("phases", () => {
  const rows = (name: string, leg: LegName = "outbound") => {
    const { m, history } = night(name);
    return phasesOf(m, leg, history, NIGHT);
  };
  const states = (name: string, leg: LegName = "outbound"): string => rows(name, leg).map((row) => row.state).join(" ");

  test("what is behind is done, what runs is now, and only the proof stays open without one", () => {
    expect(states("live_sync")).toBe("done now next next next");
    expect(states("live")).toBe("done done now next next");
    expect(states("live_slow")).toBe("done done slow next next");
    expect(states("done_proven")).toBe("done done done done done");
    expect(states("done_unproven")).toBe("done done done done next");
    expect(states("fail_over")).toBe("next next next next next");
  });

  test("took is measured between what was recorded", () => {
    expect(rows("done_proven").map((row) => row.took)).toEqual([2, 348, 32, null, null]);
    expect(rows("live").map((row) => row.took)).toEqual([2, 388, 12, null, null]);
  });

  test("usual is from the shortest to the p90, and by hand nothing is learned", () => {
    expect(rows("live")[1]?.usual).toMatchObject({ from: 290, to: 460 });
    expect(rows("live_by_hand")[1]?.usual).toBeUndefined();
    expect(usualSwap({ passages: [], usual: [], roles: [], syncs: [] })).toBeNull();
  });
});

describe("steps", () => {
  test("equal looks in a row are one line, and each line keeps its first number", () => {
    const { steps } = night("live_sync");
    const lines = fold(stepsOf(steps, "outbound"), true);
    expect(lines.map((line) => line.key)).toEqual([43, 44, 45]);
    expect(lines[2]?.text).toContain("Read 6 times");
    expect(lines.map((line) => line.state)).toEqual(["done", "done", "now"]);
  });

  test("a look between two others is never folded away", () => {
    const at = (seq: number, role: string): Step => ({ seq, at: new Date(NIGHT + seq).toISOString(), kind: "observed", sentence: `s${seq}`, roles: { a: role } });
    expect(fold([at(1, "x"), at(2, "x"), at(3, "y"), at(4, "x")], false).map((line) => line.key)).toEqual([1, 3, 4]);
  });

  test("the steps of a leg begin with its last intent and end before the other leg's", () => {
    const step = (seq: number, leg?: LegName): Step => ({ seq, at: "", kind: leg === undefined ? "observed" : "role_intended", sentence: "", ...(leg === undefined ? {} : { leg }) });
    const all = [step(1), step(2, "outbound"), step(3), step(4, "outbound"), step(5), step(6, "return"), step(7)];
    expect(stepsOf(all, "outbound").map((one) => one.seq)).toEqual([4, 5]);
    expect(stepsOf(all, "return").map((one) => one.seq)).toEqual([6, 7]);
    expect(stepsOf(all.slice(0, 1), "return")).toEqual([]);
  });

  test("an answer that is not known is shown as such, and a refusal as a warning", () => {
    const one = (answer: NonNullable<Step["answer"]>): Step => ({ seq: 1, at: "", kind: "role_answered", sentence: "", answer });
    expect([fold([one("unknown")], true)[0]?.state, fold([one("refused")], true)[0]?.state]).toEqual(["unknown", "warn"]);
  });
});

test("the road grows by what was read alone", () => {
  const { m, steps, history } = night("live_sync");
  const road = roadOf(m, "outbound", steps, [NIGHT - 1_000, NIGHT - 16_000], history);
  expect(road?.answers).toHaveLength(7);
  expect(road?.answers.at(-1)).toBe(NIGHT - 1_000);
  expect([road?.steppedDown, road?.takenOver]).toEqual([null, null]);
  expect(roadOf(night("fail_over").m, "outbound", [], [], history)).toBeNull();
});

test("after a restart the record and what is seen stand apart", () => {
  const { m, steps, status } = night("restart");
  const rows = recordRows(m, "outbound", steps, status);
  expect(rows.map((row) => [row.key, row.state])).toEqual([["command", "done"], ["atl-1", "done"], ["atl-2", "unknown"], ["sync", "next"], ["site", "unknown"]]);
  expect(rows[0]?.recorded).toBe("decided, 03:09:02");
  expect(recordRows(m, "outbound", steps, null).slice(1).every((row) => row.state === "unknown")).toBe(true);
});

test("a sync is later than the command by the clock of the one that tells it", () => {
  const { m, steps, status } = night("restart");
  const row = (after: number, offset: number | null) => {
    const last_sync = new Date(Date.parse(m.legs.outbound.intended_at ?? "") + after * 1_000).toISOString();
    const told = status && { ...status, appliances: status.appliances.map((one) => ({ ...one, last_sync, clock_offset_s: offset })) };
    return recordRows(m, "outbound", steps, told).find((one) => one.key === "sync");
  };
  expect([row(30, 0), row(30, 41), row(-30, -41)].map((one) => one?.remark)).toEqual(["later than the command", "earlier than the command", "later than the command"]);
  expect(row(30, null)).toMatchObject({ state: "unknown", remark: "how far its clock is off is not known" });
});

test("who answers at the site name is not known, or another one, and never nobody", () => {
  const { m, steps, status } = night("restart");
  const row = (site: Partial<PairStatus["site"]>) => recordRows(m, "outbound", steps, status && { ...status, site: { answered_by: null, guid: null, trouble: null, ...site } }).find((one) => one.key === "site");
  expect(row({})?.seen).toBe("not known");
  expect(row({ trouble: { code: "dns", message: "no resolver answered", hint: "" } })).toMatchObject({ seen: "not known", state: "unknown", remark: "no resolver answered" });
  expect(row({ guid: "b7730c11f2e84d57a90cc4d3318e5a20" })).toMatchObject({ seen: "another appliance", state: "needs_you" });
});

test("a window of another day names its day, before a swap and where a maintenance stands still", () => {
  const { m, status } = night("fail_over");
  const answers = (at: string) => answersBefore(m, "outbound", null, status, at);
  const value = (at: string, key: string) => answers(at).find((one) => one.key === key)?.value;
  expect([value("2026-03-08T00:40:00Z", "window"), value("2026-03-06T12:00:00Z", "window")]).toEqual(["01:30 – 02:30 CET", "Sun 8 Mar, 01:30 – 02:30 CET"]);
  expect(value("2026-03-06T12:00:00Z", "back")).toBe("After the work, Sun 8 Mar, 05:00 – 06:00 CET");
  const byWhen = (now: string) => stop.role.answers.byWhen("2026-03-08T05:00:00Z", new Date(now))[0];
  expect(["2026-03-08T02:00:00Z", "2026-03-07T02:00:00Z", "2026-03-09T02:00:00Z"].map(byWhen)).toEqual(["Window ends 06:00 CET", "Window ends Sun 8 Mar, 06:00 CET", "Window ended Sun 8 Mar, 06:00 CET"]);
});

test("an unproven sync is not laid on the way a person changed the roles", () => {
  expect(observe.syncMeans.unproven).toBe("No stamp proves it, and no command with sync was started from here. It is acknowledged by name, and stands in the record.");
});

describe("readiness", () => {
  const is = (name: string, at = NIGHT) => {
    const { m } = night(name);
    return standingOf(m, "outbound", m.checks.outbound, new Date(at).toISOString());
  };

  test("the sentence says what stands in the way", () => {
    expect(is("check_none").is).toBe("none");
    expect(is("check")).toMatchObject({ is: "warns", sentence: "No failures. 1 of 2 warnings still needs you." });
    expect(is("check_blocked")).toMatchObject({ is: "fails", sentence: "2 checks stand in the way." });
    expect(is("check_blocked").then).toContain("same version and build");
    expect(is("check_ready").is).toBe("ready");
  });

  test("it decays by the clock, and the program can void it before", () => {
    expect(is("check_ready", NIGHT + 1_561_000).is).toBe("old");
    const { m } = night("check_ready");
    expect(standingOf({ ...m, readiness: null }, "outbound", m.checks.outbound, new Date(NIGHT).toISOString()).is).toBe("old");
  });

  test("a leg that lies behind is only shown", () => {
    const { m } = night("work");
    expect(standingOf(m, "outbound", m.checks.outbound, new Date(NIGHT).toISOString()).is).toBe("past");
  });

  test("what blocks comes first, and information never asks", () => {
    const { m } = night("check_blocked");
    const groups = grouped(m.checks.outbound?.findings ?? [], null);
    expect(groups.map((group) => [group.name, group.findings.length])).toEqual([["blocks", 2], ["asks", 2], ["info", 3], ["pass", 13]]);
    expect(grouped(m.checks.outbound?.findings ?? [], "fail").map((group) => group.name)).toEqual(["blocks"]);
  });
});
