//! Who wrote a line, and when by their clock: everything before the site id.
//!
//! The forms that are known (failover-and-syslog section 4.2):
//!
//! ```text
//! (a) old documents      Oct 12 14:58:35 HOST BG: 1234:01:01:PAYLOAD
//! (b) current documents  Feb  5 12:54:46 HOST BG[98765]:1234:01:01:PAYLOAD
//! (c) downloaded report  Dec 10 07:04:11 HOST BG[12482]: 1427:01:01:PAYLOAD
//! (d) forwarded by TLS   <133>Jan  9 03:47:40 HOST BG[81869] 1427:01:01:PAYLOAD
//! (e) RFC 5424           <133>1 2026-01-09T03:47:40Z HOST BG 81869 - - 1427:01:01:PAYLOAD
//! ```
//!
//! A date that is RFC 3339 in front of any of these tags is taken too: servers that pass lines on write it (inferred).

use crate::cursor::Cursor;
use crate::segment::{self, Segment, SiteId};

/// How the header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `Mmm dd hh:mm:ss`, without year and zone, in the appliance's local time.
    Bsd,
    /// An RFC 3339 time in front of the tag.
    Dated,
    /// RFC 5424, with a version in front of its time.
    Rfc5424,
    /// None that is known; what could be told from it is told. Something may have written into the line.
    Unrecognised,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    pub form: Form,
    /// Facility x 8 + severity; 133 (local0, notice) was seen. Absent in downloaded reports.
    pub priority: Option<u16>,
    /// As written, never completed: a BSD time has no year and no zone. Empty where the line has none.
    pub time: &'a str,
    /// The appliance's short name, not the site's; empty where the line has none.
    pub host: &'a str,
    pub pid: Option<u32>,
}

impl<'a> Header<'a> {
    /// The time without parts of a second. Segments of one message carry the same second (failover-and-syslog
    /// section 4.3).
    #[must_use]
    pub fn second(&self) -> &'a str {
        self.time.split_once('.').map_or(self.time, |(second, _)| second)
    }
}

/// What stands in front of the tag.
#[derive(Clone, Copy)]
pub(crate) struct Front<'a> {
    pub(crate) form: Form,
    pub(crate) priority: Option<u16>,
    pub(crate) time: &'a str,
    pub(crate) host: &'a str,
}

/// What stands behind `BG`.
pub(crate) struct Tail<'a> {
    pub(crate) pid: Option<u32>,
    pub(crate) site_id: SiteId,
    pub(crate) segment: Segment,
    pub(crate) payload: &'a [u8],
}

/// Priority, time and host in a form that is known; the cursor then stands on the tag.
pub(crate) fn front<'a>(cursor: &mut Cursor<'a>) -> Option<Front<'a>> {
    let priority = priority(cursor);
    let (form, time) = if let Some(time) = bsd_time(cursor) {
        (Form::Bsd, time)
    } else if cursor.eat_all(b"1 ") {
        let time = cursor.word().filter(|word| *word == b"-" || is_rfc3339(word))?;
        (Form::Rfc5424, if time == b"-" { "" } else { text(time)? })
    } else {
        (Form::Dated, text(cursor.word().filter(|word| is_rfc3339(word))?)?)
    };
    cursor.blanks().then_some(())?;
    let host = text(cursor.word()?)?;
    cursor.blanks().then_some(())?;
    Some(Front { form, priority, time, host })
}

/// The front of a line in no known form, from the bytes before the tag: its last word is the host, and a time is taken
/// where one stands right before it. A line that begins with garbage keeps its message in this way.
pub(crate) fn front_by_its_end(before: &[u8]) -> Front<'_> {
    let before = before.trim_ascii_end();
    let host_at = memchr::memrchr(b' ', before).map_or(0, |at| at + 1);
    let (stamp, host) = before.split_at_checked(host_at).unwrap_or_default();
    let stamp = stamp.trim_ascii_end();
    let bsd = stamp.len().checked_sub("Mmm dd hh:mm:ss".len()).and_then(|at| stamp.get(at..));
    let bsd = bsd.and_then(|stamp| bsd_time(&mut Cursor::new(stamp)));
    let last = || stamp.rsplit(|&byte| byte == b' ').next().filter(|word| is_rfc3339(word)).and_then(text);
    Front {
        form: Form::Unrecognised,
        priority: None,
        time: bsd.or_else(last).unwrap_or_default(),
        host: text(host).unwrap_or_default(),
    }
}

