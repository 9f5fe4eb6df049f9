//! How a role command settles: by what is seen, or by a named statement, never by the clock.

use super::*;

// ---- settling ----

#[test]
fn a_success_answer_means_started_never_done() {
    let story = Story::started();
    assert_eq!(settlement(&story), None);
    assert_eq!(story.m.stage, Stage::FailOver);
    assert!(story.m.outbound.done.is_none());
}

#[test]
fn a_leg_is_done_when_both_say_their_assigned_role_in_n_samples() {
    let mut story = Story::started();
    for sample in 1..N {
        let events = story.look(after(LegName::Outbound));
        assert!(!kinds(&events).contains(&"leg_done"), "sample {sample} is too few");
    }
    assert_eq!(settlement(&story), Some(Settlement::Happened), "one appliance has changed as commanded");
    assert_eq!(kinds(&story.look(after(LegName::Outbound))), ["observed", "leg_done"]);
    let done = done(&story, LegName::Outbound);
    assert_eq!((done.samples, done.two_primaries_excluded), (3, true));
    assert_eq!((done.command, done.second_hand, done.adopted), (Some(command_id(1)), vec![], None));
    assert_eq!(story.m.stage, Stage::Swing);
}

#[test]
fn a_sample_that_differs_makes_the_counting_begin_again() {
    let mut story = Story::started();
    story.look(after(LegName::Outbound));
    story.look(after(LegName::Outbound));
    story.look(round("silent", "primary"));
    story.look(after(LegName::Outbound));
    story.look(after(LegName::Outbound));
    assert!(story.m.outbound.done.is_none());
    story.look(after(LegName::Outbound));
    assert!(story.m.outbound.done.is_some());
}

#[test]
fn both_backup_for_a_moment_settles_as_happened_and_is_not_the_end() {
    let mut story = Story::started();
    let events = story.look(round("backup", "backup"));
    assert_eq!(kinds(&events), ["observed", "role_settled"]);
    assert_eq!(settlement(&story), Some(Settlement::Happened));
    story.looks(&round("backup", "backup"));
    assert!(story.m.outbound.done.is_none(), "both backup is never the end of a leg");
    let attempt = story.m.running().expect("roles are changing");
    assert!(attempt.both_backup_since.is_some());
    assert_eq!(progress(&story.m, story.now).expect("runs").phase, Phase::Swapping);
    story.looks(&after(LegName::Outbound));
    assert!(story.m.outbound.done.is_some());
}

#[test]
fn both_backup_during_the_return_is_read_the_same_way() {
    let mut story = Story::sent_back();
    story.answer(RoleAnswer::Started);
    assert_eq!(kinds(&story.look(round("backup", "backup"))), ["observed", "role_settled"]);
    story.looks(&after(LegName::Return));
    assert_eq!(story.m.stage, Stage::SwingReturn);
}

#[test]
fn a_lost_answer_is_settled_by_what_is_seen_afterwards() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Unknown);
    assert_eq!(settlement(&story), None);
    story.looks(&before(LegName::Outbound));
    assert_eq!(settlement(&story), None, "unchanged roles prove nothing");
    story.looks(&after(LegName::Outbound));
    assert_eq!(settlement(&story), Some(Settlement::Happened));
    assert_eq!(story.m.stage, Stage::Swing);
}

#[test]
fn a_lost_answer_is_never_settled_by_the_clock() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Unknown);
    for _ in 0..50 {
        story.wait(60 * MINUTE);
        story.look(before(LegName::Outbound));
    }
    assert_eq!(settlement(&story), None);
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "command-unsettled");
    assert_eq!(story.refused(abandon()), "command-unsettled");
}

#[test]
fn a_refusal_is_settled_when_the_roles_are_unchanged_in_n_samples() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Refused);
    for _ in 1..N {
        story.look(before(LegName::Outbound));
        assert_eq!(settlement(&story), None);
    }
    let events = story.look(before(LegName::Outbound));
    assert_eq!(kinds(&events), ["observed", "role_settled"]);
    assert_eq!(settlement(&story), Some(Settlement::Refused));
    assert_eq!(story.m.stage, Stage::Check, "a fresh check comes before another command");
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "check-first");
    story.must(abandon());
}

#[test]
fn looks_from_before_the_answer_do_not_count_for_a_refusal() {
    let mut story = Story::sent();
    story.looks(&before(LegName::Outbound));
    story.answer(RoleAnswer::Refused);
    story.look(before(LegName::Outbound));
    assert_eq!(settlement(&story), None);
}

#[test]
fn a_refusal_with_a_silent_appliance_stays_open() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Refused);
    story.looks(&round("primary", "silent"));
    story.looks(&round("silent", "backup"));
    assert_eq!(settlement(&story), None);
    assert_eq!(story.refused(not_happened()), "look-first");
}

