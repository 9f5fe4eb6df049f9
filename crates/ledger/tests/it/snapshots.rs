//! Snapshots, and what they differ in.

use std::collections::BTreeMap;

use domain::role::Side;
use ledger::compare::{Differences, Ignored, Taken, Verdict, news, three_way, two_way};
use ledger::entry::WitnessKind;
use ledger::fact::{Fact, SnapshotTaken};
use ledger::{Snapshot, Taking};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::story::{Book, HOME, OUTBOUND_SYNC, STAND_IN, line, minute};

/// Objects of one kind, by id: what they hold beside it.
pub(crate) fn snapshot(kind: &str, objects: &[Value]) -> Snapshot {
    let mut taking = Taking::new();
    taking.read(kind);
    for object in objects {
        taking.object(kind, None, object);
    }
    taking.finish()
}

pub(crate) fn taken(primary: Side, since: i64, at: i64) -> Taken<'static> {
    Taken { primary, since: minute(since), from: minute(at), to: minute(at), syncs: OUTBOUND_SYNC }
}

/// Takes what a comparison tells into a ledger.
fn compare(book: &mut Book, differences: &Differences, taken: &Taken<'_>) -> usize {
    let facts = news(&book.ledger, differences, taken, [None, None]);
    let told = facts.iter().filter(|fact| matches!(fact, Fact::Difference(_))).count();
    for fact in facts {
        book.take(fact);
    }
    told
}

#[test]
fn what_moves_by_itself_and_what_is_secret_is_in_no_snapshot() {
    let jumpoint = json!({"id": 3, "name": "East", "connected": true, "docker_deploy_key": "canary", "nested": {"password": "canary"}});
    let one = snapshot("jumpoint", &[jumpoint]);
    assert!(!one.to_json().contains("canary"));
    let other = snapshot("jumpoint", &[json!({"name": "East", "connected": false, "nested": {}, "id": 3})]);
    assert_eq!(one, other);
    assert_eq!(two_way(&one, &other, &Ignored::default()).objects, []);
}

#[test]
fn a_snapshot_reads_back_as_it_was_kept() {
    let mut taking = Taking::new();
    taking.object("jump-group", None, &json!({"id": 10, "name": "b\"\\\u{1}ü"}));
    taking.object("jump-group", None, &json!({"id": 9, "name": "a"}));
    taking.object("jump-group/user", Some("9"), &json!({"user_id": 4}));
    taking.object("vault/account/jump-item-association", Some("5"), &json!({"filter_type": "criteria"}));
    taking.object("team", None, &json!({"id": 1}));
    taking.failed("team", "403");
    let snapshot = taking.finish();
    assert_eq!(Snapshot::from_json(snapshot.to_json().as_bytes()).expect("own text"), snapshot);
    assert_eq!(snapshot.objects("team"), None, "half a list is compared with nothing");
    assert!(snapshot.get("jump-group/user", "9/4").is_some());
    assert!(snapshot.get("vault/account/jump-item-association", "5").is_some());
    assert!(Snapshot::from_json(b"{}").is_err());
}

#[test]
fn each_field_is_judged_against_what_both_once_had() {
    let of = |name: &str, tag: &str, comments: &str| {
        snapshot("jump-group", &[json!({"id": 1, "name": name, "tag": tag, "comments": comments, "same": 0})])
    };
    let found = three_way(&of("a", "a", "a"), Some(&of("b", "a", "b")), Some(&of("a", "c", "c")), &Ignored::default());
    let [object] = &*found.objects else { panic!("one object") };
    let verdicts: BTreeMap<&str, Verdict> =
        object.fields.iter().map(|field| (field.name.as_str(), field.verdict)).collect();
    let expected = [("comments", Verdict::Conflict), ("name", Verdict::OnPrimary), ("tag", Verdict::OnBackup)];
    assert_eq!(verdicts, BTreeMap::from(expected));
    let both = three_way(&of("a", "a", "a"), Some(&of("b", "a", "a")), Some(&of("b", "a", "a")), &Ignored::default());
    assert_eq!(both.objects[0].fields[0].verdict, Verdict::BothSame);
    let ignored = Ignored([("jump-group".to_owned(), "name".to_owned())].into());
    assert_eq!(two_way(&of("a", "a", "a"), &of("b", "a", "a"), &ignored).objects, []);
}

