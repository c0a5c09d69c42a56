//! The command `phantom`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args_os();
    let program = args.next().unwrap_or_default();
    phantom_cli::phantom(&program, args.collect())
}
