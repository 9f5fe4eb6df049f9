//! What must hold at the end of every scenario, by the simulator's own record and by the journal as stored.

use domain::ids::MaintenanceNumber;
use domain::journal::{Event, RoleAnswer, Way};
use domain::pair_state::PairStateName;
use engine::Engine;
use simulator::Model;
use simulator::model::record::Rule;

use crate::world::{PAIR, World};

/// Checks the truths of one maintenance. The journal is read back from disk, its chain verified.
///
/// - never two primaries;
/// - never a second role command for one decision, and none without a durable intent;
/// - no role command asks for `primary` or is forced;
/// - no second intent while the one before was unsettled;
/// - the client never broke the connection or rate rule.
pub fn check(engine: &Engine, number: MaintenanceNumber, model: &Model) {
    let record = model.record();
    assert_eq!(record.two_primaries_at_ms(), None, "two primaries in {:?}", record.history);
    for violation in &record.violations {
        assert!(
            !matches!(
                violation.rule,
                Rule::ConnectionClose | Rule::OneRequestPerConnection | Rule::RatePerSecond | Rule::RatePerHour
            ),
            "the client broke a rule of the vendor: {violation:?}"
        );
    }
    let journal = engine.journal(number).expect("the journal reads back and its chain holds");
    let mut sent = 0;
    let mut unsettled = None;
    for (_, entry) in &journal.events {
        match &entry.event {
            Event::RoleIntended(intent) => {
                assert_eq!(unsettled, None, "a second intent while one is unsettled");
                assert_eq!(intent.role, domain::role::AssignedRole::Backup);
                assert!(!intent.force && intent.data_sync_first);
                if intent.way == Way::Planned {
                    sent += 1;
                }
                unsettled = Some(intent.command);
            }
            Event::RoleSettled { command, .. } => {
                assert_eq!(unsettled, Some(*command));
                unsettled = None;
            }
            Event::RoleAnswered { answer: RoleAnswer::NotSent, .. } => sent -= 1,
            _ => {}
        }
    }
    let received = record.role_commands.len();
    assert!(received <= sent, "{received} role commands came to the appliances, {sent} were decided and sent");
    for command in &record.role_commands {
        assert_eq!(command.parameters["role"], "backup", "{command:?}");
        assert_ne!(command.parameters["force"], true, "{command:?}");
    }
}

/// Every seq of the journal, without a hole.
pub fn no_event_lost(engine: &Engine, number: MaintenanceNumber) -> usize {
    let journal = engine.journal(number).expect("the journal reads back");
    for (expected, (sealed, entry)) in (1..).zip(&journal.events) {
        assert_eq!((sealed.seq, entry.seq), (expected, expected));
    }
    journal.events.len()
}

/// After a whole maintenance the pair is at rest as it was before. Only where the backup may hide its role
/// (`backup_hides`) the program may not know it; it says that then, and what it can still say of it.
pub fn explained(world: &World, engine: &Engine, backup_hides: bool) {
    world.clock.pass_ms(120_000);
    let pair = engine.pair(PAIR).expect("the pair");
    let state = world.clock.run(engine.status(&pair)).expect("status").state;
    match state.name {
        PairStateName::Normal => assert_eq!(state.sentence, "Normal: atl-1 is primary, atl-2 is backup."),
        PairStateName::Unknown => assert!(
            backup_hides
                && state.sentence.starts_with("The role of atl-2 is not known: ")
                && state.next.starts_with("It answers at its own address: "),
            "{state:?}"
        ),
        _ => panic!("{state:?}"),
    }
}

/// After a whole maintenance the pair is at rest as it was before, and the program says so in the right words.
pub fn at_rest(world: &World, engine: &Engine) {
    world.simulation.with(|model, _| model.clear_faults());
    // What a cached health, a busy minute or a held-back account may hide has passed.
    world.clock.pass_ms(120_000);
    let pair = engine.pair(PAIR).expect("the pair");
    let status = world.clock.run(engine.status(&pair)).expect("status");
    assert_eq!(status.state.name, PairStateName::Normal, "{:?}", status.state);
    assert_eq!(status.state.sentence, "Normal: atl-1 is primary, atl-2 is backup.");
    assert_eq!(status.maintenance, None);
}
