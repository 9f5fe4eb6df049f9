//! The picture of the roles as lines and words with their places: two lanes, the thick line is the primary, the home primary is
//! the upper lane, always.
//!
//! All places are whole tenths of a unit, 940 units wide, so that the same times are the same bytes on every computer.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Page;
use crate::document::{Document, RoleSpan, Side};
use crate::moment::Utc;
use crate::words;

const LEFT: i64 = 1_200;
const RIGHT: i64 = 9_300;
const HOME_Y: i64 = 620;
const STAND_IN_Y: i64 = 1_100;
const AXIS_Y: i64 = 1_340;

/// Steps of the axis, minutes; the first with which there are few enough marks is taken.
const STEPS_MIN: [i64; 14] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080];
const MOST_MARKS: i64 = 10;

/// More pieces than this are no picture any more.
const MOST_PIECES: usize = 4_000;

/// What is drawn, in its order, and the picture in one sentence.
#[derive(Serialize)]
pub(crate) struct Road {
    sentence: String,
    caption: String,
    pieces: Vec<Piece>,
}

#[derive(Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Piece {
    Ground { x: i64, width: i64 },
    Line { style: &'static str, from: (i64, i64), to: (i64, i64) },
    Curve { from: (i64, i64), to: (i64, i64), bend: i64 },
    Bracket { from: i64, to: i64 },
    Words { style: &'static str, x: i64, y: i64, middle: bool, text: String },
}

struct Drawing<'d, 'p, 'a> {
    document: &'d Document,
    page: &'p mut Page<'a>,
    pieces: Vec<Piece>,
    from: i64,
    to: i64,
}

pub(super) fn road(page: &mut Page<'_>) -> Road {
    let document = page.document;
    let timeline = &document.report.timeline;
    let from = timeline.from.millis();
    let to = timeline.to.millis();
    let to = if to > from { to } else { from.saturating_add(60_000) };
    let mut drawing = Drawing { document, page, pieces: vec![], from, to };
    drawing.labels();
    drawing.gaps();
    drawing.steps();
    for side in [Side::Home, Side::StandIn] {
        drawing.lane(side);
    }
    drawing.crossings();
    drawing.ticks();
    drawing.axis();
    let mut pieces = drawing.pieces;
    pieces.truncate(MOST_PIECES);
    let sentence = page.text(&sentence(document));
    let caption =
        "The thick line is the primary, dots are the backup, dashes: users out, a hairline: no answer, a grey \
                   ground: nobody looked. A mark is a change; on the appliance that was backup it is drawn heavier."
            .to_owned();
    Road { sentence, caption, pieces }
}

/// The picture in one sentence.
fn sentence(document: &Document) -> String {
    let report = &document.report;
    let mut text = String::new();
    for leg in &report.legs {
        let label = words::label(document, Some(leg.new_primary));
        text.push_str(&format!("{label} is primary from {}. ", report.when.zone.both(leg.done_at)));
    }
    if text.is_empty() {
        text.push_str("No leg is done. ");
    }
    let real = report.changes.list.iter().filter(|change| change.group != "noise").count();
    text.push_str(&words::count(real as u64, "change is marked.", "changes are marked."));
    text
}

fn y(side: Side) -> i64 {
    match side {
        Side::Home => HOME_Y,
        Side::StandIn => STAND_IN_Y,
    }
}

/// On which lane users are after a leg.
fn new_primary(leg: &str) -> Side {
    if leg == "return" { Side::Home } else { Side::StandIn }
}

