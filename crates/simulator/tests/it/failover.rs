//! Role commands, data sync and swap, as documented.

use serde_json::json;
use simulator::config::Role::{Backup, None as NoRole, Primary};
use simulator::model::failover::{RoleCommand, WantedRole};
use simulator::model::record::{Cause, SyncOutcome};
use simulator::{Config, Which};

use crate::bench::{A, B, Bench, planned};

#[test]
fn a_sync_cuts_the_users_off_and_lets_nobody_in_until_the_roles_have_swapped() {
    let mut bench = Bench::new();
    assert_eq!(bench.users(), (12, 0));
    assert_eq!(bench.command(A, planned()).0, 200);
    assert_eq!(bench.users(), (0, 0));
    bench.wait(9_999);
    assert_eq!((bench.users(), bench.roles()), ((0, 0), (Primary, Backup)));
    bench.wait(1 + 2_000 + 5_000);
    assert_eq!((bench.users(), bench.roles()), ((0, 12), (Backup, Primary)));
}

#[test]
fn the_swap_is_serial_and_both_are_backup_for_the_while() {
    let mut bench = Bench::new();
    bench.set(json!({"sync_ms": 30_000, "both_backup_ms": 4_000}));
    bench.command(A, planned());
    bench.wait(30_000);
    assert_eq!(bench.roles(), (Backup, Backup));
    bench.wait(3_999);
    assert_eq!(bench.roles(), (Backup, Backup));
    bench.wait(1);
    assert_eq!(bench.roles(), (Backup, Primary));
    let history = &bench.model.record().history;
    let instants: Vec<i64> = history.iter().map(|entry| entry.at_ms - history[0].at_ms).collect();
    assert_eq!(instants, [0, 30_000, 34_000]);
    assert_eq!(history[2].cause, Cause::Command);
    assert_eq!(bench.model.record().two_primaries_at_ms(), None);
}

#[test]
fn without_a_sync_the_swap_begins_at_once_and_users_come_back_by_themselves() {
    let mut bench = Bench::new();
    let stamp = bench.model.appliance(Which::A).sync_stamp_ms;
    assert_eq!(bench.command(A, json!({"role": "backup"})).0, 200);
    assert_eq!(bench.roles(), (Backup, Backup));
    bench.wait(2_000);
    assert_eq!(bench.roles(), (Backup, Primary));
    assert_eq!(bench.model.appliance(Which::B).sync_stamp_ms, stamp);
}

#[test]
fn a_command_to_the_backup_swaps_both_in_the_same_order() {
    let mut bench = Bench::new();
    assert_eq!(bench.command(B, json!({"role": "primary", "data_sync_first": true})).0, 200);
    bench.wait(10_000);
    assert_eq!(bench.roles(), (Backup, Backup));
    bench.wait(2_000);
    assert_eq!(bench.roles(), (Backup, Primary));
}

#[test]
fn a_good_sync_moves_the_stamp_in_the_new_primarys_own_clock() {
    let mut bench = Bench::new();
    bench.set_one(Which::B, json!({"clock_offset_ms": 90_000}));
    let (_, before) = bench.get(A, "/api/command/v2/health");
    assert_eq!(before["last_data_sync"], "2026-03-14T21:40:00+00:00");
    bench.command(A, planned());
    bench.wait(12_000);
    let (_, after) = bench.get(B, "/api/command/v2/health");
    assert_eq!(after["failover_role"], "primary");
    assert_eq!(after["last_data_sync"], "2026-03-14T22:01:40+00:00");
}

#[test]
fn a_failed_sync_leaves_the_roles_changes_the_text_and_does_not_move_the_stamp() {
    let mut bench = Bench::new();
    bench.set(json!({"sync_fails": true}));
    let stamp = bench.model.appliance(Which::A).sync_stamp_ms;
    bench.command(A, planned());
    bench.wait(60_000);
    let appliance = bench.model.appliance(Which::A);
    assert_eq!((bench.roles(), appliance.sync_stamp_ms), ((Primary, Backup), stamp));
    assert_eq!(appliance.sync_text.as_deref(), Some("Data sync failed."));
    assert_eq!(bench.users(), (12, 0));
    assert_eq!(bench.model.record().syncs[0].outcome, SyncOutcome::Failed);
}

