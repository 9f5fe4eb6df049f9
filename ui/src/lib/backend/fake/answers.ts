// Every command as a function over the world. A missing command does not compile.
import type { AddPair, Certificate, CommandName, Commands, Decided, EditPair, End, Guard, Maintenance, Network, Pair, PairSaved, PairTest, Update, WireError } from "../../wire";
import * as acts from "./acts";
import { atlas, checked } from "./atlas";
import { ledgerAnswers, takeBaseline } from "./ledgerAnswers";
import { kept, reportAnswers } from "./reports";
import { iso, pair as makePair, type World } from "./world";

export type Answers = {
  [N in CommandName]: (request: Commands[N]["request"], secret?: string) => Commands[N]["response"] | Promise<Commands[N]["response"]>;
};

const refusal = (code: string, message: string, hint: string): WireError => ({ code, message, causes: [], hint });

/** As long as a real one, and the same each time. */
const hashOf = (seq: number): string => Array.from({ length: 8 }, (_, n) => ((seq * 2654435761 + n * 40503) >>> 0).toString(16).padStart(8, "0")).join("");

const certificate: Certificate = {
  spki_sha256: "a97c31f00de258b46b159ac7e84302dd71bec62f94085da33ef1679b20ca8416", subject: "support.example.com", names: ["support.example.com"],
  issuer: "Example Internal CA 2", not_before: "2025-10-06T00:00:00.000Z", not_after: "2026-10-06T00:00:00.000Z",
};

/** What is given of a pair, as it is kept. */
const described = (request: AddPair | EditPair): Partial<Pair> => ({
  ...(request.site_name == null ? {} : { site_name: request.site_name }), ...(request.network == null ? {} : { network: request.network as Network }),
  ...(request.guard == null ? {} : { guard: request.guard as Guard }), ...(request.shared_ips.length === 0 ? {} : { shared_ips: request.shared_ips.filter(Boolean) }),
  ...(request.resolvers.length === 0 ? {} : { resolvers: request.resolvers.filter(Boolean) }), ...(request.proxy == null ? {} : { proxy: request.proxy }),
});

