//! `syslog_bench [MEGABYTES]`: how fast a log is read, beside a straightforward parser made of regular expressions.
//!
//! Both read the same log of all forms, join segments, split and unescape fields, and must tell the same sums.

#[path = "syslog_bench/expressions.rs"]
mod expressions;
#[path = "../../../tests/webdriver/src/bin/bench/figure.rs"]
mod figure;
#[path = "../tests/it/writer.rs"]
mod writer;

use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use figure::figure;
use syslog::{Item, Reader};
use writer::{Author, STYLES, lines, payload};

/// What a parser found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Found {
    messages: u64,
    fields: u64,
    /// Of keys and values without escapes, bytes.
    text: u64,
    /// Of all messages that say when, added up.
    when: i64,
}

/// How often each parser reads the log; the best time counts.
const TIMES: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let megabytes: usize = std::env::args().nth(1).map_or(Ok(50), |number| number.parse())?;
    let log = log(megabytes * 1_000_000);
    let expressions = expressions::Expressions::new()?;
    let (mut ours, mut theirs) = ((Found::default(), Duration::MAX), (Found::default(), Duration::MAX));
    // In turn, so that a busy computer is busy for both.
    for _ in 0..TIMES {
        ours = better(ours, timed(|| read(&log)));
        theirs = better(theirs, timed(|| expressions.read(&log)));
    }
    let ((ours, our_time), (theirs, their_time)) = (ours, theirs);
    if ours != theirs {
        return Err(format!("the parsers differ: {ours:?}, {theirs:?}").into());
    }
    let rate = |time: Duration| log.len() as f64 / 1e6 / time.as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(out, "{} bytes, {} messages, {} fields; best of {TIMES}", log.len(), ours.messages, ours.fields)?;
    writeln!(out, "ours                {:8.1} MB/s", rate(our_time))?;
    writeln!(out, "regular expressions {:8.1} MB/s", rate(their_time))?;
    writeln!(out, "ratio               {:8.1}", rate(our_time) / rate(their_time))?;
    let (ours, theirs) = (our_time.as_secs_f64() * 1e3, their_time.as_secs_f64() * 1e3);
    let (name, limit) = (format!("log of {megabytes} MB: read"), Some((theirs / 5.0, "a fifth of that")));
    writeln!(
        out,
        "{}",
        figure(&name, (ours, "ms"), Some((theirs, "a straightforward parser of regular expressions")), limit)
    )?;
    writeln!(out, "{}", figure("log: read in a second", (rate(our_time), "MB"), None, None))?;
    Ok(())
}

fn better(best: (Found, Duration), (found, time): (Found, Duration)) -> (Found, Duration) {
    (found, best.1.min(time))
}

fn timed(read: impl FnOnce() -> Found) -> (Found, Duration) {
    #[expect(clippy::disallowed_methods, reason = "it measures; no test judges by it")]
    let start = Instant::now();
    (read(), start.elapsed())
}

fn read(log: &[u8]) -> Found {
    let (mut found, mut reader) = (Found::default(), Reader::default());
    let mut hear = |item: Item<'_>| {
        let Item::Message(message) = item else { return };
        found.messages += 1;
        found.when += message.when().unwrap_or_default();
        for field in message.fields() {
            found.fields += 1;
            found.text += (field.key.bytes().len() + field.value.bytes().len()) as u64;
        }
    };
    reader.read(log, &mut hear);
    reader.finish(hear);
    found
}

/// A log of all forms, with logins, short changes and long ones, some escapes, and lines of other programs.
fn log(length: usize) -> Vec<u8> {
    let mut log = vec![];
    for at in 0_u32.. {
        if log.len() >= length {
            break;
        }
        let style = STYLES[at as usize % STYLES.len()];
        let author = Author { style, host: "hostb", pid: 20_000 + at % 9_000, site: 1427, second: (at % 60) as u8 };
        let when = (1_773_161_700 + at).to_string();
        let mut fields: Vec<(String, String)> = [
            ("site", "support.example.test"),
            ("when", &when),
            ("who", "Ann Admin (ann@example.test) using saml"),
            ("who_ip", "192.0.2.10"),
            ("event", ["login", "user_changed", "setting_changed", "group_policy_added"][at as usize % 4]),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .to_vec();
        let more = [2, 60, 3, 120][at as usize % 4];
        fields.extend((0..more).map(|n| (format!("old_permissions:support:part_{n}"), format!("value of {n}"))));
        fields.push(("new_private_display_name".into(), r"Bob = Senior; Jr \ the first".into()));
        let payload = payload(fields.iter().map(|(key, value)| (key, value)));
        let cuts: Vec<usize> = (1024..payload.len()).step_by(1024).collect();
        for line in lines(&author, &payload, &cuts) {
            log.extend_from_slice(&line);
            log.push(b'\n');
        }
        if at % 10 == 0 {
            log.extend_from_slice(b"Mar 10 12:04:00 hostb sshd[811]: Connection closed by 192.0.2.77 port 40022\n");
        }
    }
    log
}
