//! Signing in: one token, renewed early, once on a 401; a rejected secret is not tried again.

use appliance::{Account, Call, Look, TransportError};
use domain::observation::{Outcome, TroubleKind};
use futures::executor::block_on;
use secrecy::SecretString;
use std::sync::Arc;

use crate::script::{HandClock, SECRET, Script, TOKEN, account, answer, broken, denied, documented, over, token};

fn health() -> (Call, crate::script::Reply) {
    (Call::Health, documented("health-primary"))
}

#[test]
fn one_token_serves_many_calls_and_is_renewed_a_minute_before_its_end() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token("one")), health(), health()]);
    let appliance = over(&clock, &script);
    block_on(async {
        assert!(appliance.look(Look::Rest).await.reading().is_some());
        clock.pass(3_500_000);
        assert!(appliance.look(Look::Rest).await.reading().is_some());
        assert_eq!(script.authorization(2), "Bearer one");
        clock.pass(40_000);
        script.add(Call::Token, token("two"));
        let (call, reply) = health();
        script.add(call, reply);
        assert!(appliance.look(Look::Rest).await.reading().is_some());
        assert_eq!(script.authorization(4), "Bearer two");
    });
    assert!(script.is_over());
    assert_eq!(script.authorization(0), "Basic Y2xpZW50OmNhbmFyeS1zZWNyZXQtN2YzYQ==");
    let sent = script.sent.lock().unwrap();
    assert_eq!(sent[0].body, "grant_type=client_credentials".as_bytes());
    assert!(sent.iter().all(|request| request.headers.contains(&("connection", "close".to_owned()))));
}

#[test]
fn a_held_token_that_is_refused_is_renewed_once() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token("one")), health()]);
    let appliance = over(&clock, &script);
    block_on(async {
        appliance.look(Look::Rest).await;
        script.add(Call::Health, denied());
        script.add(Call::Token, token("two"));
        let (call, reply) = health();
        script.add(call, reply);
        assert!(appliance.look(Look::Rest).await.reading().is_some());
    });
    assert!(script.is_over());
}

#[test]
fn a_fresh_token_that_is_refused_is_trouble_and_no_flood_of_tokens_follows() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token("one")), (Call::Health, denied())]);
    let appliance = over(&clock, &script);
    block_on(async {
        assert_eq!(appliance.identity().await.unwrap_err().kind, TroubleKind::TokenRefused);
        // Within half a minute the token at hand is tried, and no new one is fetched.
        script.add(Call::Health, denied());
        assert_eq!(appliance.identity().await.unwrap_err().kind, TroubleKind::TokenRefused);
        clock.pass(31_000);
        script.add(Call::Health, denied());
        script.add(Call::Token, token("two"));
        script.add(Call::Health, denied());
        assert_eq!(appliance.identity().await.unwrap_err().kind, TroubleKind::TokenRefused);
    });
    assert!(script.is_over());
}

#[test]
fn a_rejected_secret_is_not_tried_again_until_another_one_is_given() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, documented("token-refused"))]);
    let appliance = over(&clock, &script);
    let limiter = Arc::new(appliance::Limiter::new());
    block_on(async {
        for _ in 0..5 {
            assert_eq!(appliance.identity().await.unwrap_err().kind, TroubleKind::SecretRejected);
            clock.pass(3_600_000);
            appliance.give_account(Some(account(&limiter)));
        }
        assert_eq!(script.count(), 1);
        assert!(appliance.is_secret_rejected());
        let another = Account { secret: SecretString::from("another"), ..account(&limiter) };
        appliance.give_account(Some(another));
        script.add(Call::Token, token("one"));
        let (call, reply) = health();
        script.add(call, reply);
        assert!(appliance.identity().await.is_ok());
    });
    assert!(script.is_over());
}

#[test]
fn a_401_without_a_word_of_json_also_counts_as_a_rejected_secret() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, answer(401, "<html>"))]);
    let appliance = over(&clock, &script);
    assert_eq!(block_on(appliance.identity()).unwrap_err().kind, TroubleKind::SecretRejected);
    assert!(appliance.is_secret_rejected());
}

#[test]
fn a_token_request_that_broke_off_is_not_sent_again() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, broken())]);
    let appliance = over(&clock, &script);
    assert_eq!(block_on(appliance.identity()).unwrap_err().kind, TroubleKind::BrokenOff);
    assert_eq!(script.count(), 1);
}

#[test]
fn a_read_whose_connection_broke_before_an_answer_is_made_once_more() {
    let clock = HandClock::new();
    let script =
        Script::new(&clock, vec![(Call::Token, token("one")), (Call::Health, broken()), (Call::Health, broken())]);
    let appliance = over(&clock, &script);
    assert_eq!(block_on(appliance.identity()).unwrap_err().kind, TroubleKind::BrokenOff);
    assert!(script.is_over());
}

