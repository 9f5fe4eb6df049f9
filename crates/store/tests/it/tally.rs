//! The calls of all programs on this computer, counted together.

use store::{Folder, Tally};

const LIMIT: usize = 18;
const WINDOW_MS: u64 = 1_000;

#[test]
fn two_programs_share_one_second() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(dir.path()).expect("a data folder");
    let (one, two) = (Tally::new(&folder, "account"), Tally::new(&folder, "account"));
    for n in 0..18 {
        let tally = if n % 2 == 0 { &one } else { &two };
        assert_eq!(tally.reserve(10_000 + n, LIMIT, WINDOW_MS).expect("counted"), 0);
    }
    let wait = two.reserve(10_100, LIMIT, WINDOW_MS).expect("told");
    assert_eq!(wait, 900, "the first of the eighteen leaves the window then");
    assert_eq!(one.reserve(10_100 + 900, LIMIT, WINDOW_MS).expect("counted"), 0);
}

#[test]
fn accounts_are_counted_apart_and_a_clock_set_back_holds_nobody_up() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(dir.path()).expect("a data folder");
    let (one, other) = (Tally::new(&folder, "one"), Tally::new(&folder, "other"));
    for _ in 0..LIMIT {
        assert_eq!(one.reserve(1_000_000, LIMIT, WINDOW_MS).expect("counted"), 0);
    }
    assert!(one.reserve(1_000_000, LIMIT, WINDOW_MS).expect("told") > 0);
    assert_eq!(other.reserve(1_000_000, LIMIT, WINDOW_MS).expect("counted"), 0);
    assert_eq!(one.reserve(900_000, LIMIT, WINDOW_MS).expect("counted"), 0, "the clock was set back by 100 s");
}

#[test]
fn a_file_that_is_not_a_tally_is_written_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(dir.path()).expect("a data folder");
    let tally = Tally::new(&folder, "account");
    assert_eq!(tally.reserve(5_000, LIMIT, WINDOW_MS).expect("counted"), 0);
    for entry in std::fs::read_dir(dir.path()).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "bin") {
            std::fs::write(path, b"not instants at all").expect("written");
        }
    }
    assert_eq!(tally.reserve(5_100, LIMIT, WINDOW_MS).expect("counted"), 0);
}
