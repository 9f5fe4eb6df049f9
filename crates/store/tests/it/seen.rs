use domain::ids::{ApplianceId, PairId};
use domain::time::Utc;
use store::{KEPT_DAYS, RoleSpan, Seen, Store};

use crate::support::{NOW, Place, pair};

const MINUTE: i64 = 60_000;
const UNWATCHED: i64 = 35 * MINUTE;

fn appliance() -> ApplianceId {
    pair(1, "Atlanta").appliances.home.id
}

fn id() -> PairId {
    pair(1, "Atlanta").id
}

fn at(minute: i64) -> Utc {
    NOW.plus_ms(minute * MINUTE)
}

fn note(store: &Store, minute: i64, role: Option<&str>) {
    let seen = Seen { at: at(minute), roles: vec![(appliance(), role.map(Into::into))], sync: None };
    store.note_seen(id(), seen, UNWATCHED).expect("noted");
}

fn span(from: i64, until: i64, role: Option<&str>) -> RoleSpan {
    RoleSpan { appliance: appliance(), from: at(from), until: at(until), role: role.map(Into::into) }
}

fn roles(store: &Store) -> Vec<RoleSpan> {
    store.seen(id()).expect("read").0
}

#[test]
fn a_role_goes_on_while_it_is_watched_and_another_begins_where_it_ends() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    for (minute, role) in [(0, Some("primary")), (30, Some("primary")), (40, Some("backup")), (50, None)] {
        note(&store, minute, role);
    }
    let expected = [span(0, 40, Some("primary")), span(40, 50, Some("backup")), span(50, 50, None)];
    assert_eq!(roles(&store), expected);
}

#[test]
fn a_time_nobody_watched_is_a_gap_and_a_clock_set_back_tells_nothing() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    note(&store, 0, Some("primary"));
    note(&store, 36, Some("primary"));
    note(&store, 20, Some("backup"));
    assert_eq!(roles(&store), [span(0, 0, Some("primary")), span(36, 36, Some("primary"))]);
}

#[test]
fn a_sync_stands_once_what_is_old_is_forgotten_and_all_of_it_goes_with_its_pair() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    let look = |minute: i64, sync: i64| Seen { at: at(minute), roles: Vec::new(), sync: Some(at(sync)) };
    for (minute, sync) in [(10, 5), (11, 5), (70, 65)] {
        store.note_seen(id(), look(minute, sync), UNWATCHED).expect("noted");
    }
    note(&store, 0, Some("primary"));
    assert_eq!(store.seen(id()).expect("read").1, [at(5), at(65)]);
    let later = KEPT_DAYS * 24 * 60 + 10;
    store.note_seen(id(), look(later, later), UNWATCHED).expect("noted");
    assert_eq!(store.seen(id()).expect("read"), (vec![], vec![at(65), at(later)]));
    store.remove_pair(id()).expect("removed");
    assert_eq!(store.seen(id()).expect("read"), (vec![], vec![]));
}