#[test]
fn a_refusal_whose_roles_change_after_all_happened() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Refused);
    story.look(round("backup", "backup"));
    assert_eq!(settlement(&story), Some(Settlement::Happened));
    story.looks(&after(LegName::Outbound));
    assert_eq!(story.m.stage, Stage::Swing);
}

#[test]
fn a_command_that_was_not_sent_settles_at_once() {
    let mut story = Story::sent();
    assert_eq!(kinds(&story.answer(RoleAnswer::NotSent)), ["role_answered", "role_settled"]);
    assert_eq!(settlement(&story), Some(Settlement::NotSent));
    assert!(story.m.running().is_none());
    story.check();
    story.send();
    assert_eq!(story.m.outbound.attempts.len(), 2, "a fresh check opens another decision");
}

#[test]
fn an_answer_is_recorded_once_and_only_of_the_command_under_way() {
    let mut story = Story::started();
    assert_eq!(story.answer(RoleAnswer::Refused), []);
    let stray =
        Command::Answer { command: command_id(99), answer: RoleAnswer::Refused, status: None, message: String::new() };
    assert_eq!(story.must(stray), []);
    assert_eq!(story.m.outbound.attempts[0].answer.expect("answered").0, RoleAnswer::Started);
}

#[test]
fn nobody_can_state_that_a_command_did_not_happen_or_hand_it_on_while_it_is_being_sent() {
    let mut story = Story::sent();
    story.looks(&before(LegName::Outbound));
    story.wait(60 * MINUTE);
    assert_eq!(story.refused(not_happened()), "wait-longer");
    let export = || Command::Export { file_name: "M-0001.switchback".to_owned() };
    assert_eq!(story.refused(export()), "wait-longer");
    // Its outcome is open, and whoever takes it over looks.
    story.answer(RoleAnswer::Unknown);
    story.must(export());
}

#[test]
fn a_started_sync_is_given_its_time_before_anybody_can_state_that_it_did_not_happen() {
    let mut story = Story::started();
    story.looks(&before(LegName::Outbound));
    assert_eq!(story.refused(not_happened()), "wait-longer");
    story.wait(30 * MINUTE);
    // The last look is half an hour old: the swap may have come since.
    assert_eq!(story.refused(not_happened()), "look-first");
    story.look(before(LegName::Outbound));
    let events = story.must(not_happened());
    assert_eq!(kinds(&events), ["role_settled"]);
    assert_eq!(settlement(&story), Some(Settlement::NotHappened));
    assert_eq!(story.m.stage, Stage::Check);
    story.start_leg();
    assert_eq!(story.m.outbound.attempts.len(), 2);
}

#[test]
fn an_unknown_outcome_is_stated_not_to_have_happened_only_after_n_unchanged_samples() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Unknown);
    assert_eq!(story.refused(not_happened()), "look-first");
    story.look(before(LegName::Outbound));
    story.look(before(LegName::Outbound));
    assert_eq!(story.refused(not_happened()), "look-first");
    story.look(before(LegName::Outbound));
    // Its answer was lost, so a sync may be running: it is given its time as if it had said that it started.
    assert_eq!(story.refused(not_happened()), "wait-longer");
    story.wait(30 * MINUTE);
    story.look(before(LegName::Outbound));
    assert_eq!(story.refused(Command::NotHappened { reason: "  ".to_owned() }), "bad-input");
    story.must(not_happened());
}

#[test]
fn a_gap_in_the_watch_makes_the_samples_count_from_zero() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Unknown);
    story.wait(31 * MINUTE);
    story.looks(&before(LegName::Outbound));
    assert!(may(&story, Action::NotHappened));
    let (from, to) = (story.now, story.now.plus_ms(MINUTE));
    story.must(Command::Gap { from, to, reason: GapReason::Slept });
    assert_eq!(story.refused(not_happened()), "look-first");
    story.looks(&before(LegName::Outbound));
    assert!(may(&story, Action::NotHappened));
}

#[test]
fn a_gap_in_the_watch_voids_readiness() {
    let mut story = Story::saved();
    let (from, to) = (story.now, story.now.plus_ms(MINUTE));
    story.must(Command::Gap { from, to, reason: GapReason::ClockChanged });
    assert_eq!(story.m.stage, Stage::Check);
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "check-first");
}

#[test]
fn no_timeout_fires_after_a_gap_before_one_fresh_look() {
    let mut story = Story::started();
    story.look(before(LegName::Outbound));
    story.wait(40 * MINUTE);
    let (from, to) = (story.now.plus_ms(-39 * MINUTE), story.now);
    story.must(Command::Gap { from, to, reason: GapReason::Slept });
    assert_eq!(progress(&story.m, story.now).expect("runs").tone, Tone::Slow);
    story.look(before(LegName::Outbound));
    assert_eq!(progress(&story.m, story.now).expect("runs").tone, Tone::NeedsYou);
}

