//! What a person types: every wrong field is named, and nothing is written.

use scenarios::real::PAIR;
use serde_json::Value;

use super::{Planned, is_told, run};

const SITE: &[&str] = &["--site-name", "s.example.test"];
const TWO: &[&str] = &["--appliance", "a=192.0.2.1", "--appliance", "b=192.0.2.2"];

fn add<'a>(name: &'a str, more: &[&[&'a str]]) -> Vec<&'a str> {
    let mut arguments = vec!["pairs", "add", name];
    more.iter().for_each(|part| arguments.extend_from_slice(part));
    arguments
}

#[test]
fn a_secret_that_cannot_be_one_is_refused_and_never_repeated() {
    let planned = Planned::new();
    let with_secret = &["--client-id", "abc", "--secret-stdin"][..];
    let long = format!("canary{}\n", "x".repeat(1_275));
    for (input, names) in [
        ("", &["no secret"][..]),
        ("\n", &["no secret"]),
        (" canary\n", &["blank"]),
        ("canary \n", &["blank"]),
        ("canary\tcanary\n", &["control character"]),
        ("canary\ncanary\n", &["line 1"]),
        ("a=canary\na=canary\n", &["a has two secrets"]),
        (long.as_str(), &["1,280"]),
    ] {
        let told = planned.refused_with(&add("other", &[SITE, TWO, with_secret]), Some(input), 2, "bad-input", names);
        assert!(!format!("{told:?}").contains("canary"), "{told:?}");
        planned.refused_with(
            &["pairs", "credential", PAIR, "--client-id", "abc", "--secret-stdin"],
            Some(input),
            2,
            "bad-input",
            &[],
        );
        planned.refused_with(&["status", PAIR, "--secret-stdin"], Some(input), 2, "bad-input", &[]);
    }
}

#[test]
fn addresses_that_are_none_are_named_and_ipv6_is_read() {
    let planned = Planned::new();
    for (address, name) in [
        ("a=192.0.2.1:0", "192.0.2.1:0"),
        ("a=192.0.2.1:99999", "192.0.2.1:99999"),
        ("a=192.0.2.1:", "192.0.2.1:"),
        ("a=https://192.0.2.1", "URL"),
        ("a=192.0.2.1/login", "URL"),
        ("a=two words", "blank"),
        ("a=[2001:db8::1", "[ADDRESS]:PORT"),
        ("a=2001:db8::1:443:x", "[ADDRESS]:PORT"),
        ("a=[192.0.2.1]:443", "[ADDRESS]:PORT"),
        ("a=", "LABEL=VALUE"),
        ("192.0.2.1", "LABEL=VALUE"),
    ] {
        let other = ["--appliance", address, "--appliance", "b=192.0.2.2"];
        planned.refused_with(&add("other", &[SITE, &other]), Some(""), 2, "bad-input", &["--appliance", name]);
    }
    let v6 = ["--appliance", "a=2001:db8::1", "--appliance", "b=[2001:db8::2]:8443"];
    let added = run(&planned.real.data(), &add("six", &[SITE, &v6]), "");
    assert_eq!(added.code, Some(0), "{added:?}");
    let appliances = &added.document()["pair"]["appliances"];
    assert_eq!(
        (&appliances[0]["address"], &appliances[1]["address"]),
        (&"[2001:db8::1]:443".into(), &"[2001:db8::2]:8443".into()),
        "{appliances}"
    );
}

#[test]
fn a_name_that_is_taken_is_told_whatever_its_capitals() {
    let planned = Planned::new();
    for name in [PAIR, "SUPPORT", "Support", " support "] {
        planned.refused_with(&add(name, &[SITE, TWO]), Some(""), 2, "name-taken", &["named"]);
    }
    planned.refused_with(&add(" ", &[SITE, TWO]), Some(""), 2, "bad-input", &["name"]);
    planned.refused_with(
        &add("other", &[SITE, TWO, &["--client-id", "abc", "--secret-stdin"]]),
        Some("atl-9=canary\nb=canary\n"),
        2,
        "bad-input",
        &["line 1"],
    );
}

#[test]
fn a_plan_that_cannot_stand_writes_nothing() {
    let planned = Planned::new();
    planned.real.expect(0, &["maintenance", "abandon", &planned.id, "--reason", "another one is planned"]);
    let plan = &["maintenance", "plan", PAIR][..];
    for (more, name) in [
        (&["--title", ""][..], "title"),
        (&["--title", "   "], "title"),
        (&["--title", "t", "--start", "2026-12-01T23:00:00Z", "--end", "2026-12-01T22:00:00Z"], "window"),
        (&["--title", "t", "--return-start", "2026-12-01T23:00:00Z", "--return-end", "2026-12-01T22:00:00Z"], "window"),
        (&["--title", "t", "--start", "2026-12-01T23:00:00Z"], "--end"),
        (&["--title", "t", "--start", "tomorrow", "--end", "2026-12-01T23:00:00Z"], "--start"),
        (&["--title", "t", "--kind", "party"], "--kind"),
    ] {
        planned.refused(&[plan, more].concat(), 2, "bad-input", &[name]);
    }
    let list = planned.real.expect(0, &["maintenance", "list"]);
    assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
    assert_eq!(list[0]["id"], Value::from(planned.id.as_str()));
}

#[test]
fn what_is_not_there_or_cannot_be_answered_for_is_told() {
    let planned = Planned::new();
    let id = planned.id.clone();
    let checked = planned.real.ctl(&["check", PAIR, "--for", "outbound"]);
    assert!(matches!(checked.code, Some(0 | 3)), "{checked:?}");
    for id in ["M-0009", "M-9999"] {
        planned.refused(&["maintenance", "show", id], 2, "no-such-maintenance", &[id]);
        planned.refused(&["maintenance", "note", id, "x"], 2, "no-such-maintenance", &[id]);
        planned.refused(&["maintenance", "failover", id, "--wait"], 2, "no-such-maintenance", &[id]);
        planned.refused(&["maintenance", "export", id, "--out", "/nowhere/x"], 2, "no-such-maintenance", &[id]);
    }
    for id in ["M-0000", "0", "nine", "", "M-99999999999999999999"] {
        planned.refused(&["maintenance", "show", id], 2, "bad-input", &[]);
    }
    let acknowledge =
        |code: &'static str| ["maintenance", "acknowledge", &id, code, "--reason", "x"].map(str::to_owned);
    for (code, names) in [("no_such_code", &["no_such_code"][..]), ("reachable_commanded", &["reachable_commanded"])] {
        let arguments = acknowledge(code);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        planned.refused(&arguments, 3, "bad-acknowledgement", names);
    }
    planned.refused(&["maintenance", "acknowledge", &id, "users", "--reason", " "], 2, "bad-input", &["reason"]);
    planned.refused(&["pairs", "accept", PAIR, "atl-9", "--guid", &"a".repeat(32)], 2, "no-such-appliance", &["atl-9"]);
    planned.refused_with(
        &["pairs", "credential", PAIR, "--appliance", "atl-9", "--client-id", "abc", "--secret-stdin"],
        Some("canary\n"),
        2,
        "no-such-appliance",
        &["atl-9"],
    );
    planned.refused(&["pairs", "edit", PAIR, "--appliance", "atl-9=192.0.2.1"], 2, "bad-input", &["atl-9"]);
    planned.refused(&["pairs", "show", "nobody"], 2, "no-such-pair", &["nobody"]);
    planned.refused(&["status", "nobody"], 2, "no-such-pair", &["nobody"]);
    planned.refused(&["check", PAIR, "--for", "sideways"], 2, "bad-input", &["sideways"]);
}

#[test]
fn wrong_usage_is_one_document_with_its_code() {
    let planned = Planned::new();
    let mut count = 0;
    for (arguments, name) in [
        (&["explode"][..], "explode"),
        (&["pairs"], "sub-command"),
        (&["pairs", "explode"], "explode"),
        (&["pairs", "add"], "<NAME>"),
        (&["pairs", "list", "--colour"], "--colour"),
        (&["status", "--watch"], "<NAME>"),
        (&["maintenance", "plan", PAIR], "--title"),
        (&["maintenance", "plan", PAIR, "--title"], "--title"),
        (&["maintenance", "acknowledge", "M-0001", "users"], "--reason"),
        (&["maintenance", "not-happened", "M-0001"], "--reason"),
        (&["maintenance", "close", "M-0001", "--reason", "x"], "--away"),
        (&["maintenance", "save", "M-0001", "--appliance", "atl-1"], "--backup-file"),
        (&["maintenance", "export", "M-0001"], "--out"),
        (&["settings", "set", "poll.rest"], "<VALUE>"),
        (&["pairs", "credential", PAIR, "--secret-stdin"], "--client-id"),
        (&["recover", PAIR, "--way", "emergency"], "--confirm"),
    ] {
        planned.refused_with(arguments, Some(""), 2, "usage", &[name]);
        count += 1;
    }
    // `--data-dir` without its value, too.
    let bare = run(&planned.real.data(), &["pairs", "list", "--data-dir"], "");
    is_told(&bare, 2, "usage", &["--data-dir"]);
    println!("bad input: {count} kinds of wrong usage");
}
