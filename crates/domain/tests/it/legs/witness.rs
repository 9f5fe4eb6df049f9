//! Whose word a role is, and what was not our doing.

use super::*;

// ---- whose word it is ----

#[test]
fn a_role_told_by_the_other_appliance_only_counts_and_is_marked_second_hand() {
    let mut story = Story::started();
    let mut seen = after(LegName::Outbound).lists(Side::StandIn, "backup");
    seen.home = mute(Side::Home);
    story.looks(&seen);
    let done = done(&story, LegName::Outbound);
    assert_eq!((done.second_hand, done.two_primaries_excluded), (vec![Side::Home], true));
}

/// The new primary says so, the other one answers `/check_health` only, and nobody lists it.
fn seen_by_site_name(site: Option<Side>) -> Round {
    let mut seen = after(LegName::Outbound).at_site(site);
    seen.home = mute(Side::Home);
    seen
}

#[test]
fn where_nobody_tells_the_backups_role_two_primaries_cannot_be_excluded_and_that_is_said() {
    let mut story = Story::started();
    story.looks(&seen_by_site_name(Some(Side::StandIn)));
    let done = done(&story, LegName::Outbound);
    assert_eq!((done.second_hand, done.two_primaries_excluded), (vec![], false));
}

#[test]
fn the_new_primarys_word_without_the_site_name_does_not_end_a_leg() {
    let mut story = Story::started();
    for site in [None, Some(Side::Home)] {
        story.looks(&seen_by_site_name(site));
        assert_eq!(settlement(&story), Some(Settlement::Happened));
        assert!(story.m.outbound.done.is_none());
    }
}

#[test]
fn the_site_name_has_to_be_answered_in_n_samples_too() {
    let mut story = Story::started();
    story.look(seen_by_site_name(None));
    story.look(seen_by_site_name(None));
    story.look(seen_by_site_name(Some(Side::StandIn)));
    assert!(story.m.outbound.done.is_none(), "one sample with the site name is one sample");
    story.look(seen_by_site_name(Some(Side::StandIn)));
    story.look(seen_by_site_name(Some(Side::StandIn)));
    assert!(story.m.outbound.done.is_some());
}

#[test]
fn a_mute_backup_that_stays_mute_is_enough_for_a_refusal() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Refused);
    story.looks(&round("primary", "mute"));
    assert_eq!(settlement(&story), Some(Settlement::Refused));
}

#[test]
fn two_primaries_never_end_a_leg() {
    let mut story = Story::started();
    story.looks(&round("primary", "primary"));
    story.looks(&round("primary", "primary"));
    assert!(story.m.outbound.done.is_none());
    let mut second_hand = round("mute", "primary").lists(Side::StandIn, "primary");
    second_hand = second_hand.at_site(Some(Side::StandIn));
    story.looks(&second_hand);
    assert!(story.m.outbound.done.is_none());
}

#[test]
fn a_stranger_at_an_address_does_not_end_a_leg_whatever_the_other_one_lists() {
    let mut story = Story::started();
    let mut seen = after(LegName::Outbound).lists(Side::StandIn, "backup");
    seen.home = stranger(Side::Home, "backup");
    let events = story.look(seen.clone());
    assert!(kinds(&events).contains(&"paused"));
    story.looks(&seen);
    assert!(story.m.outbound.done.is_none());
    story.looks(&after(LegName::Outbound));
    assert!(story.m.outbound.done.is_some());
    story.look(after(LegName::Outbound));
    assert!(story.m.pause.is_none(), "seen as expected in N samples, it goes on");
}

// ---- what was not our doing ----

#[test]
fn a_role_that_changes_without_our_command_pauses_the_maintenance() {
    for (mut story, seen) in [
        (Story::saved(), after(LegName::Outbound)),
        (Story::saved(), round("backup", "backup")),
        (Story::saved(), round("primary", "primary")),
        (Story::saved(), round("none", "none")),
        (Story::saved(), round("primary", "Primär")),
        (Story::at_swing(), before(LegName::Outbound)),
        (Story::at_work(), before(LegName::Outbound)),
        (Story::at_verify(), before(LegName::Return)),
    ] {
        let events = story.look(seen);
        assert_eq!(kinds(&events), ["observed", "paused"], "{}", story.m.stage);
        assert!(matches!(story.m.pause, Some((PauseCause::ForeignRoleChange { .. }, _))));
        assert!(story.m.check.is_none(), "what was checked rests on something else");
        for action in
            [Action::FailOver, Action::FailBack, Action::Swing, Action::Settle, Action::Verify, Action::SignOff]
        {
            assert!(!may(&story, action), "{}", action.name());
        }
        assert!(may(&story, Action::Observe) && may(&story, Action::Note));
    }
}

#[test]
fn a_pause_is_told_once() {
    let mut story = Story::at_work();
    story.look(before(LegName::Outbound));
    let events = story.looks(&before(LegName::Outbound));
    assert!(!kinds(&events).contains(&"paused"));
}

