//! What a comparison tells that the ledger does not know yet, as facts.

use std::collections::{HashMap, HashSet};

use domain::role::Side;
use domain::time::Utc;

use super::{Differences, FieldDifference, ObjectDifference, Verdict};
use crate::arrival::{copied, overwritten};
use crate::catalogue::ChangeKind;
use crate::fact::{Compared, DifferenceFact, Fact, FieldFact, WitnessId};
use crate::fold::Ledger;
use crate::roles::Sync;
use crate::snapshot::Snapshot;
use crate::text::Content;

/// When and where the snapshots of a comparison were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken<'a> {
    /// The current primary.
    pub primary: Side,
    /// Since when each side could have changed without a snapshot having shown it: the snapshot before this one, or the
    /// baseline.
    pub since: Utc,
    /// When the older of the snapshots was begun, and the later one ended.
    pub from: Utc,
    pub to: Utc,
    /// The data syncs that are known, in order: what a side was shown to have before the last one is no longer so.
    pub syncs: &'a [Sync],
}

impl Taken<'_> {
    fn last_sync(&self) -> Option<Utc> {
        self.syncs.last().map(|sync| sync.at)
    }
}

/// The facts that a comparison adds: for each side and object what it has of its own that it was not known to have, what the
/// primary has taken back, and, where the backup's snapshot is there, what of its own it has no more.
#[must_use]
pub fn news(
    ledger: &Ledger,
    differences: &Differences,
    taken: &Taken<'_>,
    [primary, backup]: [Option<&Snapshot>; 2],
) -> Vec<Fact> {
    let mut facts = vec![];
    let other = taken.primary.other();
    for object in &differences.objects {
        facts.extend(on_a_side(
            ledger,
            object,
            taken,
            taken.primary,
            &[Verdict::OnPrimary, Verdict::BothSame, Verdict::Conflict],
        ));
        facts.extend(on_a_side(ledger, object, taken, other, &[Verdict::OnBackup, Verdict::Conflict]));
    }
    facts.extend(taken_back(ledger, differences, taken));
    if let Some(backup) = backup {
        let has_its_own = |object: &&ObjectDifference| object.has(Verdict::OnBackup) || object.has(Verdict::Conflict);
        let differs = differences.objects.iter().filter(has_its_own);
        let both = differences.kinds.iter().filter(|read| read.on_primary && read.on_backup);
        facts.push(Fact::Compared(Compared {
            primary: taken.primary,
            from: taken.from,
            to: taken.to,
            resources: both.map(|read| read.kind.clone()).collect(),
            backup_differs: differs.map(|object| (object.kind.clone(), object.id.clone())).collect(),
            overwritten: overwritten(ledger, other, backup, taken.from),
            copied: primary.map_or_else(Vec::new, |primary| copied(ledger, other, primary, taken.syncs, taken.from)),
        }));
    }
    facts
}

/// What one side has of its own.
fn on_a_side(
    ledger: &Ledger,
    object: &ObjectDifference,
    taken: &Taken<'_>,
    side: Side,
    verdicts: &[Verdict],
) -> Option<Fact> {
    let shown = ledger.shown(side, &object.kind, &object.id);
    let last_sync = taken.last_sync().unwrap_or(Utc::from_millis(i64::MIN));
    let field = |field: &FieldDifference| {
        let now = if side == taken.primary { &field.primary } else { &field.backup };
        let shown = shown.and_then(|shown| shown.get(&field.name)).filter(|shown| shown.at > last_sync);
        let before = shown.map_or(&field.baseline, |shown| &shown.value);
        let is_news = before != now && !came_by_the_sync(ledger, object, taken, side, field);
        is_news.then(|| told(&field.name, before, now))
    };
    let fields = object.fields.iter().filter(|field| verdicts.contains(&field.verdict)).filter_map(field).collect();
    let [baseline, primary, backup] = object.there;
    let change = match (baseline, if side == taken.primary { primary } else { backup }) {
        (false, true) if shown.is_none() => ChangeKind::Added,
        (_, false) => ChangeKind::Removed,
        _ => ChangeKind::Changed,
    };
    fact((&object.kind, &object.id, object.name.as_deref()), side, change, fields, taken)
}

/// Whether the primary has it from the other side, which was the primary before the last sync: that entry is there.
fn came_by_the_sync(
    ledger: &Ledger,
    object: &ObjectDifference,
    taken: &Taken<'_>,
    side: Side,
    field: &FieldDifference,
) -> bool {
    let Some(sync) = taken.last_sync().filter(|_| side == taken.primary) else { return false };
    ledger.has_told(side.other(), (&object.kind, &object.id), sync, &field.name, field.primary.as_ref())
}

/// Fields that the primary was shown to have changed and that are as the baseline again.
fn taken_back(ledger: &Ledger, differences: &Differences, taken: &Taken<'_>) -> Vec<Fact> {
    let last_sync = taken.last_sync().unwrap_or(Utc::from_millis(i64::MIN));
    let read = differences.kinds.iter().filter(|read| read.on_primary);
    let kinds: HashSet<&str> = read.map(|read| read.kind.as_str()).collect();
    let objects = differences.objects.iter().map(|object| ((object.kind.as_str(), object.id.as_str()), object));
    let objects: HashMap<(&str, &str), &ObjectDifference> = objects.collect();
    let mut facts = vec![];
    for (kind, id, shown) in ledger.all_shown(taken.primary).filter(|(kind, _, _)| kinds.contains(kind)) {
        let still = objects.get(&(kind, id));
        let is_gone = |name: &str| !still.is_some_and(|object| object.fields.iter().any(|field| field.name == name));
        let fields: Vec<FieldFact> = shown
            .iter()
            .filter(|(name, shown)| shown.at > last_sync && is_gone(name) && shown.value != shown.baseline)
            .map(|(name, shown)| told(name, &shown.value, &shown.baseline))
            .collect();
        let change = match shown.values().all(|shown| shown.baseline.is_none()) {
            true => ChangeKind::Removed,
            false => ChangeKind::Changed,
        };
        facts.extend(fact((kind, id, None), taken.primary, change, fields, taken));
    }
    facts
}

fn told(name: &str, before: &Option<Content>, after: &Option<Content>) -> FieldFact {
    let value = |content: &Option<Content>| content.as_ref().map(Content::value);
    FieldFact { name: name.to_owned(), before: value(before), after: value(after) }
}

fn fact(
    (kind, id, name): (&str, &str, Option<&str>),
    side: Side,
    change: ChangeKind,
    fields: Vec<FieldFact>,
    taken: &Taken<'_>,
) -> Option<Fact> {
    if fields.is_empty() {
        return None;
    }
    let mut fact = DifferenceFact {
        witness: WitnessId([0; 16]),
        side,
        resource: kind.to_owned(),
        id: id.to_owned(),
        name: name.map(str::to_owned),
        change,
        fields,
        from: taken.since,
        to: taken.to,
    };
    fact.witness = fact.identity();
    Some(Fact::Difference(Box::new(fact)))
}
