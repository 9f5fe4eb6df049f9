//! The picture of the roles: two lanes, the thick line is the primary. The home primary is the upper lane, always.
//!
//! All numbers are whole tenths of a unit, so that the same times are the same bytes on every computer.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::role::{AssignedRole, Side};
use domain::time::Utc;
use ledger::Group;

use super::inert;
use super::names;
use crate::document::{Document, RoleSpan, StepState};
use crate::replay::{NO_ANSWER, NOT_TOLD};

const LEFT: i64 = 960;
const RIGHT: i64 = 9_100;
const HOME_Y: i64 = 620;
const STAND_IN_Y: i64 = 1_100;

/// Steps of the axis, minutes; the first with which there are few enough marks is taken.
const STEPS_MIN: [i64; 14] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080];
const MOST_MARKS: i64 = 10;

struct Road<'a> {
    document: &'a Document,
    out: &'a mut String,
    from: Utc,
    to: Utc,
}

/// Draws it.
pub(super) fn road(document: &Document, out: &mut String) {
    let timeline = &document.report.timeline;
    let from = timeline.from;
    let to = if timeline.to > from { timeline.to } else { from.plus_ms(60_000) };
    let mut road = Road { document, out, from, to };
    road.open();
    road.gaps();
    road.steps();
    for side in Side::BOTH {
        road.lane(side);
    }
    road.crossings();
    road.ticks();
    road.axis();
    road.out.push_str("</svg>\n");
}

/// The picture in one sentence.
pub(super) fn sentence(document: &Document) -> String {
    let report = &document.report;
    let zone = &report.when.zone;
    let mut text = String::new();
    for leg in &report.legs {
        let label = names::label(document, Some(leg.new_primary));
        let _ = write!(text, "{label} is primary from {}. ", zone.both(leg.done_at));
    }
    if text.is_empty() {
        text.push_str("No leg is done. ");
    }
    let real = report.changes.list.iter().filter(|change| change.group != Group::Noise).count();
    let _ = write!(text, "{}.", crate::words::count(real as u64, "change is marked", "changes are marked"));
    text
}

fn tenths(n: i64) -> String {
    format!("{}.{}", n / 10, (n % 10).abs())
}

fn y(side: Side) -> i64 {
    match side {
        Side::Home => HOME_Y,
        Side::StandIn => STAND_IN_Y,
    }
}

