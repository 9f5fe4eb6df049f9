//! The journal judged again: every event that says what came of something is decided anew from what was observed before it.
//!
//! The journal holds both the observations and what was made of them. Here the second is made of the first once more, by the
//! domain's own rules, and compared. What a person states, and what an appliance answered, is taken as it stands.

mod checks;
mod claims;
mod ledgers;
mod looks;

use std::collections::VecDeque;

use domain::change::Reconciled;
use domain::ids::MaintenanceId;
use domain::journal::{Entry, Event, Observed, RoleIntent, Settlement};
use domain::maintenance::{Command, IllegalEvent, Maintenance, apply, begin, decide};
use domain::time::Utc;

use crate::document::VerdictLine;
pub(crate) use claims::taken_as_told;
pub(crate) use ledgers::Facts;
use ledgers::Ledgers;
pub(crate) use looks::{Look, NO_ANSWER, NOT_TOLD, look_of, round_of};

/// A decision is stamped a moment after it is taken; what depends on the age of a check is looked at a moment earlier too.
const MOMENT_MS: i64 = 2_000;

/// A journal, folded and judged.
pub(crate) struct Replay {
    pub(crate) entries: Vec<Entry>,
    pub(crate) maintenance: Maintenance,
    /// Every look that was written down.
    pub(crate) looks: Vec<Look>,
    pub(crate) verdicts: Vec<VerdictLine>,
}

/// Folds and judges.
pub(crate) fn replay(id: MaintenanceId, entries: Vec<Entry>, facts: &Facts<'_>) -> Result<Replay, IllegalEvent> {
    let nothing = IllegalEvent { seq: 0, stage: "nothing", kind: "an empty journal" };
    let (first, rest) = entries.split_first().ok_or(nothing)?;
    let mut maintenance = begin(id, first)?;
    let mut judge = Judge::of(Ledgers::new(facts, &entries));
    for entry in rest {
        judge.before(&maintenance, entry);
        maintenance = apply(maintenance, entry)?;
        judge.looks.extend(look_of(&maintenance, entry));
    }
    judge.nothing_left_out();
    let mut verdicts = judge.verdicts;
    verdicts.push(claims::samples(&judge.counted, judge.miscounted));
    verdicts.push(claims::two_primaries(&judge.looks));
    Ok(Replay { entries, maintenance, looks: judge.looks, verdicts })
}

struct Judge<'a> {
    ledgers: Ledgers<'a>,
    looks: Vec<Look>,
    verdicts: Vec<VerdictLine>,
    /// What the last look came to, and what of it is not in the journal yet.
    due: VecDeque<Event>,
    last_look: u64,
    /// The looks of the run that is going on.
    run: Vec<u64>,
    last_check: Option<u64>,
    counted: Vec<u64>,
    miscounted: Option<u64>,
}

impl<'a> Judge<'a> {
    fn of(ledgers: Ledgers<'a>) -> Self {
        Self {
            ledgers,
            looks: vec![],
            verdicts: vec![],
            due: VecDeque::new(),
            last_look: 0,
            run: vec![],
            last_check: None,
            counted: vec![],
            miscounted: None,
        }
    }

    /// Judges an event in the state before it.
    fn before(&mut self, m: &Maintenance, entry: &Entry) {
        let at = entry.stamp.at;
        match &entry.event {
            Event::Observed(observed) => self.observed(m, entry.seq, observed, at),
            Event::Checked(checked) => {
                self.last_check = Some(entry.seq);
                let found = checks::contradicted(m, checked);
                self.say(entry, vec![entry.seq], found.is_none(), || found.unwrap_or_default());
            }
            Event::RoleIntended(intent) => self.intended(m, entry, intent),
            Event::RoleSettled { settlement: Settlement::Happened | Settlement::Refused, .. }
            | Event::SyncProven { .. }
            | Event::Paused(_)
            | Event::Resumed { .. } => self.follows(m, entry),
            Event::LegDone(done) if done.adopted.is_none() => self.follows(m, entry),
            Event::LegDone(done) => {
                let reason = done.adopted.clone().unwrap_or_default();
                self.decided_by(m, entry, &Command::Adopt { reason });
            }
            Event::RoleSettled { settlement: Settlement::NotHappened, reason, .. } => {
                let reason = reason.clone().unwrap_or_default();
                self.decided_by(m, entry, &Command::NotHappened { reason });
            }
            Event::RoleSettled { settlement: Settlement::NotSent, command, .. } => {
                let found = claims::not_sent(m, *command);
                self.say(entry, vec![], found.is_none(), || found.unwrap_or_default());
            }
            Event::Swung { proof, .. } => self.decided_by(m, entry, &claims::swing(proof)),
            Event::ReconciliationChanged(state) => self.reconciled(m, entry, state),
            Event::Verified(verification) => {
                let found = claims::verified(m, verification, self.ledgers.most(), at);
                let found = found.or_else(|| self.ledgers.looked_for(m, verification, entry));
                let rests_on = self.run.clone();
                self.say(entry, rests_on, found.is_none(), || found.unwrap_or_default());
            }
            Event::SignedOff { .. } => self.ended(m, entry, &Command::SignOff),
            Event::ClosedAway { new_home, reason, .. } => {
                self.ended(m, entry, &Command::CloseAway { new_home: *new_home, reason: reason.clone() });
            }
            _ => {}
        }
    }

