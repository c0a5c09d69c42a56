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
    let groups = grouped(rows);
    let route = groups.iter().map(|group| group.first.route.len()).max().unwrap_or_default();
    for (at, Group { first, clients }) in groups.iter().enumerate() {
        let (state, clients) = (first.state.in_words(), clients.join(", "));
        let clients = if clients.is_empty() { clients } else { format!("{clients}: ") };
        writeln!(out, "{:<route$}  {state:<11}  {}{}", first.route, escaped(&clients), escaped(&first.why))?;
        // The same advice is given once, below the last row that it is for.
        let next = groups.get(at + 1).is_some_and(|next| next.first.to_do == first.to_do);
        if !first.to_do.is_empty() && !next {
            writeln!(out, "{:indent$}to do: {}", "", escaped(&first.to_do), indent = route + 15)?;
        }
    }
    writeln!(out, "{covered} covered, {not_covered} not covered, {fails} installed and not holding")
}

/// Rows that differ in their client alone.
struct Group<'a> {
    first: &'a Row,
    clients: Vec<&'a str>,
}

/// The rows with those in one that say the same, at the place of the first.
fn grouped(rows: &[Row]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for row in rows {
        let says = |row: &Row| (row.route, row.state, row.why.clone(), row.to_do.clone());
        let client = Some(row.client.as_str()).filter(|client| !client.is_empty());
        match groups.iter_mut().find(|group| says(group.first) == says(row)) {
            Some(group) => group.clients.extend(client),
            None => groups.push(Group { first: row, clients: client.into_iter().collect() }),
        }
    }
    groups
}
