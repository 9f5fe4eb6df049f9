//! What is known of a leg's data sync, and the way that is made by hand.

use super::*;

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
fn a_refused_command_implies_no_sync_even_where_somebody_changes_the_roles_afterwards() {
    let mut story = Story::planned();
    story.check_with(before(LegName::Outbound));
    story.send();
    story.answer(RoleAnswer::Refused);
    story.looks(&after(LegName::Outbound));
    assert_eq!(done(&story, LegName::Outbound).sync, SyncVerdict::Unproven);
    assert!(story.m.sync_asks(LegName::Outbound), "a person answers for it by name");
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
fn a_sync_that_is_proven_late_is_known_from_then_on() {
    let mut story = by_hand();
    let stamp = story.now.plus_ms(1_000);
    story.wait(MINUTE);
    story.looks(&after(LegName::Outbound));
    assert_eq!(story.m.history.syncs, [], "not proven");
    let late = after(LegName::Outbound).home(|reading| reading.last_sync = Some(stamp));
    assert_eq!(kinds(&story.look(late)), ["observed", "sync_proven"]);
    let [sync] = story.m.history.syncs.as_slice() else { panic!("{:?}", story.m.history.syncs) };
    let begun = story.m.outbound.attempts[0].intended_at;
    assert_eq!((sync.from, sync.begun, sync.at), (Side::Home, begun, stamp));
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
