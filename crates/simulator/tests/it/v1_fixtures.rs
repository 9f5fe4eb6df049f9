//! The documented v1 requests and answers: the simulator answers each with the same status, elements and attributes.

use std::path::PathBuf;

use serde_json::{Value, json};
use simulator::config::Role;
use simulator::{Answer, Config, Product, Request, Which};

use crate::bench::{A, B, Bench};
use crate::xml::{Node, read};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/command-v1")
}

fn exchanges() -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join("exchanges.json")).unwrap();
    let whole: Value = serde_json::from_str(&text).unwrap();
    whole["exchanges"].as_array().unwrap().clone()
}

fn body_file(exchange: &Value) -> Vec<u8> {
    std::fs::read(folder().join(exchange["response"]["body_file"].as_str().unwrap())).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn request(exchange: &Value, token: &str) -> Request {
    let asked = &exchange["request"];
    let headers = asked["headers"].as_object().unwrap().iter();
    Request {
        method: text(&asked["method"]),
        target: text(&asked["path"]),
        headers: headers.map(|(name, value)| (name.clone(), text(value).replace("<token>", token))).collect(),
        body: text(&asked["body"]).into_bytes(),
    }
}

/// The switch setting that speaks as a fixture does.
fn namespace(root: &Node) -> &'static str {
    match root.attribute("xmlns") {
        Some("http://www.bomgar.com/namespaces/API/command") => "bomgar",
        Some("https://www.beyondtrust.com/namespaces/API/command") => "documented",
        Some("http://www.beyondtrust.com/sra/namespaces/API/command") => "sra",
        other => panic!("no switch for {other:?}"),
    }
}

/// A pair in the state the exchange is about.
fn pair(exchange: &Value, name: &str) -> Bench {
    let mut config = Config::default();
    if exchange["product"] == "pra" {
        config.product = Product::Pra;
    }
    let mut set = |switch: &str, setting: &str| config.set_switch(switch, setting).unwrap();
    set("api", "v1");
    match name {
        "check-health-backup-with-sync" => set("v1_sync_fields", "both"),
        "check-health-unhealthy-500" => set("v1_unhealthy_status", "500"),
        "get-api-info-named-as-documented" => set("v1_info_root", "get_api_info"),
        "get-appliances-master" => set("cluster_role", "master"),
        "get-logged-in-reps-absent" => set("pra_v1_users", "error"),
        "set-failover-role-started-child" => set("v1_success", "child"),
        "set-failover-role-refused-child" => set("v1_error", "child"),
        _ => {}
    }
    let body = body_file(exchange);
    if body.starts_with(b"<") {
        set("v1_namespace", namespace(&read(&body)));
    }
    let mut bench = Bench::of(config);
    match name {
        "get-api-info-rs-19.1" => {
            bench.set(json!({"perm_command": "read_only"}));
            bench.set_one(Which::A, json!({"version": "19.1.8"}));
        }
        "check-health-none" => bench.model.put_role(bench.now_ms, Which::A, Role::None),
        "check-health-unhealthy" | "check-health-unhealthy-500" => bench.set_one(
            Which::A,
            json!({"healthy": false, "error_text": "A disk is nearly full.\nA certificate ends soon.",
                   "shared_ips": ["192.0.2.10", "2001:db8::10"]}),
        ),
        "get-logged-in-reps-nobody" => bench.set(json!({"users": 0})),
        "set-failover-role-forbidden" => bench.set(json!({"perm_command": "read_only"})),
        "set-failover-role-refused" | "set-failover-role-refused-child" | "set-failover-role-forced" => {
            bench.model.kill(bench.now_ms, Which::B);
        }
        _ => {}
    }
    bench.wait(1_000);
    bench
}

fn asked(exchange: &Value, name: &str) -> Answer {
    let mut bench = pair(exchange, name);
    let door = if name.starts_with("check-health-backup") { B } else { A };
    let token = if name == "access-denied" { "no token".to_owned() } else { bench.token(door) };
    bench.answered(door, &request(exchange, &token))
}

#[test]
fn every_documented_v1_request_is_answered_with_the_same_elements_and_attributes() {
    let exchanges = exchanges();
    assert!(exchanges.len() >= 26, "{}", exchanges.len());
    for exchange in exchanges {
        let name = text(&exchange["name"]);
        let answer = asked(&exchange, &name);
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(json!(answer.status), exchange["response"]["status"], "{name}: {said}");
        assert_eq!(answer.header("content-type"), exchange["response"]["content_type"].as_str(), "{name}");
        let expected = body_file(&exchange);
        if expected.starts_with(b"<") {
            let (expected, read) = (read(&expected), read(&answer.body));
            assert_eq!(read.shape(), expected.shape(), "{name}");
            assert_eq!(read.attribute("xmlns"), expected.attribute("xmlns"), "{name}");
            for element in ["success", "error", "failover_role", "cluster_role", "last_data_sync_status"] {
                if element != "error" || name.contains("action") {
                    assert_eq!(read.text_of(element), expected.text_of(element), "{name}: {element}");
                }
            }
        } else {
            let expected: Value = serde_json::from_slice(&expected).unwrap();
            let read: Value = serde_json::from_slice(&answer.body).unwrap();
            let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&read), names(&expected), "{name}");
        }
    }
}

#[test]
fn the_names_of_permissions_are_the_documented_ones() {
    for exchange in exchanges() {
        let name = text(&exchange["name"]);
        if !name.starts_with("get-api-info") {
            continue;
        }
        let names = |body: &[u8]| -> Vec<String> {
            let root = read(body);
            let permissions = root.find("permissions").unwrap();
            permissions.children.iter().map(|node| node.attribute("name").unwrap().to_owned()).collect()
        };
        let answer = asked(&exchange, &name);
        assert_eq!(names(&answer.body), names(&body_file(&exchange)), "{name}");
        let (answered, documented) = (read(&answer.body), read(&body_file(&exchange)));
        assert_eq!(answered.text_of("api_version"), documented.text_of("api_version"), "{name}");
    }
}
