//! The changes as a table, RFC 4180: one row for each field of each change.
//!
//! It begins with a byte order mark: without one the most common spreadsheet reads UTF-8 as the computer's own code page and
//! spoils every name that is not ASCII; programs that read UTF-8 pass over it. Every cell is quoted and none is run as a
//! formula (`inert::csv`); unseen characters are written as what they are. The exact bytes are in the document.

use super::inert;
use super::local::plain_utc;
use super::names;
use crate::document::{Change, Document, FieldChange};

/// UTF-8's byte order mark.
pub(crate) const MARK: &str = "\u{feff}";

const HEADS: [&str; 31] = [
    "maintenance",
    "change",
    "at_utc",
    "at_local",
    "zone",
    "after_utc",
    "before_utc",
    "who",
    "from",
    "appliance",
    "role_then",
    "place",
    "event",
    "what",
    "object_kind",
    "object_id",
    "object_name",
    "field",
    "before",
    "after",
    "secret",
    "seen_by",
    "incomplete",
    "group",
    "standing",
    "disposition",
    "decided_by",
    "decided_at_utc",
    "reason",
    "arrival",
    "note",
];

/// The changes of a maintenance.
#[must_use]
pub fn csv(document: &Document) -> String {
    let mut out = String::from(MARK);
    row(&HEADS.map(str::to_owned), &mut out);
    for change in &document.report.changes.list {
        if change.fields.is_empty() {
            row(&cells(document, change, None), &mut out);
        }
        for field in &change.fields {
            row(&cells(document, change, Some(field)), &mut out);
        }
    }
    out
}

fn cells(document: &Document, change: &Change, field: Option<&FieldChange>) -> [String; 31] {
    let zone = &document.report.when.zone;
    let some = |text: Option<&String>| text.cloned().unwrap_or_default();
    let utc = |at: Option<domain::time::Utc>| at.map(plain_utc).unwrap_or_default();
    let decided = change.decided.as_ref();
    let mark = if document.rehearsal { "rehearsal " } else { "" };
    [
        format!("{mark}{}", document.number),
        change.id.clone(),
        utc(change.at),
        utc(change.at.map(|at| zone.local(at))),
        change.at.map(|at| zone.abbreviation(at).to_owned()).unwrap_or_default(),
        utc(change.after),
        utc(change.before),
        some(change.who.as_ref()),
        some(change.who_ip.as_ref()),
        names::label(document, change.side).to_owned(),
        change.role_then.map_or_else(|| "not known".to_owned(), |role| role.text().to_owned()),
        change.place.clone(),
        change.event.clone(),
        names::kind(change.kind).to_owned(),
        change.object_kind.clone(),
        some(change.object_id.as_ref()),
        some(change.object_name.as_ref()),
        field.map(|field| field.name.clone()).unwrap_or_default(),
        some(field.and_then(|field| field.before.as_ref())),
        some(field.and_then(|field| field.after.as_ref())),
        yes(field.is_some_and(|field| field.secret)),
        names::witnesses(change),
        yes(change.incomplete),
        names::group(change.group).to_owned(),
        names::standing(change),
        decided.map(|decided| names::disposition(decided.disposition).to_owned()).unwrap_or_default(),
        decided.map(|decided| decided.name.clone()).unwrap_or_default(),
        utc(decided.map(|decided| decided.at)),
        some(decided.and_then(|decided| decided.reason.as_ref())),
        change.arrival.map(|arrival| names::arrival(arrival).to_owned()).unwrap_or_default(),
        some(change.note.as_ref()),
    ]
}

fn yes(yes: bool) -> String {
    if yes { "yes" } else { "" }.to_owned()
}

pub(crate) fn row(cells: &[String], out: &mut String) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        inert::csv(cell, out);
    }
    out.push_str("\r\n");
}
