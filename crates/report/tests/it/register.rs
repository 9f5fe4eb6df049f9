//! The register names every number.

use domain::ids::{MaintenanceId, MaintenanceNumber};
use report::register::Registered;
use report::{Material, Register, make};
use uuid::Uuid;

use crate::story::{STORIES, Tale};

fn rows(without: &[u32]) -> Vec<Registered> {
    let numbered = (1..).zip(STORIES).filter(|(number, _)| !without.contains(number));
    let row = |(number, (_, tell)): (u32, Tale)| {
        let material = Material { number: MaintenanceNumber(number), ..tell() };
        Registered::of(&make(&material).expect("a document"))
    };
    numbered.map(row).collect()
}

#[test]
fn aborted_maintenances_stand_in_the_register_and_it_has_no_holes() {
    let mut all = rows(&[]);
    all.reverse();
    let register = Register::of("admin-1", "switchback 0.1.0", all);
    assert_eq!(register.sentence, "6 maintenances, M-0001 to M-0006, without holes");
    assert!(register.holes.is_empty());
    let csv = register.to_csv();
    assert_eq!(csv.lines().count(), 7);
    assert!(csv.contains("\"M-0003\"") && csv.contains("\"abandoned\"") && csv.contains("\"closed away\""));
    let json: serde_json::Value = serde_json::from_slice(&register.to_json().expect("JSON")).expect("it is JSON");
    assert_eq!(json["rows"][2]["told"]["outcome"], "abandoned");
    assert_eq!(json["computer"], "admin-1");
}

#[test]
fn a_number_that_is_missing_and_a_journal_that_cannot_be_read_are_told() {
    let mut rows = rows(&[2, 4, 5]);
    let why = report::ReportError::Text;
    let id = MaintenanceId(Uuid::from_u128(5));
    rows.push(Registered::unreadable(MaintenanceNumber(5), id, false, &why));
    let register = Register::of("admin-1", "switchback 0.1.0", rows);
    assert_eq!(register.holes, [MaintenanceNumber(2), MaintenanceNumber(4)]);
    assert_eq!(register.sentence, "4 maintenances, M-0001 to M-0006, 2 numbers are missing");
    let csv = register.to_csv();
    let numbers: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.get(1..7)).collect();
    assert_eq!(numbers, ["M-0001", "M-0002", "M-0003", "M-0004", "M-0005", "M-0006"]);
    assert!(csv.contains("not readable: a body is no text") && csv.contains("missing: no maintenance has this number"));
}
