//! The table of pair states, row by row: the first that fits, from the top, with its tone and its sentence.

use domain::journal::{RoleAnswer, Way};
use domain::maintenance::{Progress, progress};
use domain::observation::{Round, TroubleKind};
use domain::pair_state::{Circumstances, PairState, PairStateName, Tone, pair_state};
use domain::plan::{Kind, LegName, Planned};
use domain::role::{Both, Side};
use domain::seen::Seen;
use expect_test::{Expect, expect};

use PairStateName as N;
use Tone::{NeedsYou, Ready, Slow, Stop, Working};

use crate::story::{
    MINUTE, RoundTold, Story, after, before, guid, labels, look, planned, round, silent, stranger, troubled,
};

/// At rest, outside a maintenance.
fn at_rest(round: &Round) -> PairState {
    state(round, None, None, false)
}

/// In the maintenance of a story, at its time.
fn within(story: &Story, round: &Round) -> PairState {
    state(round, Some(story), progress(&story.m, story.now), false)
}

fn state(round: &Round, story: Option<&Story>, progress: Option<Progress>, return_window_begun: bool) -> PairState {
    let remembered = Both::new(guid(Side::Home), guid(Side::StandIn));
    let expected = story.map_or(&remembered, |story| &story.m.guids);
    pair_state(
        round,
        &Seen::of(round, expected),
        &Circumstances {
            labels: &labels(),
            maintenance: story.map(|story| &story.m),
            progress: progress.as_ref(),
            return_window_begun,
        },
    )
}

#[track_caller]
fn is(found: &PairState, name: PairStateName, tone: Tone) {
    assert_eq!((found.name, found.tone), (name, tone), "{found:?}");
    assert!(!found.sentence.is_empty() && found.sentence.ends_with('.'), "{found:?}");
    assert!(!found.next.is_empty() && found.next.ends_with('.'), "{found:?}");
}

#[track_caller]
fn says(found: &PairState, expected: Expect) {
    expected.assert_eq(&format!("{}\n{}\n", found.sentence, found.next));
}

/// The outbound command, this long under way, with these roles seen last.
fn under_way(answer: RoleAnswer, after_ms: i64, seen: &Round) -> (Story, PairState) {
    let mut story = Story::sent();
    story.answer(answer);
    story.wait(after_ms);
    story.look(seen.clone());
    let found = within(&story, seen);
    (story, found)
}

// ---- who answers ----

