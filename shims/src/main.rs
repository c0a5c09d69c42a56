//! The command `phantom`.

use std::process::ExitCode;

fn main() -> ExitCode {
    phantom_cli::phantom(std::env::args_os().skip(1).collect())
}
