//! The words of the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use phantom_guard::manifest::FileKind;
use phantom_guard::package::Ecosystem;
use phantom_guard::policy::MinAge;

use crate::hook::Agent;

mod policy;

pub(crate) use policy::{AllowArgs, ConfigArgs, ConfigCommand, InitArgs};

/// Guards cargo, pip and npm against packages with misleading names.
#[derive(Debug, Parser)]
#[command(
    name = "phantom",
    version,
    override_usage = "phantom [OPTIONS] <COMMAND>\n       phantom [OPTIONS] <CLIENT> [ARGS]...",
    after_help = AFTER_HELP,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) options: GlobalOptions,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Clients: pip, uv, uvx, pipx, poetry, pdm, pipenv, npm, npx, pnpm, pnpx, yarn, bun, bunx, cargo, python -m pip.
  What they would install is checked, then the real client runs.
  Options before the client's name are Phantom's, everything behind it is the client's.

Examples:
  phantom check -e pypi reqeusts        one name
  phantom scan                          the project in this folder
  phantom scan --since main             what it has and the branch main has not
  phantom pip install requests          check, then install
  phantom --offline npm install         the same without asking a registry
  phantom shims install --profile       check every pip, npm, cargo, ... in your shells
  phantom hook install claude-code      check what an agent is about to install
  phantom doctor                        try what is set up

Exit codes: 0 nothing blocked, 1 blocked, 2 wrong usage or unreadable input,
  3 could not check and the policy holds such installs, else the client's own.";

/// What Phantom itself does.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check names, given as arguments or one a line on standard input
    Check(CheckArgs),
    /// Check the manifests and lockfiles of a project
    Scan(ScanArgs),
    /// Compare two lockfiles, manifests or folders, and check what the second adds
    Diff(DiffArgs),
    /// Put the names that were meant into the manifests, after showing the difference
    Fix(FixArgs),
    /// Show every signal of a name, with its weight and evidence
    Explain(ExplainArgs),
    /// Show who requires a package: the chain from a manifest down to it, as lockfiles record it
    Why(WhyArgs),
    /// Show the snapshot of names inside this program
    Corpus(CorpusArgs),
    /// Take in lists of malicious releases, which are blocked whatever else is said
    Advisories(AdvisoriesArgs),
    /// Show the settings in force
    Config(ConfigArgs),
    /// Write a phantom.toml for the project in a folder, after looking at it
    Init(InitArgs),
    /// Let names through in this project, by an entry of its phantom.toml
    Allow(AllowArgs),
    /// Show or empty the cache of registries' answers
    Cache(CacheArgs),
    /// Put Phantom before the real clients on PATH, under their names
    Shims(ShimsArgs),
    /// Try every route on this machine with a name that is always blocked, and say which hold
    ///
    /// Nothing is installed and no registry is asked: the real clients run in a temporary folder, against a
    /// registry of Phantom's own. Exit code 1 where something that is set up does not hold.
    #[command(after_help = "Example:\n  phantom doctor --format json    the same for a script")]
    Doctor,
    /// Show what was decided on this machine
    ///
    /// Each command that could install has its line, with what came of it.
    Log(LogArgs),
    /// Answer a coding agent or git before it acts, and set that up
    Hook(HookArgs),
}

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

/// `phantom fix`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  phantom fix            show what would change, and ask\n  phantom fix --yes      change it without a question"
)]
pub(crate) struct FixArgs {
    /// Files, and folders to look through
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change the files without asking
    #[arg(short, long)]
    pub(crate) yes: bool,
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

/// `phantom shims`.
#[derive(Debug, Args)]
#[command(after_help = SHIMS_EXAMPLES)]
pub(crate) struct ShimsArgs {
    #[command(subcommand)]
    pub(crate) command: ShimsCommand,
    /// The folder of the shims, instead of `shims` in Phantom's folder for data
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
}

const SHIMS_EXAMPLES: &str = "\
A shim is Phantom under a client's name, before the real client on PATH: `pip install x` is then checked first.

Examples:
  phantom shims install --profile   set them up for new shells
  phantom shims status              see which clients they stand before
  phantom shims uninstall           take them out: every file as it was";

/// What `phantom shims` does.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum ShimsCommand {
    /// Place a shim for each client on PATH, and show the line that the shell's profile needs
    Install(InstallShimsArgs),
    /// Take out what was placed, and the profile's line
    Uninstall,
    /// Say for each client whether its shim or the client itself is reached first
    Status,
}

/// `phantom shims install`.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct InstallShimsArgs {
    /// Add the line to the shell's profile
    #[arg(long)]
    pub(crate) profile: bool,
    /// Place shims for clients that are not on PATH too
    #[arg(long)]
    pub(crate) all: bool,
    /// Place shims for python and python3 too, so that `python -m pip` is covered
    #[arg(long)]
    pub(crate) python: bool,
}

/// `phantom hook`.
#[derive(Debug, Args)]
#[command(after_help = HOOK_EXAMPLES)]
pub(crate) struct HookArgs {
    #[command(subcommand)]
    pub(crate) command: HookCommand,
}

