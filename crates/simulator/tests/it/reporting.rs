//! The Reporting API: the log as a ZIP, and what is in it.

use std::io::{Cursor, Read as _};

use flate2::read::GzDecoder;
use serde_json::json;
use simulator::{Answer, Config, Door, Product, Which};
use zip::ZipArchive;

use crate::bench::{A, B, Bench, form_request, get_request, json_of, request, switched};
use crate::xml;

pub(crate) const SYSLOG: &str = "/api/reporting?generate_report=Syslog";

pub(crate) fn download(bench: &mut Bench, door: Door) -> Answer {
    let token = bench.token(door);
    bench.answered(door, &get_request(SYSLOG, &token))
}

/// The files of a ZIP by name, the rotated ones unpacked.
fn files(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(zip)).unwrap();
    (0..zip.len())
        .map(|place| {
            let mut file = zip.by_index(place).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            if name.ends_with(".gz") {
                let mut plain = Vec::new();
                GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
                bytes = plain;
            }
            (name, bytes)
        })
        .collect()
}

/// What a ZIP holds, the oldest line first.
pub(crate) fn unpacked(zip: &[u8]) -> String {
    let mut files = files(zip);
    files.reverse();
    String::from_utf8(files.into_iter().flat_map(|(_, bytes)| bytes).collect()).unwrap()
}

/// The same with the segments of a message joined behind the header of its first.
pub(crate) fn joined(zip: &[u8]) -> String {
    let mut whole = String::new();
    for line in unpacked(zip).lines() {
        let segment = line.split_once("]: ").map_or("01", |(_, rest)| rest.split(':').nth(1).unwrap_or("01"));
        if segment == "01" {
            whole.push('\n');
            whole.push_str(line);
        } else {
            whole.push_str(line.split_once("]: ").unwrap().1.splitn(4, ':').nth(3).unwrap());
        }
    }
    whole
}

/// The whole log, the oldest line first.
pub(crate) fn text_of(bench: &mut Bench, door: Door) -> String {
    let answer = download(bench, door);
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    unpacked(&answer.body)
}

/// The payloads of the log, put together from their segments.
pub(crate) fn messages(bench: &mut Bench, door: Door) -> Vec<String> {
    let mut whole = Vec::new();
    for line in text_of(bench, door).lines() {
        let Some((head, rest)) = line.split_once("BG[") else { continue };
        let (_, rest) = rest.split_once("]: ").unwrap();
        let parts: Vec<&str> = rest.splitn(4, ':').collect();
        assert!(head.len() > 10 && parts[0].len() == 4, "{line}");
        match parts[1] {
            "01" => whole.push(parts[3].to_owned()),
            _ => whole.last_mut().unwrap().push_str(parts[3]),
        }
    }
    whole
}

/// One key of a message; no value of these tests has a `;` in it.
pub(crate) fn value<'a>(message: &'a str, key: &str) -> Option<&'a str> {
    message.split(';').find_map(|field| field.strip_prefix(key)?.strip_prefix('='))
}

/// What happened, in order.
pub(crate) fn events(bench: &mut Bench, door: Door) -> Vec<String> {
    messages(bench, door).iter().map(|message| value(message, "event").unwrap().to_owned()).collect()
}

#[test]
fn the_log_is_a_zip_of_a_live_file_and_rotated_ones() {
    let mut bench = Bench::new();
    let answer = download(&mut bench, A);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")));
    let files = files(&answer.body);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["syslog.log", "syslog.log.1.gz"]);
    assert!(files.iter().all(|(_, bytes)| bytes.ends_with(b"\n")));
    assert!(String::from_utf8_lossy(&files[0].1).contains("ntpd[311]:"), "other programs write too");
}

#[test]
fn get_and_post_ask_alike_and_each_download_is_in_the_next_one() {
    let mut bench = Bench::new();
    let token = bench.token(A);
    let mut posted = form_request("generate_report=Syslog", &token);
    "/api/reporting".clone_into(&mut posted.target);
    assert_eq!(&bench.answered(A, &posted).body[..2], b"PK");
    let events = events(&mut bench, A);
    assert_eq!(events.iter().filter(|event| *event == "syslog_report_generated").count(), 1);
    assert!(events.iter().any(|event| event == "token"));
}

