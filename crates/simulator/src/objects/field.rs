//! One field of an object, written down as `name:type`, then marks, then `=` and its default.
//!
//! Types: `int`, `num`, `flag`, `date` (RFC 3339, in UTC), `text` with its greatest length if there is one, `list`,
//! `map`, `any`, or the words it may be, with `|` between them. Marks: `!` read-only, `~` a secret, `^` write-only
//! without being a secret, `?` may be null, `*` required.

use jiff::Timestamp;
use serde_json::{Value, json};

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) of: &'a str,
    /// Told, never taken.
    pub(crate) read_only: bool,
    /// Taken, never told.
    pub(crate) write_only: bool,
    /// The same, and the log says no more than that it was set.
    pub(crate) secret: bool,
    pub(crate) nullable: bool,
    pub(crate) required: bool,
    pub(crate) default: Option<&'a str>,
}

impl<'a> Field<'a> {
    pub(crate) fn read(written: &'a str) -> Self {
        let (name, rest) = written.split_once(':').unwrap_or((written, "any"));
        let (typed, default) = rest.split_once('=').map_or((rest, None), |(typed, default)| (typed, Some(default)));
        let of = typed.trim_end_matches(['!', '~', '^', '?', '*']);
        let marked = |mark: char| typed[of.len()..].contains(mark);
        Self {
            name,
            of,
            read_only: marked('!'),
            write_only: marked('~') || marked('^'),
            secret: marked('~'),
            nullable: marked('?'),
            required: marked('*'),
            default,
        }
    }

    /// Whether a value may stand here.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        let fits = match self.of {
            _ if value.is_null() => self.nullable,
            _ if value == "" && self.required => false,
            "int" => value.is_i64() || value.is_u64(),
            "num" => value.is_number(),
            "flag" => value.is_boolean(),
            "date" => value.as_str().is_some_and(is_utc),
            "list" => value.is_array(),
            "map" => value.is_object(),
            "any" => true,
            words if words.contains('|') => {
                value.as_str().is_some_and(|text| !text.is_empty() && words.split('|').any(|word| word == text))
            }
            text => {
                let most = text.trim_start_matches("text").parse().unwrap_or(usize::MAX);
                value.as_str().is_some_and(|text| text.chars().count() <= most)
            }
        };
        if fits { Ok(()) } else { Err(format!("The {} is not valid: {}.", self.name, self.wants())) }
    }

    fn wants(&self) -> String {
        match self.of {
            "int" => "a whole number".to_owned(),
            "num" => "a number".to_owned(),
            "flag" => "true or false".to_owned(),
            "date" => "a date and time in UTC".to_owned(),
            "list" => "a list".to_owned(),
            "map" => "an object".to_owned(),
            words if words.contains('|') => format!("one of {}", words.trim_matches('|').replace('|', ", ")),
            text => match text.trim_start_matches("text") {
                "" => "a text".to_owned(),
                most => format!("a text of at most {most} characters"),
            },
        }
    }

    /// What it is in an object where nobody said it. `None`: it is not there.
    pub(crate) fn unsaid(&self) -> Option<Value> {
        match (self.default, self.of) {
            (Some(default), of) if of.starts_with("text") || of.contains('|') => Some(json!(default)),
            (Some(default), _) => serde_json::from_str(default).ok(),
            _ if self.nullable => Some(Value::Null),
            (None, "flag") => Some(json!(false)),
            (None, "list") => Some(json!([])),
            (None, "map") => Some(json!({})),
            (None, of) if of.starts_with("text") && self.name != "code_name" => Some(json!("")),
            (None, _) => None,
        }
    }
}

/// Inputs must be UTC, with `Z` or `+00:00` (appliance-api section 0).
fn is_utc(text: &str) -> bool {
    (text.ends_with('Z') || text.ends_with("+00:00")) && text.parse::<Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::Field;
    use serde_json::{Value, json};

    #[test]
    fn a_field_is_read_with_its_marks_and_its_default() {
        let field = Field::read("role:member|lead!?=lead");
        assert_eq!((field.name, field.of, field.default), ("role", "member|lead", Some("lead")));
        assert_eq!((field.read_only, field.nullable, field.write_only, field.required), (true, true, false, false));
        assert_eq!((field.unsaid(), Field::read("port:int=22").unsaid()), (Some(json!("lead")), Some(json!(22))));
    }

    #[test]
    fn a_value_must_be_of_the_type() {
        let takes = |written: &str, value: Value| Field::read(written).check(&value).is_ok();
        assert!(takes("a:int", json!(1)) && !takes("a:int", json!("1")), "numbers are numbers, not texts");
        assert!(takes("a:text3", json!("äöü")) && !takes("a:text3", json!("abcd")));
        assert!(takes("a:date", json!("2026-10-16T14:46:23Z")) && takes("a:date", json!("2026-10-16T14:46:23+00:00")));
        assert!(!takes("a:date", json!("2026-10-16T14:46:23+04:00")) && !takes("a:date", json!("2026-10-16T14:46:23")));
        assert!(takes("a:x|y", json!("y")) && !takes("a:x|y", json!("z")));
        assert!(takes("a:int?", Value::Null) && !takes("a:int", Value::Null));
        assert!(takes("a:text5", json!("")) && !takes("a:text5*", json!("")), "what is required is not empty");
    }
}
