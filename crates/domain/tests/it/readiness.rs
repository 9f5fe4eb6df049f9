//! The checks before a role command: what each finds, in which order, and what it all comes to.

use domain::journal::GapReason;
use domain::maintenance::{Action, Command, Stage, allowed_actions};
use domain::observation::{Product, Row, Trouble, TroubleKind};
use domain::pair::{Network, Statement};
use domain::plan::LegName;
use domain::readiness::{
    Access, CheckInput, Finding, FindingResult, LedgerState, PlanFacts, RULES, Severity, Verdict, judge, rule, verdict,
};
use domain::role::{Role, Side};
use expect_test::expect;

use FindingResult::{Fail, Pass, Skipped, Unknown, Warn};

use crate::story::{
    MINUTE, Retold, RoundTold, Story, T0, before, check_input, check_input_of, guid, mute, round, silent, strange_guid,
    stranger, troubled, window,
};

const DAY: i64 = 86_400_000;

fn trouble(kind: TroubleKind) -> Trouble {
    Trouble { kind, detail: "said why".to_owned() }
}

fn outbound(change: impl FnOnce(&mut CheckInput)) -> CheckInput {
    let mut input = check_input(LegName::Outbound, T0);
    input.plan = Some(plan());
    change(&mut input);
    input
}

fn returning(change: impl FnOnce(&mut CheckInput)) -> CheckInput {
    let mut input = check_input(LegName::Return, T0);
    input.plan = Some(plan());
    change(&mut input);
    input
}

fn plan() -> PlanFacts {
    PlanFacts {
        approver: Some("Berta".to_owned()),
        self_approved: false,
        window: None,
        ledger: LedgerState::StatedComplete { by: "anna@admin-1".to_owned() },
    }
}

fn of_home(input: &mut CheckInput, change: impl FnOnce(&mut domain::observation::Reading)) {
    input.appliances.home.look = input.appliances.home.look.clone().reads(change);
}

fn of_stand_in(input: &mut CheckInput, change: impl FnOnce(&mut domain::observation::Reading)) {
    input.appliances.stand_in.look = input.appliances.stand_in.look.clone().reads(change);
}

/// What a check finds: subject and result, in order.
fn found(input: &CheckInput, code: &str) -> Vec<(String, FindingResult)> {
    let findings = judge(input).findings;
    findings.into_iter().filter(|f| f.code == code).map(|f| (f.subject, f.result)).collect()
}

#[track_caller]
fn finds(code: &str, input: &CheckInput, expected: &[(&str, FindingResult)]) {
    let found = found(input, code);
    let found: Vec<(&str, FindingResult)> = found.iter().map(|(subject, result)| (subject.as_str(), *result)).collect();
    assert_eq!(found, expected, "{code}");
}

/// The evidence of the first finding of a code.
fn evidence(input: &CheckInput, code: &str) -> String {
    judge(input).findings.into_iter().find(|f| f.code == code).expect(code).evidence
}

fn readiness_of(input: &CheckInput) -> Verdict {
    verdict(&judge(input).findings, |_| false)
}

// ---- the list ----

