//! `syslog parse FILE`: a log file read, one line a message. It needs no data folder.

use std::path::Path;

use engine::LogItem;
use serde::Serialize;

use crate::error::WireError;

/// One message of an appliance, as the command-line contract prints it.
#[derive(Debug, Serialize)]
pub struct SyslogMessage {
    /// Unix seconds, where the message says so.
    pub when: Option<i64>,
    pub host: String,
    pub pid: Option<u32>,
    pub site_id: String,
    pub segments: u16,
    pub complete: bool,
    pub event: Option<String>,
    pub fields: Vec<(String, String)>,
}

/// What is heard of a log.
#[derive(Debug)]
pub enum SyslogHeard {
    Message(SyslogMessage),
    /// A line that is in no message, in a sentence.
    Damage(String),
}

/// What a log had, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyslogTally {
    pub lines: u64,
    pub messages: u64,
    /// Messages with a segment missing.
    pub incomplete: u64,
    /// Lines that are in no message.
    pub damaged: u64,
    /// Segments that came twice.
    pub repeated: u64,
    /// Lines of other programs.
    pub other: u64,
}

/// Reads a log: plain text, gzip, or the ZIP of the Syslog report. Ends early where `hear` returns false.
///
/// # Errors
/// The file cannot be read or unpacked; what was heard before stands.
pub fn parse(file: &Path, mut hear: impl FnMut(SyslogHeard) -> bool) -> Result<SyslogTally, WireError> {
    let tally = engine::read_log(file, |item| {
        hear(match item {
            LogItem::Message(m) => SyslogHeard::Message(SyslogMessage {
                when: m.when,
                host: m.host,
                pid: m.pid,
                site_id: m.site_id,
                segments: m.segments,
                complete: m.complete,
                event: m.event,
                fields: m.fields,
            }),
            LogItem::Damage { file, line, why } => {
                SyslogHeard::Damage(format!("file {}, line {line} is in no message: {why}", file + 1))
            }
        })
    })?;
    let (lines, messages, incomplete) = (tally.lines, tally.messages, tally.incomplete);
    let (damaged, repeated, other) = (tally.damaged, tally.repeated, tally.other);
    Ok(SyslogTally { lines, messages, incomplete, damaged, repeated, other })
}
