//! The list of entries: pages, the search, and that it can be made again.

use domain::role::{Both, Side};
use domain::time::Utc;
use ledger::catalogue::Class;
use ledger::fact::{Fact, MessageFact, Source};
use ledger::reconcile::Group;
use ledger::{Context, EntryId, Ledger, WitnessId};
use store::{EntryRow, LONGEST_TEXT, LOOKED_AT, Listing, PageOf, PageOrder, Search, Store, StoreError, Through};

use crate::support::{NOW, Place, begun, id, note};

const THROUGH: Through = Through { fact_seq: 7, event_seq: 1 };

/// A change of one a second; every tenth would be overwritten.
fn row(number: u32) -> EntryRow {
    EntryRow {
        entry: EntryId(number),
        at: NOW.plus_ms(i64::from(number / 3) * 1_000),
        group: if number.is_multiple_of(10) { Group::Overwritten } else { Group::Carried },
        class: Class::Configuration,
        who: number.is_multiple_of(2).then(|| r"CORP\ann".into()),
        place: "Users & Security > Users".into(),
        object: format!("user u{number}"),
        text: format!("{}\n192.0.2.10\nidle_timeout\n300\n{number}", EntryId(number)),
    }
}

fn listed(store: &Store, numbers: impl IntoIterator<Item = u32>) {
    let entries = numbers.into_iter().map(row).collect();
    store.put_entries(id(1), Listing { entries, through: Some(THROUGH) }).expect("written");
}

fn found(store: &Store, text: &str) -> Vec<u32> {
    let search = Search { text: text.into(), group: None, after: None, most: 200 };
    let found = store.search_entries(id(1), &search).expect("searched");
    assert_eq!(found.next, None, "all was looked through");
    found.rows.iter().map(|row| row.entry.0).collect()
}

#[test]
fn pages_follow_each_other_in_either_order_with_nothing_between_them() {
    let place = Place::new();
    let (store, _) = begun(&place);
    listed(&store, (1..=100).rev());
    for (group, order, expected) in [
        (None, PageOrder::OldestFirst, (1..=100).collect::<Vec<u32>>()),
        (None, PageOrder::NewestFirst, (1..=100).rev().collect()),
        (Some(Group::Overwritten), PageOrder::NewestFirst, (1..=10).rev().map(|ten| ten * 10).collect()),
        (Some(Group::Secret), PageOrder::OldestFirst, vec![]),
    ] {
        let (mut after, mut read): (Option<(Utc, EntryId)>, Vec<EntryRow>) = (None, vec![]);
        loop {
            let page = store.entries(id(1), &PageOf { group, order, after, most: 7 }).expect("read");
            let Some(last) = page.last() else { break };
            after = Some((last.at, last.entry));
            read.extend(page);
        }
        assert_eq!(read, expected.into_iter().map(row).collect::<Vec<_>>());
    }
}

#[test]
fn any_part_of_any_column_is_found_whatever_its_case_and_the_last_known_first() {
    let place = Place::new();
    let (store, _) = begun(&place);
    listed(&store, 1..=30);
    assert_eq!(found(&store, "u17"), [17]);
    assert_eq!(found(&store, "U1").len(), 11, "two characters are found too");
    assert_eq!(found(&store, r"corp\ANN u2"), [28, 26, 24, 22, 20, 2], "each piece has to be there");
    assert_eq!(found(&store, "0.2.1").len(), 30);
    assert_eq!(found(&store, "security idle_ c-0009"), [9]);
    for none in ["", "  \n", "usersx", "u17 u18", "u%", "u_1", "\"", "a\"b OR u17", "NEAR(", "\0\0\0"] {
        assert_eq!(found(&store, none), [] as [u32; 0], "{none:?}");
    }
}

#[test]
fn a_search_goes_on_where_it_ended_also_where_it_looked_long_and_found_nothing() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let count = u32::try_from(LOOKED_AT).expect("a number") + 50;
    listed(&store, 1..=count);
    let all = |text: &str, group: Option<Group>, most: usize| {
        let (mut search, mut numbers, mut calls) = (Search { text: text.into(), group, after: None, most }, vec![], 0);
        loop {
            let found = store.search_entries(id(1), &search).expect("searched");
            assert!(found.rows.len() <= most);
            numbers.extend(found.rows.iter().map(|row| row.entry.0));
            calls += 1;
            let Some(next) = found.next else { return (numbers, calls) };
            search.after = Some(next);
        }
    };
    let numbers: Vec<u32> = (1..=count).rev().collect();
    assert_eq!(all("user", None, 6_000), (numbers.clone(), 4));
    assert_eq!(all("us", None, 30_000), (numbers, 2));
    assert_eq!(all("qz", None, 10), (vec![], 2));
    assert_eq!(all("c-0012", None, 10), (vec![12], 1));
    let tens: Vec<u32> = (1..=count).rev().filter(|number| number.is_multiple_of(10)).collect();
    assert_eq!(all("user", Some(Group::Overwritten), 30_000), (tens, 1), "a small group alone is looked at");
    let plain: Vec<u32> = (1..=count).rev().filter(|number| !number.is_multiple_of(10)).collect();
    assert_eq!(all("user", Some(Group::Carried), 1_000).0, plain);
    listed(&store, [270_000, 600_001]);
    let (far_apart, _) = all("user u2700", None, 9);
    assert_eq!((far_apart, all("u600001", None, 9).0), (vec![270_000, 2_700], vec![600_001]));
}

