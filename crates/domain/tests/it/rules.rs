//! The rules that hold always, over random orders of commands, looks, answers, gaps, restarts and clock steps.

mod acts;
mod ops;
mod rounds;
mod steps;
mod told;
mod watched;
mod writing;

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::ids::Guid;
use domain::journal::format::read_chain;
use domain::journal::{Event, GapReason, RoleAnswer, RoleIntent, Settlement, Way};
use domain::maintenance::{
    Action, Attempt, Command, Maintenance, Reconciliation, Stage, allowed_actions, apply, begin, decide, fold, recover,
};
use domain::observation::{Round, SiteAnswer, SiteObservation, TroubleKind};
use domain::plan::{Kind, LegName, Planned};
use domain::readiness::{Access, FindingResult};
use domain::role::{AssignedRole, Both, Role, Side};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use acts::{action_of, every_command};
use ops::{Checked, OfTheLedger, Op, Shows, Sight, op};
use rounds::retold;
use told::{is_who_it_should_be, own, told, told_as, told_by_site, unchanged};
use watched::Watched;

use crate::story::{
    N, Retold, RoundTold, Story, T0, after, before, check_input_of, command_id, look, maintenance_id, planned, round,
    strange_guid, stranger, troubled,
};
use crate::story::{baseline, change_applied, change_intent, decided, reconciled};

fn plans() -> impl Strategy<Value = Planned> {
    (any::<bool>(), prop::bool::weighted(0.2)).prop_map(|(upgrade, taken_up)| {
        let mut plan = planned();
        plan.taken_up = taken_up;
        if upgrade {
            plan.intent.kind = Kind::Upgrade;
        }
        plan
    })
}

/// Runs random stories and counts what they reached.
fn run(cases: u32, steps: std::ops::Range<usize>) -> BTreeMap<String, usize> {
    let reached = RefCell::new(BTreeMap::<String, usize>::new());
    // PROPTEST_CASES asks for more.
    let cases = cases.max(Config::default().cases);
    let config = Config { failure_persistence: None, max_shrink_iters: 2_000, ..Config::with_cases(cases) };
    let result = TestRunner::new(config).run(&(plans(), prop::collection::vec(op(), steps)), |(plan, ops)| {
        let mut watched = Watched::new(plan);
        for op in &ops {
            watched.step(op);
        }
        watched.replay();
        let mut reached = reached.borrow_mut();
        let mut count = |what: String| *reached.entry(what).or_default() += 1;
        for entry in &watched.story.entries {
            count(format!("event {}", entry.event.kind()));
            if let Event::RoleSettled { settlement, .. } = &entry.event {
                count(format!("settled {settlement:?}"));
            }
        }
        let mut stages: Vec<&str> = watched.states.iter().map(|state| state.stage.id()).collect();
        stages.sort_unstable();
        stages.dedup();
        stages.into_iter().for_each(|stage| count(format!("stage {stage}")));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    reached.into_inner()
}

#[test]
fn r1_r2_r3_r4_r6_and_r7_hold_in_any_order_of_commands_looks_faults_and_restarts() {
    let reached = run(400, 5..60);
    // The random stories must come to everything the rules speak of, else they show nothing.
    for kind in domain::journal::event::KINDS {
        assert!(kind == "planned" || reached.contains_key(&format!("event {kind}")), "no {kind} in {reached:?}");
    }
    for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Plan) {
        assert!(reached.contains_key(&format!("stage {stage}")), "no {stage} in {reached:?}");
    }
    for settlement in ["Happened", "Refused", "NotSent", "NotHappened"] {
        assert!(reached.contains_key(&format!("settled {settlement}")), "no {settlement} in {reached:?}");
    }
}
