//! One change, one witness, and what was looked at, as they cross the border.

use std::collections::BTreeMap;

use domain::change::{BlindSpot, Decision};
use domain::role::{AssignedRole, Side};
use domain::time::Utc;
use engine::LedgerView;
use ledger::catalogue::Known;
use ledger::chain::Written;
use ledger::entry::When;
use ledger::fact::{DifferenceFact, Fact, MessageFact, NoteFact, Source};
use ledger::reconcile::{Item, Standing, allowed};
use ledger::roles::Fate;
use ledger::text::Content;
use ledger::{Entry, Group};

use super::words;
use crate::wire;
use crate::words as contract;

pub(crate) fn verdict(view: &LedgerView<'_>) -> wire::Verdict {
    wire::Verdict {
        verdict: contract::reconcile_verdict(view.judged.verdict),
        sentence: view.judged.sentence(),
        undecided: view.judged.undecided,
        unread: view.judged.unread,
        outstanding: view.judged.outstanding,
    }
}

pub(crate) fn change(view: &LedgerView<'_>, entry: &Entry, item: &Item) -> wire::Change {
    let (at, at_earliest) = match entry.at {
        When::Said(at) => (Some(at), None),
        When::Between(from, to) => (to, from),
    };
    let decision = decision(&item.standing);
    let label = |side: Side| view.maintenance.label(side).to_owned();
    wire::Change {
        entry: entry.id.to_string(),
        at: at.map(|at| at.to_string()),
        at_earliest: at_earliest.map(|at| at.to_string()),
        who: entry.who.as_ref().map(|who| who.as_str().to_owned()),
        who_ip: entry.who_ip.as_ref().map(|ip| ip.as_str().to_owned()),
        appliance: entry.side.map(label),
        role_then: match item.role_then {
            Some(AssignedRole::Primary) => "primary",
            Some(AssignedRole::Backup) => "backup",
            None => "unknown",
        },
        place: entry.place.as_str().to_owned(),
        event: entry.event.as_str().to_owned(),
        kind: contract::change_kind(entry.kind),
        object: object(entry),
        fields: fields(entry),
        witnesses: witnesses(entry),
        class: contract::change_class(entry.class),
        group: contract::group(item.group),
        disposition: decision.map(|decision| contract::disposition(decision.disposition)),
        arrival: view.arrival(entry.id).map(contract::arrival),
        standing: standing(&item.standing),
        decided_by: decision.map(|decision| decision.name.clone()),
        decided_at: decision.map(|decision| decision.at.to_string()),
        reason: decision.and_then(|decision| decision.reason.clone()),
        answers: answers(item.group),
        incomplete: entry.incomplete,
        ours: entry.ours,
        note: entry.note.as_deref().map(str::to_owned),
        already_overwritten: item.already_overwritten,
        doubt: (item.fate == Fate::MayNotBeCarried).then_some(words::MADE_DURING_A_SYNC),
        against: item.against.iter().map(ToString::to_string).collect(),
        unknown_event: entry.known == Known::No && !entry.event.as_str().is_empty(),
    }
}

pub(crate) fn object(entry: &Entry) -> wire::ChangedObject {
    wire::ChangedObject {
        kind: entry.object.kind.as_str().to_owned(),
        id: entry.object.id.as_deref().map(str::to_owned),
        name: entry.object.name.as_deref().map(str::to_owned),
    }
}

fn fields(entry: &Entry) -> Vec<wire::ChangedField> {
    let shown = |field: &ledger::entry::Field| wire::ChangedField {
        name: field.name.as_str().to_owned(),
        before: field.before.as_ref().filter(|_| !field.secret).map(Content::value),
        after: field.after.as_ref().filter(|_| !field.secret).map(Content::value),
        secret: field.secret,
    };
    entry.fields.iter().map(shown).collect()
}

fn witnesses(entry: &Entry) -> Vec<&'static str> {
    use ledger::entry::WitnessKind::{Note, Snapshot, Syslog};
    [Syslog, Snapshot, Note].into_iter().filter(|kind| entry.has(*kind)).map(contract::witness).collect()
}

pub(crate) fn answers(group: Group) -> Vec<&'static str> {
    allowed(group).iter().map(|disposition| contract::disposition(*disposition)).collect()
}

pub(crate) fn standing(standing: &Standing) -> &'static str {
    match standing {
        Standing::Settled => "settled",
        Standing::Undecided => "undecided",
        Standing::Decided(_) => "decided",
        Standing::Outstanding(_) => "outstanding",
        Standing::Done(_) => "done",
        Standing::ByThisProgram => "by_this_program",
    }
}

fn decision(standing: &Standing) -> Option<&Decision> {
    match standing {
        Standing::Decided(decision) | Standing::Outstanding(decision) | Standing::Done(decision) => Some(decision),
        Standing::Settled | Standing::Undecided | Standing::ByThisProgram => None,
    }
}

type Raw = Vec<(String, String)>;

fn told(key: &str, value: impl ToString) -> (String, String) {
    (key.to_owned(), value.to_string())
}

