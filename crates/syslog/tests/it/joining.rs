//! Segments to messages (failover-and-syslog section 4.3).

use syslog::{Arrival, End, Fault, Limits, Place};

use crate::told::{Log, read, read_pieces, text};
use crate::writer::{Author, STYLES, Style, line, lines, payload};

fn author(pid: u32, second: u8) -> Author<'static> {
    Author { style: Style::Report, host: "hostb", pid, site: 1427, second }
}

fn part(pid: u32, number: usize, total: usize, payload: &str) -> Vec<u8> {
    line(&author(pid, 0), number, total, payload.as_bytes())
}

fn payloads(log: &Log) -> Vec<String> {
    log.messages.iter().map(|told| String::from_utf8_lossy(&told.payload).into_owned()).collect()
}

#[test]
fn a_message_is_whole_wherever_it_is_cut() {
    let fields = [("event", "user_changed"), ("old_name", r"J\ürg;en = 日本"), ("old:comments", ""), ("new", r"\\")];
    let payload = payload(fields);
    for style in STYLES {
        for one in 0..=payload.len() {
            for other in [one, payload.len()] {
                let author = Author { style, ..author(1, 0) };
                let log = read(text(&lines(&author, &payload, &[one, other])));
                assert_eq!((log.messages.len(), log.damage.len()), (1, 0));
                let told = &log.messages[0];
                assert_eq!((told.payload.as_slice(), told.end), (payload.as_slice(), End::Whole));
                assert_eq!(told.whole_fields(), fields.map(|(key, value)| (key.to_owned(), value.to_owned())));
            }
        }
    }
}

#[test]
fn segments_come_in_any_order_and_that_is_marked() {
    let log = read(text(&[part(1, 3, 3, "c"), part(1, 1, 3, "a"), part(1, 2, 3, "b")]));
    assert_eq!(payloads(&log), ["abc"]);
    assert_eq!((log.messages[0].arrival, log.messages[0].place), (Arrival::OutOfOrder, Place { file: 0, line: 1 }));
}

#[test]
fn host_process_site_total_and_second_tell_messages_apart() {
    let second = author(1, 9);
    let host = Author { host: "hosta", ..author(1, 0) };
    let site = Author { site: 927, ..author(1, 0) };
    let all = [(author(1, 0), 2), (second, 2), (host, 2), (site, 2), (author(2, 0), 2), (author(1, 0), 3)];
    let first =
        all.iter().enumerate().map(|(at, (author, total))| line(author, 1, *total, format!("a{at}").as_bytes()));
    let then = all.iter().enumerate().map(|(at, (author, total))| line(author, 2, *total, format!("b{at}").as_bytes()));
    let last = line(&author(1, 0), 3, 3, b"c5");
    let log = read(text(&first.chain(then).chain([last]).collect::<Vec<_>>()));
    assert_eq!(payloads(&log), ["a0b0", "a1b1", "a2b2", "a3b3", "a4b4", "a5b5c5"]);
    assert!(log.messages.iter().all(|told| told.arrival == Arrival::InOrder && told.end == End::Whole));
}

#[test]
fn a_process_that_writes_twice_in_a_second_has_two_messages() {
    let log = read(text(&[part(1, 1, 2, "a"), part(1, 2, 2, "b"), part(1, 1, 2, "a"), part(1, 2, 2, "c")]));
    assert_eq!(payloads(&log), ["ab", "ac"]);
    assert!(log.messages.iter().all(|told| told.arrival == Arrival::InOrder));
}

#[test]
fn a_line_that_came_twice_is_told_and_changes_nothing() {
    let log = read(text(&[part(1, 1, 2, "a"), part(1, 1, 2, "a"), part(1, 2, 2, "b")]));
    assert_eq!((payloads(&log), log.faults()), (vec!["ab".to_owned()], vec![(2, Fault::Repeated)]));
    assert_eq!((log.messages[0].arrival, log.tally.repeated), (Arrival::InOrder, 1));
}