#[test]
fn a_command_is_cancelled_when_the_peer_is_dead_or_out_of_sight() {
    for cut in [json!({"link_up": false}), json!({})] {
        let mut bench = Bench::new();
        if cut.as_object().is_some_and(serde_json::Map::is_empty) {
            bench.model.kill(bench.now_ms, Which::B);
        } else {
            bench.set(cut);
        }
        for body in
            [planned(), json!({"role": "backup"}), json!({"role": "backup", "data_sync_first": true, "force": true})]
        {
            let (status, said) = bench.command(A, body);
            assert_eq!((status, bench.roles()), (500, (Primary, Backup)), "{said}");
        }
        bench.wait(60_000);
        assert_eq!(bench.roles(), (Primary, Backup));
        assert_eq!(bench.users(), (12, 0));
    }
}

#[test]
fn force_makes_a_primary_step_down_alone() {
    let mut bench = Bench::new();
    bench.model.kill(bench.now_ms, Which::B);
    assert_eq!(bench.command(A, json!({"role": "backup", "force": true})).0, 200);
    bench.wait(60_000);
    assert_eq!(bench.roles(), (Backup, Backup));
}

#[test]
fn force_means_nothing_at_a_backup_and_the_answer_without_a_peer_is_a_switch() {
    let mut bench = Bench::new();
    bench.model.kill(bench.now_ms, Which::A);
    assert_eq!(bench.command(B, json!({"role": "primary", "force": true})).0, 500);
    assert_eq!(bench.model.role(Which::B), Backup);
    bench.set(json!({"promote_without_peer": "accept"}));
    assert_eq!(bench.command(B, json!({"role": "primary"})).0, 200);
    assert_eq!(bench.model.role(Which::B), Primary);
}

#[test]
fn an_appliance_killed_during_the_sync_fails_it_and_the_roles_stay() {
    for killed in Which::BOTH {
        let mut bench = Bench::new();
        bench.command(A, planned());
        bench.wait(4_000);
        bench.model.kill(bench.now_ms, killed);
        bench.wait(60_000);
        assert_eq!(bench.roles(), (Primary, Backup));
        let survivor = bench.model.appliance(killed.peer());
        assert_eq!(survivor.sync_text.as_deref(), Some("Data sync failed."));
        let sync = &bench.model.record().syncs[0];
        assert_eq!((sync.outcome, sync.ended_ms - sync.began_ms), (SyncOutcome::Failed, 4_000));
    }
}

#[test]
fn a_swap_that_loses_the_peer_half_way_leaves_both_backup_and_can_be_finished() {
    let mut bench = Bench::new();
    bench.command(A, planned());
    bench.wait(11_000);
    assert_eq!(bench.roles(), (Backup, Backup));
    bench.model.kill(bench.now_ms, Which::B);
    bench.wait(30_000);
    bench.model.revive(bench.now_ms, Which::B);
    bench.wait(30_000);
    assert_eq!(bench.roles(), (Backup, Backup));
    assert_eq!(bench.command(B, json!({"role": "primary"})).0, 200);
    assert_eq!(bench.roles(), (Backup, Primary));
}

#[test]
fn a_swap_can_stick_with_both_backup() {
    let mut bench = Bench::new();
    bench.set(json!({"swap_sticks": true}));
    bench.command(A, json!({"role": "backup"}));
    bench.wait(3_600_000);
    assert_eq!(bench.roles(), (Backup, Backup));
    assert_eq!(bench.users(), (0, 0));
}

#[test]
fn no_other_operation_is_taken_until_the_swap_is_done() {
    let mut bench = Bench::new();
    bench.command(A, planned());
    for span_ms in [5_000, 6_000] {
        bench.wait(span_ms);
        for door in [A, B] {
            for role in ["primary", "backup"] {
                let (status, said) = bench.command(door, json!({"role": role}));
                assert_eq!(status, 422, "{said}");
            }
        }
    }
    bench.wait(1_000);
    assert_eq!(bench.roles(), (Backup, Primary));
    assert_eq!(bench.model.record().role_commands.len(), 9);
}

#[test]
fn the_role_it_already_has_and_a_broken_relation_are_refused() {
    let mut bench = Bench::new();
    let (status, said) = bench.command(A, json!({"role": "primary"}));
    assert_eq!(status, 422);
    assert_eq!(said["errors"]["role"][0], "The appliance already has this role.");
    bench.model.put_role(bench.now_ms, Which::B, NoRole);
    assert_eq!(bench.command(B, json!({"role": "primary"})).0, 422);
    assert_eq!(bench.command(A, planned()).0, 422);
}

