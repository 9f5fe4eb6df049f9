//! Past a limit: waiting is the default, and it goes on being watched.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use domain::maintenance::{Command, Stage};
use domain::plan::LegName;
use engine::{Awake, Clock as _, Stop, WatchEnd};
use scenarios::operator::Operator;
use scenarios::profile::Profile;
use scenarios::world::World;
use simulator::Which;
use simulator::config::Role;

#[test]
fn past_its_limit_it_is_watched_on_until_something_changes() {
    let world = World::new(Profile::plain().config());
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    world.set(&serde_json::json!({ "sync_fails": true }));
    assert!(operator.step());
    assert_eq!(operator.story.needed_person, 1, "{:?}", operator.story);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    let limit_ms = engine.maintenance(number).expect("folded").planned.limits.timeout_sync_ms;
    let mut heard = Vec::new();
    let mut listen = |entry: &domain::journal::Entry| heard.push(entry.event.kind());
    let stop = Stop::default();
    let begins = world.clock.utc_ms();
    // As long again as the limit, nothing changes; then somebody presses Become Backup and Become Primary in /login.
    let watching = engine.observe(number, true, &stop, &mut listen);
    let pressed = async {
        world.clock.sleep_ms(limit_ms).await;
        world.simulation.with(|model, now_ms| {
            model.put_role(now_ms, Which::A, Role::Backup);
            model.put_role(now_ms, Which::B, Role::Primary);
        });
    };
    let (end, ()) = world.clock.run(async { futures::join!(watching, pressed) });
    assert!(matches!(end.expect("watched"), WatchEnd::LegDone { leg: LegName::Outbound, .. }));
    assert!(world.clock.utc_ms() - begins >= i64::try_from(limit_ms).expect("a time"));
    assert!(heard.contains(&"leg_done"), "{heard:?}");
}

#[test]
fn watching_past_the_limit_ends_with_what_a_person_states_and_when_it_is_told_to() {
    let world = World::new(Profile::plain().config());
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    world.set(&serde_json::json!({ "sync_fails": true }));
    assert!(operator.step());
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    let stop = Stop::default();
    let stopped = async {
        world.clock.sleep_ms(60_000).await;
        stop.stop();
    };
    let mut deaf = |_: &domain::journal::Entry| {};
    let watching = engine.observe(number, true, &stop, &mut deaf);
    let (end, ()) = world.clock.run(async { futures::join!(watching, stopped) });
    assert_eq!(end.expect("watched"), WatchEnd::Stopped);
    let stated = async {
        world.clock.sleep_ms(60_000).await;
        let reason = "looked at /login on both: no sync, no swap".to_owned();
        engine.decide(number, &Command::NotHappened { reason }).expect("stated");
    };
    let stop = Stop::default();
    let watching = engine.observe(number, true, &stop, &mut deaf);
    let (end, ()) = world.clock.run(async { futures::join!(watching, stated) });
    assert_eq!(end.expect("watched"), WatchEnd::NotHappened);
}

/// Writes down how many role commands had left when it was asked, and whether it still holds.
struct Asked(scenarios::in_process::Simulation, Arc<Mutex<Vec<usize>>>, Arc<AtomicUsize>);

struct Held(Arc<AtomicUsize>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Awake for Asked {
    fn hold(&self, _: &str) -> Option<Box<dyn Send>> {
        self.1.lock().expect("not poisoned").push(self.0.with(|model, _| model.record().role_commands.len()));
        self.2.fetch_add(1, Ordering::SeqCst);
        Some(Box::new(Held(Arc::clone(&self.2))))
    }
}

#[test]
fn the_computer_is_asked_to_stay_awake_before_the_role_command_leaves() {
    let mut world = World::new(Profile::plain().config());
    let (asked, held) = (Arc::default(), Arc::default());
    world.awake = Arc::new(Asked(world.simulation.clone(), Arc::clone(&asked), Arc::clone(&held)));
    let mut operator = Operator::new(&world);
    operator.until(Stage::Swing);
    assert_eq!(*asked.lock().expect("not poisoned"), [0]);
    assert_eq!(held.load(Ordering::SeqCst), 0);
}