#[test]
fn a_message_that_lost_its_end_does_not_take_the_next_ones() {
    let of_one = [part(1, 1, 3, "a1"), part(1, 2, 3, "a2")];
    let of_the_next = [part(1, 1, 3, "b1"), part(1, 2, 3, "b2"), part(1, 3, 3, "b3")];
    let log = read(text(&[&of_one[..], &of_the_next[..]].concat()));
    assert_eq!(payloads(&log), ["b1b2b3", "a1a2"]);
    assert!(log.messages.iter().all(|told| told.arrival == Arrival::Mixed), "both are a guess");
    assert_eq!((log.messages[1].end, log.messages[1].missing.as_slice()), (End::InputEnded, &[(3, 3)][..]));
}

#[test]
fn two_messages_of_one_process_at_once_go_on_where_they_stopped() {
    let order = [(1, "a1"), (2, "a2"), (1, "b1"), (3, "a3"), (2, "b2"), (3, "b3")];
    let log = read(text(&order.map(|(number, payload)| part(1, number, 3, payload))));
    assert_eq!(payloads(&log), ["a1a2a3", "b1b2b3"]);
    assert!(log.messages.iter().all(|told| told.arrival == Arrival::Mixed), "both are a guess");
}

#[test]
fn parts_of_a_second_and_another_form_of_the_line_do_not_tell_segments_apart() {
    let one = "<133>1 2026-01-09T03:47:40.100Z hosta BG 1 - - 1427:01:02:a";
    let other = "\0<133>1 2026-01-09T03:47:40.900Z hosta BG 1 - - 1427:02:02:b";
    assert_eq!(payloads(&read(text(&[one, other]))), ["ab"]);
    let (no_time, time) = ("BG[1]: 1427:01:02:a", "Mar 10 12:05:01 hosta BG[1]: 1427:02:02:b");
    assert_eq!(payloads(&read(text(&[no_time, time]))), ["a", "b"], "no time is not any time");
}

#[test]
fn a_message_over_rotated_files_is_one_and_stands_where_it_began() {
    let files =
        [text(&[part(2, 1, 1, "x"), part(1, 1, 3, "a")]), text(&[part(1, 2, 3, "b")]), text(&[part(1, 3, 3, "c")])];
    let log = read_pieces(&files.each_ref().map(|file| vec![file.as_slice()]), Limits::default());
    assert_eq!(payloads(&log), ["x", "abc"]);
    assert_eq!((log.messages[1].place, log.messages[1].unterminated), (Place { file: 0, line: 2 }, false));
}

#[test]
fn a_file_that_ends_inside_a_line_marks_what_comes_of_it() {
    let whole = part(1, 1, 1, "event=login");
    let log = read(&whole);
    assert_eq!((log.messages[0].unterminated, log.messages[0].event.as_deref()), (true, Some("login")));
    let cut = [part(1, 1, 2, "event=log"), part(1, 2, 2, "in\n")];
    let log = read_pieces(&cut.each_ref().map(|file| vec![file.as_slice()]), Limits::default());
    assert_eq!((payloads(&log), log.messages[0].unterminated), (vec!["event=login".to_owned()], true));
}

#[test]
fn a_site_id_of_the_appliance_is_kept_and_its_site_says_so() {
    let of = |site: &str| {
        let bytes = text(&[part(1, 1, 1, &format!("{site}event=user_added"))]);
        let mut said = None;
        syslog::Reader::default().read(&bytes, |item| {
            if let syslog::Item::Message(message) = item {
                said = Some(message.is_of_the_appliance());
            }
        });
        said.expect("a message")
    };
    assert_eq!(of("site=support.example.test/appliance;"), Some(true));
    assert_eq!(of("site=support.example.test;"), Some(false));
    assert_eq!(of(""), None);
}