#[test]
fn the_rules_their_order_and_their_severities_are_as_reviewed() {
    let list: Vec<String> = RULES.iter().map(|rule| format!("{} {:?}", rule.code, rule.severity)).collect();
    expect![[r#"
        reachable_commanded Blocker
        reachable_other Warning
        tls_trusted Blocker
        certificate_expiry Warning
        signed_in Blocker
        command_access Blocker
        other_answers_api Warning
        guids_distinct Blocker
        guids_expected Blocker
        roles_known Blocker
        roles_as_expected Blocker
        versions_equal Blocker
        health_new_primary Blocker
        health_stepping_down Warning
        last_sync Warning
        no_sync_running Info
        clock_offset Warning
        shared_ips Warning
        site_name Warning
        no_other_maintenance Blocker
        users_now Info
        approval Warning
        window Warning
        stated_settings Info
        ledger Warning
        ledger_decided Blocker"#]]
    .assert_eq(&list.join("\n"));
}

#[test]
fn every_rule_has_its_own_code_words_and_a_remedy_where_it_asks() {
    for (index, one) in RULES.iter().enumerate() {
        assert!(RULES[index + 1..].iter().all(|other| other.code != one.code), "{}", one.code);
        assert_eq!(rule(one.code).map(|rule| rule.code), Some(one.code));
        assert!(one.rule.ends_with('.'), "{}", one.code);
        assert_eq!(one.remedy.is_empty(), one.severity == Severity::Info, "{}", one.code);
    }
    assert!(rule("no_such_check").is_none());
}

#[test]
fn findings_stand_in_the_order_of_the_rules_and_every_rule_is_found_somewhere() {
    let watched = returning(|input| {
        input.plan = Some(PlanFacts { ledger: LedgerState::Watched { undecided: 0 }, ..plan() });
    });
    let findings = judge(&watched).findings;
    let place = |finding: &Finding| RULES.iter().position(|rule| rule.code == finding.code).expect("a rule");
    assert!(findings.windows(2).all(|pair| place(&pair[0]) <= place(&pair[1])));
    for rule in RULES {
        let finding = findings.iter().find(|finding| finding.code == rule.code);
        let finding = finding.unwrap_or_else(|| panic!("{} is not found", rule.code));
        assert_eq!((finding.severity, finding.rule.as_str()), (rule.severity, rule.rule));
        assert!(!finding.evidence.is_empty(), "{}", rule.code);
    }
}

#[test]
fn a_pair_as_it_should_be_is_ready_both_ways() {
    for input in [outbound(|_| ()), returning(|_| ())] {
        let findings = judge(&input).findings;
        let others: Vec<_> = findings.iter().filter(|f| f.result != Pass).map(|f| f.code.as_str()).collect();
        assert_eq!(others, ["no_sync_running"]);
        assert_eq!(verdict(&findings, |_| false), Verdict::Ready);
    }
}

#[test]
fn what_was_not_checked_is_said_beside_what_was() {
    let checked = judge(&outbound(|_| ()));
    assert_eq!(checked.not_checked.len(), 6);
    assert!(checked.not_checked.iter().any(|line| line.contains("software backups")));
    assert_eq!(checked.valid_until, T0.plus_ms(30 * MINUTE));
    assert_eq!(checked.round.home.role(), Some(&Role::Primary));
}

// ---- one rule after the other ----

#[test]
fn reachable_commanded_is_the_appliance_that_receives_the_command() {
    let code = "reachable_commanded";
    finds(code, &outbound(|_| ()), &[("atl-1", Pass)]);
    finds(code, &returning(|_| ()), &[("atl-2", Pass)]);
    finds(code, &outbound(|i| i.appliances.home.look = silent(Side::Home)), &[("atl-1", Fail)]);
    let accepts = |i: &mut CheckInput| i.appliances.home.look = troubled(Side::Home, TroubleKind::ServerError, "503");
    finds(code, &outbound(accepts), &[("atl-1", Pass)]);
    let locked =
        |i: &mut CheckInput| i.appliances.home.look = troubled(Side::Home, TroubleKind::NoCredential, "locked");
    finds(code, &outbound(locked), &[("atl-1", Unknown)]);
}

#[test]
fn reachable_other_is_a_warning() {
    finds("reachable_other", &outbound(|_| ()), &[("atl-2", Pass)]);
    finds("reachable_other", &outbound(|i| i.appliances.stand_in.look = silent(Side::StandIn)), &[("atl-2", Fail)]);
    finds("reachable_other", &returning(|i| i.appliances.home.look = silent(Side::Home)), &[("atl-1", Fail)]);
}

#[test]
fn tls_trusted_fails_on_an_untrusted_key_and_is_unknown_where_nothing_answered() {
    let code = "tls_trusted";
    finds(code, &outbound(|_| ()), &[("atl-1", Pass), ("atl-2", Pass)]);
    for kind in [TroubleKind::TlsUntrusted, TroubleKind::TlsName, TroubleKind::PinChanged, TroubleKind::Tls] {
        let input = outbound(|i| i.appliances.home.certificate = Err(trouble(kind)));
        finds(code, &input, &[("atl-1", Fail), ("atl-2", Pass)]);
        assert_eq!(readiness_of(&input), Verdict::NotReady);
    }
    let input = outbound(|i| i.appliances.stand_in.certificate = Err(trouble(TroubleKind::TimedOut)));
    finds(code, &input, &[("atl-1", Pass), ("atl-2", Unknown)]);
    assert_eq!(readiness_of(&input), Verdict::Unknown);
}

#[test]
fn certificate_expiry_warns_below_fourteen_days_and_a_pin_replaces_it() {
    let code = "certificate_expiry";
    let left = |ms: i64, pinned: bool| {
        outbound(|i| {
            let appliance = &mut i.appliances.home;
            appliance.pinned = pinned;
            if let Ok(certificate) = &mut appliance.certificate {
                certificate.not_after = T0.plus_ms(ms);
            }
        })
    };
    finds(code, &left(14 * DAY, false), &[("atl-1", Pass), ("atl-2", Pass)]);
    finds(code, &left(14 * DAY - 1, false), &[("atl-1", Warn), ("atl-2", Pass)]);
    finds(code, &left(-DAY, false), &[("atl-1", Warn), ("atl-2", Pass)]);
    finds(code, &left(-DAY, true), &[("atl-1", Pass), ("atl-2", Pass)]);
    assert!(evidence(&left(-DAY, true), "tls_trusted").starts_with("the pinned key"));
    let unread = outbound(|i| i.appliances.home.certificate = Err(trouble(TroubleKind::Tls)));
    finds(code, &unread, &[("atl-2", Pass)]);
}

#[test]
fn signed_in_fails_where_the_account_is_rejected_and_is_unknown_where_nothing_answered() {
    let with = |kind| outbound(|i| i.appliances.home.access = Err(trouble(kind)));
    finds("signed_in", &outbound(|_| ()), &[("atl-1", Pass)]);
    finds("signed_in", &with(TroubleKind::SecretRejected), &[("atl-1", Fail)]);
    finds("signed_in", &with(TroubleKind::TimedOut), &[("atl-1", Unknown)]);
    finds("signed_in", &with(TroubleKind::NoCredential), &[("atl-1", Unknown)]);
    finds(
        "signed_in",
        &outbound(|i| i.appliances.stand_in.access = Err(trouble(TroubleKind::SecretRejected))),
        &[("atl-1", Pass)],
    );
}

#[test]
fn command_access_is_full_access_and_nothing_less() {
    let with = |access| outbound(|i| i.appliances.home.access = Ok(access));
    let code = "command_access";
    finds(code, &with(Access::Full), &[("atl-1", Pass)]);
    finds(code, &with(Access::ReadOnly), &[("atl-1", Fail)]);
    finds(code, &with(Access::Deny), &[("atl-1", Fail)]);
    finds(code, &with(Access::Untold("mostly".to_owned())), &[("atl-1", Unknown)]);
    finds(code, &outbound(|i| i.appliances.home.access = Err(trouble(TroubleKind::TimedOut))), &[("atl-1", Unknown)]);
}

#[test]
fn other_answers_api_warns_of_a_backup_that_does_not() {
    let code = "other_answers_api";
    finds(code, &outbound(|_| ()), &[("atl-2", Pass)]);
    finds(code, &returning(|_| ()), &[("atl-1", Pass)]);
    let plain = outbound(|i| i.appliances.stand_in.look = mute(Side::StandIn));
    finds(code, &plain, &[("atl-2", Warn)]);
    assert!(evidence(&plain, code).contains("two primaries cannot be excluded"));
    let refused = outbound(|i| i.appliances.stand_in.access = Err(trouble(TroubleKind::SecretRejected)));
    finds(code, &refused, &[("atl-2", Warn)]);
    let html = outbound(|i| i.appliances.stand_in.look = troubled(Side::StandIn, TroubleKind::NotTheApi, "HTML"));
    finds(code, &html, &[("atl-2", Warn)]);
}

#[test]
fn guids_distinct_fails_where_both_addresses_lead_to_one_box() {
    let code = "guids_distinct";
    finds(code, &outbound(|_| ()), &[("atlanta", Pass)]);
    let same = outbound(|i| of_stand_in(i, |r| r.guid = Some(guid(Side::Home))));
    finds(code, &same, &[("atlanta", Fail)]);
    let untold = outbound(|i| of_stand_in(i, |r| r.guid = None));
    finds(code, &untold, &[("atlanta", Unknown)]);
    let plain = outbound(|i| i.appliances.stand_in.look = mute(Side::StandIn));
    finds(code, &plain, &[("atlanta", Skipped)]);
    let listed = outbound(|i| {
        i.appliances.stand_in.look = mute(Side::StandIn);
        list_stand_in(i, Role::Backup);
    });
    finds(code, &listed, &[("atlanta", Pass)]);
    let nobody = outbound(|i| {
        i.appliances.home.look = mute(Side::Home);
        i.appliances.stand_in.look = mute(Side::StandIn);
    });
    finds(code, &nobody, &[("atlanta", Unknown)]);
}

fn list_stand_in(input: &mut CheckInput, role: Role) {
    of_home(input, |reading| reading.rows.push(Row { guid: guid(Side::StandIn), role, name: None }));
}

#[test]
fn guids_expected_fails_on_another_box() {
    let code = "guids_expected";
    finds(code, &outbound(|_| ()), &[("atl-1", Pass), ("atl-2", Pass)]);
    let other = outbound(|i| i.appliances.home.look = stranger(Side::Home, "primary"));
    finds(code, &other, &[("atl-1", Fail), ("atl-2", Pass)]);
    finds(code, &outbound(|i| of_home(i, |r| r.guid = None)), &[("atl-1", Unknown), ("atl-2", Pass)]);
    let plain = outbound(|i| i.appliances.stand_in.look = mute(Side::StandIn));
    finds(code, &plain, &[("atl-1", Pass), ("atl-2", Skipped)]);
    let commanded_plain = outbound(|i| i.appliances.home.look = mute(Side::Home));
    finds(code, &commanded_plain, &[("atl-1", Unknown), ("atl-2", Pass)]);
    let listed = outbound(|i| {
        i.appliances.stand_in.look = silent(Side::StandIn);
        list_stand_in(i, Role::Backup);
    });
    finds(code, &listed, &[("atl-1", Pass), ("atl-2", Pass)]);
    assert!(judge(&listed).findings.iter().any(|f| f.code == code && f.evidence.contains("second hand")));
}

#[test]
fn roles_known_fails_on_a_word_this_program_does_not_know() {
    let code = "roles_known";
    finds(code, &outbound(|_| ()), &[("atlanta", Pass)]);
    finds(code, &outbound(|i| of_stand_in(i, |r| r.role = Some(Role::None))), &[("atlanta", Pass)]);
    for text in ["Primary", "standby", ""] {
        let input = outbound(|i| of_stand_in(i, |r| r.role = Some(Role::from(text.to_owned()))));
        finds(code, &input, &[("atlanta", Fail)]);
    }
    let listed = outbound(|i| {
        i.appliances.stand_in.look = mute(Side::StandIn);
        list_stand_in(i, Role::Unrecognised("witness".to_owned()));
    });
    finds(code, &listed, &[("atlanta", Fail)]);
}

#[test]
fn roles_as_expected_needs_one_primary_and_one_backup_the_right_way_round() {
    let code = "roles_as_expected";
    let with = |home: &str, stand_in: &str| {
        let mut input = check_input_of(LegName::Outbound, T0, round(home, stand_in));
        input.plan = Some(plan());
        input
    };
    for (home, stand_in, result) in [
        ("primary", "backup", Pass),
        ("backup", "primary", Fail),
        ("primary", "primary", Fail),
        ("backup", "backup", Fail),
        ("none", "none", Fail),
        ("primary", "none", Fail),
        ("primary", "standby", Fail),
        ("primary", "silent", Unknown),
        ("silent", "backup", Unknown),
        ("silent", "primary", Fail),
        ("silent", "silent", Unknown),
        ("primary", "mute", Pass),
        ("mute", "backup", Unknown),
    ] {
        assert_eq!(found(&with(home, stand_in), code), [("atlanta".to_owned(), result)], "{home} {stand_in}");
    }
    finds(code, &returning(|_| ()), &[("atlanta", Pass)]);
}

#[test]
fn a_role_told_second_hand_counts_for_the_other_appliance_only() {
    let other = check_input_of(LegName::Outbound, T0, round("primary", "silent").lists(Side::Home, "backup"));
    finds("roles_as_expected", &other, &[("atlanta", Pass)]);
    assert_eq!(evidence(&other, "roles_as_expected"), "atl-1 primary, atl-2 backup (second hand)");
    let wrong = check_input_of(LegName::Outbound, T0, round("primary", "mute").lists(Side::Home, "primary"));
    finds("roles_as_expected", &wrong, &[("atlanta", Fail)]);
    let commanded = check_input_of(LegName::Outbound, T0, round("silent", "backup").lists(Side::StandIn, "primary"));
    finds("roles_as_expected", &commanded, &[("atlanta", Unknown)]);
    // A stranger's list is a stranger's word.
    let mut strange = round("primary", "mute").lists(Side::Home, "backup");
    strange.home = strange.home.reads(|reading| reading.guid = Some(strange_guid()));
    let strange = check_input_of(LegName::Outbound, T0, strange);
    finds("roles_as_expected", &strange, &[("atlanta", Unknown)]);
}

#[test]
fn versions_equal_compares_product_version_and_build() {
    let code = "versions_equal";
    finds(code, &outbound(|_| ()), &[("atlanta", Pass)]);
    finds(code, &outbound(|i| of_home(i, |r| r.version = Some("24.3.3".to_owned()))), &[("atlanta", Fail)]);
    finds(code, &outbound(|i| of_home(i, |r| r.build = Some("30112".to_owned()))), &[("atlanta", Fail)]);
    finds(code, &outbound(|i| i.appliances.home.product = Some(Product::Pra)), &[("atlanta", Fail)]);
    finds(code, &outbound(|i| of_home(i, |r| r.build = None)), &[("atlanta", Unknown)]);
    finds(code, &outbound(|i| of_stand_in(i, |r| r.version = None)), &[("atlanta", Unknown)]);
    finds(code, &outbound(|i| i.appliances.stand_in.look = silent(Side::StandIn)), &[("atlanta", Unknown)]);
    finds(code, &outbound(|i| i.appliances.stand_in.look = mute(Side::StandIn)), &[("atlanta", Skipped)]);
    finds(code, &outbound(|i| i.appliances.home.look = mute(Side::Home)), &[("atlanta", Unknown)]);
}

fn health(code: &str, label: &str, input: fn(fn(&mut domain::observation::Reading)) -> CheckInput) {
    finds(code, &input(|_| ()), &[(label, Pass)]);
    finds(code, &input(|r| r.healthy = Some(false)), &[(label, Fail)]);
    finds(code, &input(|r| r.healthy = None), &[(label, Unknown)]);
    finds(code, &input(|r| r.errors = vec!["a fan is slow".to_owned()]), &[(label, Warn)]);
}

#[test]
fn health_new_primary_is_the_health_of_the_one_that_becomes_primary() {
    health("health_new_primary", "atl-2", |change| outbound(|i| of_stand_in(i, change)));
    health("health_new_primary", "atl-1", |change| returning(|i| of_home(i, change)));
    finds("health_new_primary", &outbound(|i| i.appliances.stand_in.look = mute(Side::StandIn)), &[("atl-2", Pass)]);
    finds(
        "health_new_primary",
        &outbound(|i| i.appliances.stand_in.look = silent(Side::StandIn)),
        &[("atl-2", Unknown)],
    );
}

#[test]
fn health_stepping_down_is_a_warning() {
    health("health_stepping_down", "atl-1", |change| outbound(|i| of_home(i, change)));
    health("health_stepping_down", "atl-2", |change| returning(|i| of_stand_in(i, change)));
    let input = outbound(|i| of_home(i, |r| r.healthy = Some(false)));
    assert_eq!(readiness_of(&input), Verdict::NotReady);
    assert_eq!(verdict(&judge(&input).findings, |f| f.code == "health_stepping_down"), Verdict::Ready);
}

#[test]
fn last_sync_is_told_and_no_older_than_twice_its_interval() {
    let code = "last_sync";
    let aged = |ms: i64| outbound(|i| of_home(i, |r| r.last_sync = Some(T0.plus_ms(-ms))));
    finds(code, &aged(2 * 60 * MINUTE), &[("atlanta", Pass)]);
    finds(code, &aged(2 * 60 * MINUTE + 1), &[("atlanta", Warn)]);
    let unstated = |ms: i64| {
        let mut input = aged(ms);
        input.stated.sync_interval_s = None;
        input
    };
    finds(code, &unstated(DAY), &[("atlanta", Pass)]);
    finds(code, &unstated(DAY + 1), &[("atlanta", Warn)]);
    finds(code, &outbound(|i| of_home(i, |r| r.last_sync = None)), &[("atlanta", Unknown)]);
    let fast_clock = outbound(|i| {
        of_home(i, |r| {
            r.clock_offset_ms = Some(60 * MINUTE);
            r.last_sync = Some(T0.plus_ms(-90 * MINUTE));
        });
    });
    finds(code, &fast_clock, &[("atlanta", Warn)]);
    let text = outbound(|i| of_home(i, |r| r.last_sync_text = Some("Failed!".to_owned())));
    finds(code, &text, &[("atlanta", Pass)]);
    assert!(evidence(&text, code).ends_with("its text: 'Failed!'"), "shown as given, judged never");
    let by_backup = outbound(|i| {
        of_home(i, |r| r.last_sync = None);
        of_stand_in(i, |r| r.last_sync = Some(T0));
    });
    finds(code, &by_backup, &[("atlanta", Pass)]);
}

#[test]
fn no_sync_running_is_unknown_and_asks_nobody() {
    finds("no_sync_running", &outbound(|_| ()), &[("atlanta", Unknown)]);
}

#[test]
fn clock_offset_is_within_thirty_seconds_either_way() {
    let code = "clock_offset";
    for (offset, result) in [(30_000, Pass), (-30_000, Pass), (30_001, Warn), (-30_001, Warn)] {
        let input = outbound(|i| of_home(i, |r| r.clock_offset_ms = Some(offset)));
        finds(code, &input, &[("atl-1", result), ("atl-2", Pass)]);
    }
    let said = outbound(|i| of_home(i, |r| r.clock_offset_ms = Some(-1_250)));
    assert_eq!(evidence(&said, code), "-1.2 s from this computer");
    finds(code, &outbound(|i| of_home(i, |r| r.clock_offset_ms = None)), &[("atl-1", Unknown), ("atl-2", Pass)]);
    finds(code, &outbound(|i| i.appliances.stand_in.look = mute(Side::StandIn)), &[("atl-1", Pass)]);
}

#[test]
fn shared_ips_are_looked_at_on_the_primary_of_a_shared_ip_pair() {
    let code = "shared_ips";
    finds(code, &outbound(|_| ()), &[("atl-1", Pass)]);
    finds(code, &outbound(|i| of_home(i, |r| r.shared_ips = Some(vec![]))), &[("atl-1", Warn)]);
    finds(code, &outbound(|i| of_home(i, |r| r.shared_ips = None)), &[("atl-1", Warn)]);
    finds(code, &outbound(|i| i.appliances.home.look = silent(Side::Home)), &[("atl-1", Unknown)]);
    for network in [Network::Dns, Network::Nat] {
        finds(code, &outbound(|i| i.network = network), &[]);
    }
}

#[test]
fn site_name_is_answered_by_the_current_primary() {
    let code = "site_name";
    let site = "support.example.com:443";
    finds(code, &outbound(|_| ()), &[(site, Pass)]);
    finds(code, &returning(|_| ()), &[(site, Pass)]);
    let with = |round: domain::observation::Round| outbound(|i| i.site = round.site);
    finds(code, &with(before(LegName::Outbound).at_site(Some(Side::StandIn))), &[(site, Fail)]);
    finds(code, &with(before(LegName::Outbound).stranger_at_site()), &[(site, Fail)]);
    finds(code, &with(before(LegName::Outbound).at_site(None)), &[(site, Unknown)]);
    finds(code, &outbound(|i| i.site = None), &[(site, Unknown)]);
}

#[test]
fn no_other_maintenance_is_open_here() {
    finds("no_other_maintenance", &outbound(|_| ()), &[("atlanta", Pass)]);
    let other = outbound(|i| i.other_open = Some(domain::ids::MaintenanceNumber(7)));
    finds("no_other_maintenance", &other, &[("atlanta", Fail)]);
    assert_eq!(evidence(&other, "no_other_maintenance"), "M-0007 is open");
}

#[test]
fn users_now_tells_how_many_are_cut_off() {
    finds("users_now", &outbound(|_| ()), &[("atlanta", Pass)]);
    assert_eq!(evidence(&outbound(|_| ()), "users_now"), "2 signed in: rep one, rep two");
    finds("users_now", &outbound(|i| i.users = Err(trouble(TroubleKind::PermissionDenied))), &[("atlanta", Unknown)]);
}

#[test]
fn approval_is_somebody_elses() {
    let with = |approver: Option<&str>, self_approved| {
        outbound(|i| {
            i.plan = Some(PlanFacts { approver: approver.map(str::to_owned), self_approved, ..plan() });
        })
    };
    finds("approval", &with(Some("Berta"), false), &[("atlanta", Pass)]);
    finds("approval", &with(Some("Anna"), true), &[("atlanta", Warn)]);
    finds("approval", &with(None, false), &[("atlanta", Warn)]);
    finds("approval", &outbound(|i| i.plan = None), &[]);
}

#[test]
fn an_approver_who_also_asked_is_self_approving_however_the_name_is_written() {
    let mut story = Story::planned();
    for (name, own) in [("Berta", false), ("anna", true), (" ANNA ", true)] {
        story.must(Command::Approve { name: name.to_owned(), after_the_fact: false });
        assert_eq!(story.m.plan_facts(LegName::Outbound).self_approved, own, "{name}");
    }
}

#[test]
fn window_is_the_planned_one_to_the_millisecond() {
    let with = |from, to| outbound(|i| i.plan = Some(PlanFacts { window: Some(window(from, to)), ..plan() }));
    finds("window", &with(0, 10), &[("atlanta", Pass)]);
    finds("window", &with(-10, 0), &[("atlanta", Pass)]);
    finds("window", &with(1, 10), &[("atlanta", Warn)]);
    finds("window", &with(-10, -1), &[("atlanta", Warn)]);
    finds("window", &outbound(|_| ()), &[("atlanta", Pass)]);
    finds("window", &outbound(|i| i.plan = None), &[]);
}

#[test]
fn stated_settings_are_asked_again_after_180_days() {
    let code = "stated_settings";
    finds(code, &outbound(|_| ()), &[("atlanta", Pass)]);
    finds(code, &outbound(|i| i.stated.alert_mail = None), &[("atlanta", Unknown)]);
    let stated = |age: i64, value: bool| {
        outbound(|i| {
            let by = "anna@admin-1".to_owned();
            i.stated.automatic_failover = Some(Statement { value, by, at: T0.plus_ms(-age) });
        })
    };
    finds(code, &stated(180 * DAY, false), &[("atlanta", Pass)]);
    finds(code, &stated(180 * DAY + 1, false), &[("atlanta", Unknown)]);
    assert!(evidence(&stated(DAY, true), code).contains("automatic failover is stated to be on"));
}

#[test]
fn ledger_never_says_nothing_to_reconcile_where_nothing_was_watched() {
    let with = |ledger| returning(|i| i.plan = Some(PlanFacts { ledger, ..plan() }));
    let unwatched = with(LedgerState::NotWatched { notes: 2 });
    finds("ledger", &unwatched, &[("atlanta", Warn)]);
    assert!(evidence(&unwatched, "ledger").starts_with("Nothing was watched"));
    finds("ledger", &with(LedgerState::StatedComplete { by: "a".to_owned() }), &[("atlanta", Pass)]);
    finds("ledger", &with(LedgerState::Watched { undecided: 3 }), &[("atlanta", Pass)]);
    finds("ledger", &outbound(|_| ()), &[]);
}

#[test]
fn ledger_decided_blocks_on_a_change_nobody_decided() {
    let with =
        |undecided| returning(|i| i.plan = Some(PlanFacts { ledger: LedgerState::Watched { undecided }, ..plan() }));
    finds("ledger_decided", &with(0), &[("atlanta", Pass)]);
    finds("ledger_decided", &with(1), &[("atlanta", Fail)]);
    assert_eq!(readiness_of(&with(1)), Verdict::NotReady);
    finds("ledger_decided", &returning(|_| ()), &[]);
}

// ---- the verdict ----

fn finding(severity: Severity, result: FindingResult) -> Finding {
    Finding {
        code: "a_code".to_owned(),
        severity,
        result,
        subject: "atlanta".to_owned(),
        evidence: String::new(),
        rule: String::new(),
        remedy: String::new(),
    }
}

#[test]
fn one_finding_comes_to_a_verdict_by_its_severity_and_result() {
    use Severity::{Blocker, Info, Warning};
    use Verdict::{NotReady, Ready};
    for (severity, result, open, acknowledged) in [
        (Blocker, Pass, Ready, Ready),
        (Blocker, Warn, Ready, Ready),
        (Blocker, Fail, NotReady, NotReady),
        (Blocker, Unknown, Verdict::Unknown, Verdict::Unknown),
        (Blocker, Skipped, Ready, Ready),
        (Warning, Pass, Ready, Ready),
        (Warning, Warn, NotReady, Ready),
        (Warning, Fail, NotReady, Ready),
        (Warning, Unknown, NotReady, Ready),
        (Warning, Skipped, NotReady, Ready),
        (Info, Pass, Ready, Ready),
        (Info, Warn, Ready, Ready),
        (Info, Fail, Ready, Ready),
        (Info, Unknown, Ready, Ready),
        (Info, Skipped, Ready, Ready),
    ] {
        let findings = [finding(severity, result)];
        assert_eq!(verdict(&findings, |_| false), open, "{severity:?} {result:?}");
        assert_eq!(verdict(&findings, |_| true), acknowledged, "{severity:?} {result:?} acknowledged");
    }
    assert_eq!(verdict(&[], |_| false), Ready);
}

#[test]
fn not_ready_goes_before_unknown() {
    let unknown = finding(Severity::Blocker, Unknown);
    for other in [finding(Severity::Blocker, Fail), finding(Severity::Warning, Warn)] {
        for findings in [[unknown.clone(), other.clone()], [other.clone(), unknown.clone()]] {
            assert_eq!(verdict(&findings, |_| false), Verdict::NotReady);
        }
    }
    let acknowledged = [unknown, finding(Severity::Warning, Warn)];
    assert_eq!(verdict(&acknowledged, |_| true), Verdict::Unknown);
}

// ---- acknowledgements ----

fn acknowledge(code: &str, subject: Option<&str>, reason: &str) -> Command {
    Command::Acknowledge { code: code.to_owned(), subject: subject.map(str::to_owned), reason: reason.to_owned() }
}

/// A story whose outbound check warns of both certificates.
fn warned() -> Story {
    let mut story = Story::planned();
    let mut input = check_input(LegName::Outbound, story.now);
    for side in Side::BOTH {
        if let Ok(certificate) = &mut input.appliances.of_mut(side).certificate {
            certificate.not_after = T0.plus_ms(10 * DAY);
        }
    }
    story.must(Command::RecordCheck(Box::new(input)));
    story
}

#[test]
fn a_warning_is_acknowledged_by_its_code_for_every_subject_or_for_one() {
    let mut story = warned();
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::NotReady));
    assert_eq!(story.must(acknowledge("certificate_expiry", Some("atl-1"), "renewed tomorrow")).len(), 1);
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::NotReady));
    assert_eq!(story.must(acknowledge("certificate_expiry", None, "renewed tomorrow")).len(), 1, "the one left");
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::Ready));
    assert_eq!(story.m.stage, Stage::Save);
    assert_eq!(story.m.acknowledgements[0].by, "anna@admin-1");
}

