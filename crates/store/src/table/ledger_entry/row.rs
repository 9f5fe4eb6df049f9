//! One line of the list: what is shown of an entry, and all the text it can be found by.

use domain::time::Utc;
use ledger::catalogue::Class;
use ledger::entry::Field;
use ledger::reconcile::Group;
use ledger::{Entry, EntryId};
use rusqlite::Row;
use rusqlite::types::Type;

/// Of a longer text only so many bytes are kept to be found by; the entry itself has all of it.
pub const LONGEST_TEXT: usize = 4 * 1024;

/// Of `ledger_entry AS e`.
pub(super) const COLUMNS: &str = "e.entry, e.at_ms, e.in_group, e.class, e.who, e.place, e.object, e.text";
/// So many columns they are.
pub(super) const COUNT: usize = 8;

/// An entry in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    pub entry: EntryId,
    /// The latest it can have been, the list's order; 1970 where nothing is known of it.
    pub at: Utc,
    pub group: Group,
    pub class: Class,
    pub who: Option<String>,
    pub place: String,
    /// Its kind and its name, or its id where it has none.
    pub object: String,
    /// What else it is found by: number, address, host, event, id, fields and their values, note. Never the value of a secret.
    pub text: String,
}

impl EntryRow {
    #[must_use]
    pub fn new(entry: &Entry, group: Group) -> Self {
        let kind = entry.object.kind.as_str();
        let name = entry.object.name.as_deref().or(entry.object.id.as_deref());
        Self {
            entry: entry.id,
            at: Utc::from_millis(entry.at.order_ms()),
            group,
            class: entry.class,
            who: entry.who.as_ref().map(ToString::to_string),
            place: entry.place.to_string(),
            object: name.map_or_else(|| kind.to_owned(), |name| format!("{kind} {name}")),
            text: text_of(entry),
        }
    }

    /// What it is found by.
    pub(super) fn columns(&self) -> [&str; 4] {
        [self.who.as_deref().unwrap_or_default(), &self.place, &self.object, &self.text]
    }
}

fn text_of(entry: &Entry) -> String {
    let mut text = entry.id.to_string();
    let mut add = |piece: &str| {
        if !piece.is_empty() && text.len() < LONGEST_TEXT {
            text.push('\n');
            text.extend(piece.chars().take(LONGEST_TEXT));
        }
    };
    for word in [&entry.who_ip, &entry.host].into_iter().flatten() {
        add(word.as_str());
    }
    add(entry.event.as_str());
    add(entry.object.id.as_deref().unwrap_or_default());
    add(entry.note.as_deref().unwrap_or_default());
    for Field { name, before, after, secret } in &entry.fields {
        add(name.as_str());
        let values = [before, after].into_iter().flatten().filter(|_| !secret);
        values.for_each(|value| add(&value.plain()));
    }
    while text.len() > LONGEST_TEXT {
        text.pop();
    }
    text
}

const GROUPS: [Group; 7] = [
    Group::Carried,
    Group::Overwritten,
    Group::Conflict,
    Group::NeverSynced,
    Group::Secret,
    Group::BlindSpot,
    Group::Noise,
];

pub(super) fn group_text(group: Group) -> &'static str {
    match group {
        Group::Carried => "carried",
        Group::Overwritten => "overwritten",
        Group::Conflict => "conflict",
        Group::NeverSynced => "never_synced",
        Group::Secret => "secret",
        Group::BlindSpot => "blind_spot",
        Group::Noise => "noise",
    }
}

const CLASSES: [Class; 5] =
    [Class::Configuration, Class::SelfService, Class::Automatic, Class::Appliance, Class::Operational];

pub(super) fn class_text(class: Class) -> &'static str {
    match class {
        Class::Configuration => "configuration",
        Class::SelfService => "self_service",
        Class::Automatic => "automatic",
        Class::Appliance => "appliance",
        Class::Operational => "operational",
    }
}

/// The value whose text stands in a column.
fn named<T: Copy>(row: &Row<'_>, column: usize, all: &[T], text: fn(T) -> &'static str) -> rusqlite::Result<T> {
    let kept = row.get_ref(column)?.as_str()?;
    all.iter().copied().find(|value| text(*value) == kept).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, format!("'{kept}' is not known").into())
    })
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<EntryRow> {
    Ok(EntryRow {
        entry: EntryId(row.get(0)?),
        at: Utc::from_millis(row.get(1)?),
        group: named(row, 2, &GROUPS, group_text)?,
        class: named(row, 3, &CLASSES, class_text)?,
        who: row.get(4)?,
        place: row.get(5)?,
        object: row.get(6)?,
        text: row.get(7)?,
    })
}
