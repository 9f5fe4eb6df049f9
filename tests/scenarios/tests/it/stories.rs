//! Stories that an administrator will meet: what is refused, what pauses, what is adopted, what is said.

use domain::ids::MaintenanceNumber;
use domain::journal::{SyncVerdict, Way};
use domain::maintenance::{Action, Command, Stage, allowed_actions};
use domain::pair_state::PairStateName;
use domain::plan::LegName;
use domain::role::Side;
use domain::time::Utc;
use engine::{Engine, EngineError, LegOrder, Purpose, Stop, WatchEnd};
use scenarios::operator::Operator;
use scenarios::profile::Profile;
use scenarios::world::{PAIR, World, intent};
use scenarios::{truth, world};
use simulator::config::Role;
use simulator::{Config, Which};

fn shared_ip() -> World {
    World::new(Profile::plain().config())
}

/// Asks for the outbound leg and expects to be refused.
fn refused_leg(world: &World, engine: &Engine, number: MaintenanceNumber) -> EngineError {
    let order = LegOrder { leg: LegName::Outbound, by_hand: false, wait: true };
    world.clock.run(engine.run_leg(number, order, &Stop::default(), &mut |_| {})).expect_err("refused")
}

fn code(error: &EngineError) -> &'static str {
    error.code()
}

#[test]
fn a_fail_over_without_a_check_is_refused_and_nothing_is_sent() {
    let world = shared_ip();
    let engine = world.engine();
    let number = world.plan(&engine).expect("planned");
    let refused = refused_leg(&world, &engine, number);
    assert_eq!(code(&refused), "check-first");
    world.simulation.with(|model, _| assert!(model.record().role_commands.is_empty()));
}

#[test]
fn a_check_older_than_its_lifetime_asks_for_another() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    world.clock.pass_ms(31 * 60_000);
    let number = operator.number.expect("planned");
    let refused = refused_leg(&world, operator.engine(), number);
    assert_eq!(code(&refused), "check-again");
}

#[test]
fn another_maintenance_of_the_same_pair_is_refused_by_the_name_of_the_open_one() {
    let world = shared_ip();
    let engine = world.engine();
    world.plan(&engine).expect("planned");
    let refused = world.plan(&engine).expect_err("refused");
    assert_eq!(code(&refused), "maintenance-open");
    assert!(refused.to_string().contains("M-0001"), "{refused}");
}

#[test]
fn a_second_driver_is_refused_and_a_reader_is_not() {
    let world = shared_ip();
    let _driver = world.engine();
    let Err(refused) = world.engine_that_dies(None) else { panic!("two drivers") };
    assert_eq!(code(&refused), "held");
    let reader = world.reader();
    assert_eq!(reader.pairs().expect("read").len(), 1);
    assert!(!reader.is_driver());
}

#[test]
fn a_reader_adds_a_note_beside_the_driver_and_the_driver_takes_it_in() {
    let world = shared_ip();
    let engine = world.engine();
    let number = world.plan(&engine).expect("planned");
    world.reader().decide(number, &Command::Note { text: "Rack 4 is open.".to_owned() }).expect("noted");
    engine.decide(number, &Command::Note { text: "Rack 4 is closed.".to_owned() }).expect("noted");
    let notes = engine.maintenance(number).expect("folded").notes;
    assert_eq!(
        notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        ["Rack 4 is open.", "Rack 4 is closed."]
    );
}

#[test]
fn a_role_that_somebody_else_changes_pauses_and_can_be_adopted() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    world.simulation.with(|model, now_ms| {
        model.put_role(now_ms, Which::A, Role::Backup);
        model.put_role(now_ms, Which::B, Role::Primary);
    });
    operator.whole_maintenance();
    let m = operator.maintenance().expect("planned");
    assert_eq!((m.stage, operator.story.adopted), (Stage::SignedOff, 1), "{:?}", operator.story);
    let (done, _) = m.outbound.done.as_ref().expect("done");
    assert_eq!((done.command, done.sync), (None, SyncVerdict::Unproven));
    assert!(done.adopted.is_some());
    let number = operator.number.expect("planned");
    world.simulation.with(|model, _| truth::check(operator.engine(), number, model));
}

