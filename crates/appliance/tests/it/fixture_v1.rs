//! The documented requests and answers of `tests/fixtures/command-v1`.

use std::path::PathBuf;

use appliance::Call;
use serde_json::Value;

use crate::script::{Reply, answer};

#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) name: String,
    /// The form that is asked with.
    pub(crate) form: String,
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Exchange {
    /// The call it documents; none for an action this program never asks for.
    pub(crate) fn call(&self) -> Option<Call> {
        Call::ALL.into_iter().find(|call| call.form().is_some_and(|form| self.form.starts_with(form)))
    }

    pub(crate) fn reply(&self) -> Reply {
        answer(self.status, &self.body)
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/command-v1")
}

fn document() -> Value {
    serde_json::from_slice(&std::fs::read(folder().join("exchanges.json")).unwrap()).unwrap()
}

pub(crate) fn namespaces() -> Vec<String> {
    document()["namespaces"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// All exchanges, each as its file is written.
pub(crate) fn all() -> Vec<Exchange> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let document = document();
    let exchanges = document["exchanges"].as_array().unwrap();
    exchanges
        .iter()
        .map(|exchange| Exchange {
            name: text(&exchange["name"]),
            form: text(&exchange["request"]["body"]),
            status: u16::try_from(exchange["response"]["status"].as_u64().unwrap()).unwrap(),
            body: std::fs::read_to_string(folder().join(text(&exchange["response"]["body_file"]))).unwrap(),
        })
        .collect()
}

/// One exchange by its name.
pub(crate) fn exchange(name: &str) -> Exchange {
    all().into_iter().find(|exchange| exchange.name == name).expect(name)
}

pub(crate) fn documented_v1(name: &str) -> Reply {
    exchange(name).reply()
}

/// The same text in each of the namespaces seen, in none, and with a prefix on every element.
pub(crate) fn in_every_namespace(body: &str) -> Vec<String> {
    let namespaces = namespaces();
    let written = namespaces.iter().find(|name| body.contains(&format!("xmlns=\"{name}\""))).cloned();
    let Some(written) = written else { return vec![body.to_owned()] };
    let written = format!(" xmlns=\"{written}\"");
    let mut texts: Vec<String> =
        namespaces.iter().map(|name| body.replace(&written, &format!(" xmlns=\"{name}\""))).collect();
    texts.push(body.replace(&written, ""));
    let bare = body.replace(&written, " xmlns:bt=\"urn:x\"");
    let prefixed = bare.replace("</", "\u{1}").replace("<?", "\u{2}").replace('<', "<bt:");
    texts.push(prefixed.replace('\u{1}', "</bt:").replace('\u{2}', "<?"));
    texts
}
