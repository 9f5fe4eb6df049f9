//! Command API v2 beyond the documented examples: its rules and its clock.

use serde_json::json;
use simulator::{Answer, Which};

use crate::bench::{A, B, Bench, get_request, json_of, planned, request, role_request};

const HEALTH: &str = "/api/command/v2/health";

#[test]
fn health_repeats_its_reading_for_a_minute_and_may_show_the_old_role() {
    let mut bench = Bench::new();
    assert_eq!(bench.get(B, HEALTH).1["failover_role"], "backup");
    bench.command(A, planned());
    bench.wait(59_999);
    assert_eq!(bench.get(B, HEALTH).1["failover_role"], "backup");
    let (_, rows) = bench.get(B, "/api/command/v2/appliance");
    assert_eq!(rows[0]["failover_role"], "primary");
    bench.wait(1);
    assert_eq!(bench.get(B, HEALTH).1["failover_role"], "primary");
}

#[test]
fn health_and_the_plain_probe_answer_500_where_something_is_wrong() {
    let mut bench = Bench::new();
    bench.set_one(Which::A, json!({"healthy": false, "error_text": "The database is slow."}));
    let (status, body) = bench.get(A, HEALTH);
    assert_eq!(
        (status, &body["message"], &body["failover_role"]),
        (500, &json!("The database is slow."), &json!("primary"))
    );
    let probe = request("GET", "/check_health", &[("Connection", "close")], "");
    let answer = bench.answered(A, &probe);
    assert_eq!((answer.status, answer.body.as_slice()), (500, b"The database is slow.\n".as_slice()));
    assert_eq!(bench.answered(B, &probe).status, 200);
}

#[test]
fn shared_ips_and_sync_are_told_by_the_primary_only() {
    let mut bench = Bench::new();
    let (_, primary) = bench.get(A, HEALTH);
    assert_eq!(primary["enabled_shared_ips"], json!(["192.0.2.10"]));
    assert_eq!(primary["last_data_sync_status"], "Data sync completed.");
    let (_, backup) = bench.get(B, HEALTH);
    for field in ["enabled_shared_ips", "last_data_sync", "last_data_sync_status"] {
        assert_eq!(backup[field], json!(null), "{field}");
    }
}

#[test]
fn info_tells_the_appliances_own_clock() {
    let mut bench = Bench::new();
    bench.set_one(Which::B, json!({"clock_offset_ms": -3_600_000}));
    assert_eq!(bench.get(A, "/api/command/v2/info").1["current_time"], "2026-03-14T22:00:00+00:00");
    assert_eq!(bench.get(B, "/api/command/v2/info").1["current_time"], "2026-03-14T21:00:00+00:00");
}

#[test]
fn a_role_text_is_said_everywhere_and_is_not_the_role() {
    let mut bench = Bench::new();
    bench.set_one(Which::A, json!({"role_text": "standby"}));
    assert_eq!(bench.get(A, HEALTH).1["failover_role"], "standby");
    assert_eq!(bench.get(B, "/api/command/v2/appliance").1[1]["failover_role"], "standby");
    assert_eq!(bench.model.role(Which::A), simulator::config::Role::Primary);
}

#[test]
fn permissions_are_kept() {
    let mut bench = Bench::new();
    let calls = ["info", "health", "appliance", "appliance/client-count", "client", "user"];
    for (permission, expected) in [("read_only", [200; 6]), ("deny", [200, 403, 403, 403, 403, 403])] {
        bench.set(json!({"perm_command": permission}));
        let statuses = calls.map(|call| bench.wait(200).get(A, &format!("/api/command/v2/{call}")).0);
        assert_eq!(statuses, expected, "{permission}");
        assert_eq!(bench.get(A, "/api/command/v2/info").1["permissions"]["perm_command"], permission);
        assert_eq!(bench.command(A, planned()).0, 403);
    }
    assert_eq!(bench.model.record().role_commands.len(), 2, "refused commands are received commands");
}

