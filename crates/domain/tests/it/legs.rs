//! How a leg goes, told as stories: how a role command settles, what is known of its sync, and what stops a maintenance.

use domain::journal::{
    Event, GapReason, LegDone, PauseCause, RoleAnswer, Settlement, SwingProof, SyncVerdict, Verification, Way,
};
use domain::maintenance::{
    Action, Command, Effect, Phase, Stage, TaskState, allowed_actions, effects, progress, recover, tasks,
};
use domain::observation::{Round, TroubleKind};
use domain::pair_state::Tone;
use domain::plan::{Kind, LegName, Planned};
use domain::role::{Role, Side};
use domain::time::Utc;

use crate::story::{
    MINUTE, N, Retold, RoundTold, Story, after, before, check_input, check_input_of, command_id, guid, kinds, mute,
    planned, round, silent, strange_guid, stranger, troubled,
};

fn observe(round: Round) -> Command {
    Command::Look { round: Box::new(round) }
}

fn not_happened() -> Command {
    Command::NotHappened { reason: "looked at /login on both".to_owned() }
}

fn adopt() -> Command {
    Command::Adopt { reason: "automatic failover acted".to_owned() }
}

fn close_away() -> Command {
    Command::CloseAway { new_home: false, reason: "not mended".to_owned() }
}

fn abandon() -> Command {
    Command::Abandon { reason: "the window was lost".to_owned() }
}

#[track_caller]
fn done(story: &Story, leg: LegName) -> LegDone {
    story.m.leg(leg).done.clone().expect("the leg is done").0
}

fn settlement(story: &Story) -> Option<Settlement> {
    let leg = &story.m.outbound;
    leg.attempts.last().and_then(|attempt| attempt.settled).map(|(settlement, _)| settlement)
}

fn may(story: &Story, action: Action) -> bool {
    allowed_actions(&story.m, story.now).contains(&action)
}

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
fn nobody_can_state_that_a_command_did_not_happen_while_it_is_being_sent() {
    let mut story = Story::sent();
    story.looks(&before(LegName::Outbound));
    story.wait(60 * MINUTE);
    assert_eq!(story.refused(not_happened()), "wait-longer");
}

#[test]
fn a_started_sync_is_given_its_time_before_anybody_can_state_that_it_did_not_happen() {
    let mut story = Story::started();
    story.looks(&before(LegName::Outbound));
    assert_eq!(story.refused(not_happened()), "wait-longer");
    story.wait(30 * MINUTE);
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
    assert_eq!(story.refused(Command::NotHappened { reason: "  ".to_owned() }), "not-now");
    story.must(not_happened());
}

#[test]
fn a_gap_in_the_watch_makes_the_samples_count_from_zero() {
    let mut story = Story::sent();
    story.answer(RoleAnswer::Unknown);
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

// ---- the data sync ----

/// Runs the outbound leg with stamps: before (on the old primary), and at its end.
fn outbound_with(before_stamp: Option<Utc>, at_end: impl Fn(Round, Utc) -> Round) -> Story {
    let mut story = Story::planned();
    story.check_with(before(LegName::Outbound).home(|reading| reading.last_sync = before_stamp));
    let sent_at = story.now;
    story.send();
    story.answer(RoleAnswer::Started);
    let end = at_end(after(LegName::Outbound), sent_at);
    story.looks(&end);
    story
}

#[test]
fn a_stamp_that_moved_past_its_value_before_the_command_proves_the_sync() {
    let start = Story::planned().now;
    let story = outbound_with(Some(start.plus_ms(-MINUTE)), |round, sent| {
        round.home(|reading| reading.last_sync = Some(sent.plus_ms(1_000)))
    });
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Proven);
}

#[test]
fn a_role_change_after_a_command_with_sync_implies_it() {
    let start = Story::planned().now;
    let story = outbound_with(Some(start.plus_ms(-MINUTE)), |round, _| round);
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
    assert!(!story.m.sync_asks(LegName::Outbound), "implied asks nobody");
}

#[test]
fn a_stamp_that_did_not_move_proves_nothing() {
    let stamp = Story::planned().now.plus_ms(-MINUTE);
    let story = outbound_with(Some(stamp), |round, _| {
        round.home(|reading| reading.last_sync = Some(stamp)).stand_in(|reading| reading.last_sync = Some(stamp))
    });
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
}

