//! Answers that go wrong on purpose: by door, call and count.

use serde::{Deserialize, Serialize};

use super::Model;
use crate::call::{Call, Door};
use crate::which::Which;

/// Which door a fault waits at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FaultAt {
    A,
    B,
    /// The site name, whoever answers there.
    Site,
    Any,
}

/// Which call it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCall {
    Any,
    Only(Call),
}

impl FaultCall {
    /// `any` or the name of a call.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name == "any" { Some(Self::Any) } else { Call::named(name).map(Self::Only) }
    }
}

impl Serialize for FaultCall {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Any => serializer.serialize_str("any"),
            Self::Only(call) => call.serialize(serializer),
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultKind {
    /// The connection is lost before the appliance handles the request.
    #[serde(rename = "drop_before")]
    DropBefore,
    /// The appliance handles the request; the connection is lost before the answer.
    #[serde(rename = "drop_after")]
    DropAfter,
    /// Handled at once, answered late.
    #[serde(rename = "delay")]
    Delay,
    /// Not handled, never answered, the connection stays open.
    #[serde(rename = "hang")]
    Hang,
    /// Not handled; status 500.
    #[serde(rename = "500")]
    Error500,
    /// Not handled; status 429.
    #[serde(rename = "429")]
    TooMany429,
    /// Not handled; status 401, one time whatever the count.
    #[serde(rename = "401_once")]
    Denied401Once,
    /// Handled; the head and half of the body are sent.
    #[serde(rename = "half_body")]
    HalfBody,
    /// Handled; the connection is reset instead of an answer.
    #[serde(rename = "reset")]
    Reset,
    /// Handled; the answer is an HTML page.
    #[serde(rename = "wrong_type")]
    WrongType,
    /// Handled; the answer says it is JSON and is not even text.
    #[serde(rename = "garbage")]
    Garbage,
}

impl FaultKind {
    /// Whether the appliance handles the request all the same.
    #[must_use]
    pub fn handled(self) -> bool {
        match self {
            Self::DropBefore | Self::Hang | Self::Error500 | Self::TooMany429 | Self::Denied401Once => false,
            Self::DropAfter | Self::Delay | Self::HalfBody | Self::Reset | Self::WrongType | Self::Garbage => true,
        }
    }
}

/// One rule: the next `count` matching requests go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub appliance: FaultAt,
    pub call: FaultCall,
    pub kind: FaultKind,
    /// How often it still strikes.
    pub count: u32,
    /// For `delay`: how much later the answer comes; five seconds if not said.
    pub after_ms: Option<u64>,
}

impl Fault {
    /// A fault that strikes once, at any door.
    #[must_use]
    pub fn once(call: FaultCall, kind: FaultKind) -> Self {
        Self { appliance: FaultAt::Any, call, kind, count: 1, after_ms: None }
    }

    fn strikes(&self, door: Door, call: Call) -> bool {
        let here = match self.appliance {
            FaultAt::A => door == Door::Appliance(Which::A),
            FaultAt::B => door == Door::Appliance(Which::B),
            FaultAt::Site => door == Door::Site,
            FaultAt::Any => true,
        };
        here && match self.call {
            FaultCall::Any => true,
            FaultCall::Only(only) => only == call,
        }
    }
}

impl Model {
    /// Adds a rule behind those that wait.
    pub fn add_fault(&mut self, fault: Fault) {
        if fault.count > 0 {
            self.faults.push(fault);
        }
    }

    /// Takes all rules away.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// The rules that wait.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The first rule that fits this request; it is used up by one.
    pub(crate) fn strike(&mut self, door: Door, call: Call) -> Option<Fault> {
        let place = self.faults.iter().position(|fault| fault.strikes(door, call))?;
        let fault = &mut self.faults[place];
        fault.count -= 1;
        let struck = fault.clone();
        if fault.count == 0 || struck.kind == FaultKind::Denied401Once {
            self.faults.remove(place);
        }
        Some(struck)
    }
}
