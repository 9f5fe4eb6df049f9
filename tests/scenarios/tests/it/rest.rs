//! Watching at rest: what it costs, what it notices, and what is kept of it for the picture of a pair's past.

use std::sync::Arc;

use domain::maintenance::{Command, Stage};
use domain::pair_state::{PairStateName, Tone};
use domain::role::Both;
use engine::{Clock as _, Engine, Secrets, Stop};
use scenarios::operator::Operator;
use scenarios::profile::Profile;
use scenarios::world::{PAIR, World};
use secrecy::SecretString;
use simulator::config::Role;
use simulator::model::fault::{Fault, FaultAt, FaultCall, FaultKind};
use simulator::{Call, Door, Which};

const MINUTE_MS: u64 = 60_000;

/// One look; the calls it took, by door.
fn look(world: &World, engine: &Engine) -> (engine::PairStatus, Vec<(Door, Call)>) {
    let before = world.simulation.with(|model, _| model.record().requests.len());
    let pair = engine.pair(PAIR).expect("the pair");
    let status = world.clock.run(engine.watch_once(&pair)).expect("read");
    let calls = world.simulation.with(|model, _| {
        model.record().requests[before..].iter().map(|request| (request.door, request.call)).collect()
    });
    (status, calls)
}

#[test]
fn a_pair_at_rest_costs_one_call_to_each_appliance_and_one_at_the_site_name() {
    for profile in Profile::all() {
        let world = World::new(profile.config());
        let engine = world.engine();
        look(&world, &engine);
        world.clock.pass_ms(MINUTE_MS);
        let (status, mut calls) = look(&world, &engine);
        assert_eq!(status.state.name, PairStateName::Normal, "{profile:?}: {:?}", status.state);
        calls.sort_by_key(|(door, _)| format!("{door:?}"));
        let health = Call::Health;
        let expected = [(Door::Appliance(Which::A), health), (Door::Appliance(Which::B), health), (Door::Site, health)];
        assert_eq!(calls, expected, "{profile:?}");
    }
}

#[test]
fn what_each_can_do_and_its_users_are_asked_every_five_minutes() {
    let world = World::new(Profile::plain().config());
    let engine = world.engine();
    let asked = |calls: &[(Door, Call)]| calls.iter().any(|(_, call)| *call == Call::Info || *call == Call::User);
    assert!(asked(&look(&world, &engine).1));
    for _ in 0..4 {
        world.clock.pass_ms(MINUTE_MS);
        assert!(!asked(&look(&world, &engine).1));
    }
    world.clock.pass_ms(MINUTE_MS);
    let (status, calls) = look(&world, &engine);
    assert!(asked(&calls));
    assert!(status.appliances.home.users.is_some());
}

#[test]
fn a_pair_that_is_not_as_it_should_be_is_looked_at_more_closely_at_once() {
    let world = World::new(Profile::plain().config());
    let engine = world.engine();
    look(&world, &engine);
    world.clock.pass_ms(MINUTE_MS);
    world.simulation.with(|model, now_ms| model.kill(now_ms, Which::B));
    let (status, calls) = look(&world, &engine);
    assert_eq!(status.state.name, PairStateName::Unknown, "{:?}", status.state);
    // Its row in the other one's list is asked for: the role, second hand.
    assert!(calls.contains(&(Door::Appliance(Which::A), Call::Appliance)), "{calls:?}");
}

#[test]
fn roles_and_syncs_are_kept_for_the_picture_of_the_past() {
    let world = World::new(Profile::plain().config());
    let mut operator = Operator::new(&world);
    let (pair, start) = (world.pair.clone(), world.clock.utc_ms());
    look(&world, operator.engine());
    for _ in 0..20 {
        world.clock.pass_ms(4 * MINUTE_MS);
        look(&world, operator.engine());
    }
    operator.until(domain::maintenance::Stage::Work);
    look(&world, operator.engine());
    let (spans, syncs) = operator.engine().seen(&pair).expect("read");
    let of = |side| spans.iter().filter(|span| span.appliance == pair.appliance(side).id).collect::<Vec<_>>();
    for (side, roles) in
        [(domain::role::Side::Home, ["primary", "backup"]), (domain::role::Side::StandIn, ["backup", "primary"])]
    {
        let spans = of(side);
        let told: Vec<_> = spans.iter().map(|span| span.role.as_deref().unwrap_or("-")).collect();
        assert_eq!(told, roles);
        assert!(spans[0].from.millis() - start < 1_000, "since the first look");
        assert_eq!(spans[0].until, spans[1].from, "it was watched all the time");
    }
    assert!(!syncs.is_empty());
}

