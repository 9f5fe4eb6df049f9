//! The report as a list of what stands on the page, in order, every text already as it is printed. The template draws it and
//! decides nothing; this decides what is said and draws nothing.

mod acts;
mod changes;
mod checks;
mod course;
mod front;
mod proof;
mod road;

use serde::Serialize;

use crate::document::Document;
use crate::inert::Inert;
use crate::moment::Utc;
use crate::words;

/// Beyond so many rows a list whose rows decide nothing is given as a summary: the whole of it is in HTML and CSV.
pub(crate) const MOST_ROWS: usize = 2_000;

/// What the template leaves for text, in points: the page, the names of facts, the space after a cell.
const WIDTH: f64 = 505.0;
const NAMES: f64 = 104.0;
const SPACE: f64 = 7.0;

/// The most characters of a text that stands on every page.
const LONGEST_SHORT: usize = 64;

/// A row with a cell of more bytes than this may go on on the next page.
const LONG_CELL: usize = 800;

/// What is drawn.
#[derive(Serialize)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    number: String,
    pair: String,
    rehearsal: bool,
    digest: String,
    head: String,
    signed: String,
    headline: String,
    tone: &'static str,
    outcome: String,
    sentence: String,
    /// Year, month, day, hour, minute, second in UTC: the report's, never the computer's.
    pub(crate) date: [i16; 6],
    blocks: Vec<Block>,
}

/// Something that stands on the page.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Block {
    Section { text: String },
    Head { text: String },
    Paragraph { text: String },
    List { rows: Vec<String> },
    Pairs { rows: Vec<(String, Cell)> },
    Table { columns: Vec<Column>, breakable: bool, rows: Vec<Vec<Cell>> },
    Road(road::Road),
}

/// The head of a column, and its width: a share of what the others leave, or points.
#[derive(Serialize)]
struct Column {
    text: String,
    share: u16,
    points: u16,
}

/// What stands in a cell.
#[derive(Serialize)]
#[serde(untagged)]
enum Cell {
    Text(String),
    Styled { style: &'static str, text: String },
    Lines(Vec<Cell>),
}

impl Cell {
    /// Makes what is wider than `points` breakable, at a size of so many points.
    fn fit(&mut self, inert: &Inert<'_>, points: f64, size: f64) {
        match self {
            Self::Text(text) => inert.fit(text, points / size),
            // The face for code is set smaller, and each of its characters is as wide as the widest that is measured.
            Self::Styled { style: "code", text } => inert.fit(text, points / (size * 0.92)),
            Self::Styled { text, .. } => inert.fit(text, points / size),
            Self::Lines(lines) => lines.iter_mut().for_each(|line| line.fit(inert, points, size)),
        }
    }

    /// Its words alone.
    fn bare(self) -> Self {
        fn words(cell: Cell, into: &mut String) {
            match cell {
                Cell::Text(text) | Cell::Styled { text, .. } => {
                    if !into.is_empty() {
                        into.push('\n');
                    }
                    into.push_str(&text);
                }
                Cell::Lines(lines) => lines.into_iter().for_each(|line| words(line, into)),
            }
        }
        let mut text = String::new();
        words(self, &mut text);
        Self::Text(text)
    }

    fn length(&self) -> usize {
        match self {
            Self::Text(text) | Self::Styled { text, .. } => text.len(),
            Self::Lines(lines) => lines.iter().map(|line| line.length() + 40).sum(),
        }
    }
}

/// Fills a sheet.
pub(crate) struct Page<'a> {
    document: &'a Document,
    inert: Inert<'a>,
    blocks: Vec<Block>,
}

