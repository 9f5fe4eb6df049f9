//! What a name server says of the site name (RFC 1035): its A record, with a time to live. Nothing else is known to it.

use crate::model::Model;

const HEADER: usize = 12;
const TYPE_A: u16 = 1;
const CLASS_IN: u16 = 1;

/// How a question ends, as the header's last four bits say.
#[derive(Clone, Copy)]
enum Outcome {
    Fine = 0,
    NotUnderstood = 1,
    NoSuchName = 3,
    NotBuilt = 4,
}

/// The answer to one packet. `None`: too short or itself an answer, and not worth one.
#[must_use]
pub fn answer(model: &Model, query: &[u8]) -> Option<Vec<u8>> {
    let header = query.get(..HEADER)?;
    if header[2] & 0x80 != 0 {
        return None;
    }
    if header[2] & 0x78 != 0 {
        return Some(said(header, &[], Outcome::NotBuilt, None));
    }
    let Some(question) = question(query) else {
        return Some(said(header, &[], Outcome::NotUnderstood, None));
    };
    if !question.name.eq_ignore_ascii_case(model.site_name()) {
        return Some(said(header, question.bytes, Outcome::NoSuchName, None));
    }
    let asked = question.kind == TYPE_A && question.class == CLASS_IN;
    let record = model.site_address().filter(|_| asked).map(|address| {
        // The name is the one of the question, twelve bytes from the start.
        let mut record = vec![0xc0, 0x0c];
        record.extend_from_slice(&TYPE_A.to_be_bytes());
        record.extend_from_slice(&CLASS_IN.to_be_bytes());
        record.extend_from_slice(&model.settings().dns_ttl_s.to_be_bytes());
        record.extend_from_slice(&4_u16.to_be_bytes());
        record.extend_from_slice(&address.octets());
        record
    });
    Some(said(header, question.bytes, Outcome::Fine, record))
}

struct Question<'a> {
    name: String,
    kind: u16,
    class: u16,
    bytes: &'a [u8],
}

/// The one question of a packet, without compression: nothing stands before it to point to.
fn question(query: &[u8]) -> Option<Question<'_>> {
    if query.get(4..6)? != [0, 1] {
        return None;
    }
    let mut labels = Vec::new();
    let mut at = HEADER;
    loop {
        let length = usize::from(*query.get(at)?);
        at += 1;
        if length == 0 {
            break;
        }
        if length > 63 {
            return None;
        }
        labels.push(String::from_utf8_lossy(query.get(at..at + length)?).into_owned());
        at += length;
    }
    let number = |at: usize| Some(u16::from_be_bytes([*query.get(at)?, *query.get(at + 1)?]));
    Some(Question {
        name: labels.join("."),
        kind: number(at)?,
        class: number(at + 2)?,
        bytes: query.get(HEADER..at + 4)?,
    })
}

fn said(header: &[u8], question: &[u8], outcome: Outcome, record: Option<Vec<u8>>) -> Vec<u8> {
    let mut packet = header[..2].to_vec();
    // An answer with authority; recursion stays wanted as it was, and is not offered.
    packet.push(0x84 | (header[2] & 0x79));
    packet.push(outcome as u8);
    packet.extend_from_slice(&u16::from(!question.is_empty()).to_be_bytes());
    packet.extend_from_slice(&u16::from(record.is_some()).to_be_bytes());
    packet.extend_from_slice(&[0; 4]);
    packet.extend_from_slice(question);
    packet.extend(record.into_iter().flatten());
    packet
}
