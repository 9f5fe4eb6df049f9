//! What `xtask` does to a whole workspace and to a whole machine.

#![cfg(test)]

mod house;
mod session;