#[test]
fn a_command_runs_through_working_and_slow_until_it_needs_a_person() {
    let mut story = Story::sent();
    let of = |story: &Story| progress(&story.m, story.now).expect("runs");
    assert_eq!((of(&story).phase, of(&story).tone), (Phase::Answering, Tone::Working));
    story.answer(RoleAnswer::Started);
    story.look(before(LegName::Outbound));
    assert_eq!((of(&story).phase, of(&story).tone), (Phase::Syncing, Tone::Working));
    story.wait(10 * MINUTE);
    assert_eq!(of(&story).tone, Tone::Slow, "a third of the timeout");
    story.wait(20 * MINUTE);
    assert_eq!(of(&story).tone, Tone::NeedsYou);
    story.look(round("backup", "backup"));
    assert_eq!((of(&story).phase, of(&story).tone), (Phase::Swapping, Tone::Working), "the swap has its own time");
    assert_eq!(of(&story).limit_ms, 120_000);
    story.wait(2 * MINUTE);
    assert_eq!(of(&story).tone, Tone::NeedsYou);
}

#[test]
fn roles_seen_to_change_tell_more_than_an_answer_that_has_not_come() {
    let mut story = Story::sent();
    story.look(round("backup", "backup"));
    assert_eq!(progress(&story.m, story.now).expect("runs").phase, Phase::Swapping);
    story.looks(&after(LegName::Outbound));
    assert_eq!(story.m.stage, Stage::Swing);
}

#[test]
fn an_answer_that_comes_after_the_end_of_its_leg_changes_nothing() {
    let mut story = Story::sent();
    story.looks(&after(LegName::Outbound));
    let stage = story.m.stage;
    assert_eq!(story.answer(RoleAnswer::Unknown), []);
    assert_eq!(story.m.stage, stage);
}

#[test]
fn while_a_command_is_under_way_the_pair_is_watched_and_the_computer_kept_awake() {
    assert_eq!(effects(&Story::started().m), [Effect::Watch { every_ms: 2_000 }, Effect::StayAwake]);
    assert_eq!(effects(&Story::swapping().m), [Effect::Watch { every_ms: 2_000 }, Effect::StayAwake]);
    assert_eq!(effects(&Story::at_swing().m), [Effect::Watch { every_ms: 2_000 }]);
    for story in [Story::saved(), Story::at_work(), Story::signed_off(), Story::closed_away()] {
        assert_eq!(effects(&story.m), [], "{}", story.m.stage);
    }
}

// ---- after a restart ----

#[test]
fn after_a_restart_an_intent_without_an_answer_is_unknown_never_failed() {
    let mut story = Story::sent();
    let recovery = recover(&story.m);
    assert!(recovery.observe_again);
    assert_eq!(kinds(&recovery.events), ["role_answered"]);
    for event in recovery.events {
        story.event(event);
    }
    assert_eq!(story.m.outbound.attempts[0].answer.expect("answered").0, RoleAnswer::Unknown);
    assert_eq!(settlement(&story), None);
    assert!(recover(&story.m).events.is_empty(), "said once");
    assert!(recover(&story.m).observe_again);
}

#[test]
fn after_a_restart_nothing_is_to_be_done_where_nothing_was_under_way() {
    for story in [
        Story::planned(),
        Story::saved(),
        Story::at_swing(),
        Story::at_work(),
        Story::signed_off(),
        Story::closed_away(),
    ] {
        let recovery = recover(&story.m);
        assert!(!recovery.observe_again && recovery.events.is_empty(), "{}", story.m.stage);
    }
}

#[test]
fn an_ended_maintenance_has_nothing_under_way() {
    let mut story = Story::swapping();
    story.must(close_away());
    assert!(story.m.running().is_none());
    assert!(!recover(&story.m).observe_again);
    assert_eq!(story.answer(RoleAnswer::Refused), []);
}

#[test]
fn a_change_by_hand_is_recovered_as_by_hand() {
    let mut story = Story::saved();
    let command = story.role_command(Way::ByHand);
    story.must(command);
    match recover(&story.m).events.as_slice() {
        [Event::RoleAnswered { answer: RoleAnswer::ByHand, .. }] => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn looks_from_before_a_command_count_for_nothing_after_it() {
    let mut story = Story::saved();
    story.looks(&before(LegName::Outbound));
    assert!(story.m.settled_look());
    story.check();
    story.send();
    assert_eq!(story.m.seen(), None);
    match story.look(before(LegName::Outbound)).as_slice() {
        [Event::Observed(observed)] => assert_eq!(observed.run, 1),
        other => panic!("{other:?}"),
    }
}
