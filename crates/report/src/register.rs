//! The register: every maintenance of a computer, aborted ones and such that cannot be read included, without holes.
//!
//! It is the population an auditor samples from. A number that is missing is named; each row carries its journal's head, so that
//! a report that is handed over later can be held against it.

use std::collections::BTreeSet;

use domain::ids::{MaintenanceId, MaintenanceNumber};
use domain::pair::Guard;
use domain::plan::Kind;
use domain::time::Utc;
use serde::Serialize;

use crate::document::{ChainHead, Document, Outcome};
use crate::render::csv::{MARK, row};
use crate::render::local::plain_utc;
use crate::words::{count, plain};

/// What the member `format` says.
pub const FORMAT: &str = "switchback/register/1";

/// All maintenances of a computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Register {
    pub format: &'static str,
    pub computer: String,
    pub program: String,
    /// `42 maintenances, M-0001 to M-0042, without holes`
    pub sentence: String,
    /// Numbers up to the last one that no row has, rehearsals apart.
    pub holes: Vec<MaintenanceNumber>,
    pub rows: Vec<Registered>,
}

/// One maintenance of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Registered {
    pub number: MaintenanceNumber,
    pub maintenance: MaintenanceId,
    pub rehearsal: bool,
    /// Absent: its journal cannot be read, and `problem` says why.
    pub told: Option<Told>,
    pub problem: Option<String>,
}

/// What a row tells of a maintenance whose journal can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    pub title: String,
    pub kind: Kind,
    pub ticket: Option<String>,
    pub pair: String,
    pub site_name: String,
    pub guard: Guard,
    pub outcome: Outcome,
    pub began_at: Utc,
    pub ended_at: Option<Utc>,
    pub planned_by: String,
    pub role_commands: u64,
    pub guarded_ways: u64,
    pub changes: u64,
    pub open_points: u64,
    pub journal: ChainHead,
    pub ledger: ChainHead,
    pub digest: String,
}

impl Registered {
    /// The row of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let report = &document.report;
        let changes = report.changes.list.iter().filter(|change| change.group != ledger::Group::Noise);
        Self {
            number: document.number,
            maintenance: document.maintenance,
            rehearsal: document.rehearsal,
            told: Some(Told {
                title: report.what.title.clone(),
                kind: report.what.kind,
                ticket: report.what.ticket.clone(),
                pair: report.what.pair.clone(),
                site_name: report.what.site_name.clone(),
                guard: report.what.guard,
                outcome: report.outcome,
                began_at: report.when.actual.from,
                ended_at: report.when.actual.to,
                planned_by: report.who.planned_by.clone(),
                role_commands: report.commands.len() as u64,
                guarded_ways: report.ways.iter().filter(|way| way.guarded).map(|way| way.executed).sum(),
                changes: changes.count() as u64,
                open_points: report.open_points.len() as u64,
                journal: document.head.journal.clone(),
                ledger: document.head.ledger.clone(),
                digest: document.digest.clone(),
            }),
            problem: None,
        }
    }

    /// The row of a maintenance whose journal makes no report: it is in the register all the same.
    #[must_use]
    pub fn unreadable(
        number: MaintenanceNumber,
        maintenance: MaintenanceId,
        rehearsal: bool,
        why: &dyn std::error::Error,
    ) -> Self {
        let mut problem = why.to_string();
        let mut cause = why.source();
        while let Some(why) = cause {
            problem.push_str(&format!(": {why}"));
            cause = why.source();
        }
        Self { number, maintenance, rehearsal, told: None, problem: Some(problem) }
    }
}

impl Register {
    /// Rows in the order of their numbers, and the numbers that are missing.
    #[must_use]
    pub fn of(computer: &str, program: &str, mut rows: Vec<Registered>) -> Self {
        rows.sort_by_key(|row| (row.rehearsal, row.number));
        let numbers: BTreeSet<u32> = rows.iter().filter(|row| !row.rehearsal).map(|row| row.number.0).collect();
        let last = numbers.last().copied().unwrap_or(0);
        let holes: Vec<MaintenanceNumber> =
            (1..=last).filter(|number| !numbers.contains(number)).map(MaintenanceNumber).collect();
        let all = count(numbers.len() as u64, "maintenance", "maintenances");
        let span = if last == 0 {
            String::new()
        } else {
            format!(", {} to {}", MaintenanceNumber(1), MaintenanceNumber(last))
        };
        let without = match holes.len() as u64 {
            0 => "without holes".to_owned(),
            holes => format!("{} missing", count(holes, "number is", "numbers are")),
        };
        Self {
            format: FORMAT,
            computer: computer.to_owned(),
            program: program.to_owned(),
            sentence: format!("{all}{span}, {without}"),
            holes,
            rows,
        }
    }

    /// As JSON, for programs.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// As a table, with a row for each number that is missing. As safe in a spreadsheet as [`crate::csv`].
    #[must_use]
    pub fn to_csv(&self) -> String {
        const HEADS: [&str; 18] = [
            "number",
            "maintenance",
            "title",
            "kind",
            "ticket",
            "pair",
            "site_name",
            "guard",
            "outcome",
            "began_utc",
            "ended_utc",
            "planned_by",
            "role_commands",
            "guarded_ways",
            "changes",
            "open_points",
            "journal_head",
            "computer",
        ];
        let mut out = String::from(MARK);
        row(&HEADS.map(str::to_owned), &mut out);
        let mut holes = self.holes.iter().peekable();
        for registered in &self.rows {
            while let Some(hole) = holes.next_if(|hole| !registered.rehearsal && **hole < registered.number) {
                self.bare(&hole.to_string(), "", "missing: no maintenance has this number", &mut out);
            }
            self.line(registered, &mut out);
        }
        out
    }

    fn bare(&self, number: &str, id: &str, outcome: &str, out: &mut String) {
        let mut cells: [String; 18] = Default::default();
        cells[0] = number.to_owned();
        cells[1] = id.to_owned();
        cells[8] = outcome.to_owned();
        cells[17].clone_from(&self.computer);
        row(&cells, out);
    }

    fn line(&self, registered: &Registered, out: &mut String) {
        let mark = if registered.rehearsal { "rehearsal " } else { "" };
        let (number, id) = (format!("{mark}{}", registered.number), registered.maintenance.to_string());
        let Some(told) = &registered.told else {
            let why = registered.problem.as_deref().unwrap_or_default();
            return self.bare(&number, &id, &format!("not readable: {why}"), out);
        };
        row(
            &[
                number,
                id,
                told.title.clone(),
                plain(&told.kind),
                told.ticket.clone().unwrap_or_default(),
                told.pair.clone(),
                told.site_name.clone(),
                plain(&told.guard),
                plain(&told.outcome),
                plain_utc(told.began_at),
                told.ended_at.map(plain_utc).unwrap_or_default(),
                told.planned_by.clone(),
                told.role_commands.to_string(),
                told.guarded_ways.to_string(),
                told.changes.to_string(),
                told.open_points.to_string(),
                told.journal.hash.clone(),
                self.computer.clone(),
            ],
            out,
        );
    }
}
