//! Nothing of a document is changed without being found and named.
//!
//! Two hands change it: one that does not know of the digest, and one that writes the digest anew.

use report::document::DERIVATION;
use report::document::digest_of;
use report::verify::Fault;
use report::{html, make, verify};
use serde_json::{Map, Value, json};

use crate::story::of;

/// The one form of a document.
fn written(value: &Value, depth: usize, out: &mut String) {
    let line = if depth < 3 { "\n" } else { "" };
    match value {
        Value::Object(members) if !members.is_empty() => {
            out.push('{');
            for (place, (key, value)) in members.iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                out.push_str(line);
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                written(value, depth + 1, out);
            }
            out.push_str(line);
            out.push('}');
        }
        Value::Array(values) if !values.is_empty() => {
            out.push('[');
            for (place, value) in values.iter().enumerate() {
                out.push_str(if place > 0 { "," } else { "" });
                out.push_str(line);
                written(value, depth + 1, out);
            }
            out.push_str(line);
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn bytes(document: &Value) -> Vec<u8> {
    let mut out = String::new();
    written(document, 0, &mut out);
    // The signature is written without lines.
    out.push('\n');
    out.into_bytes()
}

/// By the hand that knows of the digest.
fn digested(document: &Value) -> Vec<u8> {
    let mut document = document.clone();
    let whole = bytes(&document);
    let text = String::from_utf8(whole).expect("text");
    if let (Some(end), Some(members)) = (text.rfind(",\n\"digest\":\""), document.as_object_mut()) {
        let digest: String = digest_of(&text.as_bytes()[..end]).iter().map(|byte| format!("{byte:02x}")).collect();
        members.insert("digest".to_owned(), digest.into());
    }
    bytes(&document)
}

/// Every place of a value, as steps.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

fn places(value: &Value, here: &mut Vec<Step>, all: &mut Vec<Vec<Step>>) {
    if !here.is_empty() {
        all.push(here.clone());
    }
    let steps: Vec<Step> = match value {
        Value::Object(members) => members.keys().cloned().map(Step::Key).collect(),
        Value::Array(values) => (0..values.len()).map(Step::Index).collect(),
        _ => vec![],
    };
    for step in steps {
        here.push(step.clone());
        places(at(value, std::slice::from_ref(&step)), here, all);
        here.pop();
    }
}

fn at<'a>(value: &'a Value, place: &[Step]) -> &'a Value {
    place.iter().fold(value, |value, step| match step {
        Step::Key(key) => &value[key.as_str()],
        Step::Index(index) => &value[*index],
    })
}

fn at_mut<'a>(value: &'a mut Value, place: &[Step]) -> &'a mut Value {
    place.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(index) => &mut value[*index],
    })
}

