//! A maintenance told step by step. Every step is decided, sealed and applied as the program itself does it.

mod checks;
mod ledger;
mod names;
mod rounds;
mod stands;
mod steps;

pub(crate) use checks::{check_input, check_input_of};
pub(crate) use ledger::{baseline, change_applied, change_intent, decided, reconciled};
pub(crate) use names::{
    MINUTE, N, T0, command_id, guid, kinds, label, labels, maintenance_id, planned, stamp, strange_guid, window,
};
pub(crate) use rounds::{Retold, RoundTold, after, before, look, mute, round, silent, stranger, troubled};
pub(crate) use steps::Story;
