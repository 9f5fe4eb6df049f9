//! Messages to facts: who, what, from what to what; each once.

use domain::role::Side;
use ledger::catalogue::{ChangeKind, Class};
use ledger::entry::WitnessKind;
use ledger::fact::{Fact, MessageFact};
use ledger::roles::made_on;
use ledger::{Entry, Folded};
use proptest::prelude::*;

use crate::story::{Book, HOME, STAND_IN, context, line, line_of, pulled, pulled_bytes};

fn only(log: &str) -> Entry {
    let mut book = Book::new();
    book.pull(Side::StandIn, log);
    let [entry] = book.ledger.entries() else { panic!("one entry, not {:?}", book.ledger.entries()) };
    entry.clone()
}

fn told(entry: &Entry) -> Vec<(String, Option<String>, Option<String>)> {
    let plain = |content: &Option<ledger::text::Content>| content.as_ref().map(|content| content.plain().into_owned());
    entry.fields.iter().map(|field| (field.name.to_string(), plain(&field.before), plain(&field.after))).collect()
}

fn text(before: Option<&str>, after: Option<&str>, name: &str) -> (String, Option<String>, Option<String>) {
    (name.to_owned(), before.map(str::to_owned), after.map(str::to_owned))
}

#[test]
fn a_change_tells_who_of_what_and_only_what_differs() {
    let payload =
        "event=user_changed;old_id=62;old_username=bob;old_account:comments=;old_display_number=7;new_display_number=8";
    let entry = only(&line(STAND_IN, 5, payload));
    assert_eq!(entry.who.as_ref().map(|who| who.as_str()), Some("Ann Admin (ann)"));
    assert_eq!(entry.who_ip.as_ref().map(|ip| ip.as_str()), Some("192.0.2.10"));
    assert_eq!((entry.side, entry.kind, entry.class), (Some(Side::StandIn), ChangeKind::Changed, Class::Configuration));
    assert_eq!(entry.place.as_str(), "Users & Security > Users");
    assert_eq!((entry.object.kind.as_str(), entry.object.id.as_deref()), ("user", Some("62")));
    assert_eq!(entry.object.name.as_deref(), Some("bob"));
    assert_eq!(told(&entry), [text(Some("7"), Some("8"), "display_number")]);
}

#[test]
fn what_was_added_has_no_before_and_what_was_removed_no_after() {
    let added = only(&line(STAND_IN, 5, "event=jump_policy_added;id=4;code_name=night;display_name=Night"));
    assert!(told(&added).contains(&text(None, Some("night"), "code_name")));
    assert_eq!(added.object.kind.as_str(), "jump-policy");
    let removed = only(&line(STAND_IN, 5, "event=jump_policy_removed;id=4;code_name=night"));
    assert!(told(&removed).contains(&text(Some("night"), None, "code_name")));
    assert!(!told(&removed).iter().any(|(name, _, _)| name == "site" || name == "who"));
}

#[test]
fn a_secret_is_only_known_to_have_changed_and_its_value_is_in_no_fact() {
    let log = line(
        STAND_IN,
        5,
        "event=user_changed;old_id=62;old_password=canary-1;new_password=canary-2;new_email:password=***NEW***",
    );
    let facts = pulled(Side::StandIn, &log);
    let written = serde_json::to_string(&facts).expect("facts are JSON");
    assert!(!written.contains("canary"), "{written}");
    let entry = only(&log);
    assert!(entry.is_all_secret());
    assert_eq!(told(&entry), [text(None, None, "password"), text(None, None, "email:password")]);
    assert!(only(&line(STAND_IN, 5, "event=change_password;status=success")).is_all_secret());
}

#[test]
fn a_setting_is_its_own_object_and_the_swap_itself_is_no_change() {
    let entry = only(&line(STAND_IN, 5, "event=setting_changed;old_api=0;new_api=1"));
    assert_eq!((entry.object.kind.as_str(), entry.object.name.as_deref()), ("setting", Some("api")));
    assert_eq!(entry.place.as_str(), "Management > API Configuration");
    let mut book = Book::new();
    assert_eq!(book.pull(Side::StandIn, &line(STAND_IN, 5, "event=setting_changed;become_primary;")), [Folded::Noise]);
    assert_eq!(book.ledger.role_marks().stand_in.len(), 1);
}

#[test]
fn noise_is_counted_and_is_no_entry() {
    let mut book = Book::new();
    let log = line(STAND_IN, 1, "event=login;target=web/login;status=success")
        + &line(STAND_IN, 2, "event=token;target=web/api;status=success")
        + &line(STAND_IN, 3, "event=syslog_report_generated")
        + &line(STAND_IN, 4, "event=change_password;status=failure;reason=invalid password");
    assert_eq!(book.pull(Side::StandIn, &log), [Folded::Noise; 4]);
    assert!(book.ledger.entries().is_empty());
    assert_eq!(book.ledger.noise().values().sum::<u64>(), 4);
}

