//! `phantom doctor`: tries every route on this machine with a name that is always blocked, and says which
//! of them hold.
//!
//! "Installed" is not "protected": what a row calls covered was tried, with the real client behind it, in a
//! temporary folder. The name is asked of no registry, and a client that would be reached all the same finds
//! none ([`probe::Probe`]).

mod clients;
mod git_hook;
mod hooks;
mod probe;
mod resolver;
mod show;
mod stand_in;

use std::process::ExitCode;

use phantom_guard::report::Exit;

use crate::check::fault;
use crate::output::{Output, finish, to_stdout};
use crate::shims::Place;
use probe::Probe;

/// How it stands with one route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It was tried, and it holds.
    Covered,
    /// Nothing of Phantom's stands on it.
    NotCovered,
    /// Something of Phantom's is installed for it, and it does not hold.
    Fails,
}

/// One route of one client.
#[derive(Debug)]
struct Row {
    /// The way on which a command reaches the client: `wrapped`, `shim`, `agent hook`, …
    route: &'static str,
    /// The client or agent; empty where it is about all of them.
    client: String,
    state: State,
    /// What was seen.
    why: String,
    /// What to do about it; empty where nothing is.
    to_do: String,
}

impl Row {
    fn new(route: &'static str, client: &str, state: State, why: impl Into<String>) -> Self {
        Self { route, client: client.to_owned(), state, why: why.into(), to_do: String::new() }
    }

    fn advising(self, to_do: impl Into<String>) -> Self {
        Self { to_do: to_do.into(), ..self }
    }
}

/// Each part knows some routes, and gives their rows in the order in which they are shown.
type Part = fn(&Place, &Probe) -> Vec<Row>;

const PARTS: [Part; 8] = [
    clients::wrapped,
    clients::shims,
    clients::python,
    clients::environment,
    clients::full_path,
    resolver::rows,
    hooks::rows,
    git_hook::rows,
];

/// Tries everything, and shows it.
pub(crate) fn run(output: &Output) -> ExitCode {
    let place = match Place::find(None) {
        Ok(place) => place,
        Err(error) => return output.errors(vec![error]),
    };
    let probe = match Probe::new() {
        Ok(probe) => probe,
        Err(error) => {
            let message = format!("no temporary folder can be made: {error}");
            return output.errors(vec![fault(message, "set TMPDIR to a folder that can be written")]);
        }
    };
    let rows: Vec<Row> = PARTS.iter().flat_map(|part| part(&place, &probe)).collect();
    let fails = rows.iter().any(|row| row.state == State::Fails);
    let written = to_stdout(|out| show::rows(&rows, output.format, out));
    finish(written, if fails { Exit::Blocked } else { Exit::Clean })
}
