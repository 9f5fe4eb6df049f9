//! What answers is not the appliance that was meant, or not as it should.

use scenarios::hostile::{ELSEWHERE, FLOOD_BYTES, Says};
use scenarios::real::{PAIR, Real};
use simulator::{Config, Which};

use super::Planned;

const TEST: &[&str] = &["pairs", "test", PAIR];

/// A port of the loopback where nobody listens.
fn closed_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").expect("the loopback").local_addr().expect("an address").port()
}

#[test]
fn a_wrong_secret_is_told_and_tried_once_an_appliance_and_run() {
    let mut planned = Planned::new();
    let right = std::mem::replace(&mut planned.real.secret, "canary-of-a-wrong-secret".to_owned());
    let before = planned.sign_ins();
    for run in 1..=2 {
        planned.refused(TEST, 1, "secret-rejected", &["atl-1"]);
        let after = planned.sign_ins();
        assert_eq!([after[0] - before[0], after[1] - before[1]], [run, run], "one try an appliance and run");
    }
    let locked = planned.real.simulator.change(|model, _| [Which::A, Which::B].map(|which| model.locked_out(which)));
    assert_eq!(locked, [false, false], "two runs do not lock the account out");
    planned.real.secret = right;
    planned.real.expect(0, TEST);
    planned.goes_on();
}

#[test]
fn a_certificate_that_is_not_the_one_meant_is_told_with_what_was_met() {
    let planned = Planned::new();
    let name = planned.real.simulator.banner.site.name.clone();
    let shown = planned.real.expect(0, TEST)["appliances"][0]["certificate"]["spki_sha256"].clone();
    let shown = shown.as_str().expect("a fingerprint").to_owned();
    let ca = format!("atl-1=ca:{}", planned.real.simulator.ca_pem_path.display());
    let before = planned.sign_ins()[0];

    // Another authority; the address stays.
    let address = format!("atl-1=127.0.0.1:{}", planned.real.simulator.banner.a.port);
    let hostile = planned.hostile(false, Says::WebPage);
    planned.edit(&["--appliance", &address]);
    planned.refused(TEST, 1, "tls-untrusted", &["atl-1", &name, "no authority that is trusted"]);

    planned.edit(&["--trust", "atl-1=system"]);
    planned.refused(TEST, 1, "tls-untrusted", &["atl-1", &name]);

    // The key that was pinned, and another one behind the address.
    planned.edit(&["--trust", &format!("atl-1=pin:{shown}")]);
    planned.real.expect(0, TEST);
    planned.edit(&["--appliance", &format!("atl-1=127.0.0.1:{}", hostile.port)]);
    let told = planned.refused(TEST, 1, "pin-changed", &["atl-1", &shown]);
    let other = told.document()["appliances"][0]["certificate"]["spki_sha256"].as_str().expect("shown").to_owned();
    assert_ne!(other, shown);
    let message = told.document()["error"]["message"].as_str().expect("a message");
    assert!(message.contains(&other), "both fingerprints are in the text: {message}");
    let status = planned.real.expect(0, &["status", PAIR]);
    assert_eq!((&status["state"], &status["tone"]), (&"unknown".into(), &"stop".into()), "{status}");

    planned.edit(&["--appliance", &address, "--trust", &ca, "--server-name", "atl-1=elsewhere.example.com"]);
    planned.refused(TEST, 1, "tls-name", &["atl-1", "elsewhere.example.com", &name]);

    assert_eq!(planned.sign_ins()[0] - before, 1, "only the trusted pin was signed in to");
    assert_eq!(hostile.requests(), Vec::<String>::new(), "nothing was sent to who was not trusted");
    planned.edit(&["--server-name", &format!("atl-1={name}")]);
    planned.goes_on();
}

#[test]
fn an_address_that_leads_nowhere_is_told() {
    let planned = Planned::new();
    let port = closed_port();
    planned.edit(&["--appliance", "atl-1=nowhere.invalid"]);
    planned.refused(TEST, 1, "unknown-host", &["atl-1", "nowhere.invalid"]);
    planned.edit(&["--appliance", &format!("atl-1=127.0.0.1:{port}")]);
    planned.refused(TEST, 1, "connection-refused", &["atl-1", &format!("127.0.0.1:{port}")]);
    planned.edit(&["--appliance", &format!("atl-1=127.0.0.1:{}", planned.real.simulator.banner.a.port)]);
    planned.edit(&["--proxy", &format!("http://127.0.0.1:{port}")]);
    planned.refused(TEST, 1, "proxy", &["atl-1", &format!("127.0.0.1:{port}")]);
    planned.edit(&["--proxy", "direct"]);
    planned.real.expect(0, TEST);
}

