//! The documented requests and answers: the simulator answers each request with the same status and the same shape.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};
use simulator::{Answer, Config, Door, Product, Request, Which};

use crate::bench::{A, B, Bench, json_of, token_request};
use crate::schema::Schema;

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/command-v2")
}

fn documented() -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|extension| extension == "json") && name != "schema" {
            found.insert(name, serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap());
        }
    }
    found
}

/// The request of a fixture, with real credentials where it holds a place for them.
fn request(fixture: &Value, token: &str, basic: &str) -> Request {
    let asked = &fixture["request"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let filled = |value: &Value| text(value).replace("<token>", token).replace("<basic>", basic);
    Request {
        method: text(&asked["method"]),
        target: text(&asked["path"]),
        headers: asked["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), filled(value)))
            .collect(),
        body: text(&asked["body"]).into_bytes(),
    }
}

/// Puts a pair into the state a fixture is about, and asks.
fn asked(name: &str, fixture: &Value, product: Product) -> Answer {
    let mut bench = Bench::of(Config { product, ..Config::default() });
    match name {
        "health-unhealthy" => bench.set_one(Which::A, json!({"healthy": false})),
        "failover-role-forbidden" => bench.set(json!({"perm_command": "read_only"})),
        _ => {}
    }
    let door: Door = if name == "health-backup" { B } else { A };
    let token = if name == "access-denied" { "no token".to_owned() } else { bench.token(door) };
    let secret = if name == "token-refused" { "wrong" } else { bench.model.credential().1 };
    let signed = token_request(bench.model.credential().0, secret);
    let basic = signed.header("authorization").unwrap().trim_start_matches("Basic ").to_owned();
    bench.answered(door, &request(fixture, &token, &basic))
}

/// Names and types, without values. Lists count as the shapes that occur in them.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, inner)| (name.clone(), shape(inner))).collect(),
        Value::Array(items) => {
            let mut shapes: Vec<Value> = items.iter().map(shape).collect();
            shapes.sort_by_key(Value::to_string);
            shapes.dedup();
            Value::from(shapes)
        }
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("flag"),
        Value::Null => Value::Null,
    }
}

#[test]
fn every_documented_request_is_answered_in_the_documented_shape() {
    let (schema, fixtures) = (Schema::load(), documented());
    assert_eq!(fixtures.len(), 18);
    for (name, fixture) in fixtures {
        let expected = &fixture["response"];
        let answer = asked(&name, &fixture, Product::Rs);
        let body = json_of(&answer);
        assert_eq!(json!(answer.status), expected["status"], "{name}: {body}");
        assert_eq!(answer.header("content-type"), expected["content_type"].as_str(), "{name}");
        if name != "client" {
            assert_eq!(shape(&body), shape(&expected["body"]), "{name}");
        }
        if let Some(definition) = fixture["schema"].as_str() {
            schema.check(definition, &expected["body"]);
            schema.check(definition, &body);
        }
    }
}

#[test]
fn pra_answers_every_documented_request_in_the_same_shape_but_for_its_names() {
    let schema = Schema::load();
    for (name, fixture) in documented() {
        let expected = &fixture["response"];
        let answer = asked(&name, &fixture, Product::Pra);
        let body = json_of(&answer);
        assert_eq!(json!(answer.status), expected["status"], "{name}: {body}");
        if name == "info" {
            assert_eq!(body["product"], "pra");
        } else if name != "client" {
            assert_eq!(shape(&body), shape(&expected["body"]), "{name}");
        }
        if let Some(definition) = fixture["schema"].as_str() {
            schema.check(definition, &body);
        }
    }
}

#[test]
fn each_type_of_client_has_the_documented_fields() {
    let fixture = documented().remove("client").unwrap();
    let answered = json_of(&asked("client", &fixture, Product::Rs));
    for expected in fixture["response"]["body"].as_array().unwrap() {
        let like = |client: &&Value| client["type"] == expected["type"];
        let client = answered.as_array().unwrap().iter().find(like).unwrap();
        let fields = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(fields(client), fields(expected));
    }
}

#[test]
fn what_the_schema_says_of_a_role_command_is_what_is_taken() {
    let schema = Schema::load();
    for fixture in ["failover-role-started", "failover-role-changed"] {
        let body = documented()[fixture]["request"]["body"].as_str().unwrap().to_owned();
        schema.check("FailoverRoleRequest", &serde_json::from_str(&body).unwrap());
    }
}
