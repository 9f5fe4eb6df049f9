//! What comes of each file of `tests/fixtures/syslog`. Run with `UPDATE_EXPECT=1` to write it anew, and read the diff.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use serde_json::{Value, json};
use syslog::{Arrival, End, Limits, Moment, Standing, Wholeness, stand};

use crate::told::{Log, Told, read_pieces};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/syslog");

/// The logs of the fixtures by name, each in its files.
pub(crate) fn logs() -> BTreeMap<String, Vec<Vec<u8>>> {
    let entries = std::fs::read_dir(FOLDER).expect("the fixtures are there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let mut logs: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "log")) {
        let name = path.file_name().expect("a name").to_string_lossy();
        let name = name.split('.').next().expect("a name").to_owned();
        logs.entry(name).or_default().push(std::fs::read(path).expect("a readable file"));
    }
    logs
}

#[test]
fn each_fixture_says_what_stands_beside_it() {
    let logs = logs();
    assert!(logs.len() >= 15, "{:?}", logs.keys());
    for (name, files) in logs {
        let files: Vec<Vec<&[u8]>> = files.iter().map(|file| vec![file.as_slice()]).collect();
        expect_file![Path::new(FOLDER).join(format!("{name}.jsonl"))]
            .assert_eq(&lines(&read_pieces(&files, Limits::default())));
    }
}

#[test]
fn each_fixture_is_explained_with_its_source() {
    let readme = std::fs::read_to_string(Path::new(FOLDER).join("README.md")).expect("the fixtures are explained");
    for name in logs().keys() {
        assert!(readme.contains(&format!("\n| `{name}` | ")), "{name}");
    }
}

/// Items in the order of the log, each a line.
fn lines(log: &Log) -> String {
    let standing = |told: &Told| (told.host.clone(), told.place, told.when);
    let standing: Vec<_> = log.messages.iter().map(standing).collect();
    let standing: Vec<_> =
        standing.iter().map(|(host, place, when)| Standing { host, place: *place, when: *when }).collect();
    let messages = log.messages.iter().zip(stand(&standing)).map(|(told, moment)| (told.place, message(told, moment)));
    let damage = log.damage.iter().map(|(place, fault, line)| {
        let line = String::from_utf8_lossy(line);
        (*place, json!({"place": at(*place), "damage": format!("{fault:?}"), "line": line}))
    });
    let mut items: Vec<_> = messages.chain(damage).collect();
    items.sort_by_key(|(place, _)| *place);
    items.iter().map(|(_, item)| format!("{item}\n")).collect()
}

fn at(place: syslog::Place) -> String {
    format!("{}:{}", place.file, place.line)
}

fn message(told: &Told, moment: Moment) -> Value {
    let mut line = json!({
        "place": at(told.place), "form": format!("{:?}", told.form), "priority": told.priority, "time": told.time,
        "when": told.when, "host": told.host, "pid": told.pid, "site_id": told.site_id, "segments": told.segments,
        "complete": told.missing.is_empty(), "event": told.event,
    });
    if let Moment::Between { from, to } = moment {
        line["between"] = json!([from, to]);
    }
    if !told.missing.is_empty() {
        line["missing"] = json!(told.missing);
    }
    if told.end != End::Whole {
        line["end"] = json!(format!("{:?}", told.end));
    }
    if told.arrival != Arrival::InOrder {
        line["arrival"] = json!(format!("{:?}", told.arrival));
    }
    if told.unterminated {
        line["unterminated"] = json!(true);
    }
    let fields = told.fields.iter().map(|(key, value, wholeness)| match wholeness {
        Wholeness::Whole => json!([key, value]),
        other => json!([key, value, format!("{other:?}")]),
    });
    line["fields"] = fields.collect();
    line
}
