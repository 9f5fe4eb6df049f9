//! Putting changes on the primary, or taking them back there: the plan, and its calls one by one.
//!
//! Each call is a decision of a person, written down before it leaves, sent at most once, and read back. The primary is
//! asked first whether it is the appliance that is meant, and whether it still holds what the plan saw.

mod read_back;

use std::collections::{BTreeSet, HashMap};

use appliance::{Method as Verb, Write, WriteAnswer};
use domain::change::{Disposition, EntryId};
use domain::ids::MaintenanceNumber;
use domain::journal::{ChangeApplied, ChangeIntent};
use domain::maintenance::{Action, Command, Maintenance, may};
use domain::observation::Product;
use domain::role::Side;
use ledger::Entry;
use ledger::plan::{Act, Call, Intent, Method, Step, Views, not_twice, plan};
use ledger::reconcile::Standing;
use serde_json::Value;

use super::configuration::{self, parent};
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::Depth;
use crate::record::Record;
use read_back::{ReadBack, read_back, unread_back};

/// The dry run: what would be sent, to whom. Nothing was.
pub struct Planned {
    pub primary: Side,
    pub steps: Vec<(Entry, Step)>,
}

/// How a step came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppliedAs {
    /// Read back as it was to be.
    Done,
    /// The API said no; nothing was done.
    Refused,
    /// It never left.
    NotSent,
    /// It may have been done, and could not be read back.
    Unknown,
    /// For a person.
    ByHand,
    /// The primary holds something else than the plan saw, or than was sent.
    NotAsPlanned,
}

/// A change that is decided to be sent.
struct Wanted {
    entry: Entry,
    intent: Intent,
    /// A call for it left before, and nothing tells whether it came.
    may_be_done: bool,
}

/// A step as a person has read it in the plan: its call, and what stood there. Nothing of it where it is no call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadStep {
    /// `POST`, `PATCH` or `DELETE`
    pub method: Option<String>,
    pub path: Option<String>,
    pub body: Option<Value>,
    pub before: Option<Value>,
}

impl ReadStep {
    fn of(step: &Step) -> Self {
        let Act::Call(call) = &step.act else { return Self::default() };
        Self {
            method: Some(verb(call.method).text().to_owned()),
            path: Some(call.path.clone()),
            body: call.body.clone(),
            before: call.before.clone(),
        }
    }
}

/// What became of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub entry: EntryId,
    pub outcome: AppliedAs,
    pub sentence: String,
}

impl Engine {
    /// The steps for everything that is decided to be re-applied or undone and is not done. It reads the primary.
    pub async fn plan_changes(&self, number: MaintenanceNumber) -> Result<Planned, EngineError> {
        let (record, _) = self.record(number)?;
        // While a role command is under way nothing is read for it.
        if record.maintenance.running().is_some() {
            may(&record.maintenance, Action::Collect, self.host.clock.now_utc())?;
        }
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        self.planned(&record, &connection).await
    }

    async fn planned(&self, record: &Record, connection: &Connection) -> Result<Planned, EngineError> {
        let m = &record.maintenance;
        let primary = m.current_primary();
        let wanted = self.wanted(m, connection)?;
        if wanted.is_empty() {
            return Ok(Planned { primary, steps: vec![] });
        }
        let product = self.product(connection).await;
        let label = m.label(primary).to_owned();
        let appliance = connection
            .appliances
            .of(primary)
            .as_ref()
            .map_err(|trouble| EngineError::Trouble { subject: label, trouble: trouble.clone() })?;
        // What is touched is read anew, with what it may refer to.
        let touched = with_parents(super::collect::kinds(wanted.iter().map(|one| one.entry.object.kind.as_str())));
        let touched: BTreeSet<&'static str> =
            touched.intersection(&configuration::all_kinds(product)).copied().collect();
        let fresh = configuration::read(&appliance.configuration(), product, &touched, &|_, _, _| {}).await;
        let last = self.last_snapshot(m, primary)?.map(|(snapshot, _)| snapshot);
        // What could not be read now is not taken from before: it is for a person.
        let now = last.unwrap_or_default().without(&touched).overlaid(&fresh);
        let baseline = self.baseline(m)?;
        let backup = self.last_snapshot(m, primary.other())?.map(|(snapshot, _)| snapshot);
        let views = Views { product, primary: &now, baseline: baseline.as_ref(), backup: backup.as_ref() };
        let asked: Vec<(&Entry, Intent)> = wanted.iter().map(|one| (&one.entry, one.intent)).collect();
        let steps = plan(&asked, &views).into_iter().filter_map(|step| {
            let Wanted { entry, may_be_done, .. } = wanted.iter().find(|one| one.entry.id == step.entry)?;
            let step = if *may_be_done { not_twice(entry, step) } else { step };
            Some((entry.clone(), step))
        });
        Ok(Planned { primary, steps: steps.collect() })
    }

