//! Where two JSON values part.

use serde_json::Value;

/// The first place in which they differ, and how.
pub(super) fn differ(said: &Value, made: &Value, path: &str) -> Option<(String, String)> {
    match (said, made) {
        (Value::Object(a), Value::Object(b)) => {
            for ((key, value), (other, wanted)) in a.iter().zip(b) {
                if key != other {
                    return Some((format!("{path}.{key}"), format!("it stands where '{other}' is expected")));
                }
                let found = differ(value, wanted, &format!("{path}.{key}"));
                if found.is_some() {
                    return found;
                }
            }
            let longer = a.keys().nth(b.len()).map(|key| (format!("{path}.{key}"), "nothing makes it".to_owned()));
            longer.or_else(|| b.keys().nth(a.len()).map(|key| (format!("{path}.{key}"), "it is missing".to_owned())))
        }
        (Value::Array(a), Value::Array(b)) => {
            for (place, (value, wanted)) in a.iter().zip(b).enumerate() {
                let found = differ(value, wanted, &format!("{path}[{place}]"));
                if found.is_some() {
                    return found;
                }
            }
            let places = format!("{path}[{}]", a.len().min(b.len()));
            (a.len() != b.len()).then(|| (places, format!("there are {} of them, {} are made", a.len(), b.len())))
        }
        (said, made) if said == made => None,
        (said, made) => {
            Some((path.to_owned(), format!("it says {}, the material comes to {}", short(said), short(made))))
        }
    }
}

/// A value in a sentence.
fn short(value: &Value) -> String {
    const MOST: usize = 80;
    let text = value.to_string();
    if text.chars().count() <= MOST { text } else { text.chars().take(MOST).chain(['…']).collect() }
}

/// The first byte in which they differ, with its line.
pub(super) fn first_byte(said: &[u8], made: &[u8]) -> Option<(usize, usize)> {
    if said == made {
        return None;
    }
    let shorter = said.len().min(made.len());
    let place = said.iter().zip(made).position(|(a, b)| a != b).unwrap_or(shorter);
    let line = said.iter().take(place).filter(|byte| **byte == b'\n').count() + 1;
    Some((place, line))
}
