//! Talks to one BeyondTrust B Series Appliance: transport, codecs, typed verbs, TLS trust.
//!
//! What it is not: it decides nothing about a maintenance, keeps nothing on disk, reads no clock and no keychain, and
//! knows one appliance at a time (and the site name). It never chooses whom to talk to: the address, the server name and
//! the trust come in.
//!
//! Invariant: a role command leaves at most once for one [`ReadyToCommand`], and only after the appliance meant has
//! answered on the same path (rule R2). Every second try is decided by [`retry::may_retry`] alone; what changes the
//! configuration has none either.
//!
//! Map: [`wire`] the one seam · [`https`] the wire over TLS · [`trust`] whose certificate is believed · [`proxy`] a tunnel ·
//! [`call`] what is ever asked · [`codec`] bytes to values · [`redact`] what is kept of them · [`token`] signing in ·
//! [`limiter`] the account's rate · [`retry`] what may be repeated · [`appliance`] the verbs, with the download of the log ·
//! [`configuration`] lists, objects and writes of the Configuration API · [`unread`] why a read gave nothing · [`site`] who
//! answers at the site name · [`clock`] the time that is waited by

pub mod appliance;
pub mod call;
pub mod capabilities;
pub mod clock;
pub mod codec;
pub mod configuration;
pub mod https;
pub mod limiter;
mod path;
pub mod proxy;
pub mod redact;
pub mod retry;
pub mod site;
pub mod token;
pub mod trust;
pub mod unread;
pub mod wire;

pub use appliance::{
    Appliance, Look, Looked, NoReport, NotReady, ReadyToCommand, RoleAnswer, RoleAnswered, RoleCommand, SyslogReport,
    Told,
};
pub use call::Call;
pub use capabilities::Capabilities;
pub use clock::Clock;
pub use codec::answer::{ClientCount, CommandPermission, Permission, Users};
pub use configuration::{Configuration, Found, List, NotDeclared, Page, Write, WriteAnswer, Written};
pub use https::{HttpsWire, OpenError, Target, inspect};
pub use limiter::{Limiter, Quiet, Share, Tally};
pub use proxy::{NotAProxy, ProxyEnvironment};
pub use redact::Evidence;
pub use site::SiteName;
pub use token::Account;
pub use trust::{PresentedCertificate, SpkiPin, TrustError};
pub use unread::Unread;
pub use wire::{Limits, Method, Pieces, PutDown, Request, Response, Sent, TransportError, Wire};
