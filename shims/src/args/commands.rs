//! The words of what Phantom judges and shows.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use phantom_guard::manifest::FileKind;
use phantom_guard::package::Ecosystem;
use phantom_guard::policy::MinAge;

use super::values::{ecosystem, kind};

/// `phantom check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The names' ecosystem: pypi, npm or crates
    #[arg(short, long, value_name = "ECOSYSTEM", value_parser = ecosystem)]
    pub(crate) ecosystem: Option<Ecosystem>,
    /// Names, like `requests`, `npm:react@18` or `pkg:cargo/serde`; `-` reads one a line from standard input
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<OsString>,
}

/// `phantom scan`.
#[derive(Debug, Args)]
pub(crate) struct ScanArgs {
    /// Judge only what was added or changed since this commit, branch or tag of git; `main...` is where
    /// the work left main
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// Files, and folders to look through
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read also what .gitignore names, and installed, vendored and built folders
    #[arg(long)]
    pub(crate) include_ignored: bool,
}

/// `phantom diff`.
#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The older file or folder; `-` is standard input, /dev/null an older state without any name
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The newer one, which is judged
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// What both files are, where their names do not say it: cargo-lock, package-lock, requirements, ...
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) kind: Option<FileKind>,
}

/// `phantom explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The names' ecosystem: pypi, npm or crates
    #[arg(short, long, value_name = "ECOSYSTEM", value_parser = ecosystem)]
    pub(crate) ecosystem: Option<Ecosystem>,
    /// Names, written as for `check`
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<OsString>,
}

/// `phantom why`.
#[derive(Debug, Args)]
#[command(after_help = WHY_EXAMPLES)]
pub(crate) struct WhyArgs {
    /// The names' ecosystem: pypi, npm or crates; without it all that the files have
    #[arg(short, long, value_name = "ECOSYSTEM", value_parser = ecosystem)]
    pub(crate) ecosystem: Option<Ecosystem>,
    /// Names, written as for `check`; with a version (`react@18.2.0`) only that one
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<OsString>,
    /// The project's folder, or one of its files; may be repeated
    #[arg(long = "path", value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Every chain, instead of the shortest of each project
    #[arg(long)]
    pub(crate) all: bool,
}

const WHY_EXAMPLES: &str = "\
Examples:
  phantom why left-pad              in the project of this folder
  phantom why npm:left-pad --all    every chain, not only the shortest
  phantom why idna --path uv.lock   in one lockfile

Exit codes: 0 found, 2 a name that stands nowhere, or a file that cannot be read.";

/// `phantom corpus`.
#[derive(Debug, Args)]
pub(crate) struct CorpusArgs {
    #[command(subcommand)]
    pub(crate) command: CorpusCommand,
}

/// What `phantom corpus` does.
#[derive(Debug, Subcommand)]
pub(crate) enum CorpusCommand {
    /// Date, counts and sources
    Info,
}

/// `phantom advisories`.
#[derive(Debug, Args)]
pub(crate) struct AdvisoriesArgs {
    #[command(subcommand)]
    pub(crate) command: AdvisoriesCommand,
}

/// What `phantom advisories` does.
#[derive(Debug, Subcommand)]
pub(crate) enum AdvisoriesCommand {
    /// Take in OSV documents or a table
    Import(ImportArgs),
    /// Date, counts, sources, and whether all of it is intact
    Info,
}

/// `phantom advisories import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Files (.json, .jsonl, .zip, .csv, any of them .gz), folders of .json, or addresses
    /// [env: PHANTOM_ADVISORIES_URL]
    #[arg(value_name = "PATH|URL")]
    pub(crate) inputs: Vec<OsString>,
    /// The SHA-256 that the file must have
    #[arg(long, value_name = "HEX")]
    pub(crate) sha256: Option<String>,
    /// Start anew instead of adding to what there is
    #[arg(long)]
    pub(crate) replace: bool,
}

/// `phantom config`.
#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

/// What `phantom config` does.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Each value, and the flag, variable or line that it comes from
    Show,
}

/// `phantom cache`.
#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    #[command(subcommand)]
    pub(crate) command: CacheCommand,
}

/// What `phantom cache` does.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum CacheCommand {
    /// Where it lies
    Path,
    /// What it holds
    Stats,
    /// Forget every answer
    Clear,
}

/// `phantom log`.
#[derive(Debug, Args)]
#[command(after_help = LOG_EXAMPLES)]
pub(crate) struct LogArgs {
    /// Only decisions of this age or younger: 72h, 2d, 1w
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<MinAge>,
    /// Only what was stopped, refused or bypassed
    #[arg(long)]
    pub(crate) blocked: bool,
    /// Only the last NUMBER decisions
    #[arg(short, value_name = "NUMBER")]
    pub(crate) number: Option<usize>,
}

const LOG_EXAMPLES: &str = "\
Examples:
  phantom log -n 10               the last ten, the newest last
  phantom log --since 2d          those of the last two days
  phantom log --blocked           what was stopped, and what was bypassed

PHANTOM_LOG=FILE keeps the log elsewhere, PHANTOM_LOG=off keeps none but of bypasses.";
