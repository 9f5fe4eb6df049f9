//! What is put on the primary: in process, so that a call can be lost and the program can die at any append.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::change::{Disposition, EntryId, Group};
use domain::ids::MaintenanceNumber;
use domain::maintenance::Stage;
use engine::{AppliedAs, Engine, EngineError, Moment, ReadStep, ToDecide, What};
use ledger::plan::{Act, Method};
use scenarios::operator::Operator;
use scenarios::world::{World, die_at};
use serde_json::json;
use simulator::model::change::Actor;
use simulator::model::fault::{Fault, FaultCall, FaultKind};
use simulator::{Call, Config, Model, Which};

/// A pair whose stand-in is primary, its configuration readable and writable, and one status that was added on the backup and
/// is to be put on the primary.
fn away() -> (World, MaintenanceNumber, EntryId) {
    away_with(|model, now_ms| {
        let status = json!({"name": "Back at noon", "display_as": "away"});
        let status = status.as_object().expect("an object").clone();
        model.add_object(now_ms, Which::A, "rep-status", status, &[], Some(&Actor::administrator()));
    })
}

/// The same with another change on the backup.
fn away_with(change: impl FnOnce(&mut Model, i64)) -> (World, MaintenanceNumber, EntryId) {
    let mut config = Config::seeded(31);
    config.settings.automatic_sync = false;
    let world = World::new(config);
    world.set(&json!({"perm_configuration": true, "perm_configuration_vault_account": true}));
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    world.clock.run(engine.collect(number, What::Everything)).expect("collected");
    world.clock.pass_ms(60_000);
    world.simulation.with(change);
    world.clock.pass_ms(60_000);
    world.clock.run(engine.collect(number, What::Everything)).expect("collected");
    let entry = engine
        .ledger(number, |view| view.judged.group(Group::Overwritten).map(|item| item.entry).last())
        .expect("the ledger")
        .expect("it was made on the backup");
    engine.decide_changes(number, &ToDecide::Entry(entry), Disposition::Reapply, None, None).expect("it is an answer");
    (world, number, entry)
}

/// Writes that reached an appliance.
fn writes(world: &World) -> usize {
    world.simulation.with(|model, _| {
        let is_write = |call: Call, method: &str| call == Call::Configuration && method != "GET";
        model.record().requests.iter().filter(|one| is_write(one.call, &one.method)).count()
    })
}

fn apply(world: &World, engine: &Engine, number: MaintenanceNumber) -> Result<Vec<AppliedAs>, EngineError> {
    let applied = world.clock.run(engine.apply_changes(number, &[], None))?;
    Ok(applied.into_iter().map(|one| one.outcome).collect())
}

/// The program dies when it has decided to send, before the call leaves.
fn dies_before_it_sends(world: &World, number: MaintenanceNumber) {
    for n in 1..50 {
        let engine = world.engine_that_dies(Some(die_at(n, Moment::After))).expect("it opens");
        let outcome = apply(world, &engine, number);
        if engine.maintenance(number).expect("the journal folds").change_under_way.is_some() {
            assert!(matches!(outcome, Err(EngineError::Died)), "{outcome:?}");
            return;
        }
        assert!(outcome.is_err(), "it never died between: {outcome:?}");
    }
    panic!("nothing was decided to be sent");
}

#[test]
fn what_may_have_been_added_is_never_added_a_second_time_by_itself() {
    let (world, number, entry) = away();
    dies_before_it_sends(&world, number);
    let engine = world.engine();
    let before = writes(&world);
    world.clock.run(engine.collect(number, What::Logs)).expect("collected");
    let m = engine.maintenance(number).expect("the journal folds");
    assert!(m.change_under_way.is_none() && m.outcomes.last().is_some_and(|last| last.unknown && !last.done));
    let steps = world.clock.run(engine.plan_changes(number)).expect("a plan").steps;
    let [(_, step)] = steps.as_slice() else { panic!("{steps:?}") };
    assert!(matches!(step.act, Act::ByHand(_)), "{step:?}");
    assert_eq!(apply(&world, &engine, number).expect("nothing to send"), [AppliedAs::ByHand]);
    assert_eq!(writes(&world), before, "nothing was sent");
    // Decided anew, it is sent: that is a person's word.
    world.clock.pass_ms(1_000);
    engine.decide_changes(number, &ToDecide::Entry(entry), Disposition::Reapply, None, None).expect("an answer");
    let steps = world.clock.run(engine.plan_changes(number)).expect("a plan").steps;
    assert!(matches!(&steps[0].1.act, Act::Call(call) if call.method == Method::Post), "{steps:?}");
    assert_eq!(apply(&world, &engine, number).expect("sent"), [AppliedAs::Done]);
    assert_eq!(writes(&world), before + 1);
}