#[test]
fn counts_and_clients_can_be_asked_for_by_type() {
    let mut bench = Bench::new();
    let (_, counts) = bench.get(A, "/api/command/v2/appliance/client-count");
    assert_eq!(
        (&counts[0]["access_consoles"], &counts[0]["asset_clients"], &counts[0]["gateways"]),
        (&json!(12), &json!(40), &json!(2))
    );
    assert_eq!(counts[1]["access_consoles"], 0);
    let (_, clients) = bench.get(A, "/api/command/v2/client?type=gateway,access_console");
    assert_eq!(clients.as_array().map(Vec::len), Some(14));
    assert_eq!(bench.get(B, "/api/command/v2/client").1, json!([]));
    assert_eq!(bench.get(A, "/api/command/v2/client?type=robot").0, 422);
    assert_eq!(bench.get(A, "/api/command/v2/user").1.as_array().map(Vec::len), Some(12));
}

#[test]
fn every_path_refuses_what_it_does_not_know() {
    let mut bench = Bench::new();
    for call in ["info", "health", "appliance", "appliance/client-count", "client", "user"] {
        let path = format!("/api/command/v2/{call}");
        assert_eq!(bench.wait(500).get(A, &format!("{path}?verbose=1")).0, 400, "{call}");
        let token = bench.token(A);
        let mut posted = get_request(&path, &token);
        posted.method = "POST".to_owned();
        let answer = bench.answered(A, &posted);
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")), "{call}");
    }
    assert_eq!(bench.get(A, "/api/command/v2/nothing").0, 404);
    assert_eq!(bench.get(A, "/api/command/v2//health").0, 405);
    assert_eq!(bench.get(A, "/api/command?action=check_health").0, 404);
}

#[test]
fn options_lists_the_methods_and_head_is_a_get_without_its_body() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    let mut asked = get_request("/api/command/v2/failover-role", &token);
    asked.method = "OPTIONS".to_owned();
    let answer = bench.answered(A, &asked);
    assert_eq!((answer.status, answer.header("allow")), (204, Some("POST, OPTIONS")));
    let whole = bench.answered(A, &get_request(HEALTH, &token));
    let mut head = get_request(HEALTH, &token);
    head.method = "HEAD".to_owned();
    let answer = bench.answered(A, &head);
    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_eq!(answer.header("content-length"), Some(whole.body.len().to_string().as_str()));
}

#[test]
fn a_role_commands_body_is_read_strictly() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    let mut answer = |body: &str| -> Answer { bench.wait(100).answered(A, &role_request(&token, body)) };
    for body in ["", "[]", "{", r#"{"role":"backup","extra":1}"#] {
        assert_eq!(answer(body).status, 400, "{body}");
    }
    for body in [
        "{}",
        r#"{"role":null}"#,
        r#"{"role":"Backup"}"#,
        r#"{"role":"backup","force":"true"}"#,
        r#"{"role":"backup","data_sync_first":1}"#,
    ] {
        let refused = answer(body);
        assert_eq!(refused.status, 422, "{body}");
        assert!(json_of(&refused)["errors"].is_object());
    }
    let mut form = role_request(&token, "role=backup");
    form.headers[1].1 = "application/x-www-form-urlencoded".to_owned();
    assert_eq!(bench.answered(A, &form).status, 400);
    assert_eq!(bench.roles(), (simulator::config::Role::Primary, simulator::config::Role::Backup));
}

#[test]
fn every_role_command_is_recorded_with_its_parameters_and_its_answer() {
    let mut bench = Bench::new();
    bench.command(A, planned());
    bench.wait(1_000).command(B, json!({"role": "primary"}));
    let commands = &bench.model.record().role_commands;
    assert_eq!((&commands[0].parameters, commands[0].status, commands[0].appliance), (&planned(), Some(200), Which::A));
    assert_eq!((commands[1].status, commands[1].at_ms - commands[0].at_ms), (Some(422), 1_000));
    assert!(commands.iter().all(|command| command.handled && command.message.is_some()));
}
