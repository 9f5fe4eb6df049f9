//! Numbers, durations and names as they stand in a sentence.

use domain::plan::LegName;
use domain::role::{Both, Side};

/// `1 look`, `2 looks`.
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// `12,345`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `6 min 56 s`, `3 h 21 min`, `2 d 4 h`; below a minute with tenths where there are some.
pub(crate) fn duration(ms: u64) -> String {
    let seconds = ms / 1_000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) if ms % 1_000 / 100 > 0 => format!("{seconds}.{} s", ms % 1_000 / 100),
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) if seconds.is_multiple_of(60) => format!("{minutes} min"),
        (0, 0, _) => format!("{minutes} min {:02} s", seconds % 60),
        (0, _, 0) => format!("{hours} h"),
        (0, _, _) => format!("{hours} h {minutes:02} min"),
        (_, 0, _) => format!("{days} d"),
        _ => format!("{days} d {hours} h"),
    }
}

pub(crate) fn leg(leg: LegName) -> &'static str {
    match leg {
        LegName::Outbound => "Fail over",
        LegName::Return => "Fail back",
    }
}

/// What each appliance is called.
#[derive(Clone)]
pub(crate) struct Labels(pub(crate) Both<String>);

impl Labels {
    pub(crate) fn of(&self, side: Side) -> &str {
        self.0.of(side)
    }
}

/// The word of a value that is written in snake case.
pub(crate) fn plain(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace(['_', '-'], " "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_at_a_glance() {
        let told = [0, 450, 2_000, 59_900, 60_000, 416_000, 3_600_000, 12_060_000, 86_400_000, 187_200_000];
        let words: Vec<String> = told.into_iter().map(duration).collect();
        let expected = ["0 s", "0.4 s", "2 s", "59.9 s", "1 min", "6 min 56 s", "1 h", "3 h 21 min", "1 d", "2 d 4 h"];
        assert_eq!(words, expected);
    }

    #[test]
    fn great_numbers_are_grouped() {
        assert_eq!([7, 1_000, 1_234_567].map(grouped), ["7", "1,000", "1,234,567"]);
        assert_eq!(count(1, "look", "looks"), "1 look");
    }
}
