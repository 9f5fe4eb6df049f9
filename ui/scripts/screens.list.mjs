// Every screen: a scenario of the scripted program and the route it is seen on. A test holds it against the scenarios: none is
// left out. `small`: also in the smallest window. `large`: also with text at twice its size.
const M = "#/maintenance/M-0042";
const at = (scenario, route, more = {}) => ({ scenario, route, ...more });

export const SCREENS = [
  at("board", "#/pairs", { small: true, large: true }), at("calm", "#/pairs"), at("first", "#/pairs"), at("many", "#/pairs"), at("reader", "#/pairs"), at("silent", "#/pairs"), at("broken", "#/pairs"),
  at("pair", "#/pair/Atlas", { small: true }), at("first", "#/add-pair"), at("pair", "#/pair/Atlas/edit"), at("pair", "#/pair/Atlas/plan"), at("board", "#/settings"),
  ...[
    "keychain_locked", "keychain_absent", "keychain_denied", "keychain_missing", "secret_refused", "pin_changed", "guid_changed", "two_primaries", "both_backup", "no_relation", "unrecognised",
    "versions_differ", "silent_one", "silent_both", "second_hand", "over_alone", "wrong_site", "stale", "unread", "stated",
  ].map((name) => at(name, "#/pair/Atlas")),
  ...["without-sync", "finish", "emergency", "demote"].map((way) => at("board", `#/pair/Ember/${way}`)), at("work_away", "#/pair/Atlas/emergency"), at("live_back", "#/pair/Atlas/emergency"),
  at("plan", M), at("plan", `${M}/plan`), at("check", `${M}/check`), at("save", `${M}/save`), at("save_under_way", `${M}/save`), ...["save_taking", "save_taken", "save_gaps", "save_mute"].map((name) => at(name, `${M}/save`, { small: name === "save_gaps", large: name === "save_gaps" })), at("fail_over", `${M}/fail_over`), at("live", `${M}/fail_over`, { small: true, large: true }),
  ...["check_none", "check_old", "check_blocked", "check_ready", "check_account", "check_held", "check_locked"].map((name) => at(name, `${M}/check`)),
  ...["fail_over_saved", "live_sync", "live_unreadable", "live_slow", "live_arriving", "live_by_hand", "restart", "unknown", "overdue", "overdue_watched", "stuck", "done_proven", "done_unproven", "refused", "not_sent", "not_happened"].map((name) => at(name, `${M}/fail_over`)),
  at("live_back", `${M}/fail_back`), ...["swap_two_primaries", "role_changed", "role_adopt", "other_guid", "other_key", "abandoned", "handed_on", "taken_up"].map((name) => at(name, M)),
  at("swing", `${M}/swing`), at("swing_unseen", `${M}/swing`), at("swing_watching", `${M}/swing`), at("swing_done", `${M}/swing`), at("swing_shared", "#/maintenance/M-0043/swing"), at("swing_nat", "#/maintenance/M-0044/swing"), at("check", `${M}/swing`),
  at("observe", `${M}/observe`, { small: true, large: true }), at("observe_over", `${M}/observe`), at("observe_unproven", `${M}/observe`),
  at("live_sync", M), at("live_unreadable", M), at("work", M), at("work_stale", M), at("hand_on_under_way", M), at("stale", "#/pairs"), at("work", `${M}/work`, { small: true }), at("work_away", `${M}/work`), at("work_upgrade", `${M}/work`), at("work_locked", `${M}/work`),
  at("reconcile", `${M}/reconcile`), at("reconciled", `${M}/reconcile`), at("check_return", `${M}/check_return`), at("fail_back", `${M}/fail_back`),
  at("swing_return", `${M}/swing_return`), at("observe_return", `${M}/swing_return`), at("verify", `${M}/verify`), at("verified", `${M}/verify`),
  at("sign_off", `${M}/verify`), at("sign_off", `${M}/sign_off`), at("signed_off", `${M}/sign_off`), at("register", "#/reports"), at("register_hole", "#/reports"), at("signed_off", "#/reports/M-0042"),
  at("ledger_full", `${M}/ledger`, { small: true, large: true }), at("ledger_full", `${M}/ledger?entry=C-0014`, { small: true, large: true }), at("ledger_full", `${M}/coverage`, { small: true, large: true }), at("ledger_full", M), at("ledger_full", `${M}/work`), at("ledger_full", `${M}/reconcile`, { small: true, large: true }),
  ...["ledger_empty", "ledger_not_watched", "ledger_stale", "ledger_broken", "ledger_many", "ledger_waiting"].map((name) => at(name, `${M}/ledger`)), at("ledger_not_watched", `${M}/reconcile`), at("ledger_not_watched", `${M}/coverage`), at("ledger_doubt", `${M}/ledger?entry=C-0024`), at("ledger_doubt", `${M}/reconcile`), at("ledger_full", `${M}/ledger?find=nobody`),
  ...["reconcile_open", "reconcile_done", "reconcile_plan", "reconcile_failed_step", "ledger_empty"].map((name) => at(name, `${M}/reconcile`)), ...["carried", "conflict", "never_synced", "secret", "blind_spot"].map((group) => at("reconcile_open", `${M}/reconcile?at=${group}`, { small: group === "conflict", large: group === "conflict" || group === "carried" })), at("ledger_unread", M), at("ledger_unread", `${M}/reconcile`), at("arrivals", `${M}/verify`, { small: true, large: true }), at("arrivals_none", `${M}/verify`),
  at("report_complete", "#/report/M-0042", { small: true, large: true }), ...["report_incomplete", "report_unsigned", "report_broken", "report_open", "report_not_kept", "report_outdated", "report_abandoned", "report_failed", "report_unpictured"].map((name) => at(name, "#/report/M-0042")), at("report_long", "#/report/M-0042", { small: true, large: true }),
  at("report_complete", "#/settings"), at("report_unsigned", "#/settings"), at("report_complete", `${M}/sign_off`), at("report_abandoned", M),
  at("register_many", "#/reports", { small: true, large: true }), at("register_empty", "#/reports"), ...["verify_ok", "verify_other", "verify_unproven", "verify_broken", "verify_not_a_report"].map((name) => at(name, "#/reports")),
  at("rehearsal", M), at("demo", "#/pairs"), at("demo_check", "#/maintenance/M-0001/check"),
];
