//! One rule after the other: what passes, warns, fails, is unknown or is skipped.

use super::*;

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

#[test]
fn what_the_ledger_cannot_read_is_found_for_each_appliance() {
    for (code, of) in [
        ("syslog_readable", (|told| Reads { log: told, configuration: Some(true) }) as fn(Option<bool>) -> Reads),
        ("configuration_readable", |told| Reads { log: Some(true), configuration: told }),
    ] {
        let with = |told| outbound(|i| i.appliances.stand_in.reads = of(told));
        finds(code, &with(Some(true)), &[("atl-1", Pass), ("atl-2", Pass)]);
        finds(code, &with(Some(false)), &[("atl-1", Pass), ("atl-2", Warn)]);
        finds(code, &with(None), &[("atl-1", Pass), ("atl-2", Unknown)]);
    }
}

#[test]
fn a_change_on_the_backup_that_nobody_decided_is_found_before_the_outbound_leg() {
    let with = |undecided| PlanFacts { undecided, ..plan() };
    finds("changes_on_backup", &outbound(|i| i.plan = Some(with(Some(0)))), &[("atlanta", Pass)]);
    let open = outbound(|i| i.plan = Some(with(Some(2))));
    finds("changes_on_backup", &open, &[("atlanta", Warn)]);
    assert_eq!(evidence(&open, "changes_on_backup"), "2 undecided");
    // The ledger was not read yet: it is said, not asked.
    finds("changes_on_backup", &outbound(|i| i.plan = Some(with(None))), &[]);
    // On the way back the gate itself asks.
    finds("changes_on_backup", &returning(|i| i.plan = Some(with(Some(2)))), &[]);
}
