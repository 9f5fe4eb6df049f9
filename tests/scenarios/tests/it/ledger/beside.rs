//! What two processes write in one moment, and what is handed on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::maintenance::Stage;
use domain::role::Side;
use engine::{Moment, Noted, What};
use scenarios::operator::Operator;
use scenarios::world::World;
use serde_json::{Value, json};
use simulator::model::fault::{Fault, FaultCall, FaultKind};
use simulator::{Call, Config};

fn noted(object: &str) -> Noted {
    Noted {
        place: "Management > Security".to_owned(),
        object: object.to_owned(),
        text: "asked for by audit".to_owned(),
        ..Noted::default()
    }
}

#[test]
fn who_notes_a_change_is_told_the_number_of_that_change_though_another_is_noted_in_the_same_moment() {
    let world = World::new(Config::seeded(51));
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    operator.stop();
    let (reader, once) = (world.reader(), AtomicBool::new(false));
    let beside = move |moment| {
        if moment == Moment::After && !once.swap(true, Ordering::SeqCst) {
            reader.add_change(number, noted("Another")).expect("noted");
        }
        false
    };
    let engine = world.engine_that_dies(Some(Arc::new(beside))).expect("it opens");
    let id = engine.add_change(number, noted("Days to keep")).expect("noted");
    let named = engine.ledger(number, |view| {
        assert_eq!(view.ledger.entries().len(), 2);
        view.ledger.entry(id).and_then(|entry| entry.object.name.as_deref().map(str::to_owned))
    });
    assert_eq!(named.expect("the ledger").as_deref(), Some("Days to keep"));
}

/// What a stranger is told of the file.
#[track_caller]
fn checked(export: &Value) -> report::Verified {
    report::verify(&serde_json::to_vec_pretty(export).expect("JSON"))
}

#[test]
fn an_export_is_taken_over_only_with_the_snapshots_its_ledger_names() {
    let world = World::new(Config::seeded(52));
    world.set(&json!({"perm_configuration": true}));
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    world.clock.run(engine.collect(number, What::Everything)).expect("collected");
    let file = world.folder().join("handed-on.json");
    engine.export(number, &file).expect("exported");
    let whole: Value = serde_json::from_slice(&std::fs::read(&file).expect("there")).expect("JSON");
    let sha256 = whole["snapshots"][0]["sha256"].as_str().expect("a hash").to_owned();
    let verified = checked(&whole);
    assert!(verified.holds(), "{verified}\n{:#?}", verified.broken);
    assert!(verified.ledger.is_some_and(|head| head.count > 0), "the ledger of a real export is checked");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut copy = whole.clone();
        change(&mut copy);
        copy
    };
    let another = changed(&|export| export["snapshots"][0]["sha256"] = "ab".repeat(32).into());
    let no_hash = changed(&|export| export["snapshots"][0]["sha256"] = "none".into());
    let not_there = changed(&|export| {
        let evidence = export["evidence"].as_array_mut().expect("evidence");
        evidence.retain(|one| one["sha256"] != sha256);
    });
    for (what, export) in [("another", another), ("no hash", no_hash), ("not there", not_there)] {
        assert!(!checked(&export).holds(), "{what}");
        std::fs::write(&file, export.to_string()).expect("written");
        let elsewhere = world.elsewhere();
        let other = elsewhere.engine();
        let refused = other.import(&file).expect_err(what);
        assert!(refused.to_string().contains("the snapshot"), "{what}: {refused}");
        assert!(other.pairs().expect("pairs").is_empty(), "{what} left something behind");
    }
    std::fs::write(&file, whole.to_string()).expect("written");
    let elsewhere = world.elsewhere();
    elsewhere.engine().import(&file).expect("it is whole");
}

#[test]
fn a_file_that_is_larger_than_an_export_can_be_is_refused() {
    let world = World::new(Config::seeded(53));
    let file = world.folder().join("endless.json");
    // It takes no room: nothing is in it.
    std::fs::File::create(&file).and_then(|file| file.set_len(512 * 1024 * 1024 + 1)).expect("made");
    let engine = world.engine();
    let refused = engine.import(&file).expect_err("refused").to_string();
    assert!(refused.contains("it is larger than an export can be (512 MiB)"), "{refused}");
}

#[test]
fn a_pair_is_read_as_ever_while_its_log_is_long_in_coming() {
    let world = World::new(Config::seeded(54));
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    world.clock.run(engine.collect(number, What::Logs)).expect("the ledger is begun");
    // Longer than the rest between two readings of its log.
    world.clock.pass_ms(360_000);
    let late =
        Fault { after_ms: Some(25_000), count: 2, ..Fault::once(FaultCall::Only(Call::Reporting), FaultKind::Delay) };
    world.simulation.with(|model, _| model.add_fault(late));
    let begun = world.clock.utc_ms();
    let since = || world.clock.utc_ms() - begun;
    let collecting = async {
        let collected = engine.collect_when_due(&world.pair).await.expect("collected").expect("it is time");
        assert_eq!(collected.troubles(), Vec::<String>::new());
        since()
    };
    let reading = async {
        let mut read_at = vec![];
        for _ in 0..4 {
            let status = engine.watch_once(&world.pair).await.expect("read");
            assert!(Side::BOTH.into_iter().all(|side| status.appliances.of(side).reachable));
            read_at.push(since());
            engine.host().clock.sleep_ms(5_000).await;
        }
        read_at
    };
    let (collected_at, read_at) = world.clock.run(async { futures::join!(collecting, reading) });
    assert!(collected_at >= 25_000, "the log was late: {collected_at}");
    assert!(read_at.iter().zip(0..).all(|(at, nth)| *at < nth * 5_000 + 2_000), "{read_at:?}");
}