impl Drawing<'_, '_, '_> {
    fn x(&self, at: Utc) -> i64 {
        self.place(at.millis())
    }

    fn place(&self, at: i64) -> i64 {
        let whole = self.to.saturating_sub(self.from).max(1);
        let passed = at.saturating_sub(self.from).clamp(0, whole);
        // Ten thousand years in milliseconds times the width stay below the greatest number.
        LEFT + passed.saturating_mul(RIGHT - LEFT) / whole
    }

    fn line(&mut self, style: &'static str, from: (i64, i64), to: (i64, i64)) {
        self.pieces.push(Piece::Line { style, from, to });
    }

    fn words(&mut self, x: i64, y: i64, text: &str) {
        let text = self.page.text(text);
        self.pieces.push(Piece::Words { style: "small", x, y, middle: true, text });
    }

    fn labels(&mut self) {
        for (side, word) in [(Side::Home, "home"), (Side::StandIn, "stand-in")] {
            let label: String = words::label(self.document, Some(side)).chars().take(12).collect();
            let text = self.page.text(&label);
            self.pieces.push(Piece::Words { style: "label", x: 0, y: y(side) - 20, middle: false, text });
            let text = word.to_owned();
            self.pieces.push(Piece::Words { style: "small", x: 0, y: y(side) + 110, middle: false, text });
        }
    }

    /// Times in which nobody looked, as a ground.
    fn gaps(&mut self) {
        for gap in &self.document.report.gaps {
            let (x, end) = (self.x(gap.from), self.x(gap.to));
            self.pieces.push(Piece::Ground { x, width: (end - x).max(10) });
        }
    }

    /// Brackets over the tasks that last.
    fn steps(&mut self) {
        const SHOWN: [&str; 5] = ["observe", "work", "reconcile", "swing_return", "verify"];
        let mut free_from = 0;
        for step in &self.document.report.steps {
            let (Some(from), Some(to)) = (step.from, step.to) else { continue };
            let (x1, x2) = (self.x(from), self.x(to));
            if !SHOWN.contains(&step.task.as_str()) || step.state != "done" || x2 - x1 < 300 {
                continue;
            }
            self.pieces.push(Piece::Bracket { from: x1 + 5, to: x2 - 5 });
            // A word over a short bracket reaches beyond it: it is left out where it would cover the one before.
            let half = step.words.chars().count().min(60) as i64 * 32;
            let middle = (x1 + x2) / 2;
            if middle - half >= free_from {
                self.words(middle, 250, &step.words);
                free_from = middle + half;
            }
        }
    }

    /// What an appliance said of itself, without the times in which users were out.
    fn lane(&mut self, side: Side) {
        let document = self.document;
        for span in document.report.timeline.roles.iter().filter(|span| span.side == side) {
            let style = match span.role.as_str() {
                "primary" => "primary",
                "backup" => "backup",
                "no answer" => "away",
                "not told" => "untold",
                _ => "odd",
            };
            for (from, to) in self.outside_swaps(span) {
                let (x1, x2) = (self.x(from), self.x(to));
                self.line(style, (x1, y(side)), (x2.max(x1 + 4), y(side)));
                if style == "away" && x2 - x1 > 1_200 {
                    let zone = &document.report.when.zone;
                    let words = format!("away {} – {}", zone.minute(from), zone.minute(to));
                    self.words((x1 + x2) / 2, y(side) + 150, &words);
                } else if style == "odd" {
                    let role: String = span.role.chars().take(20).collect();
                    self.words((x1 + x2) / 2, y(side) - 60, &role);
                }
            }
        }
    }

    fn outside_swaps(&self, span: &RoleSpan) -> Vec<(Utc, Utc)> {
        let mut times = vec![(span.from, span.to)];
        let cut = span.role == "primary";
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
            let to = new_primary(&out.leg);
            let (y1, y2) = (if to == Side::Home { STAND_IN_Y } else { HOME_Y }, y(to));
            if out.ended {
                self.pieces.push(Piece::Curve { from: (x1, y1), to: (x2, y2), bend: (x2 - x1) * 56 / 100 });
            } else {
                let middle = (y1 + y2) / 2;
                self.line("out", (x1, middle), (x2, middle));
                self.words(x2.min(RIGHT - 300), middle - 60, "not known");
            }
        }
    }

    /// A mark for each change, one where several fall together.
    fn ticks(&mut self) {
        let mut marks: BTreeSet<(i64, bool, i64)> = BTreeSet::new();
        for change in self.document.report.changes.list.iter().filter(|change| change.group != "noise") {
            let Some(at) = change.at.or(change.before).map(Utc::millis) else { continue };
            let Some(side) = change.side.filter(|_| at >= self.from && at <= self.to) else { continue };
            let on_the_backup = change.role_then.as_deref() == Some("backup");
            // Above the upper lane, below the lower one.
            let top = if side == Side::Home { HOME_Y - 170 } else { STAND_IN_Y + 70 };
            marks.insert((self.place(at) / 10 * 10, on_the_backup, top));
        }
        for (x, on_the_backup, top) in marks {
            self.line(if on_the_backup { "lost" } else { "tick" }, (x, top), (x, top + 90));
        }
    }

    fn axis(&mut self) {
        self.line("axis", (LEFT, AXIS_Y), (RIGHT, AXIS_Y));
        let zone = &self.document.report.when.zone;
        let minutes = (self.to - self.from) / 60_000;
        let step = STEPS_MIN.into_iter().find(|step| minutes / step <= MOST_MARKS);
        let step = step.unwrap_or_else(|| (minutes / MOST_MARKS).max(1));
        let step_ms = step * 60_000;
        // Whole steps of the local clock.
        let shift = zone.ahead_ms(Utc::from_millis(self.from));
        let first = (self.from + shift).div_euclid(step_ms) * step_ms - shift;
        let (from, to) = (self.from, self.to);
        let marks = (0..=MOST_MARKS * 4).map(|n| first + n * step_ms);
        for at in marks.filter(|at| *at >= from).take_while(|at| *at <= to) {
            let x = self.place(at);
            self.line("axis", (x, AXIS_Y), (x, AXIS_Y + 40));
            let at = Utc::from_millis(at);
            let words = if step >= 1_440 { zone.date(at) } else { zone.minute(at) };
            self.words(x, AXIS_Y + 150, &words);
        }
    }
}
