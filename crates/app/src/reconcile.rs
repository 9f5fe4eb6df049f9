//! Reconciling: shown, decided, planned, applied.

use domain::change::{Disposition, EntryId, Group};
use engine::{Applied, AppliedAs, LedgerView, Planned, ReadStep, ToDecide};
use ledger::Entry;
use ledger::plan::{Act, Intent, Method, Step, Why};
use ledger::reconcile::Standing;
use ledger::text::{Content, Word};

use crate::desk::Desk;
use crate::error::{Exit, WireError};
use crate::input;
use crate::ledger::{answers, blind_spot, blind_spot_of, change, entry_id, object, verdict};
use crate::maintenance::told;
use crate::wire::{self, ApplicationEnd, ApplicationPlan, Reconciliation};
use crate::words as contract;

/// The groups in the order of the page: what asks most comes first.
const GROUPS: [Group; 6] =
    [Group::Overwritten, Group::Conflict, Group::Carried, Group::NeverSynced, Group::Secret, Group::BlindSpot];

pub(crate) async fn show(desk: &Desk, request: wire::NameMaintenance) -> Result<Reconciliation, WireError> {
    let number = desk.number(&request.id)?;
    Ok(desk.engine.ledger(number, reconciliation)?)
}

fn reconciliation(view: &LedgerView<'_>) -> Reconciliation {
    let m = view.maintenance;
    let primary = m.current_primary();
    let verdict = verdict(view);
    let items = view.ledger.entries().iter().zip(view.judged.items()).filter(|(_, item)| item.group != Group::Noise);
    Reconciliation {
        verdict: verdict.verdict,
        sentence: verdict.sentence,
        undecided: verdict.undecided,
        unread: verdict.unread,
        outstanding: verdict.outstanding,
        primary: m.label(primary).to_owned(),
        backup: m.label(primary.other()).to_owned(),
        groups: GROUPS.map(|group| shown_group(view, group)).to_vec(),
        entries: items.map(|(entry, item)| change(view, entry, item)).collect(),
        blind_spots: view.judged.blind_spots.iter().map(|(spot, stands)| blind_spot(view, spot, stands)).collect(),
        stated: m.statement().map(str::to_owned),
        through: view.judged.through,
        ledger_head: contract::hex(&view.head),
    }
}

fn shown_group(view: &LedgerView<'_>, group: Group) -> wire::GroupShown {
    let standings: Vec<&Standing> = if group == Group::BlindSpot {
        view.judged.blind_spots.iter().map(|(_, stands)| stands).collect()
    } else {
        view.judged.group(group).map(|item| &item.standing).collect()
    };
    wire::GroupShown {
        group: contract::group(group),
        count: standings.len(),
        undecided: standings.iter().filter(|stands| ***stands == Standing::Undecided).count(),
        outstanding: standings.iter().filter(|stands| matches!(stands, Standing::Outstanding(_))).count(),
        answers: answers(group),
    }
}

pub(crate) async fn decide(desk: &Desk, request: wire::DecideChange) -> Result<wire::Decided, WireError> {
    let number = desk.number(&request.id)?;
    let disposition =
        input::disposition(&request.disposition).map_err(|what| WireError::bad_input(what, "Nothing was written."))?;
    let (reason, through) = (request.reason, request.through);
    let named = match (request.entry.as_deref(), request.group.as_deref()) {
        // The group an entry stood in on the page may come along: it is the entry that is decided.
        (Some(key), _) => match blind_spot_of(key) {
            Some(spot) => ToDecide::BlindSpot(spot),
            None => ToDecide::Entry(entry_id(key)?),
        },
        (None, Some(word)) => {
            ToDecide::Group(input::group(word).map_err(|what| WireError::bad_input(what, "Nothing was written."))?)
        }
        (None, None) => {
            return Err(WireError::bad_input(
                "nothing is named that is to be decided",
                "Name a change, such as C-0001, or a group.",
            ));
        }
    };
    if named == ToDecide::Group(Group::BlindSpot) {
        return blind_spots(desk, number, disposition, reason, through);
    }
    let (m, entries) = desk.engine.decide_changes(number, &named, disposition, reason, through)?;
    Ok(told(&m, &entries))
}

/// Every blind spot that is not answered for yet, each by a decision of its own.
fn blind_spots(
    desk: &Desk,
    number: domain::ids::MaintenanceNumber,
    disposition: Disposition,
    reason: Option<String>,
    through: Option<u64>,
) -> Result<wire::Decided, WireError> {
    let open = desk.engine.ledger(number, |view| {
        let spots = view.judged.blind_spots.iter().filter(|(_, stands)| *stands == Standing::Undecided);
        spots.map(|(spot, _)| spot.clone()).collect::<Vec<_>>()
    })?;
    let mut last = None;
    let mut all = vec![];
    for spot in open {
        let spot = ToDecide::BlindSpot(spot);
        let (m, entries) = desk.engine.decide_changes(number, &spot, disposition, reason.clone(), through)?;
        all.extend(entries);
        last = Some(m);
    }
    match last {
        Some(m) => Ok(told(&m, &all)),
        None => Err(WireError::bad_input("no blind spot waits to be read", "The coverage shows what was looked at.")),
    }
}

