//! The check of an exported maintenance: its chain, its head, its evidence, and the verdicts of its journal.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::chain::Sealed;
use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::journal::format;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::document::journal_place;
use super::{Fault, Verified};
use crate::chains::{hex, unhex};
use crate::document::ChainHead;
use crate::replay::{Replay, replay, round_of};

/// What the member `format` says.
pub(super) const FORMAT: &str = "switchback/export/1";

#[derive(Deserialize)]
struct Event {
    seq: u64,
    body: String,
    hash: String,
    previous: String,
}

#[derive(Deserialize)]
struct Piece {
    sha256: String,
    base64: String,
}

/// Members that are checked; the others are told.
const CHECKED: [&str; 6] = ["format", "maintenance", "number", "events", "evidence", "head"];

pub(super) fn check(bytes: &[u8], verified: &mut Verified) {
    let members: BTreeMap<String, &RawValue> = match serde_json::from_slice(bytes) {
        Ok(members) => members,
        Err(error) => return verified.unreadable(&error),
    };
    let (Some(id), Some(number), Some(events), Some(evidence), Some(head)) = (
        member::<MaintenanceId>(&members, "maintenance", verified),
        member::<MaintenanceNumber>(&members, "number", verified),
        member::<Vec<Event>>(&members, "events", verified),
        member::<Vec<Piece>>(&members, "evidence", verified),
        member::<ChainHead>(&members, "head", verified),
    ) else {
        return;
    };
    (verified.maintenance, verified.number) = (Some(id), Some(number));
    verified.computer = member(&members, "from", verified);
    let mut journal = Vec::with_capacity(events.len());
    for (place, event) in events.into_iter().enumerate() {
        let (Some(hash), Some(previous)) = (unhex(&event.hash), unhex(&event.previous)) else {
            return verified.fault(Fault::JournalChain, format!("events[{place}]"), "a hash is not readable");
        };
        journal.push(Sealed { seq: event.seq, body: event.body.into_bytes(), hash, previous });
    }
    let made = ChainHead::of(&journal);
    let entries = match format::read_chain(id, &journal) {
        Ok(entries) => entries,
        Err(broken) => {
            let place = journal_place(&broken).replace("journal", "events");
            return verified.fault(Fault::JournalChain, place, broken.to_string());
        }
    };
    if head != made {
        let words = format!("the head record names {} events, there are {}: an end is cut off", head.count, made.count);
        verified.fault(Fault::Head, "head", words);
    }
    verified.journal = Some(made);
    match replay(id, entries, None) {
        Ok(replay) => {
            verified.headline = Some(replay.maintenance.planned.intent.title.clone());
            pieces(&replay, &evidence, verified);
            verified.judge(replay.verdicts);
        }
        Err(illegal) => {
            let place = format!("events[{}]", illegal.seq.saturating_sub(1));
            verified.fault(Fault::Rules, place, illegal.to_string());
        }
    }
    let other: Vec<&str> = members.keys().map(String::as_str).filter(|name| !CHECKED.contains(name)).collect();
    verified.not_proven = vec![
        "That nobody wrote all of it anew, or cut off an end with its head record: an export is not signed.".to_owned(),
        "That the computer's clock was right, and that it told the truth.".to_owned(),
        "What happened between two looks, and on ways this computer does not see.".to_owned(),
        "What the journal says of its ledger: the facts are not in the file.".to_owned(),
        format!("Members that no chain covers: {}.", other.join(", ")),
    ];
}

fn member<'a, T: Deserialize<'a>>(
    members: &BTreeMap<String, &'a RawValue>,
    name: &str,
    verified: &mut Verified,
) -> Option<T> {
    let Some(text) = members.get(name) else {
        verified.fault(Fault::NotReadable, name, format!("the member '{name}' is missing"));
        return None;
    };
    match serde_json::from_str(text.get()) {
        Ok(value) => Some(value),
        Err(error) => {
            verified.fault(Fault::NotReadable, name, format!("the member '{name}' cannot be read: {error}"));
            None
        }
    }
}

/// Every piece has its hash, and every piece the journal names is there.
fn pieces(replay: &Replay, evidence: &[Piece], verified: &mut Verified) {
    let mut there = BTreeSet::new();
    for (place, piece) in evidence.iter().enumerate() {
        let bytes = BASE64.decode(&piece.base64).ok();
        let hash = bytes.map(|bytes| hex(&Sha256::digest(&bytes)));
        if hash.as_ref() == Some(&piece.sha256) {
            verified.evidence.hashed += 1;
            there.insert(piece.sha256.as_str());
        } else {
            let words = "this piece of evidence was changed: its hash is another one";
            verified.fault(Fault::Evidence, format!("evidence[{place}]"), words);
        }
    }
    let mut missing = BTreeSet::new();
    for entry in &replay.entries {
        for look in round_of(&entry.event).into_iter().flat_map(|round| [&round.home, &round.stand_in]) {
            verified.evidence.readings += 1;
            let Some(name) = look.evidence.as_deref() else { continue };
            verified.evidence.named += 1;
            if !there.contains(name) && missing.insert(name.to_owned()) {
                let words = format!("the evidence {name} that it names is not in the file");
                verified.fault(Fault::Evidence, format!("events[{}]", entry.seq - 1), words);
            }
        }
    }
    verified.evidence.missing = missing.len() as u64;
}
