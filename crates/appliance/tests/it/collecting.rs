//! The share of the account's rate that collecting has: used up, never exceeded, and out of the way of roles.

use std::sync::Arc;

use appliance::limiter::{Errand, Tally};
use appliance::{Call, Clock, Limiter, List, Request, RoleCommand, Share};
use domain::observation::Product;
use domain::role::AssignedRole;
use futures::stream::{FuturesUnordered, StreamExt as _, iter};

use crate::script::{HOME, Reply, SECRET, TOKEN, answer, documented};
use crate::steps::{FnWire, Steps, appliance_over};

const SHARE: Share = Share::COLLECTING;

/// The most calls in any window.
fn most_in(at_ms: &[u64], window_ms: u64) -> usize {
    let in_window = |from: &u64| at_ms.iter().filter(|at| (*from..from + window_ms).contains(*at)).count();
    at_ms.iter().map(in_window).max().unwrap_or_default()
}

fn answers(request: &Request) -> Reply {
    match request.path.as_str() {
        "/api/command/v2/health" => documented("health-primary"),
        "/api/command/v2/failover-role" => documented("failover-role-started"),
        _ => answer(200, "[]"),
    }
}

/// Reads `count` lists below objects, eight at once as a caller would.
async fn collect(configuration: &appliance::Configuration, count: usize) {
    let lists = (1..=count).map(|id| List::new(Product::Rs, "team/user", &[&id.to_string()]).unwrap());
    let reads = iter(lists).map(|list| async move { configuration.page(&list, 1).await.unwrap() });
    reads.buffer_unordered(appliance::configuration::IN_FLIGHT).count().await;
}

fn sent(wire: &FnWire, prefix: &str) -> Vec<u64> {
    let sent = wire.sent.lock().unwrap();
    sent.iter().filter(|(_, request)| request.path.starts_with(prefix)).map(|(at_ms, _)| *at_ms).collect()
}

#[test]
fn the_share_of_a_second_is_used_and_never_exceeded_however_slow_answers_are() {
    for takes_ms in [5, 80, 300, 500] {
        let clock = Steps::default();
        let wire = FnWire::new(&clock, takes_ms, answers);
        let appliance = appliance_over(&clock, &wire, &Arc::new(Limiter::new()));
        clock.run(collect(&appliance.configuration(), 1_200));
        let at_ms = sent(&wire, "/api/config");
        assert!(most_in(&at_ms, 1_000) <= SHARE.per_second, "{takes_ms}");
        // What leaves within a tenth of a second can arrive with what left a tenth before: no bursts.
        assert!(most_in(&at_ms, 100) <= 2);
        let took_ms = at_ms[at_ms.len() - 1] - at_ms[0];
        let possible = took_ms as usize * SHARE.per_second / 1_000;
        assert!(at_ms.len() * 100 >= possible * 95, "{takes_ms}: {} of {possible}", at_ms.len());
    }
}

#[test]
fn the_share_of_an_hour_is_used_and_never_exceeded() {
    let share = Share { per_second: 12, per_hour: 600 };
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 50, answers);
    let appliance = appliance_over(&clock, &wire, &Arc::new(Limiter::new().with_share(share)));
    clock.run(collect(&appliance.configuration(), 1_500));
    let at_ms = sent(&wire, "/api/config");
    assert_eq!(most_in(&at_ms, 3_600_000), 600);
    assert!(at_ms[1_499] - at_ms[0] < 2 * 3_600_000 + 60_000);
}

#[test]
fn looks_never_wait_while_the_whole_share_is_used() {
    let clock = Steps::default();
    let limiter = Arc::new(Limiter::new());
    let wire = FnWire::new(&clock, 200, answers);
    let appliance = appliance_over(&clock, &wire, &limiter);
    let configuration = appliance.configuration();
    let looks = async {
        for _ in 0..60 {
            // Both appliances and the site, within one instant.
            for _ in 0..5 {
                let before_ms = clock.monotonic_ms();
                limiter.admit(&clock, Errand::Look).await.unwrap();
                assert_eq!(clock.monotonic_ms(), before_ms, "a look waited");
            }
            clock.sleep_ms(1_000).await;
        }
    };
    clock.run(async { futures::join!(looks, collect(&configuration, 700)) });
    let at_ms = sent(&wire, "/api/config");
    let possible = (at_ms[at_ms.len() - 1] - at_ms[0]) as usize * SHARE.per_second / 1_000;
    assert!(at_ms.len() * 100 >= possible * 95, "{} of {possible}", at_ms.len());
}

