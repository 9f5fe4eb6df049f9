//! Each fault once, in process: what the client sees, and whether the appliance did it all the same.

use simulator::config::Role::{Backup, Primary};
use simulator::model::fault::{Fault, FaultAt, FaultCall, FaultKind};
use simulator::model::motion::Motion;
use simulator::{Act, Call, Door};

use crate::bench::{A, B, Bench, get_request, json_of, planned, request_of, role_request};

const KINDS: [FaultKind; 11] = [
    FaultKind::DropBefore,
    FaultKind::DropAfter,
    FaultKind::Delay,
    FaultKind::Hang,
    FaultKind::Error500,
    FaultKind::TooMany429,
    FaultKind::Denied401Once,
    FaultKind::HalfBody,
    FaultKind::Reset,
    FaultKind::WrongType,
    FaultKind::Garbage,
];

fn struck(kind: FaultKind) -> (Bench, simulator::Reply) {
    let mut bench = Bench::new();
    let token = bench.token(A);
    bench.model.add_fault(Fault::once(FaultCall::Only(Call::FailoverRole), kind));
    let reply = bench.send(A, &role_request(&token, &planned().to_string()));
    (bench, reply)
}

#[test]
fn a_fault_before_the_appliance_starts_nothing_and_one_after_it_hides_what_was_done() {
    for kind in KINDS {
        let (bench, _) = struck(kind);
        let syncing = matches!(bench.model.motion(), Some(Motion::Sync(_)));
        assert_eq!(syncing, kind.handled(), "{kind:?}");
        let command = &bench.model.record().role_commands[0];
        assert_eq!((command.handled, command.fault), (kind.handled(), Some(kind)), "{kind:?}");
        assert_eq!(command.status, kind.handled().then_some(200), "{kind:?}");
        assert_eq!(bench.roles(), (Primary, Backup));
    }
}

#[test]
fn each_fault_looks_as_it_is_called() {
    assert_eq!(struck(FaultKind::DropBefore).1.act, Act::Closed);
    assert_eq!(struck(FaultKind::DropAfter).1.act, Act::Closed);
    assert_eq!(struck(FaultKind::Hang).1.act, Act::Hang);
    assert_eq!(struck(FaultKind::Reset).1.act, Act::Reset);
    let status = |kind| match struck(kind).1.act {
        Act::Answer(answer) => (answer.status, answer.header("content-type").unwrap_or_default().to_owned()),
        other => panic!("{other:?}"),
    };
    let json = "application/json".to_owned();
    assert_eq!(status(FaultKind::Error500), (500, json.clone()));
    assert_eq!(status(FaultKind::TooMany429), (429, json.clone()));
    assert_eq!(status(FaultKind::Denied401Once), (401, json.clone()));
    assert_eq!(status(FaultKind::Garbage), (200, json));
    assert_eq!(status(FaultKind::WrongType), (200, "text/html; charset=UTF-8".to_owned()));
    let late = struck(FaultKind::Delay).1;
    assert_eq!((late.after_ms, matches!(late.act, Act::Answer(_))), (5_005, true));
    let Act::HalfAnswer { answer } = struck(FaultKind::HalfBody).1.act else { panic!("a whole answer") };
    let promised: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!(answer.body.len(), promised / 2);
}

#[test]
fn a_rule_strikes_at_its_door_on_its_call_as_often_as_it_says() {
    let mut bench = Bench::new();
    let (a, b) = (bench.token(A), bench.token(B));
    let rule = |appliance, count| Fault {
        appliance,
        call: FaultCall::Only(Call::Health),
        kind: FaultKind::Error500,
        count,
        after_ms: None,
    };
    bench.model.add_fault(rule(FaultAt::B, 2));
    bench.model.add_fault(rule(FaultAt::Site, 1));
    let health = "/api/command/v2/health";
    assert_eq!(bench.answered(A, &get_request(health, &a)).status, 200);
    assert_eq!(bench.answered(B, &get_request("/api/command/v2/user", &b)).status, 200);
    let of_b = [0; 3].map(|_| bench.answered(B, &get_request(health, &b)).status);
    assert_eq!(of_b, [500, 500, 200]);
    let of_site = [0; 2].map(|_| bench.answered(Door::Site, &get_request(health, &a)).status);
    assert_eq!(of_site, [500, 200]);
    assert!(bench.model.faults().is_empty());
}

#[test]
fn a_401_strikes_one_time_and_the_token_is_still_good() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    bench.model.add_fault(Fault { count: 9, ..Fault::once(FaultCall::Any, FaultKind::Denied401Once) });
    let request = get_request("/api/command/v2/user", &token);
    let refused = bench.answered(A, &request);
    assert_eq!((refused.status, json_of(&refused)["error"].as_str()), (401, Some("access_denied")));
    assert_eq!(bench.answered(A, &request).status, 200);
}

#[test]
fn every_fault_can_meet_every_call() {
    for call in Call::names().into_iter().filter_map(Call::named) {
        for kind in KINDS {
            let mut bench = Bench::new();
            let token = bench.token(A);
            bench.model.add_fault(Fault::once(FaultCall::Only(call), kind));
            let request = request_of(call, &token, &bench.model);
            bench.send(A, &request);
            let record = bench.model.record().requests.last().unwrap().clone();
            assert_eq!((record.call, record.fault), (call, Some(kind)));
        }
    }
}
