//! What is missing or broken takes nothing else with it, and never makes something up.

use syslog::Wholeness::{Middle, NoBeginning, NoEnd, Whole};
use syslog::{End, Fault, Wholeness};

use crate::told::{Told, read, text};
use crate::writer::{Author, Style, line};

fn part(number: usize, total: usize, payload: &str) -> Vec<u8> {
    line(
        &Author { style: Style::Report, host: "hostb", pid: 7, site: 1427, second: 0 },
        number,
        total,
        payload.as_bytes(),
    )
}

/// The one message of these segments of `total`.
fn message(total: usize, parts: &[(usize, &str)]) -> Told {
    let log = read(text(&parts.iter().map(|(number, payload)| part(*number, total, payload)).collect::<Vec<_>>()));
    assert_eq!((log.messages.len(), log.tally.incomplete), (1, 1));
    log.messages[0].clone()
}

fn cut(told: &Told) -> Vec<(&str, &str, Wholeness)> {
    told.fields.iter().map(|(key, value, wholeness)| (key.as_str(), value.as_str(), *wholeness)).collect()
}

#[test]
fn an_incomplete_message_says_what_is_missing_and_keeps_its_event() {
    let told = message(4, &[(1, "event=user_changed;old_per"), (4, "ob;new_id=1")]);
    assert_eq!((told.end, told.missing.as_slice()), (End::InputEnded, &[(2, 3)][..]));
    assert_eq!(told.event.as_deref(), Some("user_changed"));
    let expected =
        [("event", "user_changed", Whole), ("old_per", "", NoEnd), ("ob", "", NoBeginning), ("new_id", "1", Whole)];
    assert_eq!(cut(&told), expected);
}

#[test]
fn the_beginning_and_the_end_may_be_missing() {
    let told = message(3, &[(2, "t=1;event=login;new_")]);
    assert_eq!(told.missing, [(1, 1), (3, 3)]);
    assert_eq!(cut(&told), [("t", "1", NoBeginning), ("event", "login", Whole), ("new_", "", NoEnd)]);
    assert_eq!(cut(&message(3, &[(2, "middle")])), [("middle", "", Middle)]);
}

#[test]
fn a_separator_that_ends_a_segment_ends_its_field() {
    assert_eq!(cut(&message(2, &[(1, "event=login;")])), [("event", "login", Whole)]);
    assert_eq!(cut(&message(2, &[(1, r"event=login\;")])), [("event", "login;", NoEnd)]);
}

#[test]
fn an_event_that_is_cut_off_is_not_the_event() {
    assert_eq!(message(2, &[(1, "when=1;event=user_")]).event, None);
    assert_eq!(message(2, &[(2, "event=login;when=1")]).event, None, "it may be the end of old_event");
}

#[test]
fn what_may_have_been_escaped_does_not_begin_a_field() {
    // The end of the first segment may have been a backslash: then the separator is a user's, and so is what follows.
    for (payload, event) in [(";event=login", None), (r"\\;event=login", None), (r"\;event=login", None)] {
        assert_eq!(message(2, &[(2, payload)]).event.as_deref(), event, "{payload}");
    }
    assert_eq!(message(2, &[(2, "x;event=login")]).event.as_deref(), Some("login"));
    assert_eq!(message(2, &[(2, r"\x;event=login")]).event.as_deref(), Some("login"));
}

#[test]
fn an_empty_segment_between_gaps_is_nothing() {
    let told = message(5, &[(1, "a=1"), (3, ""), (5, "b;c=2")]);
    assert_eq!(told.missing, [(2, 2), (4, 4)]);
    assert_eq!(cut(&told), [("a", "1", NoEnd), ("b", "", NoBeginning), ("c", "2", Whole)]);
    assert_eq!(cut(&message(2, &[(2, "")])), []);
}

#[test]
fn a_bad_line_is_told_with_its_place_and_its_bytes() {
    let log = read(text(&[&part(1, 1, "a=1")[..], b"\xFF\xFE", b"", &part(1, 1, "a=2")]));
    assert_eq!((log.messages.len(), log.faults()), (2, vec![(2, Fault::Header)]));
    assert_eq!(log.damage[0].2, b"\xFF\xFE");
    assert_eq!((log.tally.lines, log.tally.blank, log.tally.damaged, log.tally.records), (4, 1, 1, 2));
}
