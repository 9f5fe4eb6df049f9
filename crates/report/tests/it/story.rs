//! Maintenances told step by step, as the program itself does it, and their material.

mod facts;
mod rounds;
mod steps;
mod tales;

pub(crate) use facts::Book;
use rounds::{after, before};
pub(crate) use steps::{MINUTE, Story, T0, guid, label, maintenance_id};
pub(crate) use tales::{STORIES, material, of};
