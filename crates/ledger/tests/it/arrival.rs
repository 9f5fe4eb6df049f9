//! After the way back: what was meant to come through, looked for.

use domain::role::Side;
use ledger::EntryId;
use ledger::Snapshot;
use ledger::arrival::{Arrival, arrivals};
use ledger::reconcile::{Disposition, Outcome};
use serde_json::{Value, json};

use crate::reconcile::Desk;
use crate::snapshots::snapshot;
use crate::story::{HOME, STAND_IN, minute};

fn teams(objects: &[Value]) -> Snapshot {
    snapshot("team", objects)
}

fn found(desk: &Desk, returned: &Snapshot) -> Vec<(u32, Arrival)> {
    arrivals(&desk.book.ledger, &desk.look(), returned).into_iter().map(|(entry, arrival)| (entry.0, arrival)).collect()
}

#[test]
fn a_carried_change_is_found_or_missing() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_changed;old_id=3;old_name=a;new_name=b");
    desk.on(STAND_IN, 6, "event=team_added;id=4;name=new;code_name=new");
    desk.on(STAND_IN, 7, "event=team_removed;id=5;name=gone");
    let whole = teams(&[json!({"id": 3, "name": "b"}), json!({"id": 4, "name": "new", "code_name": "new"})]);
    assert_eq!(found(&desk, &whole), [(1, Arrival::Found), (2, Arrival::Found), (3, Arrival::Found)]);
    let lost = teams(&[json!({"id": 3, "name": "a"}), json!({"id": 5, "name": "gone"})]);
    assert_eq!(found(&desk, &lost), [(1, Arrival::Missing), (2, Arrival::Missing), (3, Arrival::Missing)]);
}

#[test]
fn an_object_with_another_id_is_found_by_its_name() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 6, "event=team_added;id=4;name=new");
    assert_eq!(found(&desk, &teams(&[json!({"id": 40, "name": "new"})])), [(1, Arrival::Found)]);
    // The id was given to another one.
    assert_eq!(found(&desk, &teams(&[json!({"id": 4, "name": "else"})])), [(1, Arrival::Missing)]);
}

#[test]
fn what_a_later_change_has_made_anew_is_not_missing() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_changed;old_id=3;old_name=a;new_name=b");
    desk.on(STAND_IN, 6, "event=team_changed;old_id=3;old_name=b;new_name=c");
    desk.on(STAND_IN, 7, "event=team_added;id=4;name=short");
    desk.on(STAND_IN, 8, "event=team_removed;id=4;name=short");
    let expected =
        [(1, Arrival::OverwrittenLater), (2, Arrival::Found), (3, Arrival::OverwrittenLater), (4, Arrival::Found)];
    assert_eq!(found(&desk, &teams(&[json!({"id": 3, "name": "c"})])), expected);
}

#[test]
fn what_the_api_does_not_show_cannot_be_looked_for() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=skill_added;id=3;name=Printing");
    desk.on(STAND_IN, 6, "event=team_changed;old_id=3;old_unheard_of=1;new_unheard_of=2");
    desk.on(STAND_IN, 7, "event=setting_changed;old_api=0;new_api=1");
    let looked = found(&desk, &teams(&[json!({"id": 3, "name": "a"})]));
    assert_eq!(looked, [(1, Arrival::NotObservable), (2, Arrival::NotObservable), (3, Arrival::NotObservable)]);
}

#[test]
fn what_was_decided_otherwise_is_looked_for_as_it_was_decided() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_changed;old_id=3;old_name=a;new_name=b");
    desk.on(HOME, 6, "event=team_changed;old_id=4;old_name=a;new_name=b");
    desk.on(HOME, 7, "event=team_changed;old_id=5;old_name=a;new_name=b");
    desk.on(HOME, 8, "event=team_changed;old_id=6;old_name=a;new_name=b");
    desk.decide(1, Disposition::Undo);
    desk.decide(2, Disposition::Reapply);
    desk.decide(3, Disposition::Discard);
    for (entry, disposition) in [(1, Disposition::Undo), (2, Disposition::Reapply)] {
        desk.outcomes.push(Outcome { entry: EntryId(entry), disposition, done: true, unknown: false, at: minute(51) });
    }
    let returned = teams(&[
        json!({"id": 3, "name": "a"}),
        json!({"id": 4, "name": "b"}),
        json!({"id": 5, "name": "a"}),
        json!({"id": 6, "name": "a"}),
    ]);
    assert_eq!(found(&desk, &returned), [(1, Arrival::Found), (2, Arrival::Found)]);
}

#[test]
fn the_primarys_side_of_a_conflict_that_was_decided_for_the_backup_is_overwritten_later() {
    let mut desk = Desk::watched();
    desk.on(STAND_IN, 5, "event=team_changed;old_id=3;old_name=a;new_name=b");
    desk.on(HOME, 6, "event=team_changed;old_id=3;old_name=a;new_name=c");
    desk.decide(2, Disposition::Reapply);
    desk.confirm_carried();
    let done =
        Outcome { entry: EntryId(2), disposition: Disposition::Reapply, done: true, unknown: false, at: minute(51) };
    desk.outcomes.push(done);
    let returned = teams(&[json!({"id": 3, "name": "c"})]);
    assert_eq!(found(&desk, &returned), [(1, Arrival::OverwrittenLater), (2, Arrival::Found)]);
    assert_eq!(desk.book.ledger.entries()[0].side, Some(Side::StandIn));
}