    /// What is decided to be put on the primary or taken back there, and is not done.
    fn wanted(&self, m: &Maintenance, connection: &Connection) -> Result<Vec<Wanted>, EngineError> {
        let journalled = self.journalled(m, &connection.pair);
        self.with_book(m, |book| {
            let judged = book.judge(m, &journalled);
            let wanted = judged.items().iter().filter_map(|item| {
                let Standing::Outstanding(decision) = &item.standing else { return None };
                let intent = match decision.disposition {
                    Disposition::Reapply => Intent::Reapply,
                    Disposition::Undo => Intent::Undo,
                    _ => return None,
                };
                let last = m.outcomes.iter().rev().find(|outcome| outcome.entry == item.entry);
                let may_be_done = last.is_some_and(|last| last.unknown && last.at >= decision.at);
                Some(Wanted { entry: book.ledger.entry(item.entry)?.clone(), intent, may_be_done })
            });
            Ok(wanted.collect())
        })
    }

    /// Sends the ticked steps of the plan, one by one; none: all that are calls. `seen`: the plan that a person read; where a
    /// ticked step is another by now, nothing is sent. One that fails leaves the rest unsent where they may rest on it, and
    /// says so.
    pub async fn apply_changes(
        &self,
        number: MaintenanceNumber,
        ticked: &[EntryId],
        seen: Option<&HashMap<EntryId, ReadStep>>,
    ) -> Result<Vec<Applied>, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Apply, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        self.settle_change_under_way(&mut record, &connection).await?;
        not_under_way(&record.maintenance)?;
        let _applying = self.applying(record.maintenance.id);
        self.look_once(&mut record, &connection, Depth::Roles, &mut |_| {}).await?;
        may(&record.maintenance, Action::Apply, self.host.clock.now_utc())?;
        let planned = self.planned(&record, &connection).await?;
        for entry in ticked {
            if !planned.steps.iter().any(|(_, step)| step.entry == *entry) {
                return Err(EngineError::NotAnAnswer {
                    entry: entry.to_string(),
                    what: "it is not in the plan".to_owned(),
                    hint: "The plan has what is decided as reapply or undo and is not done.".to_owned(),
                });
            }
        }
        let is_ticked = |step: &Step| ticked.is_empty() || ticked.contains(&step.entry);
        for (_, step) in planned.steps.iter().filter(|(_, step)| seen.is_some() && is_ticked(step)) {
            if seen.and_then(|seen| seen.get(&step.entry)) != Some(&ReadStep::of(step)) {
                return Err(EngineError::NotAnAnswer {
                    entry: step.entry.to_string(),
                    what: "the plan changed since it was read: nothing was sent".to_owned(),
                    hint: "Read it again: something else stands on the primary by now, or was decided.".to_owned(),
                });
            }
        }
        let product = self.product(&connection).await;
        let mut applied: Vec<Applied> = vec![];
        let mut stopped = false;
        for (entry, step) in planned.steps {
            if !is_ticked(&step) {
                continue;
            }
            let one = match (&step.act, stopped) {
                (Act::ByHand(_), _) => {
                    told(step.entry, AppliedAs::ByHand, "is for a person: the API does not write it so")
                }
                (_, true) => told(step.entry, AppliedAs::NotSent, "was not sent: a step before it failed"),
                (Act::AlreadySo, false) => self.already_so(&mut record, &step)?,
                (Act::Call(call), false) => {
                    self.send_call(&mut record, &connection, planned.primary, product, &entry, &step, call).await?
                }
            };
            stopped |= matches!(one.outcome, AppliedAs::Refused | AppliedAs::Unknown | AppliedAs::NotAsPlanned)
                || (one.outcome == AppliedAs::NotSent && !stopped);
            applied.push(one);
        }
        self.rejudge(&mut record)?;
        Ok(applied)
    }

    fn already_so(&self, record: &mut Record, step: &Step) -> Result<Applied, EngineError> {
        let answer = "nothing was sent: it stands so already".to_owned();
        let (entry, disposition) = (step.entry, disposition(step.intent));
        let applied = ChangeApplied { entry, disposition, done: true, unknown: false, answer };
        record.command(self, &Command::ApplyChange(applied), |_| Ok(()))?;
        Ok(told(step.entry, AppliedAs::Done, "stands so already: nothing was sent"))
    }

    #[expect(clippy::too_many_arguments, reason = "one call with everything it rests on; it is made in one place")]
    async fn send_call(
        &self,
        record: &mut Record,
        connection: &Connection,
        primary: Side,
        product: Product,
        entry: &Entry,
        step: &Step,
        call: &Call,
    ) -> Result<Applied, EngineError> {
        let m = &record.maintenance;
        let label = m.label(primary).to_owned();
        let trouble = |trouble| EngineError::Trouble { subject: label.clone(), trouble };
        let appliance = connection.appliances.of(primary).as_ref().map_err(|t| trouble(t.clone()))?;
        // The same path has just answered with the GUID that is remembered.
        let expected = m.guids.of(primary).clone();
        let answered = self.who_answers(record, connection, primary).await?;
        if answered.as_ref() != Some(&expected) {
            return Err(match answered {
                Some(answered) => EngineError::OtherAppliance { label, expected, answered },
                None => EngineError::GuidUnknown { label },
            });
        }
        let kind = ledger::resource::resource(entry.object.kind.as_str()).map_or("", |kind| kind.name);
        let write = match Write::new(product, verb(call.method), &call.path, call.body.as_ref()) {
            Ok(write) => write,
            Err(error) => return Ok(told(step.entry, AppliedAs::ByHand, &format!("is for a person: {error}"))),
        };
        let intent = ChangeIntent {
            entry: step.entry,
            disposition: disposition(step.intent),
            target: primary,
            method: verb(call.method).text().to_owned(),
            path: call.path.clone(),
            body: call.body.as_ref().map(ledger::text::canonical),
        };
        record.command(self, &Command::IntendChange(intent), |_| Ok(()))?;
        let written = appliance.configuration().write(write).await;
        let ReadBack { outcome, words: answer, unread } =
            read_back(appliance, product, kind, call, &written.answer).await;
        if unread {
            // It stays under way: whatever comes next reads it back first.
            return Ok(told(step.entry, outcome, &answer));
        }
        // What the call cannot write is left for a person: until that is seen, it is not done.
        let by_hand: Vec<&str> = step.also_by_hand.iter().map(ledger::text::Word::as_str).collect();
        let (outcome, answer) = match outcome {
            AppliedAs::Done if !by_hand.is_empty() => {
                (AppliedAs::ByHand, format!("{answer}; by hand all the same: {}", by_hand.join(", ")))
            }
            _ => (outcome, answer),
        };
        self.applied(record, (step.entry, disposition(step.intent)), call.method, outcome, &answer)?;
        Ok(told(step.entry, outcome, &answer))
    }

    /// A call whose outcome was never written: what stands there tells it, and nothing is sent again by itself.
    pub(super) async fn settle_change_under_way(
        &self,
        record: &mut Record,
        connection: &Connection,
    ) -> Result<(), EngineError> {
        let Some(under_way) = record.maintenance.change_under_way.clone() else { return Ok(()) };
        // One that is being sent right now by this process writes its own outcome.
        if self.is_applying(record.maintenance.id) {
            return Ok(());
        }
        let product = self.product(connection).await;
        let entry = self.with_book(&record.maintenance, |book| Ok(book.ledger.entry(under_way.entry).cloned()))?;
        let appliance = connection.appliances.of(under_way.target).as_ref();
        let method = method_of(&under_way.method);
        let ReadBack { outcome, words, unread } = match (entry, appliance) {
            (Some(entry), Ok(appliance)) => {
                let kind = ledger::resource::resource(entry.object.kind.as_str()).map_or("", |kind| kind.name);
                let body = under_way.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
                let call = Call { method, path: under_way.path.clone(), after: body.clone(), body, before: None };
                let detail = "the program ended before its answer was written".to_owned();
                let trouble =
                    domain::observation::Trouble { kind: domain::observation::TroubleKind::BrokenOff, detail };
                read_back(appliance, product, kind, &call, &WriteAnswer::Unknown { trouble }).await
            }
            (_, Err(trouble)) => unread_back("got no answer", &trouble.detail),
            (None, Ok(_)) => (AppliedAs::Unknown, "its change is not in the ledger any more".to_owned()).into(),
        };
        if unread {
            tracing::info!(entry = %under_way.entry, words, "a change that may have left stays under way");
            return Ok(());
        }
        // Somebody may have answered for it meanwhile.
        record.catch_up(&self.store)?;
        if record.maintenance.change_under_way.as_ref() != Some(&under_way) {
            return Ok(());
        }
        self.applied(record, (under_way.entry, under_way.disposition), method, outcome, &words)
    }

    fn applied(
        &self,
        record: &mut Record,
        (entry, disposition): (EntryId, Disposition),
        method: Method,
        outcome: AppliedAs,
        answer: &str,
    ) -> Result<(), EngineError> {
        let applied = ChangeApplied {
            entry,
            disposition,
            done: outcome == AppliedAs::Done,
            // A change or a removal can be sent twice and is the same; what is added twice is there twice.
            unknown: outcome == AppliedAs::Unknown && method == Method::Post,
            answer: answer.to_owned(),
        };
        record.command(self, &Command::ApplyChange(applied), |_| Ok(()))?;
        Ok(())
    }

    /// The GUID that answers at the address of an appliance now, taken into the journal.
    async fn who_answers(
        &self,
        record: &mut Record,
        connection: &Connection,
        side: Side,
    ) -> Result<Option<domain::ids::Guid>, EngineError> {
        let gathered = self.look_once(record, connection, Depth::Full, &mut |_| {}).await?;
        Ok(gathered.round.of(side).reading().and_then(|reading| reading.guid.clone()))
    }
}

