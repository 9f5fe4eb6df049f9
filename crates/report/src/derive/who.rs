//! Who asked, approved and did.

use domain::journal::{Entry, Event};

use super::Told;
use crate::document::{Approval, Asked, Did, Who};

const NOT_VERIFIED: &str = "a name as typed, not verified by Switchback";
const OTHER_ACCOUNT: &str = "entered from another operating system account than the plan";

pub(super) fn who(told: &Told<'_>) -> Who {
    let m = &told.replay.maintenance;
    let intent = &m.planned.intent;
    let asked = intent.requester.as_ref().map(|name| Asked { name: name.clone(), standing: NOT_VERIFIED.to_owned() });
    let asks = intent.requester.as_deref().unwrap_or(&m.planned_by).trim().to_lowercase();
    let self_approved = |name: &str| name.trim().to_lowercase() == asks;
    let mut approved: Vec<Approval> = intent
        .approver
        .iter()
        .map(|name| Approval {
            name: name.clone(),
            at: None,
            by: None,
            after_the_fact: false,
            self_approved: self_approved(name),
            standing: NOT_VERIFIED.to_owned(),
        })
        .collect();
    for entry in &told.replay.entries {
        let Event::Approved { name, after_the_fact } = &entry.event else { continue };
        let other = entry.stamp.by != m.planned_by;
        approved.push(Approval {
            name: name.clone(),
            at: Some(entry.stamp.at),
            by: Some(entry.stamp.by.clone()),
            after_the_fact: *after_the_fact,
            self_approved: self_approved(name),
            standing: if other { OTHER_ACCOUNT } else { NOT_VERIFIED }.to_owned(),
        });
    }
    let separation = separation(&approved);
    Who { asked, planned_by: m.planned_by.clone(), approved, did: did(&told.replay.entries), separation }
}

fn separation(approved: &[Approval]) -> String {
    let by_another = approved.iter().any(|approval| approval.standing == OTHER_ACCOUNT);
    let text = match (approved.is_empty(), approved.iter().all(|approval| approval.self_approved), by_another) {
        (true, _, _) => "Nobody is named as approver.",
        (_, true, _) => "Self-approved: who asked and who approved have the same name.",
        (_, _, true) => "Approved from another operating system account than the one that planned.",
        _ => "Another person is named as approver. Switchback has not verified the name.",
    };
    text.to_owned()
}

/// By the accounts that wrote events, in the order in which they first did.
fn did(entries: &[Entry]) -> Vec<Did> {
    let mut did: Vec<Did> = vec![];
    for Entry { stamp, .. } in entries {
        let known = did.iter_mut().find(|one| one.by == stamp.by && one.api_account == stamp.api_account);
        match known {
            Some(one) => {
                one.events += 1;
                one.last = stamp.at;
                if !one.programs.contains(&stamp.program) {
                    one.programs.push(stamp.program.clone());
                }
            }
            None => did.push(Did {
                by: stamp.by.clone(),
                api_account: stamp.api_account.clone(),
                programs: vec![stamp.program.clone()],
                events: 1,
                first: stamp.at,
                last: stamp.at,
            }),
        }
    }
    did
}
