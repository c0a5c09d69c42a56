//! Names that only a client's resolver reaches: a project without a lockfile asks for an honest name, and that
//! one brings the reserved one along.

use std::fs;
use std::io;
use std::path::Path;

use phantom_guard::command::Client;
use phantom_guard::policy::RESERVED_NAME;

use super::probe::{Probe, Seen};
use super::{Row, State};
use crate::shims::{CLIENTS, Place, reached};

const ROUTE: &str = "resolver";

/// A popular name, so that no registry is asked about it. The crate that stands for it is empty.
const HONEST: &str = "itoa";

/// What to do where a resolver is not followed.
const INSTEAD: &str = "install from a lockfile, or scan it afterwards: phantom scan";

/// A row for each client whose resolver is followed, and one for the others.
pub(super) fn rows(place: &Place, probe: &Probe) -> Vec<Row> {
    let has = |name: &str| reached(name, &place.own).real.is_some();
    let cargo = has("cargo").then(|| {
        let row = |state: State, why: String| Row::new(ROUTE, "cargo", state, why);
        match cargo(place, probe).map(|seen| (seen.code, seen.is_refusal())) {
            Ok((_, Ok(()))) => row(State::Covered, "refused before a crate was fetched".to_owned()),
            // Held: nothing is installed, and nothing is shown by it.
            Ok((Some(3), _)) => row(State::NotCovered, "cargo resolves nothing here: not tried".to_owned())
                .advising("see what `cargo --version` says"),
            Ok((_, Err(why))) => row(State::Fails, why).advising(INSTEAD),
            Err(error) => row(State::NotCovered, format!("not tried: {error}")),
        }
    });
    let others: Vec<&str> = CLIENTS
        .into_iter()
        .filter(|name| !["cargo", "uv"].contains(name) && Client::from_name(name).is_some() && has(name))
        .collect();
    let others = (!others.is_empty()).then(|| {
        let why = "names that no lockfile has are seen only once they stand in one";
        Row::new(ROUTE, &others.join(", "), State::NotCovered, why).advising(INSTEAD)
    });
    let uv = has("uv").then(|| {
        let why = "what uv.lock would gain is judged before uv installs: not tried here";
        Row::new(ROUTE, "uv", State::NotCovered, why)
    });
    cargo.into_iter().chain(uv).chain(others).collect()
}

/// Builds a project whose only dependency brings the reserved name, from crates in a folder.
fn cargo(place: &Place, probe: &Probe) -> io::Result<Seen> {
    let folder = probe.folder().join("resolver");
    prepare(&folder)?;
    let mut command = probe.command(&place.own);
    command
        .args(["cargo", "build"])
        .current_dir(folder.join("project"))
        .env("CARGO_HOME", folder.join("home"));
    probe.run(command, "")
}

fn prepare(folder: &Path) -> io::Result<()> {
    let write = |path: &str, text: String| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)
    };
    let manifest = |name: &str, needs: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2021\"\n\n[dependencies]\n{needs}"
        )
    };
    let crates = folder.join("crates");
    write(
        "home/config.toml",
        format!(
            "[source.crates-io]\nreplace-with = \"folder\"\n\n[source.folder]\ndirectory = {:?}\n",
            crates.to_string_lossy()
        ),
    )?;
    for (name, needs) in [(HONEST, format!("{RESERVED_NAME} = \"1\"\n")), (RESERVED_NAME, String::new())] {
        write(&format!("crates/{name}/Cargo.toml"), manifest(name, &needs))?;
        write(&format!("crates/{name}/.cargo-checksum.json"), "{\"files\":{}}".to_owned())?;
        write(&format!("crates/{name}/src/lib.rs"), String::new())?;
    }
    write("project/Cargo.toml", manifest("phantom-doctor", &format!("{HONEST} = \"1\"\n")))?;
    write("project/src/lib.rs", String::new())
}