    /// The gate of the way back is judged first, then whether the command was allowed.
    fn intended(&mut self, m: &Maintenance, entry: &Entry, intent: &RoleIntent) {
        if let Some(found) = self.ledgers.gate(m, intent, entry.stamp.at) {
            return self.say(entry, vec![], false, || found);
        }
        let found = decided(m, &claims::role_command(intent), entry.stamp.at);
        let rests_on = self.last_check.into_iter().collect();
        let agrees = found.as_ref().is_ok_and(|events| events.contains(&entry.event));
        self.say(entry, rests_on, agrees, || match found {
            Ok(_) => "a command of another content would follow".to_owned(),
            Err(refusal) => format!("it would be refused: {refusal}"),
        });
    }

    /// An end says what stays open.
    fn ended(&mut self, m: &Maintenance, entry: &Entry, command: &Command) {
        let found = decided(m, command, entry.stamp.at);
        let agrees = found.as_ref().is_ok_and(|events| events.contains(&entry.event));
        self.say(entry, vec![], agrees, || match found {
            Ok(events) => claims::open_points(&events),
            Err(refusal) => format!("it would be refused: {refusal}"),
        });
    }

    /// Every judgement names its fact; those that count are made again.
    fn reconciled(&mut self, m: &Maintenance, entry: &Entry, state: &Reconciled) {
        let counts = self.ledgers.counts(entry.seq);
        let named = self.ledgers.names(state.through, &state.ledger_head);
        if counts || named.is_some() {
            let found = named.or_else(|| self.ledgers.reconciled(m, state, entry.stamp.at));
            self.say(entry, vec![], found.is_none(), || found.unwrap_or_default());
        }
    }

    fn observed(&mut self, m: &Maintenance, seq: u64, observed: &Observed, at: Utc) {
        self.nothing_left_out();
        let round = Box::new(observed.round.clone());
        let mut events: VecDeque<Event> = decide(m, Command::Look { round }, at).unwrap_or_default().into();
        let counts = match events.front() {
            Some(Event::Observed(again)) => **again == *observed,
            // Like the ones before it, and written down because something is judged by it.
            _ => m.sight.as_ref().is_some_and(|sight| sight.observed.run.saturating_add(1) == observed.run),
        };
        if !counts {
            self.miscounted.get_or_insert(seq);
        }
        events.retain(|event| !matches!(event, Event::Observed(_)));
        if observed.run <= 1 {
            self.run.clear();
        }
        self.run.push(seq);
        self.counted.push(seq);
        self.due = events;
        self.last_look = seq;
    }

    /// What has to follow from a look: from the last one, or from one that looked the same and was not written down.
    fn follows(&mut self, m: &Maintenance, entry: &Entry) {
        let rests_on = self.run.clone();
        if let Some(place) = self.due.iter().position(|event| *event == entry.event) {
            self.due.remove(place);
            return self.say(entry, rests_on, true, String::new);
        }
        let unwritten = m.sight.as_ref().map(|sight| Box::new(sight.observed.round.clone()));
        let events = unwritten.and_then(|round| decide(m, Command::Look { round }, entry.stamp.at).ok());
        let agrees = events.is_some_and(|events| events.contains(&entry.event));
        self.say(entry, rests_on, agrees, || "the observations before it do not come to this".to_owned());
    }

    fn decided_by(&mut self, m: &Maintenance, entry: &Entry, command: &Command) {
        let found = decided(m, command, entry.stamp.at);
        let rests_on = self.run.clone();
        let agrees = found.as_ref().is_ok_and(|events| events.contains(&entry.event));
        self.say(entry, rests_on, agrees, || match found {
            Ok(_) => "what was observed comes to something else".to_owned(),
            Err(refusal) => format!("it would be refused: {refusal}"),
        });
    }

    fn say(&mut self, entry: &Entry, rests_on: Vec<u64>, agrees: bool, found: impl FnOnce() -> String) {
        self.verdicts.push(VerdictLine {
            seq: entry.seq,
            verdict: entry.event.kind(),
            claim: claims::words(&entry.event),
            rests_on,
            agrees,
            found: (!agrees).then(found),
        });
    }

    /// What a look came to and the journal does not say.
    fn nothing_left_out(&mut self) {
        for event in std::mem::take(&mut self.due) {
            self.verdicts.push(VerdictLine {
                seq: self.last_look,
                verdict: event.kind(),
                claim: "nothing follows from this look".to_owned(),
                rests_on: self.run.clone(),
                agrees: false,
                found: Some(format!("it comes to: {}", claims::words(&event))),
            });
        }
    }
}

fn decided(m: &Maintenance, command: &Command, at: Utc) -> Result<Vec<Event>, domain::maintenance::Refusal> {
    let now = decide(m, command.clone(), at);
    if now.is_ok() { now } else { decide(m, command.clone(), at.plus_ms(-MOMENT_MS)).or(now) }
}
