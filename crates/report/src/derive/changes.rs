//! Changes with what became of them, and the coverage map.

use std::collections::BTreeMap;

use domain::role::Side;
use ledger::arrival::Arrival;
use ledger::coverage::BlindSpot;
use ledger::entry::{Entry, When};
use ledger::reconcile::{Decision, Item, Reconciliation, Standing};
use ledger::{EntryId, Group};

use super::Told;
use crate::document::{Area, Blind, Change, Changes, Coverage, Decided, FieldChange, Seen, Watched};
use crate::standpoint::{arrivals, notes_complete};
use crate::words::count;
use ledger::Journalled;

pub(super) fn changes(told: &Told<'_>, stand: &Journalled) -> (Changes, Coverage) {
    let ledger = &told.ledger;
    let m = &told.replay.maintenance;
    let reconciled = stand.judge(m, ledger);
    let arrived = m.verification.as_ref().and_then(|(said, _)| arrivals(said, ledger.entries().len()));
    let arrived = arrived.unwrap_or_default();
    let pairs = ledger.entries().iter().zip(reconciled.items());
    let list: Vec<Change> = pairs.map(|(entry, item)| change(entry, item, &arrived)).collect();
    let mut counts: BTreeMap<Group, u64> = BTreeMap::new();
    let mut found: Vec<(Arrival, u64)> = vec![];
    for change in &list {
        *counts.entry(change.group).or_default() += 1;
        if let Some(arrival) = change.arrival {
            match found.iter_mut().find(|(known, _)| *known == arrival) {
                Some((_, count)) => *count += 1,
                None => found.push((arrival, 1)),
            }
        }
    }
    let coverage = coverage(told, stand, &reconciled);
    let changes = Changes {
        verdict: reconciled.verdict,
        sentence: reconciled.sentence(),
        undecided: reconciled.undecided,
        outstanding: reconciled.outstanding,
        notes_complete: stated(told),
        counts: counts.into_iter().collect(),
        arrivals: found,
        noise: ledger.noise().iter().map(|(event, count)| (event.to_string(), *count)).collect(),
        list,
    };
    (changes, coverage)
}

/// Who stated that the notes are complete, and why.
fn stated(told: &Told<'_>) -> Option<String> {
    let by = told.replay.maintenance.statement()?;
    let reason = notes_complete(&told.replay.entries).map_or_else(String::new, |(_, reason)| format!(" ({reason})"));
    Some(format!("{by}{reason}"))
}

fn change(entry: &Entry, item: &Item, arrived: &BTreeMap<EntryId, Arrival>) -> Change {
    let (at, after, before) = match entry.at {
        When::Said(at) => (Some(at), None, None),
        When::Between(after, before) => (None, after, before),
    };
    let text = |word: &Option<ledger::text::Word>| word.as_ref().map(ToString::to_string);
    let content =
        |content: &Option<ledger::text::Content>| content.as_ref().map(|content| content.plain().into_owned());
    let (standing, decided) = standing(&item.standing);
    Change {
        id: entry.id.to_string(),
        at,
        after,
        before,
        who: text(&entry.who),
        who_ip: text(&entry.who_ip),
        side: entry.side,
        role_then: item.role_then,
        place: entry.place.to_string(),
        event: entry.event.to_string(),
        kind: entry.kind,
        class: entry.class,
        object_kind: entry.object.kind.to_string(),
        object_id: entry.object.id.as_deref().map(str::to_owned),
        object_name: entry.object.name.as_deref().map(str::to_owned),
        fields: entry
            .fields
            .iter()
            .map(|field| FieldChange {
                name: field.name.to_string(),
                before: content(&field.before),
                after: content(&field.after),
                secret: field.secret,
            })
            .collect(),
        seen: entry.witnesses.iter().map(|witness| Seen { by: witness.kind, fact: witness.fact }).collect(),
        incomplete: entry.incomplete,
        by_switchback: entry.ours,
        note: entry.note.as_deref().map(str::to_owned),
        group: item.group,
        fate: item.fate,
        already_overwritten: item.already_overwritten,
        against: item.against.iter().map(ToString::to_string).collect(),
        standing,
        decided,
        arrival: arrived.get(&entry.id).copied(),
    }
}

fn standing(standing: &Standing) -> (&'static str, Option<Decided>) {
    match standing {
        Standing::Settled => ("settled", None),
        Standing::Undecided => ("undecided", None),
        Standing::Decided(decision) => ("decided", Some(decided(decision))),
        Standing::Outstanding(decision) => ("outstanding", Some(decided(decision))),
        Standing::Done(decision) => ("done", Some(decided(decision))),
        Standing::ByThisProgram => ("by_switchback", None),
    }
}

fn decided(decision: &Decision) -> Decided {
    Decided {
        disposition: decision.disposition,
        name: decision.name.clone(),
        reason: decision.reason.clone(),
        at: decision.at,
    }
}

fn coverage(told: &Told<'_>, stand: &Journalled, reconciled: &Reconciliation) -> Coverage {
    let areas = reconciled.coverage.areas.iter().map(|row| Area {
        path: row.area.path,
        home: row.seen.home,
        stand_in: row.seen.stand_in,
    });
    let blind_spots = reconciled.blind_spots.iter().map(|(spot, standing)| {
        let (side, words) = blind(told, spot);
        Blind { side, words, decided: self::standing(standing).1 }
    });
    let logs = told.ledger.logs().iter().map(|log| Watched {
        side: log.side,
        from: log.from,
        to: log.to,
        words: format!(
            "log read: {}, {} with segments missing, {} unreadable",
            count(log.messages, "message", "messages"),
            log.incomplete,
            count(log.damaged, "line", "lines")
        ),
        sha256: None,
    });
    let snapshots = told.ledger.snapshots().iter().map(|taken| Watched {
        side: taken.side,
        from: Some(taken.from),
        to: taken.to,
        words: format!(
            "snapshot taken: {} of {}, {} not read",
            count(taken.objects, "object", "objects"),
            count(taken.read.len() as u64, "kind", "kinds"),
            count(taken.failed.len() as u64, "kind", "kinds")
        ),
        sha256: taken.sha256.clone(),
    });
    let mut looked: Vec<Watched> = logs.chain(snapshots).collect();
    looked.sort_by_key(|watched| watched.to);
    Coverage {
        watched: reconciled.coverage.watched,
        from: stand.window().from,
        to: stand.window().to,
        areas: areas.collect(),
        blind_spots: blind_spots.collect(),
        looked,
    }
}

fn blind(told: &Told<'_>, spot: &BlindSpot) -> (Option<Side>, String) {
    match spot {
        BlindSpot::Time { side, from, to } => {
            (Some(*side), format!("no log of {} speaks of {from} to {to}", told.label(*side)))
        }
        BlindSpot::Segments { side, messages } => (
            Some(*side),
            format!(
                "{} in the log of {} with segments missing",
                count(*messages, "message", "messages"),
                told.label(*side)
            ),
        ),
        BlindSpot::Lines { side, lines } => (
            Some(*side),
            format!("{} of the log of {} could not be read", count(*lines, "line", "lines"), told.label(*side)),
        ),
        BlindSpot::Kind { side, kind } => (Some(*side), format!("{kind} could not be read on {}", told.label(*side))),
        BlindSpot::Areas { paths } => (None, format!("only notes can tell of: {}", paths.join("; "))),
    }
}
