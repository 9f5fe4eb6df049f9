//! As much of JSON Schema as `schema.json` uses, read strictly: a word it does not know is an error.

use serde_json::Value;

/// The documented shapes.
pub(crate) struct Schema {
    defs: Value,
}

impl Schema {
    pub(crate) fn load() -> Self {
        let text = std::fs::read_to_string(super::fixtures::folder().join("schema.json")).unwrap();
        let whole: Value = serde_json::from_str(&text).unwrap();
        Self { defs: whole["$defs"].clone() }
    }

    /// Panics with the place where `value` is not what the definition says.
    pub(crate) fn check(&self, name: &str, value: &Value) {
        let def = &self.defs[name];
        assert!(def.is_object(), "there is no definition {name}");
        self.fits(def, value, name).unwrap_or_else(|why| panic!("{why}"));
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{at}: {value} {what}"));
        for (word, rule) in schema.as_object().unwrap() {
            match word.as_str() {
                "$comment" | "default" => {}
                "$ref" => {
                    let name = rule.as_str().unwrap().trim_start_matches("#/$defs/");
                    self.fits(&self.defs[name], value, at)?;
                }
                "type" => {
                    let kinds = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                    if !kinds.iter().any(|kind| is(kind.as_str().unwrap(), value)) {
                        return wrong(&format!("is no {rule}"));
                    }
                }
                "enum" if !rule.as_array().unwrap().contains(value) => return wrong(&format!("is none of {rule}")),
                "enum" => {}
                "anyOf" => {
                    if !rule.as_array().unwrap().iter().any(|schema| self.fits(schema, value, at).is_ok()) {
                        return wrong("fits none of several");
                    }
                }
                "required" => {
                    if let Some(name) =
                        rule.as_array().unwrap().iter().find(|name| value.get(name.as_str().unwrap()).is_none())
                    {
                        return wrong(&format!("misses {name}"));
                    }
                }
                "properties" => {
                    for (name, schema) in rule.as_object().unwrap() {
                        if let Some(inner) = value.get(name) {
                            self.fits(schema, inner, &format!("{at}.{name}"))?;
                        }
                    }
                }
                "additionalProperties" => {
                    let known = schema["properties"].as_object();
                    for (name, inner) in value.as_object().into_iter().flatten() {
                        if known.is_some_and(|known| known.contains_key(name)) {
                            continue;
                        }
                        match rule {
                            Value::Bool(false) => return wrong(&format!("has {name}")),
                            rule => self.fits(rule, inner, &format!("{at}.{name}"))?,
                        }
                    }
                }
                "items" => {
                    for (place, inner) in value.as_array().into_iter().flatten().enumerate() {
                        self.fits(rule, inner, &format!("{at}[{place}]"))?;
                    }
                }
                "minimum" if value.as_i64() < rule.as_i64() => return wrong("is too small"),
                "maximum" if value.as_i64() > rule.as_i64() => return wrong("is too large"),
                "minLength" if (length(value) as u64) < rule.as_u64().unwrap() => return wrong("is too short"),
                "maxLength" if length(value) as u64 > rule.as_u64().unwrap() => return wrong("is too long"),
                "minimum" | "maximum" | "minLength" | "maxLength" => {}
                "format" | "pattern" => {
                    if !text_fits(word, rule.as_str().unwrap(), value.as_str().unwrap_or_default()) {
                        return wrong(&format!("is not as {rule} says"));
                    }
                }
                unknown => panic!("{at}: this reader does not know the word {unknown}"),
            }
        }
        Ok(())
    }
}

fn length(value: &Value) -> usize {
    value.as_str().unwrap_or_default().chars().count()
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("this reader does not know the type {other}"),
    }
}

fn text_fits(word: &str, rule: &str, text: &str) -> bool {
    match (word, rule) {
        ("format", "ipv4") => text.parse::<std::net::Ipv4Addr>().is_ok(),
        ("format", "ipv6") => text.parse::<std::net::Ipv6Addr>().is_ok(),
        ("format", "date-time") => text.parse::<jiff::Timestamp>().is_ok(),
        ("pattern", "^[0-9a-fA-F]{32}$") => text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit()),
        ("pattern", rule) if rule.ends_with("\\+00:00$") => text.ends_with("+00:00") && text.as_bytes()[10] == b'T',
        other => panic!("this reader does not know {other:?}"),
    }
}