#[test]
fn what_is_no_open_warning_cannot_be_acknowledged() {
    let mut story = Story::planned();
    assert_eq!(story.refused(acknowledge("certificate_expiry", None, "why")), "check-first");
    let mut story = warned();
    for (code, subject) in [
        ("no_such_check", None),
        ("certificate_expiry", Some("atl-3")),
        ("versions_equal", None),
        ("no_sync_running", None),
        ("site_name", None),
        ("sync_unproven", None),
    ] {
        assert_eq!(story.refused(acknowledge(code, subject, "why")), "bad-acknowledgement", "{code}");
    }
    assert_eq!(story.refused(acknowledge("certificate_expiry", None, "  ")), "not-now");
    story.must(acknowledge("certificate_expiry", None, "why"));
    assert_eq!(story.refused(acknowledge("certificate_expiry", None, "why")), "bad-acknowledgement", "once");
}

#[test]
fn a_blocker_is_never_acknowledged() {
    let mut story = Story::planned();
    let mut input = check_input(LegName::Outbound, story.now);
    input.appliances.home.access = Ok(Access::ReadOnly);
    story.must(Command::RecordCheck(Box::new(input)));
    assert_eq!(story.refused(acknowledge("command_access", None, "go on")), "bad-acknowledgement");
    assert!(!allowed_actions(&story.m, story.now).contains(&Action::FailOver));
}

