//! An error as a front end shows it, and how a command ends for a program that called it.

use engine::{Class, EngineError};
use serde::Serialize;

/// How a command ends (cli contract, Exit codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; without waiting: started.
    Done,
    /// Refused by the appliance, a leg that did not happen, any other error.
    Failed,
    /// Wrong usage or bad input.
    BadInput,
    /// Refused here: a rule, an open warning, another process acts.
    Refused,
    /// Outcome unknown, or it needs a person.
    Unknown,
    /// Done but incomplete.
    Incomplete,
}

impl Exit {
    /// The number a process exits with.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::BadInput => 2,
            Self::Refused => 3,
            Self::Unknown => 4,
            Self::Incomplete => 5,
        }
    }
}

/// An error across the border: programs branch on `code`, never on text. Each code has a page in docs/errors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[error("{message}")]
pub struct WireError {
    pub code: String,
    pub message: String,
    /// What lies below, the nearest first.
    pub causes: Vec<String>,
    pub hint: String,
    /// Which of the fields that were typed cannot be used, and why.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<WrongField>>"))]
    pub fields: Box<[WrongField]>,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub exit: Exit,
}

/// A field that was typed and cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WrongField {
    /// As the command line names it, such as `--site-name`.
    pub field: String,
    /// Which one, from 0, where the field was given several times.
    pub index: Option<usize>,
    pub message: String,
}

impl WireError {
    /// Input that cannot be used.
    pub fn bad_input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: crate::codes::BAD_INPUT.to_owned(),
            message: message.into(),
            causes: Vec::new(),
            hint: hint.into(),
            fields: Box::default(),
            exit: Exit::BadInput,
        }
    }

    /// The command line itself was wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            code: crate::codes::USAGE.to_owned(),
            message: message.into(),
            causes: Vec::new(),
            hint: "Run it with --help.".to_owned(),
            fields: Box::default(),
            exit: Exit::BadInput,
        }
    }

    /// Something of this computer failed: standard input, a thread.
    pub fn computer(message: impl Into<String>, cause: &dyn std::error::Error) -> Self {
        Self {
            code: crate::codes::COMPUTER.to_owned(),
            message: message.into(),
            causes: vec![cause.to_string()],
            hint: "Try again; see the page of this error.".to_owned(),
            fields: Box::default(),
            exit: Exit::Failed,
        }
    }
}

impl From<EngineError> for WireError {
    fn from(error: EngineError) -> Self {
        let exit = match error.class() {
            Class::Failed => Exit::Failed,
            Class::BadInput => Exit::BadInput,
            Class::Refused => Exit::Refused,
            Class::Unknown => Exit::Unknown,
        };
        let mut causes = Vec::new();
        let mut below = std::error::Error::source(&error);
        while let Some(cause) = below {
            causes.push(cause.to_string());
            below = cause.source();
        }
        let (code, message, hint) = (error.code().to_owned(), error.to_string(), error.hint());
        Self { code, message, causes, hint, fields: Box::default(), exit }
    }
}