impl Road<'_> {
    fn x(&self, at: Utc) -> i64 {
        let whole = self.to.since_ms(self.from).max(1);
        let passed = at.since_ms(self.from).clamp(0, whole);
        // Years in milliseconds times the width stay far below the greatest number.
        LEFT + passed.saturating_mul(RIGHT - LEFT) / whole
    }

    fn open(&mut self) {
        self.out.push_str("<svg class=\"road\" viewBox=\"0 0 940 158\" role=\"img\" aria-label=\"");
        inert::html(&sentence(self.document), self.out);
        self.out.push_str("\">\n");
        for side in Side::BOTH {
            let word = match side {
                Side::Home => "home",
                Side::StandIn => "stand-in",
            };
            let _ = write!(self.out, "<text class=\"label\" x=\"0\" y=\"{}\">", tenths(y(side)));
            let label: String = names::label(self.document, Some(side)).chars().take(14).collect();
            inert::html(&label, self.out);
            let _ = writeln!(
                self.out,
                "</text><text class=\"small\" x=\"0\" y=\"{}\">{word}</text>",
                tenths(y(side) + 130)
            );
        }
    }

    fn line(&mut self, class: &str, (x1, y1): (i64, i64), (x2, y2): (i64, i64)) {
        let (x1, y1, x2, y2) = (tenths(x1), tenths(y1), tenths(x2), tenths(y2));
        let _ = writeln!(self.out, "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");
    }

    fn text(&mut self, x: i64, y: i64, text: &str) {
        let _ = write!(self.out, "<text class=\"small mid\" x=\"{}\" y=\"{}\">", tenths(x), tenths(y));
        inert::html(text, self.out);
        self.out.push_str("</text>\n");
    }

    /// Times in which nobody looked, as a ground.
    fn gaps(&mut self) {
        for gap in &self.document.report.gaps {
            let (x1, x2) = (self.x(gap.from), self.x(gap.to));
            let _ = writeln!(
                self.out,
                "<rect class=\"gap\" x=\"{}\" y=\"42.0\" width=\"{}\" height=\"86.0\"/>",
                tenths(x1),
                tenths((x2 - x1).max(10))
            );
        }
    }

    /// Brackets over the tasks that last.
    fn steps(&mut self) {
        const SHOWN: [&str; 5] = ["observe", "work", "reconcile", "swing_return", "verify"];
        for step in &self.document.report.steps {
            let (Some(from), Some(to)) = (step.from, step.to) else { continue };
            let (x1, x2) = (self.x(from), self.x(to));
            if !SHOWN.contains(&step.task) || step.state != StepState::Done || x2 - x1 < 300 {
                continue;
            }
            let (a, b) = (tenths(x1 + 5), tenths(x2 - 5));
            let _ = writeln!(self.out, "<path class=\"bracket\" d=\"M{a} 34.0V30.0H{b}V34.0\"/>");
            self.text((x1 + x2) / 2, 240, step.words);
        }
    }

    /// What an appliance said of itself, without the times in which users were out.
    fn lane(&mut self, side: Side) {
        let spans: Vec<&RoleSpan> =
            self.document.report.timeline.roles.iter().filter(|span| span.side == side).collect();
        for span in spans {
            let class = match span.role.as_str() {
                "primary" => "primary",
                "backup" => "backup",
                NO_ANSWER => "away",
                NOT_TOLD => "untold",
                _ => "odd",
            };
            for (from, to) in self.outside_swaps(span.from, span.to, class == "primary") {
                let (x1, x2) = (self.x(from), self.x(to));
                self.line(class, (x1, y(side)), (x2.max(x1 + 4), y(side)));
                if class == "away" && x2 - x1 > 1_200 {
                    let zone = &self.document.report.when.zone;
                    let words = format!("away {} – {}", zone.minute(from), zone.minute(to));
                    self.text((x1 + x2) / 2, y(side) + 150, &words);
                } else if class == "odd" {
                    self.text((x1 + x2) / 2, y(side) - 60, &span.role);
                }
            }
        }
    }

    fn outside_swaps(&self, from: Utc, to: Utc, cut: bool) -> Vec<(Utc, Utc)> {
        let mut times = vec![(from, to)];
        for out in self.document.report.timeline.users_out.iter().filter(|out| cut && out.ended) {
            let parts = times.into_iter().flat_map(|(from, to)| [(from, to.min(out.from)), (from.max(out.to), to)]);
            times = parts.filter(|(from, to)| to > from).collect();
        }
        times
    }

    /// From one lane to the other, as long as users were out.
    fn crossings(&mut self) {
        for out in &self.document.report.timeline.users_out {
            let (x1, x2) = (self.x(out.from), self.x(out.to).max(self.x(out.from) + 40));
            let (y1, y2) = (y(out.leg.new_primary().other()), y(out.leg.new_primary()));
            if out.ended {
                let bend = (x2 - x1) * 56 / 100;
                let _ = writeln!(
                    self.out,
                    "<path class=\"out\" d=\"M{} {}C{} {} {} {} {} {}\"/>",
                    tenths(x1),
                    tenths(y1),
                    tenths(x1 + bend),
                    tenths(y1),
                    tenths(x2 - bend),
                    tenths(y2),
                    tenths(x2),
                    tenths(y2)
                );
            } else {
                self.line("out", (x1, (y1 + y2) / 2), (x2, (y1 + y2) / 2));
                self.text(x2.min(RIGHT - 300), (y1 + y2) / 2 - 60, "not known");
            }
        }
    }

    /// A mark for each change, one where several fall together.
    fn ticks(&mut self) {
        let mut marks: BTreeSet<(i64, bool, i64)> = BTreeSet::new();
        for change in self.document.report.changes.list.iter().filter(|change| change.group != Group::Noise) {
            let Some(at) = change.at.or(change.before).filter(|at| *at >= self.from && *at <= self.to) else {
                continue;
            };
            let Some(side) = change.side else { continue };
            let on_the_backup = change.role_then == Some(AssignedRole::Backup);
            // Above the upper lane, below the lower one.
            let top = if side == Side::Home { HOME_Y - 170 } else { STAND_IN_Y + 70 };
            marks.insert((self.x(at) / 10 * 10, on_the_backup, top));
        }
        for (x, on_the_backup, top) in marks {
            let class = if on_the_backup { "tick lost" } else { "tick" };
            self.line(class, (x, top), (x, top + 90));
        }
    }

    fn axis(&mut self) {
        const Y: i64 = 1_340;
        self.line("axis", (LEFT, Y), (RIGHT, Y));
        let zone = &self.document.report.when.zone;
        let minutes = self.to.since_ms(self.from) / 60_000;
        let step = STEPS_MIN.into_iter().find(|step| minutes / step <= MOST_MARKS).unwrap_or(10_080 * 4);
        let step_ms = step * 60_000;
        // Whole steps of the local clock.
        let shift = zone.local(self.from).since_ms(self.from);
        let first = (self.from.millis() + shift).div_euclid(step_ms) * step_ms - shift;
        let marks = (0..=MOST_MARKS * 4 + 1).map(|n| Utc::from_millis(first + n * step_ms));
        let (from, to) = (self.from, self.to);
        for at in marks.filter(|at| *at >= from).take_while(|at| *at <= to) {
            let x = self.x(at);
            self.line("axis", (x, Y), (x, Y + 40));
            let words = if step >= 1_440 { zone.date(at) } else { zone.minute(at) };
            self.text(x, Y + 150, &words);
        }
    }
}
