//! The words of the commands about policy files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use phantom_guard::package::Ecosystem;

use super::values::ecosystem;

/// `phantom config`.
#[derive(Debug, Args)]
#[command(after_help = CONFIG_EXAMPLES)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  phantom config show                           what counts here, and why
  phantom config schema > phantom.schema.json   for an editor";

/// What `phantom config` does.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Each value, and the flag, variable or line that it comes from; -v also what others say
    Show,
    /// The JSON schema of phantom.toml, by which editors check it
    Schema,
}

/// `phantom init`.
#[derive(Debug, Args)]
#[command(after_help = INIT_EXAMPLES)]
pub(crate) struct InitArgs {
    /// The project's folder
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
    /// Write over a phantom.toml that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const INIT_EXAMPLES: &str = "\
Examples:
  phantom init --dry-run   look first
  phantom init             write phantom.toml into this folder";

/// `phantom allow`.
#[derive(Debug, Args)]
#[command(after_help = ALLOW_EXAMPLES)]
pub(crate) struct AllowArgs {
    /// The names' ecosystem: pypi, npm or crates
    #[arg(short, long, value_name = "ECOSYSTEM", value_parser = ecosystem(), ignore_case = true, hide_possible_values = true)]
    pub(crate) ecosystem: Option<Ecosystem>,
    /// Names, written as for `check`
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Why they are right here, for those who judge it later
    #[arg(long, value_name = "TEXT", required_unless_present = "remove")]
    pub(crate) reason: Option<String>,
    /// The last day on which it counts: 2027-01-31
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Only where exactly this version is asked for
    #[arg(id = "release", long = "version", value_name = "VERSION")]
    pub(crate) release: Option<String>,
    /// Take the names' entries out instead
    #[arg(long, conflicts_with_all = ["reason", "until"])]
    pub(crate) remove: bool,
}

const ALLOW_EXAMPLES: &str = "\
Examples:
  phantom allow npm:left-padd --reason \"our fork, reviewed\"
  phantom allow -e pypi reqeusts --version 2.31.0 --until 2027-01-31 --reason \"test fixture\"
  phantom allow --remove npm:left-padd

The nearest phantom.toml is changed, or one is made at the top of the repository.";
