//! Maintenances told step by step, as the program itself does it, and their material.

mod facts;
mod rounds;
mod steps;
mod tales;

pub(crate) use facts::Book;
pub(crate) use rounds::{after, before};
pub(crate) use steps::{MINUTE, Story, T0, guid, label, maintenance_id, planned};
pub(crate) use tales::{
    STORIES, Tale, back, back_by_hand, logs, material, of, out, reconciled, reconciled_and_back, unchanged,
};
