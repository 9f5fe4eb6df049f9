//! What goes on beside a role command, and what waits for it.

use domain::change::Disposition;
use domain::maintenance::{Command, Stage};
use domain::plan::LegName;
use engine::{EngineError, LegOrder, Moment, Stop, ToDecide, WatchEnd, What};
use ledger::reconcile::Standing;
use scenarios::operator::Operator;
use scenarios::world::{World, die_at};
use serde_json::json;
use simulator::model::fault::{Fault, FaultCall, FaultKind};
use simulator::{Call, Config};

#[test]
fn nothing_is_collected_from_the_command_until_it_is_settled_though_nobody_watches() {
    let mut config = Config::seeded(41);
    // Enough that reading it takes longer than the check before the command.
    config.objects = 6_000;
    let world = World::new(config);
    world.set(&json!({"perm_configuration": true}));
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    let order = LegOrder { leg: LegName::Outbound, by_hand: false, wait: false };
    let clock: &dyn engine::Clock = &world.clock;
    world.clock.run(async {
        let leg = async {
            clock.sleep_ms(3_000).await;
            engine.run_leg(number, order, &Stop::default(), &mut |_| {}).await.expect("sent");
            // Nobody watches for a while.
            clock.sleep_ms(20_000).await;
            engine.observe(number, true, &Stop::default(), &mut |_| {}).await.expect("watched");
        };
        let collecting = engine.collect(number, What::Everything);
        let (collected, ()) = futures::join!(collecting, leg);
        for snapshot in collected.expect("collected").snapshots {
            let why = snapshot.trouble.expect("it is of before and after the command");
            assert!(why.contains("a role command came while it was read"), "{why}");
        }
    });
    let kept = engine.ledger(number, |view| view.ledger.snapshots().len());
    assert_eq!(kept.expect("the ledger"), 0, "nothing of it was kept");
    let m = engine.maintenance(number).expect("the journal folds");
    let sent_at = m.outbound.attempts[0].intended_at.millis();
    let (_, done_at) = m.outbound.done.as_ref().expect("the leg is done");
    let read: Vec<i64> = world.simulation.with(|model, _| {
        let requests = model.record().requests.iter();
        requests.filter(|one| one.call == Call::Configuration).map(|one| one.at_ms).collect()
    });
    assert!(read.iter().any(|at| *at < sent_at), "it was being read when the command left");
    // What was on its way comes to its end.
    let during = read.iter().filter(|at| **at > sent_at + 1_000 && **at < done_at.millis()).count();
    assert_eq!(during, 0, "of {} reads", read.len());
    assert!(read.iter().any(|at| *at > done_at.millis()), "it goes on afterwards");
}

#[test]
fn nothing_is_written_into_the_ledger_of_a_maintenance_that_ended_while_it_was_read() {
    let world = World::new(Config::seeded(44));
    world.set(&json!({"perm_configuration": true}));
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    let clock: &dyn engine::Clock = &world.clock;
    world.simulation.with(|model, _| {
        let call = FaultCall::Only(Call::Reporting);
        model.add_fault(Fault { count: 2, after_ms: Some(30_000), ..Fault::once(call, FaultKind::Delay) });
    });
    let collected = world.clock.run(async {
        let ending = async {
            clock.sleep_ms(10_000).await;
            let abandon = Command::Abandon { reason: "not tonight".to_owned() };
            engine.decide(number, &abandon).expect("abandoned");
        };
        futures::join!(engine.collect(number, What::Everything), ending).0
    });
    assert_eq!(collected.expect_err("it has ended").code(), "ended");
    let facts = engine.ledger(number, |view| view.ledger.seq());
    assert_eq!(facts.expect("the ledger"), 0);
}

