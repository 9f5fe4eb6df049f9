//! Every setting of every switch, as it is seen on the wire.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use simulator::config::Role;
use simulator::{Act, Config, Door, Product, Which, switch};

use crate::bench::{A, B, Bench, form_request, get_request, planned, request, role_request, switched, token_request};

pub(crate) const HEALTH: &str = "/api/command/v2/health";
pub(crate) const PLANNED: &str = "action=set_failover_role&role=backup&data_sync_first=1";

/// What each setting looks like: the switch, then its settings in order with what the story below tells of them.
const EXPECTED: &[(&str, &[(&str, &str)])] = &[
    ("api", &[("v2", "v1 404, v2 200"), ("v1", "v1 200, v2 404"), ("both", "v1 200, v2 200")]),
    (
        "v1_namespace",
        &[
            ("documented", "https://www.beyondtrust.com/namespaces/API/command"),
            ("bomgar", "http://www.bomgar.com/namespaces/API/command"),
            ("sra", "http://www.beyondtrust.com/sra/namespaces/API/command"),
            ("none", "no namespace"),
        ],
    ),
    ("v1_info_root", &[("api_information", "api_information"), ("get_api_info", "get_api_info")]),
    ("v1_error", &[("root", "error[xmlns]()"), ("child", "set_failover_role[xmlns](error[]())")]),
    ("v1_success", &[("root", "success[xmlns]()"), ("child", "set_failover_role[xmlns](success[]())")]),
    ("v1_unhealthy_status", &[("200", "200 success 0"), ("500", "500 success 0")]),
    ("v1_refusal_status", &[("200", "200 error"), ("500", "500 error")]),
    ("v1_denied", &[("403", "403 application/json"), ("error", "200 text/xml; charset=UTF-8")]),
    ("v1_health", &[("fresh", "1 then 0"), ("repeated", "1 then 1")]),
    ("v1_sync_fields", &[("primary", "primary true, backup false"), ("both", "primary true, backup true")]),
    ("v2_sync_fields", &[("primary", "primary true, backup false"), ("both", "primary true, backup true")]),
    ("v2_no_shared_ips", &[("null", "Some(Null)"), ("missing", "None"), ("empty", "Some(Array [])")]),
    ("v2_unhealthy_fields", &[("full", "500, 0 null, a message"), ("null", "500, 9 null, a message")]),
    ("v2_refusal_status", &[("by_reason", "422 and 500"), ("422", "422 and 422"), ("500", "500 and 500")]),
    (
        "v1_sync_default",
        &[
            ("0", "Successfully changed role to backup."),
            ("1", "Successfully started data sync. The role changes once it is complete."),
        ],
    ),
    (
        "v2_client_names",
        &[
            ("as_pra", "access_console asset_client gateway, 12 access_consoles, pra access_console"),
            ("own", "representative customer_client jumpoint, 12 representatives, pra access_console"),
        ],
    ),
    (
        "pra_v1_users",
        &[
            ("listed", "12 in logged_in_reps, 2 in connected_client_list"),
            ("empty", "0 in logged_in_reps, 0 in connected_client_list"),
            ("error", "0 in error, 0 in error"),
        ],
    ),
    (
        "cluster_role",
        &[
            ("single", "v1 single, v2 single single"),
            ("primary", "v1 primary, v2 primary primary"),
            ("master", "v1 master, v2 primary primary"),
        ],
    ),
    (
        "sync_status_text",
        &[
            ("words", "\"Data sync completed.\""),
            ("running", "\"Data sync is running.\""),
            ("empty", "\"\""),
            ("absent", "null"),
        ],
    ),
    (
        "failed_sync_told",
        &[
            ("text", "Data sync failed. 2026-03-14T21:40:00+00:00"),
            ("stamp", "Data sync completed. 2026-03-14T22:00:10+00:00"),
            ("text_and_stamp", "Data sync failed. 2026-03-14T22:00:10+00:00"),
            ("nothing", "Data sync completed. 2026-03-14T21:40:00+00:00"),
        ],
    ),
    (
        "version_mismatch",
        &[
            ("syncs", "200, then (Backup, Primary)"),
            ("refused", "422, then (Primary, Backup)"),
            ("fails", "200, then (Primary, Backup)"),
        ],
    ),
    (
        "primary_during_sync",
        &[
            ("answers", "200 here, 200 there, probe 200"),
            ("503", "503 here, 200 there, probe 200"),
            ("refused", "Refused here, 200 there, probe Refused"),
            ("hang", "Hang here, 200 there, probe 200"),
        ],
    ),
    (
        "backup_during_sync",
        &[
            ("answers", "200 here, 200 there, probe 200"),
            ("503", "503 here, 200 there, probe 200"),
            ("refused", "Refused here, 200 there, probe Refused"),
            ("hang", "Hang here, 200 there, probe 200"),
        ],
    ),
    ("role_command_connection", &[("kept", "200, then (Backup, Primary)"), ("lost", "Closed, then (Backup, Primary)")]),
    (
        "backup_answers",
        &[
            ("everything", "probe 200, token 200, v1 200, v2 200"),
            ("no_v2", "probe 200, token 200, v1 200, v2 404"),
            ("no_v1", "probe 200, token 200, v1 404, v2 200"),
            ("no_command", "probe 200, token 200, v1 404, v2 404"),
            ("no_sign_in", "probe 200, token 404, v1 404, v2 404"),
            ("no_account", "probe 200, token 401, v1 401, v2 401"),
        ],
    ),
    ("unanswered_status", &[("404", "404 404 404"), ("403", "403 403 403"), ("503", "503 503 503")]),
    ("token_after_swap", &[("survives", "a 200, b 200"), ("dies", "a 401, b 401")]),
    ("token_at_peer", &[("refused", "own 200, other 401"), ("valid", "own 200, other 200")]),
    ("kept_connection", &[("closed", "close, asked for close"), ("served", "keep-alive, asked for close")]),
    ("rate_counted", &[("pair", "a 200, a 200, b 429"), ("appliance", "a 200, a 200, b 200")]),
    ("over_rate_status", &[("429", "429"), ("503", "503")]),
    ("retry_after", &[("absent", "429 None"), ("present", "429 Some(\"1\")")]),
    ("same_role", &[("error", "422, then (Primary, Backup)"), ("success", "200, then (Primary, Backup)")]),
    (
        "command_during_sync",
        &[
            ("error", "422, then (Backup, Primary)"),
            ("ignored", "200, then (Backup, Primary)"),
            ("queued", "200, then (Primary, Backup)"),
        ],
    ),
    ("promote_without_peer", &[("refuse", "500, then (Primary, Backup)"), ("accept", "200, then (Primary, Primary)")]),
    ("force_with_sync", &[("refuse", "500, then (Primary, Backup)"), ("steps_down", "200, then (Backup, Backup)")]),
    (
        "lost_peer_row",
        &[("last_seen", "2 rows, \"backup\""), ("role_none", "2 rows, \"none\""), ("absent", "1 rows, null")],
    ),
    ("site_during_swap", &[("nobody", "Refused, then 200"), ("last_primary", "200, then 200")]),
];