#[test]
fn roles_that_go_back_by_themselves_end_the_pause() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    world.simulation.with(|model, now_ms| model.put_role(now_ms, Which::B, Role::Backup));
    let look = |operator: &mut Operator<'_>| {
        world.clock.run(operator.engine().observe(number, false, &Stop::default(), &mut |_| {})).expect("observed")
    };
    assert!(matches!(look(&mut operator), WatchEnd::NeedsPerson { .. }));
    assert!(operator.maintenance().expect("folded").pause.is_some());
    world.simulation.with(|model, now_ms| model.put_role(now_ms, Which::B, Role::Primary));
    look(&mut operator);
    assert!(operator.maintenance().expect("folded").pause.is_none());
}

#[test]
fn another_box_at_an_address_stops_everything_until_a_person_accepts_it() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let number = operator.number.expect("planned");
    let stranger = "5".repeat(32);
    world.set_appliance(Which::B, &serde_json::json!({ "guid": stranger }));
    // /health may repeat a reading for a minute; another box has none of the old one's.
    world.clock.pass_ms(61_000);
    let refused = refused_leg(&world, operator.engine(), number);
    assert_eq!(code(&refused), "paused");
    world.simulation.with(|model, _| assert!(model.record().role_commands.is_empty()));
    let before = operator.maintenance().expect("folded").seq;
    let guid = Some(stranger.parse().expect("a GUID"));
    operator.engine().accept(PAIR, "atl-2", guid, None, Some("Ann")).expect("accepted");
    // Who confirmed it stands beside what was accepted, written at once.
    let (record, entries) = operator.engine().record(number).expect("read");
    let fresh: Vec<_> = entries.iter().filter(|entry| entry.seq > before).collect();
    assert_eq!(fresh.iter().map(|entry| entry.event.kind()).collect::<Vec<_>>(), ["appliance_accepted", "noted"]);
    assert_eq!(fresh[0].stamp, fresh[1].stamp);
    let note = record.maintenance.notes.last().expect("a note");
    assert_eq!(note.text, "The new GUID of atl-2 was confirmed by Ann.");
    operator.whole_maintenance();
    assert_eq!(operator.maintenance().expect("folded").stage, Stage::SignedOff, "{:?}", operator.story);
}

#[test]
fn a_key_accepted_without_a_maintenance_is_noted_with_the_pair() {
    let world = shared_ip();
    let engine = world.engine();
    engine.accept(PAIR, "atl-2", None, Some("ab".repeat(32)), Some("Ann")).expect("accepted");
    engine.accept(PAIR, "atl-1", None, Some("cd".repeat(32)), Some("Bob")).expect("accepted");
    let lines = ["The new key of atl-2 was confirmed by Ann.", "The new key of atl-1 was confirmed by Bob."];
    let note = engine.pair(PAIR).expect("the pair").note;
    let told: Vec<&str> = note.lines().map(|line| line.split_once(": ").expect("a time").1).collect();
    assert_eq!(told, lines);
    assert!(note.lines().all(|line| line.split_once(": ").is_some_and(|(at, _)| at.parse::<Utc>().is_ok())), "{note}");
}

#[test]
fn a_pair_found_failed_over_is_taken_up_at_the_work() {
    let roles = simulator::Both { a: Role::Backup, b: Role::Primary };
    let world = World::new(Config { roles, ..Config::seeded(3) });
    let engine = world.engine();
    let number = world.clock.run(engine.plan(PAIR, intent("Found failed over"), true)).expect("taken up");
    let m = engine.maintenance(number).expect("folded");
    assert_eq!(m.stage, Stage::Work);
    drop(engine);
    let mut operator = Operator::new(&world);
    operator.whole_maintenance();
    let m = operator.maintenance().expect("folded");
    assert_eq!(m.stage, Stage::SignedOff, "{:?}", operator.story);
    assert!(m.outbound.done.is_none(), "the outbound leg is not ours");
}