/// Whether the tag at the cursor is `BG`; the cursor then stands behind it.
pub(crate) fn tag(cursor: &mut Cursor<'_>) -> bool {
    let mut at = *cursor;
    let is_bg = at.eat_all(b"BG") && matches!(at.peek(), None | Some(b'[' | b':' | b' '));
    if is_bg {
        *cursor = at;
    }
    is_bg
}

/// What follows `BG`: `[pid]`, `:` and blanks as there are, or the process id, message id and data of RFC 5424.
pub(crate) fn tail<'a>(cursor: Cursor<'a>) -> Option<Tail<'a>> {
    bsd_tail(cursor).or_else(|| rfc5424_tail(cursor))
}

fn bsd_tail(mut at: Cursor<'_>) -> Option<Tail<'_>> {
    let mut pid = None;
    if at.eat(b'[') {
        pid = Some(at.number(1, 10)?);
        at.eat(b']').then_some(())?;
    }
    at.blanks();
    at.eat(b':');
    at.blanks();
    payload(pid, at)
}

/// ` PROCID MSGID STRUCTURED-DATA MSG`, each `-` where there is none; a byte order mark may begin the message (RFC 5424
/// section 6).
fn rfc5424_tail(mut at: Cursor<'_>) -> Option<Tail<'_>> {
    at.blanks().then_some(())?;
    let pid = match at.word()? {
        b"-" => None,
        word => Some(Cursor::new(word).number(1, 10)?),
    };
    at.blanks().then_some(())?;
    at.word()?;
    at.blanks().then_some(())?;
    structured_data(&mut at)?;
    at.blanks();
    at.eat_all(b"\xEF\xBB\xBF");
    payload(pid, at)
}

/// `-`, or `[id name="value"]` as often as it comes; in a value a backslash keeps the next byte from ending it.
fn structured_data(at: &mut Cursor<'_>) -> Option<()> {
    if at.eat(b'-') {
        return Some(());
    }
    let mut elements = 0;
    while at.eat(b'[') {
        let mut quoted = false;
        loop {
            match at.take(1)? {
                b"\\" if quoted => drop(at.take(1)?),
                b"\"" => quoted = !quoted,
                b"]" if !quoted => break,
                _ => {}
            }
        }
        elements += 1;
    }
    (elements > 0).then_some(())
}

fn payload(pid: Option<u32>, mut at: Cursor<'_>) -> Option<Tail<'_>> {
    let (site_id, segment) = segment::read(&mut at)?;
    Some(Tail { pid, site_id, segment, payload: at.rest() })
}

/// `<133>`.
fn priority(cursor: &mut Cursor<'_>) -> Option<u16> {
    let mut at = *cursor;
    at.eat(b'<').then_some(())?;
    let priority = u16::try_from(at.number(1, 3)?).ok()?;
    at.eat(b'>').then_some(())?;
    *cursor = at;
    Some(priority)
}

/// `Feb  5 12:54:46` at the cursor.
fn bsd_time<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    const MONTHS: [&[u8; 3]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let start = cursor.rest();
    let mut at = *cursor;
    let month = at.take(3)?;
    MONTHS.iter().any(|name| name.as_slice() == month).then_some(())?;
    at.blanks().then_some(())?;
    let day = at.number(1, 2)?;
    at.blanks().then_some(())?;
    let hour = at.number(2, 2)?;
    at.eat(b':').then_some(())?;
    let minute = at.number(2, 2)?;
    at.eat(b':').then_some(())?;
    let second = at.number(2, 2)?;
    // 60 is a leap second.
    ((1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60).then_some(())?;
    let time = start.get(..start.len() - at.rest().len())?;
    *cursor = at;
    text(time)
}

/// Whether a word begins as RFC 3339 does: `2026-01-09T03:47:40`, then a fraction or a zone.
fn is_rfc3339(word: &[u8]) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let fits = |(&byte, &shape): (&u8, &u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    word.len() > SHAPE.len() && word.is_ascii() && word.iter().zip(SHAPE).all(fits)
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
