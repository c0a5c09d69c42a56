//! Reports to be shown, and the browser that shows them.

pub mod browser;
pub mod reports;
