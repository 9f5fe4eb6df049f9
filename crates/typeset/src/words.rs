//! Numbers, durations and values as they stand in a sentence. A value that has no word here is printed as it is.

use crate::document::{Change, Document, Side};

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

/// `shared-ip` and `closed_away` as words.
pub(crate) fn plain(value: &str) -> String {
    value.replace(['_', '-'], " ")
}

/// With a great letter in front.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(crate) fn leg(leg: &str) -> &str {
    match leg {
        "outbound" => "Fail over",
        "return" => "Fail back",
        other => other,
    }
}

pub(crate) fn label(document: &Document, side: Option<Side>) -> &str {
    let found = document.report.what.appliances.iter().find(|appliance| Some(appliance.side) == side);
    found.map_or("not known", |appliance| &appliance.label)
}

pub(crate) fn state(state: &str) -> String {
    match state {
        "unfinished" => "begun, not finished".to_owned(),
        other => plain(other),
    }
}

pub(crate) fn band(band: &str) -> String {
    match band {
        "shorter" => "shorter than usual".to_owned(),
        "inside" => "usual".to_owned(),
        "longer" => "longer than usual".to_owned(),
        "gap" => "a gap in observation lies in it".to_owned(),
        other => plain(other),
    }
}

pub(crate) fn group(group: &str) -> String {
    match group {
        "carried" => "carried by the sync".to_owned(),
        "overwritten" => "would be overwritten".to_owned(),
        "noise" => "no difference".to_owned(),
        other => plain(other),
    }
}

pub(crate) fn arrival(arrival: &str) -> String {
    match arrival {
        "overwritten_later" => "changed again later".to_owned(),
        other => plain(other),
    }
}

pub(crate) fn seen_by(seen: &str) -> String {
    match seen {
        "snapshot_and_syslog" => "snapshot and syslog".to_owned(),
        "notes" => "notes only".to_owned(),
        other => plain(other),
    }
}

/// What became of a change.
pub(crate) fn standing(change: &Change) -> String {
    let decided = change.decided.as_ref().map_or("", |decided| &decided.disposition);
    match change.standing.as_str() {
        "decided" => decided.to_owned(),
        "done" => format!("{decided}, done"),
        "outstanding" => format!("{decided}, not done yet"),
        "by_switchback" => "by Switchback, to carry out a decision".to_owned(),
        "settled" => "nothing to decide".to_owned(),
        "undecided" => "no decision".to_owned(),
        other => plain(other),
    }
}

/// `jump group Europe (7)`.
pub(crate) fn object(change: &Change) -> String {
    let mut text = change.object_kind.replace(['-', '_', '/'], " ");
    if let Some(name) = &change.object_name {
        text.push(' ');
        text.push_str(name);
    }
    if let Some(id) = &change.object_id {
        text.push_str(&format!(" ({id})"));
    }
    text
}

/// The kinds of witnesses, each once: `syslog and snapshot`.
pub(crate) fn witnesses(change: &Change) -> String {
    let mut kinds: Vec<&str> = vec![];
    for kind in ["syslog", "snapshot", "note"].into_iter().chain(change.seen.iter().map(|seen| seen.by.as_str())) {
        if change.seen.iter().any(|seen| seen.by == kind) && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.join(" and ")
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

    #[test]
    fn a_word_that_is_not_known_is_printed_as_it_is() {
        assert_eq!(group("set_aside"), "set aside");
        assert_eq!(leg("sideways"), "sideways");
        assert_eq!(capital("élan"), "Élan");
    }
}
