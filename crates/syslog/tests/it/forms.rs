//! Header forms, site ids and lines of other programs (failover-and-syslog section 4.2).

use syslog::line::{self, Line};
use syslog::{Fault, Form, Record, Segment, SiteId};

use crate::writer::{Author, STYLES, Style, line as written};

fn record(bytes: &[u8]) -> Record<'_> {
    match line::read(bytes) {
        Line::Record(record) => record,
        other => unreachable!("{other:?} of {}", bytes.escape_ascii()),
    }
}

#[test]
fn every_form_gives_the_same_record_with_what_it_has() {
    for style in STYLES {
        let bytes = written(&Author { style, host: "hosta", pid: 98765, site: 927, second: 7 }, 2, 9, b" a=b ");
        let Record { header, site_id, segment, payload } = record(&bytes);
        assert_eq!((site_id, segment, payload), (SiteId(927), Segment { number: 2, total: 9 }, &b" a=b "[..]));
        assert_eq!((header.host, site_id.to_string().as_str()), ("hosta", "0927"));
        assert_eq!(header.pid, (style != Style::Old).then_some(98765), "{style:?}");
        assert_eq!(header.priority, matches!(style, Style::Tls | Style::Rfc5424).then_some(133), "{style:?}");
        let (form, time) = match style {
            Style::Old => (Form::Bsd, "Oct 12 14:58:07"),
            Style::Documented => (Form::Bsd, "Feb  5 12:54:07"),
            Style::Report => (Form::Bsd, "Dec 10 07:04:07"),
            Style::Tls => (Form::Bsd, "Jan  9 03:47:07"),
            Style::Rfc5424 => (Form::Rfc5424, "2026-01-09T03:47:07Z"),
        };
        assert_eq!((header.form, header.time), (form, time));
    }
}

#[test]
fn blanks_and_colons_behind_the_tag_come_and_go() {
    for tag in ["BG[5]: ", "BG[5]:", "BG[5] ", "BG[5]", "BG[5] : ", "BG[5]:  "] {
        let bytes = format!("Feb  5 12:54:46 hosta {tag}1234:01:01:event=login");
        let record = record(bytes.as_bytes());
        assert_eq!((record.header.pid, record.payload), (Some(5), &b"event=login"[..]), "{tag}");
    }
}

#[test]
fn nothing_is_trimmed_from_a_payload_but_one_carriage_return() {
    assert_eq!(record(b"Feb  5 12:54:46 hosta BG: 1234:01:02:  a \r").payload, b"  a ");
    assert_eq!(record(b"Feb  5 12:54:46 hosta BG: 1234:01:02:\t\r\r").payload, b"\t\r");
    assert_eq!(record(b"Feb  5 12:54:46 hosta BG: 1234:01:02:").payload, b"");
}

#[test]
fn structured_data_is_stepped_over_with_brackets_in_its_values() {
    let data = br#"<133>1 2026-01-09T03:47:40Z hosta BG 7 ID1 [a b="] \" \\"][c] "#;
    let bytes = [&data[..], b"\xEF\xBB\xBF1234:01:01:event=login"].concat();
    assert_eq!((record(&bytes).header.pid, record(&bytes).payload), (Some(7), &b"event=login"[..]));
}

#[test]
fn a_time_that_is_absent_or_has_a_fraction_stays_as_it_is() {
    let absent = record(b"<133>1 - hosta BG - - - 1234:01:01:x=1").header;
    assert_eq!((absent.form, absent.time, absent.pid), (Form::Rfc5424, "", None));
    let fraction = record(b"<133>1 2026-01-09T03:47:40.25+01:00 hosta BG 1 - - 1234:01:01:x=1").header;
    assert_eq!((fraction.time, fraction.second()), ("2026-01-09T03:47:40.25+01:00", "2026-01-09T03:47:40"));
}

#[test]
fn a_message_behind_garbage_keeps_its_host_and_time_and_is_marked() {
    for (front, time, host) in [
        (&b"\0\0\0Mar 10 12:05:01 hostb "[..], "Mar 10 12:05:01", "hostb"),
        (b"<133Mar 10 12:05:01 hostb ", "Mar 10 12:05:01", "hostb"),
        (b"214 <133>1 2026-01-09T03:47:40Z hostb ", "2026-01-09T03:47:40Z", "hostb"),
        (b"Mar 99 12:05:01 hostb ", "", "hostb"),
        (b"M\xE4rz 10 \xFF ", "", ""),
        (b"", "", ""),
    ] {
        let bytes = [front, b"BG[5]: 1234:01:01:event=login"].concat();
        let record = record(&bytes);
        assert_eq!((record.header.time, record.header.host), (time, host), "{}", front.escape_ascii());
        assert_eq!((record.header.form, record.has_a_known_form()), (Form::Unrecognised, false));
        assert_eq!((record.header.pid, record.payload), (Some(5), &b"event=login"[..]));
    }
}

#[test]
fn lines_of_other_programs_are_not_the_appliances_whatever_they_quote() {
    for text in [
        "Mar 10 12:04:00 hostb sshd[811]: Invalid user BG[1]: 1427:01:01:event=login;when=1",
        "Mar 10 12:04:00 hostb BGP[9]: neighbour up",
        "Mar 10 12:04:00 hostb last message repeated 2 times",
        "<30>1 2026-03-10T12:04:03Z hostb cron 12 - - BG[1]: 1427:01:01:event=login",
        "2026-03-10T12:04:03Z hostb cron[12]: job done",
    ] {
        assert_eq!(line::read(text.as_bytes()), Line::Other, "{text}");
    }
    for text in ["", " ", "\r", "\t  \r"] {
        assert_eq!(line::read(text.as_bytes()), Line::Blank, "{text:?}");
    }
}

#[test]
fn what_cannot_be_read_says_where_it_stopped() {
    for (text, fault) in [
        ("garbage", Fault::Header),
        ("Mar 10 12:05:02", Fault::Header),
        ("t=full_support;old_x=BGM", Fault::Header),
        ("old_x=1;new_x=BG[1]: 1427:01:01:event=login", Fault::Header),
        ("Mar 10 12:05:02 hostb BG", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[24342", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[]: 1427:01:01:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[99999999999]: 1427:01:01:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[4294967296]: 1427:01:01:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[1]: 142:01:01:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[1]: 14270:01:01:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[1]: 1427:1:1:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[1]: 1427:00:01:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[1]: 1427:03:02:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG[1]: 1427:01:10000:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb BG 1 - [open 1427:01:01:x=1", Fault::Segment),
        ("Mar 10 12:05:02 hostb bG[1]: 1427:01:01:x=1", Fault::Tag),
        ("Mar 10 12:05:02 hostb XX: 1427:01:01:x=1", Fault::Tag),
        ("Mar 10 12:05:02 hostb B:[1]:1427:01:01:x=1", Fault::Tag),
        ("<133>1 2026-01-09T03:47:40Z hosta BX 81869 - - 1427:01:01:x=1", Fault::Tag),
        ("Mar 10 12:05:02 BG[1]: 1427:01:01:x=1", Fault::Tag),
    ] {
        assert_eq!(line::read(text.as_bytes()), Line::Damaged(fault), "{text}");
    }
}
