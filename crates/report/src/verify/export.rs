//! The check of an exported maintenance: both chains and their heads, its evidence and snapshots, and the verdicts of its
//! journal.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::chain::Sealed;
use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::journal::format;
use domain::pair::Pair;
use domain::role::Side;
use domain::time::Utc;
use ledger::chain::{Written, read_chain};
use ledger::fact::Fact;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::document::{journal_place, ledger_place};
use super::{Fault, Verified};
use crate::chains::{hex, unhex};
use crate::document::ChainHead;
use crate::replay::{Facts, Replay, replay, round_of, taken_as_told};
use crate::standpoint::product;

/// What the member `format` says.
pub(super) const FORMAT: &str = "switchback/export/1";

/// An event, or a fact.
#[derive(Deserialize)]
struct Body {
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

/// Which snapshot there is; what it holds is evidence.
#[derive(Deserialize)]
struct Snapshot {
    taken_at: Utc,
    side: Side,
    sha256: String,
}

/// Members that are checked; the others are told.
const CHECKED: [&str; 8] = ["format", "maintenance", "events", "evidence", "head", "facts", "snapshots", "ledger_head"];

pub(super) fn check(bytes: &[u8], verified: &mut Verified) {
    let members: BTreeMap<String, &RawValue> = match serde_json::from_slice(bytes) {
        Ok(members) => members,
        Err(error) => return verified.unreadable(&error),
    };
    let (Some(id), Some(number), Some(pair), Some(events), Some(evidence), Some(head), Some(from)) = (
        member::<MaintenanceId>(&members, "maintenance", verified),
        member::<MaintenanceNumber>(&members, "number", verified),
        member::<Pair>(&members, "pair", verified),
        member::<Vec<Body>>(&members, "events", verified),
        member::<Vec<Piece>>(&members, "evidence", verified),
        member::<ChainHead>(&members, "head", verified),
        member::<String>(&members, "from", verified),
    ) else {
        return;
    };
    let (Some(facts), Some(snapshots), Some(ledger_head)) = (
        member_where_it_is::<Vec<Body>>(&members, "facts", verified),
        member_where_it_is::<Vec<Snapshot>>(&members, "snapshots", verified),
        member_where_it_is::<Option<ChainHead>>(&members, "ledger_head", verified),
    ) else {
        return;
    };
    (verified.maintenance, verified.number, verified.computer) = (Some(id), Some(number), Some(from));
    let journal = sealed(events, Fault::JournalChain, "events", verified);
    let ledger = sealed(facts, Fault::LedgerChain, "facts", verified);
    let (Some(journal), Some(ledger)) = (journal, ledger) else { return };
    let (journal_end, ledger_end) = (ChainHead::of(&journal), ChainHead::of(&ledger));
    let entries = format::read_chain(id, &journal).map_err(|broken| {
        let place = journal_place(&broken).replace("journal", "events");
        verified.fault(Fault::JournalChain, place, broken.to_string());
    });
    let written = read_chain(id, &ledger).map_err(|broken| {
        let place = ledger_place(&broken).replace("ledger", "facts");
        verified.fault(Fault::LedgerChain, place, broken.to_string());
    });
    let (Ok(entries), Ok(written)) = (entries, written) else { return };
    if head != journal_end {
        let made = journal_end.count;
        let words = format!("the head record names {} events, there are {made}: an end is cut off", head.count);
        verified.fault(Fault::Head, "head", words);
    }
    // Without facts there is no head record of them.
    if ledger_head != (ledger_end.count > 0).then(|| ledger_end.clone()) {
        let (said, made) = (ledger_head.map_or(0, |head| head.count), ledger_end.count);
        let words = format!("the head record names {said} facts, there are {made}: an end is cut off");
        verified.fault(Fault::Head, "ledger_head", words);
    }
    (verified.journal, verified.ledger) = (Some(journal_end), Some(ledger_end));
    let own_accounts = own_accounts(&pair);
    let facts = Facts {
        sealed: &ledger,
        written: &written,
        own_accounts: &own_accounts,
        product: pair.product.or_else(|| product(&entries)),
    };
    let mut told = vec![];
    match replay(id, entries, &facts) {
        Ok(replay) => {
            if replay.maintenance.planned.pair != pair.id {
                verified.fault(Fault::Claim, "pair", "its pair is not the pair of its journal");
            }
            verified.headline = Some(replay.maintenance.planned.intent.title.clone());
            let there = pieces(&evidence, verified);
            named(&replay, &there, verified);
            snapshots_are_there(&snapshots, &written, &there, verified);
            told = taken_as_told(&replay.maintenance);
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
    ];
    verified.not_proven.extend(told);
    verified.not_proven.push("Whether it was a rehearsal: the journal does not tell.".to_owned());
    verified.not_proven.push(format!(
        "What no chain covers: {}; of a piece of evidence its type and its time, of a snapshot its kind.",
        other.join(", ")
    ));
}

/// Bodies as they stand in the file.
fn sealed(bodies: Vec<Body>, fault: Fault, what: &str, verified: &mut Verified) -> Option<Vec<Sealed>> {
    let mut sealed = Vec::with_capacity(bodies.len());
    for (place, body) in bodies.into_iter().enumerate() {
        let (Some(hash), Some(previous)) = (unhex(&body.hash), unhex(&body.previous)) else {
            verified.fault(fault, format!("{what}[{place}]"), "a hash is not readable");
            return None;
        };
        sealed.push(Sealed { seq: body.seq, body: body.body.into_bytes(), hash, previous });
    }
    Some(sealed)
}

/// The client ids of the pair's API accounts, which no chain covers.
fn own_accounts(pair: &Pair) -> Vec<String> {
    let of = Side::BOTH.into_iter().map(|side| pair.appliance(side).client_id.clone());
    of.chain([pair.client_id.clone()]).flatten().collect()
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

/// Of a ledger that has nothing, nothing is written.
fn member_where_it_is<'a, T: Deserialize<'a> + Default>(
    members: &BTreeMap<String, &'a RawValue>,
    name: &str,
    verified: &mut Verified,
) -> Option<T> {
    if members.contains_key(name) { member(members, name, verified) } else { Some(T::default()) }
}

/// The pieces that have their hash.
fn pieces<'a>(evidence: &'a [Piece], verified: &mut Verified) -> BTreeSet<&'a str> {
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
    there
}

/// Every piece the journal names is there.
fn named(replay: &Replay, there: &BTreeSet<&str>, verified: &mut Verified) {
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

/// Each snapshot is one that a fact of the ledger tells of, and what it holds is there.
fn snapshots_are_there(snapshots: &[Snapshot], facts: &[Written], there: &BTreeSet<&str>, verified: &mut Verified) {
    let taken = facts.iter().filter_map(|written| match &written.fact {
        Fact::SnapshotTaken(taken) => Some((taken.sha256.as_deref()?, taken.side, taken.from)),
        _ => None,
    });
    let taken: Vec<_> = taken.collect();
    for (place, one) in snapshots.iter().enumerate() {
        let place = format!("snapshots[{place}]");
        if !taken.contains(&(one.sha256.as_str(), one.side, one.taken_at)) {
            verified.fault(Fault::Evidence, place, "no fact of its ledger tells of this snapshot");
        } else if !there.contains(one.sha256.as_str()) {
            verified.fault(Fault::Evidence, place, format!("what it holds, {}, is not in the file", one.sha256));
        }
    }
}
