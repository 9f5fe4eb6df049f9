//! What stands before a role command, and what is recorded of looks.

use super::*;

// ---- readiness and the gate ----

#[test]
fn a_check_decays_after_its_lifetime() {
    let mut story = Story::saved();
    assert!(may(&story, Action::FailOver));
    story.wait(30 * MINUTE);
    assert!(may(&story, Action::FailOver), "to the last millisecond");
    story.wait(1);
    assert!(!may(&story, Action::FailOver));
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "check-again");
}

#[test]
fn readiness_is_checked_once_more_at_the_moment_of_the_swap() {
    let mut story = Story::saved();
    story.wait(2 * MINUTE + 1);
    assert!(may(&story, Action::FailOver), "the button is there");
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "check-again", "and checks first");
    story.check();
    let command = story.role_command(Way::Planned);
    story.must(command);
}

#[test]
fn the_planned_command_is_backup_with_sync_without_force_to_the_primary() {
    for (story, target) in [(Story::sent(), Side::Home), (Story::sent_back(), Side::StandIn)] {
        let intent = &story.m.running().expect("sent").intent;
        assert_eq!((intent.target, intent.role.text()), (target, "backup"));
        assert!(intent.data_sync_first && !intent.force);
    }
}

#[test]
fn nothing_is_sent_where_the_primary_does_not_say_so_itself() {
    let mut story = Story::saved();
    let mut input = check_input(LegName::Outbound, story.now);
    input.appliances.home.look = input.appliances.home.look.reads(|reading| reading.role = None);
    input.appliances.stand_in.look = input.appliances.stand_in.look.reads(|reading| {
        reading.rows.push(domain::observation::Row { guid: guid(Side::Home), role: Role::Primary, name: None });
    });
    story.must(Command::RecordCheck(Box::new(input)));
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "not-ready");
}

#[test]
fn the_way_back_is_locked_until_the_ledger_is_reconciled() {
    let mut story = Story::at_reconcile();
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "not-ready");
    story.state_notes_complete();
    story.check();
    let undecided = Command::FailBack {
        way: Way::Planned,
        command: command_id(5),
        reconciliation: domain::maintenance::Reconciliation { undecided: 1, ..Default::default() },
    };
    assert_eq!(story.refused(undecided), "not-ready");
    let command = story.role_command(Way::Planned);
    story.must(command);
}

#[test]
fn the_ledger_can_be_answered_for_by_acknowledging_that_nothing_was_watched() {
    let mut story = Story::at_reconcile();
    story.acknowledge("ledger");
    assert!(story.m.reconciled());
    assert_eq!(story.m.stage, Stage::FailBack);
    assert!(may(&story, Action::FailBack));
}

#[test]
fn no_other_act_is_allowed_while_a_role_command_is_unsettled() {
    let story = Story::started();
    let names: Vec<&str> = allowed_actions(&story.m, story.now).into_iter().map(Action::name).collect();
    assert_eq!(names, ["approve", "observe", "reconcile decide", "note", "export"]);
}

// ---- what is recorded of looks ----

#[test]
fn equal_looks_are_recorded_n_times_and_then_once_a_minute() {
    let mut story = Story::at_work();
    let seen = before(LegName::Return);
    story.look(seen.clone().home(|r| r.last_sync_text = Some("x".to_owned())));
    let mut recorded = 0;
    for _ in 0..60 {
        recorded += story.look(seen.clone()).len();
    }
    assert_eq!(recorded, 2, "two minutes of looks every two seconds");
}

#[test]
fn whatever_an_appliance_tells_differently_is_recorded() {
    let mut story = Story::at_work();
    story.looks(&before(LegName::Return));
    for seen in [
        before(LegName::Return).home(|r| r.healthy = Some(false)),
        before(LegName::Return).home(|r| r.version = Some("24.3.3".to_owned())),
        before(LegName::Return).home(|r| r.build = Some("30112".to_owned())),
        before(LegName::Return).stand_in(|r| r.last_sync = Some(Utc::from_millis(1))),
        before(LegName::Return).at_site(None),
        round("silent", "primary"),
    ] {
        assert_eq!(kinds(&story.look(seen)).first(), Some(&"observed"));
    }
    let mut both = before(LegName::Return);
    both.home = silent(Side::Home);
    assert_eq!(story.m.sight.clone().expect("seen").observed.round.home, both.home);
}

#[test]
fn nothing_is_sent_to_a_box_that_this_maintenance_does_not_expect_even_if_the_pair_remembers_it() {
    let mut story = Story::saved();
    let mut input = check_input(LegName::Outbound, story.now);
    input.appliances.home.expected_guid = strange_guid();
    input.appliances.home.look = stranger(Side::Home, "primary").reads(|reading| reading.last_sync = Some(story.now));
    input.site = round("primary", "backup").stranger_at_site().site;
    story.must(Command::RecordCheck(Box::new(input)));
    assert!(may(&story, Action::FailOver), "the check itself finds nothing wrong");
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "check-again");
}

#[test]
fn the_way_back_is_locked_even_where_the_check_did_not_ask_for_the_ledger() {
    let mut story = Story::at_work();
    let input = check_input(LegName::Return, story.now);
    assert!(input.plan.is_none());
    story.must(Command::RecordCheck(Box::new(input)));
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "not-ready");
}
