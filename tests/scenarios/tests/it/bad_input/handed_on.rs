//! Files a maintenance is handed on with: what is there is not overwritten, what is no whole export is not taken over.

use scenarios::real::PAIR;
use serde_json::{Value, json};

use super::{Planned, is_told, run};

#[test]
fn an_export_overwrites_nothing_and_closes_nothing_it_did_not_write() {
    let planned = Planned::new();
    let file = planned.real.folder.path().join("taken.json");
    std::fs::write(&file, "a letter").expect("written");
    let path = file.to_str().expect("text");
    planned.refused(&["maintenance", "export", &planned.id, "--out", path], 2, "file", &["taken.json"]);
    assert_eq!(std::fs::read_to_string(&file).expect("there"), "a letter");
    planned.refused(&["maintenance", "export", &planned.id, "--out", "/nowhere/out.json"], 2, "file", &["/nowhere"]);
    planned.refused(
        &["maintenance", "save", &planned.id, "--appliance", "atl-1", "--backup-file", "/nowhere.nsb"],
        2,
        "file",
        &["/nowhere.nsb"],
    );
}

#[test]
fn an_import_of_anything_but_a_whole_export_changes_nothing() {
    let planned = Planned::new();
    planned.real.check_and_acknowledge(&planned.id, "outbound");
    let file = planned.real.folder.path().join("handed-on.json");
    planned.real.expect(0, &["maintenance", "export", &planned.id, "--out", file.to_str().expect("text")]);
    let whole = std::fs::read_to_string(&file).expect("the export");
    assert!(!whole.contains(&planned.real.secret), "no secret leaves with an export");
    let export: Value = serde_json::from_str(&whole).expect("JSON");
    assert!(export["evidence"].as_array().is_some_and(|evidence| !evidence.is_empty()), "there is evidence in it");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut copy = export.clone();
        change(&mut copy);
        copy.to_string()
    };
    let edited = |at: usize, from: &str, to: &str| {
        changed(&|export| {
            let body = export["events"][at]["body"].as_str().expect("a body").replace(from, to);
            assert_ne!(export["events"][at]["body"], Value::from(body.clone()));
            export["events"][at]["body"] = body.into();
        })
    };
    let data = planned.real.folder.path().join("other");
    let given = planned.real.folder.path().join("given.json");
    let mut count = 0;
    for (what, text, code) in [
        ("nothing", String::new(), "file"),
        ("a letter", "dear".to_owned(), "file"),
        ("other JSON", "{}".to_owned(), "file"),
        ("another format", changed(&|export| export["format"] = "switchback/export/9".into()), "file"),
        ("half of it", whole[..whole.len() / 2].to_owned(), "file"),
        ("all but the last byte", whole.trim_end()[..whole.trim_end().len() - 1].to_owned(), "file"),
        ("another title", edited(0, "Firmware of atl-1", "Firmware of atl-2"), "journal-broken"),
        ("no last event", changed(&|export| drop(export["events"].as_array_mut().expect("events").pop())), "file"),
        (
            "no first event",
            changed(&|export| drop(export["events"].as_array_mut().expect("events").remove(0))),
            "journal-broken",
        ),
        ("no event", changed(&|export| export["events"] = json!([])), "journal-broken"),
        ("another hash", changed(&|export| export["events"][0]["hash"] = "a".repeat(64).into()), "journal-broken"),
        (
            "another pair",
            changed(&|export| export["pair"]["id"] = "00000000-0000-4000-8000-000000000001".into()),
            "file",
        ),
        ("no hash", changed(&|export| export["events"][0]["hash"] = "none".into()), "file"),
        ("other evidence", changed(&|export| export["evidence"][0]["base64"] = "YWJj".into()), "evidence-damaged"),
        ("unreadable evidence", changed(&|export| export["evidence"][0]["base64"] = "***".into()), "file"),
    ] {
        std::fs::write(&given, text).expect("written");
        println!("{what}:");
        // A file that is no export is bad input; an export that is damaged inside fails.
        let exit = if code == "file" { 2 } else { 1 };
        is_told(&run(&data, &["maintenance", "import", given.to_str().expect("text")], ""), exit, code, &[]);
        for list in [&["pairs", "list"][..], &["maintenance", "list"]] {
            assert_eq!(run(&data, list, "").document(), &json!([]), "{what} left something behind");
        }
        count += 1;
    }
    is_told(&run(&data, &["maintenance", "import", "/nowhere.json"], ""), 2, "file", &["/nowhere.json"]);
    is_told(&run(&data, &["maintenance", "import", "/"], ""), 2, "file", &["/"]);
    let taken = run(&data, &["maintenance", "import", file.to_str().expect("text")], "");
    assert_eq!(taken.code, Some(0), "{taken:?}");
    assert_eq!(run(&data, &["pairs", "list"], "").document()[0]["name"], PAIR);

    // Whoever handed it on keeps a copy that acts no more, and takes it back with the file.
    is_told(&planned.real.ctl(&["maintenance", "failover", &planned.id]), 3, "handed-on", &[]);
    planned.real.expect(0, &["maintenance", "import", file.to_str().expect("text")]);
    planned.goes_on();
    println!("bad input: {count} files that are no whole export");
}
