//! The published schema describes every document there is.

use serde_json::Value;

use crate::story::STORIES;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../../docs/report.schema.json")).expect("the schema is JSON")
}

/// As much of JSON Schema as the published one uses; a word it does not know is a failure.
fn check(root: &Value, schema: &Value, value: &Value, path: &str) {
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        match word.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" | "required" | "additionalProperties" | "pattern" => {
            }
            "$ref" => {
                let name = rule.as_str().and_then(|name| name.strip_prefix("#/$defs/")).expect("a reference of ours");
                check(root, &root["$defs"][name], value, path);
            }
            "type" => {
                let is = |word: &Value| match word.as_str() {
                    Some("object") => value.is_object(),
                    Some("array") => value.is_array(),
                    Some("string") => value.is_string(),
                    Some("integer") => value.is_i64() || value.is_u64(),
                    Some("boolean") => value.is_boolean(),
                    Some("null") => value.is_null(),
                    other => panic!("{path}: the type {other:?}"),
                };
                let fits = rule.as_array().map_or_else(|| is(rule), |words| words.iter().any(is));
                assert!(fits, "{path}: {value} is no {rule}");
            }
            "const" => assert_eq!(value, rule, "{path}"),
            "enum" => assert!(rule.as_array().expect("a list").contains(value), "{path}: {value} is not among {rule}"),
            "minimum" => assert!(value.is_null() || value.is_u64(), "{path}: {value}"),
            "anyOf" => {
                let null = serde_json::json!({"type": "null"});
                let of: Vec<&Value> = rule.as_array().expect("a list").iter().filter(|one| **one != null).collect();
                if !value.is_null() {
                    check(root, of[0], value, path);
                }
            }
            "items" => {
                for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{path}[{place}]"));
                }
            }
            "properties" => {
                let Some(members) = value.as_object() else { continue };
                let known: Vec<&String> = rule.as_object().expect("properties").keys().collect();
                let there: Vec<&String> = members.keys().collect();
                assert_eq!(there, known, "{path}: the members, in their order");
                for (key, member) in members {
                    check(root, &rule[key], member, &format!("{path}.{key}"));
                }
            }
            other => panic!("{path}: the word {other}"),
        }
    }
}

#[test]
fn every_document_is_as_the_published_schema_says() {
    let schema = schema();
    for (name, tell) in STORIES {
        let document = crate::holds::signed(report::make(&tell()).expect("a document"));
        let value = serde_json::from_slice(&document.to_json().expect("JSON")).expect("it is JSON");
        check(&schema, &schema, &value, name);
    }
}
