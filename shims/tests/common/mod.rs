//! What the tests of the gate share.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test binary uses a part, and a broken filter must fail"
)]

use std::ffi::OsStr;

use phantom_testkit::{Outcome, Sandbox, filters};

/// The command `phantom`, built for this test run.
pub const PHANTOM: &str = env!("CARGO_BIN_EXE_phantom");

/// Runs `phantom` in the sandbox's project.
pub fn phantom<S: AsRef<OsStr>>(sandbox: &Sandbox, args: impl IntoIterator<Item = S>) -> Outcome {
    sandbox.run(PHANTOM, args)
}

/// Runs `phantom` with arguments that hold no spaces, asking nobody.
pub fn offline(sandbox: &Sandbox, line: &str) -> Outcome {
    phantom(sandbox, std::iter::once("--offline").chain(line.split(' ')))
}

/// What a user sees, without what differs from run to run.
pub fn shown(sandbox: &Sandbox, outcome: &Outcome) -> String {
    let mut text = outcome.shown();
    for (pattern, replacement) in filters(sandbox) {
        text = regex::Regex::new(&pattern).unwrap().replace_all(&text, replacement).into_owned();
    }
    text
}
