//! Runs the program and reads what it made.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_switchback-typeset");

/// Documents as `crates/report` writes them today: what it writes tomorrow is printed too, or is found here.
pub(crate) const GOLDENS: [(&str, &str); 6] = [
    ("abandoned", include_str!("../../../report/tests/golden/abandoned.json")),
    ("clean", include_str!("../../../report/tests/golden/clean.json")),
    ("closed_away", include_str!("../../../report/tests/golden/closed_away.json")),
    ("slow", include_str!("../../../report/tests/golden/slow.json")),
    ("taken_up", include_str!("../../../report/tests/golden/taken_up.json")),
    ("unknown", include_str!("../../../report/tests/golden/unknown.json")),
];

pub(crate) fn golden(name: &str) -> Value {
    let (_, text) = GOLDENS.iter().find(|(known, _)| *known == name).unwrap();
    serde_json::from_str(text).unwrap()
}

/// The shortest: for what is the same in all of them.
pub(crate) fn short() -> Value {
    golden("unknown")
}

pub(crate) fn slow() -> Value {
    golden("slow")
}

pub(crate) fn clean() -> Value {
    golden("clean")
}

/// What is written into the program's standard input, and what came of it.
pub(crate) fn run(input: &[u8], arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // Where the arguments are refused nothing is read: that is no failure of the test.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

pub(crate) fn pdf(document: &Value) -> Vec<u8> {
    let made = run(document.to_string().as_bytes(), &[]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(made.stdout.starts_with(b"%PDF-1.7"));
    made.stdout
}

/// What a tool says of a PDF; nothing, told in one line, where the tool is not there.
pub(crate) fn ask(tool: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, pdf).unwrap();
    let arguments =
        arguments.iter().map(|argument| if *argument == "FILE" { file.as_os_str() } else { argument.as_ref() });
    match Command::new(tool).args(arguments).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{tool} finds fault: {said}{errors}");
            Some(said + &errors)
        }
        Err(why) => {
            not_checked(tool, &why);
            None
        }
    }
}

/// Says once of each tool that what it would have read back is not checked here. Where `SWITCHBACK_TOOLS` is set, each has to be there.
fn not_checked(tool: &str, why: &std::io::Error) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    assert!(std::env::var_os("SWITCHBACK_TOOLS").is_none(), "{tool} has to be there, and cannot be run: {why}");
    if SAID.lock().unwrap().insert(tool.to_owned()) {
        // Not by `eprintln!`: of a test that passes the harness keeps that to itself.
        let line = format!("NOT CHECKED: {tool} cannot be run here ({why}); it comes with poppler-utils or qpdf\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
}

/// All text of a PDF, its lines and spaces run together.
pub(crate) fn text(pdf: &[u8]) -> Option<String> {
    let text = ask("pdftotext", &["-raw", "FILE", "-"], pdf)?;
    Some(run_together(&text))
}

pub(crate) fn run_together(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{c}')).collect()
}

/// Whether a text stands in another, wherever lines end.
#[track_caller]
pub(crate) fn assert_stands_in(printed: &str, text: &str) {
    assert!(printed.contains(&run_together(text)), "{text:?} is not printed");
}

/// So many changes of all kinds; every tenth is decided.
pub(crate) fn with_changes(mut document: Value, n: usize) -> Value {
    let groups = ["carried", "carried", "overwritten", "never_synced", "secret", "conflict", "noise"];
    let list: Vec<Value> = (1..=n).map(|n| change(n, groups[n % 7], n.is_multiple_of(10))).collect();
    let counts: Vec<Value> = ["conflict", "overwritten", "never_synced", "secret", "carried", "noise"]
        .iter()
        .map(|group| json!([group, list.iter().filter(|change| change["group"] == *group).count()]))
        .collect();
    document["report"]["changes"]["list"] = list.into();
    document["report"]["changes"]["counts"] = counts.into();
    document
}

fn change(n: usize, group: &str, decided: bool) -> Value {
    let decision = json!({"disposition": "keep", "name": "Alex Moreno", "reason": format!("seen and agreed in call {n}"),
        "at": "2026-03-08T02:20:00.000Z"});
    let minute = n % 60;
    json!({"id": format!("C-{n:04}"), "at": format!("2026-03-08T01:{minute:02}:08.120Z"), "after": null, "before": null,
        "who": "Sam Carter", "who_ip": "192.0.2.77", "side": if n.is_multiple_of(3) { "home" } else { "stand_in" },
        "role_then": if n.is_multiple_of(3) { "backup" } else { "primary" }, "place": format!("Configuration > Area {}", n % 40),
        "event": "jump_group_changed", "kind": "changed", "class": "configuration", "object_kind": "jump-group",
        "object_id": n.to_string(), "object_name": format!("Plant {n}"),
        "fields": [{"name": "name", "before": format!("Plant {n}"), "after": format!("Works {n}"), "secret": false},
            {"name": "password", "before": null, "after": null, "secret": true}],
        "seen": [{"by": "syslog", "fact": n}, {"by": "snapshot", "fact": n + 1}], "incomplete": false,
        "by_switchback": false, "note": null, "group": group, "fate": "carried", "already_overwritten": false,
        "against": [], "standing": if decided { "decided" } else { "settled" },
        "decided": if decided { decision } else { Value::Null },
        "arrival": if group == "noise" { Value::Null } else { "found".into() }})
}

/// So many changes, most of them decided in one act; every thousandth is a conflict, every thousand and first a decision of its
/// own, and every thousand and second did not come through.
pub(crate) fn with_an_act(document: Value, n: usize) -> Value {
    let mut document = with_changes(document, n);
    for (at, change) in document["report"]["changes"]["list"].as_array_mut().unwrap().iter_mut().enumerate() {
        let n = at + 1;
        let own = matches!(n % 1_000, 0 | 1);
        let reason =
            if own { format!("looked at on its own, {n}") } else { "all of the new branch, as planned".to_owned() };
        change["group"] = if n.is_multiple_of(1_000) { "conflict" } else { "carried" }.into();
        change["standing"] = "decided".into();
        change["decided"] =
            json!({"disposition": "keep", "name": "Alex Moreno", "reason": reason, "at": "2026-03-08T02:20:00.000Z"});
        change["arrival"] = if n % 1_000 == 2 { "missing" } else { "found" }.into();
    }
    document
}

/// Where a run may leave its PDFs for a person to look at: `SWITCHBACK_TYPESET_KEEP` names a folder.
pub(crate) fn keep(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("SWITCHBACK_TYPESET_KEEP") {
        std::fs::write(Path::new(&folder).join(name), pdf).unwrap();
    }
}
