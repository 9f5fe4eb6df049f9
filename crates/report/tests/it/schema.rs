//! The published schema describes every document there is, and no other.

use serde_json::{Value, json};

use crate::story::STORIES;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../../docs/report.schema.json")).expect("the schema is JSON")
}

/// As much of JSON Schema as the published one uses; a word it does not know is a failure.
struct Check<'a> {
    root: &'a Value,
    faults: Vec<String>,
}

impl Check<'_> {
    fn must(&mut self, holds: bool, path: &str, rule: &str) {
        if !holds {
            self.faults.push(format!("{path}: {rule}"));
        }
    }

    fn value(&mut self, schema: &Value, value: &Value, path: &str) {
        for (word, rule) in schema.as_object().expect("a schema is an object") {
            match word.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" => {}
                "$ref" => {
                    let name = rule.as_str().and_then(|name| name.strip_prefix("#/$defs/")).expect("one of ours");
                    self.value(&self.root["$defs"][name].clone(), value, path);
                }
                "type" => {
                    let fits =
                        rule.as_array().map_or_else(|| is(rule, value), |all| all.iter().any(|one| is(one, value)));
                    self.must(fits, path, &format!("is no {rule}"));
                }
                "const" => self.must(value == rule, path, &format!("is not {rule}")),
                "enum" => {
                    let listed = rule.as_array().expect("a list").contains(value);
                    self.must(listed, path, &format!("is not among {rule}"));
                }
                "minimum" => {
                    let least = rule.as_i64().expect("a whole number");
                    let fits = value.as_i64().map_or(!value.is_i64(), |number| number >= least);
                    self.must(fits, path, &format!("is less than {rule}"));
                }
                "pattern" => {
                    let pattern = rule.as_str().expect("a pattern");
                    let fits = value.as_str().is_none_or(|text| matches(pattern, text));
                    self.must(fits, path, &format!("does not match {pattern}"));
                }
                "anyOf" => {
                    let ways: Vec<Vec<String>> = rule
                        .as_array()
                        .expect("a list")
                        .iter()
                        .map(|way| {
                            let mut check = Check { root: self.root, faults: vec![] };
                            check.value(way, value, path);
                            check.faults
                        })
                        .collect();
                    if ways.iter().all(|faults| !faults.is_empty()) {
                        self.faults.extend(ways.into_iter().flatten());
                    }
                }
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(rule, item, &format!("{path}[{place}]"));
                    }
                }
                "required" => {
                    let Some(members) = value.as_object() else { continue };
                    for name in rule.as_array().expect("a list") {
                        let there = members.contains_key(name.as_str().expect("a name"));
                        self.must(there, path, &format!("{name} is missing"));
                    }
                }
                "additionalProperties" => {
                    assert_eq!(rule, false, "{path}: what else is there is not described");
                    let known = schema["properties"].as_object().expect("properties");
                    for name in value.as_object().into_iter().flatten().map(|(name, _)| name) {
                        self.must(known.contains_key(name), path, &format!("{name:?} is not known"));
                    }
                }
                "properties" => {
                    let Some(members) = value.as_object() else { continue };
                    let known: Vec<&String> = rule.as_object().expect("properties").keys().collect();
                    // The form is fixed: the members stand in the order of the schema.
                    let places: Vec<_> =
                        members.keys().filter_map(|name| known.iter().position(|one| *one == name)).collect();
                    self.must(places.is_sorted(), path, "its members stand in another order");
                    for (key, member) in members.iter().filter(|(key, _)| rule.get(*key).is_some()) {
                        self.value(&rule[key], member, &format!("{path}.{key}"));
                    }
                }
                other => panic!("{path}: the word {other}"),
            }
        }
    }
}

fn is(word: &Value, value: &Value) -> bool {
    match word.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        other => panic!("the type {other:?}"),
    }
}

