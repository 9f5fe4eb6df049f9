//! Checking a report: offline, without a data folder.

use serde_json::json;

use crate::program::Ctl;

/// A report as it is kept beside the crate that makes it: not signed.
fn kept(file: &str) -> String {
    format!("{}/../report/tests/golden/{file}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_report_that_holds_is_told_with_who_signed_it() {
    let ctl = Ctl::new();
    let told = ctl.run(&["verify", &kept("clean.json")]);
    assert_eq!(told.exit, 0, "{}", told.err);
    let first = told.out.lines().next().expect("a line");
    assert_eq!(first, "M-0042 holds: everything that can be checked was, not signed.");
}

#[test]
fn a_report_that_another_key_has_to_have_signed_is_not_proven_and_not_broken() {
    let ctl = Ctl::new();
    let asked = ["verify", &kept("clean.json"), "--key", "sb-0a1b2c"];
    let told = ctl.run(&asked);
    assert_eq!(told.exit, 1);
    let first = told.out.lines().next().expect("a line");
    assert_eq!(first, "M-0042 is not proven: it is signed by no key, not by sb-0a1b2c.");
    let document = ctl.json(&asked).json();
    assert_eq!((&document["proven"], &document["broken"]), (&json!(false), &json!([])));
    assert_eq!(document["unproven"], "it is signed by no key, not by sb-0a1b2c");
}

#[test]
fn a_report_of_another_version_is_not_proven_and_not_broken() {
    let ctl = Ctl::new();
    let text = |file: &str| std::fs::read_to_string(kept(file)).expect("a text");
    // The page is kept without the document that is in it.
    let page = text("clean.html").replacen("\n…</script>", &format!("\n{}</script>", text("clean.json")), 1);
    let page = page.replacen("Switchback report page ", "Switchback report page 9", 1);
    let other = ctl.beside().join("other.html");
    std::fs::write(&other, page).expect("it is written");
    let told = ctl.run(&["verify", other.to_str().expect("text")]);
    assert_eq!(told.exit, 1);
    let first = told.out.lines().next().expect("a line");
    assert!(first.starts_with("M-0042 is not proven: the page was made by another version of Switchback"), "{first}");
}