#[test]
fn letters_of_all_languages_are_found() {
    let place = Place::new();
    let (store, _) = begun(&place);
    let named = |number: u32, name: &str| EntryRow { who: Some(name.into()), ..row(number) };
    let entries = vec![named(1, "Jürgen Müller"), named(2, "Αθηνά"), named(3, "田中さん")];
    store.put_entries(id(1), Listing { entries, through: None }).expect("written");
    for (text, number) in [("MÜLLER", 1), ("ürgen", 1), ("αθην", 2), ("田中さ", 3), ("田中", 3)] {
        assert_eq!(found(&store, text), [number], "{text}");
    }
}

#[test]
fn an_entry_that_changed_is_found_as_it_is_now_only() {
    let place = Place::new();
    let (store, _) = begun(&place);
    listed(&store, 1..=3);
    let changed = EntryRow { object: "user renamed".into(), group: Group::Conflict, ..row(2) };
    store.put_entries(id(1), Listing { entries: vec![row(1), changed.clone()], through: None }).expect("written");
    assert_eq!(
        (found(&store, "user u2"), found(&store, "renamed"), found(&store, "user u1")),
        (vec![], vec![2], vec![1])
    );
    let conflicts = PageOf { group: Some(Group::Conflict), order: PageOrder::OldestFirst, after: None, most: 9 };
    assert_eq!(store.entries(id(1), &conflicts).expect("read"), [changed]);
    place
        .raw()
        .execute_batch("INSERT INTO ledger_text (ledger_text, rank) VALUES ('integrity-check', 1)")
        .expect("whole");
}

#[test]
fn a_list_says_up_to_where_it_is_whole_and_can_be_made_again() {
    let place = Place::new();
    let (store, _) = begun(&place);
    store.put_entries(id(1), Listing { entries: vec![row(1)], through: None }).expect("written");
    assert_eq!(store.entries_through(id(1)).expect("read"), None, "more is to come");
    listed(&store, 2..=30);
    assert_eq!(store.entries_through(id(1)).expect("read"), Some(THROUGH));
    store.forget_entries(id(1)).expect("removed");
    assert_eq!((store.entries_through(id(1)).expect("read"), found(&store, "user")), (None, vec![]));
    listed(&store, 1..=2);
    assert_eq!(found(&store, "user"), [2, 1]);
    place.raw().execute_batch("UPDATE ledger_listing SET form = 0").expect("as an older program made it");
    assert_eq!(store.entries_through(id(1)).expect("read"), None, "of another form");
    place
        .raw()
        .execute_batch("UPDATE ledger_entry SET in_group = 'heard_of_later'")
        .expect("as another program made it");
    store.forget_entries(id(1)).expect("removed whatever it says");
    listed(&store, 1..=2);
    assert!(matches!(place.reader().forget_entries(id(1)), Err(StoreError::NeedsDriver { .. })));
    assert_eq!(found(&place.reader(), "user"), [2, 1], "a reader looks through it");
}

#[test]
fn a_line_says_what_an_entry_is_found_by_and_no_secret() {
    let fields = [
        ("event", "user_changed"),
        ("who", "Ann Admin (ann)"),
        ("who_ip", "192.0.2.10"),
        ("old_id", "62"),
        ("old_username", "carl"),
        ("old_password", "***"),
        ("new_password", "***"),
        ("old_comments", ""),
        ("new_comments", &"ä".repeat(9_000)),
    ];
    let message = MessageFact {
        witness: WitnessId([1; 16]),
        stem: None,
        source: Source::Appliance(Side::Home),
        file: 1,
        line: 1,
        host: "atl-1".into(),
        pid: Some(7),
        site_id: 1427,
        header_time: "Mar 10 12:00:00".into(),
        when: Some(NOW.millis() / 1_000),
        after: None,
        before: None,
        clock_offset_ms: None,
        complete: true,
        fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
    };
    let mut ledger = Ledger::new(Context { hosts: Both::new(vec!["atl-1".into()], vec![]), own_accounts: vec![] });
    ledger.take(1, &Fact::Message(Box::new(message)));
    ledger.take(2, &note("asked for by Carl"));
    let rows: Vec<EntryRow> = ledger.entries().iter().map(|entry| EntryRow::new(entry, Group::Carried)).collect();
    assert_eq!((rows[0].entry, rows[0].at, rows[0].class), (EntryId(1), NOW, Class::Configuration));
    assert_eq!(rows[0].who.as_deref(), Some("Ann Admin (ann)"));
    assert_eq!((rows[0].place.as_str(), rows[0].object.as_str()), ("Users & Security > Users", "user carl"));
    for piece in ["C-0001", "192.0.2.10", "atl-1", "user_changed", "62", "password", "comments", "ää"] {
        assert!(rows[0].text.contains(piece), "{piece}: {}", rows[0].text);
    }
    assert!(!rows[0].text.contains("***") && rows[0].text.len() <= LONGEST_TEXT, "{}", rows[0].text.len());
    assert_eq!(rows[1].object, "note Printing");
    assert!(rows[1].text.contains("asked for by Carl"));
}
