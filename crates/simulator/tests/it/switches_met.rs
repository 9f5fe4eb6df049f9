//! Switches beyond their first sight: where they meet time, death and each other.

use serde_json::{Value, json};
use simulator::config::Role;
use simulator::{Act, Door, Which};

use crate::bench::{A, B, Bench, form_request, get_request, json_of, planned, switched};
use crate::switches::{HEALTH, PLANNED, probe, sign_in, status};

#[test]
fn the_automatic_sync_cuts_no_api_off() {
    let mut bench = Bench::of(switched(&[("primary_during_sync", "refused"), ("backup_during_sync", "503")]));
    bench.wait(6 * 60 * 60 * 1000 + 1_000);
    assert!(bench.model.motion().is_some());
    assert_eq!((status(&mut bench, A), status(&mut bench, B)), (200, 200));
}

#[test]
fn a_site_whose_primary_refuses_during_a_sync_refuses() {
    let mut bench = Bench::of(switched(&[("primary_during_sync", "refused")]));
    bench.command(A, planned());
    assert_eq!(bench.send(Door::Site, &probe()).act, Act::Refused);
}

#[test]
fn a_command_that_waited_for_the_swap_is_not_recorded_twice_and_a_dead_appliance_forgets_it() {
    let mut bench = Bench::of(switched(&[("command_during_sync", "queued"), ("promote_without_peer", "accept")]));
    bench.command(A, planned());
    bench.wait(5_000).command(B, json!({"role": "primary"}));
    bench.model.kill(bench.now_ms, Which::B);
    bench.wait(60_000);
    assert_eq!(bench.roles(), (Role::Primary, Role::Backup));
    assert_eq!(bench.model.record().role_commands.len(), 2);
}

#[test]
fn a_mismatch_that_stops_a_sync_fails_the_automatic_one_too() {
    for setting in ["refused", "fails"] {
        let mut bench = Bench::of(switched(&[("version_mismatch", setting)]));
        bench.set_one(Which::B, json!({"version": "25.3.1"}));
        bench.wait(6 * 60 * 60 * 1000 + 20_000);
        let health = bench.get(A, HEALTH).1;
        assert_eq!(health["last_data_sync_status"], "Data sync failed.", "{setting}");
        assert_eq!(health["last_data_sync"], "2026-03-14T21:40:00+00:00", "{setting}");
    }
}

#[test]
fn a_running_sync_is_told_only_while_it_runs() {
    let mut bench = Bench::of(switched(&[("api", "v1"), ("sync_status_text", "running"), ("v1_sync_fields", "both")]));
    let mut told = |span_ms: i64, door| {
        bench.wait(span_ms).xml(door, "action=check_health").text_of("last_data_sync_status").map(str::to_owned)
    };
    assert_eq!(told(0, A).as_deref(), Some("Data sync completed."));
    assert_eq!(told(6 * 60 * 60 * 1000 + 1_000, A).as_deref(), Some("Data sync is running."));
    assert_eq!(told(0, B).as_deref(), Some("Data sync is running."));
    assert_eq!(told(10_000, A).as_deref(), Some("Data sync completed."));
}

#[test]
fn without_failover_there_is_no_sync_to_tell_whoever_tells_it() {
    let mut bench = Bench::of(switched(&[("api", "both"), ("v1_sync_fields", "both"), ("v2_sync_fields", "both")]));
    bench.model.put_role(bench.now_ms, Which::B, Role::None);
    let health = bench.xml(B, "action=check_health");
    assert_eq!((health.find("last_data_sync_time"), health.find("last_data_sync_status")), (None, None));
    assert_eq!(bench.get(B, HEALTH).1["last_data_sync_status"], Value::Null);
}

#[test]
fn an_appliance_that_dies_in_a_sync_learns_nothing_of_its_failure() {
    let mut bench = Bench::of(switched(&[("failed_sync_told", "text_and_stamp")]));
    bench.command(A, planned());
    bench.wait(5_000);
    bench.model.kill(bench.now_ms, Which::A);
    bench.model.revive(bench.now_ms, Which::A);
    let health = bench.get(A, HEALTH).1;
    assert_eq!(health["last_data_sync_status"], "Data sync completed.");
    assert_eq!(health["last_data_sync"], "2026-03-14T21:40:00+00:00");
    assert_eq!(bench.model.appliance(Which::B).sync_text.as_deref(), Some("Data sync failed."));
}

#[test]
fn a_last_primary_that_dies_does_not_get_the_shared_ip_back() {
    let mut bench = Bench::of(switched(&[("site_during_swap", "last_primary")]));
    bench.set(json!({"swap_sticks": true}));
    bench.command(A, planned());
    bench.wait(11_000);
    assert_eq!(bench.model.site_answered_by(), Some(Which::A));
    bench.model.kill(bench.now_ms, Which::A);
    bench.model.revive(bench.now_ms, Which::A);
    assert_eq!((bench.model.site_answered_by(), bench.users()), (None, (0, 0)));
}

#[test]
fn a_lost_connection_hides_a_v1_command_that_was_taken_too() {
    let mut bench = Bench::of(switched(&[("api", "v1"), ("role_command_connection", "lost")]));
    let token = bench.token(A);
    assert_eq!(bench.send(A, &form_request(PLANNED, &token)).act, Act::Closed);
    let refused = bench.answered(A, &form_request(PLANNED, &token));
    assert_eq!(crate::xml::read(&refused.body).name, "error", "a refusal is answered");
    bench.wait(12_000);
    assert_eq!(bench.roles(), (Role::Backup, Role::Primary));
}

#[test]
fn the_hour_says_how_long_it_takes_until_a_request_is_possible_again() {
    let mut bench = Bench::of(switched(&[("retry_after", "present")]));
    bench.set(json!({"rate_per_hour": 2}));
    let token = bench.token(A);
    bench.wait(600_000).answered(A, &get_request(HEALTH, &token));
    let refused = bench.wait(599_001).answered(A, &get_request(HEALTH, &token));
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("2401")));
    assert_eq!(json_of(&refused)["message"], "Too many requests.");
    assert_eq!(bench.wait(2_401_000).answered(A, &get_request("/check_health", "")).status, 200);
    assert_eq!(bench.answered(A, &sign_in(&bench)).status, 200);
}