#[test]
fn an_edit_of_ones_own_account_right_after_signing_on_is_automatic() {
    let login = line(STAND_IN, 5, "event=login;target=web/login;status=success");
    let edit = "event=user_changed;old_id=62;old_username=ann;old_x=0;new_x=1";
    assert_eq!(only(&(login.clone() + &line(STAND_IN, 5, edit))).class, Class::Automatic);
    assert_eq!(only(&(login + &line(STAND_IN, 9, edit))).class, Class::Configuration);
    assert_eq!(only(&line(STAND_IN, 5, "event=user_added;id=63;username=ann")).class, Class::Automatic);
}

#[test]
fn our_own_api_account_is_recognised() {
    let own = line(STAND_IN, 5, "event=team_added;id=3;name=T").replace("Ann Admin (ann)", "Ops API (0a1b2c)");
    assert!(only(&own).ours);
    assert!(!only(&line(STAND_IN, 5, "event=team_added;id=3;name=T")).ours);
}

#[test]
fn it_was_made_where_the_header_says_and_never_where_it_was_pulled() {
    let mut book = Book::new();
    book.pull(Side::StandIn, &line(HOME, 5, "event=team_added;id=3;name=T"));
    book.pull(Side::StandIn, &line("elsewhere", 5, "event=team_added;id=3;name=T"));
    let sides: Vec<_> = book.ledger.entries().iter().map(|entry| entry.side).collect();
    assert_eq!(sides, [Some(Side::Home), None]);
    let mut hosts = context().hosts;
    assert_eq!(made_on("ATL-1", &hosts), Some(Side::Home));
    assert_eq!(made_on("", &hosts), None);
    hosts.stand_in = vec!["atl-1.dr.example.test".to_owned()];
    assert_eq!(made_on("atl-1", &hosts), None, "both could be meant");
    assert_eq!(made_on("atl-1.dr.example.test", &hosts), Some(Side::StandIn));
}

#[test]
fn pulled_again_and_from_the_other_appliance_it_is_one_witness() {
    let log = line(STAND_IN, 5, "event=team_added;id=3;name=T") + &line(STAND_IN, 6, "event=team_removed;id=3;name=T");
    let mut book = Book::new();
    assert_eq!(book.pull(Side::StandIn, &log).len(), 2);
    assert!(book.pull(Side::StandIn, &log).is_empty());
    assert!(book.pull(Side::Home, &log).is_empty());
    assert!(
        book.pull(Side::Home, &log.replace("Mar 10 12:00:00 atl-2 BG", "<133>1 2026-03-10T13:00:00Z ATL-2 BG"))
            .is_empty()
    );
}

#[test]
fn two_equal_changes_of_one_second_are_two_however_often_they_are_pulled() {
    let twice = line(STAND_IN, 5, "event=team_changed;old_name=a;new_name=b").repeat(2);
    let mut book = Book::new();
    assert_eq!(book.pull(Side::StandIn, &twice).len(), 2);
    assert!(book.pull(Side::Home, &twice).is_empty());
    // The first of them has been rotated away.
    assert!(book.pull(Side::StandIn, &line(STAND_IN, 5, "event=team_changed;old_name=a;new_name=b")).is_empty());
    assert_eq!(book.ledger.entries().len(), 2);
}

#[test]
fn a_message_of_which_a_segment_was_missing_is_completed_by_its_whole() {
    let first = line_of(STAND_IN, 9, "1427:01:02", 5, "event=user_changed;old_id=62;old_a=1;new_a=2;old_b=1;new_");
    let second = "Mar 10 12:00:00 atl-2 BG[9]: 1427:02:02:b=2;\n";
    let mut book = Book::new();
    book.pull(Side::StandIn, &first);
    assert!(book.ledger.entries()[0].incomplete);
    book.pull(Side::StandIn, &(first + second));
    let [entry] = book.ledger.entries() else { panic!("one entry") };
    assert!(!entry.incomplete);
    assert_eq!(entry.fields.len(), 2);
    assert_eq!(entry.witnesses.len(), 2);
    assert!(entry.witnesses.iter().all(|witness| witness.kind == WitnessKind::Syslog));
}

#[test]
fn without_a_time_of_its_own_it_stands_between_its_neighbours() {
    let log =
        "Mar 10 12:00:30 atl-2 BG: 1427:01:01:site=s;who=Ann(ann);who_ip=192.0.2.1; event=team_added;id=3;name=T\n";
    let entry = only(log);
    assert!(entry.at.earliest() < entry.at.latest());
    assert_eq!(entry.object.name.as_deref(), Some("T"));
}

