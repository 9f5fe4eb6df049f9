//! Ring 2: real HTTPS, real files, real processes.

use scenarios::in_process::FAULTS;
use scenarios::profile::{Profile, exhaustive};
use scenarios::real::{PAIR, Real};
use simulator::Call;
use simulator::model::fault::{Fault, FaultAt, FaultCall};

#[test]
fn a_whole_maintenance_runs_by_command_line_in_every_profile() {
    let mut count = 0;
    for profile in Profile::all() {
        let real = Real::start(profile.config());
        real.add_pair();
        let id = real.plan();
        real.to_the_end(&id);
        real.truths(&id);
        let status = real.expect(0, &["status", PAIR]);
        assert_eq!((status["state"].as_str(), status["tone"].as_str()), (Some("normal"), Some("ready")), "{status}");
        count += 1;
    }
    println!("ring 2: {count} clean stories over HTTPS");
}

/// Kills `switchbackctl` (SIGKILL) at each append of both legs' commands, on this side of it: in one profile each, in turn;
/// exhaustively in all of them.
fn every_kill(moment: &str) {
    let all = Profile::all();
    let mut deaths = 0;
    for start in 0..if exhaustive() { all.len() } else { 1 } {
        let mut died_here = 0;
        for n in 1.. {
            let real = Real::start(all[(start + n) % all.len()].config());
            real.add_pair();
            let id = real.plan();
            let died = real.dies_in_a_leg(&id, &format!("{moment}:{n}"));
            real.truths(&id);
            if died == 0 {
                break;
            }
            died_here += died;
        }
        assert!(died_here > 10, "{died_here} deaths are too few to be every append of two legs");
        deaths += died_here;
    }
    println!("ring 2: {deaths} kills {moment} an append survived");
}

#[test]
fn a_kill_at_any_append_of_a_leg_loses_nothing_and_sends_nothing_twice() {
    every_kill("before");
}

#[test]
fn a_kill_after_any_append_of_a_leg_loses_nothing_and_sends_nothing_twice() {
    every_kill("after");
}

/// The profiles in turn.
fn rotating(n: usize) -> Profile {
    let all = Profile::all();
    all[n % all.len()]
}

/// Each fault kind once at one kind of call that only reads, at either appliance in turn: the check says what it met, and
/// the next one is clean.
fn each_fault_at(call: Call, profile: Profile) {
    let mut config = profile.config();
    if call == Call::CheckHealth {
        // It is asked where the Command API is not there.
        config.set_switch("backup_answers", "no_command").expect("a switch");
    }
    let real = Real::start(config);
    real.add_pair();
    let clean = real.ctl(&["check", PAIR]);
    for (index, kind) in FAULTS.into_iter().enumerate() {
        // Users are counted on the primary, the plain check is asked of a backup without the API.
        let appliance = match call {
            Call::User => FaultAt::A,
            Call::CheckHealth => FaultAt::B,
            _ if index % 2 == 0 => FaultAt::B,
            _ => FaultAt::A,
        };
        real.simulator.change(|model, _| {
            model.add_fault(Fault { appliance, after_ms: Some(500), ..Fault::once(FaultCall::Only(call), kind) });
        });
        let checked = real.ctl(&["check", PAIR]);
        let place = format!("{call:?} {kind:?} {appliance:?} ({}): {checked:?}", profile.api);
        assert!(real.simulator.change(|model, _| model.faults().is_empty()), "it never struck: {place}");
        assert!(matches!(checked.code, Some(0 | 1 | 3 | 4)), "{place}");
        // Whatever is not as before names what was met.
        let findings = checked.document()["findings"].as_array().cloned().unwrap_or_default();
        assert!(!findings.is_empty() || !checked.error_code().is_empty(), "{place}");
        for finding in findings.iter().filter(|finding| finding["result"] != "pass") {
            let told = |key: &str| finding[key].as_str().is_some_and(|text| !text.is_empty());
            assert!(told("evidence") && told("rule"), "{place}: {finding}");
            assert!(told("remedy") || finding["severity"] == "info", "{place}: {finding}");
        }
    }
    let again = real.ctl(&["check", PAIR]);
    assert_eq!(again.code, clean.code, "the faults have passed: {again:?}");
    println!("ring 2: {} faults at {call:?} told ({})", FAULTS.len(), profile.api);
}

macro_rules! reading_calls {
    ($($name:ident: $call:ident),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                each_fault_at(Call::$call, Profile::plain());
                each_fault_at(Call::$call, Profile { api: "v1", ..Profile::plain() });
            }
        )+
    };
}

reading_calls! {
    each_fault_at_signing_in_is_told_and_passes: Token,
    each_fault_at_the_probe_is_told_and_passes: Info,
    each_fault_at_health_is_told_and_passes: Health,
    each_fault_at_the_list_of_appliances_is_told_and_passes: Appliance,
    each_fault_at_the_users_is_told_and_passes: User,
    each_fault_at_the_plain_health_check_is_told_and_passes: CheckHealth,
}

/// Each fault kind once at the role command itself.
#[test]
fn each_fault_at_the_role_command_ends_well() {
    let mut count = 0;
    for (index, kind) in FAULTS.into_iter().enumerate() {
        let real = Real::start(rotating(index).config());
        real.add_pair();
        real.expect(0, &["settings", "set", "timeout.command", "2s"]);
        let id = real.plan();
        real.simulator.change(|model, _| {
            model.add_fault(Fault { after_ms: Some(500), ..Fault::once(FaultCall::Only(Call::FailoverRole), kind) });
        });
        real.to_the_end(&id);
        real.truths(&id);
        count += 1;
    }
    println!("ring 2: {count} faults at the role command survived");
}