#[test]
fn one_of_two_primaries_steps_down_at_once_and_the_history_shows_them() {
    let mut bench = Bench::new();
    bench.wait(1_000);
    bench.model.put_role(bench.now_ms, Which::B, Primary);
    assert_eq!(bench.model.record().two_primaries_at_ms(), Some(bench.now_ms));
    assert_eq!(bench.command(A, planned()).0, 422);
    assert_eq!(bench.command(A, json!({"role": "backup"})).0, 200);
    assert_eq!(bench.roles(), (Backup, Primary));
}

#[test]
fn a_swap_from_the_login_page_is_the_same_swap_but_no_command() {
    let mut bench = Bench::new();
    let command = RoleCommand { role: WantedRole::Primary, data_sync_first: true, force: false };
    bench.model.swap_by_hand(bench.now_ms, Which::B, command).unwrap();
    bench.wait(12_000);
    assert_eq!(bench.roles(), (Backup, Primary));
    assert!(bench.model.record().role_commands.is_empty());
    assert_eq!(bench.model.record().history[1].cause, Cause::Foreign);
}

#[test]
fn the_automatic_sync_moves_the_stamp_and_cuts_nobody_off() {
    let mut bench = Bench::new();
    bench.set(json!({"automatic_sync_interval_ms": 600_000}));
    let interval_ms = 6 * 60 * 60 * 1000;
    bench.wait(interval_ms + 5_000);
    assert!(bench.model.motion().is_some());
    assert_eq!(bench.users(), (12, 0));
    bench.wait(5_000);
    assert_eq!(bench.model.appliance(Which::A).sync_stamp_ms, Some(bench.now_ms));
    bench.wait(600_000);
    assert_eq!(bench.model.record().syncs.len(), 2);
}

#[test]
fn a_role_command_makes_the_automatic_sync_give_way() {
    let mut bench = Bench::new();
    bench.wait(6 * 60 * 60 * 1000 + 1_000);
    assert_eq!(bench.command(A, planned()).0, 200);
    assert_eq!(bench.model.record().syncs[0].outcome, SyncOutcome::GaveWay);
    bench.wait(12_000);
    assert_eq!(bench.roles(), (Backup, Primary));
}

#[test]
fn a_backup_that_misses_its_peer_long_enough_makes_itself_primary() {
    let mut bench = Bench::new();
    bench.set(json!({"automatic_failover": true, "automatic_failover_after_ms": 90_000}));
    bench.model.kill(bench.now_ms, Which::A);
    bench.wait(60_000);
    // What happens meanwhile does not make it count anew.
    bench.set(json!({"users": 3}));
    bench.wait(29_999);
    assert_eq!(bench.model.role(Which::B), Backup);
    bench.wait(1);
    assert_eq!(bench.model.role(Which::B), Primary);
    let last = bench.model.record().history.last().unwrap();
    assert_eq!((last.cause, last.at_ms), (Cause::AutomaticFailover, bench.now_ms));
    bench.model.revive(bench.now_ms, Which::A);
    assert_eq!(bench.roles(), (Primary, Primary), "the old primary still thinks it is");
}

#[test]
fn a_peer_that_is_back_in_time_stops_the_automatic_failover() {
    let mut bench = Bench::new();
    bench.set(json!({"automatic_failover": true}));
    bench.set(json!({"link_up": false}));
    bench.wait(119_999);
    bench.set(json!({"link_up": true}));
    bench.wait(10_000);
    bench.set(json!({"link_up": false}));
    bench.wait(119_999);
    assert_eq!(bench.roles(), (Primary, Backup));
    bench.wait(1);
    assert_eq!(bench.roles(), (Primary, Primary), "a cut link makes two primaries");
}

#[test]
fn a_pair_may_begin_failed_over() {
    let mut config = Config::default();
    (config.roles.a, config.roles.b) = (Backup, Primary);
    let mut bench = Bench::of(config);
    assert_eq!(bench.users(), (0, 12));
    assert_eq!(bench.command(B, planned()).0, 200);
    bench.wait(12_000);
    assert_eq!(bench.roles(), (Primary, Backup));
}
