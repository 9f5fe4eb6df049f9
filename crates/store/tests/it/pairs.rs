use domain::ids::PairId;
use store::StoreError;
use uuid::Uuid;

use crate::support::{Place, begun, pair};

#[test]
fn a_pair_comes_back_as_it_was_given() {
    let place = Place::new();
    let atlanta = pair(1, "Atlanta");
    place.driver().add_pair(&atlanta).expect("added");
    let store = place.driver();
    assert_eq!(store.pair(atlanta.id).expect("read"), Some(atlanta.clone()));
    assert_eq!(store.pair_named("ATLANTA").expect("read"), Some(atlanta));
    assert_eq!(store.pair_named("Boston").expect("read"), None);
}

#[test]
fn a_name_is_taken_whatever_its_case() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Zürich Äußeres")).expect("added");
    let taken = store.add_pair(&pair(2, "ZÜRICH äußeres "));
    assert!(matches!(&taken, Err(StoreError::NameTaken { name }) if name == "Zürich Äußeres"), "{taken:?}");
    store.add_pair(&pair(2, "Basel")).expect("added");
    assert!(matches!(store.change_pair(&pair(2, "zürich äußeres")), Err(StoreError::NameTaken { .. })));
    store.change_pair(&pair(1, "ZÜRICH äußeres")).expect("its own name in another case");
    let names: Vec<String> = store.pairs().expect("read").into_iter().map(|pair| pair.name).collect();
    assert_eq!(names, ["Basel", "ZÜRICH äußeres"]);
}

#[test]
fn what_is_altered_is_the_pair_as_it_is_now() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    store.change_pair(&pair(1, "Atlas")).expect("renamed meanwhile");
    let altered = store.alter_pair(pair(1, "").id, |pair| pair.client_id = Some("ops".into())).expect("altered");
    assert_eq!((altered.name.as_str(), altered.client_id.as_deref()), ("Atlas", Some("ops")));
    assert_eq!(store.pairs().expect("read"), [altered]);
    assert!(matches!(store.alter_pair(pair(2, "").id, |_| {}), Err(StoreError::UnknownPair { .. })));
}

#[test]
fn a_pair_with_an_open_maintenance_stays() {
    let place = Place::new();
    let (store, _) = begun(&place);
    assert!(matches!(store.remove_pair(pair(1, "").id), Err(StoreError::OpenMaintenance { .. })));
    store.add_pair(&pair(2, "Boston")).expect("added");
    store.remove_pair(pair(2, "").id).expect("removed");
    assert!(matches!(store.remove_pair(pair(2, "").id), Err(StoreError::UnknownPair { .. })));
    assert!(matches!(store.change_pair(&pair(3, "x")), Err(StoreError::UnknownPair { .. })));
}

#[test]
fn a_pair_changed_by_hand_into_something_unreadable_is_named() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    place.raw().execute("UPDATE pair SET body = '{\"id\":1}'", []).expect("by hand");
    let read = store.pair(PairId(Uuid::from_u128(1)));
    assert!(matches!(&read, Err(StoreError::Unreadable { what, .. }) if what.starts_with("pair 0000")), "{read:?}");
}

#[test]
fn a_setting_is_set_replaced_and_put_back() {
    let place = Place::new();
    let store = place.driver();
    store.put_setting("poll.calm", "60s").expect("set");
    store.put_setting("poll.calm", "90s").expect("replaced");
    assert_eq!(place.reader().settings().expect("read"), [("poll.calm".into(), "90s".into())].into());
    assert!(store.remove_setting("poll.calm").expect("removed"));
    assert!(!store.remove_setting("poll.calm").expect("was not there"));
    assert!(store.settings().expect("read").is_empty());
}
