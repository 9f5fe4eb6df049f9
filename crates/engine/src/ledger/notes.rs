//! What a person adds to the ledger and decides of it.

use domain::change::{BlindSpot, Decision, Disposition, EntryId, Group, Target};
use domain::ids::MaintenanceNumber;
use domain::journal::{ChangesDecided, Entry};
use domain::maintenance::{Action, Command, Maintenance, may};
use domain::role::Side;
use ledger::fact::{Fact, NoteFact};
use ledger::reconcile::{NotAllowed, allowed, check};
use store::Along;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::record::Record;

/// A change a person tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    pub place: String,
    pub object: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub text: String,
    /// The label of the appliance it was done on.
    pub appliance: Option<String>,
    /// The change it is about, where the ledger has it.
    pub entry: Option<EntryId>,
}

/// What is decided about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToDecide {
    Entry(EntryId),
    BlindSpot(BlindSpot),
    /// Everything that stands undecided in a group.
    Group(Group),
}

/// The longest text of a note. Characters.
const LONGEST_TEXT: usize = 20_000;

impl Engine {
    /// Adds what a person says was changed. Gives its number in the ledger.
    pub fn add_change(&self, number: MaintenanceNumber, noted: Noted) -> Result<EntryId, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Note, self.host.clock.now_utc())?;
        let m = &record.maintenance;
        let side = noted.appliance.as_deref().map(|label| labelled(m, label)).transpose()?;
        for (what, text) in [("the place", &noted.place), ("the object", &noted.object), ("the note", &noted.text)] {
            let about_an_entry = noted.entry.is_some() && what != "the note";
            if text.trim().is_empty() && !about_an_entry {
                return Err(bad(format!("{what} is empty"), "Say where, what and why: the report shows it."));
            }
        }
        let texts =
            [Some(&noted.text), Some(&noted.place), Some(&noted.object), noted.before.as_ref(), noted.after.as_ref()];
        if texts.into_iter().flatten().any(|text| text.chars().count() > LONGEST_TEXT) {
            return Err(bad(
                format!("a text is longer than {LONGEST_TEXT} characters"),
                "Shorten it; a long list belongs into a file beside the ticket.",
            ));
        }
        if let Some(entry) = noted.entry {
            self.with_book(m, |book| {
                let known = book.ledger.entry(entry).is_some();
                known.then_some(()).ok_or(EngineError::NoSuchChange { number, entry: entry.to_string() })
            })?;
        }
        let fact = Fact::Note(Box::new(NoteFact {
            entry: noted.entry,
            side,
            place: noted.place.trim().to_owned(),
            object: noted.object.trim().to_owned(),
            before: noted.before,
            after: noted.after,
            text: noted.text,
            name: self.host.user.clone(),
            done_at: self.host.clock.now_utc(),
        }));
        let written = self.append_facts(m, vec![fact], &Along::default())?;
        // Others may have been added in the same moment: this one rests on this note.
        let id = match (noted.entry, written) {
            (Some(entry), _) => entry,
            (None, Some(seq)) => self.with_book(m, |book| Ok(book.ledger.of_fact(seq)))?.unwrap_or(EntryId(0)),
            (None, None) => EntryId(0),
        };
        self.rejudge(&mut record)?;
        Ok(id)
    }

    /// Decides. `through`: the last fact the person has seen; what came later is not decided by it.
    pub fn decide_changes(
        &self,
        number: MaintenanceNumber,
        what: &ToDecide,
        disposition: Disposition,
        reason: Option<String>,
        through: Option<u64>,
    ) -> Result<(Maintenance, Vec<Entry>), EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Decide, self.host.clock.now_utc())?;
        let reason = reason.filter(|reason| !reason.trim().is_empty());
        self.not_on_its_way(&record.maintenance, what)?;
        let decided = self.decided(&record, what, disposition, reason, through)?;
        let mut entries = record.command(self, &Command::DecideChanges(decided), |_| Ok(()))?;
        let before = record.maintenance.seq;
        self.rejudge(&mut record)?;
        if record.maintenance.seq > before {
            entries.extend(self.entries_after(number, before)?);
        }
        Ok((record.maintenance, entries))
    }

    /// A person's answer ends the waiting for a call that cannot be read back. One that is being sent is waited for; whether
    /// it is, only the driver knows.
    fn not_on_its_way(&self, m: &Maintenance, what: &ToDecide) -> Result<(), EngineError> {
        let is_it = |entry| *what == ToDecide::Entry(entry) && (self.is_applying(m.id) || !self.is_driver());
        match &m.change_under_way {
            Some(under_way) if is_it(under_way.entry) => super::plan::not_under_way(m),
            _ => Ok(()),
        }
    }

    fn decided(
        &self,
        record: &Record,
        what: &ToDecide,
        disposition: Disposition,
        reason: Option<String>,
        through: Option<u64>,
    ) -> Result<ChangesDecided, EngineError> {
        let m = &record.maintenance;
        let pair = self.pair_of(record)?;
        let journalled = self.journalled(m, &pair);
        self.with_book(m, |book| {
            let judged = book.judge(m, &journalled);
            let through = through.unwrap_or(judged.through).min(judged.through);
            let (target, group) = match what {
                ToDecide::Entry(id) => {
                    let no_such = || EngineError::NoSuchChange { number: record.number, entry: id.to_string() };
                    (Target::Entry(*id), judged.item(*id).ok_or_else(no_such)?.group)
                }
                ToDecide::BlindSpot(spot) => (Target::BlindSpot(spot.clone()), Group::BlindSpot),
                ToDecide::Group(group) => {
                    let seen = judged
                        .group(*group)
                        .filter(|item| item.standing == ledger::reconcile::Standing::Undecided && item.seq <= through);
                    let listed = domain::change::runs(seen.map(|item| item.entry));
                    if listed.is_empty() {
                        return Err(EngineError::NotAnAnswer {
                            entry: words(*group).to_owned(),
                            what: "nothing of it waits for a decision".to_owned(),
                            hint: "The list shows what is decided and what is not.".to_owned(),
                        });
                    }
                    (Target::Listed(listed), *group)
                }
            };
            let decision = Decision {
                target: target.clone(),
                group,
                disposition,
                name: self.host.user.clone(),
                reason: reason.clone(),
                through,
                at: self.host.clock.now_utc(),
            };
            let items = match &target {
                Target::Entry(id) => judged.item(*id).into_iter().collect::<Vec<_>>(),
                Target::Listed(runs) => {
                    let first = runs.first().and_then(|(first, _)| judged.item(*first));
                    first.into_iter().collect()
                }
                Target::BlindSpot(_) => vec![],
            };
            let named = match &target {
                Target::Entry(id) => id.to_string(),
                _ => words(group).to_owned(),
            };
            let refused = |why: NotAllowed| not_an_answer(&named, &why, group);
            items.into_iter().try_for_each(|item| check(&decision, item).map_err(refused))?;
            if group == Group::BlindSpot {
                blind(disposition, reason.as_deref()).map_err(|why| not_an_answer("a blind spot", &why, group))?;
            }
            Ok(ChangesDecided { target, group, disposition, reason: reason.clone(), through })
        })
    }

    /// Takes a field out of sight, or lets it be seen again.
    pub fn ignore_field(
        &self,
        number: MaintenanceNumber,
        object_kind: String,
        field: String,
        ignored: bool,
    ) -> Result<(Maintenance, Vec<Entry>), EngineError> {
        let (mut record, _) = self.record(number)?;
        let command = Command::IgnoreField { object_kind, field, ignored };
        let entries = record.command(self, &command, |_| Ok(()))?;
        self.rejudge(&mut record)?;
        Ok((record.maintenance, entries))
    }
}

