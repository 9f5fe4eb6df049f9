//! The baseline of a large configuration: within the share that collecting has, nearly all of it, and no look at the roles is late.

use std::cell::Cell;

use appliance::{Clock as _, Share};
use engine::Collected;
use scenarios::world::{PAIR, World};
use serde_json::json;
use simulator::{Call, Config};

/// How often the roles are looked at meanwhile: as often as during a role command.
const LOOK_EVERY_MS: u64 = 2_000;
/// Enough for everything that a look asks now and then.
const LOOKS_ALONE: usize = 300;

#[test]
fn the_baseline_of_twenty_thousand_objects_uses_its_share_and_no_look_is_late() {
    let world = World::new(Config { objects: 20_000, ..Config::seeded(71) });
    world.set(&json!({"perm_configuration": true, "perm_configuration_vault_account": true, "api_latency_ms": 250}));
    let engine = world.engine();
    let number = world.plan(&engine).expect("planned");
    let pair = engine.pair(PAIR).expect("the pair");
    let look_takes = || async {
        let began_ms = world.clock.monotonic_ms();
        engine.watch_once(&pair).await.expect("it is looked at");
        world.clock.monotonic_ms() - began_ms
    };
    let looks_while = async |goes_on: &dyn Fn(&[u64]) -> bool| {
        let mut times = vec![];
        while goes_on(&times) {
            times.push(look_takes().await);
            world.clock.sleep_ms(LOOK_EVERY_MS).await;
        }
        times
    };
    // Some ask more than others: users now, versions, a new token.
    let alone = world.clock.run(looks_while(&|times| times.len() < LOOKS_ALONE));
    let alone_ms = alone.into_iter().max().expect("it looked");

    let is_read = Cell::new(false);
    let baseline = async {
        let collected = engine.take_baseline(number).await.expect("collected");
        is_read.set(true);
        collected
    };
    let goes_on = |_: &[u64]| !is_read.get();
    let both = async { futures::join!(baseline, looks_while(&goes_on)) };
    let (collected, times): (Collected, Vec<u64>) = world.clock.run(both);

    assert_eq!(collected.troubles(), Vec::<String>::new());
    let objects: u64 = collected.snapshots.iter().map(|one| one.objects).sum();
    assert!(objects >= 40_000, "{objects} of both appliances");
    assert!(times.len() > 10, "{times:?}");
    assert!(
        times.iter().all(|took_ms| *took_ms <= alone_ms),
        "a look alone takes {alone_ms} ms, and took {:?}",
        times.iter().max()
    );
    world.simulation.with(|model, _| {
        let requests = model.record().requests.iter().filter(|request| request.call == Call::Configuration);
        let at_ms: Vec<i64> = requests.map(|request| request.at_ms).collect();
        let share = Share::COLLECTING.per_second;
        let most = at_ms.iter().map(|from| at_ms.iter().filter(|at| (*from..from + 1_000).contains(*at)).count()).max();
        let took_ms = usize::try_from(at_ms[at_ms.len() - 1] - at_ms[0]).expect("in order");
        let possible = took_ms * share / 1_000;
        assert!(most <= Some(share), "{most:?} in a second");
        assert!(at_ms.len() * 100 >= possible * 95, "{} of {possible} in {took_ms} ms", at_ms.len());
        assert_eq!(model.record().violations, []);
    });
}
