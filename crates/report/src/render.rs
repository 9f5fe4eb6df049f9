//! What a person reads, each made of the document alone.

pub(crate) mod csv;
pub(crate) mod html;
mod inert;
mod local;
pub(crate) mod markdown;
mod names;
mod road;
