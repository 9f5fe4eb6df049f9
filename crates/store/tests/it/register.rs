use domain::ids::MaintenanceNumber;
use store::{IndexState, IndexUpdate, Store, StoreError};

use crate::support::{NOW, Place, begun, event, events_after, id, new_maintenance, pair};

fn end(store: &Store, maintenance: u128) {
    let rows = store.read_journal(id(maintenance), 0).expect("read");
    let index = IndexUpdate { ended_at: Some(NOW), stage: "abandoned".into(), title: "t".into() };
    store
        .append(id(maintenance), rows.len() as u64, &events_after(rows.last(), 1), Some(index))
        .expect("the maintenance ends");
}

#[test]
fn a_pair_has_one_open_maintenance_and_the_refusal_names_it() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let again = store.create_maintenance(new_maintenance(2, &pair(1, "Atlanta")), |_| events_after(None, 1));
    assert!(matches!(again, Err(StoreError::OpenMaintenance { number: MaintenanceNumber(1) })), "{again:?}");
    end(&store, 1);
    let number = store.create_maintenance(new_maintenance(2, &pair(1, "Atlanta")), |_| events_after(None, 1));
    assert_eq!(number.expect("the pair is free"), MaintenanceNumber(2));
    let open = store.open_maintenance(pair(1, "").id).expect("read").expect("the second");
    assert_eq!((open.id, open.state), (id(2), IndexState::Open));
}

#[test]
fn numbers_have_no_holes_even_when_a_creation_fails_half_way() {
    let place = Place::new();
    let (store, _) = begun(&place);
    end(&store, 1);
    let atlanta = pair(1, "Atlanta");
    let unlinked = store.create_maintenance(new_maintenance(2, &atlanta), |number| {
        assert_eq!(number, MaintenanceNumber(2));
        vec![event(1, [9; 32], b"{}")]
    });
    assert!(matches!(unlinked, Err(StoreError::Unlinked { seq: 1 })));
    let nothing = store.create_maintenance(new_maintenance(3, &atlanta), |_| Vec::new());
    assert!(matches!(nothing, Err(StoreError::NoEvents)));
    let unknown = store.create_maintenance(new_maintenance(3, &pair(8, "Nowhere")), |_| events_after(None, 1));
    assert!(matches!(unknown, Err(StoreError::UnknownPair { .. })));
    let panicked = store.create_maintenance(new_maintenance(4, &atlanta), |_| panic!("the caller's own fault"));
    assert!(matches!(panicked, Err(StoreError::WriterGone { .. })), "{panicked:?}");
    let number = store.create_maintenance(new_maintenance(5, &atlanta), |_| events_after(None, 1));
    assert_eq!(number.expect("the writer lives on"), MaintenanceNumber(2));
    let numbers: Vec<u32> = store.maintenances().expect("read").iter().map(|row| row.number.0).collect();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn the_number_is_known_while_the_first_event_is_made() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let boston = pair(2, "Boston");
    store.add_pair(&boston).expect("added");
    store
        .create_maintenance(new_maintenance(2, &boston), |number| {
            vec![event(1, [0; 32], format!("{{\"number\":\"{number}\"}}").as_bytes())]
        })
        .expect("begun");
    assert_eq!(store.read_journal(id(2), 0).expect("read")[0].body, b"{\"number\":\"M-0002\"}");
}

#[test]
fn a_maintenance_is_found_by_number_and_by_id() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let row = store.find(MaintenanceNumber(1)).expect("read").expect("there");
    assert_eq!(store.maintenance(id(1)).expect("read").as_ref(), Some(&row));
    assert_eq!((row.title.as_str(), row.stage.as_str(), row.created_at), ("Upgrade", "plan", NOW));
    assert_eq!(store.find(MaintenanceNumber(2)).expect("read"), None);
}