/// Nothing is sent while a call may still be on its way and cannot be read back.
pub(super) fn not_under_way(m: &Maintenance) -> Result<(), EngineError> {
    let Some(under_way) = &m.change_under_way else { return Ok(()) };
    Err(EngineError::Refused(domain::maintenance::Refusal {
        code: "change-under-way",
        message: format!("a call for {} may have left, and what it changed cannot be read now", under_way.entry),
        hint: "Collect changes once it can be read; or look in /login and answer for the change: done by hand and seen, or given up."
            .to_owned(),
    }))
}

fn told(entry: EntryId, outcome: AppliedAs, sentence: &str) -> Applied {
    Applied { entry, outcome, sentence: sentence.to_owned() }
}

fn disposition(intent: Intent) -> Disposition {
    match intent {
        Intent::Reapply => Disposition::Reapply,
        Intent::Undo => Disposition::Undo,
    }
}

fn method_of(text: &str) -> Method {
    match text {
        "POST" => Method::Post,
        "DELETE" => Method::Delete,
        _ => Method::Patch,
    }
}

fn verb(method: Method) -> Verb {
    match method {
        Method::Post => Verb::Post,
        Method::Patch => Verb::Patch,
        Method::Delete => Verb::Delete,
    }
}

fn with_parents(mut kinds: BTreeSet<&'static str>) -> BTreeSet<&'static str> {
    kinds.extend(kinds.clone().into_iter().filter_map(parent));
    kinds
}