/// A fact as its keys and values. What this program adds stands in brackets.
pub(super) fn witness(written: &Written, labels: &[String; 2]) -> wire::WitnessShown {
    let label = |side: Side| labels[usize::from(side == Side::StandIn)].clone();
    let (kind, source, raw) = match &written.fact {
        Fact::Message(message) => {
            let source = match &message.source {
                Source::Appliance(side) => format!("the log of {}", label(*side)),
                Source::File(name) => format!("the file {name}"),
            };
            ("syslog", source, message_raw(message))
        }
        Fact::Difference(difference) => {
            ("snapshot", format!("the configuration of {}", label(difference.side)), difference_raw(difference))
        }
        Fact::Note(note) => ("note", note.name.clone(), note_raw(note)),
        // What was looked at is no witness of a change.
        Fact::LogRead(_) | Fact::SnapshotTaken(_) | Fact::Compared(_) => ("snapshot", String::new(), vec![]),
    };
    wire::WitnessShown {
        kind,
        fact: written.seq,
        recorded_at: written.recorded.at.to_string(),
        recorded_by: written.recorded.by.clone(),
        source,
        raw,
    }
}

fn message_raw(message: &MessageFact) -> Raw {
    let mut raw = vec![
        told("(header time)", &message.header_time),
        told("(host)", &message.host),
        told("(file, line)", format!("{}, {}", message.file + 1, message.line)),
        told("(site id)", format!("{:x}", message.site_id)),
    ];
    if !message.complete {
        raw.push(told("(segments)", "some are missing"));
    }
    raw.extend(message.fields.iter().cloned());
    raw
}

fn difference_raw(difference: &DifferenceFact) -> Raw {
    let mut raw = vec![
        told("(kind)", &difference.resource),
        told("(id)", &difference.id),
        told("(between)", format!("{} and {}", difference.from, difference.to)),
    ];
    let shown =
        |value: &Option<serde_json::Value>| value.as_ref().map_or_else(|| "not there".to_owned(), ToString::to_string);
    let fields = difference.fields.iter();
    raw.extend(fields.map(|field| told(&field.name, format!("{} -> {}", shown(&field.before), shown(&field.after)))));
    raw
}

fn note_raw(note: &NoteFact) -> Raw {
    let mut raw = vec![told("place", &note.place), told("object", &note.object), told("note", &note.text)];
    raw.extend(note.before.iter().map(|before| told("before", before)));
    raw.extend(note.after.iter().map(|after| told("after", after)));
    raw.push(told("(noted at)", note.done_at));
    raw
}

pub(crate) fn blind_spot(view: &LedgerView<'_>, spot: &BlindSpot, stands: &Standing) -> wire::BlindSpot {
    let (blind, side, times): (_, Option<Side>, Option<(Utc, Utc)>) = match spot {
        BlindSpot::Time { side, from, to } => ("time", Some(*side), Some((*from, *to))),
        BlindSpot::Segments { side, .. } => ("segments", Some(*side), None),
        BlindSpot::Lines { side, .. } => ("lines", Some(*side), None),
        BlindSpot::Kind { side, .. } => ("kind", Some(*side), None),
        BlindSpot::Areas { .. } => ("areas", None, None),
    };
    let decision = decision(stands);
    wire::BlindSpot {
        key: serde_json::to_string(spot).unwrap_or_default(),
        blind,
        appliance: side.map(|side| view.maintenance.label(side).to_owned()),
        from: times.map(|(from, _)| from.to_string()),
        to: times.map(|(_, to)| to.to_string()),
        sentence: words::blind_spot(view.maintenance, spot),
        standing: standing(stands),
        decided_by: decision.map(|decision| decision.name.clone()),
        decided_at: decision.map(|decision| decision.at.to_string()),
        reason: decision.and_then(|decision| decision.reason.clone()),
    }
}

/// A blind spot by its key.
pub(crate) fn blind_spot_of(key: &str) -> Option<BlindSpot> {
    serde_json::from_str(key).ok()
}

pub(super) fn coverage(view: &LedgerView<'_>) -> wire::Coverage {
    let label = |side: Side| view.maintenance.label(side).to_owned();
    let areas = view.judged.coverage.areas.iter().map(|row| {
        let seen = Side::BOTH.into_iter().map(|side| (label(side), contract::seen_by(*row.seen.of(side))));
        wire::AreaSeen {
            menu: row.area.menu().to_owned(),
            tab: row.area.tab().to_owned(),
            seen: seen.collect::<BTreeMap<_, _>>(),
            synced: row.area.synced,
        }
    });
    let logs = view.ledger.logs().iter().map(|log| wire::LogSeen {
        appliance: label(log.side),
        file: match &log.source {
            Source::Appliance(_) => None,
            Source::File(name) => Some(name.clone()),
        },
        from: log.from.map(|from| from.to_string()),
        to: log.to.to_string(),
        messages: log.messages,
        incomplete: log.incomplete,
        damaged: log.damaged,
    });
    let snapshots = view.ledger.snapshots().iter().map(|taken| wire::SnapshotSeen {
        appliance: label(taken.side),
        from: taken.from.to_string(),
        to: taken.to.to_string(),
        kinds: taken.read.len(),
        objects: taken.objects,
        failed: taken.failed.clone(),
        sha256: taken.sha256.clone(),
    });
    wire::Coverage {
        watched: view.judged.coverage.watched,
        from: view.from.to_string(),
        to: view.to.to_string(),
        areas: areas.collect(),
        blind_spots: view.judged.blind_spots.iter().map(|(spot, stands)| blind_spot(view, spot, stands)).collect(),
        logs: logs.collect(),
        snapshots: snapshots.collect(),
    }
}