#[test]
fn a_paused_maintenance_refuses_its_role_command() {
    let mut story = Story::saved();
    story.look(after(LegName::Outbound));
    let mut input = check_input_of(LegName::Outbound, story.now, before(LegName::Outbound));
    input.plan = Some(story.m.plan_facts(LegName::Outbound));
    story.must(Command::RecordCheck(Box::new(input)));
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "paused");
}

#[test]
fn a_paused_maintenance_goes_on_when_the_roles_are_as_expected_in_n_samples() {
    let mut story = Story::at_work();
    story.look(before(LegName::Outbound));
    story.look(before(LegName::Return));
    story.look(before(LegName::Return));
    assert!(story.m.pause.is_some());
    assert!(kinds(&story.look(before(LegName::Return))).contains(&"resumed"));
    assert!(story.m.pause.is_none());
}

#[test]
fn silence_is_not_a_role_change() {
    let mut story = Story::at_work();
    for seen in [round("silent", "primary"), round("silent", "silent"), round("mute", "primary")] {
        story.look(seen);
        assert!(story.m.pause.is_none());
    }
}

#[test]
fn an_upgrade_that_breaks_the_relation_during_the_work_goes_on() {
    let mut plan = planned();
    plan.intent.kind = Kind::Upgrade;
    let mut story = Story::of(Planned { taken_up: true, ..plan });
    story.look(round("none", "none"));
    assert!(story.m.pause.is_none());
    story.look(round("primary", "backup"));
    assert!(story.m.pause.is_some(), "roles the other way round are not as planned");
}

#[test]
fn a_foreign_role_change_is_adopted_as_the_outcome_of_the_leg() {
    let mut story = Story::saved();
    story.look(before(LegName::Outbound));
    story.look(after(LegName::Outbound));
    assert_eq!(story.refused(adopt()), "nothing-to-adopt");
    story.look(after(LegName::Outbound));
    story.look(after(LegName::Outbound));
    story.must(adopt());
    let done = done(&story, LegName::Outbound);
    assert_eq!((done.command, done.sync), (None, SyncVerdict::Unproven));
    assert_eq!(done.adopted.as_deref(), Some("automatic failover acted"));
    assert_eq!(story.m.stage, Stage::Swing);
    assert!(story.m.pause.is_none());
    assert!(story.m.sync_asks(LegName::Outbound));
}

#[test]
fn what_is_as_before_is_not_adopted() {
    let mut story = Story::saved();
    story.looks(&before(LegName::Outbound));
    assert_eq!(story.refused(adopt()), "nothing-to-adopt");
    let mut story = Story::at_work();
    story.looks(&round("backup", "backup"));
    assert_eq!(story.refused(adopt()), "nothing-to-adopt");
}

#[test]
fn the_way_back_is_not_adopted_while_the_outbound_leg_is_still_judged() {
    for mut story in [Story::at_swing(), Story::at_observe()] {
        story.looks(&after(LegName::Return));
        assert!(story.m.pause.is_some());
        assert_eq!(story.refused(adopt()), "not-now");
        story.must(close_away());
    }
}

#[test]
fn a_leg_under_way_is_not_adopted() {
    let mut story = Story::swapping();
    story.look(after(LegName::Outbound));
    assert_eq!(story.refused(adopt()), "command-unsettled");
}

/// The roles were last seen as before, then a foreign change is seen with this stamp, so long after the last look.
fn adopted_with(stamp_ms_after_last_look: i64) -> SyncVerdict {
    let mut story = Story::at_work();
    story.look(before(LegName::Return));
    let last_look = story.now;
    story.wait(30_000);
    let stamp = last_look.plus_ms(stamp_ms_after_last_look);
    story.looks(&after(LegName::Return).home(|reading| reading.last_sync = Some(stamp)));
    story.must(adopt());
    done(&story, LegName::Return).sync
}

#[test]
fn an_adopted_leg_is_proven_only_by_a_stamp_between_the_last_look_as_before_and_the_change() {
    assert_eq!(adopted_with(10_000), SyncVerdict::Proven);
    assert_eq!(adopted_with(-10_000), SyncVerdict::Unproven, "an earlier sync");
    assert_eq!(adopted_with(60_000), SyncVerdict::Unproven, "a later sync ran the other way");
}

#[test]
fn a_changed_guid_pauses_the_maintenance_and_accepting_the_box_lets_it_go_on() {
    let mut story = Story::at_work();
    let mut seen = before(LegName::Return);
    seen.home = stranger(Side::Home, "backup");
    story.look(seen.clone());
    let expected = PauseCause::ChangedGuid { side: Side::Home, seen: strange_guid() };
    assert_eq!(story.m.pause.clone().expect("paused").0, expected);
    story.looks(&seen);
    assert!(story.m.pause.is_some(), "looking does not accept a box");
    story.must(Command::Accept { side: Side::Home, guid: Some(strange_guid()), pin: None });
    assert!(story.m.pause.is_none());
    assert_eq!(story.m.guids.home, strange_guid());
    assert_eq!(story.m.seen(), None, "looks at the box that was there before count no more");
    assert_eq!(kinds(&story.look(seen)), ["observed"]);
}