#[test]
fn what_a_side_has_not_read_counts_as_unchanged_and_as_nothing_taken_back() {
    let (one, other) = (snapshot("team", &[json!({"id": 1})]), snapshot("jump-group", &[json!({"id": 1})]));
    let found = two_way(&one, &other, &Ignored::default());
    assert_eq!((found.kinds.len(), found.objects.len()), (0, 0));
    let changed = snapshot("team", &[json!({"id": 1, "name": "b"})]);
    let found = three_way(&one, Some(&changed), Some(&other), &Ignored::default());
    assert_eq!(found.objects[0].fields[0].verdict, Verdict::OnPrimary);
    assert!(found.kinds[0].on_primary && !found.kinds[0].on_backup);
    let mut book = Book::new();
    assert_eq!(compare(&mut book, &found, &taken(Side::StandIn, 1, 10)), 1);
    let without_the_primary = three_way(&one, None, Some(&one), &Ignored::default());
    assert_eq!(compare(&mut book, &without_the_primary, &taken(Side::StandIn, 10, 20)), 0);
}

#[test]
fn a_difference_is_told_once_and_its_change_again_is_news() {
    let of = |tag: &str| snapshot("jump-group", &[json!({"id": 1, "name": "Night", "tag": tag})]);
    let base = of("a");
    let mut book = Book::new();
    let seen = |primary: &str| three_way(&base, Some(&of(primary)), Some(&base), &Ignored::default());
    assert_eq!(compare(&mut book, &seen("b"), &taken(Side::StandIn, 1, 10)), 1);
    assert_eq!(compare(&mut book, &seen("b"), &taken(Side::StandIn, 10, 20)), 0);
    assert_eq!(compare(&mut book, &seen("c"), &taken(Side::StandIn, 20, 30)), 1);
    assert_eq!(compare(&mut book, &seen("a"), &taken(Side::StandIn, 30, 40)), 1, "taken back");
    assert_eq!(compare(&mut book, &seen("a"), &taken(Side::StandIn, 40, 50)), 0);
    let values = |entry: &ledger::Entry| {
        let plain =
            |content: &Option<ledger::text::Content>| content.as_ref().map(|content| content.plain().into_owned());
        (plain(&entry.fields[0].before), plain(&entry.fields[0].after))
    };
    let told: Vec<_> = book.ledger.entries().iter().map(values).collect();
    let pair = |before: &str, after: &str| (Some(before.to_owned()), Some(after.to_owned()));
    assert_eq!(told, [pair("a", "b"), pair("b", "c"), pair("c", "a")]);
}

#[test]
fn a_message_and_a_difference_of_one_change_are_one_entry_whichever_came_first() {
    let of = |tag: &str| snapshot("jump-group", &[json!({"id": 1, "name": "Night", "tag": tag})]);
    let differences = three_way(&of("a"), Some(&of("b")), Some(&of("a")), &Ignored::default());
    let log = line(STAND_IN, 5, "event=jump_group_changed;old_id=1;old_name=Night;old_tag=a;new_tag=b");
    let (mut first, mut last) = (Book::new(), Book::new());
    first.pull(Side::StandIn, &log);
    compare(&mut first, &differences, &taken(Side::StandIn, 1, 10));
    compare(&mut last, &differences, &taken(Side::StandIn, 1, 10));
    last.pull(Side::StandIn, &log);
    for book in [&first, &last] {
        let [entry] = book.ledger.entries() else { panic!("one entry") };
        assert!(entry.has(WitnessKind::Syslog) && entry.has(WitnessKind::Snapshot));
        assert_eq!(entry.fields.len(), 1);
        assert_eq!(entry.who.as_ref().map(|who| who.as_str()), Some("Ann Admin (ann)"));
        assert_eq!(entry.event.as_str(), "jump_group_changed");
    }
}