#[test]
fn what_was_written_and_never_judged_is_seen_by_the_gate() {
    let world = World::new(Config::seeded(45));
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailBack);
    let number = operator.number.expect("planned");
    operator.stop();
    // Noted beside the driver by a program that dies before it has judged what it wrote.
    let noted = engine::Noted {
        place: "Management > Security".to_owned(),
        object: "Days to keep".to_owned(),
        text: "asked for by audit".to_owned(),
        appliance: Some("atl-2".to_owned()),
        ..engine::Noted::default()
    };
    let dying = world.engine_that_dies(Some(die_at(1, Moment::After))).expect("it opens");
    assert!(matches!(dying.add_change(number, noted), Err(EngineError::Died)));
    drop(dying);
    let engine = operator.engine();
    let refused = world.clock.run(engine.run_leg(number, WAY_BACK, &Stop::default(), &mut |_| {}));
    assert_eq!(refused.expect_err("1 needs a decision").code(), "not-ready");
    assert!(engine.maintenance(number).expect("the journal folds").return_leg.attempts.is_empty());
}

/// Up to the way back, with a ledger that was watched and is reconciled; from now on no log is told.
fn before_the_way_back(world: &World) -> Operator<'_> {
    let mut operator = Operator::new(world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    world.clock.run(engine.collect(number, What::Logs)).expect("collected");
    let spots = engine.ledger(number, |view| {
        let open = view.judged.blind_spots.iter().filter(|(_, stands)| *stands == Standing::Undecided);
        open.map(|(spot, _)| spot.clone()).collect::<Vec<_>>()
    });
    for spot in spots.expect("the ledger") {
        let spot = ToDecide::BlindSpot(spot);
        engine.decide_changes(number, &spot, Disposition::Confirm, None, None).expect("it is read");
    }
    operator.until(Stage::FailBack);
    world.simulation.with(|model, _| {
        let call = FaultCall::Only(Call::Reporting);
        model.add_fault(Fault { count: 2, ..Fault::once(call, FaultKind::Hang) });
    });
    operator
}

const WAY_BACK: LegOrder = LegOrder { leg: LegName::Return, by_hand: false, wait: false };

#[test]
fn the_way_back_waits_for_the_logs_only_so_long_and_says_what_it_waits_for() {
    let world = World::new(Config::seeded(42));
    let mut operator = before_the_way_back(&world);
    let (number, engine) = (operator.number.expect("planned"), operator.engine());
    let begun_ms = world.clock.utc_ms();
    world.clock.run(engine.run_leg(number, WAY_BACK, &Stop::default(), &mut |_| {})).expect("sent");
    let m = engine.maintenance(number).expect("the journal folds");
    let waited_ms = m.return_leg.attempts[0].intended_at.millis() - begun_ms;
    assert!((85_000..110_000).contains(&waited_ms), "{waited_ms} ms");
    let told = world.told.lock().expect("told");
    assert!(
        told.iter().any(|how| how.maintenance == number && how.sentence.contains("Waiting for both logs")),
        "{told:?}"
    );
}

#[test]
fn a_leg_that_waits_for_the_logs_can_be_stopped_and_nothing_was_sent() {
    let world = World::new(Config::seeded(43));
    let mut operator = before_the_way_back(&world);
    let (number, engine) = (operator.number.expect("planned"), operator.engine());
    let begun_ms = world.clock.utc_ms();
    let clock: &dyn engine::Clock = &world.clock;
    let stop = Stop::default();
    let mut listen = |_: &domain::journal::Entry| {};
    let ((), end) = world.clock.run(async {
        let stopping = async {
            clock.sleep_ms(5_000).await;
            stop.stop();
        };
        futures::join!(stopping, engine.run_leg(number, WAY_BACK, &stop, &mut listen))
    });
    assert_eq!(end.expect("stopped"), WatchEnd::Stopped);
    assert!(world.clock.utc_ms() - begun_ms < 20_000, "it ended at once");
    assert!(engine.maintenance(number).expect("the journal folds").return_leg.attempts.is_empty());
}