/// As much of a pattern as the schema uses: characters and sets of them, each once, so often, or so often and more. Only the last one
/// may be without an end.
fn matches(pattern: &str, text: &str) -> bool {
    let inner = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).expect("the whole text is described");
    let (mut rest, mut text) = (inner, text);
    while let Some(first) = rest.chars().next() {
        let is_one: Box<dyn Fn(char) -> bool> = match first {
            '[' => {
                let (set, after) = rest[1..].split_once(']').expect("a set ends");
                rest = after;
                let set: Vec<char> = set.chars().collect();
                Box::new(move |c| {
                    set.chunks(3).any(|range| matches!(range, [from, '-', to] if (*from..=*to).contains(&c)))
                })
            }
            '\\' => {
                let plain = rest[1..].chars().next().expect("a character");
                rest = &rest[1 + plain.len_utf8()..];
                Box::new(move |c| c == plain)
            }
            '.' | '*' | '+' | '?' | '(' | ')' | '|' | '{' => panic!("{pattern}: {first} is not read here"),
            plain => {
                rest = &rest[plain.len_utf8()..];
                Box::new(move |c| c == plain)
            }
        };
        let (least, most) = match rest.strip_prefix('{').and_then(|times| times.split_once('}')) {
            None => (1, 1),
            Some((times, after)) => {
                rest = after;
                let (least, most) = times.split_once(',').map_or((times, Some(times)), |(least, _)| (least, None));
                let number = |digits: &str| digits.parse::<usize>().expect("a number");
                (number(least), most.map_or(usize::MAX, number))
            }
        };
        assert!(most < usize::MAX || rest.is_empty(), "{pattern}: something follows what has no end");
        let taken = text.chars().take(most).take_while(|c| is_one(*c)).count();
        if taken < least {
            return false;
        }
        let end = text.char_indices().nth(taken).map_or(text.len(), |(end, _)| end);
        text = &text[end..];
    }
    text.is_empty()
}

fn faults(value: &Value) -> Vec<String> {
    let root = schema();
    let mut check = Check { root: &root, faults: vec![] };
    check.value(&root, value, "document");
    check.faults
}

fn document(tell: fn() -> report::Material) -> Value {
    let document = crate::holds::signed(report::make(&tell()).expect("a document"));
    serde_json::from_slice(&document.to_json().expect("JSON")).expect("it is JSON")
}

#[test]
fn every_document_is_as_the_published_schema_says() {
    for (name, tell) in STORIES {
        assert_eq!(faults(&document(tell)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_is_no_document_is_not_as_the_schema_says() {
    let good = document(STORIES[0].1);
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut value = good.clone();
        change(&mut value);
        faults(&value)
    };
    let digest = refused(&|value| value["digest"] = "AB".repeat(32).into());
    assert_eq!(digest, ["document.digest: does not match ^[0-9a-f]{64}$"]);
    let long = refused(&|value| value["digest"] = "ab".repeat(33).into());
    assert_eq!(long, ["document.digest: does not match ^[0-9a-f]{64}$"]);
    let number = refused(&|value| value["number"] = "M-042".into());
    assert_eq!(number, ["document.number: does not match ^M-[0-9]{4,}$"]);
    assert_eq!(refused(&|value| value["number"] = "M-123456".into()), Vec::<String>::new());
    let time = refused(&|value| value["report"]["when"]["as_of"] = "2026-03-08 00:30:00.000Z".into());
    assert_eq!(time.len(), 1, "{time:?}");
    let missing = refused(&|value| drop(value.as_object_mut().expect("an object").shift_remove("computer")));
    assert_eq!(missing, ["document: \"computer\" is missing"]);
    let more = refused(&|value| value["report"]["who"]["more"] = json!(1));
    assert_eq!(more, ["document.report.who: \"more\" is not known"]);
    let negative = refused(&|value| value["report"]["readings"] = json!(-1));
    assert_eq!(negative, ["document.report.readings: is less than 0"]);
    let side = refused(&|value| value["report"]["what"]["appliances"][0]["side"] = "left".into());
    assert_eq!(side.len(), 1, "{side:?}");
}
