//! Exit codes and error documents.

use crate::program::Ctl;

#[test]
fn wrong_usage_exits_2_with_a_document_where_one_is_asked_for() {
    let ctl = Ctl::new();
    for arguments in
        [&["pairs", "explode"][..], &["status", "--watch"], &["maintenance", "close", "M-0001", "--reason", "x"]]
    {
        let told = ctl.json(arguments);
        assert_eq!(told.exit, 2, "{told:?}");
        assert_eq!(told.code(), "usage");
        assert!(!told.json()["error"]["message"].as_str().expect("a message").is_empty());
        let said = ctl.run(arguments);
        assert_eq!((said.exit, said.out.as_str()), (2, ""), "{said:?}");
        assert!(said.err.contains("Usage"), "{said:?}");
    }
    assert!(!ctl.data_dir().exists(), "wrong usage leaves no trace");
}

#[test]
fn commands_of_later_versions_are_not_known() {
    let ctl = Ctl::new();
    assert_eq!(ctl.run(&["rehearse", "support"]).exit, 2);
}

#[test]
fn what_is_not_there_is_bad_input() {
    let ctl = Ctl::new();
    for (arguments, code) in [
        (&["status", "nobody"][..], "no-such-pair"),
        (&["pairs", "show", "nobody"], "no-such-pair"),
        (&["pairs", "remove", "nobody"], "no-such-pair"),
        (&["check", "nobody"], "no-such-pair"),
        (&["maintenance", "show", "M-0009"], "no-such-maintenance"),
        (&["maintenance", "journal", "nine"], "bad-input"),
        (&["maintenance", "failover", "M-0009", "--wait"], "no-such-maintenance"),
        (&["settings", "get", "poll.sawp"], "bad-input"),
        (&["settings", "set", "poll.swap", "fast"], "bad-input"),
    ] {
        let told = ctl.json(arguments);
        assert_eq!((told.exit, told.code().as_str()), (2, code), "{arguments:?} {told:?}");
        let error = &told.json()["error"];
        assert!(error["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{told:?}");
        assert!(error["causes"].is_array(), "{told:?}");
    }
}

#[test]
fn global_options_stand_before_or_after_the_command() {
    let ctl = Ctl::new();
    let before = ctl.run(&["--json", "settings", "get", "poll.rest"]);
    let after = ctl.run(&["settings", "get", "poll.rest", "--json"]);
    assert_eq!(before.json(), after.json());
    let other = ctl.beside().join("other");
    let named = ctl.run(&["pairs", "list", "--json", "--data-dir", other.to_str().expect("text")]);
    assert_eq!((named.exit, named.json()), (0, serde_json::json!([])));
    assert!(other.join("switchback.db").exists());
}

#[test]
fn help_is_an_answer() {
    let ctl = Ctl::new();
    for arguments in
        [&["--help"][..], &["pairs", "add", "--help"], &["maintenance", "failover", "--help"], &["--version"]]
    {
        let told = ctl.run(arguments);
        assert_eq!((told.exit, told.err.as_str()), (0, ""), "{told:?}");
        assert!(!told.out.is_empty());
    }
    let help = ctl.run(&["maintenance", "--help"]).out;
    for verb in [
        "plan",
        "approve",
        "acknowledge",
        "save",
        "failover",
        "swing",
        "settle",
        "failback",
        "verify",
        "signoff",
        "observe",
        "not-happened",
        "adopt",
        "close",
        "abandon",
        "note",
        "list",
        "show",
        "journal",
    ] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(verb)), "{verb} is not in {help}");
    }
}

#[test]
fn the_guarded_ways_are_judged_and_refused() {
    let ctl = Ctl::new();
    assert_eq!(ctl.add_pair("support").exit, 0);
    let recover = |way: &str, make: &str, confirm: &str| {
        ctl.json(&["recover", "support", "--way", way, "--make", make, "--confirm", confirm, "--reason", "it is down"])
    };
    let refused = recover("emergency", "atl-2=primary", "support");
    assert_eq!((refused.exit, refused.code().as_str()), (3, "guarded-way"));
    for (way, make, confirm) in [
        ("force", "atl-2=primary", "support"),
        ("emergency", "atl-3=primary", "support"),
        ("emergency", "atl-2=none", "support"),
        ("emergency", "atl-2=primary", "Support"),
    ] {
        let told = recover(way, make, confirm);
        assert_eq!((told.exit, told.code().as_str()), (2, "bad-input"), "{told:?}");
    }
}

#[test]
fn a_data_folder_that_others_may_read_is_refused_and_left_alone() {
    let ctl = Ctl::new();
    let folder = ctl.beside().join("documents");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("letter.txt"), "dear").expect("a file");
    let told = ctl.json(&["pairs", "list", "--data-dir", folder.to_str().expect("text")]);
    assert_eq!((told.exit, told.code().as_str()), (1, "data-folder"), "{told:?}");
    assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 1);
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let ctl = Ctl::new();
    assert_eq!(ctl.run(&["pairs", "list"]).exit, 0);
    let database = ctl.data_dir().join("switchback.db");
    for suffix in ["-wal", "-shm"] {
        drop(std::fs::remove_file(ctl.data_dir().join(format!("switchback.db{suffix}"))));
    }
    std::fs::write(&database, "a letter, not a database, and long enough to have a header of its own").expect("a file");
    let told = ctl.json(&["pairs", "list"]);
    assert_eq!(told.exit, 1, "{told:?}");
    assert!(["not-a-database", "database-damaged"].contains(&told.code().as_str()), "{told:?}");
    assert!(std::fs::read_to_string(&database).expect("the file").starts_with("a letter"));
}
