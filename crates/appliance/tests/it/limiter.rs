//! The account's rate, under a clock moved by waiting.

use appliance::limiter::{Errand, LOOKS_PER_HOUR, Limiter, PER_HOUR, PER_SECOND};
use appliance::{Call, Clock};
use domain::observation::TroubleKind;
use futures::executor::block_on;

use crate::script::{HandClock, Script, answer, over, token, with_header};

#[test]
fn no_second_holds_more_calls_than_allowed_and_waiting_is_by_the_clock() {
    let clock = HandClock::new();
    let limiter = Limiter::new();
    let mut sent = Vec::new();
    block_on(async {
        for _ in 0..100 {
            limiter.admit(&*clock, Errand::Look).await.unwrap();
            sent.push(clock.monotonic_ms());
            clock.pass(3);
        }
    });
    for (index, at) in sent.iter().enumerate() {
        let within = sent[index..].iter().filter(|later| **later < at + 1_000).count();
        assert!(within <= PER_SECOND, "{within} calls in the second from {at}");
    }
}

#[test]
fn when_the_hour_is_used_up_looks_are_told_so_and_commands_still_go() {
    let clock = HandClock::new();
    let limiter = Limiter::new();
    block_on(async {
        for _ in 0..LOOKS_PER_HOUR {
            limiter.admit(&*clock, Errand::Look).await.unwrap();
            clock.pass(60);
        }
        let trouble = limiter.admit(&*clock, Errand::Look).await.unwrap_err();
        assert_eq!(trouble.kind, TroubleKind::RateLimited);
        for _ in LOOKS_PER_HOUR..PER_HOUR {
            limiter.admit(&*clock, Errand::Command).await.unwrap();
            clock.pass(60);
        }
        assert!(limiter.admit(&*clock, Errand::Command).await.is_err());
        clock.pass(3_600_000);
        assert_eq!(limiter.used_in_the_hour(clock.monotonic_ms()), 0);
        limiter.admit(&*clock, Errand::Look).await.unwrap();
    });
}

#[test]
fn few_calls_left_by_the_appliances_count_stop_looks_for_a_minute_and_not_commands() {
    let clock = HandClock::new();
    let limiter = Limiter::new();
    limiter.told(clock.monotonic_ms(), 200, Some("14999"), None);
    assert_eq!(limiter.remaining(), Some(14_999));
    block_on(async {
        limiter.admit(&*clock, Errand::Look).await.unwrap();
        limiter.told(clock.monotonic_ms(), 200, Some("12"), None);
        assert!(limiter.admit(&*clock, Errand::Look).await.is_err());
        limiter.admit(&*clock, Errand::Command).await.unwrap();
        clock.pass(60_000);
        limiter.admit(&*clock, Errand::Look).await.unwrap();
    });
}

#[test]
fn a_429_is_told_as_such_and_holds_the_account_back_as_long_as_asked() {
    let clock = HandClock::new();
    let busy = with_header(answer(429, "{}"), "retry-after", "20");
    let script = Script::new(&clock, vec![(Call::Token, token("one")), (Call::Health, busy)]);
    let appliance = over(&clock, &script);
    block_on(async {
        assert_eq!(appliance.identity().await.unwrap_err().kind, TroubleKind::RateLimited);
        assert_eq!(appliance.identity().await.unwrap_err().kind, TroubleKind::RateLimited);
        assert_eq!(script.count(), 2, "nothing was sent while held back");
        clock.pass(20_000);
        script.add(Call::Health, crate::script::documented("health-primary"));
        assert!(appliance.identity().await.is_ok());
    });
}
