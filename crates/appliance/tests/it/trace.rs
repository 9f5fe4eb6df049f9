//! What is logged of a call: verb, path without query, status, bytes, milliseconds, and nothing else.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use appliance::{Call, Limiter, List, Look, Method, Write};
use domain::observation::Product;
use expect_test::expect;
use futures::executor::block_on;
use tracing::field::{Field, Visit};
use tracing::span;

use crate::fixture_data::report;
use crate::script::{HandClock, SECRET, Script, TOKEN, answer, broken, denied, documented, over, token};
use crate::steps::{FnWire, Steps, appliance_over};

/// Keeps every event of this crate as one line of text.
struct Lines(Arc<Mutex<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Lines {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut lines = self.0.lock().unwrap();
        lines.push_str(event.metadata().target());
        event.record(&mut Fields(&mut lines));
        lines.push('\n');
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[test]
fn a_call_is_logged_as_verb_path_status_bytes_and_milliseconds() {
    let clock = HandClock::new();
    let echo = answer(422, &format!(r#"{{"message":"{TOKEN} {SECRET}"}}"#));
    let script = Script::new(
        &clock,
        vec![
            (Call::Token, token(TOKEN)),
            (Call::Health, documented("health-primary")),
            (Call::Health, denied()),
            (Call::Token, token(TOKEN)),
            (Call::Health, echo),
            (Call::Health, broken()),
            (Call::Health, broken()),
        ],
    );
    let appliance = over(&clock, &script);
    let lines = Arc::new(Mutex::new(String::new()));
    tracing::subscriber::with_default(Lines(Arc::clone(&lines)), || {
        block_on(async {
            for _ in 0..3 {
                appliance.look(Look::Rest).await;
            }
        });
    });
    let lines = lines.lock().unwrap();
    assert!(!lines.contains("canary"), "{lines}");
    expect![[r#"
        appliance::path message=answered verb="POST" path="/oauth2/token" status=200 bytes=76 ms=40
        appliance::path message=answered verb="GET" path="/api/command/v2/health" status=200 bytes=293 ms=40
        appliance::path message=answered verb="GET" path="/api/command/v2/health" status=401 bytes=80 ms=40
        appliance::path message=answered verb="POST" path="/oauth2/token" status=200 bytes=76 ms=40
        appliance::path message=answered verb="GET" path="/api/command/v2/health" status=422 bytes=50 ms=40
        appliance::path message=no answer verb="GET" path="/api/command/v2/health" trouble=BrokenOff ms=40
        appliance::path message=no answer verb="GET" path="/api/command/v2/health" trouble=BrokenOff ms=40
    "#]]
    .assert_eq(&lines);
}

#[test]
fn of_a_configuration_and_a_log_no_query_and_no_body_is_logged() {
    let clock = Steps::default();
    let wire = FnWire::new(&clock, 40, |request| match request.path.as_str() {
        "/api/reporting" => Ok(report("syslog")),
        _ => answer(200, r#"[{"id":1,"docker_deploy_key":"canary-key"}]"#),
    });
    let appliance = appliance_over(&clock, &wire, &Arc::new(Limiter::new()));
    let list = List::new(Product::Rs, "jumpoint", &[]).unwrap().filtered("name", "canary-name").unwrap();
    let body = serde_json::json!({ "name": "canary-name" });
    let write = Write::new(Product::Rs, Method::Patch, "/api/config/v1/jumpoint/4", Some(&body)).unwrap();
    let lines = Arc::new(Mutex::new(String::new()));
    tracing::subscriber::with_default(Lines(Arc::clone(&lines)), || {
        clock.run(async {
            appliance.configuration().page(&list, 1).await.unwrap();
            appliance.configuration().write(write).await;
            appliance.syslog_report(&mut Vec::new(), 1 << 20).await.unwrap();
        });
    });
    let lines = lines.lock().unwrap();
    assert!(!lines.contains("canary"), "{lines}");
    expect![[r#"
        appliance::path message=answered verb="POST" path="/oauth2/token" status=200 bytes=76 ms=0
        appliance::path message=answered verb="GET" path="/api/config/v1/jumpoint" status=200 bytes=43 ms=40
        appliance::path message=answered verb="PATCH" path="/api/config/v1/jumpoint/4" status=200 bytes=43 ms=40
        appliance::path message=answered verb="POST" path="/api/reporting" status=200 bytes=527 ms=40
    "#]]
    .assert_eq(&lines);
}