/// The report of a document. `width` tells how wide a character is, where one of the
/// fonts has it.
pub(crate) fn sheet(document: &Document, width: &dyn Fn(char) -> Option<f64>) -> Sheet {
    let mut page = Page { document, inert: Inert::new(width), blocks: vec![] };
    front::front(&mut page);
    course::course(&mut page);
    checks::checks(&mut page);
    changes::changes(&mut page);
    proof::proof(&mut page);
    page.note();
    let report = &document.report;
    let mark = if document.rehearsal { "Rehearsal " } else { "" };
    let signed = document.signature.as_ref();
    let signed = signed.map_or_else(|| "not signed".to_owned(), |by| format!("{} {}", by.algorithm, by.fingerprint));
    let at = report.when.as_of.civil();
    let [month, day, hour, minute, second] = [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(i16::from);
    Sheet {
        title: page.text(&format!("{mark}{}: {}", document.number, report.headline)),
        number: page.short(&document.number),
        pair: page.short(&report.what.pair),
        rehearsal: document.rehearsal,
        digest: page.short(&document.digest),
        head: page.short(&document.head.journal.hash),
        signed: page.short(&signed),
        headline: page.headline(),
        tone: front::tone(&report.outcome),
        outcome: page.text(&words::capital(&words::plain(&report.outcome))),
        sentence: page.wide(&report.sentence),
        date: [at.year(), month, day, hour, minute, second],
        blocks: page.blocks,
    }
}

fn column(text: &str, share: u16) -> Column {
    Column { text: text.to_owned(), share, points: 0 }
}

/// A column of a fixed width, in points.
fn fixed(text: &str, points: u16) -> Column {
    Column { text: text.to_owned(), share: 0, points }
}

impl Page<'_> {
    fn text(&mut self, text: &str) -> String {
        self.inert.text(text)
    }

    /// For what stands on every page: as long as a hash at most.
    fn short(&mut self, text: &str) -> String {
        let more = text.chars().nth(LONGEST_SHORT).is_some();
        let text: String = text.chars().take(LONGEST_SHORT).filter(|c| *c != '\n').chain(more.then_some('…')).collect();
        self.text(&text)
    }

    /// In the size of a title.
    fn headline(&mut self) -> String {
        let mut text = self.inert.text(&self.document.report.headline);
        self.inert.fit(&mut text, WIDTH / 17.0);
        text
    }

    /// A text that has the whole width.
    fn wide(&mut self, text: &str) -> String {
        let mut text = self.inert.text(text);
        self.inert.fit(&mut text, WIDTH / 10.0);
        text
    }

    fn section(&mut self, text: &str) {
        let text = self.wide(text);
        self.blocks.push(Block::Section { text });
    }

    fn head(&mut self, text: &str) {
        let text = self.wide(text);
        self.blocks.push(Block::Head { text });
    }

    fn paragraph(&mut self, text: &str) {
        let text = self.wide(text);
        self.blocks.push(Block::Paragraph { text });
    }

    fn list(&mut self, rows: impl IntoIterator<Item = String>) {
        let mut all = rows.into_iter();
        let rows: Vec<String> = all.by_ref().take(MOST_ROWS).map(|row| self.wide(&row)).collect();
        if !rows.is_empty() {
            self.blocks.push(Block::List { rows });
        }
        self.and_more(all.count());
    }

    fn pairs(&mut self, rows: Vec<(String, Cell)>) {
        let mut fitted = Vec::with_capacity(rows.len());
        for (name, mut cell) in rows {
            cell.fit(&self.inert, WIDTH - NAMES - SPACE, 8.5);
            let mut name = self.text(&name);
            self.inert.fit(&mut name, (NAMES - SPACE) / 8.5);
            fitted.push((name, cell));
        }
        let rows = fitted;
        self.blocks.push(Block::Pairs { rows });
    }

    /// A table of at most [`MOST_ROWS`] rows, and how many there are besides.
    fn table(&mut self, columns: Vec<Column>, mut rows: Vec<Vec<Cell>>) {
        let more = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        self.whole_table(columns, rows);
        self.and_more(more);
    }

    fn and_more(&mut self, more: usize) {
        if more > 0 {
            let more = words::count(more as u64, "row", "rows");
            self.paragraph(&format!("And {more} more, in the HTML of the same document."));
        }
    }

    fn whole_table(&mut self, mut columns: Vec<Column>, mut rows: Vec<Vec<Cell>>) {
        let shares: u16 = columns.iter().map(|column| column.share).sum();
        let points: u16 = columns.iter().map(|column| column.points).sum();
        let share = (WIDTH - f64::from(points)) / f64::from(shares.max(1));
        for (n, column) in columns.iter_mut().enumerate() {
            let room = f64::from(column.points) + f64::from(column.share) * share - SPACE;
            column.text = self.inert.text(&column.text);
            self.inert.fit(&mut column.text, room / 8.0);
            for cell in rows.iter_mut().filter_map(|row| row.get_mut(n)) {
                cell.fit(&self.inert, room, 8.0);
            }
        }
        let breakable = rows.iter().flatten().any(|cell| cell.length() > LONG_CELL);
        self.blocks.push(Block::Table { columns, breakable, rows });
    }

    fn cell(&mut self, text: &str) -> Cell {
        Cell::Text(self.text(text))
    }

    fn code(&mut self, text: &str) -> Cell {
        self.styled("code", text)
    }

    fn quiet(&mut self, text: &str) -> Cell {
        self.styled("quiet", text)
    }

    fn strong(&mut self, text: &str) -> Cell {
        self.styled("strong", text)
    }

    /// A tone, or one of the styles of the template. The word carries the meaning, the style only its weight or colour.
    fn styled(&mut self, style: &'static str, text: &str) -> Cell {
        Cell::Styled { style, text: self.text(text) }
    }

    /// Local time.
    fn local(&mut self, at: Option<Utc>) -> Cell {
        let text = at.map_or_else(String::new, |at| self.document.report.when.zone.time(at));
        Cell::Styled { style: "figures", text }
    }

    fn utc(&mut self, at: Option<Utc>) -> Cell {
        let text = at.map_or_else(String::new, |at| self.document.report.when.zone.utc(at));
        Cell::Styled { style: "quiet figures", text }
    }

    fn both(&self, at: Utc) -> String {
        self.document.report.when.zone.both(at)
    }

    fn took(&mut self, ms: Option<u64>) -> Cell {
        Cell::Styled { style: "figures", text: ms.map_or_else(String::new, words::duration) }
    }

    fn number(&mut self, n: u64) -> Cell {
        Cell::Styled { style: "figures", text: words::grouped(n) }
    }

    /// The zone as it is called when the maintenance began.
    fn zone(&self) -> String {
        let report = &self.document.report;
        report.when.zone.abbreviation(report.timeline.from).to_owned()
    }

    fn label(&self, side: crate::document::Side) -> String {
        words::label(self.document, Some(side)).to_owned()
    }

    /// What this print does not show as it is.
    fn note(&mut self) {
        let (values, characters) = self.inert.cut;
        let missing: u64 = self.inert.missing.values().sum();
        if values == 0 && missing == 0 {
            return;
        }
        self.section("About this print");
        if values > 0 {
            let values = words::count(values, "long value is", "long values are");
            let characters = words::count(characters, "character is", "characters are");
            self.paragraph(&format!("{values} cut where the text says so; {characters} left to the HTML and the CSV."));
        }
        if missing > 0 {
            // The list is made of code points alone, so that it adds nothing to what it counts.
            let kinds = self.inert.missing.len() as u64;
            let first: Vec<String> =
                self.inert.missing.iter().take(100).map(|(c, n)| format!("U+{:04X}: {n}", u32::from(*c))).collect();
            let more = if kinds > 100 { ", and others" } else { "" };
            let times = words::count(missing, "character is", "characters are");
            self.paragraph(&format!(
                "{times} in none of the fonts of this print and shown by number, {} in all ({}{more}).",
                words::count(kinds, "kind", "kinds"),
                first.join(", ")
            ));
        }
    }
}
