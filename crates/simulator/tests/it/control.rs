//! The control face: what it does, what it refuses, and how it says so.

use serde_json::{Value, json};
use simulator::Door;

use crate::bench::{A, get_request};
use crate::wire::{Served, bytes_of, served};

async fn post(served: &Served, path: &str, body: Value) -> (u16, Value) {
    let came = served.control("POST", path, &body.to_string(), "").await;
    (came.status(), came.json())
}

async fn get(served: &Served, path: &str) -> Value {
    served.control("GET", path, "", "").await.json()
}

#[tokio::test]
async fn it_kills_revives_moves_and_jumps() {
    let served = served(|config| config.network = simulator::Network::Nat);
    assert_eq!(post(&served, "/pointer", json!({"appliance": "b"})).await.0, 200);
    assert_eq!(post(&served, "/kill", json!({"appliance": "a"})).await.0, 200);
    assert!(served.raw(A, b"").await.is_err());
    let state = get(&served, "/state").await;
    assert_eq!((&state["site"]["answered_by"], &state["appliances"]["a"]["alive"]), (&json!("b"), &json!(false)));
    assert_eq!(post(&served, "/revive", json!({"appliance": "a"})).await.0, 200);
    assert_eq!(served.raw(A, &bytes_of(&get_request("/check_health", ""))).await.unwrap().status(), 200);
    let before = get(&served, "/state").await["now_ms"].as_i64().unwrap();
    assert_eq!(post(&served, "/advance", json!({"ms": 3_600_000})).await.0, 200);
    assert!(get(&served, "/state").await["now_ms"].as_i64().unwrap() >= before + 3_600_000);
}

#[tokio::test]
async fn it_sets_values_of_the_pair_and_of_one_appliance() {
    let served = served(|_| {});
    assert_eq!(post(&served, "/set", json!({"sync_ms": 1234, "promote_without_peer": "accept"})).await.0, 200);
    assert_eq!(
        post(&served, "/set", json!({"appliance": "b", "version": "25.3.1", "role_text": "standby"})).await.0,
        200
    );
    let state = get(&served, "/state").await;
    assert_eq!(
        (&state["settings"]["sync_ms"], &state["switches"]["promote_without_peer"]),
        (&json!(1234), &json!("accept"))
    );
    assert_eq!(
        (&state["appliances"]["b"]["version"], &state["appliances"]["b"]["role_text"]),
        (&json!("25.3.1"), &json!("standby"))
    );
    assert_eq!(post(&served, "/set", json!({"appliance": "b", "role_text": null})).await.0, 200);
    assert_eq!(get(&served, "/state").await["appliances"]["b"]["role_text"], json!(null));
}

#[tokio::test]
async fn a_role_is_changed_alone_or_by_the_swap_of_the_login_page() {
    let served = served(|_| {});
    assert_eq!(post(&served, "/role", json!({"appliance": "b", "role": "primary"})).await.0, 200);
    assert!(get(&served, "/history").await["two_primaries_at_ms"].is_i64());
    assert_eq!(post(&served, "/role", json!({"appliance": "a", "role": "backup"})).await.0, 200);
    assert_eq!(post(&served, "/role", json!({"appliance": "b", "role": "backup", "way": "sync"})).await.0, 200);
    assert_eq!(get(&served, "/state").await["motion"]["motion"], "sync");
    post(&served, "/advance", json!({"ms": 12_000})).await;
    let history = get(&served, "/history").await;
    let roles: Vec<(Value, Value)> =
        history["roles"].as_array().unwrap().iter().map(|at| (at["a"].clone(), at["b"].clone())).collect();
    let expected = [
        ("primary", "backup"),
        ("primary", "primary"),
        ("backup", "primary"),
        ("backup", "backup"),
        ("primary", "backup"),
    ];
    assert_eq!(roles, expected.map(|(a, b)| (json!(a), json!(b))));
    assert_eq!(history["role_commands"], json!([]));
}