#[test]
fn a_status_text_proves_nothing() {
    let story =
        outbound_with(None, |round, _| round.home(|reading| reading.last_sync_text = Some("success".to_owned())));
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
}

#[test]
fn stamps_are_compared_in_the_appliances_own_clock() {
    // The appliance is an hour behind: its stamp of the sync lies, in our time, long before the command.
    let behind = -60 * MINUTE;
    let start = Story::planned().now;
    let with_offset = |sent: Utc, stamp_after_ms: i64| {
        move |round: Round| {
            round.home(|reading| {
                reading.clock_offset_ms = Some(behind);
                reading.last_sync = Some(sent.plus_ms(behind + stamp_after_ms));
            })
        }
    };
    let story = outbound_with(Some(start.plus_ms(behind - MINUTE)), |round, sent| with_offset(sent, 1_000)(round));
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Proven);
    // Newer than the stamp before, older than the command: an automatic sync in between.
    let story = outbound_with(Some(start.plus_ms(behind - MINUTE)), |round, sent| with_offset(sent, -10_000)(round));
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
}

#[test]
fn the_new_primary_that_told_no_stamp_before_proves_it_by_one_after_the_command() {
    let start = Story::planned().now;
    let story = outbound_with(Some(start.plus_ms(-MINUTE)), |round, sent| {
        round.stand_in(|reading| reading.last_sync = Some(sent.plus_ms(1_000)))
    });
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Proven);
}

#[test]
fn the_new_primary_that_tells_the_old_stamp_proves_nothing() {
    let stamp = Story::planned().now.plus_ms(-1_000);
    let story = outbound_with(Some(stamp), |round, _| round.stand_in(|reading| reading.last_sync = Some(stamp)));
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
}

#[test]
fn a_first_stamp_of_an_appliance_with_an_unknown_clock_proves_nothing() {
    let story = outbound_with(None, |round, sent| {
        round.stand_in(|reading| {
            reading.clock_offset_ms = None;
            reading.last_sync = Some(sent.plus_ms(1_000));
        })
    });
    // The offset told before the command counts where none is told now.
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Proven);
    let mut story = Story::planned();
    story.check_with(before(LegName::Outbound).stand_in(|reading| reading.clock_offset_ms = None));
    story.acknowledge("clock_offset");
    let sent = story.now;
    story.send();
    story.answer(RoleAnswer::Started);
    story.looks(&after(LegName::Outbound).stand_in(|reading| {
        reading.clock_offset_ms = None;
        reading.last_sync = Some(sent.plus_ms(1_000));
    }));
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
}

#[test]
fn a_later_look_proves_the_sync_by_a_stamp_of_the_leg() {
    let start = Story::planned().now;
    let mut story = outbound_with(Some(start.plus_ms(-MINUTE)), |round, _| round);
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
    let late = after(LegName::Outbound).home(|reading| reading.last_sync = Some(start.plus_ms(3_000)));
    assert_eq!(kinds(&story.look(late.clone())), ["observed", "sync_proven"]);
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Proven);
    assert_eq!(kinds(&story.look(late)), Vec::<&str>::new(), "said once");
}

#[test]
fn a_sync_that_ran_after_the_leg_proves_nothing_of_the_leg() {
    let start = Story::planned().now;
    let mut story = outbound_with(Some(start.plus_ms(-MINUTE)), |round, _| round);
    // The next automatic sync, from the new primary to the new backup.
    story.wait(20 * MINUTE);
    let now = story.now;
    let events = story.look(after(LegName::Outbound).stand_in(|reading| reading.last_sync = Some(now)));
    assert_eq!(kinds(&events), ["observed"]);
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
}

#[test]
fn the_sync_of_the_return_does_not_prove_the_one_of_the_outbound_leg() {
    let mut story = Story::at_fail_back();
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
    story.start_leg();
    story.wait(MINUTE);
    let stamp = story.now;
    story.looks(&after(LegName::Return).home(|reading| reading.last_sync = Some(stamp)));
    assert_eq!(done(&story, LegName::Return).sync, SyncVerdict::Proven);
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Implied);
}