/// The time, in minutes since `start_ms`, each span of the home primary lasted.
fn minutes(engine: &Engine, world: &World, start_ms: i64) -> Vec<(i64, i64)> {
    let (spans, _) = engine.seen(&world.pair).expect("read");
    let minute = |at: domain::time::Utc| (at.millis() - start_ms) / 60_000;
    let home = spans.iter().filter(|span| span.appliance == world.pair.appliances.home.id);
    home.map(|span| (minute(span.from), minute(span.until))).collect()
}

#[test]
fn a_time_the_program_was_not_there_or_the_computer_slept_is_a_gap_in_the_picture_of_the_past() {
    let world = World::new(Profile::plain().config());
    let start_ms = world.clock.utc_ms();
    let watched = |engine: &Engine| {
        for _ in 0..2 {
            world.clock.pass_ms(4 * MINUTE_MS);
            look(&world, engine);
        }
    };
    let engine = world.engine();
    watched(&engine);
    drop(engine);
    world.clock.pass_ms(10 * MINUTE_MS);
    let engine = world.engine();
    watched(&engine);
    // Asleep: the wall clock went on, and no look was made.
    world.clock.jump_wall_ms(20 * 60_000);
    watched(&engine);
    // Each first look is noted at once, what goes on every half an hour, and with a gap the last look before it; one
    // that a program took along is lost.
    assert_eq!(minutes(&engine, &world, start_ms), [(4, 4), (22, 26), (50, 50)]);
}

#[test]
fn a_clock_that_is_mended_leaves_the_picture_of_the_past() {
    let world = World::new(Profile::plain().config());
    let engine = world.engine();
    let start_ms = world.clock.utc_ms();
    let watched = || {
        for _ in 0..10 {
            world.clock.pass_ms(4 * MINUTE_MS);
            look(&world, &engine);
        }
    };
    let ten_years_ms = 10 * 365 * 86_400_000;
    watched();
    let before = minutes(&engine, &world, start_ms);
    assert_eq!(before.len(), 1, "{before:?}");
    world.clock.jump_wall_ms(ten_years_ms);
    watched();
    world.clock.jump_wall_ms(-ten_years_ms);
    watched();
    let after = minutes(&engine, &world, start_ms);
    // Up to the last look before the clock was set.
    assert_eq!(after[0], (before[0].0, 40), "{after:?}");
    // What is seen is noted again, and nothing of ten years ahead is shown.
    assert!(after[1..].iter().all(|(from, until)| *from > 80 && *until <= 120) && after.len() > 1, "{after:?}");
}

#[test]
fn a_dead_appliance_and_a_backup_without_the_api_cost_no_more_than_a_pair_at_rest() {
    let dead = |world: &World| world.simulation.with(|model, now_ms| model.kill(now_ms, Which::B));
    let alone =
        |world: &World| world.set(&serde_json::json!({ "backup_answers": "no_command", "unanswered_status": "404" }));
    let changes = [("dead", &dead as &dyn Fn(&World), Call::Health), ("without the API", &alone, Call::CheckHealth)];
    for (what, change, asked) in changes {
        let world = World::new(Profile::plain().config());
        let engine = world.engine();
        look(&world, &engine);
        change(&world);
        let (mut one_each, mut seldom) = (0, 0);
        let mut told = Vec::new();
        for _ in 0..40 {
            world.clock.pass_ms(MINUTE_MS / 2);
            let (status, mut calls) = look(&world, &engine);
            told.push((status.state.name, status.appliances.stand_in.role_text.clone()));
            calls.sort_by_key(|(door, _)| format!("{door:?}"));
            let (a, b) = (Door::Appliance(Which::A), Door::Appliance(Which::B));
            one_each += usize::from(calls == [(a, Call::Health), (b, asked), (Door::Site, Call::Health)]);
            seldom += usize::from(calls.iter().any(|(_, call)| !matches!(call, Call::Health | Call::CheckHealth)));
        }
        // What it can do is asked every five minutes; an API that is not there is looked for every minute.
        assert!(seldom <= 9, "{what}: {seldom} of 40 looks ask more");
        assert!(one_each >= 16, "{what}: {one_each} of 40 looks are one call to each");
        let last = told.last().expect("looks");
        assert!(told[1..].iter().all(|one| one == last), "{what} is told the same each time: {told:?}");
    }
}

