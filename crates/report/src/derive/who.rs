//! Who asked, approved and did.

use std::collections::{BTreeSet, HashMap};

use domain::journal::{Entry, Event};

use super::Told;
use crate::document::{Approval, Asked, Did, Who};

const NOT_VERIFIED: &str = "a name as typed, not verified by Switchback";
const NAMED: &str = "named in the plan: a name as typed, not verified by Switchback";
const OTHER_THAN_DID: &str = "entered from another operating system account than the role commands";
const OTHER_THAN_PLANNED: &str = "entered from another operating system account than the plan";

/// An approval that was entered, beside who gave the role commands.
struct Entered {
    self_approved: bool,
    /// Before the first role command.
    in_time: bool,
    by_another: bool,
}

pub(super) fn who(told: &Told<'_>) -> Who {
    let m = &told.replay.maintenance;
    let entries = &told.replay.entries;
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
            standing: NAMED.to_owned(),
        })
        .collect();
    let commands = || entries.iter().filter(|entry| matches!(entry.event, Event::RoleIntended(_)));
    let first_command = commands().next().map_or(u64::MAX, |entry| entry.seq);
    let mut acted: BTreeSet<&str> = commands().map(|entry| entry.stamp.by.as_str()).collect();
    // Before a role command the plan is all that was done.
    let other = if acted.is_empty() { OTHER_THAN_PLANNED } else { OTHER_THAN_DID };
    if acted.is_empty() {
        acted.insert(&m.planned_by);
    }
    let mut entered = vec![];
    for entry in entries {
        let Event::Approved { name, after_the_fact } = &entry.event else { continue };
        let by_another = !acted.contains(entry.stamp.by.as_str());
        let self_approved = self_approved(name);
        entered.push(Entered { self_approved, in_time: !after_the_fact && entry.seq < first_command, by_another });
        approved.push(Approval {
            name: name.clone(),
            at: Some(entry.stamp.at),
            by: Some(entry.stamp.by.clone()),
            after_the_fact: *after_the_fact,
            self_approved,
            standing: if by_another { other } else { NOT_VERIFIED }.to_owned(),
        });
    }
    let separation = separation(&approved, &entered, first_command < u64::MAX);
    Who { asked, planned_by: m.planned_by.clone(), approved, did: did(entries), separation }
}

/// What counts is an approval by another name, from another account, before the first role command.
fn separation(approved: &[Approval], entered: &[Entered], commanded: bool) -> String {
    let others = || entered.iter().filter(|approval| !approval.self_approved);
    let text = if approved.is_empty() {
        "Nobody is named as approver."
    } else if approved.iter().all(|approval| approval.self_approved) {
        "Self-approved: who asked and who approved have the same name."
    } else if others().any(|approval| approval.by_another && approval.in_time) {
        if commanded {
            "Approved from another operating system account than any that gave a role command."
        } else {
            "Approved from another operating system account than the one that planned; no role command was given."
        }
    } else if others().next().is_none() {
        "An approver is named in the plan, and no approval by another than who asked was entered."
    } else if others().all(|approval| !approval.in_time) {
        "Approved only after the first role command."
    } else {
        "Another person is named as approver. Switchback has not verified the name."
    };
    text.to_owned()
}

/// By the accounts that wrote events, in the order in which they first did.
fn did(entries: &[Entry]) -> Vec<Did> {
    let mut did: Vec<Did> = vec![];
    let mut places: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    for Entry { stamp, .. } in entries {
        let place = *places.entry((&stamp.by, stamp.api_account.as_deref())).or_insert(did.len());
        match did.get_mut(place) {
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
