//! Command API v1 beyond the documented examples: its rules, its parameters, what it shares with v2.

use serde_json::json;
use simulator::config::Role::{Backup, Primary};
use simulator::model::fault::{Fault, FaultCall, FaultKind};
use simulator::{Act, Call, Which};

use crate::bench::{A, B, Bench, form_request, json_of, request, switched};
use crate::xml::read;

const PLANNED: &str = "action=set_failover_role&role=backup&data_sync_first=1&force=0";

fn bench() -> Bench {
    Bench::of(switched(&[("api", "v1")]))
}

#[test]
fn a_whole_failover_runs_over_v1() {
    let mut bench = bench();
    let started = bench.xml(A, PLANNED);
    assert_eq!(started.name, "success");
    assert!(started.text.starts_with("Successfully started data sync"));
    assert_eq!((bench.users(), bench.roles()), ((0, 0), (Primary, Backup)));
    bench.wait(10_000);
    for door in [A, B] {
        assert_eq!(bench.xml(door, "action=check_health").text_of("failover_role"), Some("backup"));
    }
    bench.wait(2_000);
    let after = bench.xml(B, "action=check_health");
    assert_eq!(after.text_of("failover_role"), Some("primary"));
    let sync = after.find("last_data_sync_time").unwrap();
    assert_eq!((sync.text.as_str(), sync.attribute("ts")), ("2026-03-14T22:00:10+00:00", Some("1773525610")));
    let command = &bench.model.record().role_commands[0];
    assert_eq!(command.parameters, json!({"role": "backup", "data_sync_first": true, "force": false}));
    assert_eq!((command.status, command.message.as_deref()), (Some(200), Some(started.text.as_str())));
}

#[test]
fn a_query_asks_as_well_as_a_form() {
    let mut bench = bench();
    let token = bench.token(A);
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Connection", "close")];
    let asked = request("GET", "/api/command?action=check_health", &headers, "");
    let by_form = bench.act(A, "action=check_health");
    assert_eq!(bench.answered(A, &asked).body, by_form.body);
    let commanded = request("GET", "/api/command?action=set_failover_role&role=backup", &headers, "");
    assert_eq!(read(&bench.answered(A, &commanded).body).text, "Successfully changed role to backup.");
    assert_eq!(bench.model.record().role_commands[0].parameters, json!({"role": "backup"}));
}

#[test]
fn other_bodies_and_methods_are_refused() {
    let mut bench = bench();
    let token = bench.token(A);
    for kind in ["multipart/form-data; boundary=x", "application/json", "text/plain"] {
        let mut asked = form_request("action=check_health", &token);
        asked.headers[1].1 = kind.to_owned();
        assert_eq!(bench.answered(A, &asked).status, 415, "{kind}");
    }
    for method in ["PUT", "DELETE", "OPTIONS", "HEAD"] {
        let mut asked = form_request("action=check_health", &token);
        asked.method = method.to_owned();
        let answer = bench.answered(A, &asked);
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, POST")), "{method}");
    }
}

#[test]
fn a_wrong_parameter_is_an_error_and_nothing_happens() {
    let mut bench = bench();
    for form in [
        "action=set_failover_role",
        "action=set_failover_role&role=master",
        "action=set_failover_role&role=backup&data_sync_first=true",
        "action=set_failover_role&role=backup&force=yes",
        "action=get_connected_client_list&type=robot",
        "action=get_connected_client_list&summary_only=2",
        "action=",
        "",
        "action=CHECK_HEALTH",
    ] {
        let answer = bench.wait(500).act(A, form);
        assert_eq!((answer.status, read(&answer.body).name.as_str()), (200, "error"), "{form}");
    }
    assert_eq!(bench.roles(), (Primary, Backup));
    assert_eq!(bench.model.record().role_commands.len(), 4);
}

#[test]
fn permissions_are_kept_in_v1() {
    let mut bench = bench();
    bench.set(json!({"perm_command": "read_only"}));
    assert_eq!(bench.act(A, "action=check_health").status, 200);
    assert_eq!(bench.act(A, PLANNED).status, 403);
    bench.set(json!({"perm_command": "deny"}));
    for action in ["check_health", "get_appliances", "get_api_info", "get_logged_in_reps"] {
        assert_eq!(bench.wait(200).act(A, &format!("action={action}")).status, 403, "{action}");
    }
    assert_eq!(bench.roles(), (Primary, Backup));
}

#[test]
fn no_token_is_json_401_and_the_rate_is_told() {
    let mut bench = bench();
    let refused = bench.answered(A, &form_request("action=check_health", "nothing"));
    assert_eq!((refused.status, json_of(&refused)["error"].as_str()), (401, Some("access_denied")));
    let answer = bench.act(A, "action=check_health");
    assert_eq!(answer.header("x-ratelimit-limit"), Some("15000"));
    assert_eq!(answer.header("transfer-encoding"), Some("chunked"));
    assert_eq!(answer.header("content-length"), None);
}

