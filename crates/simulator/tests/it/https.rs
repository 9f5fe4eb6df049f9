//! Over real HTTPS: trust, doors that open and close, faults as a client sees them.

use std::io::ErrorKind;

use simulator::config::Role;
use simulator::model::fault::{Fault, FaultCall, FaultKind};
use simulator::model::record::Rule;
use simulator::{Call, Config, Door, Model, Network, Which};

use crate::bench::{A, B, form_request, get_request, object, planned, role_request};
use crate::wire::{Served, bytes_of, served, until};

const HEALTH: &str = "/api/command/v2/health";

async fn health(served: &Served, door: Door) -> serde_json::Value {
    let token = served.token(door).await;
    served.raw(door, &bytes_of(&get_request(HEALTH, &token))).await.unwrap().json()
}

#[tokio::test]
async fn both_appliances_and_the_site_answer_under_the_one_certificate() {
    let served = served(|_| {});
    let banner = &served.running.banner;
    assert_eq!(health(&served, A).await["appliance_id"], banner.a.guid.as_str());
    assert_eq!(health(&served, B).await["appliance_id"], banner.b.guid.as_str());
    assert_eq!(health(&served, Door::Site).await["appliance_id"], banner.a.guid.as_str());
    assert_eq!(std::fs::read_to_string(&banner.ca).unwrap(), served.running.ca_pem);
    let elsewhere = served.raw_as(A, "elsewhere.example.test", b"").await;
    assert_eq!(elsewhere.err().map(|why| why.kind()), Some(ErrorKind::InvalidData));
}

#[tokio::test]
async fn a_whole_failover_runs_in_sped_up_time() {
    let mut config = Config::default();
    config.settings.sync_ms = 20_000;
    let folder = tempfile::tempdir().unwrap();
    let running = simulator::Simulator::new(config, folder.path()).time_scale(200.0).start().unwrap();
    let model = running.model();
    let outcome = running.change(|model, now_ms| {
        let role = simulator::model::failover::WantedRole::Backup;
        model.command_role(
            now_ms,
            Which::A,
            simulator::model::failover::RoleCommand { role, data_sync_first: true, force: false },
        )
    });
    assert!(outcome.is_ok());
    until("B is primary", || {
        let mut model = model.lock().unwrap();
        model.advance(running.now_ms());
        model.role(Which::B) == Role::Primary
    })
    .await;
}

#[tokio::test]
async fn a_role_command_over_the_wire_swaps_the_pair_and_the_site_follows() {
    let served = served(|_| {});
    let token = served.token(A).await;
    let came = served.raw(A, &bytes_of(&role_request(&token, &planned().to_string()))).await.unwrap();
    assert_eq!(came.status(), 200, "{}", came.text());
    served.running.jump_ms(11_000);
    let refused = served.raw(Door::Site, b"").await;
    assert_eq!(refused.err().map(|why| why.kind()), Some(ErrorKind::ConnectionRefused), "both are backup");
    served.running.jump_ms(1_000);
    assert_eq!(health(&served, Door::Site).await["appliance_id"], served.running.banner.b.guid.as_str());
}

#[tokio::test]
async fn a_killed_appliance_refuses_connections_and_comes_back_on_its_port() {
    let served = served(|config| config.network = Network::Dns);
    for _ in 0..3 {
        served.running.change(|model, now_ms| model.kill(now_ms, Which::A));
        for door in [A, Door::Site] {
            let refused = served.raw(door, b"").await;
            assert_eq!(refused.err().map(|why| why.kind()), Some(ErrorKind::ConnectionRefused));
        }
        assert_eq!(health(&served, B).await["failover_role"], "backup");
        served.running.change(|model, now_ms| model.revive(now_ms, Which::A));
        assert_eq!(health(&served, A).await["failover_role"], "primary");
    }
}

async fn struck(kind: FaultKind) -> (Served, std::io::Result<crate::wire::Came>) {
    let served = served(|_| {});
    let token = served.token(A).await;
    served.running.change(|model, _| model.add_fault(Fault::once(FaultCall::Only(Call::Health), kind)));
    let came = served.raw(A, &bytes_of(&get_request(HEALTH, &token))).await;
    (served, came)
}

