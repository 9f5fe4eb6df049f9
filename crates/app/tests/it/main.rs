//! Handlers on a data folder of their own, through the router, without an appliance.

mod desk;
mod handlers;
