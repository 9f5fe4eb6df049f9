//! How tests are written: none is switched off, none sleeps, none judges by the watch, none is repeated until it passes.

use super::Finding;
use super::house::{House, Rust};

/// Files whose tests may sleep, with the reason: each holds one function that waits for a condition, with a limit.
pub const MAY_SLEEP: &[(&str, &str)] = &[
    ("tests/webdriver/src/until.rs", "a page tells nobody that it has changed: it is asked again"),
    ("tests/webdriver/src/bin/bench/window.rs", "a bench watches an idle processor for a while; it is no test"),
];

/// No test is switched off, and none is content with any panic.
pub fn no_test_is_switched_off(house: &House) -> Vec<Finding> {
    let marks =
        [("#[ignore", "a test that does not run proves nothing"), ("should_panic", "say which error is expected")];
    let mut findings = vec![];
    for file in &house.rust {
        for (mark, message) in marks {
            findings.extend(file.find(mark).into_iter().map(|at| Finding {
                rule: "no test is switched off",
                place: file.place(at),
                message: format!("`{mark}`: {message}"),
            }));
        }
    }
    findings
}

/// No test sleeps: it waits for a condition, with a limit. A method `sleep` of a clock that a test holds is not meant.
pub fn no_test_sleeps(house: &House) -> Vec<Finding> {
    let listed = |path: &str| MAY_SLEEP.iter().any(|(file, _)| *file == path);
    let mut findings = vec![];
    for file in house.rust.iter().filter(|file| !listed(&file.path)) {
        let code = &file.views.code;
        for word in ["sleep", "sleep_until", "sleep_ms"] {
            let called = |at: &usize| {
                let before = code[..*at].trim_end();
                let is_call = code[at + word.len()..].trim_start().starts_with('(');
                is_call && !before.ends_with('.') && !before.ends_with("fn")
            };
            findings.extend(in_tests(file, file.find(word)).filter(called).map(|at| Finding {
                rule: "no sleep in tests",
                place: file.place(at),
                message: "wait for a condition with a limit instead".into(),
            }));
        }
    }
    findings
}

/// No assertion about elapsed real time: it fails on a busy machine, not on a broken program.
pub fn no_test_judges_by_the_watch(house: &House) -> Vec<Finding> {
    let mut findings = vec![];
    for file in &house.rust {
        let code = &file.views.code;
        for word in ["assert", "assert_eq", "debug_assert"] {
            let by_the_watch = |at: &usize| {
                let statement = &code[*at..];
                statement[word.len()..].starts_with('!')
                    && statement[..statement.find(';').unwrap_or(statement.len())].contains(".elapsed()")
            };
            findings.extend(in_tests(file, file.find(word)).filter(by_the_watch).map(|at| Finding {
                rule: "no timed assertion",
                place: file.place(at),
                message: "asserts how long something took; that belongs into the benchmark".into(),
            }));
        }
    }
    findings
}

/// The test runner repeats nothing.
pub fn no_test_is_repeated(house: &House) -> Vec<Finding> {
    let path = ".config/nextest.toml";
    let lines = house.text(path).unwrap_or_default().lines().enumerate();
    let repeats = lines.filter(|(_, line)| line.trim_start().starts_with("retries"));
    repeats
        .map(|(number, _)| Finding {
            rule: "no test is repeated",
            place: format!("{path}:{}", number + 1),
            message: "a test that passes at the second try is a defect that was hidden".into(),
        })
        .collect()
}

fn in_tests(file: &Rust, offsets: Vec<usize>) -> impl Iterator<Item = usize> {
    let parts = file.test_parts();
    offsets.into_iter().filter(move |at| parts.iter().any(|part| part.contains(at)))
}

#[cfg(test)]
mod tests {
    use super::super::house::samples::{with_rust, with_text};
    use super::*;

    const TEST_FILE: &str = "crates/a/tests/it/b.rs";

    #[test]
    fn a_test_that_is_switched_off_is_found() {
        for text in ["#[test]\n#[ignore]\nfn a() {}", "#[ignore = \"slow\"]", "#[should_panic]"] {
            assert_eq!(no_test_is_switched_off(&with_rust(TEST_FILE, text)).len(), 1, "{text}");
        }
        assert_eq!(no_test_is_switched_off(&with_rust(TEST_FILE, "// #[ignore]")), []);
    }

    #[test]
    fn a_test_that_sleeps_is_found() {
        for text in
            ["std::thread::sleep(d);", "tokio::time::sleep (d).await;", "sleep(d).await", "time::sleep_until(t)"]
        {
            assert_eq!(no_test_sleeps(&with_rust(TEST_FILE, text)).len(), 1, "{text}");
            let in_file = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{ fn b() {{ {text} }} }}");
            assert_eq!(no_test_sleeps(&with_rust("crates/a/src/b.rs", &in_file)).len(), 1, "{text}");
            assert_eq!(no_test_sleeps(&with_rust("crates/a/src/b.rs", text)), [], "product code may wait: {text}");
        }
        for text in ["clock.sleep(d)", "fn sleep(d: u8) {}", "asleep(d)", "// thread::sleep(d)"] {
            assert_eq!(no_test_sleeps(&with_rust(TEST_FILE, text)), [], "{text}");
        }
    }

    #[test]
    fn an_assertion_on_elapsed_time_is_found() {
        assert_eq!(no_test_judges_by_the_watch(&with_rust(TEST_FILE, "assert!(begun.elapsed() < limit);")).len(), 1);
        assert_eq!(no_test_judges_by_the_watch(&with_rust(TEST_FILE, "assert!(a); let b = begun.elapsed();")), []);
    }

    #[test]
    fn a_repeated_test_is_found() {
        assert_eq!(no_test_is_repeated(&with_text(".config/nextest.toml", "[profile.ci]\nretries = 2\n")).len(), 1);
        assert_eq!(no_test_is_repeated(&with_text(".config/nextest.toml", "[profile.ci]\n# no retries\n")), []);
    }
}
