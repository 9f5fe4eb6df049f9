//! Writes what the appliances write: the other half of the parser, made from the same paper and nothing of ours.

/// The header forms (failover-and-syslog section 4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Old,
    Documented,
    Report,
    Tls,
    Rfc5424,
}

pub(crate) const STYLES: [Style; 5] = [Style::Old, Style::Documented, Style::Report, Style::Tls, Style::Rfc5424];

/// Who writes, and when by their clock.
#[derive(Clone, Debug)]
pub(crate) struct Author<'a> {
    pub(crate) style: Style,
    pub(crate) host: &'a str,
    pub(crate) pid: u32,
    pub(crate) site: u16,
    /// Of a minute.
    pub(crate) second: u8,
}

/// A payload of fields in which every byte that has a meaning has lost it.
pub(crate) fn payload<K: AsRef<str>, V: AsRef<str>>(fields: impl IntoIterator<Item = (K, V)>) -> Vec<u8> {
    let mut bytes = vec![];
    for (key, value) in fields {
        if !bytes.is_empty() {
            bytes.push(b';');
        }
        escape(key.as_ref(), &mut bytes);
        bytes.push(b'=');
        escape(value.as_ref(), &mut bytes);
    }
    bytes
}

fn escape(text: &str, bytes: &mut Vec<u8>) {
    for byte in text.bytes() {
        if matches!(byte, b'=' | b';' | b'\\') {
            bytes.push(b'\\');
        }
        bytes.push(byte);
    }
}

/// One line of a message, without a line feed.
pub(crate) fn line(author: &Author<'_>, number: usize, total: usize, part: &[u8]) -> Vec<u8> {
    let Author { style, host, pid, site, second } = author;
    let head = match style {
        Style::Old => format!("Oct 12 14:58:{second:02} {host} BG: "),
        Style::Documented => format!("Feb  5 12:54:{second:02} {host} BG[{pid}]:"),
        Style::Report => format!("Dec 10 07:04:{second:02} {host} BG[{pid}]: "),
        Style::Tls => format!("<133>Jan  9 03:47:{second:02} {host} BG[{pid}] "),
        Style::Rfc5424 => format!("<133>1 2026-01-09T03:47:{second:02}Z {host} BG {pid} - - "),
    };
    let mut line = format!("{head}{site:04}:{number:02}:{total:02}:").into_bytes();
    line.extend_from_slice(part);
    line
}

/// The lines of a message that is cut at these places, in order.
pub(crate) fn lines(author: &Author<'_>, payload: &[u8], cuts: &[usize]) -> Vec<Vec<u8>> {
    let mut parts = vec![];
    let mut from = 0;
    for cut in cuts.iter().copied().chain([payload.len()]) {
        parts.push(payload.get(from..cut).unwrap_or_default());
        from = cut;
    }
    parts.iter().enumerate().map(|(at, part)| line(author, at + 1, parts.len(), part)).collect()
}