fn path(place: &[Step]) -> String {
    let mut path = String::new();
    for step in place {
        match step {
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.push_str(&format!(".{key}")),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

/// Another value of the same kind.
fn changed(value: &Value) -> Value {
    match value {
        Value::Null => json!("x"),
        Value::Bool(yes) => json!(!yes),
        Value::Number(number) => json!(number.as_i64().expect("whole numbers alone") + 1),
        Value::String(text) => {
            let mut text = text.clone();
            // Still a time, a hash, a number, where it was one.
            match text.pop() {
                Some('1') => text.push('2'),
                Some(c) if c.is_ascii_hexdigit() => text.push('1'),
                Some('Z') => {
                    let last = if text.pop() == Some('1') { "2Z" } else { "1Z" };
                    text.push_str(last);
                }
                Some(c) => text.extend([c, 'x']),
                None => text.push('x'),
            }
            json!(text)
        }
        Value::Array(values) => json!(values.iter().skip(1).collect::<Vec<_>>()),
        Value::Object(members) => {
            json!(members.iter().skip(1).map(|(k, v)| (k.clone(), v.clone())).collect::<Map<_, _>>())
        }
    }
}

/// The same document with this place changed, removed, swapped with the one after it, and with something added after it.
fn mutations(document: &Value, place: &[Step]) -> Vec<(&'static str, Value)> {
    let (last, above) = place.split_last().expect("a place");
    let mut all = vec![];
    let mut with = |what, change: &dyn Fn(&mut Value)| {
        let mut copy = document.clone();
        change(&mut copy);
        if copy != *document || what == "reordered" {
            all.push((what, copy));
        }
    };
    with("changed", &|copy| {
        let value = at_mut(copy, place);
        *value = changed(value);
    });
    match last {
        Step::Key(key) => {
            with("removed", &|copy| {
                at_mut(copy, above).as_object_mut().expect("an object").shift_remove(key);
            });
            with("appended", &|copy| {
                at_mut(copy, above).as_object_mut().expect("an object").insert(format!("{key}_"), json!(1));
            });
            let members = at(document, above).as_object().expect("an object");
            let index = members.keys().position(|known| known == key).expect("a member");
            if index + 1 < members.len() {
                with("reordered", &|copy| {
                    let members = at_mut(copy, above).as_object_mut().expect("an object");
                    let mut pairs: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
                    pairs.swap(index, index + 1);
                    members.extend(pairs);
                });
            }
        }
        Step::Index(index) => {
            with("removed", &|copy| drop(at_mut(copy, above).as_array_mut().expect("an array").remove(*index)));
            with("appended", &|copy| {
                let values = at_mut(copy, above).as_array_mut().expect("an array");
                values.insert(index + 1, values[*index].clone());
            });
            let values = at(document, above).as_array().expect("an array");
            if values.get(index + 1).is_some_and(|next| *next != values[*index]) {
                with("reordered", &|copy| {
                    at_mut(copy, above).as_array_mut().expect("an array").swap(*index, index + 1)
                });
            }
        }
    }
    all
}

/// One place of each shape: of the places that differ in the numbers of array elements alone, the first.
fn of_each_shape(all: Vec<Vec<Step>>) -> Vec<Vec<Step>> {
    let shape = |place: &[Step]| -> Vec<Option<String>> {
        let name = |step: &Step| match step {
            Step::Key(key) => Some(key.clone()),
            Step::Index(_) => None,
        };
        place.iter().map(name).collect()
    };
    let mut seen = std::collections::BTreeSet::new();
    all.into_iter().filter(|place| seen.insert(shape(place))).collect()
}

fn document_of(story: &str) -> (Vec<u8>, Value) {
    let json = make(&of(story)).expect("a document").to_json().expect("JSON");
    let value: Value = serde_json::from_slice(&json).expect("it is JSON");
    assert_eq!(String::from_utf8_lossy(&bytes(&value)), String::from_utf8_lossy(&json), "the form is known here");
    (json, value)
}

#[test]
fn every_value_that_is_changed_removed_reordered_or_added_is_found() {
    for (story, below) in [("abandoned", vec![]), ("slow", vec!["ledger"]), ("slow", vec!["report", "changes"])] {
        let (_, document) = document_of(story);
        let mut all = vec![];
        places(&document, &mut vec![], &mut all);
        let below: Vec<Step> = below.into_iter().map(|key| Step::Key(key.to_owned())).collect();
        all.retain(|place| place.starts_with(&below));
        let places = of_each_shape(all);
        assert!(!places.is_empty());
        for place in places {
            for (what, copy) in mutations(&document, &place) {
                let verified = verify(&bytes(&copy));
                assert!(!verified.holds(), "{story}: {} {what}", path(&place));
                let first = &verified.broken[0];
                assert!(!first.place.is_empty() && !first.words.is_empty());
            }
        }
    }
}

#[test]
fn whoever_writes_the_digest_anew_is_found_by_what_the_material_comes_to_and_the_place_is_named() {
    let (_, document) = document_of("closed_away");
    let mut all = vec![];
    places(&document, &mut vec![], &mut all);
    let of_material = ["journal", "ledger", "head", "report"];
    let all =
        all.into_iter().filter(|place| matches!(&place[0], Step::Key(key) if of_material.contains(&key.as_str())));
    let places = of_each_shape(all.collect());
    for place in places.into_iter().filter(|place| place.len() > 1) {
        for (what, copy) in mutations(&document, &place) {
            let verified = verify(&digested(&copy));
            let told = format!("{} {what}: {verified}", path(&place));
            match (path(&place).as_str(), what) {
                // Whoever says that another version made it is told that nothing of it is proven.
                ("report.derivation", "changed") => {
                    assert!(!verified.holds() && verified.other_version.is_some(), "{told}");
                    continue;
                }
                // What another database of zones may tell of a local time is said, and breaks nothing.
                ("report.when.zone.offsets[0].offset_s" | "report.when.zone.offsets[0].abbreviation", "changed") => {
                    assert!(verified.holds(), "{told}");
                    assert!(verified.not_proven.iter().any(|limit| limit.starts_with("Local times:")), "{told}");
                    continue;
                }
                _ => {}
            }
            assert!(!verified.holds(), "{told}");
            let first = &verified.broken[0];
            let above = path(&place[..place.len() - 1]);
            match (&place[0], what) {
                // A body that is no body any more, or a head without a member, cannot be read at all.
                _ if first.fault == Fault::NotReadable => assert!(first.place.starts_with("line"), "{told}"),
                (Step::Key(key), _) if key == "report" => {
                    assert_eq!(first.fault, Fault::Claim, "{told}");
                    assert!(first.place.starts_with(&above), "{told}");
                }
                // Members of a line change places: it says the same, in another form than the one there is.
                (_, "reordered") if place.len() > 2 => assert_eq!(first.fault, Fault::Form, "{told}"),
                (Step::Key(key), "changed") if key == "journal" => {
                    assert_eq!(first.fault, Fault::JournalChain, "{told}");
                    let Step::Index(index) = place[1] else { panic!("{told}") };
                    assert!(first.place.starts_with(&format!("journal[{index}]")), "{told}");
                }
                (Step::Key(key), _) if key == "journal" => {
                    assert!(matches!(first.fault, Fault::JournalChain | Fault::Head), "{told}");
                }
                (Step::Key(key), _) if key == "ledger" => {
                    assert!(matches!(first.fault, Fault::LedgerChain | Fault::Head), "{told}");
                }
                _ => assert!(matches!(first.fault, Fault::Head | Fault::Form), "{told}"),
            }
        }
    }
}

/// Places spread over a file: its first and last bytes, and some of all between.
fn spread(length: usize, step: usize) -> impl Iterator<Item = usize> {
    (0..length).filter(move |at| *at < 20 || *at + 60 > length || at % step == 0)
}

#[test]
fn a_byte_that_is_changed_taken_out_or_put_in_is_found_wherever_it_stands() {
    let document = make(&of("abandoned")).expect("a document");
    let document = crate::holds::signed(document);
    let page = html(&document).into_bytes();
    for (whole, step) in [(document.to_json().expect("JSON"), 397), (page, 1_601)] {
        assert!(verify(&whole).holds());
        for at in spread(whole.len(), step) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            let mut shorter = whole.clone();
            shorter.remove(at);
            let mut longer = whole.clone();
            longer.insert(at, b' ');
            for (what, bytes) in [("changed", flipped), ("taken out", shorter), ("put in", longer)] {
                let same = bytes == whole;
                assert!(same || !verify(&bytes).holds(), "byte {at} {what}: {}", verify(&bytes));
            }
        }
    }
}

#[test]
fn a_cut_off_tail_is_found_where_the_head_still_names_it() {
    let (_, mut document) = document_of("clean");
    document["journal"].as_array_mut().expect("a journal").pop();
    let verified = verify(&digested(&document));
    assert!(verified.broken.iter().any(|broken| broken.fault == Fault::Head), "{verified}");
}

/// As another version writes it, by the hand that knows of the digest.
fn of_another_version(story: &str, derivation: u32) -> Value {
    let (_, mut document) = document_of(story);
    document["report"]["derivation"] = derivation.into();
    document["report"]["headline"] = "told in other words".into();
    document
}

#[test]
fn an_intact_report_of_another_version_is_not_proven_and_not_broken() {
    for derivation in [0, DERIVATION + 1] {
        let verified = verify(&digested(&of_another_version("clean", derivation)));
        assert!(!verified.holds() && verified.broken.is_empty(), "{verified}");
        assert!(verified.verdicts.is_empty() && verified.outcome.is_none(), "nothing of it is judged");
        assert_eq!(verified.ledger.as_ref().map(|head| head.count), Some(8));
        let told = verified.to_string();
        assert!(told.starts_with("Not proven: it was made by another version of Switchback"), "{told}");
        assert!(told.ends_with("its chains were checked, its verdicts were not, not signed."), "{told}");
        // A member this program does not know.
        let mut more = of_another_version("clean", derivation);
        more.as_object_mut().expect("an object").shift_insert(3, "later".to_owned(), json!(1));
        let verified = verify(&digested(&more));
        assert!(verified.broken.is_empty(), "{verified}");
        assert!(verified.to_string().contains("nothing of it could be checked"), "{verified}");
    }
}

#[test]
fn chains_heads_and_digest_of_a_report_of_another_version_are_checked() {
    let mut journal = of_another_version("clean", DERIVATION + 1);
    let body = journal["journal"][4]["body"].as_str().expect("a body").replacen("alex", "eve", 1);
    journal["journal"][4]["body"] = body.into();
    let mut ledger = of_another_version("clean", DERIVATION + 1);
    ledger["ledger"].as_array_mut().expect("facts").remove(3);
    let mut cut = of_another_version("clean", DERIVATION + 1);
    cut["journal"].as_array_mut().expect("events").pop();
    for (document, fault) in [(journal, Fault::JournalChain), (ledger, Fault::LedgerChain), (cut, Fault::Head)] {
        let verified = verify(&digested(&document));
        assert!(verified.broken.iter().any(|broken| broken.fault == fault), "{fault:?}: {:?}", verified.broken);
        assert!(verified.to_string().starts_with("Does not hold"), "{verified}");
    }
    let undigested = verify(&bytes(&of_another_version("clean", DERIVATION + 1)));
    assert_eq!(undigested.broken.first().map(|broken| broken.fault), Some(Fault::Digest));
}

#[test]
fn a_page_of_another_version_is_not_proven_and_not_broken() {
    let page = html(&make(&of("abandoned")).expect("a document"));
    let told =
        page.split("Switchback report page ").nth(1).and_then(|rest| rest.split('"').next()).expect("its version");
    let other = page.replacen(&format!("Switchback report page {told}"), "Switchback report page 0", 1);
    let verified = verify(other.as_bytes());
    assert!(!verified.holds() && verified.broken.is_empty(), "{verified}");
    assert!(verified.to_string().contains("how the page shows it was not"), "{verified}");
    assert!(verified.recomputed().0 > 1, "the document in it was judged");
    // What the document says is checked all the same.
    let lied = verify(other.replace("the window was lost", "the window was lots").as_bytes());
    assert!(lied.to_string().starts_with("Does not hold"), "{lied}");
}

#[test]
fn local_times_are_those_of_the_document_and_nothing_else_may_stand_there() {
    let (_, document) = document_of("clean");
    let rows = |change: &dyn Fn(&mut Value)| {
        let mut copy = document.clone();
        change(&mut copy["report"]["when"]["zone"]);
        verify(&digested(&copy))
    };
    let other = rows(&|zone| zone["offsets"][0]["offset_s"] = json!(7_200));
    assert!(other.holds(), "{other}");
    assert!(other.not_proven.iter().any(|limit| limit.contains("other offsets for Europe/Berlin")), "{other}");
    for (what, broken) in [
        ("another zone", rows(&|zone| zone["name"] = json!("Europe/Paris"))),
        ("a text", rows(&|zone| zone["offsets"][0]["abbreviation"] = json!("by Robin"))),
        ("a day", rows(&|zone| zone["offsets"][0]["offset_s"] = json!(86_400))),
        ("none", rows(&|zone| zone["offsets"] = json!([]))),
    ] {
        assert_eq!(broken.broken.first().map(|one| one.fault), Some(Fault::Claim), "{what}");
    }
}
