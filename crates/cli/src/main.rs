//! `switchbackctl`: the core without a screen. It reads arguments, runs one command of `app`, prints its answer and exits
//! with the contract's code. Text is for people; `--json` prints one document, or one-line documents while it waits.

mod args;
mod out;
mod requests;
mod secret;
mod syslog;
mod text;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;

use app::{Desk, Halt, Opening, Request, Response, WireError, dispatch};
use clap::Parser as _;

use crate::args::Args;
use crate::out::Out;
use crate::requests::Asked;

fn main() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let args = match Args::try_parse_from(&given) {
        Ok(args) => args,
        Err(error) => return usage(&given, &error),
    };
    let out = Arc::new(Out { json: args.json, quiet: args.quiet });
    let halt = Halt::default();
    match run(args, &out, &halt) {
        Ok(exit) => ExitCode::from(exit),
        Err(error) => {
            out.error(&error);
            ExitCode::from(error.exit.code())
        }
    }
}

/// Help and version are answers; everything else the parser says is wrong usage.
fn usage(given: &[OsString], error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        drop(error.print());
        return ExitCode::SUCCESS;
    }
    let json = given.iter().skip(1).take_while(|one| *one != "--").any(|one| one == "--json");
    if json {
        Out { json: true, quiet: false }.error(&WireError::usage(wrong(error)));
    } else {
        drop(error.print());
    }
    ExitCode::from(app::Exit::BadInput.code())
}

/// What is wrong, in one sentence. The parser tells it before the first empty line; a list has an item a line.
fn wrong(error: &clap::Error) -> String {
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a sub-command is missing".to_owned();
    }
    let text = error.render().to_string();
    let lines: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    lines.join(" ").trim_start_matches("error: ").to_owned()
}

fn run(args: Args, out: &Arc<Out>, halt: &Halt) -> Result<u8, WireError> {
    let opening = Opening {
        data_dir: args.data_dir,
        someone_is_there: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        program: format!("switchbackctl {}", env!("CARGO_PKG_VERSION")),
    };
    let asked = match requests::asked(args.command) {
        Asked::Request(asked) => asked,
        Asked::Log(file) => return syslog::parse(&file, out),
        Asked::Verify(file, key) => return out.verified(&app::verify_file(&file, key.as_deref())?),
    };
    let typed = if asked.secret_stdin { Some(secret::read()?) } else { None };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| WireError::computer("the program's threads could not be started", &error))?;
    let shown = out.hearing(&asked.request);
    let hear = {
        let out = Arc::clone(out);
        Arc::new(move |heard| out.heard(shown, &heard))
    };
    let desk = Desk::open(&opening, &asked.request, typed.as_ref(), halt, hear)?;
    if waits(&asked.request) {
        stop_on_signals(halt, out, !matches!(asked.request, Request::StatusWatch(_)))?;
    }
    let watching = matches!(asked.request, Request::StatusWatch(_));
    let response = runtime.block_on(dispatch(&desk, asked.request))?;
    if !(watching && out.json) {
        out.response(&response);
    }
    Ok(exit_code(&response))
}

fn exit_code(response: &Response) -> u8 {
    response.exit().code()
}

/// Commands that may last: a signal ends the watching, and what was begun is written down.
fn waits(request: &Request) -> bool {
    matches!(
        request,
        Request::LegFailOver(_)
            | Request::LegFailBack(_)
            | Request::LegSwing(_)
            | Request::LegObserve(_)
            | Request::StatusWatch(_)
            | Request::DemoRun(_)
    )
}

/// `acts`: something may have been begun that goes on.
fn stop_on_signals(halt: &Halt, out: &Arc<Out>, acts: bool) -> Result<(), WireError> {
    let (halt, out) = (halt.clone(), Arc::clone(out));
    ctrlc::set_handler(move || {
        out.remark(if acts { "Watching ends. What an appliance has begun goes on." } else { "Watching ends." });
        halt.stop();
    })
    .map_err(|error| WireError::computer("signals cannot be heard", &error))
}
