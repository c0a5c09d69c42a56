//! The words of what Phantom judges and shows.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use phantom_guard::manifest::FileKind;
use phantom_guard::package::Ecosystem;
use phantom_guard::policy::MinAge;

use super::values::{ecosystem, kind};

/// `phantom check`.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(crate) struct CheckArgs {
    /// The names' ecosystem: pypi, npm or crates
    #[arg(short, long, value_name = "ECOSYSTEM", value_parser = ecosystem(), ignore_case = true, hide_possible_values = true)]
    pub(crate) ecosystem: Option<Ecosystem>,
    /// Names, like `requests`, `npm:react@18` or `pkg:cargo/serde`; `-` reads one a line from standard input
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<OsString>,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  phantom check -e pypi reqeusts           one name
  phantom check npm:react@18 pkg:pypi/six  each with its ecosystem
  phantom check -e npm - < names.txt       one a line, from standard input";

/// `phantom scan`.
#[derive(Debug, Args)]
#[command(after_help = SCAN_EXAMPLES)]
pub(crate) struct ScanArgs {
    /// Judge only what was added or changed since this commit, branch or tag of git; `main...` is where
    /// the work left main
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// Files, and folders to look through
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Read also what .gitignore names, and installed, vendored and built folders
    #[arg(long)]
    pub(crate) include_ignored: bool,
}

const SCAN_EXAMPLES: &str = "\
Examples:
  phantom scan                   every manifest and lockfile of this folder
  phantom scan requirements.txt  one file
  phantom scan --since main      what was added since the branch main
  phantom scan --format json     the same for a script";

/// `phantom diff`.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(crate) struct DiffArgs {
    /// The older file or folder; `-` is standard input, /dev/null an older state without any name
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    pub(crate) old: PathBuf,
    /// The newer one, which is judged
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    pub(crate) new: PathBuf,
    /// What both files are, where their names do not say it: cargo-lock, package-lock, requirements, ...
    #[arg(long, value_name = "KIND", value_parser = kind(), hide_possible_values = true)]
    pub(crate) kind: Option<FileKind>,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  phantom diff old/Cargo.lock Cargo.lock
  git show main:uv.lock | phantom diff - uv.lock --kind uv-lock";

/// `phantom explain`.
#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// The names' ecosystem: pypi, npm or crates
    #[arg(short, long, value_name = "ECOSYSTEM", value_parser = ecosystem(), ignore_case = true, hide_possible_values = true)]
    pub(crate) ecosystem: Option<Ecosystem>,
    /// Names, written as for `check`
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<OsString>,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  phantom explain -e pypi reqeusts      why it is stopped
  phantom explain --offline npm:react   by the snapshot alone";

/// `phantom why`.
#[derive(Debug, Args)]
#[command(after_help = WHY_EXAMPLES)]
pub(crate) struct WhyArgs {
    /// The names' ecosystem: pypi, npm or crates; without it all that the files have
    #[arg(short, long, value_name = "ECOSYSTEM", value_parser = ecosystem(), ignore_case = true, hide_possible_values = true)]
    pub(crate) ecosystem: Option<Ecosystem>,
    /// Names, written as for `check`; with a version (`react@18.2.0`) only that one
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<OsString>,
    /// The project's folder, or one of its files; may be repeated
    #[arg(long = "path", value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
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

/// `phantom fix`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  phantom fix            show what would change, and ask\n  phantom fix --yes      change it without a question"
)]
pub(crate) struct FixArgs {
    /// Files, and folders to look through
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Change the files without asking
    #[arg(short, long)]
    pub(crate) yes: bool,
}

/// `phantom corpus`.
#[derive(Debug, Args)]
#[command(after_help = CORPUS_EXAMPLES)]
pub(crate) struct CorpusArgs {
    #[command(subcommand)]
    pub(crate) command: CorpusCommand,
}

const CORPUS_EXAMPLES: &str = "\
Example:
  phantom corpus info";

/// What `phantom corpus` does.
#[derive(Debug, Subcommand)]
pub(crate) enum CorpusCommand {
    /// Date, counts and sources
    Info,
}

/// `phantom advisories`.
#[derive(Debug, Args)]
#[command(after_help = ADVISORIES_EXAMPLES)]
pub(crate) struct AdvisoriesArgs {
    #[command(subcommand)]
    pub(crate) command: AdvisoriesCommand,
}

const ADVISORIES_EXAMPLES: &str = "\
Examples:
  phantom advisories import all.zip                    OSV documents, as their publishers pack them
  phantom advisories import --sha256 HEX malicious.csv  a file whose hash you know
  phantom advisories info";

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
    #[arg(value_name = "PATH|URL", value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<OsString>,
    /// The SHA-256 that the file must have
    #[arg(long, value_name = "HEX")]
    pub(crate) sha256: Option<String>,
    /// Start anew instead of adding to what there is
    #[arg(long)]
    pub(crate) replace: bool,
}

/// `phantom cache`.
#[derive(Debug, Args)]
#[command(after_help = CACHE_EXAMPLES)]
pub(crate) struct CacheArgs {
    #[command(subcommand)]
    pub(crate) command: CacheCommand,
}

const CACHE_EXAMPLES: &str = "\
Examples:
  phantom cache stats   what it holds
  phantom cache clear   ask for every name again";

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
Each command that could install has its line, with what came of it.

Examples:
  phantom log -n 10               the last ten, the newest last
  phantom log --since 2d          those of the last two days
  phantom log --blocked           what was stopped, and what was bypassed

PHANTOM_LOG=FILE keeps the log elsewhere, PHANTOM_LOG=off keeps none but of bypasses.";

pub(super) const DOCTOR_EXAMPLE: &str = "\
What is tried is a name that is always blocked. Nothing is installed and no
registry is asked: the real clients run in a temporary folder, against a
registry of Phantom's own. Exit code 1 where something set up does not hold.

Example:
  phantom doctor --format json    the same for a script";
