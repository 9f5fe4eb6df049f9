//! A faithful pair of simulated appliances: what Switchback is rehearsed and tested against.
//!
//! **What it is.** A pure [`model`] of two appliances that host one site (roles, data sync, serial swap, sign-in,
//! limits), a [`face`] that answers the bytes of the documented APIs from that model, and a [`serve`]r that puts the
//! face behind real HTTPS with a control face beside it. The same model answers in process, under a virtual clock,
//! with the same code.
//!
//! **What it is not.** Not a client and not a shared codec: it knows no crate of the product, so that a mistake in the
//! product's codecs is not repeated here. It is written from the papers alone; where they leave a question open the
//! answer is one of [`switch::Switches`].
//!
//! **Invariant.** Everything that happens is a function of the configuration, the instants and the requests: no clock
//! is read and no randomness made below [`serve`]. How often [`model::Model::advance`] is called never changes what is
//! seen.
//!
//! | module | idea |
//! |---|---|
//! | [`which`] | the two appliances, A and B, and a value for each |
//! | [`config`] | what a simulation starts with |
//! | [`setting`] | every value that can be set while it runs, by name, with its unit |
//! | [`switch`] | every open question of the papers, with all its settings |
//! | [`objects`] | what an appliance is configured with |
//! | [`call`] | the doors one can knock at, the calls one can make |
//! | [`model`] | the pair: pure, driven by instants |
//! | [`face`] | request in, reply out: sign-in, the plain probe, Command API v1 and v2, Configuration, Reporting |
//! | [`clock`] | the simulation's true time, which can be jumped and sped up |
//! | [`dns`] | what a name server says of the site name |
//! | [`control`] | the control face: look inside, break things, move things |
//! | [`serve`] | sockets, TLS, HTTP/1.1 |
//! | [`seed`], [`time`] | values made from the seed; instants as text |

pub mod call;
pub mod clock;
pub mod config;
pub mod control;
pub mod dns;
pub mod face;
pub mod model;
pub mod objects;
pub mod seed;
pub mod serve;
pub mod setting;
pub mod switch;
pub mod time;
pub mod which;

pub use call::{Call, Door};
pub use config::{Config, Network, Product};
pub use face::{Act, Answer, Reply, Request, answer};
pub use model::Model;
pub use serve::{CertificateKind, Running, Simulator};
pub use switch::{SwitchInfo, Switches};
pub use which::{Both, Which};
