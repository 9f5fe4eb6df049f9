//! What a sync may have been too early for, and what a snapshot could not read.

use domain::role::Side;
use ledger::compare::{Ignored, news, three_way};
use ledger::coverage::BlindSpot;
use ledger::fact::{Fact, SnapshotTaken};
use ledger::reconcile::Standing;
use ledger::roles::Fate;
use ledger::{Group, Snapshot};
use serde_json::json;

use crate::reconcile::{CHANGE, Desk};
use crate::snapshots::{snapshot, taken};
use crate::story::{HOME, minute};

#[test]
fn a_kind_that_the_first_snapshot_could_not_read_is_a_blind_spot_though_a_later_one_has_it() {
    let mut desk = Desk::watched();
    let taken = |at: i64, read: &[&str], failed: &[&str]| {
        Fact::SnapshotTaken(SnapshotTaken {
            side: Side::StandIn,
            from: minute(at),
            to: minute(at),
            read: read.iter().map(|kind| (*kind).to_owned()).collect(),
            failed: failed.iter().map(|kind| ((*kind).to_owned(), "403".to_owned())).collect(),
            objects: 1,
            sha256: None,
        })
    };
    desk.book.take(taken(1, &["user"], &["team"]));
    desk.book.take(taken(20, &["user", "team"], &[]));
    let kind = |kind: &str| BlindSpot::Kind { side: Side::StandIn, kind: kind.to_owned() };
    let spots: Vec<BlindSpot> = desk.look().blind_spots.into_iter().map(|(spot, _)| spot).collect();
    assert!(spots.contains(&kind("team")) && !spots.contains(&kind("user")), "{spots:?}");
}

/// Takes in what a comparison of both sides shows, ten minutes after the leg.
fn compared(desk: &mut Desk, baseline: &Snapshot, primary: &Snapshot, backup: &Snapshot) {
    let differences = three_way(baseline, Some(primary), Some(backup), &Ignored::default());
    let sides = [Some(primary), Some(backup)];
    for fact in news(&desk.book.ledger, &differences, &taken(Side::StandIn, -30, 10), sides) {
        desk.book.take(fact);
    }
}

#[test]
fn what_was_changed_while_the_sync_ran_is_carried_only_where_a_snapshot_shows_it_on_the_primary() {
    let team = |name: &str| snapshot("team", &[json!({"id": 3, "name": name})]);
    let during = |minutes| {
        let mut desk = Desk::watched();
        desk.on(HOME, minutes, CHANGE);
        desk
    };
    assert_eq!(during(-6).look().items()[0].fate, Fate::Carried, "before it");
    let mut desk = during(-2);
    let item = desk.look().items()[0].clone();
    let expected = (Fate::MayNotBeCarried, Group::Overwritten, Standing::Undecided);
    assert_eq!((item.fate, item.group, item.standing), expected, "nobody has looked");
    compared(&mut desk, &team("a"), &team("a"), &team("b"));
    assert_eq!(desk.groups(), [Group::Overwritten], "a snapshot shows it on the backup alone");
    let mut desk = during(-2);
    compared(&mut desk, &team("a"), &team("b"), &team("b"));
    assert_eq!(desk.look().items()[0].fate, Fate::Carried, "a snapshot shows it on both");
    // What no snapshot can show stays open, though all that was compared is the same.
    let mut desk = Desk::watched();
    desk.on(HOME, -2, "event=team_changed;old_id=3;old_unheard_of=1;new_unheard_of=2");
    compared(&mut desk, &team("a"), &team("a"), &team("a"));
    assert_eq!(desk.groups(), [Group::Overwritten]);
}

#[test]
fn a_change_that_an_automatic_sync_overwrote_before_anyone_looked_stays_and_says_so() {
    let mut desk = Desk::watched();
    desk.on(HOME, 5, CHANGE);
    let both = snapshot("team", &[json!({"id": 3, "name": "a"})]);
    let differences = three_way(&both, Some(&both), Some(&both), &Ignored::default());
    for fact in news(&desk.book.ledger, &differences, &taken(Side::StandIn, 1, 10), [None, Some(&both)]) {
        desk.book.take(fact);
    }
    let looked = desk.look();
    assert_eq!((looked.items()[0].group, looked.items()[0].already_overwritten), (Group::Overwritten, true));
    assert_eq!(looked.items()[0].standing, Standing::Undecided);
}
