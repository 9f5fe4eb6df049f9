//! The store, sentence by sentence, on real files in a temporary folder.
#![expect(clippy::expect_used, reason = "what a test cannot go on without")]

mod driver;
mod evidence;
mod file;
mod folder;
mod full_disk;
mod journal;
mod ledger_facts;
mod pairs;
mod register;
mod seen;
mod support;
mod tally;
