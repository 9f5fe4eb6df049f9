//! What the findings come to, and the acknowledgements that change it.

use super::*;

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
fn what_failed_goes_before_unknown_and_that_before_an_open_warning() {
    let unknown = finding(Severity::Blocker, Unknown);
    for (other, expected) in
        [(finding(Severity::Blocker, Fail), Verdict::NotReady), (finding(Severity::Warning, Warn), Verdict::Unknown)]
    {
        for findings in [[unknown.clone(), other.clone()], [other.clone(), unknown.clone()]] {
            assert_eq!(verdict(&findings, |_| false), expected);
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
    assert_eq!(story.refused(acknowledge("certificate_expiry", None, "  ")), "bad-input");
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
