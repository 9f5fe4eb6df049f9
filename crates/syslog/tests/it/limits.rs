//! Memory has limits, and what is over them is told.

use syslog::{End, Fault, Limits, Reader};

use crate::told::{Log, read_pieces, read_with, text};
use crate::writer::{Author, Style, line};

fn part(pid: u32, number: usize, total: usize, payload: &str) -> Vec<u8> {
    line(&Author { style: Style::Report, host: "hostb", pid, site: 1427, second: 0 }, number, total, payload.as_bytes())
}

/// `Dec 10 07:04:00` and `hostb`.
const HEADER_BYTES: usize = 20;

fn ends(log: &Log) -> Vec<(u32, End)> {
    log.messages.iter().map(|told| (told.pid.expect("a process"), told.end)).collect()
}

#[test]
fn a_line_that_is_too_long_is_told_and_stepped_over_however_it_comes() {
    let limits = Limits { line_bytes: 100, ..Limits::default() };
    let fits = part(1, 1, 1, &"x".repeat(100 - part(1, 1, 1, "").len()));
    let bytes = text(&[fits.clone(), [&fits[..], b"y"].concat(), vec![b'z'; 5000], fits]);
    let log = read_with(limits, &bytes);
    assert_eq!((log.messages.len(), log.faults()), (2, vec![(2, Fault::TooLong), (3, Fault::TooLong)]));
    assert!(log.damage.iter().all(|(_, _, line)| line.len() == 100));
    for size in [1, 7, 99, 100, 101] {
        assert_eq!(read_pieces(&[bytes.chunks(size).collect()], limits), log, "in pieces of {size}");
    }
}

#[test]
fn a_message_waits_for_so_many_lines_and_no_longer() {
    let limits = Limits { open_lines: 3, ..Limits::default() };
    let between = |count: usize| {
        let mut lines = vec![part(1, 1, 2, "event=login;a=")];
        lines.extend((0..count).map(|_| part(9, 1, 1, "event=logout")));
        lines.push(part(1, 2, 2, "1"));
        ends(&read_with(limits, &text(&lines))).into_iter().filter(|(pid, _)| *pid == 1).collect::<Vec<_>>()
    };
    assert_eq!(between(2), [(1, End::Whole)]);
    assert_eq!(between(3), [(1, End::TooOld), (1, End::InputEnded)]);
}

#[test]
fn of_too_many_messages_the_oldest_is_told() {
    let limits = Limits { open_messages: 2, ..Limits::default() };
    let log = read_with(limits, &text(&[part(1, 1, 2, ""), part(2, 1, 2, ""), part(3, 1, 2, ""), part(2, 2, 2, "")]));
    assert_eq!(ends(&log), [(1, End::TooMany), (2, End::Whole), (3, End::InputEnded)]);
}

#[test]
fn of_too_many_bytes_the_oldest_message_is_told() {
    let limits = Limits { open_bytes: 2 * (HEADER_BYTES + 10 + Limits::SEGMENT_BYTES), ..Limits::default() };
    let lines =
        [part(1, 1, 3, "0123456789"), part(2, 1, 3, "0123456789"), part(2, 2, 3, ""), part(2, 3, 3, "0123456789")];
    assert_eq!(ends(&read_with(limits, &text(&lines))), [(1, End::TooMuch), (2, End::Whole)]);
    let nothing = Limits { open_bytes: 0, ..Limits::default() };
    assert_eq!(ends(&read_with(nothing, &text(&lines[..1]))), [(1, End::TooMuch)]);
}

#[test]
fn a_host_name_as_long_as_a_line_counts_too() {
    let limits = Limits { open_bytes: 100_000, ..Limits::default() };
    let mut reader = Reader::new(limits);
    for second in 0..60 {
        let host = "h".repeat(30_000);
        let author = Author { style: Style::Report, host: &host, pid: 1, site: 1427, second };
        reader.read(&text(&[line(&author, 1, 2, b"")]), |_| {});
        assert!(reader.open().0 <= 3 && reader.open().1 <= limits.open_bytes);
    }
}

#[test]
fn a_log_of_beginnings_alone_takes_no_more_than_the_limits() {
    let limits = Limits { open_messages: 50, open_bytes: 20_000, ..Limits::default() };
    let (mut reader, mut told) = (Reader::new(limits), 0);
    for pid in 0..5_000 {
        reader.read(&text(&[part(pid, 1, 9999, &"x".repeat(pid as usize % 900))]), |_| told += 1);
        let (messages, bytes) = reader.open();
        assert!(messages <= limits.open_messages && bytes <= limits.open_bytes, "{messages} messages, {bytes} bytes");
    }
    let tally = reader.finish(|_| told += 1);
    assert_eq!((told, tally.messages, tally.incomplete), (5_000, 5_000, 5_000));
}
