//! The documented requests and answers of `tests/fixtures/command-v2`.

use std::path::PathBuf;

use serde_json::Value;

pub(crate) struct Fixture {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/command-v2")
}

pub(crate) fn fixture(name: &str) -> Fixture {
    let text = std::fs::read(folder().join(format!("{name}.json"))).expect(name);
    let value: Value = serde_json::from_slice(&text).expect(name);
    let response = &value["response"];
    Fixture {
        name: name.to_owned(),
        path: value["request"]["path"].as_str().expect("a path").to_owned(),
        status: u16::try_from(response["status"].as_u64().expect("a status")).expect("a status"),
        body: serde_json::to_vec(&response["body"]).expect("a body"),
    }
}

pub(crate) fn all() -> Vec<Fixture> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of fixtures")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .filter(|name| name != "schema")
        .collect();
    names.sort();
    names.iter().map(|name| fixture(name)).collect()
}