/// A short story in which one switch shows.
fn story(switch: &str, setting: &str) -> String {
    let with = |others: &[(&str, &str)]| {
        let mut config = switched(others);
        config.set_switch(switch, setting).unwrap();
        Bench::of(config)
    };
    let mut v1 = with(&[("api", if switch == "api" { setting } else { "both" })]);
    match switch {
        "api" => format!("v1 {}, v2 {}", v1.act(A, "action=check_health").status, status(&mut v1, A)),
        "v1_namespace" => {
            let health = v1.xml(A, "action=check_health");
            health.attribute("xmlns").unwrap_or("no namespace").to_owned()
        }
        "v1_info_root" => v1.xml(A, "action=get_api_info").name,
        "v1_error" => v1.xml(A, "action=set_failover_role&role=primary").shape(),
        "v1_success" => v1.xml(A, PLANNED).shape(),
        "v1_unhealthy_status" => {
            v1.set_one(Which::A, json!({"healthy": false}));
            let answer = v1.act(A, "action=check_health");
            format!("{} success {}", answer.status, crate::xml::read(&answer.body).text_of("success").unwrap())
        }
        "v1_refusal_status" => {
            let answer = v1.act(A, "action=set_failover_role&role=primary");
            format!("{} {}", answer.status, crate::xml::read(&answer.body).name)
        }
        "v1_denied" => {
            v1.set(json!({"perm_command": "read_only"}));
            let answer = v1.act(A, PLANNED);
            format!("{} {}", answer.status, answer.header("content-type").unwrap())
        }
        "v1_health" => {
            let mut success = || {
                let health = v1.xml(A, "action=check_health");
                v1.set_one(Which::A, json!({"healthy": false}));
                health.text_of("success").unwrap().to_owned()
            };
            format!("{} then {}", success(), success())
        }
        "v1_sync_fields" => {
            let mut tells = |door| v1.xml(door, "action=check_health").find("last_data_sync_time").is_some();
            format!("primary {}, backup {}", tells(A), tells(B))
        }
        "v2_sync_fields" => {
            let mut tells = |door| v1.get(door, HEALTH).1["last_data_sync"].is_string();
            format!("primary {}, backup {}", tells(A), tells(B))
        }
        "v2_no_shared_ips" => format!("{:?}", v1.get(B, HEALTH).1.get("enabled_shared_ips")),
        "v2_unhealthy_fields" => {
            v1.set_one(Which::A, json!({"healthy": false}));
            let (status, body) = v1.get(A, HEALTH);
            let nulls = body.as_object().unwrap().values().filter(|value| value.is_null()).count();
            format!("{status}, {nulls} null, {}", if body["message"].is_string() { "a message" } else { "none" })
        }
        "v2_refusal_status" => {
            let same = v1.command(A, json!({"role": "primary"})).0;
            v1.model.kill(v1.now_ms, Which::B);
            format!("{same} and {}", v1.command(A, planned()).0)
        }
        "v1_sync_default" => v1.xml(A, "action=set_failover_role&role=backup").text,
        "v2_client_names" => {
            let path = "/api/command/v2/client";
            let mut types: Vec<String> = Vec::new();
            for client in v1.get(A, path).1.as_array().unwrap() {
                types.push(client["type"].as_str().unwrap().to_owned());
            }
            types.dedup();
            let counts = v1.get(A, "/api/command/v2/appliance/client-count").1;
            let (field, count) = counts[0].as_object().unwrap().iter().nth(1).unwrap();
            assert_eq!(v1.get(A, &format!("{path}?type={}", types[0])).1.as_array().map(Vec::len), Some(12));
            let mut config = Config { product: Product::Pra, ..Config::default() };
            config.set_switch(switch, setting).unwrap();
            let pra = Bench::of(config).get(A, path).1;
            format!("{}, {count} {field}, pra {}", types.join(" "), pra[0]["type"].as_str().unwrap())
        }
        "pra_v1_users" => {
            let mut config = Config { product: Product::Pra, ..switched(&[("api", "v1")]) };
            config.set_switch(switch, setting).unwrap();
            let mut bench = Bench::of(config);
            let reps = bench.xml(A, "action=get_logged_in_reps");
            let clients = bench.xml(A, "action=get_connected_client_list&summary_only=1");
            let summaries = clients.children.first().map_or(0, |summary| summary.children.len());
            format!("{} in {}, {summaries} in {}", reps.children.len(), reps.name, clients.name)
        }
        "cluster_role" => {
            let listed = v1.xml(A, "action=get_appliances");
            let (health, rows) = (v1.get(A, HEALTH).1, v1.get(A, "/api/command/v2/appliance").1);
            let word = |value: &Value| value["cluster_role"].as_str().unwrap().to_owned();
            format!("v1 {}, v2 {} {}", listed.text_of("cluster_role").unwrap(), word(&health), word(&rows[0]))
        }
        "sync_status_text" => {
            v1.command(A, planned());
            let text = v1.wait(1_000).get(A, HEALTH).1["last_data_sync_status"].clone();
            let told = v1.xml(A, "action=check_health").text_of("last_data_sync_status").map(str::to_owned);
            assert_eq!(json!(told), text, "v1 says what v2 says");
            text.to_string()
        }
        "failed_sync_told" => {
            v1.set(json!({"sync_fails": true}));
            v1.command(A, planned());
            let health = v1.wait(11_000).get(A, HEALTH).1;
            let text = |name: &str| health[name].as_str().unwrap().to_owned();
            format!("{} {}", text("last_data_sync_status"), text("last_data_sync"))
        }
        "version_mismatch" => {
            v1.set_one(Which::B, json!({"build": "74513"}));
            then_roles(v1, A, planned())
        }
        "primary_during_sync" => during_sync(v1, A, B),
        "backup_during_sync" => during_sync(v1, B, A),
        "role_command_connection" => {
            let token = v1.token(A);
            let reply = v1.send(A, &role_request(&token, &planned().to_string()));
            assert_eq!(v1.model.record().role_commands[0].status, Some(200), "it was taken");
            v1.wait(30_000);
            format!("{}, then {:?}", word(&reply.act), v1.roles())
        }
        "backup_answers" => {
            let mut bench = Bench::of(switched(&[("api", "both")]));
            let token = bench.token(B);
            bench.set(json!({switch: setting}));
            asked_everything(&mut bench, &token)
        }
        "unanswered_status" => {
            let mut bench = with(&[("api", "both"), ("backup_answers", "no_sign_in")]);
            let said = asked_everything(&mut bench, "nothing");
            said.split(", ").skip(1).filter_map(|part| part.split(' ').nth(1)).collect::<Vec<_>>().join(" ")
        }
        "token_after_swap" => {
            let tokens = [v1.token(A), v1.token(B)];
            v1.command(A, planned());
            v1.wait(12_000);
            let held = [A, B].map(|door| {
                let token = &tokens[usize::from(door == B)];
                v1.answered(door, &get_request(HEALTH, token)).status
            });
            format!("a {}, b {}", held[0], held[1])
        }
        "token_at_peer" => {
            let token = v1.token(A);
            let asked = get_request(HEALTH, &token);
            format!("own {}, other {}", v1.answered(A, &asked).status, v1.answered(B, &asked).status)
        }
        "kept_connection" => {
            let token = v1.token(A);
            let mut asked = get_request(HEALTH, &token);
            let closing = v1.answered(A, &asked).header("connection").unwrap().to_owned();
            asked.headers.retain(|(name, _)| name != "Connection");
            format!("{}, asked for {closing}", v1.answered(A, &asked).header("connection").unwrap())
        }
        "rate_counted" => {
            v1.set(json!({"rate_per_second": 2}));
            let token = v1.answered(A, &sign_in(&v1)).status;
            let again = v1.answered(A, &sign_in(&v1)).status;
            format!("a {token}, a {again}, b {}", v1.answered(B, &sign_in(&v1)).status)
        }
        "over_rate_status" => {
            v1.set(json!({"rate_per_second": 1}));
            let token = v1.token(A);
            v1.answered(A, &get_request(HEALTH, &token)).status.to_string()
        }
        "retry_after" => {
            v1.set(json!({"rate_per_second": 1}));
            let token = v1.token(A);
            let refused = v1.answered(A, &get_request(HEALTH, &token));
            format!("{} {:?}", refused.status, refused.header("retry-after"))
        }
        "same_role" => then_roles(v1, A, json!({"role": "primary"})),
        "command_during_sync" => {
            v1.command(A, planned());
            v1.wait(5_000);
            then_roles(v1, A, json!({"role": "primary"}))
        }
        "promote_without_peer" => {
            v1.model.kill(v1.now_ms, Which::A);
            then_roles(v1, B, json!({"role": "primary"}))
        }
        "force_with_sync" => {
            v1.model.kill(v1.now_ms, Which::B);
            then_roles(v1, A, json!({"role": "backup", "data_sync_first": true, "force": true}))
        }
        "lost_peer_row" => {
            v1.model.kill(v1.now_ms, Which::B);
            let rows = v1.get(A, "/api/command/v2/appliance").1;
            let listed = v1.xml(A, "action=get_appliances").children.len();
            assert_eq!(rows.as_array().map(Vec::len), Some(listed), "v1 lists what v2 lists");
            format!("{listed} rows, {}", rows[1]["failover_role"])
        }
        "site_during_swap" => {
            v1.command(A, planned());
            let between = v1.wait(11_000).send(Door::Site, &probe()).act;
            assert_eq!(v1.roles(), (Role::Backup, Role::Backup));
            let after = v1.wait(5_000).send(Door::Site, &probe()).act;
            assert_eq!(v1.model.site_answered_by(), Some(Which::B));
            format!("{}, then {}", word(&between), word(&after))
        }
        other => crate::switches_data::story(other, setting),
    }
}

