//! The words of the command line.

mod commands;
mod global;
mod policy;
mod setup;
mod values;

use clap::{CommandFactory as _, Parser, Subcommand};

pub(crate) use self::commands::*;
pub use self::global::{Color, Format, GlobalOptions};
pub(crate) use self::policy::{AllowArgs, ConfigArgs, ConfigCommand, InitArgs};
pub(crate) use self::setup::*;
use crate::shims::CLIENTS;

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

/// What fits a screen; the rest is behind `--help`.
const AFTER_SHORT_HELP: &str = "\
Clients: pip, uv, pipx, poetry, pdm, pipenv, npm, npx, pnpm, yarn, bun, cargo.
  What they would install is checked, then the real client runs.

Examples:
  phantom scan                     the project in this folder
  phantom pip install requests     check, then install
  phantom shims install --profile  check every pip, npm, cargo, ... from now on";

const AFTER_HELP: &str = "\
Clients: pip, uv, uvx, pipx, poetry, pdm, pipenv, npm, npx, pnpm, pnpx, yarn,
  bun, bunx, cargo, python -m pip.
  What they would install is checked, then the real client runs.
  Options before the client's name are Phantom's, all behind it is the client's.

Examples:
  phantom check -e pypi reqeusts    one name
  phantom scan                      the project in this folder
  phantom scan --since main         what it has and the branch main has not
  phantom pip install requests      check, then install
  phantom --offline npm install     the same without asking a registry
  phantom shims install --profile   check every pip, npm, cargo, ... from now on
  phantom hook install claude-code  check what an agent is about to install
  phantom doctor                    try what is set up

Exit codes: 0 nothing blocked, 1 blocked, 2 wrong usage or unreadable input,
  3 could not check and the policy holds such installs, else the client's own.";

/// The command line with the clients as commands of their own, behind whose names nothing is Phantom's: what a
/// shell completes, and what a misspelt word is held against.
pub(crate) fn completed() -> clap::Command {
    let mut command = documented();
    // From here on nothing goes down to the commands any more: a client has none of Phantom's options.
    command.build();
    let names = CLIENTS.into_iter().chain(["python", "python3"]);
    command.subcommands(names.map(|name| {
        let rest = clap::Arg::new("args").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true);
        clap::Command::new(name)
            .about(format!("Check what {name} would install, then run it"))
            .bin_name(format!("phantom {name}"))
            .disable_help_flag(true)
            .arg(rest.hide(true).value_hint(clap::ValueHint::AnyPath))
    }))
}

/// The command line with the help that is wished for. clap has a long form too, which gives each option three
/// lines: this one stays the short form, and leaves out what few need.
pub(crate) fn brief() -> clap::Command {
    let everywhere = "Options everywhere (--help has more)";
    let is_global = clap::Arg::is_global_set;
    Cli::command().after_help(AFTER_SHORT_HELP).mut_args(|arg| {
        let arg = if is_global(&arg) { arg.help_heading(everywhere) } else { arg };
        let is_rare = global::RARE.contains(&arg.get_id().as_str());
        if is_rare { arg.hide(true) } else { arg }
    })
}

/// Phantom's own command line.
pub(crate) fn documented() -> clap::Command {
    Cli::command().disable_help_subcommand(true)
}

/// What Phantom itself does.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check names, given as arguments or one a line on standard input
    Check(CheckArgs),
    /// Check the manifests and lockfiles of a project
    Scan(ScanArgs),
    /// Compare two files or folders, and check what the second adds
    Diff(DiffArgs),
    /// Show every signal of a name, with its weight and evidence
    Explain(ExplainArgs),
    /// Show who requires a package: the chain from a manifest down to it
    Why(WhyArgs),
    /// Put the names that were meant into the manifests, once shown
    Fix(FixArgs),
    /// Show the snapshot of names inside this program
    Corpus(CorpusArgs),
    /// Take in lists of malicious releases, which are always blocked
    Advisories(AdvisoriesArgs),
    /// Show the settings in force
    Config(ConfigArgs),
    /// Write a phantom.toml for a project, after looking at it
    Init(InitArgs),
    /// Let names through in this project, by its phantom.toml
    Allow(AllowArgs),
    /// Show or empty the cache of registries' answers
    Cache(CacheArgs),
    /// Put Phantom before the real clients on PATH, under their names
    Shims(ShimsArgs),
    /// Try every route on this machine, and say which hold
    #[command(after_help = DOCTOR_EXAMPLE)]
    Doctor,
    /// Show what was decided on this machine
    Log(LogArgs),
    /// Answer a coding agent or git before it acts, and set that up
    Hook(HookArgs),
    /// Print completions for bash, zsh, fish, PowerShell or elvish
    Completions(CompletionsArgs),
    /// Print a manual page, or write them all
    Man(ManArgs),
}
