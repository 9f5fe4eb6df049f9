//! No command of ours: at rest, away for the work, failed over, not readable, versions that differ.

use super::*;

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
        It answers at its own address: look at its role in /login > Management > Failover. What cannot be read is not judged.
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
        Take it up as a maintenance, or fail back.
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

#[test]
fn users_who_stay_away_after_a_swap_need_a_person_once_their_time_is_over() {
    let mut story = Story::at_observe();
    let done_at = story.m.outbound.done.as_ref().expect("the leg is done").1;
    story.m.outbound.attempts.last_mut().expect("a command").intent.users = Some(12);
    let reconnect_ms = 900_000;
    let missing = |story: &Story, users: u32, after_ms: i64| {
        story.m.users_missing(Some((users, done_at.plus_ms(after_ms))), reconnect_ms)
    };
    assert_eq!(missing(&story, 0, 899_999), None);
    assert_eq!(missing(&story, 0, 900_000), Some(done_at.plus_ms(900_000)));
    assert_eq!(missing(&story, 1, 900_000), None);
    assert_eq!(story.m.users_missing(None, reconnect_ms), None);
    story.m.outbound.attempts.last_mut().expect("a command").intent.users = Some(0);
    assert_eq!(missing(&story, 0, 900_000), None, "nobody was there before");
    // During the work it may be night.
    let mut work = Story::at_work();
    work.m.outbound.attempts.last_mut().expect("a command").intent.users = Some(12);
    assert_eq!(missing(&work, 0, 900_000), None);

    let seen = after(LegName::Outbound);
    let remembered = story.m.guids.clone();
    let labels = labels();
    let around = Circumstances {
        labels: &labels,
        maintenance: Some(&story.m),
        progress: None,
        return_window_begun: false,
        users_missing: Some(done_at.plus_ms(900_000)),
    };
    let found = pair_state(&seen, &Seen::of(&seen, &remembered), &around);
    is(&found, N::FailedOver, NeedsYou);
    says(
        &found,
        expect![[r#"
        Failed over: atl-2 is primary, atl-1 is backup.
        No user was on atl-2 when they were last counted (2026-11-22T09:59:11.500Z), longer after the swap than allowed: sign in to the site as a user does, and see where its name leads.
    "#]],
    );
}
