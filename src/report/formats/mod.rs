//! Reports in the forms that other programs read: docs/reports.md says of each what is in it and for whom.
//!
//! What all have in common stands in `found`: which names are worth a word, how much one weighs, by which
//! rule, and in which words. Each form is a function of the report alone, so that the same run gives the
//! same bytes.

mod csv;
mod cyclonedx;
mod found;
mod github;
mod gitlab;
mod graph;
mod junit;
mod markdown;
mod purl;
mod rules;
mod sarif;

use std::io::{self, Write};

use serde_json::Value;

pub use self::csv::csv;
pub use cyclonedx::cyclonedx;
pub use github::github;
pub use gitlab::gitlab;
pub use junit::junit;
pub use markdown::markdown;
pub use sarif::{sarif, sarif_with};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use found::counts;

/// Writes one JSON document, with a line's end behind it.
fn document(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}
