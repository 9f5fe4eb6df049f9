//! The switches about configuration and log, as they are seen.

use serde_json::json;
use simulator::{Door, Which};

use crate::bench::{A, B, Bench, get_request, planned, switched};
use crate::changes::change;
use crate::reporting::{events, text_of};

/// What each setting looks like, as in [`crate::switches`].
pub(crate) const EXPECTED: [(&str, &[(&str, &str)]); 4] = [
    (
        "backup_data_apis",
        &[
            ("all", "list 200, write 200, log 200"),
            ("read_only", "list 200, write 403, log 200"),
            ("no_configuration", "list 404, write 404, log 200"),
            ("no_reporting", "list 200, write 200, log 404"),
            ("neither", "list 404, write 404, log 404"),
        ],
    ),
    (
        "syslog_header",
        &[
            ("report", "Mon dd hh:mm:ss node-a BG[n]: 1427:"),
            ("old", "Mon dd hh:mm:ss node-a BG: 1427:"),
            ("tight", "Mon dd hh:mm:ss node-a BG[n]:1427:"),
            ("forwarded", "<133>Mon dd hh:mm:ss node-a BG[n] 1427:"),
            ("rfc5424", "<133>1 now node-a BG n - - 1427:"),
        ],
    ),
    ("log_history", &[("own", "team_changed in a 0, in b 1"), ("replaced", "team_changed in a 0, in b 0")]),
    (
        "role_in_log",
        &[
            ("receiver", "a become_backup, b nothing"),
            ("each", "a become_backup, b become_primary"),
            ("nobody", "a nothing, b nothing"),
        ],
    ),
];

/// A short story in which one switch shows.
pub(crate) fn story(switch: &str, setting: &str) -> String {
    let mut bench = Bench::of(switched(&[(switch, setting)]));
    match switch {
        "backup_data_apis" => {
            let token = bench.token(B);
            let mut asked = |request| bench.answered(B, &request).status;
            let list = asked(get_request("/api/config/v1/team", &token));
            let write = asked(change(&token, "PATCH", "/team/1", &json!({"name": "Desk"})));
            let log = asked(get_request("/api/reporting?generate_report=Syslog", &token));
            format!("list {list}, write {write}, log {log}")
        }
        "syslog_header" => {
            let log = text_of(&mut bench, A);
            let line = log.lines().find(|line| line.contains("BG")).unwrap();
            let (head, _) = line.split_at(line.find("1427:").unwrap() + "1427:".len());
            told(head)
        }
        "log_history" => {
            let token = bench.token(B);
            bench.answered(B, &change(&token, "PATCH", "/team/1", &json!({"name": "Desk"})));
            bench.command(A, planned());
            bench.wait(20_000);
            let mut count =
                |door: Door| events(&mut bench, door).iter().filter(|event| *event == "team_changed").count();
            format!("team_changed in a {}, in b {}", count(A), count(B))
        }
        "role_in_log" => {
            bench.command(A, planned());
            bench.wait(20_000);
            let said = Which::BOTH.map(|which| {
                let log = String::from_utf8(bench.model.log_of(which).whole()).unwrap();
                let role =
                    ["become_backup", "become_primary"].into_iter().find(|role| log.contains(&format!("{role}=")));
                role.unwrap_or("nothing").to_owned()
            });
            format!("a {}, b {}", said[0], said[1])
        }
        other => panic!("no story for {other}"),
    }
}

/// A header without what is another each time.
fn told(head: &str) -> String {
    let named = |part: &str| {
        let digits = part.chars().any(|c| c.is_ascii_digit());
        let clean = |part: &str| match part {
            _ if part.contains('T') && digits => "now".to_owned(),
            _ if part.starts_with("BG[") => {
                let (_, rest) = part.split_once(']').unwrap();
                format!("BG[n]{rest}")
            }
            _ if part.contains("node-") || part.contains("1427:") => part.to_owned(),
            _ if part.matches(':').count() == 2 => "hh:mm:ss".to_owned(),
            _ if part.len() <= 2 && digits => "dd".to_owned(),
            _ if part.bytes().all(|digit| digit.is_ascii_digit()) => "n".to_owned(),
            _ => part.to_owned(),
        };
        match part.strip_prefix("<133>") {
            Some("1") => part.to_owned(),
            Some(_) => "<133>Mon".to_owned(),
            None if part.len() == 3 && part.chars().all(char::is_alphabetic) => "Mon".to_owned(),
            None => clean(part),
        }
    };
    head.split_whitespace().map(named).collect::<Vec<_>>().join(" ")
}