#[tokio::test]
async fn it_puts_faults_in_the_way_and_takes_them_away() {
    let served = served(|_| {});
    let fault = json!({"appliance": "site", "call": "check_health", "kind": "500", "count": 3});
    assert_eq!(post(&served, "/fault", fault).await.0, 200);
    let probe = bytes_of(&get_request("/check_health", ""));
    assert_eq!(served.raw(Door::Site, &probe).await.unwrap().status(), 500);
    assert_eq!(get(&served, "/state").await["faults"][0]["count"], 2);
    assert_eq!(post(&served, "/faults/clear", json!({})).await.0, 200);
    assert_eq!(served.raw(Door::Site, &probe).await.unwrap().status(), 200);
    let requests = get(&served, "/requests").await;
    assert_eq!((&requests["requests"][0]["fault"], &requests["requests"][1]["status"]), (&json!("500"), &json!(200)));
}

#[tokio::test]
async fn a_wrong_body_is_answered_with_the_field_that_is_wrong() {
    let served = served(|_| {});
    for (path, body, field) in [
        ("/fault", json!({"call": "helth", "kind": "500"}), json!("call")),
        ("/fault", json!({"call": "health", "kind": "explode"}), json!("kind")),
        ("/fault", json!({"call": "health", "kind": "500", "count": -1}), json!("count")),
        ("/fault", json!({"kind": "500"}), json!("call")),
        ("/kill", json!({"appliance": "c"}), json!("appliance")),
        ("/kill", json!({"appliance": "a", "hard": true}), json!("hard")),
        ("/set", json!({"sync_ms": "soon"}), json!("sync_ms")),
        ("/set", json!({"colour": 1}), json!("colour")),
        ("/set", json!({"appliance": "a", "sync_ms": 1}), json!("sync_ms")),
        ("/role", json!({"appliance": "a", "role": "master"}), json!("role")),
        ("/role", json!({"appliance": "a", "role": "backup", "way": "quickly"}), json!("way")),
        ("/pointer", json!({"appliance": "b"}), json!("appliance")),
        ("/advance", json!({"ms": 1.5}), json!("ms")),
        ("/advance", json!([1]), json!(null)),
    ] {
        let (status, said) = post(&served, path, body.clone()).await;
        assert_eq!((status, &said["field"]), (400, &field), "{path} {body}: {said}");
    }
}

#[tokio::test]
async fn a_setting_that_is_wrong_keeps_the_right_ones_beside_it_out() {
    let served = served(|_| {});
    let (status, _) =
        post(&served, "/set", json!({"sync_ms": 77, "promote_without_peer": "accept", "link_up": 3})).await;
    let state = get(&served, "/state").await;
    assert_eq!((status, &state["settings"]["sync_ms"]), (400, &json!(10_000)));
    assert_eq!(state["switches"]["promote_without_peer"], "refuse");
}

#[tokio::test]
async fn web_pages_and_other_names_are_refused() {
    let served = served(|_| {});
    assert_eq!(served.control("GET", "/state", "", "Origin: http://evil.example\r\n").await.status(), 403);
    let at = served.running.banner.control.trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&at).await.unwrap();
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    stream.write_all(b"GET /state HTTP/1.1\r\nHost: evil.example\r\n\r\n").await.unwrap();
    let mut came = String::new();
    stream.read_to_string(&mut came).await.unwrap();
    assert!(came.starts_with("HTTP/1.1 403 "), "{came}");
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_not_there() {
    let served = served(|_| {});
    assert_eq!(post(&served, "/nothing", json!({})).await.0, 404);
    assert_eq!(post(&served, "/state", json!({})).await.0, 405);
    assert_eq!(get(&served, "/violations").await, json!({"violations": []}));
}

