//! The documented requests and answers of `tests/fixtures/configuration` and `tests/fixtures/reporting`.

use std::path::PathBuf;

use appliance::{Method, Response};
use bytes::Bytes;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name)
}

/// One exchange of the Configuration API.
pub(crate) struct Exchange {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    pub(crate) response: Response,
}

fn method(text: &str) -> Method {
    [Method::Get, Method::Post, Method::Patch, Method::Delete].into_iter().find(|one| one.text() == text).unwrap()
}

fn response(told: &Value, body: Vec<u8>) -> Response {
    let mut headers: Vec<(String, String)> = Vec::new();
    if let Some(content_type) = told["content_type"].as_str() {
        headers.push(("content-type".to_owned(), content_type.to_owned()));
    }
    for (name, value) in told["headers"].as_object().into_iter().flatten() {
        headers.push((name.to_ascii_lowercase(), value.as_str().unwrap().to_owned()));
    }
    let status = u16::try_from(told["status"].as_u64().unwrap()).unwrap();
    Response { status, headers, body: Bytes::from(body), certificate: None, peer: None }
}

pub(crate) fn configuration(name: &str) -> Exchange {
    let text = std::fs::read(folder("configuration").join(format!("{name}.json"))).expect(name);
    let value: Value = serde_json::from_slice(&text).expect(name);
    let (request, told) = (&value["request"], &value["response"]);
    let body = if told["body"].is_null() { Vec::new() } else { serde_json::to_vec(&told["body"]).unwrap() };
    Exchange {
        method: method(request["method"].as_str().unwrap()),
        path: request["path"].as_str().unwrap().to_owned(),
        body: Some(request["body"].clone()).filter(|body| !body.is_null()),
        response: response(told, body),
    }
}

/// The names of all exchanges of the Configuration API.
pub(crate) fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder("configuration")).unwrap();
    let names = files
        .filter_map(|file| file.unwrap().file_name().into_string().unwrap().strip_suffix(".json").map(str::to_owned));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// The names of all exchanges of the Reporting API, with their answers.
pub(crate) fn reporting() -> Vec<(String, Response)> {
    let text = std::fs::read(folder("reporting").join("exchanges.json")).unwrap();
    let value: Value = serde_json::from_slice(&text).unwrap();
    let exchanges = value["exchanges"].as_array().unwrap().iter();
    exchanges
        .map(|exchange| {
            let told = &exchange["response"];
            let body = std::fs::read(folder("reporting").join(told["body_file"].as_str().unwrap())).unwrap();
            (exchange["name"].as_str().unwrap().to_owned(), response(told, body))
        })
        .collect()
}

pub(crate) fn report(name: &str) -> Response {
    reporting().into_iter().find(|(known, _)| known == name).expect(name).1
}