#[test]
fn the_old_box_that_comes_back_lets_a_maintenance_go_on_too() {
    let mut story = Story::at_work();
    let mut seen = before(LegName::Return);
    seen.home = stranger(Side::Home, "backup");
    story.look(seen);
    story.looks(&before(LegName::Return));
    assert!(story.m.pause.is_none());
}

#[test]
fn a_changed_pin_pauses_the_maintenance() {
    let mut story = Story::at_work();
    let mut seen = before(LegName::Return);
    seen.stand_in = troubled(Side::StandIn, TroubleKind::PinChanged, "the key is another one");
    story.look(seen);
    assert_eq!(story.m.pause.clone().expect("paused").0, PauseCause::ChangedPin { side: Side::StandIn });
    story.must(Command::Accept { side: Side::StandIn, guid: None, pin: Some("5a".repeat(32)) });
    assert!(story.m.pause.is_none());
    assert_eq!(story.m.guids.stand_in, guid(Side::StandIn), "only the key was accepted");
}

#[test]
fn accepting_a_box_does_not_answer_for_a_role_that_somebody_else_changed() {
    let mut story = Story::at_work();
    story.look(before(LegName::Outbound));
    story.must(Command::Accept { side: Side::Home, guid: None, pin: Some("5a".repeat(32)) });
    assert!(story.m.pause.is_some());
}

#[test]
fn accepting_one_box_does_not_accept_the_other() {
    let mut story = Story::at_work();
    let mut seen = before(LegName::Return);
    seen.home = stranger(Side::Home, "backup");
    story.look(seen);
    story.must(Command::Accept { side: Side::StandIn, guid: Some(strange_guid()), pin: None });
    assert!(story.m.pause.is_some());
}

#[test]
fn the_list_of_a_stranger_is_no_witness() {
    let remembered = domain::role::Both::new(guid(Side::Home), guid(Side::StandIn));
    let seen = round("primary", "silent").lists(Side::Home, "backup");
    let told = domain::seen::Seen::of(&seen, &remembered);
    assert_eq!(told.role(Side::StandIn), Some(&Role::Backup));
    assert_eq!(told.own_word(Side::StandIn), None, "second hand is not its own word");
    let told = domain::seen::Seen::of(&seen.home(|reading| reading.guid = Some(strange_guid())), &remembered);
    assert_eq!((told.role(Side::Home), told.role(Side::StandIn)), (None, None));
}

#[test]
fn nothing_is_adopted_while_a_stranger_answers_at_an_appliances_address() {
    let mut story = Story::saved();
    let mut seen = after(LegName::Outbound).lists(Side::StandIn, "backup");
    seen.home = stranger(Side::Home, "backup");
    story.looks(&seen);
    assert!(matches!(story.m.pause, Some((PauseCause::ChangedGuid { .. }, _))));
    let refused = story.ask(Command::Adopt { reason: "seen in /login".to_owned() }).expect_err("refused");
    assert_eq!(refused.code, "nothing-to-adopt");
}

#[test]
fn where_a_backup_tells_its_role_to_nobody_a_change_is_adopted_by_the_site_name_and_said_so() {
    let mut story = Story::at_work();
    story.looks(&round("primary", "mute").at_site(Some(Side::Home)));
    assert!(story.m.pause.is_some(), "the roles changed without a command of this maintenance");
    story.must(Command::Adopt { reason: "failed back in /login".to_owned() });
    assert!(!done(&story, LegName::Return).two_primaries_excluded);
    assert!(story.m.pause.is_none());
}

#[test]
fn a_pause_ends_by_the_site_name_too_where_a_backup_tells_its_role_to_nobody() {
    let mut story = Story::saved();
    story.looks(&round("backup", "primary"));
    assert!(story.m.pause.is_some());
    story.looks(&round("primary", "mute").at_site(Some(Side::Home)));
    assert!(story.m.pause.is_none(), "it is as before, as far as it can be known");
}

#[test]
fn a_stranger_seen_once_during_a_leg_does_not_pause_it_for_good() {
    let mut story = Story::started();
    let mut seen = before(LegName::Outbound);
    seen.stand_in = stranger(Side::StandIn, "backup");
    story.look(seen);
    assert!(story.m.pause.is_some());
    story.looks(&before(LegName::Outbound));
    assert!(story.m.pause.is_none(), "both addresses are answered by the pair's appliances again");
    story.looks(&after(LegName::Outbound));
    assert_eq!(story.m.stage, Stage::Swing);
}