#[test]
fn nothing_is_collected_while_a_role_command_is_under_way_and_it_goes_on_after() {
    let clock = Steps::default();
    let limiter = Arc::new(Limiter::new());
    let wire = FnWire::new(&clock, 1_500, answers);
    let appliance = appliance_over(&clock, &wire, &limiter);
    let configuration = appliance.configuration();
    let command = async {
        clock.sleep_ms(10_000).await;
        let began_ms = clock.monotonic_ms();
        let ready = appliance.ready_to_command(&HOME.parse().unwrap()).await.unwrap();
        let command = RoleCommand { role: AssignedRole::Backup, data_sync_first: true, force: false };
        ready.set_role(command, 30_000).await;
        let quiet = limiter.quiet();
        assert_eq!(limiter.collecting_waits_ms(clock.monotonic_ms()), None);
        clock.sleep_ms(60_000).await;
        drop(quiet);
        (began_ms, clock.monotonic_ms())
    };
    let ((began_ms, ended_ms), ()) = clock.run(async { futures::join!(command, collect(&configuration, 300)) });
    let at_ms = sent(&wire, "/api/config");
    assert_eq!(at_ms.len(), 300);
    let meanwhile = at_ms.iter().filter(|at| (began_ms + 1..ended_ms).contains(*at)).count();
    assert_eq!(meanwhile, 0);
    assert!(at_ms.iter().any(|at| (ended_ms..ended_ms + 1_000).contains(at)));
    assert!(ended_ms - began_ms < 64_000, "the command waited for nothing");
}

#[test]
fn collecting_waits_where_the_appliance_says_that_few_calls_are_left_and_looks_go_on() {
    let clock = Steps::default();
    let limiter = Limiter::new();
    limiter.told(clock.monotonic_ms(), 200, Some("400"), None);
    clock.run(async {
        limiter.admit(&clock, Errand::Look).await.unwrap();
        assert_eq!(clock.monotonic_ms(), 0);
        limiter.admit(&clock, Errand::Collect).await.unwrap();
        assert_eq!(clock.monotonic_ms(), 60_000);
    });
}

/// Says how many may be sent, and lets everything go.
#[derive(Default)]
struct Asked(std::sync::Mutex<Vec<usize>>);

impl Tally for Asked {
    fn reserve(&self, _: i64, limit: usize, _: u64) -> u64 {
        self.0.lock().unwrap().push(limit);
        0
    }
}

#[test]
fn collecting_of_all_programs_together_leaves_room_for_looks() {
    let clock = Steps::default();
    let tally = Arc::new(Asked::default());
    let limiter = Limiter::beside(Arc::clone(&tally) as Arc<dyn Tally>);
    clock.run(async {
        for errand in [Errand::Look, Errand::Command, Errand::Collect] {
            limiter.admit(&clock, errand).await.unwrap();
        }
    });
    assert_eq!(*tally.0.lock().unwrap(), [18, 18, 15]);
}

#[test]
fn a_sign_in_that_others_wait_for_is_no_collecting() {
    let clock = Steps::default();
    let limiter = Arc::new(Limiter::new().with_share(Share { per_second: 1, per_hour: 1 }));
    let wire = FnWire::new(&clock, 10, answers);
    let appliance = appliance_over(&clock, &wire, &limiter);
    let configuration = appliance.configuration();
    clock.run(async {
        collect(&configuration, 1).await;
        // The share of the hour is gone: the next read waits, and a look signs in meanwhile.
        appliance.forget_token();
        let list = List::new(Product::Rs, "team", &[]).unwrap();
        let mut waiting = FuturesUnordered::from_iter([configuration.page(&list, 1)]);
        let look = async {
            clock.sleep_ms(1_000).await;
            let before_ms = clock.monotonic_ms();
            appliance.identity().await.unwrap();
            assert_eq!(clock.monotonic_ms() - before_ms, 10);
        };
        futures::pin_mut!(look);
        futures::future::select(waiting.next(), look).await;
    });
}

#[test]
fn what_is_written_and_collected_holds_no_secret_of_ours_in_its_path() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 10, answers);
    let appliance = appliance_over(&clock, &wire, &Arc::new(Limiter::new()));
    clock.run(collect(&appliance.configuration(), 3));
    assert!(wire.paths().iter().all(|path| !path.contains(TOKEN) && !path.contains(SECRET)));
    assert!(wire.paths().iter().all(|path| path.starts_with(Call::ReadConfiguration.path())));
}

#[test]
fn what_somebody_waits_for_is_read_as_a_look_is_not_held_back_and_never_goes_before_a_role_command() {
    let clock = Steps::default();
    let limiter = Arc::new(Limiter::new());
    let wire = FnWire::new(&clock, 50, answers);
    let appliance = appliance_over(&clock, &wire, &limiter);
    let configuration = appliance.configuration().waited_for();
    let list = List::new(Product::Rs, "team/user", &["1"]).unwrap();
    let _quiet = limiter.quiet();
    clock.run(async {
        let began_ms = clock.monotonic_ms();
        configuration.page(&list, 1).await.unwrap();
        assert!(clock.monotonic_ms() - began_ms < 1_000, "it was held back");
        while limiter.used_in_the_hour(clock.monotonic_ms()) < appliance::limiter::LOOKS_PER_HOUR {
            limiter.admit(&clock, Errand::Look).await.unwrap();
        }
        configuration.page(&list, 1).await.unwrap_err();
        limiter.admit(&clock, Errand::Command).await.unwrap();
    });
}
