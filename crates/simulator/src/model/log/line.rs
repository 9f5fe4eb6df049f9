//! A message as lines: the payload escaped, cut into segments, each with a header (failover-and-syslog sections 4.2 to
//! 4.4).

use crate::switch::SyslogHeader;
use crate::time;

/// The greatest length of a line: messages above 1 KB are cut.
const LINE_BYTES: usize = 1024;

/// What every segment of a message says in front.
pub(super) struct Head {
    /// The appliance's own clock.
    pub(super) own_ms: i64,
    pub(super) timezone_offset_s: i32,
    pub(super) host: String,
    pub(super) pid: u32,
    pub(super) site_id: &'static str,
}

impl Head {
    /// The lines of a message. The cut is by length, anywhere: inside a key, a value, a letter.
    pub(super) fn lines(&self, form: SyslogHeader, payload: &[u8]) -> Vec<Vec<u8>> {
        let prefix = self.prefix(form);
        let room = LINE_BYTES.saturating_sub(prefix.len() + "01:01:".len()).max(64);
        let pieces: Vec<&[u8]> = payload.chunks(room).collect();
        let total = pieces.len();
        let line = |(place, piece): (usize, &&[u8])| {
            let mut line = format!("{prefix}{:02}:{total:02}:", place + 1).into_bytes();
            line.extend_from_slice(piece);
            line
        };
        pieces.iter().enumerate().map(line).collect()
    }

    /// Up to and with the site id. The date is local, without year and zone.
    fn prefix(&self, form: SyslogHeader) -> String {
        let local_ms = self.own_ms.saturating_add(i64::from(self.timezone_offset_s) * 1000);
        let date = time::bsd(local_ms);
        let Self { host, pid, site_id, .. } = self;
        match form {
            SyslogHeader::Report => format!("{date} {host} BG[{pid}]: {site_id}:"),
            SyslogHeader::Old => format!("{date} {host} BG: {site_id}:"),
            SyslogHeader::Tight => format!("{date} {host} BG[{pid}]:{site_id}:"),
            SyslogHeader::Forwarded => format!("<133>{date} {host} BG[{pid}] {site_id}:"),
            SyslogHeader::Rfc5424 => format!("<133>1 {} {host} BG {pid} - - {site_id}:", time::zulu(self.own_ms)),
        }
    }
}

/// `key=value;key=value`, with `\` before `=`, `;` and `\`.
pub(super) fn payload(fields: &[(String, String)]) -> Vec<u8> {
    let said = fields.iter().map(|(key, value)| format!("{key}={}", escaped(value)));
    said.collect::<Vec<_>>().join(";").into_bytes()
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '\\' | ';' | '=' => out.extend(['\\', letter]),
            // A line is a line.
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Head, payload};
    use crate::switch::SyslogHeader;

    fn head() -> Head {
        // 2026-02-05 17:54:46 UTC, five hours west.
        Head {
            own_ms: 1_770_314_086_000,
            timezone_offset_s: -18_000,
            host: "node-a".into(),
            pid: 98_765,
            site_id: "1427",
        }
    }

    #[test]
    fn every_form_of_the_header_is_as_it_was_seen() {
        for (form, expected) in [
            (SyslogHeader::Report, "Feb  5 12:54:46 node-a BG[98765]: 1427:01:01:a=1"),
            (SyslogHeader::Old, "Feb  5 12:54:46 node-a BG: 1427:01:01:a=1"),
            (SyslogHeader::Tight, "Feb  5 12:54:46 node-a BG[98765]:1427:01:01:a=1"),
            (SyslogHeader::Forwarded, "<133>Feb  5 12:54:46 node-a BG[98765] 1427:01:01:a=1"),
            (SyslogHeader::Rfc5424, "<133>1 2026-02-05T17:54:46Z node-a BG 98765 - - 1427:01:01:a=1"),
        ] {
            assert_eq!(head().lines(form, b"a=1"), [expected.as_bytes()]);
        }
    }

    #[test]
    fn values_are_escaped() {
        let fields = [("new_username".to_owned(), "user;s=name\\id".to_owned()), ("empty".to_owned(), String::new())];
        assert_eq!(payload(&fields), b"new_username=user\\;s\\=name\\\\id;empty=");
    }

    #[test]
    fn a_long_message_is_cut_by_length_and_every_piece_has_the_header() {
        let long = "ü".repeat(1500);
        let lines = head().lines(SyslogHeader::Report, long.as_bytes());
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().all(|line| line.len() <= 1024));
        let mut joined = Vec::new();
        for (place, line) in lines.iter().enumerate() {
            let prefix = format!("Feb  5 12:54:46 node-a BG[98765]: 1427:{:02}:04:", place + 1);
            joined.extend_from_slice(line.strip_prefix(prefix.as_bytes()).unwrap());
        }
        assert_eq!(joined, long.as_bytes());
    }
}
