//! Every fault at each call of a whole maintenance: the story still ends, and the truths hold.

use std::collections::BTreeMap;

use domain::maintenance::Stage;
use scenarios::in_process::FAULTS;
use scenarios::operator::Operator;
use scenarios::profile::{Profile, exhaustive};
use scenarios::{truth, world::World};
use simulator::Call;
use simulator::model::fault::{Fault, FaultAt, FaultCall};

const CALLS: [Call; 7] =
    [Call::Token, Call::Info, Call::Health, Call::Appliance, Call::User, Call::FailoverRole, Call::CheckHealth];

/// What was said in a story with one fault, and whether the fault struck: the story may not make that call there any more.
fn story(profile: Profile, stage: Stage, fault: Fault) -> (Vec<String>, bool) {
    let world = World::new(profile.config());
    let mut operator = Operator::new(&world);
    operator.until(stage);
    world.simulation.with(|model, _| model.add_fault(fault.clone()));
    operator.whole_maintenance();
    let struck = world.simulation.with(|model, _| model.faults().is_empty());
    let place = format!("{profile:?} {stage} {fault:?}: {:?}", operator.story);
    let m = operator.maintenance().expect("planned");
    assert_eq!(m.stage, Stage::SignedOff, "{place}");
    let number = operator.number.expect("planned");
    truth::no_event_lost(operator.engine(), number);
    world.simulation.with(|model, _| truth::check(operator.engine(), number, model));
    truth::at_rest(&world, operator.engine());
    (operator.story.sentences, struck)
}

/// Every kind at every call and door, waiting from this stage on: for the plainest profile, for the one that differs most
/// from it, and once more for the others in turn.
fn every_fault_from(stage: Stage) {
    let others: Vec<Profile> =
        Profile::all().into_iter().filter(|p| *p != Profile::plain() && *p != Profile::far()).collect();
    let (mut count, mut struck) = (0, 0);
    let mut kinds_that_struck = BTreeMap::new();
    let mut sentences: BTreeMap<String, u32> = BTreeMap::new();
    for kind in FAULTS {
        for call in CALLS {
            for appliance in [FaultAt::A, FaultAt::B, FaultAt::Site] {
                let turn = [Profile::plain(), Profile::far(), others[count % others.len()]];
                for profile in if exhaustive() { Profile::all() } else { turn.to_vec() } {
                    let fault = Fault { appliance, ..Fault::once(FaultCall::Only(call), kind) };
                    let (said, hit) = story(profile, stage, fault);
                    for sentence in said {
                        *sentences.entry(sentence).or_default() += 1;
                    }
                    count += 1;
                    struck += usize::from(hit);
                    *kinds_that_struck.entry(format!("{kind:?}")).or_insert(0) += usize::from(hit);
                }
            }
        }
    }
    assert!(
        kinds_that_struck.values().all(|times| *times > 0),
        "a kind that never struck shows nothing: {kinds_that_struck:?}"
    );
    println!(
        "fault ring from {stage}: {count} stories, {struck} in which the fault struck, all survived; sentences seen:"
    );
    for (sentence, times) in sentences {
        println!("{times:6}  {sentence}");
    }
}

macro_rules! ring {
    ($($name:ident: $stage:ident),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                every_fault_from(Stage::$stage);
            }
        )+
    };
}

ring! {
    every_fault_during_the_check_ends_well: Check,
    every_fault_during_fail_over_ends_well: FailOver,
    every_fault_during_the_swing_ends_well: Swing,
    every_fault_during_observation_ends_well: Observe,
    every_fault_during_the_work_ends_well: Work,
    every_fault_during_fail_back_ends_well: FailBack,
    every_fault_during_the_swing_back_ends_well: SwingReturn,
    every_fault_during_verification_ends_well: Verify,
}
