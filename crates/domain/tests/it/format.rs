//! The permanent bytes: golden bodies that must read for ever, the hash formula computed a second time, and damage of
//! every sort found.

mod bodies;
mod chain;
mod goldens;
mod unreadable;

use std::path::PathBuf;

use domain::ids::MaintenanceId;
use domain::journal::event::KINDS;
use domain::journal::format::{FormatError, GENESIS, Sealed, VERSION, hash, read, read_chain, seal, verify_link};
use domain::journal::{
    Event, GapReason, LegDone, Observed, PauseCause, RoleAnswer, RoleIntent, Settlement, Stamp, SwingProof,
    SyncVerdict, Verification, Way,
};
use domain::observation::{Api, TroubleKind};
use domain::plan::{Kind, LegName};
use domain::readiness::{Checked, Finding, FindingResult, Severity};
use domain::role::{AssignedRole, Both, Side};
use domain::time::Utc;
use expect_test::{expect, expect_file};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::story::{
    Retold, RoundTold, Story, T0, command_id, guid, maintenance_id, mute, planned, round, stamp, strange_guid,
    troubled, window,
};

use goldens::{golden_path, golden_stamp, goldens, other_shapes};
