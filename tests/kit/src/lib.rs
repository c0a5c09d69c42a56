//! stub

pub mod fake;
