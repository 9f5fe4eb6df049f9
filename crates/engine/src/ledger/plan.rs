//! Putting changes on the primary, or taking them back there: the plan, and its calls one by one.
//!
//! Each call is a decision of a person, written down before it leaves, sent at most once, and read back. The primary is
//! asked first whether it is the appliance that is meant, and whether it still holds what the plan saw.

use std::collections::{BTreeSet, HashMap};

use appliance::{Appliance, Method as Verb, Write, WriteAnswer};
use domain::change::{Disposition, EntryId};
use domain::ids::MaintenanceNumber;
use domain::journal::{ChangeApplied, ChangeIntent};
use domain::maintenance::{Action, Command, Maintenance, may};
use domain::observation::Product;
use domain::role::Side;
use ledger::plan::{Act, Call, Intent, Method, Step, Views, is_done, plan};
use ledger::reconcile::Standing;
use ledger::{Entry, Taking};
use serde_json::Value;

use super::configuration::{self, parent, read_object};
use crate::connect::Connection;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::looks::Depth;
use crate::record::Record;

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
        let touched = with_parents(super::collect::kinds(wanted.iter().map(|(entry, _)| entry.object.kind.as_str())));
        let touched: BTreeSet<&'static str> =
            touched.intersection(&configuration::all_kinds(product)).copied().collect();
        let fresh = configuration::read(appliance, product, &touched, &|_, _, _| {}).await;
        let last = self.last_snapshot(m, primary)?.map(|(snapshot, _)| snapshot);
        // What could not be read now is not taken from before: it is for a person.
        let now = last.unwrap_or_default().without(&touched).overlaid(&fresh);
        let baseline = self.baseline(m)?;
        let backup = self.last_snapshot(m, primary.other())?.map(|(snapshot, _)| snapshot);
        let views = Views { product, primary: &now, baseline: baseline.as_ref(), backup: backup.as_ref() };
        let asked: Vec<(&Entry, Intent)> = wanted.iter().map(|(entry, intent)| (entry, *intent)).collect();
        let steps = plan(&asked, &views).into_iter().filter_map(|step| {
            let entry = wanted.iter().find(|(entry, _)| entry.id == step.entry)?.0.clone();
            Some((entry, step))
        });
        Ok(Planned { primary, steps: steps.collect() })
    }

    /// What is decided to be put on the primary or taken back there, and is not done.
    fn wanted(&self, m: &Maintenance, connection: &Connection) -> Result<Vec<(Entry, Intent)>, EngineError> {
        let journalled = self.journalled(m, &connection.pair);
        self.with_book(m, |book| {
            let judged = journalled.judge(m, &book.ledger);
            let wanted = judged.items.iter().filter_map(|item| {
                let Standing::Outstanding(decision) = &item.standing else { return None };
                let intent = match decision.disposition {
                    Disposition::Reapply => Intent::Reapply,
                    Disposition::Undo => Intent::Undo,
                    _ => return None,
                };
                Some((book.ledger.entry(item.entry)?.clone(), intent))
            });
            Ok(wanted.collect())
        })
    }

    /// Sends the ticked steps of the plan, one by one; none: all that are calls. `seen`: what the plan that a person read
    /// showed as standing there. One that fails leaves the rest unsent
    /// where they may rest on it, and says so.
    pub async fn apply_changes(
        &self,
        number: MaintenanceNumber,
        ticked: &[EntryId],
        seen: Option<&HashMap<EntryId, Value>>,
    ) -> Result<Vec<Applied>, EngineError> {
        let (mut record, _) = self.record(number)?;
        may(&record.maintenance, Action::Apply, self.host.clock.now_utc())?;
        let pair = self.pair_of(&record)?;
        let connection = self.connect(&pair).await;
        self.settle_change_under_way(&mut record, &connection).await?;
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
        let product = self.product(&connection).await;
        let mut applied: Vec<Applied> = vec![];
        let mut stopped = false;
        for (entry, step) in planned.steps {
            if !ticked.is_empty() && !ticked.contains(&step.entry) {
                continue;
            }
            let one = match (&step.act, stopped) {
                (Act::ByHand(_), _) => {
                    told(step.entry, AppliedAs::ByHand, "is for a person: the API does not write it so")
                }
                (_, true) => told(step.entry, AppliedAs::NotSent, "was not sent: a step before it failed"),
                (Act::AlreadySo, false) => self.already_so(&mut record, &step)?,
                (Act::Call(call), false) if is_another(seen, step.entry, call) => told(
                    step.entry,
                    AppliedAs::NotAsPlanned,
                    "was not sent: the primary holds something else by now than the plan showed",
                ),
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
        self.applied(record, step.entry, disposition(step.intent), true, &answer)?;
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
        let (outcome, answer) = self.read_back(appliance, product, kind, call, &written.answer).await;
        // What the call cannot write is left for a person: until that is seen, it is not done.
        let by_hand: Vec<&str> = step.also_by_hand.iter().map(ledger::text::Word::as_str).collect();
        let (outcome, answer) = match outcome {
            AppliedAs::Done if !by_hand.is_empty() => {
                (AppliedAs::ByHand, format!("{answer}; by hand all the same: {}", by_hand.join(", ")))
            }
            _ => (outcome, answer),
        };
        self.applied(record, step.entry, disposition(step.intent), outcome == AppliedAs::Done, &answer)?;
        Ok(told(step.entry, outcome, &answer))
    }

    /// What stands there after a call, whatever it answered.
    async fn read_back(
        &self,
        appliance: &Appliance,
        product: Product,
        kind: &'static str,
        call: &Call,
        answer: &WriteAnswer,
    ) -> (AppliedAs, String) {
        let (words, id) = match answer {
            WriteAnswer::Done { status, id, .. } => (format!("answered {status}"), id.clone()),
            WriteAnswer::Refused { status, message, errors } => {
                let fields: Vec<String> =
                    errors.iter().map(|(field, why)| format!("{field}: {}", why.join(", "))).collect();
                let fields = if fields.is_empty() { String::new() } else { format!(" ({})", fields.join("; ")) };
                return (AppliedAs::Refused, format!("was refused ({status}): {message}{fields}"));
            }
            WriteAnswer::NotPermitted { message } => {
                return (AppliedAs::Refused, format!("was refused: the API account may not do this: {message}"));
            }
            WriteAnswer::Absent { status, message } => {
                return (AppliedAs::Refused, format!("was refused ({status}): {message}"));
            }
            WriteAnswer::NotSent { trouble } => {
                return (AppliedAs::NotSent, format!("was not sent: {}", trouble.detail));
            }
            WriteAnswer::Unknown { trouble } => (format!("got no answer ({})", trouble.detail), None),
        };
        // A membership is added below its parent, and its answer tells its own id alone.
        let id = id.map(|id| match parent(kind).and_then(|_| numbers(&call.path).last().copied()) {
            Some(above) if !id.contains('/') => format!("{above}/{id}"),
            _ => id,
        });
        let Some(id) = id.or_else(|| own_id(kind, call)) else {
            return find_added(appliance, product, kind, call, &words).await;
        };
        let above = parent(kind).and_then(|_| id.split_once('/').map(|(above, _)| above.to_owned()));
        match read_object(appliance, product, kind, &id).await {
            Ok(found) => {
                let mut taking = Taking::new();
                taking.read(kind);
                if let Some(value) = &found {
                    taking.object(kind, above.as_deref(), value);
                }
                let snapshot = taking.finish();
                let object = snapshot.objects(kind).and_then(<[_]>::first);
                let gone = call.after.is_none() && object.is_none();
                if gone || (call.after.is_some() && is_done(call, object)) {
                    (AppliedAs::Done, format!("{words} and was read back as it was to be"))
                } else if matches!(answer, WriteAnswer::Unknown { .. }) {
                    (
                        AppliedAs::Unknown,
                        format!("{words}, and was not done yet as it was read back: it may still come"),
                    )
                } else {
                    (AppliedAs::NotAsPlanned, format!("{words}, and something else was read back"))
                }
            }
            Err(unread) => (AppliedAs::Unknown, format!("{words}, and could not be read back: {unread}")),
        }
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
        let (done, answer) = match (entry, appliance) {
            (Some(entry), Ok(appliance)) => {
                let kind = ledger::resource::resource(entry.object.kind.as_str()).map_or("", |kind| kind.name);
                let body = under_way.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
                let method = match under_way.method.as_str() {
                    "POST" => Method::Post,
                    "DELETE" => Method::Delete,
                    _ => Method::Patch,
                };
                let call = Call { method, path: under_way.path.clone(), after: body.clone(), body, before: None };
                let detail = "the program ended before its answer was written".to_owned();
                let trouble =
                    domain::observation::Trouble { kind: domain::observation::TroubleKind::BrokenOff, detail };
                let (outcome, answer) =
                    self.read_back(appliance, product, kind, &call, &WriteAnswer::Unknown { trouble }).await;
                (outcome == AppliedAs::Done, answer)
            }
            (_, Err(trouble)) => {
                return Err(EngineError::Trouble {
                    subject: record.maintenance.label(under_way.target).to_owned(),
                    trouble: trouble.clone(),
                });
            }
            (None, Ok(_)) => (false, "its change is not in the ledger any more".to_owned()),
        };
        self.applied(record, under_way.entry, under_way.disposition, done, &answer)
    }

    fn applied(
        &self,
        record: &mut Record,
        entry: EntryId,
        disposition: Disposition,
        done: bool,
        answer: &str,
    ) -> Result<(), EngineError> {
        let applied = ChangeApplied { entry, disposition, done, answer: answer.to_owned() };
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

/// An object that was added, where no answer told which: one that holds what was sent.
async fn find_added(
    appliance: &Appliance,
    product: Product,
    kind: &'static str,
    call: &Call,
    words: &str,
) -> (AppliedAs, String) {
    let kinds = with_parents(BTreeSet::from([kind]));
    let snapshot = configuration::read(appliance, product, &kinds, &|_, _, _| {}).await;
    match snapshot.objects(kind) {
        None => (AppliedAs::Unknown, format!("{words}, and could not be read back: look in /login")),
        Some(objects) if objects.iter().any(|object| is_done(call, Some(object))) => {
            (AppliedAs::Done, format!("{words} and was read back as it was to be"))
        }
        Some(_) => (
            AppliedAs::Unknown,
            format!("{words}, and was not found as it was read back: it may still come, look in /login"),
        ),
    }
}

/// Whether the primary holds something else by now than a person has read in the plan.
fn is_another(seen: Option<&HashMap<EntryId, Value>>, entry: EntryId, call: &Call) -> bool {
    seen.is_some_and(|seen| seen.get(&entry).unwrap_or(&Value::Null) != call.before.as_ref().unwrap_or(&Value::Null))
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

fn verb(method: Method) -> Verb {
    match method {
        Method::Post => Verb::Post,
        Method::Patch => Verb::Patch,
        Method::Delete => Verb::Delete,
    }
}

/// The ids in a path.
fn numbers(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).collect()
}

/// The id of the object a call is about, as a snapshot has it: of `/jump-group/3/user/17` that is `3/17`.
fn own_id(kind: &str, call: &Call) -> Option<String> {
    if call.method == Method::Post {
        return None;
    }
    let ids = numbers(&call.path);
    match (parent(kind), ids.as_slice()) {
        (Some(_), [above, own]) => Some(format!("{above}/{own}")),
        (_, [only]) => Some((*only).to_owned()),
        _ => None,
    }
}

fn with_parents(mut kinds: BTreeSet<&'static str>) -> BTreeSet<&'static str> {
    kinds.extend(kinds.clone().into_iter().filter_map(parent));
    kinds
}
