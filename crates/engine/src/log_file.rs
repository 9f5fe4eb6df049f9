//! A log as a file: plain text, gzip, or the ZIP that the Syslog report of the Reporting API is (appliance-api section 5),
//! read piece by piece in the order in which it was written. What the file unpacks to is never held whole.

use std::cmp::Reverse;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use syslog::{Item, Limits, Reader, Tally, Text};
use zip::ZipArchive;

use crate::error::EngineError;

/// How much one file may unpack to. Bytes. A month of a busy appliance is far below; what is above is no log.
const MOST_BYTES: u64 = 8 << 30;

/// How many members of an archive are read.
const MOST_MEMBERS: usize = 10_000;

const PIECE_BYTES: usize = 1 << 16;

/// One message of an appliance, as its log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogMessage {
    /// Unix seconds, where the message says so.
    pub when: Option<i64>,
    /// The appliance's short name; empty where the line has none.
    pub host: String,
    pub pid: Option<u32>,
    pub site_id: String,
    pub segments: u16,
    /// No segment is missing.
    pub complete: bool,
    pub event: Option<String>,
    /// In their order; a key may come twice. Bytes that are no UTF-8 are shown as U+FFFD.
    pub fields: Vec<(String, String)>,
}

/// What a log has, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogItem {
    Message(LogMessage),
    /// A line that is in no message: the file of the archive (from 0), the line (from 1), and why.
    Damage {
        file: u32,
        line: u64,
        why: &'static str,
    },
}

/// Reads a log file and tells what is in it, until `tell` returns false. Needs no data folder.
///
/// # Errors
/// The file cannot be read, is a broken archive, or unpacks to more than 8 GiB; what was told before stands.
pub fn read_log(path: &Path, mut tell: impl FnMut(LogItem) -> bool) -> Result<Tally, EngineError> {
    let unusable =
        |error: std::io::Error| EngineError::File { file: path.display().to_string(), what: error.to_string() };
    let mut reader = Reader::new(Limits::default());
    let mut goes_on = true;
    let file = File::open(path).map_err(unusable)?;
    pieces(file, |piece| {
        let hear = |item: Item<'_>| goes_on = goes_on && tell(owned(&item));
        match piece {
            Piece::Bytes(bytes) => reader.read(bytes, hear),
            Piece::FileEnded => reader.end_file(hear),
        }
        goes_on
    })
    .map_err(unusable)?;
    Ok(reader.finish(|item| goes_on = goes_on && tell(owned(&item))))
}

pub(crate) enum Piece<'a> {
    Bytes(&'a [u8]),
    FileEnded,
}

