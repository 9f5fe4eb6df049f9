//! The list: what fits is on it once, in its order, whatever was asked, and a search finds any part of what may be looked for.

use std::cmp::Reverse;

use domain::role::Side;
use domain::time::Utc;
use ledger::catalogue::{ChangeKind, Class, Known};
use ledger::entry::{Field, Object, When, Witness, WitnessKind};
use ledger::listing::{Page, Wanted};
use ledger::reconcile::{Item, Standing};
use ledger::roles::Fate;
use ledger::text::Content;
use ledger::{Entry, EntryId, Group, Listing};
use proptest::prelude::*;

/// An entry made of few numbers, so that any two have something in common.
fn entry((number, minute, who, class, witnesses, side): (u32, u8, u8, u8, u8, u8)) -> Entry {
    let all = [WitnessKind::Syslog, WitnessKind::Snapshot, WitnessKind::Note];
    let seen = all.into_iter().enumerate().filter(|(bit, _)| witnesses & (1 << bit) != 0);
    Entry {
        id: EntryId(number),
        at: match minute {
            0 => When::Between(None, None),
            1 => When::Between(Some(at(60)), None),
            minute => When::Said(at(i64::from(minute))),
        },
        who: [None, Some("Ann Admin (ann)"), Some(r"CORP\Jörg"), Some("eve")][usize::from(who)].map(Into::into),
        who_ip: Some("192.0.2.10".into()),
        host: Some("atl-2".into()),
        side: [None, Some(Side::Home), Some(Side::StandIn)][usize::from(side)],
        place: "Users & Security > Users".into(),
        event: "user_changed".into(),
        kind: ChangeKind::Changed,
        class: [Class::Configuration, Class::SelfService, Class::Appliance][usize::from(class)],
        known: Known::Catalogue,
        object: Object { kind: "user".into(), id: Some(format!("{}", number % 7).into()), name: Some("Ärzte".into()) },
        fields: vec![
            Field {
                name: "idle_timeout".into(),
                before: Some(Content::of_text("300")),
                after: Some(Content::of_text(&format!("{minute}00"))),
                secret: false,
            },
            Field { name: "password".into(), before: None, after: Some(Content::of_text("Tr0ub4dor")), secret: true },
        ],
        witnesses: seen.map(|(_, kind)| Witness { kind, fact: u64::from(number) }).collect(),
        incomplete: false,
        ours: false,
        note: (who == 3).then(|| "asked for in CHG0031245".into()),
        overwritten_at: None,
        copied_at: None,
        seq: u64::from(number),
    }
}

fn at(minute: i64) -> Utc {
    Utc::from_millis(1_773_144_000_000 + minute * 60_000)
}

fn item(entry: &Entry, group: u8, open: bool) -> Item {
    Item {
        entry: entry.id,
        group: [Group::Carried, Group::Overwritten, Group::Noise][usize::from(group)],
        fate: Fate::Carried,
        role_then: None,
        standing: if open { Standing::Undecided } else { Standing::Settled },
        already_overwritten: false,
        against: vec![],
        seq: entry.seq,
    }
}

type Made = (Vec<Entry>, Vec<Item>);

fn ledgers() -> impl Strategy<Value = Made> {
    let one = (0..8_u8, 0..4_u8, 0..3_u8, 1..8_u8, 0..3_u8, 0..3_u8, any::<bool>());
    prop::collection::vec(one, 0..40).prop_map(|rows| {
        let numbered = (1..).zip(rows);
        let made = numbered.map(|(number, (minute, who, class, witnesses, side, group, open))| {
            let entry = entry((number, minute, who, class, witnesses, side));
            let item = item(&entry, group, open);
            (entry, item)
        });
        made.unzip()
    })
}

fn asked() -> impl Strategy<Value = Wanted> {
    let words = ["ann", "JÖRG", "c-000", "0.2.1 ÄRZ", "idle_ eve", "chg00", "100", "  300\tuser ", "nobody", "Tr0ub"];
    let sample = prop::sample::select::<&'static str>;
    (
        prop::option::of(prop::sample::select(vec![Group::Carried, Group::Overwritten, Group::Secret, Group::Noise])),
        any::<bool>(),
        prop::option::of((0..8_i64).prop_map(at)),
        prop::option::of(sample(vec!["Ann Admin (ann)", "eve", "nobody"])),
        prop::option::of(prop::sample::select(vec![Class::Configuration, Class::Appliance, Class::Automatic])),
        prop::option::of(prop::sample::select(vec![WitnessKind::Syslog, WitnessKind::Note])),
        prop::option::of(prop::sample::select(vec![Side::Home, Side::StandIn])),
        prop_oneof![Just(""), sample(words.to_vec())],
    )
        .prop_map(|(group, open, since, who, class, only, side, text)| Wanted {
            group,
            open,
            since,
            who: who.map(str::to_owned),
            class,
            only,
            side,
            text: text.to_owned(),
        })
}

/// The same, looked at one by one.
fn fits(wanted: &Wanted, entry: &Entry, item: &Item) -> bool {
    let only = |kind| entry.has(kind) && entry.witnesses.iter().all(|witness| witness.kind == kind);
    wanted.group.map_or(item.group != Group::Noise, |group| item.group == group)
        && (!wanted.open || item.standing == Standing::Undecided)
        && wanted.since.is_none_or(|since| entry.at.order_ms() >= since.millis())
        && wanted.who.as_deref().is_none_or(|who| entry.who.as_ref().is_some_and(|told| told.as_str() == who))
        && wanted.class.is_none_or(|class| entry.class == class)
        && wanted.only.is_none_or(only)
        && wanted.side.is_none_or(|side| entry.side == Some(side))
        && wanted.text.to_lowercase().split_whitespace().all(|piece| text(entry).contains(piece))
}

