//! The list of rules, the fingerprint, and the check of a pair whose backup is mute.

use super::*;

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
        syslog_readable Warning
        configuration_readable Warning
        changes_on_backup Warning
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
    let mut findings = judge(&watched).findings;
    let place = |finding: &Finding| RULES.iter().position(|rule| rule.code == finding.code).expect("a rule");
    assert!(findings.windows(2).all(|pair| place(&pair[0]) <= place(&pair[1])));
    findings.extend(judge(&outbound(|_| ())).findings);
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
    assert_eq!(checked.not_checked.len(), 4);
    let unread = judge(&outbound(|i| i.plan = Some(PlanFacts { undecided: None, ..plan() }))).not_checked;
    assert!(unread[0].starts_with("changes on the backup since the last sync"), "{unread:?}");
    assert_eq!(judge(&returning(|i| i.plan = Some(PlanFacts { undecided: None, ..plan() }))).not_checked.len(), 4);
    assert!(checked.not_checked.iter().any(|line| line.contains("software backups")));
    assert_eq!(checked.valid_until, T0.plus_ms(30 * MINUTE));
    assert_eq!(checked.round.home.role(), Some(&Role::Primary));
}

// ---- the fingerprint ----

type Change = Box<dyn Fn(&mut CheckInput)>;

#[test]
fn the_fingerprint_changes_with_each_thing_a_check_rests_on() {
    let same = judge(&outbound(|_| ())).fingerprint;
    assert_eq!(same.len(), 64);
    let mut seen = vec![same];
    let changes: Vec<(&str, Change)> = vec![
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
    let changes: Vec<(&str, Change)> = vec![
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
        other_answers_api Warning Warn (atl-2): answers only /check_health: nobody tells its role; two primaries cannot be excluded; version, build and last sync are not told, its log and configuration are not read
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
fn a_backup_that_told_its_version_before_and_is_mute_now_blocks_and_cannot_be_acknowledged() {
    let mut story = Story::planned();
    let differs = |reading: &mut domain::observation::Reading| reading.version = Some("24.3.1".to_owned());
    story.check_with(round("primary", "backup").stand_in(differs));
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::NotReady), "the versions differ");
    // Its API answers 500 now, and only the plain probe is left: that makes the versions no more equal.
    story.check_with(round("primary", "mute"));
    let (checked, _) = story.m.check.clone().expect("checked");
    let finding = |code: &str| checked.findings.iter().find(|f| f.code == code).expect("found").clone();
    assert_eq!(finding("versions_equal").result, Unknown);
    assert!(finding("other_answers_api").evidence.contains("has told more before"));
    story.acknowledge("other_answers_api");
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::Unknown));
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
        other_answers_api Warning Warn (atl-2): answers only /check_health: its role (backup) is told by atl-1 only; version, build and last sync are not told, its log and configuration are not read
        guids_distinct Blocker Pass (atlanta): atl-2 is told second hand, by the other's list
        guids_expected Blocker Pass (atl-2): 1b2c3d4e5f60718293a4b5c6d7e8f90a, told second hand by the other's list
        roles_as_expected Blocker Pass (atlanta): atl-1 primary, atl-2 backup (second hand)
        versions_equal Blocker Skipped (atlanta): atl-1 24.3.2 (30111), atl-2 not told (build not told)
        no_sync_running Info Unknown (atlanta): no status text of this pair is known to say so"#]].assert_eq(&told.join("\n"));
    story.acknowledge("other_answers_api");
    assert_eq!(story.m.readiness(LegName::Outbound), Some(Verdict::Ready));
}