#[test]
fn an_acknowledgement_holds_for_the_same_finding_of_a_later_check_and_for_no_other() {
    let mut story = Story::planned();
    let warned = |story: &mut Story, site: domain::observation::Round| {
        let input = check_input_of(LegName::Outbound, story.now, site);
        story.must(Command::RecordCheck(Box::new(input)));
    };
    warned(&mut story, before(LegName::Outbound).at_site(None));
    story.acknowledge("site_name");
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::Ready));
    warned(&mut story, before(LegName::Outbound).at_site(None));
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::Ready), "unknown again: said already");
    warned(&mut story, before(LegName::Outbound).at_site(Some(Side::StandIn)));
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::NotReady), "now it fails: another finding");
}

#[test]
fn an_acknowledgement_of_one_leg_does_not_hold_for_the_other() {
    let mut story = Story::planned();
    let round = |leg| before(leg).at_site(None);
    story.check_with(round(LegName::Outbound));
    story.acknowledge("site_name");
    story.send();
    story.answer(domain::journal::RoleAnswer::Started);
    story.looks(&crate::story::after(LegName::Outbound));
    story.must(Command::Swing { confirm_by: None });
    story.must(Command::Settle);
    story.state_notes_complete();
    story.check_with(round(LegName::Return));
    assert_eq!(story.m.readiness(LegName::Return), Some(Verdict::NotReady));
    story.acknowledge("site_name");
    assert_eq!(story.m.readiness(LegName::Return), Some(Verdict::Ready));
}

