//! The cargo subcommand `cargo phantom`.

use std::process::ExitCode;

fn main() -> ExitCode {
    phantom_cli::cargo::phantom(std::env::args_os().skip(1).collect())
}