/// The logs that the parser is held to.
const LOGS: &[&[u8]] = &[
    include_bytes!("../../../../tests/fixtures/syslog/damage.log"),
    include_bytes!("../../../../tests/fixtures/syslog/escapes.log"),
    include_bytes!("../../../../tests/fixtures/syslog/form-a.log"),
    include_bytes!("../../../../tests/fixtures/syslog/form-b.log"),
    include_bytes!("../../../../tests/fixtures/syslog/form-c.log"),
    include_bytes!("../../../../tests/fixtures/syslog/form-d.log"),
    include_bytes!("../../../../tests/fixtures/syslog/form-e.log"),
    include_bytes!("../../../../tests/fixtures/syslog/keys-and-values.log"),
    include_bytes!("../../../../tests/fixtures/syslog/other-programs.log"),
    include_bytes!("../../../../tests/fixtures/syslog/rotated.0.log"),
    include_bytes!("../../../../tests/fixtures/syslog/rotated.1.log"),
    include_bytes!("../../../../tests/fixtures/syslog/rotated.2.log"),
    include_bytes!("../../../../tests/fixtures/syslog/segments-cut-anywhere.log"),
    include_bytes!("../../../../tests/fixtures/syslog/segments-in-any-order.log"),
    include_bytes!("../../../../tests/fixtures/syslog/segments.log"),
    include_bytes!("../../../../tests/fixtures/syslog/sites.log"),
    include_bytes!("../../../../tests/fixtures/syslog/without-when.log"),
];

#[test]
fn every_message_of_the_parsers_logs_is_an_entry_or_counted() {
    for log in LOGS {
        let facts = pulled_bytes(Side::Home, log);
        let mut book = Book::new();
        for fact in &facts {
            book.take(Fact::Message(Box::new(fact.clone())));
        }
        let told: usize = book.ledger.entries().iter().map(|entry| entry.witnesses.len()).sum();
        let counted: u64 = book.ledger.noise().values().sum();
        assert_eq!(told as u64 + counted, facts.len() as u64);
        assert_eq!(book.ledger.messages(), facts.len() as u64);
    }
}

/// Which of a log's messages each pull begins at, and from which appliance it is.
fn pulls() -> impl Strategy<Value = (Vec<u8>, Vec<(usize, bool)>)> {
    (proptest::collection::vec(0u8..4, 1..40), proptest::collection::vec((0usize..40, any::<bool>()), 1..6))
}

proptest! {
    #[test]
    fn any_pulls_of_a_growing_log_find_each_message_once((changes, pulls) in pulls()) {
        // Messages come in bursts of equal ones; a pull begins at the start of a burst, as reading on does.
        let lines: Vec<String> = changes
            .iter()
            .zip(0..)
            .flat_map(|(many, minutes)| vec![line(STAND_IN, minutes, "event=team_changed;old_name=a;new_name=b"); usize::from(*many)])
            .collect();
        let bursts: Vec<usize> = changes.iter().scan(0, |at, many| { let start = *at; *at += usize::from(*many); Some(start) }).collect();
        let mut book = Book::new();
        let mut read_to = 0;
        for (end, from_home) in pulls {
            let end = end.min(bursts.len());
            let until = bursts.get(end).copied().unwrap_or(lines.len()).max(read_to);
            let begin = bursts.iter().copied().filter(|start| *start <= read_to).max().unwrap_or(0);
            let side = if from_home { Side::Home } else { Side::StandIn };
            book.pull(side, &lines[begin..until].concat());
            read_to = until;
        }
        book.pull(Side::Home, &lines.concat());
        prop_assert_eq!(book.ledger.entries().len(), lines.len());
    }

    #[test]
    fn folding_again_or_a_fact_twice_gives_the_same_ledger(changes in proptest::collection::vec((0u8..4, 0u8..3, any::<bool>()), 1..30), twice in any::<u32>()) {
        let line_of = |((object, value, home), minutes): (&(u8, u8, bool), i64)| {
            let payload = format!("event=team_changed;old_id={object};old_name=x;new_name={value}");
            line(if *home { HOME } else { STAND_IN }, minutes, &payload)
        };
        let facts: Vec<MessageFact> = changes.iter().zip(0..).map(line_of).flat_map(|line| pulled(Side::Home, &line)).collect();
        let mut once = Book::new();
        let mut doubled = Book::new();
        for (at, fact) in facts.iter().enumerate() {
            let fact = Fact::Message(Box::new(fact.clone()));
            once.ledger.take(u64::try_from(at).expect("few") + 1, &fact);
            doubled.ledger.take(u64::try_from(at).expect("few") + 1, &fact);
            if twice & (1 << (at % 32)) != 0 {
                let again = doubled.ledger.take(u64::try_from(at).expect("few") + 1, &fact);
                prop_assert_eq!(again, Folded::Known);
            }
        }
        prop_assert_eq!(once.ledger.entries(), doubled.ledger.entries());
        let written = serde_json::to_string(once.ledger.entries()).expect("entries are JSON");
        let read: Vec<Entry> = serde_json::from_str(&written).expect("own text");
        prop_assert_eq!(once.ledger.entries(), &read[..]);
    }

    #[test]
    fn a_fact_reads_back_as_it_was_written(value in "\\PC{0,20}", when in 0i64..4_000_000_000) {
        let escaped = value.replace('\\', "\\\\").replace(';', "\\;").replace('=', "\\=");
        let log = format!("Mar 10 12:00:00 atl-2 BG[1]: 1427:01:01:event=user_changed;when={when};new_comments={escaped}\n");
        let facts = pulled(Side::StandIn, &log);
        let json = serde_json::to_string(&facts).expect("facts are JSON");
        prop_assert_eq!(serde_json::from_str::<Vec<MessageFact>>(&json).expect("own text"), facts);
    }
}
