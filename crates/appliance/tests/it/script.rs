//! A wire that expects the requests of a script, in its order, and a clock that is moved by hand or by waiting.

use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex};

use appliance::{Account, Appliance, Call, Clock, Limiter, Limits, Request, Response, TransportError, Wire};
use bytes::Bytes;
use domain::observation::TroubleKind;
use domain::time::Utc;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use secrecy::SecretString;

use crate::fixture::fixture;

pub(crate) const HOME: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const STAND_IN: &str = "fedcba9876543210fedcba9876543210";
pub(crate) const SECRET: &str = "canary-secret-7f3a";
pub(crate) const TOKEN: &str = "canary-token-91bc";

/// Waiting moves it on at once.
pub(crate) struct HandClock {
    now_ms: Mutex<u64>,
}

impl HandClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { now_ms: Mutex::new(1_000_000) })
    }

    pub(crate) fn pass(&self, ms: u64) {
        *self.now_ms.lock().unwrap() += ms;
    }
}

impl Clock for HandClock {
    fn now_utc(&self) -> Utc {
        Utc::from_millis(1_773_526_000_000 + i64::try_from(self.monotonic_ms()).unwrap())
    }

    fn monotonic_ms(&self) -> u64 {
        *self.now_ms.lock().unwrap()
    }

    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()> {
        self.pass(ms);
        ready(()).boxed()
    }
}

pub(crate) type Reply = Result<Response, TransportError>;

pub(crate) fn answer(status: u16, body: &str) -> Reply {
    Ok(Response {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: Bytes::copy_from_slice(body.as_bytes()),
        certificate: None,
        peer: None,
    })
}

/// The same from this IP address.
pub(crate) fn from_peer(reply: Reply, peer: &str) -> Reply {
    reply.map(|response| Response { peer: Some(peer.parse().unwrap()), ..response })
}

pub(crate) fn with_header(reply: Reply, name: &str, value: &str) -> Reply {
    reply.map(|mut response| {
        response.headers.push((name.to_owned(), value.to_owned()));
        response
    })
}

pub(crate) fn documented(name: &str) -> Reply {
    let fixture = fixture(name);
    answer(fixture.status, std::str::from_utf8(&fixture.body).unwrap())
}

pub(crate) fn token(text: &str) -> Reply {
    answer(200, &format!(r#"{{"access_token":"{text}","token_type":"Bearer","expires_in":3600}}"#))
}

pub(crate) fn denied() -> Reply {
    documented("access-denied")
}

pub(crate) fn broken() -> Reply {
    Err(TransportError::sent(TroubleKind::BrokenOff, "atl-1 broke off the connection before an answer"))
}

pub(crate) struct Script {
    clock: Arc<HandClock>,
    expected: Mutex<VecDeque<(Call, Reply)>>,
    pub(crate) sent: Mutex<Vec<Request>>,
}

impl Script {
    pub(crate) fn new(clock: &Arc<HandClock>, expected: Vec<(Call, Reply)>) -> Arc<Self> {
        let expected = Mutex::new(expected.into());
        Arc::new(Self { clock: Arc::clone(clock), expected, sent: Mutex::new(Vec::new()) })
    }

    pub(crate) fn add(&self, call: Call, reply: Reply) {
        self.expected.lock().unwrap().push_back((call, reply));
    }

    /// Every request of the script was made.
    pub(crate) fn is_over(&self) -> bool {
        self.expected.lock().unwrap().is_empty()
    }

    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// The authorization header of the nth request.
    pub(crate) fn authorization(&self, n: usize) -> String {
        use secrecy::ExposeSecret as _;
        let sent = self.sent.lock().unwrap();
        sent[n].authorization.as_ref().expect("an authorization").expose_secret().to_owned()
    }
}

impl Wire for Script {
    fn send(&self, request: Request) -> BoxFuture<'_, Reply> {
        // Every round trip takes 40 ms.
        self.clock.pass(40);
        let form = String::from_utf8(request.body.to_vec()).unwrap();
        let asked = (request.method, request.path.clone());
        let is_form = request.headers.contains(&("content-type", "application/x-www-form-urlencoded".to_owned()));
        assert!(request.headers.contains(&("connection", "close".to_owned())));
        self.sent.lock().unwrap().push(request);
        let next = self.expected.lock().unwrap().pop_front();
        let (call, reply) = next.unwrap_or_else(|| panic!("unexpected {asked:?} {form}"));
        assert_eq!(asked, (call.method(), call.path().to_owned()));
        if let Some(action) = call.form() {
            assert!(is_form && form.starts_with(action), "{form} and not {action}");
        }
        ready(reply).boxed()
    }
}

pub(crate) fn account(limiter: &Arc<Limiter>) -> Account {
    Account { client_id: "client".to_owned(), secret: SecretString::from(SECRET), limiter: Arc::clone(limiter) }
}

/// An appliance over a script, with the GUID of the home primary remembered.
pub(crate) fn over(clock: &Arc<HandClock>, script: &Arc<Script>) -> Appliance {
    appliance_of(clock, script, HOME)
}

pub(crate) fn appliance_of(clock: &Arc<HandClock>, script: &Arc<Script>, guid: &str) -> Appliance {
    let account = account(&Arc::new(Limiter::new()));
    let wire = Arc::clone(script) as Arc<dyn Wire>;
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    Appliance::new(wire, clock, Some(account), Some(guid.parse().unwrap()), Limits::default())
}
