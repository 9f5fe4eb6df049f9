//! A maintenance as it happens: changes of all kinds on both appliances, told by syslog, by snapshots, by both, by neither.

use std::collections::BTreeMap;

use domain::role::Side;
use ledger::compare::{Ignored, news, three_way};
use ledger::reconcile::{Standing, Verdict};
use ledger::{Group, Listing, Snapshot};
use serde_json::{Value, json};

use crate::reconcile::Desk;
use crate::snapshots::{snapshot, taken};
use crate::story::{HOME, STAND_IN};

/// Forty groups changed on the primary, four on the backup, two on both.
fn configuration(primary: bool, backup: bool) -> Snapshot {
    let tag = |id: u32| match id {
        1..=40 if primary => "of the primary",
        41..=44 if backup => "of the backup",
        47 | 48 if primary => "one",
        47 | 48 if backup => "other",
        _ => "before",
    };
    let object = |id: u32| json!({"id": id, "name": format!("g{id}"), "tag": tag(id)});
    snapshot("jump-group", &(1..=50).map(object).collect::<Vec<Value>>())
}

fn change(id: u32, after: &str) -> String {
    format!("event=jump_group_changed;old_id={id};old_name=g{id};old_tag=before;new_tag={after}")
}

/// All that syslog tells.
fn told(desk: &mut Desk) {
    desk.on(STAND_IN, -5, &change(49, "lost at the outbound leg"));
    for id in 1..=40 {
        desk.on(STAND_IN, i64::from(id), &change(id, "of the primary"));
        desk.on(STAND_IN, i64::from(id), "event=login;target=web/login;status=success");
    }
    for id in 41..=44 {
        desk.on(HOME, i64::from(id), &change(id, "of the backup"));
    }
    // An automatic sync overwrites these two before anyone looks.
    desk.on(HOME, 10, &change(45, "of the backup"));
    desk.on(HOME, 11, &change(46, "of the backup"));
    for id in [47, 48] {
        desk.on(STAND_IN, 20, &change(id, "one"));
        desk.on(HOME, 21, &change(id, "other"));
    }
    desk.on(STAND_IN, 22, "event=network_address_added;enabled=1;interface=0;ip=192.0.2.30");
    desk.on(HOME, 23, "event=syslog_server_changed;old_host=a;new_host=b");
    desk.on(HOME, 24, "event=certificate_export;common_name=Example CA");
    desk.on(STAND_IN, 25, "event=user_changed;old_id=62;old_username=bob;new_password=***NEW***");
    desk.on(HOME, 26, "event=api_account_changed;old_id=7;old_name=x;new_client_secret=***NEW***");
}

fn shown(desk: &mut Desk) {
    let (base, primary, backup) = (configuration(false, false), configuration(true, false), configuration(false, true));
    let differences = three_way(&base, Some(&primary), Some(&backup), &Ignored::default());
    for fact in news(&desk.book.ledger, &differences, &taken(Side::StandIn, 1, 50), [None, Some(&backup)]) {
        desk.book.take(fact);
    }
}

fn counts(desk: &Desk) -> BTreeMap<String, usize> {
    let listing = Listing::new(desk.book.ledger.entries(), desk.look().items());
    listing.counts().groups.iter().map(|(group, count)| (format!("{group:?}"), *count)).collect()
}

fn expected(counts: &[(&str, usize)]) -> BTreeMap<String, usize> {
    counts.iter().map(|(group, count)| ((*group).to_owned(), *count)).collect()
}

const BOTH: &[(&str, usize)] =
    &[("Carried", 42), ("Overwritten", 7), ("Conflict", 2), ("NeverSynced", 3), ("Secret", 2)];

#[test]
fn by_syslog_and_snapshots_each_change_is_there_once() {
    let mut desk = Desk::watched();
    told(&mut desk);
    shown(&mut desk);
    assert_eq!(counts(&desk), expected(BOTH));
    let looked = desk.look();
    let overwritten: Vec<bool> = looked.group(Group::Overwritten).map(|item| item.already_overwritten).collect();
    assert_eq!(overwritten.iter().filter(|already| **already).count(), 3, "two by a sync meanwhile, one by the leg's");
    assert_eq!(looked.verdict, Verdict::DecisionsNeeded);
    assert!(looked.items().iter().all(|item| item.standing == Standing::Undecided));
    assert_eq!(desk.book.ledger.noise().values().sum::<u64>(), 40);
}

#[test]
fn the_order_of_the_witnesses_makes_no_difference_to_what_is_told() {
    let (mut one, mut other) = (Desk::watched(), Desk::watched());
    told(&mut one);
    shown(&mut one);
    shown(&mut other);
    told(&mut other);
    assert_eq!(counts(&one), counts(&other));
    let known = |desk: &Desk| {
        let line =
            |entry: &ledger::Entry| format!("{:?} {:?} {:?} {:?}", entry.object.id, entry.side, entry.fields, entry.at);
        let mut lines: Vec<String> = desk.book.ledger.entries().iter().map(line).collect();
        lines.sort();
        lines
    };
    assert_eq!(known(&one), known(&other));
}

#[test]
fn by_syslog_alone_nothing_is_known_to_be_overwritten_meanwhile_and_all_is_told() {
    let mut desk = Desk::watched();
    told(&mut desk);
    assert_eq!(counts(&desk), expected(BOTH));
    assert_eq!(desk.look().group(Group::Overwritten).filter(|item| item.already_overwritten).count(), 1);
}

#[test]
fn by_snapshots_alone_what_was_overwritten_meanwhile_is_not_known_and_the_gap_is_a_blind_spot() {
    let mut desk = Desk::unwatched();
    shown(&mut desk);
    assert_eq!(counts(&desk), expected(&[("Carried", 42), ("Overwritten", 4), ("Conflict", 2)]));
    let looked = desk.look();
    assert!(looked.blind_spots.len() >= 2, "no log of either");
    assert!(desk.book.ledger.entries().iter().all(|entry| entry.who.is_none()));
}

#[test]
fn by_neither_nothing_was_watched() {
    let desk = Desk::unwatched();
    assert_eq!(desk.look().sentence(), "Nothing was watched");
}
