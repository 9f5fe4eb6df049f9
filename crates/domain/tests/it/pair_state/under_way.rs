//! A role command of ours under way: the data sync, the serial swap, silence, and an answer that was lost.

use super::*;

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
            A data sync was started; users are signed out while it runs (1:03).
            Wait. The roles change when the sync is done.
        "#]],
    );
    says(
        &under_way(RoleAnswer::Started, 31 * MINUTE, &seen).1,
        expect![[r#"
            A data sync was started; users are signed out while it runs (31:02).
            Past its limit with the roles as before. Keep waiting, or look and state that it did not happen.
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
            A data sync was started; users are signed out while it runs (0:02; atl-1 is not readable now).
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
    is(&under_way(RoleAnswer::Started, 0, &seen).1, N::FailedOver, Working);
    let mut unanswered = Story::sent();
    unanswered.look(seen.clone());
    is(&within(&unanswered, &seen), N::FailedOver, Working);
    let mut back = Story::sent_back();
    back.answer(RoleAnswer::Started);
    back.look(after(LegName::Return));
    is(&within(&back, &after(LegName::Return)), N::Normal, Working);
}
