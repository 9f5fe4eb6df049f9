//! The one rule above the rules: this workspace keeps them all.

#[test]
fn the_house_is_tidy() {
    let findings = xtask::tidy::check(&xtask::workspace_root()).expect("the sources and cargo's metadata can be read");
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{} findings:\n{}", lines.len(), lines.join("\n"));
}
