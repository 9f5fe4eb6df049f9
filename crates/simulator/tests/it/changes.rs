//! Changes: by the Configuration API and by hand, each with its message, and what a data sync makes of them.

use serde_json::{Value, json};
use simulator::{Config, Product, Request, Which};

use crate::bench::{A, B, Bench, get_request, json_of, planned, request};
use crate::reporting::{events, messages, text_of, value};

/// A write of the Configuration API.
pub(crate) fn change(token: &str, method: &str, path: &str, body: &Value) -> Request {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Connection", "close")];
    request(method, &format!("/api/config/v1{path}"), &headers, &body.to_string())
}

fn last(bench: &mut Bench, event: &str) -> String {
    let all = messages(bench, A);
    all.into_iter().rfind(|message| value(message, "event") == Some(event)).unwrap_or_else(|| panic!("no {event}"))
}

#[test]
fn each_write_leaves_its_message_with_who_did_it() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    let made = bench.answered(A, &change(&token, "POST", "/team", &json!({"name": "Night", "comments": "a=b; c"})));
    assert_eq!((made.status, &json_of(&made)["id"]), (201, &json!(3)));
    assert_eq!(bench.answered(A, &change(&token, "PATCH", "/team/3", &json!({"name": "Late"}))).status, 200);
    assert_eq!(bench.answered(A, &change(&token, "DELETE", "/team/3", &json!({}))).status, 204);
    let added = last(&mut bench, "team_added");
    assert!(added.contains(r"comments=a\=b\; c"), "{added}");
    assert_eq!(value(&added, "name"), Some("Night"));
    assert_eq!(value(&added, "who"), Some(format!("Operations ({})", bench.model.credential().0).as_str()));
    assert_eq!((value(&added, "site"), value(&added, "who_ip")), (Some("support.example.test"), Some("192.0.2.12")));
    let changed = last(&mut bench, "team_changed");
    assert_eq!((value(&changed, "old_name"), value(&changed, "new_name")), (Some("Night"), Some("Late")));
    assert_eq!((value(&changed, "old_id"), value(&changed, "new_id")), (Some("3"), None), "what stays has no new_");
    assert_eq!(value(&last(&mut bench, "team_removed"), "name"), Some("Late"));
}

#[test]
fn what_hangs_on_an_object_says_on_which() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    bench.answered(
        A,
        &change(&token, "POST", "/group-policy/3/member", &json!({"security_provider_id": 1, "user_id": 2})),
    );
    let added = last(&mut bench, "group_policy_member_added");
    let keys = ["group_policy:id", "group_policy:name", "user:id", "user:username"];
    assert_eq!(keys.map(|key| value(&added, key)), [Some("3"), Some("Second line"), Some("2"), Some("bob")]);
    bench.answered(A, &change(&token, "DELETE", "/team/1/user/3", &json!({})));
    let removed = last(&mut bench, "team_member_removed");
    let keys = ["team:id", "team:name", "user:username", "role"];
    assert_eq!(keys.map(|key| value(&removed, key)), [Some("1"), Some("Service desk"), Some("cleo"), Some("lead")]);
    assert_eq!(removed.matches("team:id=").count(), 1);
}

#[test]
fn a_secret_is_said_to_be_new_and_nowhere_told() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    let answer = bench.answered(A, &change(&token, "PATCH", "/user/2", &json!({"password": "hunter2hunter2"})));
    assert_eq!(answer.status, 200);
    assert_eq!(value(&last(&mut bench, "user_changed"), "new_password"), Some("***NEW***"));
    assert!(!text_of(&mut bench, A).contains("hunter2") && !format!("{:?}", json_of(&answer)).contains("hunter2"));
    assert!(!bench.model.objects(Which::A).to_json().to_string().contains("hunter2"));
}

#[test]
fn a_large_object_is_told_in_segments() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    bench.answered(A, &change(&token, "PATCH", "/user/2", &json!({"public_display_name": "Bob Jr"})));
    let text = text_of(&mut bench, A);
    let segments = text.lines().filter(|line| line.contains(" 1427:0") && !line.contains(":01:01:")).count();
    assert!(segments >= 3, "{segments}");
    let changed = last(&mut bench, "user_changed");
    assert_eq!(value(&changed, "new_public_display_name"), Some("Bob Jr"));
    assert_eq!(value(&changed, "old_account:disabled"), Some("0"));
}

