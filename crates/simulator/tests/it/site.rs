//! Who answers at the site name, and who is logged in where.

use serde_json::json;
use simulator::config::Role::Primary;
use simulator::{Act, Config, Door, Network, Which};

use crate::bench::{A, B, Bench, get_request, planned};

#[test]
fn the_shared_ip_follows_the_primary_and_nobody_answers_in_between() {
    let mut bench = Bench::new();
    assert_eq!(bench.model.site_answered_by(), Some(Which::A));
    bench.command(A, planned());
    bench.wait(11_000);
    assert_eq!(bench.model.site_answered_by(), None);
    assert_eq!(bench.send(Door::Site, &get_request("/check_health", "")).act, Act::Refused);
    bench.wait(1_000);
    assert_eq!(bench.model.site_answered_by(), Some(Which::B));
}

#[test]
fn dns_and_nat_are_moved_by_hand_and_users_come_back_after_that() {
    for network in [Network::Dns, Network::Nat] {
        let mut bench = Bench::of(Config { network, ..Config::default() });
        bench.command(A, planned());
        bench.wait(60_000);
        assert_eq!(bench.model.site_answered_by(), Some(Which::A));
        assert_eq!(bench.users(), (0, 0), "the site name still leads to the backup");
        bench.model.point_to(bench.now_ms, Which::B).unwrap();
        bench.wait(5_000);
        assert_eq!(bench.users(), (0, 12));
    }
}

#[test]
fn a_shared_ip_cannot_be_moved_by_hand() {
    let mut bench = Bench::new();
    assert!(bench.model.point_to(bench.now_ms, Which::B).is_err());
}

#[test]
fn the_site_answers_with_the_guid_of_whoever_is_behind_it() {
    let mut bench = Bench::of(Config { network: Network::Dns, ..Config::default() });
    bench.model.point_to(bench.now_ms, Which::B).unwrap();
    let token = bench.token(B);
    let answer = bench.answered(Door::Site, &get_request("/api/command/v2/health", &token));
    let guid = bench.model.appliance(Which::B).settings.guid.clone();
    assert_eq!(crate::bench::json_of(&answer)["appliance_id"], guid.as_str());
}

#[test]
fn a_token_of_one_appliance_is_refused_when_the_site_leads_to_the_other() {
    let mut bench = Bench::of(Config { network: Network::Dns, ..Config::default() });
    let token = bench.token(A);
    bench.model.point_to(bench.now_ms, Which::B).unwrap();
    assert_eq!(bench.answered(Door::Site, &get_request("/api/command/v2/health", &token)).status, 401);
}

#[test]
fn a_dead_appliance_refuses_at_its_own_door_and_at_the_site() {
    let mut bench = Bench::of(Config { network: Network::Nat, ..Config::default() });
    bench.model.kill(bench.now_ms, Which::A);
    for door in [A, Door::Site] {
        assert_eq!(bench.send(door, &get_request("/check_health", "")).act, Act::Refused);
    }
    assert_eq!(bench.users(), (0, 0));
    bench.model.revive(bench.now_ms, Which::A);
    bench.wait(5_000);
    assert_eq!(bench.users(), (12, 0));
}

#[test]
fn the_holder_of_a_shared_ip_keeps_it_when_a_second_primary_appears() {
    let mut bench = Bench::new();
    bench.model.put_role(bench.now_ms, Which::B, Primary);
    assert_eq!(bench.model.site_answered_by(), Some(Which::A));
    bench.model.kill(bench.now_ms, Which::A);
    assert_eq!(bench.model.site_answered_by(), Some(Which::B));
    bench.model.revive(bench.now_ms, Which::A);
    assert_eq!(bench.model.site_answered_by(), Some(Which::B));
}

#[test]
fn a_peer_out_of_sight_is_listed_as_it_was_last_seen() {
    let mut bench = Bench::new();
    bench.set(json!({"link_up": false}));
    bench.model.put_role(bench.now_ms, Which::B, Primary);
    let (_, rows) = bench.get(A, "/api/command/v2/appliance");
    assert_eq!(rows[1]["failover_role"], "backup");
    let (_, rows) = bench.get(B, "/api/command/v2/appliance");
    assert_eq!((&rows[0]["failover_role"], &rows[1]["failover_role"]), (&json!("primary"), &json!("primary")));
    let (_, counts) = bench.get(A, "/api/command/v2/appliance/client-count");
    assert_eq!(counts.as_array().map(Vec::len), Some(1));
}