#[test]
fn a_change_that_cannot_be_read_back_stays_under_way_until_it_can_or_a_person_answers_for_it() {
    for a_person_answers in [false, true] {
        let (world, number, entry) = away();
        dies_before_it_sends(&world, number);
        let engine = world.engine();
        world.set(&json!({"perm_configuration": false}));
        world.clock.run(engine.collect(number, What::Logs)).expect("collected");
        let under_way = || engine.maintenance(number).expect("the journal folds").change_under_way.is_some();
        assert!(under_way(), "nothing is known of it");
        let refused = apply(&world, &engine, number).expect_err("nothing is sent meanwhile");
        assert_eq!(refused.code(), "change-under-way");
        if a_person_answers {
            engine
                .decide_changes(number, &ToDecide::Entry(entry), Disposition::Confirm, None, None)
                .expect("done by hand, seen by me");
        } else {
            world.set(&json!({"perm_configuration": true}));
            world.clock.run(engine.collect(number, What::Logs)).expect("collected");
        }
        assert!(!under_way());
    }
}

#[test]
fn a_plan_that_is_another_than_the_one_that_was_read_is_not_run() {
    let (world, number, entry) = away();
    let engine = world.engine();
    let steps = world.clock.run(engine.plan_changes(number)).expect("a plan").steps;
    let Act::Call(call) = &steps[0].1.act else { panic!("{steps:?}") };
    let read = ReadStep {
        method: Some("POST".to_owned()),
        path: Some(call.path.clone()),
        body: call.body.clone(),
        before: call.before.clone(),
    };
    let before = writes(&world);
    let others = [
        ReadStep { method: Some("PATCH".to_owned()), ..read.clone() },
        ReadStep { path: Some(format!("{}/7", call.path)), ..read.clone() },
        ReadStep { body: Some(json!({"name": "Back at one"})), ..read.clone() },
        ReadStep { before: Some(json!({"name": "Back at noon"})), ..read.clone() },
    ];
    for other in others {
        let seen = HashMap::from([(entry, other.clone())]);
        let refused = world.clock.run(engine.apply_changes(number, &[entry], Some(&seen))).expect_err("another plan");
        assert_eq!(refused.code(), "not-an-answer", "{other:?}");
        assert!(refused.to_string().contains("the plan changed"), "{refused}");
    }
    assert_eq!(writes(&world), before, "nothing was sent");
    let seen = HashMap::from([(entry, read)]);
    let applied = world.clock.run(engine.apply_changes(number, &[entry], Some(&seen))).expect("as it was read");
    assert_eq!(applied[0].outcome, AppliedAs::Done, "{applied:?}");
}

#[test]
fn a_step_with_a_part_for_a_person_is_not_done_until_that_is_answered_for() {
    let (world, number, entry) = away_with(|model, now_ms| {
        let mut user = model.objects(Which::A).get("user", 2).cloned().expect("a user");
        user.insert("public_display_name".to_owned(), json!("Night shift"));
        let by = Actor::administrator();
        assert!(model.change_object(now_ms, Which::A, "user", 2, user, &["password"], Some(&by)));
    });
    let engine = world.engine();
    assert_eq!(apply(&world, &engine, number).expect("sent"), [AppliedAs::ByHand]);
    let outstanding = || engine.ledger(number, |view| view.judged.outstanding).expect("the ledger");
    assert_eq!(outstanding(), 1, "its password is still to be set");
    engine.decide_changes(number, &ToDecide::Entry(entry), Disposition::Confirm, None, None).expect("seen by me");
    assert_eq!(outstanding(), 0);
}

#[test]
fn collecting_does_not_settle_a_call_that_this_process_is_sending() {
    let (world, number, _) = away();
    let (reader, simulation, once) = (world.reader(), world.simulation.clone(), AtomicBool::new(false));
    // From its intent on the call takes long.
    let slow = move |moment| {
        let is_sent = || reader.maintenance(number).is_ok_and(|m| m.change_under_way.is_some());
        if moment == Moment::After && is_sent() && !once.swap(true, Ordering::SeqCst) {
            let call = FaultCall::Only(Call::Configuration);
            let slow = Fault { after_ms: Some(30_000), ..Fault::once(call, FaultKind::Delay) };
            simulation.with(|model, _| model.add_fault(slow));
        }
        false
    };
    let engine = world.engine_that_dies(Some(Arc::new(slow))).expect("it opens");
    let clock: &dyn engine::Clock = &world.clock;
    let outcomes = || engine.maintenance(number).expect("the journal folds").outcomes;
    let (applied, ()) = world.clock.run(async {
        let collecting = async {
            clock.sleep_ms(15_000).await;
            assert!(engine.maintenance(number).expect("it folds").change_under_way.is_some(), "it is on its way");
            engine.collect(number, What::Logs).await.expect("collected");
            assert_eq!(outcomes(), [], "whoever sends it writes what came of it");
        };
        futures::join!(engine.apply_changes(number, &[], None), collecting)
    });
    assert_eq!(applied.expect("sent")[0].outcome, AppliedAs::Done);
    assert_eq!(outcomes().len(), 1);
}
