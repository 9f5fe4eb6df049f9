//! Times as a person reads them: local first, with its zone, UTC beside it.

use domain::time::Utc;

use crate::document::Zone;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `8 Mar 2026` and `01:31:08`, of a time as it is written.
fn parts(at: Utc) -> (String, String) {
    let text = at.to_string();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<usize>().ok());
    let date = number(8, 10).zip(number(5, 7)).zip(text.get(..4));
    let date =
        date.and_then(|((day, month), year)| Some(format!("{day} {} {year}", MONTHS.get(month.checked_sub(1)?)?)));
    let time = text.get(11..19).map(str::to_owned);
    (date.unwrap_or_else(|| text.clone()), time.unwrap_or_default())
}

impl Zone {
    /// `01:31:08`
    pub(super) fn time(&self, at: Utc) -> String {
        parts(self.local(at)).1
    }

    /// `01:31`
    pub(super) fn minute(&self, at: Utc) -> String {
        let mut time = self.time(at);
        time.truncate(5);
        time
    }

    /// `8 Mar 2026`
    pub(super) fn date(&self, at: Utc) -> String {
        parts(self.local(at)).0
    }

    /// `8 Mar 2026, 01:31:08 CET`
    pub(super) fn full(&self, at: Utc) -> String {
        format!("{}, {} {}", self.date(at), self.time(at), self.abbreviation(at))
    }

    /// `8 Mar 2026, 01:31:08 CET (00:31:08 UTC)`; with the date of UTC where that is another day.
    pub(super) fn both(&self, at: Utc) -> String {
        format!("{} ({} UTC)", self.full(at), self.utc(at))
    }

    /// `00:31:08`, or `7 Mar 2026, 23:31:08` where it is another day than here.
    pub(super) fn utc(&self, at: Utc) -> String {
        let (date, time) = parts(at);
        if date == self.date(at) { time } else { format!("{date}, {time}") }
    }
}

/// `2026-03-08 00:31:08.120`, of UTC, for a table of a spreadsheet.
pub(crate) fn plain_utc(at: Utc) -> String {
    at.to_string().replace('T', " ").trim_end_matches('Z').to_owned()
}