#[test]
fn without_a_credential_nothing_is_sent() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![]);
    let appliance = over(&clock, &script);
    appliance.give_account(None);
    assert_eq!(block_on(appliance.identity()).unwrap_err().kind, TroubleKind::NoCredential);
}

#[test]
fn where_nothing_can_sign_in_a_look_still_finds_out_whether_the_appliance_is_reached() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::PlainHealth, answer(200, "ok"))]);
    let appliance = over(&clock, &script);
    appliance.give_account(None);
    block_on(async {
        let looked = appliance.look(Look::Rest).await;
        assert!(looked.connected);
        assert!(matches!(&looked.outcome, Outcome::Trouble(trouble) if trouble.kind == TroubleKind::NoCredential));
        let refused = TransportError::unsent(TroubleKind::Refused, "atl-1 refused the connection");
        script.add(Call::PlainHealth, Err(refused));
        let looked = appliance.look(Look::Rest).await;
        assert!(!looked.connected);
        assert!(matches!(&looked.outcome, Outcome::Trouble(trouble) if trouble.kind == TroubleKind::Refused));
    });
    assert!(script.is_over());
}

#[test]
fn a_token_request_that_is_answered_otherwise_tells_its_kind_and_no_word_of_the_answer() {
    for (status, body, kind) in [
        (403, r#"{"message":"canary"}"#, TroubleKind::PermissionDenied),
        (404, "canary", TroubleKind::ApiAbsent),
        (429, "canary", TroubleKind::RateLimited),
        (503, "canary", TroubleKind::ServerError),
        (302, "canary", TroubleKind::NotTheApi),
        (200, "<html>canary", TroubleKind::NotTheApi),
        (200, r#"{"access_token":"canary"#, TroubleKind::BadAnswer),
        (200, r#"{"access_token":"can ary"}"#, TroubleKind::BadAnswer),
        (200, r#"{"access_token":["canary"]}"#, TroubleKind::BadAnswer),
        (400, r#"{"error":"invalid_client"}"#, TroubleKind::SecretRejected),
    ] {
        let clock = HandClock::new();
        let script = Script::new(&clock, vec![(Call::Token, answer(status, body))]);
        let trouble = block_on(over(&clock, &script).identity()).unwrap_err();
        assert_eq!(trouble.kind, kind, "{status} {body}");
        assert!(!trouble.detail.contains("canary"), "{}", trouble.detail);
    }
}

#[test]
fn two_calls_at_once_fetch_one_token() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token("one")), health(), health()]);
    let appliance = over(&clock, &script);
    let (first, second) = block_on(async { futures::join!(appliance.identity(), appliance.identity()) });
    assert!(first.is_ok() && second.is_ok());
    assert!(script.is_over());
}

#[test]
fn an_answer_in_xml_that_repeats_a_secret_is_masked_however_it_is_written() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token("canary&<token>"))]);
    let appliance = over(&clock, &script);
    script.add(Call::Health, answer(404, ""));
    let echo = "<error>you sent canary&amp;&lt;token&gt;, canary&<token> and canary-secret-7f3a</error>";
    script.add(Call::HealthV1, answer(422, echo));
    let trouble = block_on(appliance.identity()).unwrap_err();
    assert!(!trouble.detail.contains("canary"), "{trouble:?}");
    let echo = "<error>you sent canary&amp;&lt;token&gt; for canary-secret-7f3a</error>";
    script.add(Call::Health, answer(404, ""));
    script.add(Call::HealthV1, answer(200, echo));
    let trouble = block_on(appliance.identity()).unwrap_err();
    assert!(trouble.detail.contains("you sent ****") && !trouble.detail.contains("canary"), "{trouble:?}");
}

#[test]
fn no_debug_text_holds_a_secret_and_an_answer_that_repeats_one_is_masked() {
    let clock = HandClock::new();
    let script = Script::new(&clock, vec![(Call::Token, token(TOKEN))]);
    let appliance = over(&clock, &script);
    let echo = format!(r#"{{"message":"you sent Bearer {TOKEN} for {SECRET}"}}"#);
    script.add(Call::Health, answer(422, &echo));
    let trouble = block_on(appliance.identity()).unwrap_err();
    let limiter = Arc::new(appliance::Limiter::new());
    let shown =
        format!("{trouble:?} {appliance:?} {:?} {:?} {:?}", account(&limiter), script.sent.lock().unwrap(), limiter);
    assert!(trouble.detail.contains("you sent Bearer"), "{trouble:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(!shown.contains("Y2xpZW50"), "{shown}");
}