export function answers(world: World, tell: (update: Update) => void): Answers {
  const find = (name: string): Pair => {
    const found = world.pairs.find((pair) => pair.name === name);
    if (found === undefined) throw refusal("no-such-pair", `There is no pair '${name}'`, "See the list of pairs.");
    return found;
  };
  /** What is only in the list is made up when it is asked for. */
  const listed = (id: string): Maintenance | undefined => {
    const row = world.listed.find((one) => one.id === id);
    if (row === undefined) return undefined;
    const made = atlas(row.stage, { id, pair: row.pair, title: row.title, planned_at: row.created_at, ended_at: row.ended_at });
    world.maintenances.push(made);
    return made;
  };
  const open = (id: string): Maintenance => {
    const found = world.maintenances.find((one) => one.id === id) ?? listed(id);
    if (found === undefined) throw refusal("no-such-maintenance", `There is no maintenance '${id}'`, "See the register.");
    return found;
  };
  const changed = (m: Maintenance): void => {
    m.seq += 1;
    tell({ type: "changed" });
  };
  /** The report of what has ended makes itself. */
  const over = (id: string, stage: Maintenance["stage"], sentence: string): Decided => {
    move(id, stage);
    Object.assign(open(id), { ended_at: iso(world.now()), allowed_actions: [] });
    world.reports.kept = true;
    return { ...decided(id, sentence), report: kept(world, open(id)) };
  };
  const decided = (id: string, sentence: string): Decided => {
    const m = open(id);
    changed(m);
    return { id, stage: m.stage, sentence };
  };
  const move = (id: string, stage: Maintenance["stage"]): void => {
    const m = open(id);
    Object.assign(m, atlas(stage), { seq: m.seq });
  };
  const end = (id: string, leg: End["leg"], sentence: string): End => {
    const m = open(id);
    changed(m);
    tell({ type: "ended", act: { maintenance: id, command: leg === "return" ? "leg_fail_back" : "leg_fail_over" }, sentence, needs_you: false });
    return { end: "answered", settled: false, id, stage: m.stage, sentence, leg, sync: null, answer: "started", message: null };
  };
  const test = (pair: Pair): PairTest => ({
    pair: pair.name,
    appliances: pair.appliances.map((one) => ({
      label: one.label, reachable: true, signed_in: true, guid: one.guid, hostname: `${one.label}.example.com`, role: one.home_primary ? "primary" : "backup",
      product: pair.product, version: "25.2.2", api: "v2", command_api: "2", configuration_api: "1.10", reporting_api: "1", backup_api: one.home_primary ? "1" : null,
      command_permission: "full_access", clock_offset_s: 0.4,
      certificate, trouble: null,
    })),
  });
  const saved = (pair: Pair): PairSaved => ({ pair, test: test(pair) });

  return {
    session_hello: () => world.hello,
    keychain_open: () => {
      if (world.hello.keychain !== "locked") return world.hello;
      world.hello.keychain = "usable";
      world.statuses = world.afterwards.length > 0 ? world.afterwards : world.statuses;
      for (const pair of world.pairs) for (const one of pair.appliances) one.credential = "stored";
      return world.hello;
    },
    settings_get: ({ key }) => (key == null ? world.settings : { key, value: world.settings[key] ?? "" }),
    settings_set: ({ key, value }) => {
      if (key !== "backup.folder" && key !== "settle.samples" && !/^[0-9]+(ms|s|m|h|d)$/.test(value)) {
        throw refusal("bad-input", `${key} cannot be '${value}': '${value}' is not a duration; write a number with ms, s, m, h or d, such as 250ms, 2s or 15m`, "The settings are: poll.rest, poll.swap.");
      }
      world.settings[key] = value;
      return { key, value };
    },
    pairs_add: (request, secret) => {
      if (world.pairs.some((pair) => pair.name === request.name)) throw refusal("name-taken", `A pair '${request.name}' is there already`, "Choose another name.");
      const labels = request.appliances.map((text) => text.split("=")[0] ?? "");
      const pair = makePair(request.name, request.site_name ?? "", [labels[0] ?? "a", labels[1] ?? "b"]);
      Object.assign(pair, described(request), { client_id: request.client_id ?? null, note: request.note ?? "" });
      pair.appliances.forEach((one, n) => (one.address = request.appliances[n]?.split("=")[1] ?? one.address));
      for (const one of pair.appliances) one.credential = secret === undefined ? "missing" : world.hello.keychain === "absent" ? "absent" : "stored";
      world.pairs.push(pair);
      tell({ type: "changed" });
      if (secret === undefined) return { pair, test: null };
      const kept = saved(pair);
      return world.hello.keychain === "absent" ? { ...kept, secret_not_kept: refusal("keychain-absent", "This computer offers no keychain", "Start a Secret Service.") } : kept;
    },
    pairs_edit: (request) => {
      const pair = find(request.name);
      if (request.new_name != null) pair.name = request.new_name;
      if (request.note != null) pair.note = request.note;
      Object.assign(pair, described(request));
      for (const text of request.appliances) {
        const one = pair.appliances.find((other) => text.startsWith(`${other.label}=`));
        if (one !== undefined) one.address = text.slice(one.label.length + 1);
      }
      tell({ type: "changed" });
      return pair;
    },
    pairs_list: () => world.pairs,
    pairs_show: ({ name }) => find(name),
    pairs_remove: ({ name }) => {
      world.pairs.splice(world.pairs.indexOf(find(name)), 1);
      world.statuses = world.statuses.filter((one) => one.pair !== name);
      tell({ type: "changed" });
      return { removed: name };
    },
    pairs_test: ({ name }) => test(find(name)),
    pairs_credential: ({ name, client_id }) => {
      const pair = find(name);
      pair.client_id = client_id;
      const absent = world.hello.keychain === "absent";
      for (const one of pair.appliances) one.credential = absent ? "absent" : "stored";
      const calm = world.afterwards.find((status) => status.pair === name);
      if (calm !== undefined) world.statuses = [...world.statuses.filter((status) => status.pair !== name), calm];
      tell({ type: "changed" });
      return { pair, test: null, ...(absent ? { secret_not_kept: refusal("keychain-absent", "This computer offers no keychain", "Start a Secret Service.") } : {}) };
    },
    pairs_accept: ({ name, label, guid, pin }) => {
      const one = find(name).appliances.find((other) => other.label === label);
      if (one === undefined) throw refusal("no-such-appliance", `${name} has no appliance '${label}'`, "See the pair.");
      if (guid != null) one.guid = guid;
      if (pin != null) one.trust = `pin:${pin}`;
      const calm = world.afterwards.find((status) => status.pair === name);
      if (calm !== undefined) world.statuses = [...world.statuses.filter((status) => status.pair !== name), calm];
      tell({ type: "changed" });
      return find(name);
    },
    pairs_state: ({ name, automatic_failover, backup_operations, sync_interval, test_ips, alert_mail }) => {
      const pair = find(name);
      const stated = (value: boolean | number | string[]) => ({ value, by: world.hello.user, at: iso(world.now()), age_s: 0, ask_again: false });
      if (automatic_failover != null) pair.stated.automatic_failover = stated(automatic_failover === "on");
      if (backup_operations != null) pair.stated.backup_operations = stated(backup_operations === "on");
      if (alert_mail != null) pair.stated.alert_mail = stated(alert_mail === "on");
      if (sync_interval != null) pair.stated.sync_interval_s = stated(Number.parseInt(sync_interval, 10) * (sync_interval.endsWith("m") ? 60 : sync_interval.endsWith("h") ? 3600 : 1));
      if (test_ips != null) pair.stated.test_ips = stated(test_ips.split(",").filter(Boolean));
      return pair;
    },
    pairs_inspect: ({ appliances }) => ({
      appliances: appliances.map((text) => {
        const [label = "", address = ""] = text.split("=");
        return { label, address, certificate: world.shown[label] === undefined ? certificate : (world.shown[label] ?? null) };
      }),
    }),
    pairs_history: ({ name }) => (find(name).name === "Atlas" ? world.history : { passages: [], usual: [], roles: [], syncs: [] }),
    pairs_recover: ({ name }) => {
      throw refusal("guarded-way", `No guarded way is open for ${name}`, "Read both appliances again.");
    },
    status_get: ({ name }) => {
      if (name == null) return world.statuses;
      const one = world.statuses.find((status) => status.pair === find(name).name);
      if (one === undefined) throw refusal("look-first", `${name} was not read yet`, "Read it first.");
      const late = world.now() - Math.max(...one.appliances.map((end) => Date.parse(end.observed_at)));
      return { ...one, appliances: one.appliances.map((end) => ({ ...end, observed_at: iso(Date.parse(end.observed_at) + late) })) };
    },
    pairs_check: ({ name, leg }) => {
      const m = world.maintenances.find((one) => one.pair === name && one.ended_at === null);
      if (m === undefined) return world.checked ?? checked();
      const found = acts.check(world, m, leg === "return" ? "return" : "outbound");
      changed(m);
      return found;
    },
    maintenance_plan: (request) => {
      const m = atlas("plan", { pair: request.pair, title: request.title, ticket: request.ticket ?? null });
      world.maintenances.push(m);
      tell({ type: "changed" });
      return m;
    },
    maintenance_list: () => world.listed,
    maintenance_show: ({ id }) => open(id),
    maintenance_journal: ({ id }) => world.steps.map((step) => ({
      seq: step.seq, at: step.at, kind: step.kind, by: open(id).planned_by, api_account: null, program: "switchback 1.0.0", body: JSON.stringify({ kind: step.kind }),
      sentence: step.sentence, hash: hashOf(step.seq), previous: hashOf(step.seq - 1),
    })),
    maintenance_approve: ({ id, name }) => {
      open(id).approver = name;
      return decided(id, `Approved by ${name}.`);
    },
    maintenance_acknowledge: ({ id, code, subject, reason }) => {
      acts.acknowledge(world, open(id), code, subject, reason);
      return decided(id, "Acknowledged.");
    },
    maintenance_note: ({ id, text }) => {
      open(id).notes.push({ at: iso(world.now()), by: "alex", text });
      return decided(id, "Noted.");
    },
    maintenance_save: ({ id, appliance, backup_file }) => {
      const m = open(id);
      if (appliance === null || backup_file === null) return takeBaseline(world, m, tell);
      const kept = { baseline_at: m.baseline_at, ledger: m.ledger, saved: [...m.saved.filter((one) => one.file_name !== null), { label: appliance, file_name: backup_file.split("/").at(-1) ?? "", sha256: hashOf(backup_file.length), skipped: null }] };
      move(id, "fail_over");
      Object.assign(m, kept);
      return decided(id, `The backup of ${appliance} is named.`);
    },
    maintenance_settle: ({ id }) => decided(id, "Both were read again."),
    maintenance_not_happened: ({ id }) => decided(id, "The swap did not happen."),
    maintenance_adopt: ({ id }) => decided(id, "Adopted."),
    maintenance_state_complete: ({ id }) => {
      move(id, "check_return");
      Object.assign(open(id), { notes_complete: world.hello.user });
      return decided(id, "The notes are complete.");
    },
    maintenance_verify: ({ id }) => {
      move(id, "sign_off");
      return decided(id, "Verified.");
    },
    maintenance_sign_off: ({ id }) => over(id, "signed_off", "Signed off."),
    maintenance_abandon: ({ id }) => over(id, "abandoned", "Abandoned."),
    maintenance_close_away: ({ id }) => over(id, "closed_away", "Closed away."),
    maintenance_export: ({ id, out }) => ({ ...decided(id, `Written to ${out}.`), report: kept(world, open(id)) }),
    maintenance_import: () => decided(world.maintenances[0]?.id ?? "", "Taken in."),
    leg_fail_over: ({ id, by_hand }) => {
      acts.begin(world, open(id), "outbound", by_hand, tell);
      return end(id, "outbound", "atl-1 answered: started.");
    },
    leg_fail_back: ({ id, by_hand }) => {
      acts.begin(world, open(id), "return", by_hand, tell);
      return end(id, "return", "atl-2 answered: started.");
    },
    leg_swing: ({ id }) => end(id, "outbound", "All resolvers lead to atl-2."),
    leg_observe: ({ id }) => {
      acts.observe(world, open(id), tell);
      return end(id, "outbound", "Looked again.");
    },
    ...ledgerAnswers(world, open, tell),
    ...reportAnswers(world, open),
  };
}
