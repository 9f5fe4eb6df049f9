//! Journeys through the real window.
#![cfg(test)]

mod first_look;
mod interrupted;
mod stops;
mod whole;
