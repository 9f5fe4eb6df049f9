use domain::ids::{ApplianceId, PairId};
use domain::time::Utc;
use store::{MOST_KEPT, RoleSpan, SHOWN_DAYS, Seen, Store};

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
    store.seen(id(), at(24 * 60)).expect("read").0
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
fn a_time_nobody_watched_is_a_gap_and_a_clock_set_back_a_little_tells_nothing() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    note(&store, 0, Some("primary"));
    note(&store, 36, Some("primary"));
    note(&store, 66, Some("primary"));
    note(&store, 60, Some("backup"));
    assert_eq!(roles(&store), [span(0, 0, Some("primary")), span(36, 66, Some("primary"))]);
}

#[test]
fn a_clock_that_was_wrong_for_a_while_takes_nothing_along() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    note(&store, 0, Some("primary"));
    note(&store, 10, Some("primary"));
    let ten_years = 10 * 365 * 24 * 60;
    for wrong in [ten_years, ten_years + 30, -ten_years, 30 - ten_years] {
        note(&store, wrong, Some("primary"));
    }
    note(&store, 20, Some("primary"));
    note(&store, 30, Some("backup"));
    assert_eq!(roles(&store), [span(0, 30, Some("primary")), span(30, 30, Some("backup"))]);
}

#[test]
fn a_sync_stands_once_what_is_old_is_not_shown_and_all_of_it_goes_with_its_pair() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    let look = |minute: i64, sync: i64| Seen { at: at(minute), roles: Vec::new(), sync: Some(at(sync)) };
    for (minute, sync) in [(10, 5), (11, 5), (70, 65)] {
        store.note_seen(id(), look(minute, sync), UNWATCHED).expect("noted");
    }
    note(&store, 0, Some("primary"));
    assert_eq!(store.seen(id(), at(70)).expect("read").1, [at(5), at(65)]);
    let later = SHOWN_DAYS * 24 * 60 + 10;
    store.note_seen(id(), look(later, later), UNWATCHED).expect("noted");
    assert_eq!(store.seen(id(), at(later)).expect("read"), (vec![], vec![at(65), at(later)]));
    store.remove_pair(id()).expect("removed");
    assert_eq!(store.seen(id(), at(70)).expect("read"), (vec![], vec![]));
}

#[test]
fn of_too_much_the_oldest_goes() {
    let place = Place::new();
    let store = place.driver();
    store.add_pair(&pair(1, "Atlanta")).expect("added");
    let rows = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MOST_KEPT})
         INSERT INTO role_seen SELECT '{0}', '{1}', i, i, 'primary' FROM n;
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MOST_KEPT})
         INSERT INTO sync_seen SELECT '{0}', i FROM n",
        id(),
        appliance()
    );
    place.raw().execute_batch(&rows).expect("as if noted");
    let seen = Seen { at: at(0), roles: vec![(appliance(), Some("primary".into()))], sync: Some(at(0)) };
    store.note_seen(id(), seen, UNWATCHED).expect("noted");
    let left = |what: &str| -> (i64, i64) {
        let sql = format!("SELECT count(*), min({what}");
        place.raw().query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("read")
    };
    assert_eq!(left("from_at) FROM role_seen"), (MOST_KEPT, 2));
    assert_eq!(left("at) FROM sync_seen"), (MOST_KEPT, 2));
}
