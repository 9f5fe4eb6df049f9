//! The download of the log.

use std::io::{self, Write};
use std::sync::Arc;

use appliance::{Call, Limiter, NoReport, Request, Response, SyslogReport, Unread};
use bytes::Bytes;
use domain::observation::TroubleKind;
use futures::executor::block_on;

use crate::fixture_data::{report, reporting};
use crate::script::{HandClock, Reply, SECRET, Script, TOKEN, answer, broken, denied, over, token};
use crate::steps::{FnWire, Steps, appliance_over};

const MOST: u64 = 1 << 20;

fn downloaded(replies: Vec<Reply>) -> (Result<SyslogReport, NoReport>, Vec<u8>) {
    let clock = HandClock::new();
    let replies = replies.into_iter().map(|reply| (Call::SyslogReport, reply));
    let script = Script::new(&clock, [(Call::Token, token(TOKEN))].into_iter().chain(replies).collect());
    let mut into = Vec::new();
    let outcome = block_on(over(&clock, &script).syslog_report(&mut into, MOST));
    assert!(script.is_over());
    (outcome, into)
}

fn unread(outcome: Result<SyslogReport, NoReport>) -> Unread {
    match outcome {
        Err(NoReport::Unread(unread)) => unread,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_log_is_written_as_it_came() {
    let zip = report("syslog");
    let (outcome, into) = downloaded(vec![Ok(zip.clone())]);
    assert_eq!(outcome.unwrap().bytes, zip.body.len() as u64);
    assert_eq!(into, zip.body);
}

#[test]
fn each_documented_failure_has_its_kind_and_writes_nothing() {
    for (name, response) in reporting() {
        // A refused token has the call made once more with a fresh one.
        let (outcome, into) = match name.as_str() {
            "syslog" => continue,
            "access-denied" => {
                let clock = HandClock::new();
                let script = Script::new(&clock, vec![(Call::Token, token(TOKEN)), (Call::SyslogReport, Ok(response))]);
                let mut into = Vec::new();
                (block_on(over(&clock, &script).syslog_report(&mut into, MOST)), into)
            }
            _ => downloaded(vec![Ok(response)]),
        };
        let unread = unread(outcome);
        match name.as_str() {
            "access-denied" => assert_eq!(unread.trouble().kind, TroubleKind::TokenRefused),
            "forbidden" => assert!(matches!(unread, Unread::NotPermitted { status: 403, .. })),
            "error-child" => {
                assert_eq!(unread, Unread::Refused { status: 200, message: "Permission denied.".to_owned() });
            }
            _ => {
                let message = "There is no data for this report.".to_owned();
                assert_eq!(unread, Unread::Refused { status: 200, message });
            }
        }
        assert!(into.is_empty(), "{name}");
    }
}

#[test]
fn what_is_neither_a_zip_nor_an_error_is_told_as_such() {
    for (body, kind) in [
        ("<html><body>Sign in</body></html>", TroubleKind::NotTheApi),
        ("<report/>", TroubleKind::NotTheApi),
        ("", TroubleKind::BadAnswer),
        ("PK and nothing else", TroubleKind::BadAnswer),
        ("Invalid credentials", TroubleKind::BadAnswer),
    ] {
        let (outcome, into) = downloaded(vec![answer(200, body)]);
        assert_eq!(unread(outcome).trouble().kind, kind, "{body}");
        assert!(into.is_empty());
    }
    let (outcome, _) = downloaded(vec![answer(200, &"x".repeat(300_000))]);
    assert_eq!(unread(outcome).trouble().kind, TroubleKind::NotTheApi);
    let (outcome, _) = downloaded(vec![answer(404, r#"{"message":"Not found."}"#)]);
    assert!(matches!(unread(outcome), Unread::Absent { status: 404, .. }));
    let (outcome, _) = downloaded(vec![answer(500, "")]);
    assert_eq!(unread(outcome).trouble().kind, TroubleKind::ServerError);
}

#[test]
fn an_error_that_repeats_a_secret_is_told_without_it() {
    let (outcome, _) = downloaded(vec![answer(200, &format!("<error>no {TOKEN} {SECRET}</error>"))]);
    assert!(!format!("{:?}", unread(outcome)).contains("canary"));
}

#[test]
fn a_zip_without_its_end_is_cut_off() {
    let zip = report("syslog");
    let cut = Response { body: zip.body.slice(..zip.body.len() - 40), ..zip };
    let (outcome, _) = downloaded(vec![Ok(cut)]);
    assert_eq!(unread(outcome).trouble().kind, TroubleKind::BadAnswer);
}

#[test]
fn what_had_not_begun_is_asked_for_once_more_and_nothing_else() {
    let zip = report("syslog");
    let (outcome, into) = downloaded(vec![broken(), Ok(zip.clone())]);
    assert!(outcome.is_ok());
    assert_eq!(into, zip.body);
    let (outcome, _) = downloaded(vec![broken(), broken()]);
    assert_eq!(unread(outcome).trouble().kind, TroubleKind::BrokenOff);
    let halfway = broken().map_err(appliance::TransportError::after_first_byte);
    let (outcome, _) = downloaded(vec![halfway]);
    assert_eq!(unread(outcome).trouble().kind, TroubleKind::BrokenOff);
}

#[test]
fn an_expired_token_is_renewed_before_a_byte_is_written() {
    let clock = HandClock::new();
    let zip = report("syslog");
    let script = Script::new(
        &clock,
        vec![(Call::Token, token("one")), (Call::SyslogReport, Ok(zip.clone())), (Call::SyslogReport, denied())],
    );
    script.add(Call::Token, token("two"));
    script.add(Call::SyslogReport, Ok(zip.clone()));
    let appliance = over(&clock, &script);
    block_on(async {
        appliance.syslog_report(&mut Vec::new(), MOST).await.unwrap();
        let mut into = Vec::new();
        appliance.syslog_report(&mut into, MOST).await.unwrap();
        assert_eq!(into, zip.body);
    });
}

#[test]
fn more_than_the_caller_takes_is_too_large() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |_: &Request| Ok(report("syslog")));
    let appliance = appliance_over(&clock, &wire, &Arc::new(Limiter::new()));
    let outcome = clock.run(appliance.syslog_report(&mut Vec::new(), 100));
    assert_eq!(unread(outcome).trouble().kind, TroubleKind::TooLarge);
}

/// Takes so many bytes and is full then.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_is_full_is_told_as_such_and_ends_the_download() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, |_: &Request| Ok(report("syslog")));
    let appliance = appliance_over(&clock, &wire, &Arc::new(Limiter::new()));
    match clock.run(appliance.syslog_report(&mut Full(10), MOST)) {
        Err(NoReport::Written(error)) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
        other => panic!("{other:?}"),
    }
}

/// Counts what comes and keeps nothing.
#[derive(Default)]
struct Counted {
    bytes: u64,
    longest: usize,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        self.longest = self.longest.max(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

mod over_tls {
    use super::*;
    use crate::server::Then;
    use crate::tls::asked;
    use appliance::Limits;

    const LIMITS: Limits =
        Limits { connect_ms: 5_000, silence_ms: 5_000, call_ms: 30_000, head_bytes: 16 * 1024, body_bytes: 8 << 20 };

    fn of(head: &str, body: &[u8]) -> Vec<u8> {
        let mut bytes = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }

    struct Taking(Counted);

    impl appliance::Pieces for Taking {
        fn take(&mut self, piece: &[u8]) -> Result<(), appliance::PutDown> {
            self.0.write_all(piece).map_err(|_| appliance::PutDown)
        }
    }

    #[tokio::test]
    async fn a_long_body_comes_in_small_pieces_and_is_not_collected() {
        let body = vec![7_u8; 5 << 20];
        let then = Then::Answer(of(&format!("200 OK\r\nContent-Length: {}", body.len()), &body));
        let mut taking = Taking(Counted::default());
        let response = asked(then, LIMITS, Some(&mut taking)).await.unwrap();
        assert_eq!((response.status, response.body.len(), taking.0.bytes), (200, 0, 5 << 20));
        assert!(taking.0.longest <= 512 * 1024);
    }

    #[tokio::test]
    async fn a_body_that_is_no_200_is_collected_and_not_handed_on() {
        let then = Then::Answer(of("403 Forbidden\r\nContent-Length: 2", b"{}"));
        let mut taking = Taking(Counted::default());
        let response = asked(then, LIMITS, Some(&mut taking)).await.unwrap();
        assert_eq!((response.status, response.body, taking.0.bytes), (403, Bytes::from_static(b"{}"), 0));
    }

    #[tokio::test]
    async fn a_stream_without_an_end_is_ended_at_the_limit_and_half_a_body_is_broken_off() {
        let limits = Limits { body_bytes: 1 << 20, ..LIMITS };
        let mut taking = Taking(Counted::default());
        let flood = Then::FloodAfter(of("200 OK", b"PK"));
        let error = asked(flood, limits, Some(&mut taking)).await.unwrap_err();
        assert_eq!(error.kind, TroubleKind::TooLarge);
        assert!(taking.0.bytes <= 1 << 20);
        let half = Then::DropAfter(of("200 OK\r\nContent-Length: 100", b"PK\x03\x04"));
        let error = asked(half, LIMITS, Some(&mut taking)).await.unwrap_err();
        assert!(error.begun);
        assert_eq!(error.kind, TroubleKind::BrokenOff);
    }
}
