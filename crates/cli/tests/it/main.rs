//! The real program, run as a person runs it, on a data folder of its own.

mod demo;
mod end_to_end_input;
mod exits;
mod journals;
mod program;
mod shapes;