#[tokio::test]
async fn faults_that_answer_are_seen_as_answers() {
    for (kind, status) in [
        (FaultKind::Error500, 500),
        (FaultKind::TooMany429, 429),
        (FaultKind::Denied401Once, 401),
        (FaultKind::WrongType, 200),
        (FaultKind::Garbage, 200),
    ] {
        let (_served, came) = struck(kind).await;
        let came = came.unwrap();
        assert_eq!((came.status(), came.end.is_ok()), (status, true), "{kind:?}");
    }
}

#[tokio::test]
async fn a_dropped_connection_ends_in_order_without_a_byte() {
    for kind in [FaultKind::DropBefore, FaultKind::DropAfter] {
        let came = struck(kind).await.1.unwrap();
        assert_eq!((came.bytes.len(), came.end.is_ok()), (0, true), "{kind:?}");
    }
}

#[tokio::test]
async fn a_reset_connection_is_reset() {
    let came = struck(FaultKind::Reset).await.1.unwrap();
    assert_eq!((came.bytes.len(), came.end.err().map(|why| why.kind())), (0, Some(ErrorKind::ConnectionReset)));
}

#[tokio::test]
async fn half_an_answer_is_a_promise_and_an_abrupt_end() {
    let came = struck(FaultKind::HalfBody).await.1.unwrap();
    let text = came.text();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let promised: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: "))
        .and_then(|length| length.parse().ok())
        .unwrap();
    assert_eq!(body.len(), promised / 2);
    assert_eq!(came.end.err().map(|why| why.kind()), Some(ErrorKind::UnexpectedEof));
}

#[tokio::test]
async fn a_hanging_call_hangs_until_its_appliance_dies() {
    let served = served(|_| {});
    let token = served.token(A).await;
    served.running.change(|model, _| model.add_fault(Fault::once(FaultCall::Any, FaultKind::Hang)));
    let asked = bytes_of(&get_request(HEALTH, &token));
    let hanging = served.raw(A, &asked);
    let death = async {
        let model = served.running.model();
        let seen =
            |model: &Model| model.record().requests.last().is_some_and(|record| record.fault == Some(FaultKind::Hang));
        until("the call came", || seen(&model.lock().unwrap())).await;
        model.lock().unwrap().kill(served.running.now_ms(), Which::A);
    };
    let both = async { tokio::join!(hanging, death) };
    let (came, ()) = tokio::time::timeout(std::time::Duration::from_secs(10), both).await.unwrap();
    assert!(came.is_ok_and(|came| came.bytes.is_empty()));
}

#[tokio::test]
async fn a_delayed_answer_is_whole() {
    let served = served(|_| {});
    let token = served.token(A).await;
    served.running.change(|model, _| {
        model.add_fault(Fault { after_ms: Some(30), ..Fault::once(FaultCall::Any, FaultKind::Delay) });
    });
    let came = served.raw(A, &bytes_of(&get_request(HEALTH, &token))).await.unwrap();
    assert_eq!(
        (came.status(), came.json()["failover_role"].as_str().map(str::to_owned)),
        (200, Some("primary".to_owned()))
    );
}

#[tokio::test]
async fn a_second_request_on_one_connection_is_not_answered_and_is_recorded() {
    let served = served(|_| {});
    let token = served.token(A).await;
    let once = bytes_of(&get_request(HEALTH, &token));
    let came = served.raw(A, &[once.clone(), once].concat()).await.unwrap();
    assert_eq!(came.text().matches("HTTP/1.1 ").count(), 1);
    let model = served.running.model();
    let rules: Vec<Rule> = model.lock().unwrap().record().violations.iter().map(|violation| violation.rule).collect();
    assert_eq!(rules, [Rule::OneRequestPerConnection]);
}