#[test]
fn a_difference_is_the_sum_of_messages_and_what_they_do_not_tell_is_added() {
    let of = |tag: &str, comments: &str| {
        snapshot("jump-group", &[json!({"id": 1, "name": "Night", "tag": tag, "comments": comments})])
    };
    let log = line(STAND_IN, 5, "event=jump_group_changed;old_id=1;old_tag=a;new_tag=b")
        + &line(STAND_IN, 6, "event=jump_group_changed;old_id=1;old_tag=b;new_tag=c");
    let mut book = Book::new();
    book.pull(Side::StandIn, &log);
    let differences = three_way(&of("a", ""), Some(&of("c", "by console")), None, &Ignored::default());
    compare(&mut book, &differences, &taken(Side::StandIn, 1, 10));
    let fields: Vec<Vec<String>> = book
        .ledger
        .entries()
        .iter()
        .map(|entry| entry.fields.iter().map(|field| field.name.to_string()).collect())
        .collect();
    assert_eq!(fields, [vec!["tag".to_owned()], vec!["tag".to_owned(), "comments".to_owned()]]);
}

#[test]
fn what_a_snapshot_shows_beyond_the_last_message_is_a_change_of_its_own() {
    let of = |tag: &str| snapshot("jump-group", &[json!({"id": 1, "name": "Night", "tag": tag})]);
    let shown = |tag: &str, read_from: i64| {
        let mut book = Book::new();
        let log = line(STAND_IN, 5, "event=jump_group_changed;old_id=1;old_tag=a;new_tag=b")
            + &line(STAND_IN, 6, "event=jump_group_changed;old_id=1;old_tag=b;new_tag=c");
        book.pull(Side::StandIn, &log);
        book.take(Fact::SnapshotTaken(SnapshotTaken {
            side: Side::StandIn,
            from: minute(read_from),
            to: minute(10),
            read: vec!["jump-group".to_owned()],
            failed: vec![],
            objects: 1,
            sha256: None,
        }));
        let differences = three_way(&of("a"), Some(&of(tag)), None, &Ignored::default());
        compare(&mut book, &differences, &taken(Side::StandIn, 1, 10));
        let told = |entry: &ledger::Entry| {
            let plain = |content: &Option<ledger::text::Content>| content.as_ref().map(|one| one.plain().into_owned());
            (plain(&entry.fields[0].before), plain(&entry.fields[0].after), entry.has(WitnessKind::Syslog))
        };
        book.ledger.entries().iter().skip(2).map(told).collect::<Vec<_>>()
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(shown("c", 9), [], "the last message tells it");
    assert_eq!(shown("d", 9), [(text("c"), text("d"), false)]);
    assert_eq!(shown("b", 9), [(text("c"), text("b"), false)], "it was changed back, and no log says so");
    assert_eq!(shown("b", 6), [], "it was read while that was changed");
}

#[test]
fn what_the_outbound_sync_brought_is_no_change_of_the_new_primary() {
    let of = |tag: &str| snapshot("jump-group", &[json!({"id": 1, "name": "Night", "tag": tag})]);
    let mut book = Book::new();
    // Changed on the home primary after the baseline, before the outbound leg.
    book.pull(Side::Home, &line(HOME, -5, "event=jump_group_changed;old_id=1;old_tag=a;new_tag=b"));
    let differences = three_way(&of("a"), Some(&of("b")), Some(&of("b")), &Ignored::default());
    assert_eq!(compare(&mut book, &differences, &taken(Side::StandIn, -10, 10)), 0);
    assert_eq!(book.ledger.entries().len(), 1);
}

#[test]
fn a_large_one_is_compared_by_what_differs_alone() {
    let objects = |changed: u32| {
        (0..2_000).map(move |id| json!({"id": id, "name": format!("g{id}"), "v": u32::from(id == changed)}))
    };
    let (one, other) =
        (snapshot("team", &objects(9_999).collect::<Vec<_>>()), snapshot("team", &objects(7).collect::<Vec<_>>()));
    let found = two_way(&one, &other, &Ignored::default());
    assert_eq!(found.objects.iter().map(|object| object.id.as_str()).collect::<Vec<_>>(), ["7"]);
}

type Objects = BTreeMap<u8, BTreeMap<String, u8>>;

fn objects() -> impl Strategy<Value = Objects> {
    let fields = proptest::collection::btree_map("[a-d]", 0u8..3, 0..4);
    proptest::collection::btree_map(0u8..6, fields, 0..6)
}

/// With fields that move by themselves, which must make no difference.
fn as_snapshot(objects: &Objects, noise: u8) -> Snapshot {
    let object = |(id, fields): (&u8, &BTreeMap<String, u8>)| {
        let mut value = json!({"id": id, "connected": noise, "key_info": format!("secret {noise}")});
        for (name, content) in fields {
            value[name] = (*content).into();
        }
        value
    };
    snapshot("jumpoint", &objects.iter().map(object).collect::<Vec<_>>())
}

fn mirrored(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::OnPrimary => Verdict::OnBackup,
        Verdict::OnBackup => Verdict::OnPrimary,
        same => same,
    }
}

