//! What crosses the border to a front end: values of their own, made from the domain's and never the domain's.
//!
//! Names and keys are the command line's contract. A time is RFC 3339 UTC with milliseconds; a span says its unit.

mod check;
mod ledger;
mod leg;
mod maintenance;
mod pair;
mod reconcile;
mod report;
mod session;
mod setting;
mod status;
mod story;

pub use check::{CheckPair, Checked, Finding};
pub use ledger::*;
pub use leg::{End, FailOver, Heard, Observe, Step, Swing};
pub use maintenance::*;
pub use pair::*;
pub use reconcile::*;
pub use report::*;
pub use session::{Act, Hello, SayHello, Subscribe, Update, ZoneOffset};
pub use setting::{GetSettings, SetSetting, Setting, Settings};
pub use status::{ApplianceStatus, LookAt, PairStatus, Site, StatusList, TroubleTold};
pub use story::{DemoEnd, DemoRequest};

use crate::error::Exit;

/// How a response ends for a program that called: done, unless its value says otherwise.
pub trait Outcome {
    fn exit(&self) -> Exit {
        Exit::Done
    }
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "a span shown in seconds needs no more digits than a double has")]
pub(crate) fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}
