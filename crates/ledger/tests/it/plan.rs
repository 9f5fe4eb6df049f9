//! How changes are put on the primary: exact calls, or the way to click.

use domain::observation::Product;
use domain::role::Side;
use ledger::compare::{Ignored, news, three_way};
use ledger::plan::{Act, Call, Intent, Method, Step, Views, Why, is_done, named_like, not_twice, plan, step};
use ledger::{Entry, Snapshot, Taking};
use serde_json::{Value, json};

use crate::snapshots::{snapshot, taken};
use crate::story::{Book, HOME, line};

fn groups(objects: &[Value]) -> Snapshot {
    snapshot("jump-group", objects)
}

fn views<'a>(baseline: &'a Snapshot, primary: &'a Snapshot, backup: &'a Snapshot) -> Views<'a> {
    Views { product: Product::Rs, primary, baseline: Some(baseline), backup: Some(backup) }
}

/// What the backup has of its own, as entries.
fn made_on_the_backup(baseline: &Snapshot, primary: &Snapshot, backup: &Snapshot) -> Vec<Entry> {
    let mut book = Book::new();
    let differences = three_way(baseline, Some(primary), Some(backup), &Ignored::default());
    for fact in news(&book.ledger, &differences, &taken(Side::StandIn, 1, 10), [None, Some(backup)]) {
        book.take(fact);
    }
    book.ledger.entries().iter().filter(|entry| entry.side == Some(Side::Home)).cloned().collect()
}

fn call(step: &Step) -> &Call {
    let Act::Call(call) = &step.act else { panic!("a call, not {:?}", step.act) };
    call
}

fn why(step: &Step) -> &Why {
    let Act::ByHand(by_hand) = &step.act else { panic!("by hand, not {:?}", step.act) };
    &by_hand.why
}

#[test]
fn a_changed_field_is_one_patch_with_before_and_after() {
    let baseline = groups(&[json!({"id": 3, "name": "Night", "comments": "a"})]);
    let backup = groups(&[json!({"id": 3, "name": "Night", "comments": "b"})]);
    let entries = made_on_the_backup(&baseline, &baseline, &backup);
    let step = step(&entries[0], Intent::Reapply, &views(&baseline, &baseline, &backup));
    let expected = Call {
        method: Method::Patch,
        path: "/api/config/v1/jump-group/3".to_owned(),
        body: Some(json!({"comments": "b"})),
        before: Some(json!({"comments": "a"})),
        after: Some(json!({"comments": "b"})),
    };
    assert_eq!(call(&step), &expected);
    assert!(is_done(&expected, backup.get("jump-group", "3")));
    assert!(!is_done(&expected, baseline.get("jump-group", "3")));
    let done = ledger::plan::step(&entries[0], Intent::Reapply, &views(&baseline, &backup, &backup));
    assert_eq!(done.act, Act::AlreadySo);
}

#[test]
fn what_may_have_been_added_before_is_for_a_person_and_a_change_may_be_sent_again() {
    let baseline = groups(&[json!({"id": 3, "name": "Night", "comments": "a"})]);
    let backup = groups(&[json!({"id": 3, "name": "Night", "comments": "b"}), json!({"id": 9, "name": "Day"})]);
    let entries = made_on_the_backup(&baseline, &baseline, &backup);
    let steps: Vec<Step> = entries
        .iter()
        .map(|entry| not_twice(entry, step(entry, Intent::Reapply, &views(&baseline, &baseline, &backup))))
        .collect();
    let [changed, added] = steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!((call(changed).method, why(added)), (Method::Patch, &Why::MayBeMade));
    // What it would have made is known by its name.
    let added = step(&entries[1], Intent::Reapply, &views(&baseline, &baseline, &backup));
    let made = |name: &str| groups(&[json!({"id": 12, "name": name, "comments": "by hand"})]);
    assert!(named_like(call(&added), "jump-group", &made("Day")).is_some());
    assert!(named_like(call(&added), "jump-group", &made("Night")).is_none());
}

