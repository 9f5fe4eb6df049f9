//! A model on the bench: one virtual clock, requests answered in process.

use crate::xml::{Node, read};
use base64::Engine as _;
use serde_json::{Map, Value, json};
use simulator::config::Role;
use simulator::{Act, Answer, Call, Config, Door, Model, Reply, Request, Which};

pub(crate) const A: Door = Door::Appliance(Which::A);
pub(crate) const B: Door = Door::Appliance(Which::B);

/// The default configuration with some switches set.
pub(crate) fn switched(switches: &[(&str, &str)]) -> Config {
    let mut config = Config::default();
    for (name, setting) in switches {
        config.set_switch(name, setting).unwrap();
    }
    config
}

/// A model, the time it is, and a token for each appliance once asked for.
pub(crate) struct Bench {
    pub(crate) model: Model,
    pub(crate) now_ms: i64,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::of(Config::default())
    }

    pub(crate) fn of(config: Config) -> Self {
        let now_ms = config.start_ms;
        Self { model: Model::new(config), now_ms }
    }

    /// Time goes by.
    pub(crate) fn wait(&mut self, span_ms: i64) -> &mut Self {
        self.now_ms += span_ms;
        self.model.advance(self.now_ms);
        self
    }

    pub(crate) fn set(&mut self, values: Value) {
        self.model.set_pair(self.now_ms, &object(values)).unwrap();
    }

    pub(crate) fn set_one(&mut self, which: Which, values: Value) {
        self.model.set_appliance(self.now_ms, which, &object(values)).unwrap();
    }

    pub(crate) fn roles(&self) -> (Role, Role) {
        (self.model.role(Which::A), self.model.role(Which::B))
    }

    pub(crate) fn users(&self) -> (usize, usize) {
        (self.model.appliance(Which::A).user_count(), self.model.appliance(Which::B).user_count())
    }

    pub(crate) fn send(&mut self, door: Door, request: &Request) -> Reply {
        simulator::answer(&mut self.model, self.now_ms, door, request)
    }

    /// The answer, where there must be one.
    pub(crate) fn answered(&mut self, door: Door, request: &Request) -> Answer {
        match self.send(door, request).act {
            Act::Answer(answer) => answer,
            other => panic!("no answer but {other:?}"),
        }
    }

    pub(crate) fn token(&mut self, door: Door) -> String {
        let (id, secret) = self.model.credential();
        let request = token_request(id, secret);
        let body = json_of(&self.answered(door, &request));
        body["access_token"].as_str().unwrap_or_else(|| panic!("no token in {body}")).to_owned()
    }

    /// A `GET` with a fresh token.
    pub(crate) fn get(&mut self, door: Door, path: &str) -> (u16, Value) {
        let token = self.token(door);
        let answer = self.answered(door, &get_request(path, &token));
        (answer.status, json_of(&answer))
    }

    /// A v1 action by `POST` with a fresh token: `action=` and its parameters.
    pub(crate) fn act(&mut self, door: Door, form: &str) -> Answer {
        let token = self.token(door);
        self.answered(door, &form_request(form, &token))
    }

    /// The same, where the answer must be XML.
    pub(crate) fn xml(&mut self, door: Door, form: &str) -> Node {
        read(&self.act(door, form).body)
    }

    /// A role command with a fresh token.
    pub(crate) fn command(&mut self, door: Door, body: Value) -> (u16, Value) {
        let token = self.token(door);
        let answer = self.answered(door, &role_request(&token, &body.to_string()));
        (answer.status, json_of(&answer))
    }
}

pub(crate) fn object(values: Value) -> Map<String, Value> {
    match values {
        Value::Object(fields) => fields,
        other => panic!("not an object: {other}"),
    }
}

pub(crate) fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Request {
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.as_bytes().to_vec(),
    }
}

pub(crate) fn token_request(client_id: &str, client_secret: &str) -> Request {
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("{client_id}:{client_secret}"));
    let headers = [
        ("Authorization", format!("Basic {basic}")),
        ("Content-Type", "application/x-www-form-urlencoded".to_owned()),
        ("Connection", "close".to_owned()),
    ];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    request("POST", "/oauth2/token", &headers, "grant_type=client_credentials")
}

pub(crate) fn get_request(path: &str, token: &str) -> Request {
    let bearer = format!("Bearer {token}");
    request("GET", path, &[("Authorization", &bearer), ("Accept", "application/json"), ("Connection", "close")], "")
}

pub(crate) fn form_request(form: &str, token: &str) -> Request {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Connection", "close"),
    ];
    request("POST", "/api/command", &headers, form)
}

pub(crate) fn role_request(token: &str, body: &str) -> Request {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json"), ("Connection", "close")];
    request("POST", "/api/command/v2/failover-role", &headers, body)
}

pub(crate) fn planned() -> Value {
    json!({"role": "backup", "data_sync_first": true})
}

/// One request of each call that a token is good for.
pub(crate) fn request_of(call: Call, token: &str, model: &Model) -> Request {
    match call {
        Call::Token => token_request(model.credential().0, model.credential().1),
        Call::FailoverRole => role_request(token, &planned().to_string()),
        Call::CheckHealth => request("GET", "/check_health", &[("Connection", "close")], ""),
        Call::ClientCount => get_request("/api/command/v2/appliance/client-count", token),
        Call::Configuration => get_request("/api/config/v1/team", token),
        Call::Reporting => get_request("/api/reporting?generate_report=Syslog", token),
        call => get_request(&format!("/api/command/v2/{}", call.name()), token),
    }
}
