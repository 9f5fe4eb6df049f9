//! Where words go: answers to standard output, remarks to standard error. A reader that went away is no error.

use std::io::Write as _;

use app::wire::Heard;
use app::{Request, Response, WireError};
use serde_json::json;

use crate::text;

/// How what is heard meanwhile is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hearing {
    /// As one-line documents on standard output.
    Documents,
    /// As sentences on standard output.
    Sentences,
    /// The answer alone counts.
    Nothing,
}

pub(crate) struct Out {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

impl Out {
    /// What is shown while this command runs.
    pub(crate) fn hearing(&self, request: &Request) -> Hearing {
        let streams = match request {
            Request::LegFailOver(leg) | Request::LegFailBack(leg) => leg.wait,
            Request::LegSwing(swing) => swing.wait,
            Request::LegObserve(observe) => observe.wait,
            Request::StatusWatch(_) => true,
            _ => false,
        };
        match (self.json, streams) {
            (true, true) => Hearing::Documents,
            (true, false) => Hearing::Nothing,
            (false, _) if matches!(request, Request::StatusWatch(_)) || !self.quiet => Hearing::Sentences,
            (false, _) => Hearing::Nothing,
        }
    }

    pub(crate) fn heard(&self, hearing: Hearing, heard: &Heard) {
        match (hearing, heard) {
            (Hearing::Documents, Heard::Line { line }) => self.remark(line),
            (Hearing::Documents, _) => document(&json!(heard)),
            (Hearing::Sentences, _) => said(&text::printable(&text::heard(heard))),
            (Hearing::Nothing, _) => {}
        }
    }

    /// The answer of a command.
    pub(crate) fn response(&self, response: &Response) {
        if let Response::PairsAdd(saved) | Response::PairsCredential(saved) = response
            && let Some(why) = &saved.secret_not_kept
        {
            Self::warn(&format!(
                "The secret was not kept: {} [{}]. Give it with --secret-stdin for each run.",
                why.message, why.code
            ));
        }
        if self.json {
            // What is true of all of them is for the window; a program asks `reconcile show`.
            if let Response::LedgerList(list) = response {
                return document(&json!(list.changes));
            }
            // Its JSON is a document of its own.
            if let Response::RegisterShow(shown) = response {
                return document(&shown.register);
            }
            document(&json!(response));
            return;
        }
        // What was watched was shown already.
        if let Response::StatusWatch(_) = response {
            return;
        }
        said(&text::printable(&text::response(response, self.quiet)));
        if let Response::PairsTest(test) = response
            && let Some(error) = &test.error
        {
            self.error(error);
        }
    }

    /// What a check of a file came to.
    #[expect(clippy::unnecessary_wraps, reason = "it ends as every command does")]
    pub(crate) fn verified(&self, found: &app::wire::ReportVerified) -> Result<u8, WireError> {
        if self.json {
            document(&json!(found));
        } else {
            said(&text::printable(&text::report::verified(found)));
        }
        Ok(found.exit.code())
    }

    pub(crate) fn error(&self, error: &WireError) {
        if self.json {
            document(&json!({ "error": error }));
        } else {
            let lines = format!("switchbackctl: {}", text::error(error));
            drop(std::io::stderr().write_all(text::printable(&lines).as_bytes()));
        }
    }

    /// A word that is said even to who wants few.
    fn warn(warning: &str) {
        drop(writeln!(std::io::stderr(), "{warning}"));
    }

    /// A word beside the answer.
    pub(crate) fn remark(&self, remark: &str) {
        if !self.quiet {
            drop(writeln!(std::io::stderr(), "{remark}"));
        }
    }
}

fn document(value: &serde_json::Value) {
    said(&format!("{value}\n"));
}

fn said(text: &str) {
    let mut out = std::io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}
