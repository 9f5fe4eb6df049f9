//! The clean story: over, work, back, nothing lost.

use domain::journal::SyncVerdict;
use domain::maintenance::Stage;
use scenarios::operator::Operator;
use scenarios::profile::Profile;
use scenarios::{truth, world::World};

#[test]
fn a_pair_goes_over_and_comes_back_in_every_profile() {
    for profile in Profile::all() {
        let world = World::new(profile.config());
        let mut operator = Operator::new(&world);
        operator.whole_maintenance();
        let m = operator.maintenance().expect("planned");
        assert_eq!(m.stage, Stage::SignedOff, "{:?}", operator.story);
        assert_eq!((operator.story.needed_person, operator.story.refused), (0, 0), "{:?}", operator.story);
        for leg in [&m.outbound, &m.return_leg] {
            let (done, _) = leg.done.as_ref().expect("the leg is done");
            assert_eq!(done.sync, SyncVerdict::Proven, "{profile:?}");
            assert!(done.two_primaries_excluded && done.second_hand.is_empty());
        }
        let number = operator.number.expect("planned");
        world.simulation.with(|model, _| truth::check(operator.engine(), number, model));
        truth::at_rest(&world, operator.engine());
    }
}

#[test]
fn by_hand_both_legs_end_like_our_own_and_a_sync_is_proven_by_its_stamp_alone() {
    for profile in Profile::all() {
        let world = World::new(profile.config());
        let mut operator = Operator::new(&world).by_hand();
        operator.whole_maintenance();
        let m = operator.maintenance().expect("planned");
        assert_eq!(m.stage, Stage::SignedOff, "{:?}", operator.story);
        let number = operator.number.expect("planned");
        world.simulation.with(|model, _| {
            assert_eq!(model.record().role_commands.len(), 0, "nothing is sent by hand");
            truth::check(operator.engine(), number, model);
        });
    }
}