fn by_hand() -> Story {
    let mut story = Story::saved();
    let command = story.role_command(Way::ByHand);
    story.must(command);
    story.answer(RoleAnswer::ByHand);
    story
}

#[test]
fn a_change_by_hand_is_observed_like_our_own_and_its_sync_is_unproven() {
    let mut story = by_hand();
    let events = story.look(round("backup", "backup"));
    assert_eq!(kinds(&events), ["observed", "role_settled"]);
    story.looks(&after(LegName::Outbound));
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Unproven);
    assert!(story.m.sync_asks(LegName::Outbound));
}

#[test]
fn a_sync_after_a_change_by_hand_without_one_does_not_prove_what_was_lost() {
    let mut story = by_hand();
    story.looks(&after(LegName::Outbound));
    story.wait(20 * MINUTE);
    let now = story.now;
    story.look(after(LegName::Outbound).stand_in(|reading| reading.last_sync = Some(now)));
    assert!(story.m.sync_asks(LegName::Outbound));
}

#[test]
fn an_unproven_sync_is_acknowledged_by_name_before_the_leg_is_signed_off() {
    let mut story = by_hand();
    story.looks(&after(LegName::Outbound));
    story.must(Command::Swing { confirm_by: None });
    assert_eq!(story.refused(Command::Settle), "sync-unproven");
    story.acknowledge("sync_unproven");
    assert!(!story.m.sync_asks(LegName::Outbound));
    story.must(Command::Settle);
    assert_eq!(story.m.stage, Stage::Work);
    let again = Command::Acknowledge { code: "sync_unproven".to_owned(), subject: None, reason: "again".to_owned() };
    assert!(matches!(story.refused(again), "check-first" | "bad-acknowledgement"));
}

#[test]
fn an_unproven_sync_holds_the_way_back() {
    let mut story = by_hand();
    story.looks(&after(LegName::Outbound));
    story.must(Command::Swing { confirm_by: None });
    story.acknowledge("sync_unproven");
    story.must(Command::Settle);
    story.state_notes_complete();
    story.check();
    assert!(may(&story, Action::FailBack));
}

#[test]
fn an_unproven_sync_stays_an_open_point_of_a_maintenance_closed_away() {
    let mut story = by_hand();
    story.looks(&after(LegName::Outbound));
    match story.must(close_away()).as_slice() {
        [Event::ClosedAway { open_points, .. }] => {
            assert_eq!(open_points, &["the data sync of the outbound leg is not proven"]);
        }
        other => panic!("{other:?}"),
    }
}

// ---- by hand ----

#[test]
fn by_hand_goes_where_the_account_may_not_command() {
    let mut story = Story::saved();
    let mut input = check_input(LegName::Outbound, story.now);
    input.appliances.home.access = Ok(domain::readiness::Access::ReadOnly);
    story.must(Command::RecordCheck(Box::new(input)));
    let command = story.role_command(Way::Planned);
    assert_eq!(story.refused(command), "not-ready");
    let command = story.role_command(Way::ByHand);
    story.must(command);
}

#[test]
fn by_hand_does_not_go_round_any_other_blocker() {
    let mut story = Story::saved();
    let mut input = check_input(LegName::Outbound, story.now);
    input.appliances.home.access = Ok(domain::readiness::Access::ReadOnly);
    input.appliances.stand_in.look = input.appliances.stand_in.look.reads(|r| r.version = Some("24.3.3".to_owned()));
    story.must(Command::RecordCheck(Box::new(input)));
    let command = story.role_command(Way::ByHand);
    assert_eq!(story.refused(command), "not-ready");
}

#[test]
fn what_should_be_done_by_hand_can_be_stated_not_to_have_been() {
    let mut story = by_hand();
    story.looks(&before(LegName::Outbound));
    story.must(not_happened());
    assert_eq!(story.m.stage, Stage::Check);
}

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

// ---- swing, observe, verify ----

