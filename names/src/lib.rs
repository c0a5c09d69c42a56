//! The innermost of Phantom: what a package's name is, what is known of it without
//! asking anyone, what a registry may say of it, and the judgement that follows. No I/O.
//!
//! A crate of its own, so that what runs for every name is built for speed and the rest for size. The
//! library `phantom-guard` shows these modules as its own.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod answer;
pub mod corpus;
pub mod detector;
pub mod package;