proptest! {
    #[test]
    fn the_two_sides_are_treated_alike(base in objects(), one in objects(), other in objects()) {
        let (base, one, other) = (as_snapshot(&base, 0), as_snapshot(&one, 1), as_snapshot(&other, 2));
        let there = three_way(&base, Some(&one), Some(&other), &Ignored::default());
        let mut back = three_way(&base, Some(&other), Some(&one), &Ignored::default());
        for object in &mut back.objects {
            object.there.swap(1, 2);
            object.name = there.objects.iter().find(|known| known.id == object.id).and_then(|known| known.name.clone());
            for field in &mut object.fields {
                std::mem::swap(&mut field.primary, &mut field.backup);
                field.verdict = mirrored(field.verdict);
            }
        }
        prop_assert_eq!(there, back);
    }

    #[test]
    fn equal_after_masking_is_no_difference(base in objects(), noise in any::<(u8, u8, u8)>()) {
        let of = |noise| as_snapshot(&base, noise);
        let found = three_way(&of(noise.0), Some(&of(noise.1)), Some(&of(noise.2)), &Ignored::default());
        prop_assert_eq!(found.objects, vec![]);
    }

    #[test]
    fn every_difference_is_in_exactly_one_group_and_nothing_else_is(base in objects(), one in objects(), other in objects()) {
        let found = three_way(&as_snapshot(&base, 0), Some(&as_snapshot(&one, 0)), Some(&as_snapshot(&other, 0)), &Ignored::default());
        let told: Vec<(String, String, Verdict)> = found
            .objects
            .iter()
            .flat_map(|object| object.fields.iter().map(|field| (object.id.clone(), field.name.clone(), field.verdict)))
            .collect();
        // The same, field by field, without walking lists.
        let mut expected = vec![];
        let content = |side: &Objects, id: u8, name: &str| match name {
            "id" => side.get(&id).map(|_| id),
            name => side.get(&id).and_then(|fields| fields.get(name)).copied(),
        };
        for id in 0u8..6 {
            for name in ["a", "b", "c", "d", "id"] {
                let [b, p, k] = [&base, &one, &other].map(|side| content(side, id, name));
                let verdict = match (p != b, k != b) {
                    (false, false) => continue,
                    (true, false) => Verdict::OnPrimary,
                    (false, true) => Verdict::OnBackup,
                    (true, true) if p == k => Verdict::BothSame,
                    (true, true) => Verdict::Conflict,
                };
                expected.push((id.to_string(), name.to_owned(), verdict));
            }
        }
        prop_assert_eq!(told, expected);
    }
}

#[test]
fn what_the_backup_shows_no_more_was_overwritten_and_what_nobody_can_see_was_not() {
    let mut book = Book::new();
    let log = line(HOME, 5, "event=jump_group_changed;old_id=1;old_tag=a;new_tag=b")
        + &line(HOME, 6, "event=jump_group_changed;old_id=1;old_unheard_of=a;new_unheard_of=b")
        + &line(HOME, 7, "event=jump_group_changed;old_id=2;old_tag=a;new_tag=b")
        + &line(HOME, 8, "event=jump_group_added;id=3;name=New")
        + &line(HOME, 30, "event=jump_group_changed;old_id=1;old_tag=a;new_tag=z");
    book.pull(Side::Home, &log);
    let base = snapshot("jump-group", &[json!({"id": 1, "tag": "a"}), json!({"id": 2, "tag": "a"})]);
    let backup = snapshot("jump-group", &[json!({"id": 1, "tag": "a"}), json!({"id": 2, "tag": "b"})]);
    let differences = three_way(&base, Some(&base), Some(&backup), &Ignored::default());
    for fact in news(&book.ledger, &differences, &taken(Side::StandIn, 1, 10), [None, Some(&backup)]) {
        book.take(fact);
    }
    let overwritten: Vec<bool> = book.ledger.entries().iter().map(|entry| entry.overwritten_at.is_some()).collect();
    assert_eq!(overwritten, [true, false, false, true, false], "the last was made after the snapshot");
}
