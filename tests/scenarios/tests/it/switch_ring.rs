//! Every setting of every switch of the simulator, and every pair of settings, in a whole maintenance.

use domain::maintenance::Stage;
use scenarios::covering::{Factor, Row, table, uncovered};
use scenarios::operator::Operator;
use scenarios::profile::{Profile, exhaustive};
use scenarios::{truth, world::World};
use simulator::switch;

fn factors() -> Vec<Factor> {
    switch::all().iter().map(|switch| Factor { name: switch.name, settings: switch.settings }).collect()
}

#[test]
fn the_table_covers_every_pair_of_settings() {
    let factors = factors();
    let rows = table(&factors);
    assert!(uncovered(&factors, &rows).is_empty());
    // The last row was made for a pair that stood in no other: the finder finds it when the row is taken away.
    assert!(!uncovered(&factors, &rows[..rows.len() - 1]).is_empty());
    println!("{} switches, {} rows", factors.len(), rows.len());
}

fn story(factors: &[Factor], row: &Row, profile: Profile) -> Result<(), String> {
    let mut config = profile.config();
    for (factor, setting) in factors.iter().zip(row) {
        config.set_switch(factor.name, factor.settings[*setting]).map_err(|error| error.to_string())?;
    }
    let world = World::new(config);
    let mut operator = Operator::new(&world);
    operator.whole_maintenance();
    let m = operator.maintenance().ok_or("not planned")?;
    if m.stage != Stage::SignedOff {
        return Err(format!("ended at {}", m.stage));
    }
    let number = operator.number.ok_or("not planned")?;
    truth::no_event_lost(operator.engine(), number);
    world.simulation.with(|model, _| truth::check(operator.engine(), number, model));
    let hides = factors.iter().position(|factor| factor.name == "backup_answers").expect("a switch");
    truth::explained(&world, operator.engine(), row[hides] > 0);
    Ok(())
}

/// The settings of a row that are not the default.
fn told(factors: &[Factor], row: &Row) -> String {
    let chosen = factors.iter().zip(row).filter(|(_, setting)| **setting > 0);
    chosen
        .map(|(factor, setting)| format!("{}={}", factor.name, factor.settings[*setting]))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs stories in which the program may not go on, and tells all of them, not only the first.
fn all_end_well(stories: Vec<(Profile, Row)>) -> usize {
    let factors = factors();
    let count = stories.len();
    let mut failed = Vec::new();
    for (profile, row) in stories {
        let outcome = std::panic::catch_unwind(|| story(&factors, &row, profile));
        let why = match outcome {
            Ok(Ok(())) => continue,
            Ok(Err(why)) => why,
            Err(panic) => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
        };
        failed.push(format!("{profile:?} {}\n    {why}", told(&factors, &row)));
    }
    assert!(failed.is_empty(), "{} of {count} stories did not end well:\n{}", failed.len(), failed.join("\n"));
    count
}

#[test]
fn every_single_setting_ends_well_in_the_plain_and_the_far_profile() {
    let factors = factors();
    let mut stories = Vec::new();
    for (index, factor) in factors.iter().enumerate() {
        for setting in 1..factor.settings.len() {
            let mut row = vec![0; factors.len()];
            row[index] = setting;
            for profile in if exhaustive() { Profile::all() } else { vec![Profile::plain(), Profile::far()] } {
                let mut row = row.clone();
                // The profile's own API, unless it is the switch that is tried.
                if factor.name != "api" {
                    let api = factors.iter().position(|factor| factor.name == "api").expect("a switch");
                    row[api] = factors[api].settings.iter().position(|s| *s == profile.api).expect("a setting");
                }
                stories.push((profile, row));
            }
        }
    }
    println!("switch ring: {} stories, one switch at a time", all_end_well(stories));
}

#[test]
fn every_pair_of_settings_ends_well() {
    let factors = factors();
    let profiles = Profile::all();
    let mut stories = Vec::new();
    for (n, row) in table(&factors).into_iter().enumerate() {
        // In one profile each, in turn; exhaustively in all of them.
        let each = if exhaustive() { profiles.clone() } else { vec![profiles[n % profiles.len()]] };
        stories.extend(each.into_iter().map(|profile| (profile, row.clone())));
    }
    println!("switch ring: {} stories of the covering table", all_end_well(stories));
}