pub(crate) async fn plan(desk: &Desk, request: wire::NameMaintenance) -> Result<ApplicationPlan, WireError> {
    let number = desk.number(&request.id)?;
    let planned = desk.engine.plan_changes(number).await?;
    let m = desk.engine.maintenance(number)?;
    let Planned { primary, steps } = planned;
    let steps: Vec<_> = steps.iter().map(|(entry, step)| shown_step(entry, step)).collect();
    Ok(ApplicationPlan {
        id: number.to_string(),
        primary: m.label(primary).to_owned(),
        calls: steps.iter().filter(|step| step.act == "call").count(),
        steps,
    })
}

fn shown_step(entry: &Entry, step: &Step) -> wire::PlanStep {
    let mut shown = wire::PlanStep {
        entry: step.entry.to_string(),
        disposition: match step.intent {
            Intent::Reapply => "reapply",
            Intent::Undo => "undo",
        },
        object: object(entry),
        place: entry.place.as_str().to_owned(),
        act: "already_so",
        method: None,
        path: None,
        body: None,
        before: None,
        after: None,
        why: None,
        to_set: vec![],
        also_by_hand: step.also_by_hand.iter().map(|field| field.as_str().to_owned()).collect(),
        outcome: None,
        done: false,
    };
    match &step.act {
        Act::AlreadySo => {}
        Act::Call(call) => {
            shown.act = "call";
            shown.method = Some(match call.method {
                Method::Post => "POST",
                Method::Patch => "PATCH",
                Method::Delete => "DELETE",
            });
            shown.path = Some(call.path.clone());
            (shown.body, shown.before, shown.after) = (call.body.clone(), call.before.clone(), call.after.clone());
        }
        Act::ByHand(by_hand) => {
            shown.act = "by_hand";
            shown.why = Some(why(&by_hand.why));
            let to_set = |(field, value): &(Word, Option<Content>)| wire::ToSet {
                field: field.as_str().to_owned(),
                value: value.as_ref().map(Content::value),
            };
            shown.to_set = by_hand.fields.iter().map(to_set).collect();
        }
    }
    shown
}

fn why(why: &Why) -> String {
    match why {
        Why::NotWritten => "The API does not write this.".to_owned(),
        Why::ValuesNotKnown => "No configuration that was read tells its names and types in the API.".to_owned(),
        Why::NotThere => "The primary does not have the object.".to_owned(),
        Why::AlreadyThere => "The primary has one of this name already.".to_owned(),
        Why::RefersTo { field } => format!("Its {field} refers to something that the primary does not have."),
        Why::NeedsASecret => "It cannot be made without a secret.".to_owned(),
        Why::MayBeMade => {
            "A call that makes it left before and got no answer: it may be there, or still come. Look in \
                           /login, then answer for it; decided anew as reapply it is sent again."
                .to_owned()
        }
    }
}

pub(crate) async fn apply(desk: &Desk, request: wire::ApplyPlan) -> Result<ApplicationEnd, WireError> {
    let number = desk.number(&request.id)?;
    let ticked: Vec<EntryId> = request.entries.iter().map(|entry| entry_id(entry)).collect::<Result<_, _>>()?;
    let seen = request.seen.map(|seen| {
        let one = |(entry, step): (String, wire::ReadStep)| {
            let wire::ReadStep { method, path, body, before } = step;
            Some((entry_id(&entry).ok()?, ReadStep { method, path, body, before }))
        };
        seen.into_iter().filter_map(one).collect()
    });
    let applied = desk.engine.apply_changes(number, &ticked, seen.as_ref()).await?;
    let done = applied.iter().filter(|one| one.outcome == AppliedAs::Done).count();
    let left = applied.len() - done;
    let sentence = match (done, left) {
        (0, 0) => "There is nothing to send.".to_owned(),
        (done, 0) => format!("{done} done and read back."),
        (done, left) => format!("{done} done and read back, {left} not."),
    };
    let is = |outcome: AppliedAs| applied.iter().any(|one| one.outcome == outcome);
    let exit = if is(AppliedAs::Unknown) || is(AppliedAs::NotAsPlanned) {
        Exit::Unknown
    } else if is(AppliedAs::Refused) || is(AppliedAs::NotSent) {
        Exit::Failed
    } else if is(AppliedAs::ByHand) {
        Exit::Incomplete
    } else {
        Exit::Done
    };
    Ok(ApplicationEnd { id: number.to_string(), sentence, steps: applied.iter().map(shown_end).collect(), exit })
}

fn shown_end(one: &Applied) -> wire::Applied {
    wire::Applied {
        entry: one.entry.to_string(),
        outcome: match one.outcome {
            AppliedAs::Done => "done",
            AppliedAs::Refused => "refused",
            AppliedAs::NotSent => "not_sent",
            AppliedAs::Unknown => "unknown",
            AppliedAs::ByHand => "by_hand",
            AppliedAs::NotAsPlanned => "not_as_planned",
        },
        sentence: one.sentence.clone(),
    }
}