#[test]
fn a_check_is_for_the_leg_that_comes_next() {
    let mut story = Story::planned();
    let input = check_input(LegName::Return, story.now);
    assert_eq!(story.refused(Command::RecordCheck(Box::new(input))), "not-now");
    let mut story = Story::at_work();
    let input = check_input(LegName::Outbound, story.now);
    assert_eq!(story.refused(Command::RecordCheck(Box::new(input))), "not-now");
}

#[test]
fn what_a_check_rests_on_voids_it_when_it_changes() {
    let mut gap = Story::saved();
    let now = gap.now;
    gap.must(Command::Gap { from: now, to: now, reason: GapReason::Stalled });
    let mut changed = Story::saved();
    changed.look(round("backup", "primary"));
    let mut accepted = Story::saved();
    accepted.must(Command::Accept { side: Side::Home, guid: Some(strange_guid()), pin: None });
    for story in [gap, changed, accepted] {
        assert!(story.m.readiness(LegName::Outbound).is_none());
        assert_eq!(story.m.stage, Stage::Check);
    }
}

// ---- the fingerprint ----

#[test]
fn the_fingerprint_changes_with_each_thing_a_check_rests_on() {
    let same = judge(&outbound(|_| ())).fingerprint;
    assert_eq!(same.len(), 64);
    let mut seen = vec![same];
    let changes: Vec<(&str, Box<dyn Fn(&mut CheckInput)>)> = vec![
        ("pair", Box::new(|i| i.pair_name = "boston".to_owned())),
        ("site", Box::new(|i| i.site_name = "help.example.com:443".to_owned())),
        ("network", Box::new(|i| i.network = Network::Nat)),
        ("label", Box::new(|i| i.appliances.home.label = "atl-9".to_owned())),
        ("expected GUID", Box::new(|i| i.appliances.home.expected_guid = strange_guid())),
        ("told GUID", Box::new(|i| of_home(i, |r| r.guid = Some(strange_guid())))),
        ("the other's GUID", Box::new(|i| of_stand_in(i, |r| r.guid = Some(strange_guid())))),
        ("role", Box::new(|i| of_home(i, |r| r.role = Some(Role::Backup)))),
        ("no role", Box::new(|i| of_home(i, |r| r.role = None))),
        ("the other's role", Box::new(|i| of_stand_in(i, |r| r.role = Some(Role::None)))),
        ("version", Box::new(|i| of_home(i, |r| r.version = Some("24.3.3".to_owned())))),
        ("the other's version", Box::new(|i| of_stand_in(i, |r| r.version = Some("24.3.3".to_owned())))),
        ("build", Box::new(|i| of_home(i, |r| r.build = Some("30112".to_owned())))),
        ("shared IPs", Box::new(|i| of_home(i, |r| r.shared_ips = Some(vec!["192.0.2.11".to_owned()])))),
        ("no shared IPs", Box::new(|i| of_home(i, |r| r.shared_ips = None))),
        (
            "key",
            Box::new(|i| {
                if let Ok(certificate) = &mut i.appliances.home.certificate {
                    certificate.spki_sha256 = "6b".repeat(32);
                }
            }),
        ),
        ("no certificate", Box::new(|i| i.appliances.home.certificate = Err(trouble(TroubleKind::Tls)))),
    ];
    for (what, change) in changes {
        let fingerprint = judge(&outbound(change)).fingerprint;
        assert!(!seen.contains(&fingerprint), "{what}");
        seen.push(fingerprint);
    }
    let other_leg = judge(&returning(|_| ())).fingerprint;
    assert!(!seen.contains(&other_leg));
}