#[test]
fn what_syslog_tells_as_text_is_written_in_the_type_of_the_api() {
    let mut book = Book::new();
    let payload = "event=jump_policy_changed;old_id=4;old_display_name=N;old_schedule_enabled=0;new_schedule_enabled=1;new_simultaneous_jumps=join;new_unheard_of=1";
    book.pull(Side::Home, &line(HOME, 5, payload));
    let now = json!({"id": 4, "display_name": "N", "schedule_enabled": false, "simultaneous_jumps": "disallow"});
    let primary = snapshot("jump-policy", &[now]);
    let step = step(&book.ledger.entries()[0], Intent::Reapply, &views(&primary, &primary, &primary));
    assert_eq!(call(&step).body, Some(json!({"schedule_enabled": true, "simultaneous_jumps": "join"})));
    assert_eq!(step.also_by_hand.iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["unheard_of"]);
}

#[test]
fn an_added_object_is_posted_with_the_fields_that_may_be_written_and_undone_by_a_delete() {
    let baseline = groups(&[]);
    let backup = groups(&[json!({"id": 9, "name": "New", "code_name": "new", "comments": null, "unwritable": 1})]);
    let entries = made_on_the_backup(&baseline, &baseline, &backup);
    let step_of = |intent, primary| step(&entries[0], intent, &views(&baseline, primary, &backup));
    let posted = step_of(Intent::Reapply, &baseline);
    assert_eq!((call(&posted).method, call(&posted).path.as_str()), (Method::Post, "/api/config/v1/jump-group"));
    assert_eq!(call(&posted).body, Some(json!({"code_name": "new", "name": "New"})));
    assert_eq!(why(&step_of(Intent::Reapply, &backup)), &Why::AlreadyThere);
    let undone = step_of(Intent::Undo, &backup);
    assert_eq!((call(&undone).method, call(&undone).path.as_str()), (Method::Delete, "/api/config/v1/jump-group/9"));
    assert_eq!(step_of(Intent::Undo, &baseline).act, Act::AlreadySo);
}

#[test]
fn an_object_of_another_name_under_the_same_id_is_left_alone() {
    // Both sides have added an object, and both have given it the next id.
    let baseline = groups(&[]);
    let backup = groups(&[json!({"id": 9, "name": "Of the backup"})]);
    let primary = groups(&[json!({"id": 9, "name": "Of the primary"})]);
    let mut book = Book::new();
    book.pull(Side::Home, &line(HOME, 5, "event=jump_group_added;id=9;name=Of the backup"));
    let entry = &book.ledger.entries()[0];
    let views = views(&baseline, &primary, &backup);
    assert_eq!(call(&step(entry, Intent::Reapply, &views)).method, Method::Post);
    assert_eq!(step(entry, Intent::Undo, &views).act, Act::AlreadySo);
}

#[test]
fn members_are_written_below_their_parent() {
    let of = |users: &[u32]| {
        let mut taking = Taking::new();
        taking.read("jump-group/user");
        for user in users {
            taking.object("jump-group/user", Some("3"), &json!({"user_id": user, "jump_item_role_id": null}));
        }
        for user in [17, 18] {
            taking.object("user", None, &json!({"id": user, "username": format!("u{user}")}));
        }
        taking.finish()
    };
    let (baseline, backup) = (of(&[18]), of(&[17]));
    let entries = made_on_the_backup(&baseline, &baseline, &backup);
    let all: Vec<_> = entries.iter().map(|entry| (entry, Intent::Reapply)).collect();
    let steps = plan(&all, &views(&baseline, &baseline, &backup));
    let told: Vec<_> = steps.iter().map(|step| (call(step).method, call(step).path.as_str())).collect();
    let root = "/api/config/v1/jump-group/3/user";
    assert_eq!(told, [(Method::Post, root), (Method::Delete, &*format!("{root}/18"))]);
    assert_eq!(call(&steps[0]).body, Some(json!({"user_id": 17})));
}