#[tokio::test]
async fn somebody_changes_things_in_login_and_in_appliance() {
    let served = served(|_| {});
    let rename = json!({"appliance": "b", "kind": "group-policy", "action": "change", "id": 1,
        "fields": {"name": "Chiefs"}, "who": "Cleo Marsh (cleo)", "who_ip": "192.0.2.77"});
    assert_eq!(post(&served, "/change", rename).await, (200, json!({"ok": true, "id": 1})));
    let skill = json!({"appliance": "a", "kind": "login/skill", "action": "add", "fields": {"name": "Pumps"}});
    assert_eq!(post(&served, "/change", skill).await, (200, json!({"ok": true, "id": 3})));
    let setting = json!({"appliance": "a", "kind": "login/setting", "action": "change", "id": 1,
        "fields": {"api": false}, "secrets": ["email:password"]});
    assert_eq!(post(&served, "/change", setting).await.0, 200);
    let route =
        json!({"appliance": "a", "kind": "appliance/network_route", "action": "add", "fields": {"to": "198.51.100.0"}});
    assert_eq!(post(&served, "/change", route).await.0, 200);
    let silent = json!({"appliance": "a", "kind": "team", "action": "remove", "id": 2, "logged": false});
    assert_eq!(post(&served, "/change", silent).await.0, 200);
    let user =
        json!({"appliance": "a", "kind": "user", "action": "change", "id": 2, "fields": {"password": "of bob's own"}});
    assert_eq!(post(&served, "/change", user).await.0, 200);
    let other = json!({"appliance": "a", "event": "kerberos_keytab_added", "fields": {"count": 2}});
    assert_eq!(post(&served, "/log", other).await.0, 200);

    let objects = get(&served, "/objects").await;
    assert_eq!(objects["b"]["synced"]["group-policy"]["1"]["name"], "Chiefs");
    assert_eq!(objects["a"]["synced"]["group-policy"]["1"]["name"], "Administrators");
    assert_eq!(objects["a"]["synced"]["team"]["2"], json!(null));
    assert_eq!(objects["a"]["own"]["appliance/network_route"]["1"]["to"], "198.51.100.0");
    assert!(!objects.to_string().contains("of bob's own"));
    let log = |door| {
        let served = &served;
        async move {
            let token = served.token(door).await;
            let asked = get_request("/api/reporting?generate_report=Syslog", &token);
            crate::reporting::joined(served.raw(door, &bytes_of(&asked)).await.unwrap().body())
        }
    };
    let (a, b) = (log(A).await, log(crate::bench::B).await);
    assert!(b.contains("who=Cleo Marsh (cleo);who_ip=192.0.2.77;event=group_policy_changed;"), "{b}");
    assert!(b.contains("old_name=Administrators;new_name=Chiefs"));
    assert!(a.contains("event=skill_added;id=3;name=Pumps"), "{a}");
    assert!(a.contains("event=setting_changed;old_api=1;new_api=0;new_email:password=***NEW***"), "{a}");
    assert!(a.contains(" 0927:01:01:site=support.example.test/appliance;") && a.contains("event=network_route_added;"));
    assert!(a.contains("new_password=***NEW***") && a.contains("event=kerberos_keytab_added;count=2"));
    assert!(!a.contains("team_removed"), "it was not logged");
}

#[tokio::test]
async fn a_change_that_cannot_be_is_said_to_be_wrong() {
    let served = served(|_| {});
    for (body, field) in [
        (json!({"kind": "team", "action": "add"}), "appliance"),
        (json!({"appliance": "a", "kind": "colour", "action": "add"}), "kind"),
        (json!({"appliance": "a", "kind": "team/9/user", "action": "add", "fields": {"user_id": 1}}), "kind"),
        (json!({"appliance": "a", "kind": "team", "action": "paint"}), "action"),
        (json!({"appliance": "a", "kind": "team", "action": "remove"}), "id"),
        (json!({"appliance": "a", "kind": "team", "action": "remove", "id": 9}), "id"),
        (json!({"appliance": "a", "kind": "team", "action": "add", "fields": {"colour": 1}}), "fields"),
        (json!({"appliance": "a", "kind": "team", "action": "add", "fields": {"name": 1}}), "fields"),
        (json!({"appliance": "a", "kind": "team/1/user", "action": "add", "fields": {}}), "fields"),
        (json!({"appliance": "a", "kind": "team", "action": "add", "colour": 1}), "colour"),
    ] {
        let (status, said) = post(&served, "/change", body.clone()).await;
        assert_eq!((status, &said["field"]), (400, &json!(field)), "{body}: {said}");
    }
    post(&served, "/kill", json!({"appliance": "b"})).await;
    let dead = json!({"appliance": "b", "kind": "team", "action": "remove", "id": 1});
    assert_eq!(post(&served, "/change", dead).await.0, 400);
}

#[tokio::test]
async fn no_secret_is_told_by_the_control_face() {
    let served = served(|_| {});
    let token = served.token(A).await;
    for path in ["/state", "/history", "/requests", "/violations", "/objects"] {
        let said = served.control("GET", path, "", "").await.text();
        assert!(!said.contains(&token) && !said.contains(&served.running.banner.client_secret), "{path}");
    }
}