#[test]
fn a_pair_that_is_not_failed_over_is_not_taken_up() {
    let world = shared_ip();
    let engine = world.engine();
    let refused = world.clock.run(engine.plan(PAIR, intent("Nothing to take up"), true)).expect_err("refused");
    assert_eq!(code(&refused), "not-failed-over");
    assert!(engine.maintenances().expect("read").is_empty());
}

#[test]
fn closing_away_can_make_the_stand_in_the_home_primary() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let engine = operator.engine();
    engine.close_away(number, true, "atl-1 goes to the scrap yard".to_owned()).expect("closed");
    let pair = engine.pair(PAIR).expect("the pair");
    assert_eq!((pair.appliances.home.label.as_str(), pair.appliances.stand_in.label.as_str()), ("atl-2", "atl-1"));
    assert_eq!(engine.maintenance(number).expect("folded").stage, Stage::ClosedAway);
    let status = world.clock.run(engine.status(&pair)).expect("status");
    assert_eq!(status.state.name, PairStateName::Normal);
}

#[test]
fn a_failed_sync_is_found_by_waiting_and_only_a_person_says_that_it_did_not_happen() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let set = |fails: bool| {
        world.set(&serde_json::json!({ "sync_fails": fails }));
    };
    set(true);
    assert!(operator.step());
    let m = operator.maintenance().expect("folded");
    assert!(m.running().is_some_and(|attempt| attempt.is_open()), "nothing settles by the clock");
    assert_eq!(operator.story.needed_person, 1, "{:?}", operator.story);
    // While it is open no other role command is possible.
    let now = Utc::from_millis(world.clock.utc_ms());
    assert!(!allowed_actions(&m, now).contains(&Action::FailOver));
    assert!(allowed_actions(&m, now).contains(&Action::NotHappened));
    set(false);
    operator.whole_maintenance();
    let m = operator.maintenance().expect("folded");
    assert_eq!((m.stage, operator.story.legs_stated_not_happened), (Stage::SignedOff, 1), "{:?}", operator.story);
    assert_eq!(m.outbound.attempts.len(), 2);
    let number = operator.number.expect("planned");
    world.simulation.with(|model, _| truth::check(operator.engine(), number, model));
}

#[test]
fn a_swap_that_sticks_half_way_needs_a_person_and_sends_nothing_more() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    world.set(&serde_json::json!({ "swap_sticks": true }));
    assert!(operator.step());
    assert_eq!(operator.story.needed_person, 1, "{:?}", operator.story);
    let engine = operator.engine();
    let status = world.clock.run(engine.status(&engine.pair(PAIR).expect("the pair"))).expect("status");
    assert_eq!(status.state.name, PairStateName::Swapping);
    assert_eq!(status.state.tone, domain::pair_state::Tone::NeedsYou);
    // Somebody presses Become Primary in /login: the leg ends like our own.
    let values = serde_json::json!({ "swap_sticks": false });
    world.simulation.with(|model, now_ms| {
        model.set_pair(now_ms, values.as_object().expect("a map")).expect("set");
        model.put_role(now_ms, Which::B, Role::Primary);
    });
    operator.whole_maintenance();
    assert_eq!(operator.maintenance().expect("folded").stage, Stage::SignedOff, "{:?}", operator.story);
    world.simulation.with(|model, _| assert_eq!(model.record().role_commands.len(), 2));
}

#[test]
fn an_appliance_that_dies_during_the_work_is_away_as_planned_and_comes_back() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    world.simulation.with(|model, now_ms| model.kill(now_ms, Which::A));
    let engine = operator.engine();
    let pair = engine.pair(PAIR).expect("the pair");
    let status = world.clock.run(engine.status(&pair)).expect("status");
    // A list that still names the silent one tells its last role, second hand: it is said so.
    assert!(
        matches!(status.state.name, PairStateName::Away | PairStateName::FailedOver),
        "{:?} {:?}",
        status.state,
        status.appliances.home
    );
    assert!(!status.appliances.home.reachable);
    world.simulation.with(|model, now_ms| model.revive(now_ms, Which::A));
    operator.whole_maintenance();
    assert_eq!(operator.maintenance().expect("folded").stage, Stage::SignedOff, "{:?}", operator.story);
}

