//! The page's types, made from the wire types: `ui/src/lib/wire/index.ts`. A test compares what is committed with what
//! the types say now; `cargo xtask types` writes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use domain::maintenance::{Action, Stage};
use ts_rs::{Config, TS, TypeVisitor};

use crate::commands::{IN_A_TERMINAL, signatures, visit_types};
use crate::wire::{Subscribe, Update};
use crate::{WireError, words};

/// Where it is asked for, the file is written instead of compared.
const WRITE: &str = "SWITCHBACK_WRITE_TYPES";

struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // What is no type of ours has no file of its own.
        if T::output_path().is_none() || self.by_name.contains_key(&T::ident(&self.config)) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.by_name.insert(T::ident(&self.config), format!("{docs}export {}", T::decl(&self.config)));
        T::visit_dependencies(self);
    }
}

fn union(name: &str, values: &[&str]) -> String {
    let values: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("export type {name} = {};\n", values.join(" | "))
}

fn config() -> Config {
    Config::new().with_large_int("number")
}

fn made() -> String {
    let mut all = Declarations { config: config(), by_name: BTreeMap::new() };
    visit_types(&mut all);
    // Named in a hand-written type only.
    all.visit::<crate::wire::Leg>();
    all.visit::<crate::wire::ReadStep>();
    all.visit::<crate::wire::Stated>();
    all.visit::<Subscribe>();
    all.visit::<Update>();
    all.visit::<WireError>();
    let mut text = String::from(
        "// Made from the wire types of `crates/app` by `cargo xtask types`. Never edited: a test compares it.\n\n",
    );
    for (name, values) in words::UNIONS {
        text += &union(name.rsplit("::").next().unwrap_or(name).trim(), values);
    }
    text += &union("TaskId", &Stage::TASKS.map(Stage::id));
    text += &union("Stage", &Stage::ALL.map(Stage::id));
    text += &union("Action", &Action::ALL.map(Action::name));
    text += &union("Api", &["v1", "v2"]);
    text += &union("AssignedRole", &["primary", "backup"]);
    text += &union("RoleWord", &["primary", "backup", "none", "unknown"]);
    text += &union("KeychainState", &["usable", "locked", "absent", "denied", "failed"]);
    let ends = ["leg_done", "refused", "not_happened", "answered", "swung", "looked", "needs_person", "stopped"];
    text += &union("LegEnd", &ends);
    text += &union("Standing", &["settled", "undecided", "decided", "outstanding", "done", "by_this_program"]);
    let stated = ["automatic_failover", "backup_operations", "sync_interval_s", "test_ips", "alert_mail"];
    text += &union("StatedKey", &stated);
    for declaration in all.by_name.values() {
        write!(text, "\n{declaration}\n").expect("a text grows");
    }
    text += "\n/** Every command with what it is asked and what it answers. */\nexport interface Commands {\n";
    for (name, request, response) in signatures(&config()) {
        if !IN_A_TERMINAL.contains(&name) {
            writeln!(text, "  {name}: {{ request: {request}; response: {response} }};").expect("a text grows");
        }
    }
    text += "}\n\nexport type CommandName = keyof Commands;\n";
    text
}

/// What the shell lets the page call: one a line.
fn commands() -> String {
    let mut names: Vec<_> = signatures(&config()).into_iter().map(|(name, ..)| name).collect();
    names.retain(|name| !IN_A_TERMINAL.contains(name));
    names.push("updates_subscribe");
    names.join("\n") + "\n"
}

/// What hearing of dropped files needs: the page listens, and stops to.
const DROPPED: [&str; 2] = ["core:event:allow-listen", "core:event:allow-unlisten"];

/// The window's capability: the commands, and of the system the paths of files that are dropped on it. Updates come over
/// the channel of a command, and files are named in a field: the page opens no dialog.
fn capability() -> String {
    let commands = commands();
    let allowed =
        commands.lines().map(|name| format!("allow-{}", name.replace('_', "-"))).chain(DROPPED.map(str::to_owned));
    let capability = serde_json::json!({
        "$schema": "../gen/schemas/desktop-schema.json",
        "identifier": "main",
        "description": "What the window may call: the commands of app, each because the page calls it, and updates_subscribe, over whose channel it hears. Of the system it hears files that are dropped on it, by their paths, and nothing else: no dialog, no file, no shell. Made by `cargo xtask types`.",
        "windows": ["main"],
        "permissions": allowed.collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&capability).expect("JSON") + "\n"
}

#[test]
fn the_page_has_the_types_of_today() {
    same("ui/src/lib/wire/index.ts", made());
}

#[test]
fn the_shell_lets_the_page_call_the_commands_of_today() {
    same("src-tauri/commands.txt", commands());
    same("src-tauri/capabilities/main.json", capability());
}

fn same(path: &str, made: String) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if std::env::var_os(WRITE).is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
        std::fs::write(&file, made).expect("the types are written");
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == made, "{} is not what the wire types say: run `cargo xtask types`", file.display());
}
