//! Bad input: a table of what people type, each with its code and the field it is about.

use crate::program::Ctl;

#[test]
fn every_field_that_cannot_be_used_is_named() {
    let ctl = Ctl::new();
    let sound = [
        ("--site-name", "support.example.test"),
        ("--appliance", "atl-1=192.0.2.1"),
        ("--appliance", "atl-2=192.0.2.2"),
    ];
    for (field, value) in [
        ("--site-address", "https://support.example.test"),
        ("--server-name", "atl-9=support.example.test"),
        ("--server-name", "support.example.test:443"),
        ("--trust", "everything"),
        ("--trust", "ca:/nowhere/ca.pem"),
        ("--trust", "pin:1234"),
        ("--trust", "atl-9=system"),
        ("--network", "lan"),
        ("--swing-address", "192.0.2.7"),
        ("--swing-address", "atl-1=here"),
        ("--shared-ip", "support.example.test"),
        ("--resolver", "dns.example.test"),
        ("--proxy", "ftp://proxy.example.test"),
        ("--proxy", "http://me:canary@proxy.example.test:3128"),
        ("--guard", "none"),
        ("--set", "poll.swap"),
        ("--set", "poll.swap=fast"),
        ("--set", "poll.sawp=2s"),
    ] {
        let mut arguments = vec!["pairs", "add", "support"];
        sound.iter().for_each(|(option, value)| arguments.extend([option, value]));
        arguments.extend([field, value]);
        let told = ctl.json(&arguments);
        assert_eq!((told.exit, told.code().as_str()), (2, "bad-input"), "{field} {value} {told:?}");
        let message = told.json()["error"]["message"].as_str().expect("a message").to_owned();
        assert!(message.starts_with(field), "{field} {value}: {message}");
        assert!(!told.out.contains("canary"), "{told:?}");
    }
    assert_eq!(ctl.json(&["pairs", "list"]).json(), serde_json::json!([]), "nothing was saved");
}

#[test]
fn wrong_fields_are_named_all_at_once() {
    let ctl = Ctl::new();
    let told = ctl.json(&[
        "pairs",
        "add",
        "support",
        "--site-name",
        "a b",
        "--appliance",
        "atl-1",
        "--network",
        "lan",
        "--guard",
        "none",
    ]);
    assert_eq!((told.exit, told.code().as_str()), (2, "bad-input"));
    let causes = told.json()["error"]["causes"].to_string();
    for field in ["--site-name", "--appliance", "--network", "--guard"] {
        assert!(causes.contains(field), "{field} is not in {causes}");
    }
}

#[test]
fn labels_and_addresses_have_to_differ() {
    let ctl = Ctl::new();
    for (first, second) in
        [("a=192.0.2.1", "a=192.0.2.2"), ("a=192.0.2.1", "b=192.0.2.1:443"), ("a b=192.0.2.1", "b=192.0.2.2")]
    {
        let told = ctl.json(&[
            "pairs",
            "add",
            "support",
            "--site-name",
            "s.example.test",
            "--appliance",
            first,
            "--appliance",
            second,
        ]);
        assert_eq!((told.exit, told.code().as_str()), (2, "bad-input"), "{first} {second} {told:?}");
    }
}

#[test]
fn a_secret_that_cannot_be_one_is_refused_before_anything_is_saved() {
    let ctl = Ctl::new();
    let long = "x".repeat(1_281);
    for input in ["", "\n", " canary", "canary \n", long.as_str(), "canary\nline\n"] {
        let told = ctl.run_with(
            &[
                "--json",
                "pairs",
                "add",
                "support",
                "--site-name",
                "s.example.test",
                "--appliance",
                "a=192.0.2.1",
                "--appliance",
                "b=192.0.2.2",
                "--client-id",
                "abc",
                "--secret-stdin",
            ],
            input,
        );
        assert_eq!((told.exit, told.code().as_str()), (2, "bad-input"), "{input:?} {told:?}");
        assert!(!told.out.contains("canary") && !told.err.contains("canary"), "{told:?}");
    }
    assert_eq!(ctl.json(&["pairs", "list"]).json(), serde_json::json!([]));
}

#[test]
fn a_plan_that_cannot_stand_is_refused() {
    let ctl = Ctl::new();
    ctl.add_pair("support");
    for (more, field) in [
        (&["--title", " "][..], "title"),
        (&["--title", "t", "--kind", "party"], "--kind"),
        (&["--title", "t", "--start", "2026-12-01T22:00:00Z"], "--end"),
        (&["--title", "t", "--start", "tonight", "--end", "2026-12-01T23:00:00Z"], "--start"),
        (&["--title", "t", "--start", "2026-12-01T23:00:00Z", "--end", "2026-12-01T22:00:00Z"], "window"),
        (&["--title", "t", "--zone", "Nowhere/City"], "--zone"),
    ] {
        let mut arguments = vec!["maintenance", "plan", "support"];
        arguments.extend(more);
        let told = ctl.json(&arguments);
        assert_eq!((told.exit, told.code().as_str()), (2, "bad-input"), "{more:?} {told:?}");
        assert!(told.json()["error"]["message"].as_str().expect("a message").contains(field), "{told:?}");
    }
}

#[test]
fn what_is_stated_has_to_be_said_and_right() {
    let ctl = Ctl::new();
    ctl.add_pair("support");
    for more in [&[][..], &["--automatic-failover", "maybe"], &["--sync-interval", "250ms"], &["--test-ips", "gateway"]]
    {
        let mut arguments = vec!["pairs", "state", "support"];
        arguments.extend(more);
        assert_eq!(ctl.json(&arguments).code(), "bad-input", "{more:?}");
    }
    assert_eq!(ctl.json(&["pairs", "accept", "support", "atl-1"]).code(), "bad-input");
    assert_eq!(ctl.json(&["pairs", "accept", "support", "atl-1", "--guid", "123"]).code(), "bad-input");
    assert_eq!(
        ctl.json(&["pairs", "accept", "support", "atl-9", "--guid", &"a".repeat(32)]).code(),
        "no-such-appliance"
    );
}