/// What of these entries may be found, as it is read.
fn text(entry: &Entry) -> String {
    let who = entry.who.as_ref().map_or("", |who| who.as_str());
    let (id, object) = (entry.id, entry.object.id.as_deref().unwrap_or_default());
    let note = entry.note.as_deref().unwrap_or_default();
    let after = entry.fields[0].after.as_ref().expect("a value").plain().into_owned();
    format!(
        "{id} {who} 192.0.2.10 atl-2 Users & Security > Users user_changed user {object} Ärzte {note} idle_timeout 300 {after} password"
    )
    .to_lowercase()
}

/// All pages, and how many were said to fit, each time the same.
fn pages((entries, items): &Made, wanted: &Wanted, most: usize) -> (Vec<EntryId>, usize) {
    let listing = Listing::new(entries, items);
    let (mut read, mut after, mut told) = (vec![], None, None);
    loop {
        let Page { entries: page, fitting, more } = listing.page(entries, wanted, after, most);
        assert!(page.len() <= most);
        assert_eq!(*told.get_or_insert(fitting), fitting);
        read.extend(&page);
        assert_eq!(more, read.len() < fitting);
        after = page.last().copied();
        if !more {
            return (read, fitting);
        }
    }
}

proptest! {
    #[test]
    fn pages_are_what_fits_the_newest_first_with_nothing_between_them(
        made in ledgers(), wanted in asked(), most in 1..9_usize,
    ) {
        let (entries, items) = &made;
        let all = entries.iter().zip(items);
        let mut expected: Vec<&Entry> = all.filter(|(entry, item)| fits(&wanted, entry, item)).map(|(entry, _)| entry).collect();
        expected.sort_by_key(|entry| Reverse((entry.at.order_ms(), entry.id)));
        let expected: Vec<EntryId> = expected.into_iter().map(|entry| entry.id).collect();
        let fitting = expected.len();
        prop_assert_eq!(pages(&made, &wanted, most), (expected, fitting));
    }

    #[test]
    fn what_is_counted_is_what_fits(made in ledgers()) {
        let (entries, items) = &made;
        let listing = Listing::new(entries, items);
        let counts = listing.counts();
        let all = || entries.iter().zip(items);
        let fitting = |wanted: Wanted| all().filter(|(entry, item)| fits(&wanted, entry, item)).count();
        for group in [None, Some(Group::Carried), Some(Group::Overwritten), Some(Group::Secret), Some(Group::Noise)] {
            let wanted = Wanted { group, ..Wanted::default() };
            prop_assert_eq!(listing.page(entries, &wanted, None, 1).fitting, fitting(wanted));
        }
        prop_assert_eq!(fitting(Wanted::default()), counts.total);
        prop_assert_eq!(fitting(Wanted { open: true, ..Wanted::default() }), counts.open);
        for (group, count) in &counts.groups {
            prop_assert_eq!(fitting(Wanted { group: Some(*group), ..Wanted::default() }), *count);
        }
        for (class, count) in &counts.classes {
            prop_assert_eq!(fitting(Wanted { class: Some(*class), ..Wanted::default() }), *count);
        }
        for (only, count) in &counts.only {
            prop_assert_eq!(fitting(Wanted { only: Some(*only), ..Wanted::default() }), *count);
        }
        for (who, count) in &counts.people {
            prop_assert_eq!(fitting(Wanted { who: Some(who.as_str().to_owned()), ..Wanted::default() }), *count);
        }
        prop_assert_eq!(counts.groups.values().sum::<usize>(), counts.total);
        prop_assert!(counts.people.is_sorted_by(|(_, more), (_, less)| more >= less));
        let marks = listing.newest(entries, 5);
        prop_assert!(marks.len() <= 5 && marks.is_sorted_by_key(|(at, _, _)| *at));
    }
}

fn few() -> Made {
    let entries: Vec<Entry> = (1..=30).map(|number| entry((number, 2, 1, 0, 1, 1))).collect();
    let items = entries.iter().map(|entry| item(entry, 0, false)).collect();
    (entries, items)
}

#[test]
fn the_value_of_a_secret_is_found_by_nothing_and_what_is_no_text_finds_nothing() {
    let made = few();
    let found = |text: &str| pages(&made, &Wanted { text: text.into(), ..Wanted::default() }, 7).1;
    assert_eq!(found("password"), 30);
    for none in ["tr0ub4dor", "usersx", "c-0001 c-0002", "user_changeduser", "u%", "\"", "a\"b OR c-0001", "NEAR("] {
        assert_eq!(found(none), 0, "{none:?}");
    }
    for all in ["", "  \n", "ATL-2", "ärz", "Ärzte"] {
        assert_eq!(found(all), 30, "{all:?}");
    }
    assert_eq!(found("c-0017"), 1);
}

#[test]
fn of_many_marks_the_newest_stay_and_noise_is_none_of_them() {
    let (entries, mut items) = few();
    items[29].group = Group::Noise;
    let listing = Listing::new(&entries, &items);
    assert_eq!(listing.newest(&entries, 400).len(), 29);
    assert_eq!(listing.newest(&entries, 3), vec![(at(2), Some(Side::Home), false); 3]);
    assert!(Listing::new(&[], &[]).newest(&[], 3).is_empty());
}

#[test]
fn a_part_of_a_word_is_found_whatever_letter_comes_after_it() {
    let (mut entries, items) = few();
    entries[0].note = Some("ΟΔΟΣΑ".into());
    let made = (entries, items);
    let found = pages(&made, &Wanted { text: "ΟΔΟΣ".into(), ..Wanted::default() }, 9).0;
    assert_eq!(found, [EntryId(1)], "the last letter of a word is another one in Greek");
}