#[test]
fn another_box_is_a_stop_whatever_the_roles() {
    for word in ["primary", "backup", "none"] {
        let mut seen = round(word, "primary");
        seen.home = stranger(Side::Home, word);
        is(&at_rest(&seen), N::Unknown, Stop);
    }
    let mut seen = before(LegName::Outbound);
    seen.home = stranger(Side::Home, "primary");
    says(
        &at_rest(&seen),
        expect![[r#"
        atl-1 answers with GUID ffffffffffffffffffffffffffffffff, which is not the one this pair remembers.
        Find out which box answers. If the appliance was replaced, compare the GUID and use `pairs accept`.
    "#]],
    );
}

#[test]
fn a_changed_key_is_a_stop() {
    let mut seen = before(LegName::Outbound);
    seen.stand_in = troubled(Side::StandIn, TroubleKind::PinChanged, "the key is another one");
    let found = at_rest(&seen);
    is(&found, N::Unknown, Stop);
    says(
        &found,
        expect![[r#"
        The public key of atl-2 is not the pinned one: a replaced certificate, a moved shared IP, or an attack.
        Compare the fingerprints; a replaced key is accepted with `pairs accept`.
    "#]],
    );
}

// ---- two primaries, none, unrecognised: above everything, a running command too ----

#[test]
fn two_primaries_are_a_stop_with_or_without_a_command_of_ours() {
    let seen = round("primary", "primary");
    let found = at_rest(&seen);
    is(&found, N::TwoPrimaries, Stop);
    says(
        &found,
        expect![[r#"
        Both atl-1 and atl-2 say that they are primary.
        Do not sync. Save both appliances, then choose which one stays primary.
    "#]],
    );
    is(&within(&Story::started(), &seen), N::TwoPrimaries, Stop);
    is(&within(&Story::at_work(), &seen), N::TwoPrimaries, Stop);
    let second_hand = round("mute", "primary").lists(Side::StandIn, "primary");
    is(&at_rest(&second_hand), N::TwoPrimaries, Stop);
}

#[test]
fn no_role_is_a_broken_relation_with_or_without_a_command_of_ours() {
    for (home, stand_in) in
        [("none", "none"), ("none", "primary"), ("primary", "none"), ("none", "silent"), ("none", "standby")]
    {
        let seen = round(home, stand_in);
        is(&at_rest(&seen), N::Broken, Stop);
        is(&within(&Story::started(), &seen), N::Broken, Stop);
        is(&within(&Story::at_work(), &seen), N::Broken, Stop);
    }
    says(
        &at_rest(&round("none", "none")),
        expect![[r#"
        The relation of the pair is broken: an appliance says that it has no failover role.
        Re-establish it in /login from the appliance whose data is to live.
    "#]],
    );
}

#[test]
fn a_broken_relation_is_as_planned_during_the_work_of_an_upgrade() {
    let mut plan = planned();
    plan.intent.kind = Kind::Upgrade;
    let working = Story::of(Planned { taken_up: true, ..plan.clone() });
    let found = within(&working, &round("none", "none"));
    is(&found, N::Broken, Working);
    says(
        &found,
        expect![[r#"
        The relation of the pair is broken, as the vendor's upgrade guide asks for.
        Re-establish it from the upgraded side, then observe again.
    "#]],
    );
    is(&within(&Story::of(plan), &round("none", "none")), N::Broken, Stop);
}

#[test]
fn an_unrecognised_role_is_a_stop_with_or_without_a_command_of_ours() {
    for (home, stand_in) in [("standby", "backup"), ("primary", "Backup"), ("silent", "witness"), ("backup", "standby")]
    {
        let seen = round(home, stand_in);
        is(&at_rest(&seen), N::Unrecognised, Stop);
        is(&within(&Story::started(), &seen), N::Unrecognised, Stop);
    }
    says(
        &at_rest(&round("standby", "backup")),
        expect![[r#"
        atl-1 says that its role is 'standby', which this program does not know.
        Nothing is planned on it. Look at /login > Management > Failover.
    "#]],
    );
}

// ---- a role command of ours under way ----

#[test]
fn both_backup_after_a_command_is_the_serial_swap() {
    let both = round("backup", "backup");
    for (after_ms, tone) in [(0, Working), (20 * MINUTE, Working)] {
        is(&under_way(RoleAnswer::Started, after_ms, &both).1, N::Swapping, tone);
    }
    let (mut story, found) = under_way(RoleAnswer::Started, 5_000, &both);
    says(
        &found,
        expect![[r#"
        Roles are changing one after the other; both stand by for a moment (0:00).
        Wait. Both saying backup is normal here.
    "#]],
    );
    story.wait(41_000);
    is(&within(&story, &both), N::Swapping, Slow);
    story.wait(80_000);
    let found = within(&story, &both);
    is(&found, N::Swapping, NeedsYou);
    says(
        &found,
        expect![[r#"
        Roles are changing one after the other; both stand by for a moment (2:01).
        Longer than usual. Look at /login > Management > Failover on both; do not press anything yet.
    "#]],
    );
}

#[test]
fn both_backup_on_the_way_back_is_the_serial_swap_too() {
    let mut story = Story::sent_back();
    story.answer(RoleAnswer::Started);
    story.look(round("backup", "backup"));
    is(&within(&story, &round("backup", "backup")), N::Swapping, Working);
}

#[test]
fn roles_as_before_after_a_command_are_the_data_sync() {
    let seen = before(LegName::Outbound);
    for (after_ms, tone) in [(0, Working), (11 * MINUTE, Slow), (31 * MINUTE, NeedsYou)] {
        is(&under_way(RoleAnswer::Started, after_ms, &seen).1, N::Syncing, tone);
    }
    says(
        &under_way(RoleAnswer::Started, 61_000, &seen).1,
        expect![[r#"
        The data sync is running; users are signed out until it is done (1:03).
        Wait. The roles change when the sync is done.
    "#]],
    );
    says(
        &under_way(RoleAnswer::Started, 31 * MINUTE, &seen).1,
        expect![[r#"
        The data sync is running; users are signed out until it is done (31:02).
        Past timeout.sync with the roles as before. Keep waiting, or look and state that it did not happen.
    "#]],
    );
    let mut back = Story::sent_back();
    back.answer(RoleAnswer::Started);
    back.look(before(LegName::Return));
    is(&within(&back, &before(LegName::Return)), N::Syncing, Working);
}

#[test]
fn a_command_whose_answer_was_lost_may_have_started_and_the_sentence_says_no_more() {
    let (_, found) = under_way(RoleAnswer::Unknown, 0, &before(LegName::Outbound));
    is(&found, N::Syncing, Working);
    says(
        &found,
        expect![[r#"
        The role command has no known outcome: it may have started (0:02).
        Wait and look. Nothing else is sent until it is known what came of it.
    "#]],
    );
    let (_, found) = under_way(RoleAnswer::Unknown, 0, &round("silent", "backup"));
    says(
        &found,
        expect![[r#"
        The role command has no known outcome: it may have started (0:02; atl-1 is not readable now).
        Wait. Appliances may not answer during a sync.
    "#]],
    );
}

#[test]
fn a_command_that_was_refused_or_is_made_by_hand_or_has_no_answer_is_not_told_as_a_sync() {
    let (_, refused) = under_way(RoleAnswer::Refused, 0, &before(LegName::Outbound));
    says(
        &refused,
        expect![[r#"
        The role command was refused; both appliances are read to be sure (0:02).
        Wait for the next looks; nothing is sent again by itself.
    "#]],
    );
    let sent = Story::sent();
    says(
        &within(&sent, &before(LegName::Outbound)),
        expect![[r#"
        The role command is on its way and has no answer yet (0:00).
        Wait for its answer.
    "#]],
    );
    let mut by_hand = Story::saved();
    let command = by_hand.role_command(Way::ByHand);
    by_hand.must(command);
    by_hand.answer(RoleAnswer::ByHand);
    says(
        &within(&by_hand, &before(LegName::Outbound)),
        expect![[r#"
        The roles are to be changed by hand (0:00).
        In /login > Management > Failover of the primary, choose the data sync and press Become Backup; then wait.
    "#]],
    );
}

#[test]
fn silence_after_a_command_is_a_sync_that_cannot_be_read() {
    for (home, stand_in) in [("silent", "backup"), ("primary", "silent"), ("silent", "silent"), ("mute", "silent")] {
        let seen = round(home, stand_in);
        for (after_ms, tone) in [(0, Working), (11 * MINUTE, Slow), (31 * MINUTE, NeedsYou)] {
            is(&under_way(RoleAnswer::Started, after_ms, &seen).1, N::Syncing, tone);
        }
    }
    says(
        &under_way(RoleAnswer::Started, 0, &round("silent", "silent")).1,
        expect![[r#"
        The data sync is running; users are signed out until it is done (0:02; atl-1 is not readable now).
        Wait. Appliances may not answer during a sync.
    "#]],
    );
    let listed = round("silent", "backup").lists(Side::StandIn, "primary");
    is(&under_way(RoleAnswer::Started, 0, &listed).1, N::Syncing, Working);
}

#[test]
fn silence_after_a_role_has_changed_is_not_told_as_a_sync() {
    let (_, found) = under_way(RoleAnswer::Started, 0, &round("silent", "primary"));
    is(&found, N::Syncing, Working);
    says(
        &found,
        expect![[r#"
        The roles are changing; atl-1 does not tell its role now (0:00).
        Wait. It is read again and again.
    "#]],
    );
}

#[test]
fn roles_as_assigned_are_failed_over_before_the_last_sample_and_without_an_answer_too() {
    let seen = after(LegName::Outbound);
    is(&under_way(RoleAnswer::Started, 0, &seen).1, N::FailedOver, Ready);
    let mut unanswered = Story::sent();
    unanswered.look(seen.clone());
    is(&within(&unanswered, &seen), N::FailedOver, Ready);
    let mut back = Story::sent_back();
    back.answer(RoleAnswer::Started);
    back.look(after(LegName::Return));
    is(&within(&back, &after(LegName::Return)), N::Normal, Ready);
}

// ---- no command of ours ----

#[test]
fn both_backup_without_a_command_of_ours_is_a_stop() {
    let both = round("backup", "backup");
    let found = at_rest(&both);
    is(&found, N::BothBackup, Stop);
    says(
        &found,
        expect![[r#"
        Both appliances stand by: nobody serves.
        If somebody changes roles now, wait a moment. Otherwise one must be made primary in /login.
    "#]],
    );
    is(&within(&Story::saved(), &both), N::BothBackup, Stop);
    is(&within(&Story::at_work(), &both), N::BothBackup, Stop);
}

#[test]
fn home_away_during_the_work_is_as_planned_until_the_return_window_begins() {
    let story = Story::at_work();
    let away = round("silent", "primary");
    let found = within(&story, &away);
    is(&found, N::Away, Working);
    says(
        &found,
        expect![[r#"
        atl-2 serves; atl-1 is away, as planned.
        Go on with the work; it is watched until it is back.
    "#]],
    );
    is(&state(&away, Some(&story), None, true), N::Away, NeedsYou);
    // The list of the other one still holds it: it is away all the same.
    is(&within(&story, &away.lists(Side::StandIn, "backup")), N::Away, Working);
}

#[test]
fn home_away_outside_the_work_is_unknown() {
    let away = round("silent", "primary");
    is(&at_rest(&away), N::Unknown, NeedsYou);
    is(&within(&Story::at_observe(), &away), N::Unknown, NeedsYou);
    is(&within(&Story::at_fail_back(), &away), N::Unknown, NeedsYou);
    is(&within(&Story::at_work(), &round("primary", "silent")), N::Unknown, NeedsYou);
    is(&within(&Story::at_work(), &round("silent", "backup")), N::Unknown, NeedsYou);
}

#[test]
fn an_unreachable_appliance_is_unknown_never_green() {
    for (home, stand_in) in [("primary", "silent"), ("silent", "backup"), ("silent", "silent"), ("backup", "silent")] {
        is(&at_rest(&round(home, stand_in)), N::Unknown, NeedsYou);
    }
    says(
        &at_rest(&round("primary", "silent")),
        expect![[r#"
        The role of atl-2 is not known: no answer within 10 s.
        Restore the way to it; what cannot be read is not judged.
    "#]],
    );
    let listed = round("primary", "silent").lists(Side::Home, "backup");
    let found = at_rest(&listed);
    is(&found, N::Unknown, NeedsYou);
    says(
        &found,
        expect![[r#"
        atl-2 is not reached, its role is told by the other appliance only: no answer within 10 s.
        Restore the way to it; what cannot be read is not judged.
    "#]],
    );
}

#[test]
fn an_appliance_that_answers_and_is_told_second_hand_is_normal() {
    is(&at_rest(&round("primary", "mute").lists(Side::Home, "backup")), N::Normal, Ready);
    let untold = at_rest(&round("primary", "mute"));
    is(&untold, N::Unknown, NeedsYou);
    says(
        &untold,
        expect![[r#"
        The role of atl-2 is not known: it answers, but tells no role, and the other appliance does not list it.
        Restore the way to it; what cannot be read is not judged.
    "#]],
    );
}

#[test]
fn versions_that_differ_mean_no_sync_and_no_swap() {
    let seen = before(LegName::Outbound).home(|reading| reading.version = Some("24.3.3".to_owned()));
    let found = at_rest(&seen);
    is(&found, N::VersionMismatch, NeedsYou);
    says(
        &found,
        expect![[r#"
        Versions differ: atl-1 24.3.3 (30111), atl-2 24.3.2 (30111).
        No sync and no swap between different versions: bring both to the same one.
    "#]],
    );
    let build = after(LegName::Outbound).home(|reading| reading.build = Some("30112".to_owned()));
    is(&within(&Story::at_work(), &build), N::VersionMismatch, NeedsYou);
    let mut plan = planned();
    plan.intent.kind = Kind::Upgrade;
    let upgrade = Story::of(Planned { taken_up: true, ..plan });
    let found = within(&upgrade, &build);
    is(&found, N::VersionMismatch, Working);
    says(
        &found,
        expect![[r#"
        Versions differ: atl-1 24.3.2 (30112), atl-2 24.3.2 (30111).
        As planned between the two upgrades. Bring both to the same version before the way back.
    "#]],
    );
}

#[test]
fn a_build_that_one_appliance_does_not_tell_is_no_difference() {
    let seen = before(LegName::Outbound).stand_in(|reading| reading.build = None);
    is(&at_rest(&seen), N::Normal, Ready);
    let seen = before(LegName::Outbound).stand_in(|reading| reading.version = None);
    is(&at_rest(&seen), N::Normal, Ready);
}

#[test]
fn failed_over_is_ready_in_a_maintenance_and_needs_a_person_outside_one() {
    let seen = after(LegName::Outbound);
    let found = within(&Story::at_work(), &seen);
    is(&found, N::FailedOver, Ready);
    says(
        &found,
        expect![[r#"
        Failed over: atl-2 is primary, atl-1 is backup.
        Do the work; fail back when it is done.
    "#]],
    );
    let found = at_rest(&seen);
    is(&found, N::FailedOver, NeedsYou);
    says(
        &found,
        expect![[r#"
        Failed over: atl-2 is primary, atl-1 is backup.
        Take it up with `maintenance plan --take-up`, or fail back.
    "#]],
    );
}

#[test]
fn one_primary_and_one_backup_at_home_is_normal() {
    let found = at_rest(&before(LegName::Outbound));
    is(&found, N::Normal, Ready);
    says(
        &found,
        expect![[r#"
        Normal: atl-1 is primary, atl-2 is backup.
        Nothing to do.
    "#]],
    );
    is(&within(&Story::saved(), &before(LegName::Outbound)), N::Normal, Ready);
}

// ---- the table as a whole ----

#[test]
fn a_pair_of_roles_comes_to_the_first_state_of_the_table_that_fits() {
    let words = ["primary", "backup", "none", "standby", "silent", "mute"];
    let work = Story::at_work();
    let running = Story::started();
    let mut table = String::new();
    for home in words {
        for stand_in in words {
            let seen = Round {
                home: look(Side::Home, home),
                stand_in: look(Side::StandIn, stand_in),
                ..round("silent", "silent")
            };
            let name = |state: PairState| format!("{:?} {:?}", state.name, state.tone);
            table += &format!(
                "{home:<8} {stand_in:<8} rest: {:<22} work: {:<22} command: {}\n",
                name(at_rest(&seen)),
                name(within(&work, &seen)),
                name(within(&running, &seen)),
            );
        }
    }
    expect![[r#"
        primary  primary  rest: TwoPrimaries Stop      work: TwoPrimaries Stop      command: TwoPrimaries Stop
        primary  backup   rest: Normal Ready           work: Normal Ready           command: Syncing Working
        primary  none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        primary  standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        primary  silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        primary  mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        backup   primary  rest: FailedOver NeedsYou    work: FailedOver Ready       command: FailedOver Ready
        backup   backup   rest: BothBackup Stop        work: BothBackup Stop        command: Swapping Working
        backup   none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        backup   standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        backup   silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        backup   mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        none     primary  rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     backup   rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     standby  rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     silent   rest: Broken Stop            work: Broken Stop            command: Broken Stop
        none     mute     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        standby  primary  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  backup   rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        standby  standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  silent   rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        standby  mute     rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        silent   primary  rest: Unknown NeedsYou       work: Away Working           command: Syncing Working
        silent   backup   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        silent   none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        silent   standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        silent   silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        silent   mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        mute     primary  rest: Unknown NeedsYou       work: Away Working           command: Syncing Working
        mute     backup   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        mute     none     rest: Broken Stop            work: Broken Stop            command: Broken Stop
        mute     standby  rest: Unrecognised Stop      work: Unrecognised Stop      command: Unrecognised Stop
        mute     silent   rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
        mute     mute     rest: Unknown NeedsYou       work: Unknown NeedsYou       command: Syncing Working
    "#]]
    .assert_eq(&table);
}

#[test]
fn a_look_through_a_refused_port_is_no_answer() {
    let mut seen = before(LegName::Outbound);
    seen.stand_in = silent(Side::StandIn);
    let remembered = Both::new(guid(Side::Home), guid(Side::StandIn));
    let told = Seen::of(&seen, &remembered);
    assert_eq!((told.answers.home, told.answers.stand_in), (true, false));
    seen.stand_in = troubled(Side::StandIn, TroubleKind::ServerError, "503");
    assert!(Seen::of(&seen, &remembered).answers.stand_in, "what accepts a connection is alive");
}
