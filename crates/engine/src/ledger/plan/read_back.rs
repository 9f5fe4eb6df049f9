//! What stands on the primary after a call, whatever it answered.

use std::collections::BTreeSet;

use appliance::{Appliance, WriteAnswer};
use domain::observation::Product;
use ledger::Taking;
use ledger::plan::{Call, Method, is_done, named_like};

use super::super::configuration::{self, parent, read_object};
use super::{AppliedAs, with_parents};

/// What a call came to, as it was read back.
pub(super) struct ReadBack {
    pub(super) outcome: AppliedAs,
    pub(super) words: String,
    /// The object could not be read: it says nothing yet.
    pub(super) unread: bool,
}

impl From<(AppliedAs, String)> for ReadBack {
    fn from((outcome, words): (AppliedAs, String)) -> Self {
        Self { outcome, words, unread: false }
    }
}

/// What stands there after a call, whatever it answered.
pub(super) async fn read_back(
    appliance: &Appliance,
    product: Product,
    kind: &'static str,
    call: &Call,
    answer: &WriteAnswer,
) -> ReadBack {
    let (words, id) = match answer {
        WriteAnswer::Done { status, id, .. } => (format!("answered {status}"), id.clone()),
        WriteAnswer::Refused { status, message, errors } => {
            let fields: Vec<String> =
                errors.iter().map(|(field, why)| format!("{field}: {}", why.join(", "))).collect();
            let fields = if fields.is_empty() { String::new() } else { format!(" ({})", fields.join("; ")) };
            return (AppliedAs::Refused, format!("was refused ({status}): {message}{fields}")).into();
        }
        WriteAnswer::NotPermitted { message } => {
            let words = format!("was refused: the API account may not do this: {message}");
            return (AppliedAs::Refused, words).into();
        }
        WriteAnswer::Absent { status, message } => {
            return (AppliedAs::Refused, format!("was refused ({status}): {message}")).into();
        }
        WriteAnswer::NotSent { trouble } => {
            return (AppliedAs::NotSent, format!("was not sent: {}", trouble.detail)).into();
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
    let configuration = appliance.configuration().waited_for();
    let above = parent(kind).and_then(|_| id.split_once('/').map(|(above, _)| above.to_owned()));
    match read_object(&configuration, product, kind, &id).await {
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
                (AppliedAs::Done, format!("{words} and was read back as it was to be")).into()
            } else if matches!(answer, WriteAnswer::Unknown { .. }) {
                let words = format!("{words}, and was not done yet as it was read back: it may still come");
                (AppliedAs::Unknown, words).into()
            } else {
                (AppliedAs::NotAsPlanned, format!("{words}, and something else was read back")).into()
            }
        }
        Err(unread) => unread_back(&words, &unread.to_string()),
    }
}

pub(super) fn unread_back(words: &str, why: &str) -> ReadBack {
    let words = format!("{words}, and could not be read back: {why}");
    ReadBack { outcome: AppliedAs::Unknown, words, unread: true }
}

/// An object that was added, where no answer told which: one that holds what was sent.
async fn find_added(appliance: &Appliance, product: Product, kind: &'static str, call: &Call, words: &str) -> ReadBack {
    let kinds = with_parents(BTreeSet::from([kind]));
    let snapshot = configuration::read(&appliance.configuration().waited_for(), product, &kinds, &|_, _, _| {}).await;
    match snapshot.objects(kind) {
        None => {
            let why = snapshot.failed().find(|(failed, _)| *failed == kind).map_or("it was not told", |(_, why)| why);
            unread_back(words, why)
        }
        Some(objects) if objects.iter().any(|object| is_done(call, Some(object))) => {
            (AppliedAs::Done, format!("{words} and was read back as it was to be")).into()
        }
        Some(_) if named_like(call, kind, &snapshot).is_some() => {
            (AppliedAs::NotAsPlanned, format!("{words}, and one of its name was read back that holds something else"))
                .into()
        }
        Some(_) => {
            let words = format!("{words}, and was not found as it was read back: it may still come, look in /login");
            (AppliedAs::Unknown, words).into()
        }
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