/// The bytes of every file in the log, the oldest file first, until `take` returns false.
pub(crate) fn pieces(mut file: File, mut take: impl FnMut(Piece<'_>) -> bool) -> std::io::Result<()> {
    if !file.metadata()?.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    let mut left = MOST_BYTES;
    let mut magic = Vec::new();
    Read::by_ref(&mut file).take(4).read_to_end(&mut magic)?;
    file.seek(SeekFrom::Start(0))?;
    if !magic.starts_with(b"PK") {
        copy(file, &mut left, &mut take)?;
        return Ok(());
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(std::io::Error::other)?;
    let names: Result<Vec<String>, _> = archive.file_names().map(|name| name.map(|name| name.into_owned())).collect();
    let mut names = names.map_err(std::io::Error::other)?;
    if names.len() > MOST_MEMBERS {
        return Err(std::io::Error::other(format!("it has {} files, more than {MOST_MEMBERS}", names.len())));
    }
    names.sort_by(|a, b| written(a).cmp(&written(b)));
    for name in names {
        let member = archive.by_name(&name).map_err(std::io::Error::other)?;
        if member.is_file() && !copy(member, &mut left, &mut take)? {
            break;
        }
    }
    Ok(())
}

/// Where a file stands in the order of writing, by its name: rotated ones before the live one, of numbered ones the
/// highest first, of others (dates) by name. The names a real appliance gives are UNKNOWN; where this order is wrong,
/// only a message cut by the rotation is told as two halves, and nothing is lost.
fn written(name: &str) -> (bool, Reverse<u32>, &str) {
    let stem = name.strip_suffix(".gz");
    let number = stem.unwrap_or(name).rsplit_once('.').and_then(|(_, end)| end.parse().ok()).filter(|n| *n < 10_000);
    (stem.is_none() && number.is_none(), Reverse(number.unwrap_or(0)), name)
}

/// One file, unpacked where it is gzip. False: `take` wants no more.
fn copy(bytes: impl Read, left: &mut u64, take: &mut impl FnMut(Piece<'_>) -> bool) -> std::io::Result<bool> {
    let mut bytes = BufReader::with_capacity(PIECE_BYTES, bytes);
    let is_gzip = std::io::BufRead::fill_buf(&mut bytes)?.starts_with(&[0x1f, 0x8b]);
    let mut source: Box<dyn Read + '_> = if is_gzip { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = match source.read(&mut piece) {
            Ok(0) => return Ok(take(Piece::FileEnded)),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        *left = left
            .checked_sub(read as u64)
            .ok_or_else(|| std::io::Error::other("it unpacks to more than 8 GiB, which is no log of an appliance"))?;
        if !take(Piece::Bytes(piece.get(..read).unwrap_or_default())) {
            return Ok(false);
        }
    }
}

fn owned(item: &Item<'_>) -> LogItem {
    let text = |text: Text<'_>| text.text().into_owned();
    match item {
        Item::Damage(damage) => LogItem::Damage {
            file: damage.place.file,
            line: damage.place.line,
            why: match damage.fault {
                syslog::Fault::Header => "no header of a known form",
                syslog::Fault::Segment => "tagged BG, and no site id with a segment follows",
                syslog::Fault::Tag => "shaped like an appliance's line, with another tag",
                syslog::Fault::TooLong => "longer than a line of an appliance",
                syslog::Fault::Repeated => "the same segment came before",
            },
        },
        Item::Message(message) => LogItem::Message(LogMessage {
            when: message.when(),
            host: message.header.host.to_owned(),
            pid: message.header.pid,
            site_id: message.site_id.to_string(),
            segments: message.segments,
            complete: message.is_complete(),
            event: message.event().map(text),
            fields: message.fields().map(|field| (text(field.key), text(field.value))).collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const SECOND: &[u8] = b"Mar 10 11:57:00 hostb BG[24200]: 1427:02:02:t=full_support;old_name=Bob\\; Jr\n";

    fn line(n: u32, rest: &str) -> Vec<u8> {
        format!("Mar 10 11:57:00 hostb BG[24200]: 1427:{rest}event=login;id={n}\n").into_bytes()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(bytes).expect("memory");
        packed.finish().expect("memory")
    }

    fn told(bytes: &[u8]) -> Vec<LogItem> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let mut all = Vec::new();
        read_log(file.path(), |item| {
            all.push(item);
            true
        })
        .expect("it is read");
        all
    }

    fn archive(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, SimpleFileOptions::default()).expect("memory");
            zip.write_all(bytes).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    fn ids(items: &[LogItem]) -> Vec<&str> {
        items
            .iter()
            .filter_map(|item| match item {
                LogItem::Message(message) => {
                    message.fields.iter().find(|(key, _)| key == "id").map(|(_, id)| id.as_str())
                }
                LogItem::Damage { .. } => None,
            })
            .collect()
    }

    #[test]
    fn a_plain_file_a_packed_one_and_an_archive_tell_the_same() {
        let bytes = line(1, "01:01:");
        let plain = told(&bytes);
        assert_eq!(ids(&plain), ["1"]);
        assert_eq!(told(&gzip(&bytes)), plain);
        assert_eq!(told(&archive(&[("syslog", bytes)])), plain);
    }

    #[test]
    fn rotated_files_are_read_from_the_oldest_to_the_live_one() {
        let members = [
            ("syslog", line(4, "01:01:")),
            ("syslog.1.gz", gzip(&line(3, "01:01:"))),
            ("syslog.10.gz", gzip(&line(1, "01:01:"))),
            ("syslog.2.gz", gzip(&line(2, "01:01:"))),
        ];
        assert_eq!(ids(&told(&archive(&members))), ["1", "2", "3", "4"]);
        let dated = [
            ("log", line(3, "01:01:")),
            ("log-20260310.gz", gzip(&line(2, "01:01:"))),
            ("log-20260309.gz", gzip(&line(1, "01:01:"))),
        ];
        assert_eq!(ids(&told(&archive(&dated))), ["1", "2", "3"]);
    }

    #[test]
    fn a_message_that_the_rotation_cut_is_one() {
        let first =
            b"Mar 10 11:57:00 hostb BG[24200]: 1427:01:02:when=1773161820;event=user_changed;old_permissions:suppor\n";
        let items = told(&archive(&[("syslog", SECOND.to_vec()), ("syslog.1.gz", gzip(first))]));
        let [LogItem::Message(message)] = items.as_slice() else { panic!("{items:?}") };
        assert!(message.complete);
        assert_eq!(
            (message.when, message.segments, message.event.as_deref()),
            (Some(1_773_161_820), 2, Some("user_changed"))
        );
        assert_eq!(message.fields[2], ("old_permissions:support".to_owned(), "full_support".to_owned()));
        assert_eq!(message.fields[3], ("old_name".to_owned(), "Bob; Jr".to_owned()));
    }

    #[test]
    fn a_half_archive_is_an_error_and_an_empty_file_is_none() {
        let whole = archive(&[("syslog", line(1, "01:01:"))]);
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&whole[..whole.len() / 2]).expect("written");
        assert_eq!(read_log(file.path(), |_| true).expect_err("half of one").code(), "file");
        assert_eq!(told(b""), []);
        assert_eq!(read_log(Path::new("/nowhere/log"), |_| true).expect_err("no file").code(), "file");
    }

    #[test]
    fn who_wants_no_more_is_told_no_more() {
        let bytes: Vec<u8> = (1..=9).flat_map(|n| line(n, "01:01:")).collect();
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&bytes).expect("written");
        let mut heard = 0;
        read_log(file.path(), |_| {
            heard += 1;
            heard < 3
        })
        .expect("it is read");
        assert_eq!(heard, 3);
    }
}
