//! Every fault at each call of a whole maintenance: the story still ends, and the truths hold.

use std::collections::{BTreeMap, BTreeSet};

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
    let struck =
        world.simulation.with(|model, _| model.faults().first().is_none_or(|waiting| waiting.count < fault.count));
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
/// from it, and once more for the others in turn. In the turn every second fault strikes twice.
fn every_fault_from(stage: Stage) {
    let all = Profile::all();
    let at = |profile: Profile| all.iter().position(|other| *other == profile).expect("one of all");
    let (plain, far) = (at(Profile::plain()), at(Profile::far()));
    let others: Vec<usize> = (0..all.len()).filter(|n| ![plain, far].contains(n)).collect();
    let mut asked: BTreeMap<String, bool> = BTreeMap::new();
    let (mut turn, mut stories, mut struck) = (0, 0, 0);
    let mut kinds_that_struck = BTreeMap::new();
    let mut sentences: BTreeMap<String, u32> = BTreeMap::new();
    for kind in FAULTS {
        for call in CALLS {
            for appliance in [FaultAt::A, FaultAt::B, FaultAt::Site] {
                turn += 1;
                let chosen = [plain, far, others[turn % others.len()]];
                for profile in if exhaustive() { (0..all.len()).collect() } else { chosen.to_vec() } {
                    // Whether a story asks there at all does not depend on what would go wrong: a place that was not asked
                    // once is not run again.
                    let place = format!("{profile} {call:?} {appliance:?}");
                    if asked.get(&place) == Some(&false) {
                        continue;
                    }
                    let count = if [plain, far].contains(&profile) { 1 } else { 1 + u32::from(turn % 2 == 0) };
                    let fault = Fault { appliance, count, ..Fault::once(FaultCall::Only(call), kind) };
                    let (said, hit) = story(all[profile], stage, fault);
                    for part in said.iter().flat_map(|sentence| sentence.split("; ")) {
                        *sentences.entry(plainly(part)).or_default() += 1;
                    }
                    asked.insert(place, hit);
                    stories += 1;
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
    println!("fault ring from {stage}: {stories} stories, in {struck} of them the fault struck, all survived; said:");
    for (sentence, times) in &sentences {
        println!("{times:6}  {sentence}");
    }
    let known: BTreeSet<&str> = SENTENCES.lines().collect();
    let new: Vec<&String> = sentences.keys().filter(|sentence| !known.contains(sentence.as_str())).collect();
    assert!(
        new.is_empty(),
        "said, and not among the sentences that were read and found right (sentences.txt): {new:#?}"
    );
}

/// What an administrator may be told in these stories: each was read and found right.
const SENTENCES: &str = include_str!("fault_ring/sentences.txt");

/// A sentence, or one of the reasons in it, without the numbers that differ from story to story.
fn plainly(sentence: &str) -> String {
    let mut text = String::new();
    for c in sentence.chars() {
        match c {
            '0'..='9' if text.ends_with('#') => {}
            '0'..='9' => text.push('#'),
            '\n' => text.push(' '),
            c => text.push(c),
        }
    }
    text
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