#[test]
fn versions_that_differ_keep_the_way_back_locked() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let set = |version: &str| {
        world.set_appliance(Which::A, &serde_json::json!({ "version": version }));
    };
    let before = world.simulation.with(|model, _| model.reading(Which::A).version);
    set("26.1.1");
    world.clock.pass_ms(61_000);
    let (m, checked) = world.clock.run(operator.engine().check_maintenance(number, None)).expect("checked");
    let versions = checked.findings.iter().find(|finding| finding.code == "versions_equal").expect("checked");
    assert!(versions.blocks(), "{versions:?}");
    let now = Utc::from_millis(world.clock.utc_ms());
    assert!(!allowed_actions(&m, now).contains(&Action::FailBack));
    set(&before);
    world.clock.pass_ms(61_000);
    operator.whole_maintenance();
    assert_eq!(operator.maintenance().expect("folded").stage, Stage::SignedOff, "{:?}", operator.story);
}

#[test]
fn two_primaries_stop_everything() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let number = operator.number.expect("planned");
    world.simulation.with(|model, now_ms| model.put_role(now_ms, Which::B, Role::Primary));
    let engine = operator.engine();
    let status = world.clock.run(engine.status(&engine.pair(PAIR).expect("the pair"))).expect("status");
    assert_eq!((status.state.name, status.state.tone), (PairStateName::TwoPrimaries, domain::pair_state::Tone::Stop));
    let refused = refused_leg(&world, engine, number);
    assert_eq!(code(&refused), "paused");
    world.simulation.with(|model, _| assert!(model.record().role_commands.is_empty()));
}

#[test]
fn a_sleep_of_the_computer_during_the_swap_is_a_gap_and_samples_count_anew() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let number = operator.number.expect("planned");
    let clock = world.clock.clone();
    let mut slept = false;
    let mut kinds = Vec::new();
    let order = LegOrder { leg: LegName::Outbound, by_hand: false, wait: true };
    let mut listen = |entry: &domain::journal::Entry| {
        kinds.push(entry.event.kind());
        // The lid is closed for an hour after the first look: the wall clock goes on, the other one does not.
        if kinds.ends_with(&["role_answered", "observed"]) && !slept {
            slept = true;
            clock.jump_wall_ms(3_600_000);
        }
    };
    let end = world.clock.run(operator.engine().run_leg(number, order, &Stop::default(), &mut listen));
    assert!(matches!(end, Ok(WatchEnd::LegDone { .. })), "{end:?}");
    let gap = kinds.iter().position(|kind| *kind == "watch_gap").expect("the gap is told");
    let samples = kinds[gap..].iter().filter(|kind| **kind == "observed").count();
    assert!(samples >= 3, "samples count from zero after a gap: {kinds:?}");
}

#[test]
fn an_exported_maintenance_is_closed_to_acts_and_can_be_taken_back() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let file = world.folder().join("handed-on.json");
    operator.engine().export(number, &file).expect("exported");
    let refused =
        operator.engine().decide(number, &Command::Note { text: "too late".to_owned() }).expect_err("refused");
    assert_eq!(code(&refused), "handed-on");
    let text = std::fs::read_to_string(&file).expect("the file");
    let secret = world.simulation.with(|model, _| model.credential().1.to_owned());
    assert!(!text.contains(&secret), "a secret in an export");
    assert_eq!(operator.engine().import(&file).expect("taken back"), number);
    operator.whole_maintenance();
    assert_eq!(operator.maintenance().expect("folded").stage, Stage::SignedOff, "{:?}", operator.story);
}