/// Hostile at the sign-in and hostile behind it; what is told, and that no more is asked or read than it takes.
#[test]
fn an_answer_that_is_not_the_apis_is_told_and_costs_little() {
    let planned = Planned::new();
    let mut count = 0;
    for (says, signs_in, code, names) in [
        (Says::WebPage, false, "not-the-api", &["atl-1"][..]),
        (Says::WebPage, true, "not-the-api", &["atl-1"]),
        (Says::Redirect, false, "not-the-api", &["atl-1"]),
        (Says::Redirect, true, "not-the-api", &["atl-1"]),
        (Says::NotUtf8, false, "bad-answer", &["atl-1"]),
        (Says::NotUtf8, true, "bad-answer", &["atl-1", "UTF-8"]),
        (Says::HalfAnswer, false, "broken-off", &["atl-1", "inside its answer"]),
        (Says::HalfAnswer, true, "broken-off", &["atl-1", "inside its answer"]),
        (Says::DeclaredFlood, false, "answer-too-large", &["atl-1", "bytes"]),
        (Says::DeclaredFlood, true, "answer-too-large", &["atl-1", "bytes"]),
        (Says::Flood, false, "answer-too-large", &["atl-1", "bytes"]),
        (Says::Flood, true, "answer-too-large", &["atl-1", "bytes"]),
        (Says::EntityBomb, true, "bad-answer", &["atl-1", "document type"]),
    ] {
        let hostile = planned.hostile(signs_in, says);
        planned.refused(TEST, 1, code, names);
        let requests = hostile.requests();
        assert!(!requests.is_empty(), "{says:?}: it was asked");
        assert!(requests.iter().all(|asked| !asked.ends_with(ELSEWHERE)), "a redirect is not followed: {requests:?}");
        let each = hostile.written_bytes() / requests.len() as u64;
        assert!(each < FLOOD_BYTES / 8, "{says:?}: {each} bytes of an answer were taken");
        if says == Says::DeclaredFlood {
            assert!(each < 8 << 20, "what is declared too large is not read: {each} bytes");
        }
        count += 1;
    }
    println!("bad input: {count} hostile answers told");
}

/// The pair was ready a moment ago; then something else answers at the home primary's address.
#[test]
fn a_leg_that_meets_a_hostile_answer_sends_no_role_command() {
    let planned = Planned::new();
    planned.real.check_and_acknowledge(&planned.id, "outbound");
    planned.real.save(&planned.id);
    let (at, ca) = (
        format!("atl-1=127.0.0.1:{}", planned.real.simulator.banner.a.port),
        format!("atl-1=ca:{}", planned.real.simulator.ca_pem_path.display()),
    );
    let kinds = [
        Says::WebPage,
        Says::Redirect,
        Says::NotUtf8,
        Says::HalfAnswer,
        Says::DeclaredFlood,
        Says::Flood,
        Says::EntityBomb,
    ];
    for says in kinds {
        let hostile = planned.hostile(true, says);
        let ended = planned.real.ctl(&["maintenance", "failover", &planned.id, "--wait"]);
        assert!(matches!(ended.code, Some(1 | 3 | 4)), "{says:?}: {ended:?}");
        assert_eq!(planned.role_commands(), 0, "{says:?}");
        let sent = hostile.requests();
        assert!(sent.iter().all(|asked| !asked.contains("failover-role")), "{says:?}: {sent:?}");
        let journal = planned.real.expect(0, &["maintenance", "journal", &planned.id]).to_string();
        assert!(!journal.contains("role_intended"), "{says:?}");
    }
    planned.edit(&["--appliance", &at, "--trust", &ca]);
    planned.goes_on();
    println!("bad input: {} hostile answers before a leg", kinds.len());
}

#[test]
fn the_guid_of_another_pair_is_told_with_both_and_stops() {
    let planned = Planned::new();
    // The same account on another pair, so that only the GUID tells the two apart.
    let mut config = Config::seeded(8);
    config.account = Config::seeded(7).account;
    let other = Real::start(config);
    let (mine, theirs) = (planned.real.simulator.banner.a.clone(), other.simulator.banner.a.clone());
    planned.edit(&[
        "--appliance",
        &format!("atl-1=127.0.0.1:{}", theirs.port),
        "--trust",
        &format!("atl-1=ca:{}", other.simulator.ca_pem_path.display()),
    ]);
    planned.refused(TEST, 3, "other-appliance", &["atl-1", &mine.guid, &theirs.guid]);
    let status = planned.real.expect(0, &["status", PAIR]);
    assert_eq!((&status["state"], &status["tone"]), (&"unknown".into(), &"stop".into()), "{status}");
    assert!(status["sentence"].as_str().is_some_and(|told| told.contains(&theirs.guid)), "{status}");
    assert_eq!(other.simulator.change(|model, _| model.record().role_commands.len()), 0);
    planned.edit(&[
        "--appliance",
        &format!("atl-1=127.0.0.1:{}", mine.port),
        "--trust",
        &format!("atl-1=ca:{}", planned.real.simulator.ca_pem_path.display()),
    ]);
    planned.goes_on();
}

#[test]
fn two_addresses_of_one_appliance_are_refused_and_no_pair_is_kept() {
    let planned = Planned::new();
    let banner = &planned.real.simulator.banner;
    let (one, two) = (format!("x=127.0.0.1:{}", banner.a.port), format!("y=localhost:{}", banner.a.port));
    let ca = format!("ca:{}", planned.real.simulator.ca_pem_path.display());
    let add = [
        "pairs",
        "add",
        "twice",
        "--site-name",
        &banner.site.name,
        "--appliance",
        &one,
        "--appliance",
        &two,
        "--trust",
        &ca,
        "--client-id",
        &banner.client_id,
        "--secret-stdin",
    ];
    let secret = format!("{}\n", planned.real.secret);
    planned.refused_with(&add, Some(&secret), 2, "same-appliance", &[&banner.a.guid]);
    planned.goes_on();
}
