//! `python`, which reaches pip and other clients by `-m`.

use std::ffi::OsString;
use std::path::Path;

use super::client::{Client, parse};
use super::plan::Plan;

/// Clients that are reached by `-m` under their own names.
const MODULES: [Client; 6] =
    [Client::Pip, Client::Uv, Client::Pipx, Client::Poetry, Client::Pdm, Client::Pipenv];

/// `python`'s own options: pip is reached by `-m pip`, also within a row of letters (`-Im pip`), and by
/// the file of its program. `py` has its versions as options (`-3`, `-V:3.12`).
pub(super) fn plan(args: &[OsString]) -> Plan {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        let text = arg.to_string_lossy();
        let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            let behind = args.get(at + 1..).unwrap_or_default();
            return plan_program(Path::new(arg), behind);
        };
        if letters.starts_with("V:") {
            at += 1;
            continue;
        }
        if letters.starts_with('-') {
            // `--check-hash-based-pycs` is the only long one with a value.
            at += if letters == "-check-hash-based-pycs" { 2 } else { 1 };
            continue;
        }
        let Some((place, letter)) = letters.char_indices().find(|(_, c)| matches!(c, 'm' | 'c' | 'W' | 'X'))
        else {
            at += 1;
            continue;
        };
        let attached = letters.get(place + 1..).unwrap_or_default();
        let (value, behind) = if attached.is_empty() {
            (args.get(at + 1).map(|next| next.to_string_lossy().into_owned()).unwrap_or_default(), at + 2)
        } else {
            (attached.to_owned(), at + 1)
        };
        match letter {
            'm' => return plan_module(&value, args.get(behind..).unwrap_or_default()),
            'c' => return Plan::PassThrough,
            _ => at = behind,
        }
    }
    Plan::PassThrough
}

/// A module that is run as a program.
pub(super) fn plan_module(module: &str, args: &[OsString]) -> Plan {
    let module = module.strip_suffix(".__main__").unwrap_or(module);
    if let Some(client) = MODULES.into_iter().find(|client| client.name() == module) {
        return parse(client, args);
    }
    if Client::is_not_covered(module) {
        return Plan::not_understood(format!(
            "`python -m {module}` can install and is not covered: install with `python -m pip`"
        ));
    }
    Plan::PassThrough
}

/// A file of Python, which may be a client's own program (`python /usr/bin/pip`, `pip.pyz`).
fn plan_program(program: &Path, args: &[OsString]) -> Plan {
    let is_bundle = program.extension().is_some_and(|end| end == "pyz" || end == "py");
    let name = if is_bundle { program.file_stem() } else { program.file_name() };
    let client = name.and_then(|name| Client::from_name(name.to_str()?));
    match client.filter(|client| *client == Client::Pip || MODULES.contains(client)) {
        Some(client) => parse(client, args),
        None => Plan::PassThrough,
    }
}