#[test]
fn another_report_and_a_missing_one_are_errors_with_status_200() {
    let mut bench = Bench::of(switched(&[("v1_namespace", "sra")]));
    let token = bench.token(A);
    for target in ["/api/reporting?generate_report=AccessSession&duration=0", "/api/reporting"] {
        let answer = bench.answered(A, &get_request(target, &token));
        let root = xml::read(&answer.body);
        assert_eq!((answer.status, root.name.as_str()), (200, "error"), "{target}");
        assert_eq!(root.attribute("xmlns"), Some("http://www.beyondtrust.com/sra/namespaces/API/reporting"));
    }
}

#[test]
fn the_right_to_the_log_is_one_of_its_own() {
    let mut bench = Bench::new();
    bench.set(json!({"perm_reporting_syslog": false, "perm_command": "deny"}));
    let refused = download(&mut bench, A);
    assert_eq!((refused.status, refused.header("content-type")), (403, Some("application/json")));
    bench.set(json!({"v1_denied": "error"}));
    assert_eq!(xml::read(&download(&mut bench, A).body).name, "error");
    bench.set(json!({"perm_reporting_syslog": true}));
    assert_eq!(&download(&mut bench, A).body[..2], b"PK");
    let told = bench.answered(A, &get_request(SYSLOG, "no token"));
    assert_eq!((told.status, &json_of(&told)["error"]), (401, &json!("access_denied")));
    let token = bench.token(A);
    let mut head = get_request(SYSLOG, &token);
    "HEAD".clone_into(&mut head.method);
    assert!(bench.answered(A, &head).body.is_empty());
    let bearer = format!("Bearer {token}");
    let headers =
        [("Authorization", bearer.as_str()), ("Content-Type", "multipart/form-data"), ("Connection", "close")];
    assert_eq!(bench.answered(A, &request("POST", "/api/reporting", &headers, "x")).status, 415);
    assert_eq!(bench.answered(A, &request("PUT", "/api/reporting", &headers, "")).status, 405);
}

#[test]
fn an_old_version_has_no_log_to_download_and_an_older_one_no_configuration() {
    for (product, version, log, configuration) in [
        (Product::Rs, "21.3.1", "error", 200),
        (Product::Rs, "20.2.1", "error", 404),
        (Product::Rs, "22.2.1", "zip", 200),
        (Product::Pra, "23.1.1", "error", 200),
        (Product::Pra, "23.2.1", "zip", 200),
    ] {
        let mut bench = Bench::of(Config { product, ..Config::default() });
        bench.set_one(Which::A, json!({"version": version}));
        let body = download(&mut bench, A).body;
        let seen = if body.starts_with(b"PK") { "zip".to_owned() } else { xml::read(&body).name };
        let token = bench.token(A);
        let answer = bench.answered(A, &get_request("/api/config/v1/team", &token));
        assert_eq!((seen.as_str(), answer.status), (log, configuration), "{product:?} {version}");
    }
}

#[test]
fn a_full_file_is_rotated_and_the_oldest_is_forgotten() {
    let mut bench = Bench::new();
    bench.set(json!({"log_file_bytes": 2000, "log_files_kept": 3}));
    for _ in 0..40 {
        bench.token(A);
        bench.wait(1_000);
    }
    let files = files(&download(&mut bench, A).body);
    assert_eq!(files.len(), 4);
    assert!(files.iter().all(|(_, bytes)| bytes.len() <= 2000));
}

#[test]
fn the_date_of_a_line_is_local_and_when_is_the_appliances_clock() {
    let mut bench = Bench::new();
    bench.set_one(Which::A, json!({"timezone_offset_s": -18_000, "clock_offset_ms": 7_000}));
    let now_s = bench.now_ms / 1000;
    let text = text_of(&mut bench, A);
    let line = text.lines().last().unwrap();
    assert_eq!(value(line, "when"), Some((now_s + 7).to_string().as_str()));
    let expected = jiff::Timestamp::from_second(now_s + 7 - 18_000).unwrap().strftime("%b %e %H:%M:%S").to_string();
    assert!(line.starts_with(&expected), "{line}");
}

#[test]
fn a_dead_appliance_writes_nothing_and_keeps_its_log() {
    let mut bench = Bench::new();
    let before = bench.model.log_of(Which::B).whole();
    bench.model.kill(bench.now_ms, Which::B);
    bench.wait(60_000);
    bench.model.revive(bench.now_ms, Which::B);
    assert_eq!(bench.model.log_of(Which::B).whole(), before);
    assert!(!events(&mut bench, B).is_empty());
}
