//! npx, which turns its arguments into those of `npm exec` and hands over: npm's `bin/npx-cli.js`,
//! step by step.

use std::ffi::OsString;

use super::tables::{OPTIONS, SHORTHANDS};
use crate::command::grammar::Takes;
use crate::command::plan::Plan;

/// Options without and with a value that npx once had: it takes them out.
const REMOVED_SWITCHES: &[&str] = &["always-spawn", "ignore-existing", "shell-auto-fallback"];
const REMOVED_VALUES: &[&str] = &["npm", "node-arg", "n"];
/// What takes no value to npx, besides npm's own booleans.
const SWITCHES: &[&str] = &["no-install", "quiet", "q", "version", "v", "help", "h"];
/// What takes a value even if that begins with a dash.
const VALUES: &[&str] = &["package", "p", "cache", "userconfig", "call", "c", "shell"];

/// Reads npx's arguments.
pub(in crate::command) fn plan(args: &[OsString]) -> Plan {
    let mut words = rewritten(args.to_vec());
    words.insert(0, "exec".into());
    super::plan(&words)
}

/// The arguments with `--` before the first that npx takes neither for an option nor for an
/// option's value.
fn rewritten(mut words: Vec<OsString>) -> Vec<OsString> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let text = word.to_string_lossy().into_owned();
        if text == "--" {
            break;
        }
        if !text.starts_with('-') {
            words.insert(at, "--".into());
            break;
        }
        let (key, value) = match text.trim_start_matches('-').split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (text.trim_start_matches('-'), None),
        };
        let removed = REMOVED_SWITCHES.contains(&key) || REMOVED_VALUES.contains(&key);
        let shorthand = SHORTHANDS.iter().find(|(short, _)| *short == key).map(|(_, long)| *long);
        let renamed = match key {
            "p" => Some("--package"),
            "shell" => Some("--script-shell"),
            _ => None,
        };
        if let Some(long) = renamed {
            let written = value.map_or_else(|| long.to_owned(), |value| format!("{long}={value}"));
            words.splice(at..=at, [written.into()]);
        } else if key == "no-install" {
            words.splice(at..=at, ["--yes=false".into()]);
        } else if let Some(long) = shorthand.filter(|_| !removed) {
            let expanded = long.split(' ').chain(value).map(OsString::from);
            words.splice(at..=at, expanded.collect::<Vec<_>>());
            // What it stands for is read in its turn.
            continue;
        }
        if removed {
            words.remove(at);
        } else {
            at += 1;
        }
        let dashed = words.get(at).is_some_and(|next| next.to_string_lossy().starts_with('-'));
        if value.is_none() && !is_switch(key) && (takes_value(key) || !dashed) {
            if !removed {
                at += 1;
            } else if at < words.len() {
                words.remove(at);
            }
        }
    }
    words
}

fn takes_value(key: &str) -> bool {
    VALUES.contains(&key) || REMOVED_VALUES.contains(&key)
}

fn is_switch(key: &str) -> bool {
    let booleans = OPTIONS.iter().filter(|option| option.takes == Takes::Literal);
    SWITCHES.contains(&key)
        || REMOVED_SWITCHES.contains(&key)
        || booleans.flat_map(|option| option.names.split(' ')).any(|name| name == key)
}
