//! The vendor's OpenAPI files of the Configuration API, read as data where they are; never copied. A word this reader
//! does not know is an error.

use std::io::Write as _;
use std::path::PathBuf;

use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde_json::{Map, Value, json};
use simulator::Product;

/// One file.
pub(crate) struct OpenApi {
    root: Value,
}

/// Where the files are looked for: the folder `SWITCHBACK_OPENAPI`, or beside the project's own folder.
fn folder() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/reference/openapi");
    std::env::var_os("SWITCHBACK_OPENAPI").map_or_else(|| beside.into(), PathBuf::from)
}

impl OpenApi {
    /// The file of a product. Where there is none, that is said past the test harness, which keeps what passes quiet.
    pub(crate) fn of(product: Product) -> Option<Self> {
        let name = match product {
            Product::Rs => "rs-configuration-1.10.yaml",
            Product::Pra => "pra-configuration-1.10.yaml",
        };
        let path = folder().join(name);
        let Ok(text) = std::fs::read_to_string(&path) else {
            let said = format!("SKIPPED: {} is not there; set SWITCHBACK_OPENAPI to its folder\n", path.display());
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            return None;
        };
        Some(Self { root: json_of(&Yaml::load_from_str(&text).unwrap()[0]) })
    }

    /// Every path with what can be done there.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&str, &Map<String, Value>)> {
        self.root["paths"].as_object().unwrap().iter().map(|(path, at)| (path.as_str(), at.as_object().unwrap()))
    }

    /// What a reference leads to.
    pub(crate) fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(to) => self.resolved(self.root.pointer(to.trim_start_matches('#')).unwrap()),
            None => value,
        }
    }

    /// The names of the query's parameters of an operation.
    pub(crate) fn parameters(&self, operation: &Value) -> Vec<String> {
        let all = operation["parameters"].as_array().into_iter().flatten().map(|one| self.resolved(one));
        let of_query = all.filter(|one| one["in"] == "query");
        of_query.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }

    /// The status of a good answer, and the schema of its body.
    pub(crate) fn answer<'a>(&'a self, operation: &'a Value) -> (u16, Option<&'a Value>) {
        let all = operation["responses"].as_object().unwrap();
        let (status, answer) = all.iter().find(|(status, _)| status.starts_with('2')).unwrap();
        let schema = self.resolved(answer).pointer("/content/application~1json/schema");
        (status.parse().unwrap(), schema)
    }

    /// Everything an object may have, and what it must have.
    fn object(&self, schema: &Value) -> (Map<String, Value>, Vec<String>) {
        let schema = self.resolved(schema);
        let mut fields = schema["properties"].as_object().cloned().unwrap_or_default();
        let text = |name: &Value| name.as_str().unwrap().to_owned();
        let mut required: Vec<String> = schema["required"].as_array().into_iter().flatten().map(text).collect();
        // The file of Privileged Remote Access has it at some fields themselves.
        required.extend(fields.iter().filter(|(_, field)| field["required"] == true).map(|(name, _)| name.clone()));
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let (more, musts) = self.object(part);
            fields.extend(more);
            required.extend(musts);
        }
        (fields, required)
    }

    /// Whether a body the appliance sent is what the schema says.
    pub(crate) fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let schema = self.resolved(schema);
        let wrong = |what: &str| Err(format!("{at}: {value} {what}"));
        if value.is_null() && schema["nullable"] == true {
            return Ok(());
        }
        if let Some(several) = schema["oneOf"].as_array() {
            let whys: Vec<String> = several.iter().filter_map(|one| self.fits(one, value, at).err()).collect();
            return if whys.len() < several.len() { Ok(()) } else { Err(whys.join("\n or ")) };
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            return wrong("is none of the words");
        }
        let number = value.as_i64();
        if number.is_some_and(|number| {
            schema["minimum"].as_i64().is_some_and(|least| number < least)
                || schema["maximum"].as_i64().is_some_and(|most| number > most)
        }) {
            return wrong("is out of range");
        }
        let kind = schema["type"].as_str().unwrap_or("object");
        // Some lists are written down as if they were one object.
        if let ("object", Some(values)) = (kind, value.as_array()) {
            return values.iter().try_for_each(|one| self.fits(schema, one, at));
        }
        match (kind, value) {
            ("integer", Value::Number(number)) if number.is_i64() => Ok(()),
            ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => Ok(()),
            ("string", Value::String(text)) => {
                let letters = text.chars().count() as u64;
                if schema["maxLength"].as_u64().is_some_and(|most| letters > most) {
                    return wrong("is too long");
                }
                // A text nobody gave is empty, whatever the least length of one that is given.
                if letters > 0 && schema["minLength"].as_u64().is_some_and(|least| letters < least) {
                    return wrong("is too short");
                }
                let date = schema["format"] == "date-time";
                let good = text.ends_with("+00:00") && text.parse::<jiff::Timestamp>().is_ok();
                if date && !good { wrong("is no date in UTC") } else { Ok(()) }
            }
            ("array", Value::Array(values)) => values.iter().try_for_each(|one| self.fits(&schema["items"], one, at)),
            ("object", Value::Object(given)) => {
                let (fields, required) = self.object(schema);
                for (name, inner) in given {
                    let Some(field) = fields.get(name) else {
                        // An object without fields of its own may have any.
                        if fields.is_empty() {
                            continue;
                        }
                        return Err(format!("{at}: {name} is not in the file"));
                    };
                    if self.resolved(field)["writeOnly"] == true {
                        return Err(format!("{at}: {name} is a secret"));
                    }
                    self.fits(field, inner, &format!("{at}.{name}"))?;
                }
                let told = |name: &String| fields.get(name).is_none_or(|field| field["writeOnly"] != true);
                match required.iter().find(|name| told(name) && !given.contains_key(*name)) {
                    Some(name) => Err(format!("{at}: {name} is missing")),
                    None => Ok(()),
                }
            }
            _ => wrong(&format!("is no {kind}")),
        }
    }

    /// The body of a write with what must be there, and nothing that is not needed.
    pub(crate) fn body(&self, operation: &Value, number: u64) -> Option<Value> {
        let schema = operation.pointer("/requestBody/content/application~1json/schema");
        let schema = schema.or_else(|| self.answer(operation).1)?;
        Some(self.made(schema, "", number))
    }

    fn made(&self, schema: &Value, name: &str, number: u64) -> Value {
        let schema = self.resolved(schema);
        if let Some(several) = schema["oneOf"].as_array() {
            return self.made(&several[0], name, number);
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[0].clone();
        }
        match schema["type"].as_str().unwrap_or("object") {
            "integer" | "number" => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
            "boolean" => json!(true),
            "array" => json!([]),
            "string" if schema["format"] == "date-time" => json!("2027-01-01T00:00:00Z"),
            "string" if name == "url" => json!("https://new.example.test"),
            "string" => {
                let most = schema["maxLength"].as_u64().unwrap_or(64) as usize;
                json!(format!("New {name} {number}").chars().take(most).collect::<String>())
            }
            _ => {
                let (fields, mut required) = self.object(schema);
                required.retain(|name| fields[name]["readOnly"] != true);
                // What joins two objects is not said to be required, or to be read-only, and is the whole sense of it.
                if required.is_empty() && !fields.contains_key("id") {
                    required.extend(fields.keys().filter(|name| name.ends_with("_id")).cloned());
                }
                required.iter().map(|name| (name.clone(), self.made(&fields[name], name, number))).collect()
            }
        }
    }
}

fn json_of(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(set)) => json!(set),
        Yaml::Value(Scalar::Integer(number)) => json!(number),
        Yaml::Value(Scalar::FloatingPoint(number)) => json!(number.into_inner()),
        Yaml::Value(Scalar::String(text)) => json!(text),
        Yaml::Sequence(values) => values.iter().map(json_of).collect(),
        Yaml::Mapping(fields) => {
            let named = |(name, value): (&Yaml<'_>, &Yaml<'_>)| {
                let name = json_of(name);
                (name.as_str().map_or_else(|| name.to_string(), str::to_owned), json_of(value))
            };
            Value::Object(fields.iter().map(named).collect())
        }
        other => panic!("this reader does not know {other:?}"),
    }
}
