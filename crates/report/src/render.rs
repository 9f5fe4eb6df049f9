//! What a person reads, each made of the document alone.

pub(crate) mod csv;
pub(crate) mod html;
mod inert;
pub(crate) mod local;
pub(crate) mod markdown;
mod names;
mod road;
