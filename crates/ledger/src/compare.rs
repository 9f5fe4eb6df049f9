//! Comparing snapshots: two, or three of which one is the baseline both sides once had.
//!
//! Every field of every object that is not the same everywhere is one difference, in exactly one of four groups. Equal
//! objects are equal bytes, so only what differs is ever read.

mod news;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::snapshot::{Object, Snapshot};
use crate::text::Content;

pub use news::{Taken, news};

/// Fields that a person wants to hear no more of, by kind and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignored(pub BTreeSet<(String, String)>);

/// Where a field differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Changed on the primary, not on the backup.
    OnPrimary,
    /// Changed on the backup, not on the primary.
    OnBackup,
    /// Changed on both to the same: a sync has carried it already, or it was done twice.
    BothSame,
    /// Changed on both, not to the same.
    Conflict,
}

/// One field that is not the same everywhere. What is not there is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDifference {
    pub name: String,
    pub baseline: Option<Content>,
    pub primary: Option<Content>,
    pub backup: Option<Content>,
    pub verdict: Verdict,
}

/// One object that is not the same everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectDifference {
    pub kind: String,
    pub id: String,
    pub name: Option<String>,
    /// Whether baseline, primary and backup have it.
    pub there: [bool; 3],
    pub fields: Vec<FieldDifference>,
}

/// A kind that was compared. A side that has not read it counts as unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindRead {
    pub kind: String,
    pub on_primary: bool,
    pub on_backup: bool,
}

/// What differs, and what was compared at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differences {
    /// Kinds that the baseline and at least one side have read.
    pub kinds: Vec<KindRead>,
    /// In the order of kind and id.
    pub objects: Vec<ObjectDifference>,
}

impl Ignored {
    #[must_use]
    pub fn has(&self, kind: &str, field: &str) -> bool {
        // The common case costs nothing.
        !self.0.is_empty() && self.0.iter().any(|(of, name)| of == kind && name == field)
    }
}

impl ObjectDifference {
    #[must_use]
    pub fn has(&self, verdict: Verdict) -> bool {
        self.fields.iter().any(|field| field.verdict == verdict)
    }
}

/// What two snapshots of one appliance differ in: the later one stands as the primary.
#[must_use]
pub fn two_way(before: &Snapshot, after: &Snapshot, ignored: &Ignored) -> Differences {
    three_way(before, Some(after), None, ignored)
}

/// What the primary and the backup have changed since the baseline. A side whose snapshot is missing, or has not read a kind,
/// counts as unchanged in it.
#[must_use]
pub fn three_way<'a>(
    baseline: &'a Snapshot,
    primary: Option<&'a Snapshot>,
    backup: Option<&'a Snapshot>,
    ignored: &Ignored,
) -> Differences {
    let mut differences = Differences::default();
    for kind in baseline.kinds() {
        let before = baseline.objects(kind).unwrap_or_default();
        let side = |snapshot: Option<&'a Snapshot>| snapshot.and_then(|snapshot| snapshot.objects(kind));
        let (primary, backup) = (side(primary), side(backup));
        let read = KindRead { kind: kind.to_owned(), on_primary: primary.is_some(), on_backup: backup.is_some() };
        if read.on_primary || read.on_backup {
            differences.kinds.push(read);
            let lists = [before, primary.unwrap_or(before), backup.unwrap_or(before)];
            differ(kind, lists, ignored, &mut differences.objects);
        }
    }
    differences
}

/// Walks the three lists, which are in the order of their ids, side by side.
fn differ(kind: &str, mut lists: [&[Object]; 3], ignored: &Ignored, found: &mut Vec<ObjectDifference>) {
    while let Some(id) = lists.iter().filter_map(|list| list.first()).map(|object| &object.id).min() {
        let mut three = [None; 3];
        for (object, list) in three.iter_mut().zip(&mut lists) {
            if let Some((first, rest)) = list.split_first().filter(|(first, _)| first.id == *id) {
                *object = Some(first);
                *list = rest;
            }
        }
        let bodies = three.map(|object| object.map(|object: &Object| &*object.body));
        let [baseline, primary, backup] = bodies;
        if baseline == primary && baseline == backup {
            continue;
        }
        let fields = fields(kind, bodies, ignored);
        if !fields.is_empty() {
            let [baseline, primary, backup] = three;
            let name = primary.or(backup).or(baseline).and_then(|object| object.name.as_deref());
            found.push(ObjectDifference {
                kind: kind.to_owned(),
                id: id.to_string(),
                name: name.map(str::to_owned),
                there: three.map(|object| object.is_some()),
                fields,
            });
        }
    }
}

fn fields(kind: &str, bodies: [Option<&str>; 3], ignored: &Ignored) -> Vec<FieldDifference> {
    let mut contents: BTreeMap<String, [Option<Content>; 3]> = BTreeMap::new();
    for (at, body) in bodies.into_iter().enumerate() {
        let Some(value) = body.and_then(|body| serde_json::from_str(body).ok()) else { continue };
        let fields = match value {
            Value::Object(fields) => fields.into_iter().collect(),
            // Not an object at all: one field without a name.
            value => vec![(String::new(), value)],
        };
        for (name, value) in fields {
            if let Some(content) = contents.entry(name).or_default().get_mut(at) {
                *content = Some(Content::of(&value));
            }
        }
    }
    let differs = |(name, [baseline, primary, backup]): (String, [Option<Content>; 3])| {
        let verdict = verdict(&baseline, &primary, &backup)?;
        let difference = FieldDifference { name, baseline, primary, backup, verdict };
        (!ignored.has(kind, &difference.name)).then_some(difference)
    };
    contents.into_iter().filter_map(differs).collect()
}

fn verdict(baseline: &Option<Content>, primary: &Option<Content>, backup: &Option<Content>) -> Option<Verdict> {
    match (baseline == primary, baseline == backup) {
        (true, true) => None,
        (false, true) => Some(Verdict::OnPrimary),
        (true, false) => Some(Verdict::OnBackup),
        (false, false) if primary == backup => Some(Verdict::BothSame),
        (false, false) => Some(Verdict::Conflict),
    }
}
