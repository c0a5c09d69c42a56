//! What the tests of the command line share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "each test is a crate of its own, and uses a part of this file"
)]

use phantom_testkit::{Sandbox, filters};

pub const PHANTOM: &str = env!("CARGO_BIN_EXE_phantom");

/// Runs `phantom` in a sandbox and shows exit code, stdout and stderr.
pub fn shown(sandbox: &Sandbox, args: &[&str]) -> String {
    sandbox.run(PHANTOM, args).shown()
}

/// The changes of a JSON document as they were written, a line each.
pub fn changes_in(text: &str) -> String {
    let (_, rest) = text.split_once("\"changes\":").unwrap();
    let (changes, _) = rest.rsplit_once(",\"errors\":").unwrap();
    changes.replace(",{\"change\"", ",\n{\"change\"")
}

/// Snapshots in which everything that differs from run to run is replaced.
pub fn settings(sandbox: &Sandbox) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    for (pattern, replacement) in filters(sandbox) {
        settings.add_filter(&pattern, replacement);
    }
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"));
    settings
}

/// Snapshots of `phantom explain` without its numbers, which a fit may move; the order of the evidence
/// stays.
pub fn settings_without_weights(sandbox: &Sandbox) -> insta::Settings {
    let mut settings = settings(sandbox);
    settings.add_filter(r" +[+-](\d+\.\d\d|\[SCORE\]) ", " [WEIGHT] ");
    settings.add_filter(r"(\[WEIGHT\]| +\[SCORE\]) +([a-z-]+)  +", "$1 $2  ");
    settings
}

/// Holds what a user sees against the snapshot of that name.
#[macro_export]
macro_rules! assert_shown {
    ($name:literal, $sandbox:expr, $text:expr) => {{
        let text = $text;
        cli_support::settings(&$sandbox).bind(|| insta::assert_snapshot!($name, text));
    }};
}
