//! How often the model is asked changes nothing: the same acts at the same instants give the same pair, whatever was
//! asked in between.

use proptest::prelude::*;
use serde_json::json;
use simulator::config::Role;
use simulator::model::change::Actor;
use simulator::model::failover::{RoleCommand, WantedRole};
use simulator::{Config, Model, Network, Switches, Which, switch};

use crate::bench::object;

/// Something that is done to a pair.
#[derive(Debug, Clone)]
enum Deed {
    Command(Which, RoleCommand),
    Kill(Which),
    Revive(Which),
    Put(Which, Role),
    Set(&'static str, serde_json::Value),
    Point(Which),
    Rename(Which, u8),
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![Just(Which::A), Just(Which::B)]
}

fn deed() -> impl Strategy<Value = Deed> {
    let wanted = prop_oneof![Just(WantedRole::Primary), Just(WantedRole::Backup)];
    let command = (wanted, any::<bool>(), any::<bool>()).prop_map(|(role, data_sync_first, force)| RoleCommand {
        role,
        data_sync_first,
        force,
    });
    let role = prop_oneof![Just(Role::Primary), Just(Role::Backup), Just(Role::None)];
    prop_oneof![
        4 => (which(), command).prop_map(|(which, command)| Deed::Command(which, command)),
        2 => which().prop_map(Deed::Kill),
        2 => which().prop_map(Deed::Revive),
        1 => (which(), role).prop_map(|(which, role)| Deed::Put(which, role)),
        1 => any::<bool>().prop_map(|up| Deed::Set("link_up", json!(up))),
        1 => any::<bool>().prop_map(|on| Deed::Set("automatic_failover", json!(on))),
        1 => any::<bool>().prop_map(|on| Deed::Set("automatic_sync", json!(on))),
        1 => any::<bool>().prop_map(|on| Deed::Set("sync_fails", json!(on))),
        1 => (0_u64..9_000).prop_map(|span| Deed::Set("both_backup_ms", json!(span))),
        1 => (0_usize..30).prop_map(|users| Deed::Set("users", json!(users))),
        1 => which().prop_map(Deed::Point),
        2 => (which(), any::<u8>()).prop_map(|(which, number)| Deed::Rename(which, number)),
    ]
}

fn network() -> impl Strategy<Value = Network> {
    prop_oneof![Just(Network::SharedIp), Just(Network::Dns), Just(Network::Nat)]
}

/// Any setting of every switch.
fn switches() -> impl Strategy<Value = Switches> {
    prop::collection::vec(any::<prop::sample::Index>(), switch::all().len()).prop_map(|picks| {
        let mut switches = Switches::default();
        for (switch, pick) in switch::all().iter().zip(picks) {
            switches.set(switch.name, switch.settings[pick.index(switch.settings.len())]).unwrap();
        }
        switches
    })
}

fn model(network: Network, switches: Switches) -> Model {
    let mut config = Config { network, switches, ..Config::default() };
    config.settings.automatic_sync_interval_ms = 45_000;
    config.settings.automatic_failover_after_ms = 20_000;
    Model::new(config)
}

fn apply(model: &mut Model, now_ms: i64, deed: &Deed) {
    match deed {
        Deed::Command(which, command) => drop(model.command_role(now_ms, *which, *command)),
        Deed::Kill(which) => model.kill(now_ms, *which),
        Deed::Revive(which) => model.revive(now_ms, *which),
        Deed::Put(which, role) => model.put_role(now_ms, *which, *role),
        Deed::Set(name, value) => model.set_pair(now_ms, &object(json!({*name: value}))).unwrap(),
        Deed::Point(which) => drop(model.point_to(now_ms, *which)),
        Deed::Rename(which, number) => {
            let team = object(json!({"id": 1, "name": format!("Team {number}")}));
            let who = Actor::administrator();
            assert!(model.change_object(now_ms, *which, "team", 1, team, &[], Some(&who)));
        }
    }
}

proptest! {
    #[test]
    fn asking_in_between_changes_nothing(
        network in network(),
        switches in switches(),
        deeds in prop::collection::vec((0_i64..40_000, deed(), prop::collection::vec(0_i64..40_000, 0..5)), 1..25),
    ) {
        let (mut seldom, mut often) = (model(network, switches.clone()), model(network, switches));
        let mut now_ms = seldom.now_ms();
        for (span_ms, deed, looks) in &deeds {
            let mut looks: Vec<i64> = looks.iter().filter(|look| *look < span_ms).copied().collect();
            looks.sort_unstable();
            for look in looks {
                often.advance(now_ms + look);
            }
            now_ms += span_ms;
            apply(&mut seldom, now_ms, deed);
            apply(&mut often, now_ms, deed);
        }
        seldom.advance(now_ms + 600_000);
        for step in 0..=600 {
            often.advance(now_ms + step * 1_000);
        }
        prop_assert_eq!(seldom, often);
    }

    #[test]
    fn the_planned_command_alone_never_makes_two_primaries(
        switches in switches(),
        spans in prop::collection::vec((0_i64..30_000, deed()), 0..20),
    ) {
        let mut model = model(Network::SharedIp, switches);
        let mut now_ms = model.now_ms();
        for (span_ms, deed) in &spans {
            now_ms += span_ms;
            // Only what a planned maintenance does, and what can happen to it: no role put from outside, no failover
            // by itself.
            let planned = match deed {
                Deed::Put(..) | Deed::Set("automatic_failover", _) => continue,
                Deed::Command(which, _) => {
                    Deed::Command(*which, RoleCommand { role: WantedRole::Backup, data_sync_first: true, force: false })
                }
                other => other.clone(),
            };
            apply(&mut model, now_ms, &planned);
        }
        model.advance(now_ms + 600_000);
        prop_assert_eq!(model.record().two_primaries_at_ms(), None);
    }
}