pub(crate) fn probe() -> simulator::Request {
    request("GET", "/check_health", &[("Connection", "close")], "")
}

pub(crate) fn sign_in(bench: &Bench) -> simulator::Request {
    let (id, secret) = bench.model.credential();
    token_request(id, secret)
}

pub(crate) fn status(bench: &mut Bench, door: Door) -> u16 {
    let token = bench.token(door);
    bench.answered(door, &get_request(HEALTH, &token)).status
}

/// A status, or what there is instead of one.
fn word(act: &Act) -> String {
    match act {
        Act::Answer(answer) => answer.status.to_string(),
        other => format!("{other:?}"),
    }
}

/// The status of a role command, and the roles when everything is over.
fn then_roles(mut bench: Bench, door: Door, body: Value) -> String {
    let status = bench.command(door, body).0;
    bench.wait(60_000);
    format!("{status}, then {:?}", bench.roles())
}

fn during_sync(mut bench: Bench, here: Door, there: Door) -> String {
    let tokens = [bench.token(here), bench.token(there)];
    assert_eq!(bench.command(A, planned()).0, 200, "the command that starts the sync is answered");
    let asked = [get_request(HEALTH, &tokens[0]), get_request(HEALTH, &tokens[1]), probe()];
    let said = [(here, 0), (there, 1), (here, 2)].map(|(door, asked_for)| {
        let reply = bench.send(door, &asked[asked_for]);
        word(&reply.act)
    });
    bench.wait(10_000);
    assert_eq!(bench.answered(here, &asked[0]).status, 200, "it answers again when the sync is over");
    format!("{} here, {} there, probe {}", said[0], said[1], said[2])
}

