//! Watching at rest: what it costs, what it notices, and what is kept of it for the picture of a pair's past.

use domain::pair_state::PairStateName;
use engine::Engine;
use scenarios::operator::Operator;
use scenarios::profile::Profile;
use scenarios::world::{PAIR, World};
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
    for _ in 0..8 {
        world.clock.pass_ms(10 * MINUTE_MS);
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