#[test]
fn an_automatic_sync_gives_the_backup_what_the_primary_has() {
    let mut bench = Bench::new();
    let (on_a, on_b) = (bench.token(A), bench.token(B));
    bench.answered(B, &change(&on_b, "PATCH", "/team/1", &json!({"name": "Lost"})));
    bench.answered(A, &change(&on_a, "PATCH", "/team/2", &json!({"name": "Kept"})));
    bench.answered(B, &change(&on_b, "POST", "/team", &json!({"name": "Lost too"})));
    let names = |bench: &mut Bench, door| {
        let list = bench.get(door, "/api/config/v1/team").1;
        list.as_array().unwrap().iter().map(|team| team["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&mut bench, B), ["Lost", "Servers", "Lost too"]);
    bench.wait(6 * 60 * 60 * 1000 + 20_000);
    assert_eq!(names(&mut bench, B), ["Service desk", "Kept"]);
    assert_eq!(names(&mut bench, A), ["Service desk", "Kept"]);
    assert!(events(&mut bench, B).iter().any(|event| event == "team_added"), "the log tells what was");
}

#[test]
fn a_sync_that_fails_and_a_swap_without_one_carry_nothing() {
    for (settings, command) in
        [(json!({"sync_fails": true}), planned()), (json!({}), json!({"role": "backup", "data_sync_first": false}))]
    {
        let mut bench = Bench::new();
        bench.set(settings);
        let token = bench.token(A);
        bench.answered(A, &change(&token, "PATCH", "/team/1", &json!({"name": "Here"})));
        bench.command(A, command);
        bench.wait(20_000);
        assert_eq!(bench.get(B, "/api/config/v1/team/1").1["name"], "Service desk");
    }
}

#[test]
fn what_belongs_to_an_appliance_stays_there() {
    let mut bench = Bench::new();
    let fields = crate::bench::object(json!({"host": "other.example.test", "port": 514}));
    bench.model.add_object(bench.now_ms, Which::B, "appliance/syslog_server", fields, &[], None);
    bench.command(A, planned());
    bench.wait(20_000);
    let count = |which| bench.model.own_objects(which).list("appliance/syslog_server").count();
    assert_eq!((count(Which::A), count(Which::B)), (1, 2));
}

#[test]
fn many_objects_are_seeded_the_same_on_both_sides_and_each_time() {
    for product in [Product::Rs, Product::Pra] {
        let many = || Bench::of(Config { product, objects: 1_000, ..Config::default() }).model;
        let model = many();
        assert!(model.objects(Which::A).count() > 1_000);
        assert_eq!(model.objects(Which::A), model.objects(Which::B));
        assert_eq!(model.objects(Which::A), many().objects(Which::A));
    }
}

#[test]
fn the_story_of_changes_on_both_sides_ends_as_the_papers_say() {
    let mut bench = Bench::new();
    bench.set(json!({"role_in_log": "each"}));
    // Out: B is primary, somebody works on both.
    bench.command(A, planned());
    bench.wait(20_000);
    let (on_a, on_b) = (bench.token(A), bench.token(B));
    assert_eq!(bench.answered(B, &change(&on_b, "PATCH", "/jump-group/1", &json!({"name": "Desks east"}))).status, 200);
    assert_eq!(bench.answered(A, &change(&on_a, "PATCH", "/jump-group/1", &json!({"name": "Desks west"}))).status, 200);
    // Back with a sync: what was changed on the primary wins.
    bench.command(B, planned());
    bench.wait(20_000);
    for door in [A, B] {
        assert_eq!(bench.get(door, "/api/config/v1/jump-group/1").1["name"], "Desks east");
    }
    // The logs tell both, each where it was made, between the roles.
    let told = |bench: &mut Bench, door| {
        let all = messages(bench, door);
        let of_change = all.iter().filter_map(|message| value(message, "new_name").map(str::to_owned));
        let roles = all.iter().filter_map(|message| {
            ["become_backup", "become_primary"]
                .into_iter()
                .find(|role| value(message, role) == Some(""))
                .map(str::to_owned)
        });
        (of_change.collect::<Vec<_>>(), roles.collect::<Vec<_>>())
    };
    let (roles_a, roles_b) = (["become_backup", "become_primary"], ["become_primary", "become_backup"]);
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(told(&mut bench, A), (owned(&["Desks west"]), owned(&roles_a)));
    assert_eq!(told(&mut bench, B), (owned(&["Desks east"]), owned(&roles_b)));
}

#[test]
fn a_failed_sign_in_is_in_the_log() {
    let mut bench = Bench::new();
    let client_id = bench.model.credential().0.to_owned();
    bench.answered(A, &crate::bench::token_request(&client_id, "wrong"));
    assert!(text_of(&mut bench, A).contains("reason=failed"));
    let token = bench.token(A);
    assert_eq!(bench.answered(A, &get_request("/api/config/v1/user", &token)).status, 200);
}