fn asked_everything(bench: &mut Bench, token: &str) -> String {
    let asked = [
        ("probe", probe()),
        ("token", sign_in(bench)),
        ("v1", form_request("action=check_health", token)),
        ("v2", get_request(HEALTH, token)),
    ];
    let said = asked.map(|(name, request)| format!("{name} {}", bench.answered(B, &request).status));
    assert_eq!(status(bench, A), 200, "the primary answers as ever");
    said.join(", ")
}

#[test]
fn every_setting_of_every_switch_is_seen_on_the_wire_as_it_is_said() {
    let all: Vec<_> = EXPECTED.iter().chain(&crate::switches_data::EXPECTED).collect();
    let listed: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let known: Vec<&str> = switch::all().iter().map(|switch| switch.name).collect();
    assert_eq!(listed, known);
    for (switch, (name, expected)) in switch::all().iter().zip(all) {
        let settings: Vec<&str> = expected.iter().map(|(setting, _)| *setting).collect();
        assert_eq!(settings, switch.settings, "{name}");
        for (setting, seen) in *expected {
            assert_eq!(story(name, setting), *seen, "{name} = {setting}");
        }
        let distinct: BTreeSet<&str> = expected.iter().map(|(_, seen)| *seen).collect();
        assert_eq!(distinct.len(), expected.len(), "two settings of {name} look the same");
    }
}

#[test]
fn the_first_setting_of_each_is_the_default() {
    let mut config = Config::default();
    for switch in switch::all() {
        assert_eq!(switch.meanings.len(), switch.settings.len());
        config.set_switch(switch.name, switch.settings[0]).unwrap();
    }
    assert_eq!(config, Config::default());
}

#[test]
fn a_wrong_name_or_setting_is_named_and_changes_nothing() {
    let mut config = Config::default();
    let wrong = config.set_switch("same_role", "maybe").unwrap_err();
    assert_eq!((wrong.name(), wrong.to_string().as_str()), ("same_role", "wants one of error, success"));
    assert_eq!(config.set_switch("colour", "red").unwrap_err().name(), "colour");
    assert_eq!(config, Config::default());
}

#[test]
fn every_switch_can_be_set_while_it_runs() {
    let mut bench = Bench::new();
    for switch in switch::all() {
        for setting in switch.settings {
            bench.set(json!({switch.name: setting}));
            let told = serde_json::to_value(bench.model.switches()).unwrap();
            assert_eq!(told[switch.name], **setting);
        }
    }
}
