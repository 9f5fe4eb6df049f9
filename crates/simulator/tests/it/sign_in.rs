//! Tokens, lock-out, rate limits and the connection rule.

use serde_json::json;
use simulator::model::record::Rule;
use simulator::{Call, Which};

use crate::bench::{A, B, Bench, get_request, json_of, request, token_request};

const HEALTH: &str = "/api/command/v2/health";

impl Bench {
    fn works(&mut self, token: &str) -> bool {
        self.wait(100).answered(A, &get_request(HEALTH, token)).status == 200
    }
}

#[test]
fn the_31st_token_kills_the_oldest_and_only_it() {
    let mut bench = Bench::new();
    let tokens: Vec<String> = (0..30).map(|_| bench.wait(100).token(A)).collect();
    assert!(bench.works(&tokens[0]));
    bench.token(A);
    assert!(!bench.works(&tokens[0]));
    assert!(bench.works(&tokens[1]));
    assert_eq!(bench.model.appliance(Which::A).token_count(bench.now_ms), 30);
}

#[test]
fn a_token_ends_after_an_hour_and_belongs_to_one_appliance() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    assert_eq!(token.len(), 40);
    assert_eq!(bench.answered(B, &get_request(HEALTH, &token)).status, 401);
    bench.wait(3_599_800);
    assert!(bench.works(&token));
    assert!(!bench.works(&token));
}

#[test]
fn wrong_secrets_lock_the_account_out_for_a_while_on_that_appliance() {
    let mut bench = Bench::new();
    let id = bench.model.credential().0.to_owned();
    for _ in 0..5 {
        assert_eq!(bench.wait(100).answered(A, &token_request(&id, "wrong")).status, 401);
    }
    assert!(bench.model.locked_out(Which::A));
    let right = token_request(bench.model.credential().0, bench.model.credential().1);
    let refused = bench.answered(A, &right);
    assert_eq!((refused.status, json_of(&refused)["error"].clone()), (401, json!("invalid_client")));
    assert_eq!(bench.answered(B, &right).status, 200);
    bench.wait(30 * 60 * 1000);
    assert_eq!(bench.answered(A, &right).status, 200);
}

#[test]
fn a_good_login_forgets_the_wrong_ones_before_it() {
    let mut bench = Bench::new();
    let id = bench.model.credential().0.to_owned();
    for _ in 0..3 {
        for _ in 0..4 {
            bench.wait(100).answered(A, &token_request(&id, "wrong"));
        }
        bench.wait(100).token(A);
    }
    assert!(!bench.model.locked_out(Which::A));
}

#[test]
fn a_new_secret_and_a_disabled_account_kill_every_token() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    bench.model.regenerate_secret(bench.now_ms, "another".to_owned());
    assert!(!bench.works(&token));
    let token = bench.token(A);
    assert!(bench.works(&token));
    bench.set(json!({"account_enabled": false}));
    assert!(!bench.works(&token));
    let (id, secret) = bench.model.credential();
    let request = token_request(id, secret);
    assert_eq!(bench.answered(A, &request).status, 401);
}

#[test]
fn the_secret_may_come_as_form_or_json_too() {
    let mut bench = Bench::new();
    let (id, secret) = bench.model.credential();
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let body = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret}).to_string();
    for (kind, body) in [("application/x-www-form-urlencoded", form), ("application/json; charset=utf-8", body)] {
        let request = request("POST", "/oauth2/token", &[("Content-Type", kind), ("Connection", "close")], &body);
        assert_eq!(bench.answered(A, &request).status, 200);
    }
}

#[test]
fn another_grant_type_is_refused() {
    let mut bench = Bench::new();
    let mut request = token_request(bench.model.credential().0, bench.model.credential().1);
    request.body = b"grant_type=password".to_vec();
    let answer = bench.answered(A, &request);
    assert_eq!((answer.status, json_of(&answer)["error"].clone()), (400, json!("unsupported_grant_type")));
}

#[test]
fn the_21st_request_in_a_second_is_refused_and_recorded_over_both_appliances() {
    let mut bench = Bench::new();
    let (a, b) = (bench.token(A), bench.token(B));
    for number in 2..20 {
        let (door, token) = if number % 2 == 0 { (A, &a) } else { (B, &b) };
        assert_eq!(bench.answered(door, &get_request(HEALTH, token)).status, 200);
    }
    let refused = bench.answered(A, &get_request(HEALTH, &a));
    assert_eq!(refused.status, 429);
    assert_eq!(bench.model.record().violations[0].rule, Rule::RatePerSecond);
    bench.wait(1_000);
    let answer = bench.answered(A, &get_request(HEALTH, &a));
    assert_eq!((answer.status, answer.header("x-ratelimit-limit")), (200, Some("15000")));
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("14979"));
}

#[test]
fn the_hour_has_its_own_limit() {
    let mut bench = Bench::new();
    bench.set(json!({"rate_per_hour": 50, "token_lifetime_s": 10_000}));
    let token = bench.token(A);
    for _ in 1..50 {
        assert!(bench.works(&token));
    }
    assert!(!bench.works(&token));
    assert_eq!(bench.model.record().violations[0].rule, Rule::RatePerHour);
    bench.wait(3_600_000);
    assert!(bench.works(&token));
}

#[test]
fn a_request_that_would_keep_the_connection_is_recorded() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    let bearer = format!("Bearer {token}");
    let request = request("GET", HEALTH, &[("Authorization", &bearer)], "");
    let answer = bench.answered(A, &request);
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    let violations = &bench.model.record().violations;
    assert_eq!((violations.len(), violations[0].rule), (1, Rule::ConnectionClose));
}

#[test]
fn every_request_is_written_down_without_its_query_and_without_a_secret() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    bench.answered(A, &get_request("/api/command/v2/client?type=gateway", &token));
    let records = &bench.model.record().requests;
    let seen: Vec<(Call, &str, Option<u16>)> =
        records.iter().map(|record| (record.call, record.path.as_str(), record.status)).collect();
    let expected = [(Call::Token, "/oauth2/token", Some(200)), (Call::Client, "/api/command/v2/client", Some(200))];
    assert_eq!(seen, expected);
    let everything = format!("{:?}{}", bench.model, serde_json::to_string(bench.model.record()).unwrap());
    assert!(!everything.contains(&token) && !everything.contains(bench.model.credential().1));
}
