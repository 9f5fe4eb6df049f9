//! Lines of a document and permanent bodies, one made of the other; hexadecimal digits.

pub(crate) use domain::chain::hex;
use domain::chain::{GENESIS, Sealed};

use crate::document::Line;

/// Bytes of lower case digits, exactly so many.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(bytes)
}

/// Bodies as lines. None: a body that is no text, which no program of ours has written.
pub(crate) fn lines(bodies: &[Sealed]) -> Option<Vec<Line>> {
    bodies
        .iter()
        .map(|sealed| {
            let body = String::from_utf8(sealed.body.clone()).ok()?;
            Some(Line { seq: sealed.seq, hash: hex(&sealed.hash), body })
        })
        .collect()
}

/// Lines as bodies, each said to follow the one before it. The place of the first line whose hash is not readable, else.
pub(crate) fn bodies(lines: &[Line]) -> Result<Vec<Sealed>, u64> {
    let mut previous = GENESIS;
    let mut bodies = Vec::with_capacity(lines.len());
    for (place, line) in (1_u64..).zip(lines) {
        let hash = unhex(&line.hash).ok_or(place)?;
        bodies.push(Sealed { seq: line.seq, body: line.body.clone().into_bytes(), hash, previous });
        previous = hash;
    }
    Ok(bodies)
}
