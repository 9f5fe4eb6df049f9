//! The program dies just before and just after each append of a whole maintenance, and is started again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::maintenance::Stage;
use engine::Moment;
use scenarios::operator::Operator;
use scenarios::profile::Profile;
use scenarios::{truth, world, world::World};
use simulator::config::Product;

/// Appends of a clean maintenance.
fn appends(profile: Profile) -> u64 {
    let world = World::new(profile.config());
    let count = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&count);
    let mut operator = Operator::new(&world).dying(Arc::new(move |moment| {
        if moment == Moment::After {
            counting.fetch_add(1, Ordering::Relaxed);
        }
        false
    }));
    operator.whole_maintenance();
    count.load(Ordering::Relaxed)
}

/// Every death in the profiles of one product and API.
fn every_death(api: &str, product: Product) {
    let mut scenarios = 0;
    for profile in Profile::all().into_iter().filter(|profile| profile.api == api && profile.product == product) {
        let appends = appends(profile);
        assert!(appends > 20, "a maintenance of {appends} appends is too short to be true");
        for n in 1..=appends {
            for moment in [Moment::Before, Moment::After] {
                let world = World::new(profile.config());
                let mut operator = Operator::new(&world).dying(world::die_at(n, moment));
                operator.whole_maintenance();
                let place = format!("{profile:?}, {moment:?} append {n}: {:?}", operator.story);
                assert_eq!(operator.story.deaths, 1, "{place}");
                let m = operator.maintenance().expect("planned");
                assert_eq!(m.stage, Stage::SignedOff, "{place}");
                let number = operator.number.expect("planned");
                truth::no_event_lost(operator.engine(), number);
                world.simulation.with(|model, _| truth::check(operator.engine(), number, model));
                truth::at_rest(&world, operator.engine());
                scenarios += 1;
            }
        }
    }
    println!("crash ring: {scenarios} deaths survived ({product:?}, Command API {api})");
}

#[test]
fn a_death_at_any_append_loses_nothing_and_sends_nothing_twice() {
    every_death("v2", Product::Rs);
}

#[test]
fn a_death_at_any_append_loses_nothing_with_command_api_v1() {
    every_death("v1", Product::Rs);
}

#[test]
fn a_death_at_any_append_loses_nothing_with_privileged_remote_access() {
    every_death("v2", Product::Pra);
}

#[test]
fn a_death_at_any_append_loses_nothing_with_privileged_remote_access_and_v1() {
    every_death("v1", Product::Pra);
}