#[test]
fn the_fingerprint_does_not_change_with_what_moves_by_itself() {
    let same = judge(&outbound(|_| ())).fingerprint;
    let changes: Vec<(&str, Box<dyn Fn(&mut CheckInput)>)> = vec![
        ("time", Box::new(|i| i.now = T0.plus_ms(MINUTE))),
        ("lifetime", Box::new(|i| i.lifetime_ms = 1)),
        ("users", Box::new(|i| i.users = Err(trouble(TroubleKind::TimedOut)))),
        ("last sync", Box::new(|i| of_home(i, |r| r.last_sync = Some(T0)))),
        ("status text", Box::new(|i| of_home(i, |r| r.last_sync_text = Some("success".to_owned())))),
        ("clock", Box::new(|i| of_home(i, |r| r.clock_offset_ms = Some(99)))),
        ("health", Box::new(|i| of_home(i, |r| r.healthy = Some(false)))),
        ("site answer", Box::new(|i| i.site = None)),
        (
            "expiry",
            Box::new(|i| {
                if let Ok(certificate) = &mut i.appliances.home.certificate {
                    certificate.not_after = T0;
                }
            }),
        ),
        ("time of the look", Box::new(|i| i.appliances.home.look.at = T0.plus_ms(7))),
        ("evidence", Box::new(|i| i.appliances.home.look.evidence = Some("0f".repeat(32)))),
        ("statements", Box::new(|i| i.stated = domain::pair::Stated::default())),
    ];
    for (what, change) in changes {
        assert_eq!(judge(&outbound(change)).fingerprint, same, "{what}");
    }
}