#[test]
fn what_refers_to_something_the_primary_does_not_have_is_for_a_person() {
    let of = |items: &[Value], jumpoint: &str| {
        let mut taking = Taking::new();
        taking.read("jump-item/shell-jump");
        for item in items {
            taking.object("jump-item/shell-jump", None, item);
        }
        taking.object("jumpoint", None, &json!({"id": 2, "name": jumpoint}));
        taking.finish()
    };
    let item = json!({"id": 5, "name": "router", "hostname": "r", "jumpoint_id": 2, "jump_group_id": 1, "jump_group_type": "personal"});
    let (baseline, backup, other) = (of(&[], "East"), of(&[item], "East"), of(&[], "West"));
    let entries = made_on_the_backup(&baseline, &baseline, &backup);
    let posted = step(&entries[0], Intent::Reapply, &views(&baseline, &baseline, &backup));
    assert_eq!(call(&posted).method, Method::Post);
    let refused = step(&entries[0], Intent::Reapply, &views(&baseline, &other, &backup));
    assert_eq!(why(&refused), &Why::RefersTo { field: "jumpoint_id".to_owned() });
}

#[test]
fn what_the_api_cannot_write_is_a_way_to_click() {
    let mut book = Book::new();
    let log = line(HOME, 5, "event=skill_added;id=1;name=Printing")
        + &line(HOME, 6, "event=user_added;id=99;username=carl;password=***NEW***")
        + &line(HOME, 7, "event=jump_group_changed;old_id=77;old_comments=a;new_comments=b");
    book.pull(Side::Home, &log);
    let mut taking = Taking::new();
    taking.read("jump-group");
    taking.read("user");
    let empty = taking.finish();
    let steps: Vec<Step> = book
        .ledger
        .entries()
        .iter()
        .map(|entry| step(entry, Intent::Reapply, &Views { product: Product::Pra, ..views(&empty, &empty, &empty) }))
        .collect();
    let Act::ByHand(skill) = &steps[0].act else { panic!("by hand") };
    assert_eq!((skill.place.as_str(), skill.object.as_deref()), ("Configuration > Skills", Some("Printing")));
    assert_eq!(steps.iter().map(why).collect::<Vec<_>>(), [&Why::NotWritten, &Why::NeedsASecret, &Why::NotThere]);
    let written = serde_json::to_value(&steps).expect("a plan is JSON");
    assert_eq!(serde_json::from_value::<Vec<Step>>(written).expect("own text"), steps);
}

#[test]
fn ids_are_one_segment_of_the_path() {
    let baseline = groups(&[json!({"id": "a/../b?c", "name": "x", "comments": "a"})]);
    let backup = groups(&[json!({"id": "a/../b?c", "name": "x", "comments": "b"})]);
    let entries = made_on_the_backup(&baseline, &baseline, &backup);
    let step = step(&entries[0], Intent::Reapply, &views(&baseline, &baseline, &backup));
    assert_eq!(call(&step).path, "/api/config/v1/jump-group/a%2F..%2Fb%3Fc");
}

#[test]
fn changes_are_made_again_in_their_order_and_taken_back_in_the_opposite_one() {
    let mut book = Book::new();
    let change =
        |old: &str, new: &str| format!("event=jump_group_changed;old_id=3;old_comments={old};new_comments={new}");
    book.pull(Side::Home, &(line(HOME, 5, &change("a", "b")) + &line(HOME, 6, &change("b", "c"))));
    let now = groups(&[json!({"id": 3, "name": "Night", "comments": "x"})]);
    let last = |intent| {
        let entries: Vec<_> = book.ledger.entries().iter().map(|entry| (entry, intent)).collect();
        let steps = plan(&entries, &views(&now, &now, &now));
        call(steps.last().expect("two")).body.clone()
    };
    assert_eq!(last(Intent::Reapply), Some(json!({"comments": "c"})));
    assert_eq!(last(Intent::Undo), Some(json!({"comments": "a"})));
}

#[test]
fn where_the_primary_was_not_read_nothing_is_written() {
    let (baseline, backup) = (groups(&[]), groups(&[json!({"id": 9, "name": "New"})]));
    let entries = made_on_the_backup(&baseline, &baseline, &backup);
    let nothing = Snapshot::default();
    for intent in [Intent::Reapply, Intent::Undo] {
        assert_eq!(why(&step(&entries[0], intent, &views(&baseline, &nothing, &backup))), &Why::ValuesNotKnown);
    }
}
