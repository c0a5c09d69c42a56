//! Options that stand before every command, and before a client's name.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum, ValueHint};

/// Options that few need: `-h` leaves them out.
pub(super) const RARE: [&str; 11] = [
    "verify_all",
    "block_at",
    "warn_at",
    "on_unavailable",
    "config",
    "concurrency",
    "chunk",
    "timeout",
    "min_age",
    "color",
    "plain",
];

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
    /// Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]
    #[arg(long, global = true, value_name = "URL", action = ArgAction::Append)]
    pub index: Vec<String>,
    /// How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx,
    /// csv, html [env: PHANTOM_FORMAT] [default: human]
    #[arg(long, global = true, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<Format>,
    /// Write the report of names into this file, and nothing to standard output
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
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
    /// Let this name through; may be repeated
    #[arg(long, global = true, value_name = "NAME", action = ArgAction::Append)]
    pub allow: Vec<String>,
    /// The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
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