#[test]
fn another_computer_takes_an_export_over_and_goes_on() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.until(Stage::Work);
    let number = operator.number.expect("planned");
    let file = world.folder().join("handed-on.json");
    operator.engine().export(number, &file).expect("exported");
    let elsewhere = world.elsewhere();
    let engine = elsewhere.engine();
    let there = engine.import(&file).expect("taken over");
    let m = engine.maintenance(there).expect("folded");
    assert_eq!((m.stage, m.handed_on), (Stage::Work, false));
    drop(engine);
    // A changed byte is found.
    let text = std::fs::read_to_string(&file).expect("the file").replace("Firmware of atl-1", "Firmware of atl-9");
    let changed = world.folder().join("changed.json");
    std::fs::write(&changed, text).expect("written");
    let refused = world.elsewhere().engine().import(&changed).expect_err("found");
    assert_eq!(code(&refused), "journal-broken");
}

#[test]
fn a_backup_that_answers_only_the_plain_probe_goes_both_ways_and_what_is_second_hand_is_said() {
    let mut config = Profile::plain().config();
    config.set_switch("backup_answers", "no_sign_in").expect("a switch");
    let world = World::new(config);
    let mut operator = Operator::new(&world);
    operator.until(Stage::FailOver);
    let m = operator.maintenance().expect("folded");
    let (checked, _) = m.check.as_ref().expect("checked");
    let finding = checked.findings.iter().find(|finding| finding.code == "other_answers_api").expect("told");
    assert!(finding.asks() && finding.evidence.contains("told by atl-1 only"), "{finding:?}");
    let versions = checked.findings.iter().find(|finding| finding.code == "versions_equal").expect("told");
    assert_eq!(versions.result, domain::readiness::FindingResult::Skipped, "what nobody tells never passes");
    operator.whole_maintenance();
    let m = operator.maintenance().expect("folded");
    assert_eq!(m.stage, Stage::SignedOff, "{:?}", operator.story);
    let second_hand = |leg: LegName| m.leg(leg).done.as_ref().map(|(done, _)| done.second_hand.clone());
    assert_eq!(second_hand(LegName::Outbound), Some(vec![Side::Home]));
    assert_eq!(second_hand(LegName::Return), Some(vec![Side::StandIn]));
}

#[test]
fn where_nobody_tells_a_role_two_primaries_cannot_be_excluded_and_it_is_said() {
    let mut config = Profile::far().config();
    config.set_switch("backup_answers", "no_sign_in").expect("a switch");
    let world = World::new(config);
    let mut operator = Operator::new(&world);
    operator.whole_maintenance();
    let m = operator.maintenance().expect("folded");
    assert_eq!(m.stage, Stage::SignedOff, "{:?}", operator.story);
    for leg in [LegName::Outbound, LegName::Return] {
        let (done, _) = m.leg(leg).done.as_ref().expect("done");
        assert!(!done.two_primaries_excluded, "{leg:?} {done:?}");
    }
    let number = operator.number.expect("planned");
    world.simulation.with(|model, _| truth::check(operator.engine(), number, model));
}

#[test]
fn by_hand_writes_the_intent_and_sends_nothing() {
    let world = shared_ip();
    let mut operator = Operator::new(&world).by_hand();
    operator.until(Stage::Swing);
    let m = operator.maintenance().expect("folded");
    let attempt = m.outbound.attempts.last().expect("intended");
    assert_eq!(attempt.intent.way, Way::ByHand);
    assert_eq!(m.current_primary(), Side::StandIn);
    world.simulation.with(|model, _| assert!(model.record().role_commands.is_empty()));
}

#[test]
fn no_secret_is_in_any_byte_of_the_data_folder() {
    let world = shared_ip();
    let mut operator = Operator::new(&world);
    operator.whole_maintenance();
    let secret = world.simulation.with(|model, _| model.credential().1.to_owned());
    let mut files = 0;
    for entry in world::files(world.folder()) {
        let bytes = std::fs::read(&entry).expect("read");
        files += 1;
        assert!(
            !bytes.windows(secret.len()).any(|window| window == secret.as_bytes()),
            "the secret is in {}",
            entry.display()
        );
    }
    assert!(files >= 1);
    let _ = Purpose::Read;
}