#[test]
fn a_swing_is_verified_by_the_new_primarys_guid_at_the_site_name() {
    let mut story = Story::at_swing();
    match story.must(Command::Swing { confirm_by: Some("Berta".to_owned()) }).as_slice() {
        [Event::Swung { leg: LegName::Outbound, proof: SwingProof::Verified { guid: seen } }] => {
            assert_eq!(seen, &guid(Side::StandIn));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(story.m.stage, Stage::Observe);
}

#[test]
fn a_swing_is_refused_while_nobody_or_the_old_primary_or_a_stranger_answers() {
    for seen in [
        after(LegName::Outbound).at_site(None),
        after(LegName::Outbound).at_site(Some(Side::Home)),
        after(LegName::Outbound).stranger_at_site(),
    ] {
        let mut story = Story::at_swing();
        story.look(seen);
        assert_eq!(story.refused(Command::Swing { confirm_by: None }), "traffic-not-moved");
    }
}

#[test]
fn a_person_confirms_what_this_computer_cannot_see() {
    let mut story = Story::at_swing();
    story.look(after(LegName::Outbound).at_site(None));
    assert_eq!(story.refused(Command::Swing { confirm_by: Some(" ".to_owned()) }), "not-now");
    match story.must(Command::Swing { confirm_by: Some("Berta".to_owned()) }).as_slice() {
        [Event::Swung { proof: SwingProof::Confirmed { name }, .. }] => assert_eq!(name, "Berta"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nobody_confirms_away_what_this_computer_sees_to_be_wrong() {
    for seen in [after(LegName::Outbound).at_site(Some(Side::Home)), after(LegName::Outbound).stranger_at_site()] {
        let mut story = Story::at_swing();
        story.look(seen);
        assert_eq!(story.refused(Command::Swing { confirm_by: Some("Berta".to_owned()) }), "traffic-not-moved");
    }
}

#[test]
fn settling_signs_off_the_observation_of_its_leg() {
    let mut story = Story::at_observe();
    story.must(Command::Settle);
    assert!(story.m.outbound.signed_off_at.is_some());
    assert_eq!(story.m.stage, Stage::Work);
    assert_eq!(story.refused(Command::Settle), "not-now");
    let mut story = Story::at_verify();
    story.must(Command::Settle);
    assert!(story.m.return_leg.signed_off_at.is_some());
    assert_eq!(story.m.stage, Stage::Verify);
    assert_eq!(story.refused(Command::Settle), "not-now");
}

fn verified(seen: Round) -> (Story, Verification) {
    let mut story = Story::at_verify();
    let events = story.must(Command::Verify { round: Box::new(seen), users: Some(2) });
    let Some(Event::Verified(verification)) = events.last() else { panic!("{events:?}") };
    (story, verification.clone())
}

#[test]
fn a_verification_says_what_was_found() {
    let (story, found) = verified(after(LegName::Return));
    assert!(found.roles_as_planned && found.traffic == Some(true) && found.open_points.is_empty());
    assert_eq!((found.healthy.home, found.healthy.stand_in, found.users), (Some(true), Some(true), Some(2)));
    assert_eq!(found.arrivals, None, "nothing was watched");
    assert_eq!(story.m.stage, Stage::SignOff);
}

#[test]
fn a_verification_keeps_what_was_not_found_as_open_points() {
    let (_, found) = verified(after(LegName::Return).at_site(Some(Side::StandIn)).home(|r| r.healthy = Some(false)));
    assert_eq!(
        found.open_points,
        ["support.example.com:443 is not answered by atl-1", "atl-1 says that it is not healthy"]
    );
    let (_, found) = verified(after(LegName::Return).stranger_at_site());
    assert_eq!((found.traffic, found.open_points.len()), (Some(false), 1));
    let (mut story, found) = verified(round("primary", "silent"));
    assert_eq!(found.open_points, ["atl-2 was not reached"]);
    match story.must(Command::SignOff).as_slice() {
        [Event::SignedOff { open_points }] => assert_eq!(open_points, &found.open_points),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_verification_that_finds_roles_changed_pauses_and_verifies_nothing() {
    let mut story = Story::at_verify();
    let events = story.must(Command::Verify { round: Box::new(before(LegName::Return)), users: None });
    assert_eq!(kinds(&events), ["observed", "paused"]);
    assert_eq!(story.m.stage, Stage::Verify);
}

// ---- ends, handing on, taking up ----

#[test]
fn before_a_role_command_a_maintenance_is_abandoned_and_never_closed_away() {
    for mut story in [Story::planned(), Story::saved()] {
        assert_eq!(story.refused(close_away()), "not-now");
        story.must(abandon());
        assert_eq!(story.m.stage, Stage::Abandoned);
    }
}

#[test]
fn after_a_role_command_a_maintenance_is_closed_away_and_never_abandoned() {
    for mut story in
        [Story::at_swing(), Story::at_work(), Story::at_fail_back(), Story::at_sign_off(), Story::taken_up()]
    {
        assert_eq!(story.refused(abandon()), "not-now", "{}", story.m.stage);
        story.must(close_away());
        assert_eq!(story.m.stage, Stage::ClosedAway);
    }
}

#[test]
fn an_open_role_command_holds_its_maintenance() {
    let mut unknown = Story::sent();
    unknown.answer(RoleAnswer::Unknown);
    for mut story in [Story::sent(), Story::started(), unknown, Story::sent_back()] {
        assert_eq!(story.refused(abandon()), "command-unsettled");
        assert_eq!(story.refused(close_away()), "command-unsettled");
    }
}

#[test]
fn a_swap_that_never_ends_can_be_closed_away_and_is_listed() {
    let mut story = Story::swapping();
    // The appliance went back on it: the roles are as before, and the leg will never be done.
    story.looks(&before(LegName::Outbound));
    story.wait(60 * MINUTE);
    assert_eq!(story.refused(not_happened()), "not-now");
    assert_eq!(story.refused(abandon()), "command-unsettled");
    match story.must(close_away()).as_slice() {
        [Event::ClosedAway { open_points, .. }] => {
            assert_eq!(open_points, &["the outbound leg changed a role, and its end was never seen"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_swap_whose_answer_may_still_come_is_not_closed_away() {
    let mut story = Story::sent();
    story.look(round("backup", "backup"));
    assert_eq!(story.refused(close_away()), "command-unsettled");
}

#[test]
fn an_ended_maintenance_refuses_everything() {
    for story in [Story::signed_off(), Story::abandoned(), Story::closed_away()] {
        assert_eq!(allowed_actions(&story.m, story.now), []);
        let mut story = story;
        assert_eq!(story.refused(observe(after(LegName::Return))), "ended");
        assert_eq!(story.refused(Command::Note { text: "late".to_owned() }), "ended");
    }
}

#[test]
fn an_exported_maintenance_is_closed_to_acts_until_it_is_taken_back() {
    let mut story = Story::at_work();
    story.must(Command::Export { file_name: "M-0001.switchback".to_owned() });
    assert_eq!(allowed_actions(&story.m, story.now), []);
    assert_eq!(story.refused(Command::Note { text: "late".to_owned() }), "handed-on");
    assert_eq!(effects(&story.m), []);
    story.event(Event::Imported { from: "admin-2".to_owned(), head: "cd".repeat(32) });
    story.must(Command::Note { text: "back again".to_owned() });
}

#[test]
fn a_pair_found_failed_over_is_taken_up_at_the_work() {
    let mut story = Story::taken_up();
    assert_eq!(story.m.stage, Stage::Work);
    assert_eq!(story.m.current_leg(), Some(LegName::Return));
    assert_eq!(story.m.current_primary(), Side::StandIn);
    let states: Vec<(Stage, TaskState)> = tasks(&story.m, story.now).into_iter().map(|t| (t.id, t.state)).collect();
    assert_eq!(states[0], (Stage::Plan, TaskState::Done));
    for (index, stage) in
        [(1, Stage::Check), (2, Stage::Save), (3, Stage::FailOver), (4, Stage::Swing), (5, Stage::Observe)]
    {
        assert_eq!(states[index], (stage, TaskState::Skipped), "not ours");
    }
    assert_eq!(states[6], (Stage::Work, TaskState::Now));
    assert_eq!(kinds(&story.look(before(LegName::Return))), ["observed"], "failed over is what is expected");
    story.check();
    story.state_notes_complete();
    story.check();
    story.run_leg();
    assert_eq!(story.m.stage, Stage::SwingReturn);
    assert!(story.m.outbound.attempts.is_empty());
}

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
        reconciliation: domain::maintenance::Reconciliation { undecided: 1 },
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
    assert_eq!(names, ["approve", "acknowledge", "observe", "note", "export"]);
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