#[test]
fn a_look_that_was_overtaken_tells_no_change_of_a_role() {
    let world = World::new(Profile::plain().config());
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    let pair = engine.pair(PAIR).expect("the pair");
    let late = |call, after_ms| {
        let fault = Fault {
            appliance: FaultAt::B,
            after_ms: Some(after_ms),
            ..Fault::once(FaultCall::Only(call), FaultKind::Delay)
        };
        world.simulation.with(|model, _| model.add_fault(fault));
    };
    late(Call::Health, 4_000);
    // Both are read while the roles are as before; the answer of one comes late.
    let reading = engine.watch_once(&pair);
    let overtaking = async {
        world.clock.sleep_ms(3_000).await;
        late(Call::Appliance, 9_500);
        world.clock.sleep_ms(1_500).await;
        world.simulation.with(|model, now_ms| {
            model.put_role(now_ms, Which::A, Role::Backup);
            model.put_role(now_ms, Which::B, Role::Primary);
        });
        engine.observe(number, false, &Stop::default(), &mut |_| {}).await.expect("observed");
        let reason = "somebody failed it over in /login".to_owned();
        engine.decide(number, &Command::Adopt { reason }).expect("adopted");
        world.clock.utc_ms()
    };
    let (read, adopted_ms) = world.clock.run(async { futures::join!(reading, overtaking) });
    read.expect("read");
    assert!(world.clock.utc_ms() > adopted_ms, "the look ended last");
    let m = engine.maintenance(number).expect("folded");
    assert!(m.outbound.done.is_some());
    assert_eq!(m.pause, None, "nothing changed after it was adopted");
}

#[test]
fn a_secret_that_is_given_during_a_look_is_not_marked_as_rejected_by_it() {
    let mut world = World::new(Profile::plain().config());
    // Nothing typed: a stored secret is what is marked.
    world.secrets = Arc::new(Secrets::memory());
    let engine = world.engine();
    let (client_id, secret) = world.simulation.with(|model, _| {
        let (client_id, secret) = model.credential();
        (client_id.to_owned(), SecretString::from(secret))
    });
    let put = |secret| engine.put_credential(PAIR, None, &client_id, secret);
    world.clock.run(put(SecretString::from("an-old-one"))).expect("stored");
    for appliance in [FaultAt::A, FaultAt::B] {
        let fault =
            Fault { appliance, after_ms: Some(3_000), ..Fault::once(FaultCall::Only(Call::Token), FaultKind::Delay) };
        world.simulation.with(|model, _| model.add_fault(fault));
    }
    let pair = engine.pair(PAIR).expect("the pair");
    let reading = engine.watch_once(&pair);
    let giving = async {
        world.clock.sleep_ms(1_000).await;
        put(secret).await.expect("stored");
    };
    let (read, ()) = world.clock.run(async { futures::join!(reading, giving) });
    read.expect("read");
    let (status, _) = look(&world, &engine);
    assert_eq!(status.state.name, PairStateName::Normal, "{:?}", status.state);
    assert_eq!(status.appliances.map(|_, one| one.trouble.clone()), Both::new(None, None));
}

#[test]
fn a_program_that_has_watched_nothing_tells_that_nobody_is_back() {
    let world = World::new(Profile::plain().config());
    world.set(&serde_json::json!({ "users": 12, "reconnect_ms": 86_400_000 }));
    let mut operator = Operator::new(&world);
    operator.until(Stage::Observe);
    let status = |world: &World| {
        let engine = world.engine();
        world.clock.run(engine.status(&engine.pair(PAIR).expect("the pair"))).expect("read")
    };
    operator.stop();
    assert_eq!(status(&world).state.tone, Tone::Ready);
    world.clock.pass_ms(16 * MINUTE_MS);
    let state = status(&world).state;
    assert_eq!(state.tone, Tone::NeedsYou);
    assert!(state.next.starts_with("No user was on atl-2 when they were last counted ("), "{}", state.next);
}

#[test]
fn a_pair_that_is_renamed_while_it_is_read_keeps_its_new_name_and_learns_its_guids() {
    let world = World::new(Profile::plain().config());
    let engine = world.engine();
    let stale = engine.pair(PAIR).expect("the pair");
    assert!(stale.appliances.home.guid.is_none());
    let mut renamed = stale.clone();
    renamed.name = "Atlas".to_owned();
    engine.change_pair(&renamed).expect("renamed meanwhile");
    world.clock.run(engine.watch_once(&stale)).expect("read");
    let now = engine.pair("Atlas").expect("it kept its name");
    assert!(now.appliances.home.guid.is_some(), "{now:?}");
}
