//! Journeys through the real window.
#![cfg(test)]

mod add_pair;
mod first_look;
mod interrupted;
mod ledger;
mod stops;
mod turns;
mod whole;