#[test]
fn version_and_build_are_one_text_and_the_same_build_has_the_same_hash() {
    let mut bench = bench();
    let version =
        |bench: &mut Bench, door| bench.xml(door, "action=check_health").text_of("version").unwrap().to_owned();
    let (a, b) = (version(&mut bench, A), version(&mut bench, B));
    assert_eq!(a, b);
    let (head, hash) = a.trim_end_matches(')').split_once('-').unwrap();
    assert_eq!(head, "25.2.1 (74512");
    assert!(hash.len() == 40 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()), "{hash}");
    bench.set_one(Which::B, json!({"build": "74513"}));
    assert_ne!(version(&mut bench, B), a);
}

#[test]
fn the_company_is_told_before_24_3_and_the_api_version_follows_the_product() {
    let mut bench = bench();
    for (version, api, company) in [
        ("24.2.4", "1.24.1", true),
        ("24.3.1", "1.24.1", false),
        ("22.1.3", "1.22.1", true),
        ("14.2.1", "1.12.0", true),
    ] {
        bench.wait(500).set_one(Which::A, json!({"version": version}));
        let info = bench.xml(A, "action=get_api_info");
        assert_eq!(
            (info.text_of("api_version"), info.find("company_name").is_some()),
            (Some(api), company),
            "{version}"
        );
    }
    bench.set_one(Which::A, json!({"clock_offset_ms": 61_000}));
    let clock_s = (bench.now_ms + 61_000) / 1000;
    assert_eq!(bench.xml(A, "action=get_api_info").text_of("timestamp"), Some(clock_s.to_string().as_str()));
}

#[test]
fn clients_are_counted_by_appliance_and_listed_unless_only_the_summary_is_asked_for() {
    let mut bench = bench();
    let counts = |node: &crate::xml::Node| -> Vec<(String, String)> {
        let summary = node.find("appliance_summary").unwrap();
        summary.children.iter().map(|count| (count.attribute("type").unwrap().to_owned(), count.text.clone())).collect()
    };
    let whole = bench.xml(A, "action=get_connected_client_list");
    let counted = counts(&whole);
    assert_eq!((counted.len(), counted[0].1.as_str(), counted[4].1.as_str()), (5, "12", "40"));
    let summary = bench.xml(A, "action=get_connected_client_list&summary_only=1");
    assert_eq!((counts(&summary), summary.find("connected_client")), (counted.clone(), None));
    let listed = |node: &crate::xml::Node| node.children.iter().filter(|node| node.name == "connected_client").count();
    let expected: usize = counted[..4].iter().map(|(_, count)| count.parse::<usize>().unwrap()).sum();
    assert_eq!(listed(&whole), expected);
    let agents = bench.xml(A, "action=get_connected_client_list&type=push_agent,representative");
    assert_eq!((listed(&agents), counts(&agents).len()), (14, 2));
}

#[test]
fn people_are_told_by_their_appliance_alone() {
    let mut bench = bench();
    assert_eq!(bench.xml(A, "action=get_logged_in_reps").children.len(), 12);
    assert_eq!(bench.xml(B, "action=get_logged_in_reps").children.len(), 0);
}

#[test]
fn what_is_set_is_escaped() {
    let mut bench = bench();
    let text = "a < b & \"c\" > d";
    bench.set_one(Which::A, json!({"healthy": false, "error_text": text, "hostname": "<&>"}));
    let health = bench.xml(A, "action=check_health");
    assert_eq!((health.text_of("error_message"), health.text_of("appliance")), (Some(text), Some("<&>")));
}

#[test]
fn a_fault_meets_the_v1_call_that_asks_for_the_same() {
    for (form, call) in [
        ("action=check_health", Call::Health),
        ("action=get_api_info", Call::Info),
        ("action=get_appliances", Call::Appliance),
        ("action=get_logged_in_reps", Call::User),
        ("action=get_connected_client_list", Call::Client),
        ("action=get_connected_client_list&summary_only=1", Call::ClientCount),
        (PLANNED, Call::FailoverRole),
    ] {
        let mut bench = bench();
        let token = bench.token(A);
        bench.model.add_fault(Fault::once(FaultCall::Only(call), FaultKind::Reset));
        assert_eq!(bench.send(A, &form_request(form, &token)).act, Act::Reset, "{form}");
        let record = bench.model.record().requests.last().unwrap();
        assert_eq!((record.call, record.path.as_str()), (call, "/api/command"), "{form}");
    }
}

#[test]
fn garbage_says_it_is_what_was_asked_for() {
    let mut bench = bench();
    let token = bench.token(A);
    bench.model.add_fault(Fault::once(FaultCall::Any, FaultKind::Garbage));
    let answer = bench.answered(A, &form_request("action=check_health", &token));
    assert_eq!(answer.header("content-type"), Some("text/xml; charset=UTF-8"));
    assert!(std::str::from_utf8(&answer.body).is_err());
}