/// A blind spot is read: that is confirmed, or waived with a reason.
fn blind(disposition: Disposition, reason: Option<&str>) -> Result<(), NotAllowed> {
    if !allowed(Group::BlindSpot).contains(&disposition) {
        return Err(NotAllowed::NotHere { disposition, group: Group::BlindSpot });
    }
    match (disposition, reason) {
        (Disposition::Waive, None) => Err(NotAllowed::WithoutReason(disposition)),
        _ => Ok(()),
    }
}

fn not_an_answer(named: &str, why: &NotAllowed, group: Group) -> EngineError {
    let answers: Vec<&str> = allowed(group).iter().map(|disposition| disposition_word(*disposition)).collect();
    let (what, hint) = match why {
        NotAllowed::NotHere { disposition, .. } => (
            format!("'{}' is no answer for what is in the group {}", disposition_word(*disposition), words(group)),
            format!("The answers there: {}.", answers.join(", ")),
        ),
        NotAllowed::WithoutReason(disposition) => (
            format!("'{}' needs a reason", disposition_word(*disposition)),
            "Say why in words: the report shows it.".to_owned(),
        ),
        NotAllowed::WithoutName(_) => {
            ("it needs a name".to_owned(), "Sign in to this computer with a name.".to_owned())
        }
        NotAllowed::MovedOn { .. } | NotAllowed::Newer => (
            "something newer is known of it than was on the page".to_owned(),
            "Look at it again, then decide.".to_owned(),
        ),
    };
    EngineError::NotAnAnswer { entry: named.to_owned(), what, hint }
}

/// The group in a sentence.
pub(super) fn words(group: Group) -> &'static str {
    match group {
        Group::Carried => "carried",
        Group::Overwritten => "would be overwritten",
        Group::Conflict => "conflicts",
        Group::NeverSynced => "never synced",
        Group::Secret => "secrets",
        Group::BlindSpot => "blind spots",
        Group::Noise => "noise",
    }
}

pub(super) fn disposition_word(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Keep => "keep",
        Disposition::Reapply => "reapply",
        Disposition::Undo => "undo",
        Disposition::Discard => "discard",
        Disposition::Confirm => "confirm",
        Disposition::Waive => "waive",
    }
}

fn labelled(m: &Maintenance, label: &str) -> Result<Side, EngineError> {
    Side::BOTH
        .into_iter()
        .find(|side| m.label(*side) == label)
        .ok_or_else(|| EngineError::NoSuchAppliance { pair: m.planned.pair_name.clone(), label: label.to_owned() })
}

fn bad(what: String, hint: &str) -> EngineError {
    EngineError::BadInput { what, hint: hint.to_owned() }
}