#[tokio::test]
async fn what_is_not_http_is_answered_and_what_is_too_large_is_refused() {
    let served = served(|_| {});
    let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    let large = "POST /oauth2/token HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n".to_owned();
    let chunked = "POST /oauth2/token HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned();
    for (asked, status) in [("\u{1}\u{2}\r\n\r\n".to_owned(), 400), (long, 431), (large, 413), (chunked, 411)] {
        assert_eq!(served.raw(A, asked.as_bytes()).await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn a_stopped_simulation_listens_no_more() {
    let served = served(|_| {});
    let port = served.running.banner.a.port;
    drop(served);
    let refused = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
    assert_eq!(refused.err().map(|why| why.kind()), Some(ErrorKind::ConnectionRefused));
}

fn set(served: &Served, values: serde_json::Value) {
    served.running.change(|model, now_ms| model.set_pair(now_ms, &object(values)).unwrap());
}

#[tokio::test]
async fn a_kept_connection_is_served_where_the_switch_says_so_and_still_recorded() {
    let served = served(|_| {});
    set(&served, serde_json::json!({"kept_connection": "served"}));
    let token = served.token(A).await;
    let mut kept = get_request(HEALTH, &token);
    kept.headers.retain(|(name, _)| name != "Connection");
    let asked = [bytes_of(&kept), bytes_of(&kept), bytes_of(&get_request(HEALTH, &token))].concat();
    let came = served.raw(A, &asked).await.unwrap();
    let text = came.text();
    assert_eq!((text.matches("HTTP/1.1 200").count(), text.matches("Connection: keep-alive").count()), (3, 2));
    let model = served.running.model();
    let violations = model.lock().unwrap().record().violations.clone();
    let count = |rule: Rule| violations.iter().filter(|violation| violation.rule == rule).count();
    assert_eq!((count(Rule::ConnectionClose), count(Rule::OneRequestPerConnection)), (2, 2));
}

#[tokio::test]
async fn v1_answers_come_in_chunks() {
    let served = served(|config| config.set_switch("api", "v1").unwrap());
    let token = served.token(A).await;
    let came = served.raw(A, &bytes_of(&form_request("action=get_api_info", &token))).await.unwrap();
    let text = came.text();
    let (head, mut rest) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("Transfer-Encoding: chunked") && !head.contains("Content-Length"));
    let (mut body, mut chunks) = (String::new(), 0);
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).unwrap();
        body.push_str(&after[..length]);
        assert_eq!(&after[length..length + 2], "\r\n");
        rest = &after[length + 2..];
        chunks += 1;
    }
    assert!(chunks > 2 && came.end.is_ok());
    assert_eq!(crate::xml::read(body.as_bytes()).name, "api_information");
    served.running.change(|model, _| model.add_fault(Fault::once(FaultCall::Any, FaultKind::HalfBody)));
    let cut = served.raw(A, &bytes_of(&form_request("action=get_api_info", &token))).await.unwrap();
    assert!(!cut.text().ends_with("0\r\n\r\n"));
    assert_eq!(cut.end.err().map(|why| why.kind()), Some(ErrorKind::UnexpectedEof));
}

#[tokio::test]
async fn an_appliance_that_refuses_during_a_sync_still_answers_the_command_that_started_it() {
    let served = served(|config| {
        config.settings.api_latency_ms = 60;
        config.settings.sync_ms = 3_600_000;
        config.set_switch("primary_during_sync", "refused").unwrap();
    });
    let token = served.token(A).await;
    let came = served.raw(A, &bytes_of(&role_request(&token, &planned().to_string()))).await.unwrap();
    assert_eq!(came.status(), 200, "{}", came.text());
    served.running.change(|_, _| ());
    for door in [A, Door::Site] {
        let refused = served.raw(door, b"").await;
        assert_eq!(refused.err().map(|why| why.kind()), Some(ErrorKind::ConnectionRefused));
    }
    assert_eq!(health(&served, B).await["failover_role"], "backup");
    served.running.jump_ms(3_600_000);
    assert_eq!(health(&served, A).await["failover_role"], "backup");
}
