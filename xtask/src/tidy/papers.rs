//! Documents: what they point at exists, and no text names a path of a machine.

use super::Finding;
use super::house::{House, words_in};

const ARCHITECTURE: &str = "ARCHITECTURE.md";
const FIXTURES: &str = "tests/fixtures/";

/// Every test that ARCHITECTURE names behind the word `test:` exists: `` test: `crate::module::name` `` is a function
/// `name` in the folder of `crate`. An invariant may name several, each in its own quotes, up to the end of the line.
pub fn invariants_name_tests_that_exist(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    for (number, line) in house.text(ARCHITECTURE).unwrap_or_default().lines().enumerate() {
        let Some((_, tests)) = line.split_once("test: `") else { continue };
        for path in tests.split('`').step_by(2).filter(|path| path.contains("::")) {
            if !test_exists(house, path) {
                findings.push(Finding {
                    rule: "invariants",
                    place: format!("{ARCHITECTURE}:{}", number + 1),
                    message: format!("there is no test `{path}`"),
                });
            }
        }
    }
    findings
}

fn test_exists(house: &House, path: &str) -> bool {
    let (Some((member, _)), Some((_, name))) = (path.split_once("::"), path.rsplit_once("::")) else { return false };
    let Some(member) = house.members.iter().find(|m| m.name == member) else { return false };
    let folder = format!("{}/", member.folder);
    let defined = format!("fn {name}");
    house.rust.iter().filter(|file| file.path.starts_with(&folder)).any(|file| {
        let parts = file.test_parts();
        file.find(&defined).iter().any(|at| parts.iter().any(|part| part.contains(at)))
    })
}

/// Every file or folder directly in `tests/fixtures` is explained in the README beside it.
pub fn fixtures_are_explained(house: &House) -> Vec<Finding> {
    let readme = house.text(&format!("{FIXTURES}README.md")).unwrap_or_default();
    let entries = house.texts.iter().filter_map(|file| file.path.strip_prefix(FIXTURES)?.split('/').next());
    let mut unknown: Vec<&str> = entries.filter(|entry| *entry != "README.md" && !readme.contains(entry)).collect();
    unknown.dedup();
    unknown
        .into_iter()
        .map(|entry| Finding {
            rule: "fixtures",
            place: format!("{FIXTURES}{entry}"),
            message: format!("is not explained in {FIXTURES}README.md"),
        })
        .collect()
}

/// `.ci/run` calls `cargo xtask test` and nothing else, so that what passes for a developer passes there.
pub fn the_build_server_runs_the_same_checks(house: &House) -> Vec<Finding> {
    let path = ".ci/run";
    let Some(text) = house.text(path) else { return vec![] };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let known =
        |line: &str| line == "set -euo pipefail" || line.starts_with("cd ") || line == "exec cargo xtask test \"$@\"";
    let more = lines.filter(|line| !known(line));
    more.map(|line| Finding {
        rule: "one way to check",
        place: path.into(),
        message: format!("`{line}` belongs into `cargo xtask test`"),
    })
    .collect()
}

/// No text names a place on somebody's machine, or a host from which packages are fetched.
pub fn no_path_of_a_machine(house: &House) -> Vec<Finding> {
    const PATHS: &[&str] = &[concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/tmp/ba", "sh")];
    const HOSTS: &[&str] = &[
        concat!("index.cra", "tes.io"),
        concat!("static.cra", "tes.io"),
        concat!("registry.npm", "js.org"),
        concat!("pyp", "i.org"),
        concat!("deb.deb", "ian.org"),
    ];
    let own = (house.root.matches('/').count() > 1).then_some(house.root.as_str());
    let mut findings = vec![];
    for file in &house.texts {
        for place in PATHS.iter().chain(HOSTS).copied().chain(own) {
            findings.extend(words_in(&file.text, place).into_iter().filter(|&at| begins_a_path(&file.text, at)).map(
                |at| {
                    let line = file.text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
                    Finding {
                        rule: "no path of a machine",
                        place: format!("{}:{line}", file.path),
                        message: "names a place on a machine, or a package host".into(),
                    }
                },
            ));
        }
    }
    findings
}

/// Whether a path on a machine begins here: the same words further inside a path or an address do not.
fn begins_a_path(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    !before.is_some_and(|c| c.is_alphanumeric() || ['.', '_', '-', '~', '}', ')'].contains(&c))
        || !text[at..].starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::super::house::samples::with_text;
    use super::super::house::{Member, Rust};
    use super::*;

    fn architecture(text: &str) -> House {
        let mut house = with_text(ARCHITECTURE, text);
        house.members.push(Member { name: "domain".into(), folder: "crates/domain".into(), arrows: vec![] });
        let source = "fn not_a_test() {}\n#[cfg(test)]\nmod tests { fn intent_comes_first() {} }";
        house.rust.push(Rust::new("crates/domain/src/decide.rs", source));
        house
    }

    #[test]
    fn an_invariant_whose_test_is_gone_is_found() {
        for gone in ["domain::decide::gone", "domain::decide::not_a_test", "engine::decide::intent_comes_first"] {
            let text = format!("| R1 | test: `domain::decide::intent_comes_first`, `{gone}` |");
            let findings = invariants_name_tests_that_exist(&architecture(&text));
            assert_eq!(findings.len(), 1, "{gone}");
            assert_eq!(findings[0].message, format!("there is no test `{gone}`"));
        }
    }

    #[test]
    fn an_invariant_whose_test_exists_is_fine() {
        assert_eq!(invariants_name_tests_that_exist(&architecture("test: `domain::decide::intent_comes_first`")), []);
    }

    #[test]
    fn an_unexplained_fixture_is_found() {
        let mut house = with_text("tests/fixtures/v2/health.json", "{}");
        assert_eq!(fixtures_are_explained(&house).len(), 1);
        house.texts.extend(with_text("tests/fixtures/README.md", "`v2/`: answers").texts);
        assert_eq!(fixtures_are_explained(&house), []);
    }

    #[test]
    fn a_check_that_only_the_build_server_runs_is_found() {
        let same =
            "#!/usr/bin/env bash\nset -euo pipefail\ncd \"$(dirname \"$0\")/..\"\nexec cargo xtask test \"$@\"\n";
        assert_eq!(the_build_server_runs_the_same_checks(&with_text(".ci/run", same)), []);
        let more = format!("cargo clippy\n{same}");
        assert_eq!(the_build_server_runs_the_same_checks(&with_text(".ci/run", &more)).len(), 1);
    }

    #[test]
    fn a_path_of_a_machine_is_found() {
        let texts = [
            concat!("see /ro", "ot/a"),
            concat!("\"/wo", "rk/b\""),
            concat!("https://index.cra", "tes.io/a"),
            "in /srv/switchback/a",
        ];
        for text in texts {
            let house = House { root: "/srv/switchback".into(), ..with_text("docs/a.md", text) };
            assert_eq!(no_path_of_a_machine(&house).len(), 1, "{text}");
        }
        for text in [concat!("crates/ro", "ot/a"), "~/a", concat!("https://example.test/wo", "rk/"), "/usr/share/a"] {
            let house = House { root: "/srv/switchback".into(), ..with_text("docs/a.md", text) };
            assert_eq!(no_path_of_a_machine(&house), [], "{text}");
        }
    }
}
