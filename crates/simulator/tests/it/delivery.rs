//! An answer is on its way for a while: an appliance that is switched off meanwhile does not finish it.

use serde_json::json;
use simulator::{Act, Which};

use crate::bench::{A, Bench, get_request, planned, role_request};

fn on_its_way() -> (Bench, simulator::Reply) {
    let mut bench = Bench::new();
    bench.set(json!({"api_latency_ms": 500}));
    let token = bench.token(A);
    let reply = bench.send(A, &role_request(&token, &planned().to_string()));
    (bench, reply)
}

#[test]
fn an_appliance_that_dies_before_its_answer_is_seen_cuts_it() {
    let (mut bench, reply) = on_its_way();
    bench.wait(300);
    bench.model.kill(bench.now_ms, Which::A);
    bench.wait(200);
    assert_eq!(reply.seen(&bench.model), Act::Closed);
}

#[test]
fn one_that_is_back_by_then_has_forgotten_it_too() {
    let (mut bench, reply) = on_its_way();
    bench.model.kill(bench.now_ms, Which::A);
    bench.model.revive(bench.now_ms, Which::A);
    bench.wait(500);
    assert_eq!(reply.seen(&bench.model), Act::Closed);
}

#[test]
fn the_death_of_the_other_one_changes_nothing() {
    let (mut bench, reply) = on_its_way();
    bench.model.kill(bench.now_ms, Which::B);
    bench.wait(500);
    assert!(matches!(reply.seen(&bench.model), Act::Answer(answer) if answer.status == 200));
}

#[test]
fn a_refused_connection_is_refused_whatever_happens() {
    let mut bench = Bench::new();
    bench.model.kill(bench.now_ms, Which::A);
    let reply = bench.send(A, &get_request("/check_health", ""));
    bench.model.revive(bench.now_ms, Which::A);
    assert_eq!(reply.seen(&bench.model), Act::Refused);
}
