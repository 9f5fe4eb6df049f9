//! `switchback-typeset`: a canonical report document on standard input, its PDF in a new file or on standard output.
//!
//! Ends with 0 when the PDF is written, 2 when the input or the arguments are at fault, 1 when it could not be made.
//! On Windows it has no console, so that no window opens when the program with the window starts it.
#![windows_subsystem = "windows"]

use std::error::Error as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

const HELP: &str = "\
switchback-typeset: the PDF of a maintenance report

Reads a canonical document (JSON, at most 256 MiB) from standard input.

Usage: switchback-typeset [--out FILE] < M-0042.json

  --out FILE   write the PDF to this file, which is made anew and never overwritten [default: standard output]
  --version    print the version
  --help       print this

Ends with 0 when the PDF is written, 2 when the input or an argument is at fault, 1 when the PDF could not be made.
";

/// The typesetter works deep; what a main thread has differs between platforms.
const STACK_BYTES: usize = 64 * 1024 * 1024;

const FAILED: u8 = 1;
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    let mut out: Option<PathBuf> = None;
    let mut args = std::env::args_os().skip(1);
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--help" | "-h") => return say(HELP.as_bytes()),
            Some("--version" | "-V") => {
                return say(concat!("switchback-typeset ", env!("CARGO_PKG_VERSION"), "\n").as_bytes());
            }
            Some("--out") if out.is_none() => match args.next() {
                Some(file) => out = Some(file.into()),
                None => return fail(BAD_INPUT, "--out wants a file"),
            },
            _ => return fail(BAD_INPUT, &format!("unknown argument {arg:?}; --help tells which there are")),
        }
    }
    if let Some(file) = &out
        && file.symlink_metadata().is_ok()
    {
        return fail(BAD_INPUT, &format!("{} is there already and is not overwritten", file.display()));
    }
    let made = thread::Builder::new().stack_size(STACK_BYTES).spawn(|| typeset::pdf(io::stdin().lock()));
    let pdf = match made.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(pdf))) => pdf,
        Ok(Ok(Err(why))) => {
            let mut text = why.to_string();
            let mut source = why.source();
            while let Some(cause) = source {
                text.push_str(&format!(": {cause}"));
                source = cause.source();
            }
            return fail(if why.is_input() { BAD_INPUT } else { FAILED }, &text);
        }
        Ok(Err(_)) => return fail(FAILED, "the typesetter broke off"),
        Err(why) => return fail(FAILED, &format!("no thread could be started: {why}")),
    };
    match out {
        None => say(&pdf),
        Some(file) => match write(&file, &pdf) {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => fail(FAILED, &format!("{} could not be written: {why}", file.display())),
        },
    }
}

/// Into a new file; a file that could not be written to its end is taken away again.
fn write(path: &Path, pdf: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(pdf).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(file);
        // What matters is why it could not be written.
        let _ = std::fs::remove_file(path);
    }
    written
}

fn say(bytes: &[u8]) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => fail(FAILED, &format!("standard output could not be written: {why}")),
    }
}

fn fail(code: u8, why: &str) -> ExitCode {
    // Nobody may be listening any more.
    let _ = writeln!(io::stderr(), "switchback-typeset: {why}");
    ExitCode::from(code)
}
