//! `syslog parse FILE`: one JSON line a message, in text and with `--json` alike; what is in no message is a remark.

use std::io::Write as _;
use std::path::Path;

use app::syslog::{self, SyslogHeard};
use app::{Exit, WireError};

use crate::out::Out;

/// Remarks of single lines, at most; the sum at the end has them all.
const REMARKS: u64 = 20;

pub(crate) fn parse(file: &Path, out: &Out) -> Result<u8, WireError> {
    let mut written = std::io::BufWriter::new(std::io::stdout().lock());
    let mut remarks = 0;
    let tally = syslog::parse(file, |heard| match heard {
        // A reader that went away wants no more, and is no error.
        SyslogHeard::Message(message) => {
            serde_json::to_writer(&mut written, &message).is_ok() && written.write_all(b"\n").is_ok()
        }
        SyslogHeard::Damage(sentence) => {
            remarks += 1;
            if remarks <= REMARKS {
                out.remark(&sentence);
            }
            true
        }
    })?;
    drop(written.flush());
    out.remark(&format!(
        "{} lines: {} messages, {} of them with a segment missing; {} lines are in no message, {} came twice, {} are of other programs.",
        tally.lines, tally.messages, tally.incomplete, tally.damaged, tally.repeated, tally.other
    ));
    let whole = tally.incomplete == 0 && tally.damaged == 0;
    Ok(if whole { Exit::Done } else { Exit::Incomplete }.code())
}