const HOOK_EXAMPLES: &str = "\
`install` is all that you run: the agent, or git, runs the rest.

Examples:
  phantom hook install claude-code          in this project
  phantom hook install claude-code --user   in all of yours
  phantom hook install git                  check what a commit adds
  phantom hook status                       see where they are
  phantom hook uninstall claude-code";

/// What `phantom hook` does.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum HookCommand {
    /// Answer Claude Code's JSON on standard input
    ClaudeCode,
    /// Answer Codex's JSON on standard input
    Codex,
    /// Answer Gemini CLI's JSON on standard input
    Gemini,
    /// Answer Cursor's JSON on standard input
    Cursor,
    /// Answer GitHub Copilot CLI's JSON on standard input
    Copilot,
    /// Check what a commit would add: git's pre-commit hook
    Git,
    /// Put the hook into the settings of an agent or git
    Install(HookPlace),
    /// Take it out again
    Uninstall(HookPlace),
    /// Say for each agent and git whether the hook is installed
    Status,
}

/// Where a hook goes.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct HookPlace {
    /// claude-code, codex, gemini, cursor, copilot or git
    #[arg(value_name = "AGENT", value_parser = hook_target)]
    pub(crate) client: HookTarget,
    /// The settings of the user, for all projects
    #[arg(long, conflicts_with = "project")]
    pub(crate) user: bool,
    /// The settings of the project in this folder [default]
    #[arg(long)]
    pub(crate) project: bool,
}

/// Whose hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HookTarget {
    /// A coding agent's.
    Agent(Agent),
    /// git's pre-commit hook.
    Git,
}

/// Phantom's own options. Before a client's name they are Phantom's; behind it they are the client's.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options everywhere")]
pub struct GlobalOptions {
    /// Ask no registry [env: PHANTOM_OFFLINE]
    #[arg(long, global = true)]
    pub offline: bool,
    /// Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]
    #[arg(long, global = true, conflicts_with = "offline")]
    pub verify_all: bool,
    /// The registry to ask, by its root; ECOSYSTEM=URL for one of several [env: PHANTOM_INDEX]
    #[arg(long, global = true, value_name = "URL", action = ArgAction::Append)]
    pub index: Vec<String>,
    /// How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx,
    /// csv, html [env: PHANTOM_FORMAT] [default: human]
    #[arg(long, global = true, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<Format>,
    /// Write the report of names into this file, and nothing to standard output
    #[arg(long, global = true, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]
    #[arg(long, global = true, value_name = "SCORE")]
    pub block_at: Option<String>,
    /// The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]
    #[arg(long, global = true, value_name = "SCORE")]
    pub warn_at: Option<String>,
    /// What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]
    #[arg(long, global = true, value_name = "ACTION")]
    pub on_unavailable: Option<String>,
    /// Let this name through whatever the evidence says; may be repeated
    #[arg(long, global = true, value_name = "NAME", action = ArgAction::Append)]
    pub allow: Vec<String>,
    /// The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]
    #[arg(long, global = true, value_name = "COUNT")]
    pub concurrency: Option<String>,
    /// Names taken in at once [env: PHANTOM_CHUNK] [default: 50]
    #[arg(long, global = true, value_name = "COUNT")]
    pub chunk: Option<String>,
    /// The time for one package's look-up [env: PHANTOM_TIMEOUT] [default: 5s]
    #[arg(long, global = true, value_name = "TIME")]
    pub timeout: Option<String>,
    /// Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]
    #[arg(long, global = true, value_name = "TIME")]
    pub min_age: Option<String>,
    /// When to colour: auto, always or never
    #[arg(long, global = true, value_enum, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<Color>,
    /// Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]
    #[arg(long, global = true)]
    pub plain: bool,
    /// Findings and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Every name, safe ones too
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// How to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people
    Human,
    /// One JSON document
    Json,
    /// One JSON object a package, a line each
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML
    Junit,
    /// A comment on a pull or merge request
    Markdown,
    /// CycloneDX 1.6, a bill of materials
    Cyclonedx,
    /// One row a name
    Csv,
    /// One page for a browser
    Html,
}

impl Format {
    /// Whether every command has it; the others are for reports of names.
    pub(crate) const fn is_common(self) -> bool {
        matches!(self, Self::Human | Self::Json | Self::Jsonl)
    }

    /// Its word on the command line.
    pub(crate) fn word(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR or CLICOLOR says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn kind(word: &str) -> Result<FileKind, String> {
    FileKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| {
        let words: Vec<&str> = FileKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("it is one of {}", words.join(", "))
    })
}

fn hook_target(word: &str) -> Result<HookTarget, String> {
    if word == "git" {
        return Ok(HookTarget::Git);
    }
    let agent = <Agent as ValueEnum>::from_str(word, true);
    agent
        .map(HookTarget::Agent)
        .map_err(|_| "it is one of claude-code, codex, gemini, cursor, copilot, git".to_owned())
}

fn ecosystem(word: &str) -> Result<Ecosystem, String> {
    word.parse().map_err(|error: phantom_guard::package::UnknownEcosystem| error.to_string())
}
