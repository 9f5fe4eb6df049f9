//! What is told above everything, a running command too: another box, two primaries, no role, an unknown one.

use super::*;

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
        Find out which appliance answers. If the appliance was replaced, compare the GUID and accept it for the pair.
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
        Compare the fingerprints; a replaced key is accepted for the pair.
    "#]],
    );
}

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
