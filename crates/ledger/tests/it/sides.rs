//! What is a conflict and what is not.

use domain::role::Side;
use ledger::Group;

use crate::reconcile::Desk;
use crate::story::{HOME, STAND_IN, minute};

#[test]
fn two_objects_that_got_the_same_id_on_both_sides_are_no_conflict() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_added;new_id=7;new_name=Night shift");
    desk.on(HOME, 6, "event=team_added;new_id=7;new_name=Day shift");
    assert_eq!(desk.groups(), [Group::Carried, Group::Overwritten]);
}

#[test]
fn the_same_object_added_on_both_sides_with_other_contents_is_a_conflict() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_added;new_id=7;new_name=Shift;new_comments=one");
    desk.on(HOME, 6, "event=team_added;new_id=7;new_name=Shift;new_comments=other");
    assert_eq!(desk.groups(), [Group::Carried, Group::Conflict]);
}

#[test]
fn a_gap_that_was_read_stays_read_while_it_grows_and_asks_again_once_it_is_much_longer() {
    use domain::change::BlindSpot;
    let gap = |to| BlindSpot::Time { side: Side::Home, from: minute(0), to: minute(to) };
    assert!(gap(60).includes(&gap(70)));
    assert!(!gap(60).includes(&gap(80)));
    assert!(!gap(60).includes(&BlindSpot::Time { side: Side::Home, from: minute(-1), to: minute(60) }));
}

#[test]
fn what_was_there_before_the_time_that_matters_says_nothing_against_a_change() {
    let mut desk = Desk::watched();
    desk.since(Side::Home, minute(-1));
    desk.on(HOME, -30, "event=team_added;new_id=7;new_name=Shift");
    desk.on(HOME, 6, "event=team_changed;old_id=7;old_name=Shift;new_name=Other");
    assert_eq!(desk.groups(), [Group::Noise, Group::Overwritten]);
}