// ---- a mute backup, both ways ----

#[test]
fn a_mute_backup_is_one_warning_and_skipped_blockers_and_can_be_acknowledged() {
    let mut story = Story::planned();
    story.check_with(round("primary", "mute"));
    let (checked, _) = story.m.check.clone().expect("checked");
    let told: Vec<String> = checked
        .findings
        .iter()
        .filter(|f| f.result != Pass)
        .map(|f| format!("{} {:?} {:?} ({}): {}", f.code, f.severity, f.result, f.subject, f.evidence))
        .collect();
    expect![[r#"
        other_answers_api Warning Warn (atl-2): answers only /check_health: nobody tells its role; two primaries cannot be excluded; version, build and last sync are not told
        guids_distinct Blocker Skipped (atlanta): atl-2 answers only /check_health and tells no GUID
        guids_expected Blocker Skipped (atl-2): answers only /check_health and tells no GUID
        versions_equal Blocker Skipped (atlanta): atl-1 24.3.2 (30111), atl-2 not told (build not told)
        no_sync_running Info Unknown (atlanta): no status text of this pair is known to say so"#]].assert_eq(&told.join("\n"));
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::NotReady));
    story.acknowledge("other_answers_api");
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::Ready));
    story.send();
}

#[test]
fn a_backup_that_the_primary_lists_is_told_second_hand() {
    let mut story = Story::planned();
    story.check_with(round("primary", "mute").lists(Side::Home, "backup"));
    let (checked, _) = story.m.check.clone().expect("checked");
    let told: Vec<String> = checked
        .findings
        .iter()
        .filter(|f| f.result != Pass || f.evidence.contains("second hand"))
        .map(|f| format!("{} {:?} {:?} ({}): {}", f.code, f.severity, f.result, f.subject, f.evidence))
        .collect();
    expect![[r#"
        other_answers_api Warning Warn (atl-2): answers only /check_health: its role (backup) is told by atl-1 only; version, build and last sync are not told
        guids_distinct Blocker Pass (atlanta): atl-2 is told second hand, by the other's list
        guids_expected Blocker Pass (atl-2): 1b2c3d4e5f60718293a4b5c6d7e8f90a, told second hand by the other's list
        roles_as_expected Blocker Pass (atlanta): atl-1 primary, atl-2 backup (second hand)
        versions_equal Blocker Skipped (atlanta): atl-1 24.3.2 (30111), atl-2 not told (build not told)
        no_sync_running Info Unknown (atlanta): no status text of this pair is known to say so"#]].assert_eq(&told.join("\n"));
    story.acknowledge("other_answers_api");
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::Ready));
}
