//! Swing, observation, verification, and how a maintenance ends, is handed on or is taken up.

use super::*;

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
    assert_eq!(story.refused(Command::Swing { confirm_by: Some(" ".to_owned()) }), "bad-input");
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
    let events = story.must(Command::Verify { round: Box::new(seen), users: Some(2), arrivals: None });
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
    let events = story.must(Command::Verify { round: Box::new(before(LegName::Return)), users: None, arrivals: None });
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
