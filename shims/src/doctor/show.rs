//! The table of routes.

use std::io::{self, Write};

use phantom_guard::report::{SCHEMA_VERSION, escaped};
use serde_json::{Value, json};

use super::{Row, State};
use crate::args::Format;

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::NotCovered => "not_covered",
            Self::Fails => "fails",
        }
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::NotCovered => "not covered",
            Self::Fails => "FAILS",
        }
    }
}

/// Writes the rows, and how many there are of each state.
pub(super) fn rows(rows: &[Row], format: Format, out: &mut dyn Write) -> io::Result<()> {
    let count = |state: State| rows.iter().filter(|row| row.state == state).count();
    let counts = [State::Covered, State::NotCovered, State::Fails].map(count);
    let [covered, not_covered, fails] = counts;
    if format != Format::Human {
        let row = |row: &Row| {
            json!({
                "route": row.route,
                "client": Some(&row.client).filter(|client| !client.is_empty()),
                "state": row.state.as_str(),
                "why": row.why,
                "to_do": Some(&row.to_do).filter(|to_do| !to_do.is_empty()),
            })
        };
        let document = json!({
            "schema_version": SCHEMA_VERSION,
            "routes": rows.iter().map(row).collect::<Vec<Value>>(),
            "summary": { "covered": covered, "not_covered": not_covered, "fails": fails },
        });
        return writeln!(out, "{document}");
    }
    let widest = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or_default();
    let (route, client) = (widest(|row| row.route.len()), widest(|row| row.client.len()));
    for (at, row) in rows.iter().enumerate() {
        let state = row.state.in_words();
        writeln!(
            out,
            "{:<route$}  {:<client$}  {state:<11}  {}",
            row.route,
            escaped(&row.client),
            escaped(&row.why)
        )?;
        // The same advice is given once, below the last row that it is for.
        let next = rows.get(at + 1).is_some_and(|next| next.to_do == row.to_do);
        if !row.to_do.is_empty() && !next {
            writeln!(out, "{:indent$}to do: {}", "", escaped(&row.to_do), indent = route + client + 4)?;
        }
    }
    writeln!(out, "{covered} covered, {not_covered} not covered, {fails} installed and not holding")
}
