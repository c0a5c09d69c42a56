//! What the tests of the gate share.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]

use std::ffi::OsStr;

use phantom_testkit::{Outcome, Sandbox};

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
