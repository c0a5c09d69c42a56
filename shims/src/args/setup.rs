//! The words of what sets Phantom up on a machine.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::values::hook_target;
use crate::hook::Agent;

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
    #[arg(value_name = "AGENT", value_parser = hook_target(), ignore_case = true, hide_possible_values = true)]
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

/// `phantom completions`.
#[derive(Debug, Clone, Copy, Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// bash, zsh, fish, powershell or elvish
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    pub(crate) shell: ShellKind,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  phantom completions bash > ~/.local/share/bash-completion/completions/phantom
  phantom completions zsh > ~/.zfunc/_phantom      a folder of $fpath
  phantom completions fish > ~/.config/fish/completions/phantom.fish
  phantom completions powershell >> $PROFILE

Behind a client's name files are completed: what else may stand there is the client's to say.";

/// A shell with completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShellKind {
    /// bash 4.4 and later
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell 5 and later
    #[value(name = "powershell", alias = "pwsh")]
    PowerShell,
    /// elvish
    Elvish,
}

impl ShellKind {
    /// The file of its completions, by the name under which the shell looks for it.
    pub(crate) const fn file(self) -> &'static str {
        match self {
            Self::Bash => "phantom.bash",
            Self::Zsh => "_phantom",
            Self::Fish => "phantom.fish",
            Self::PowerShell => "_phantom.ps1",
            Self::Elvish => "phantom.elv",
        }
    }
}

/// `phantom man`.
#[derive(Debug, Args)]
#[command(after_help = MAN_EXAMPLES)]
pub(crate) struct ManArgs {
    /// The command whose page it is: none for the one of phantom itself
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub(crate) command: Vec<String>,
    /// Write all pages into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,
}

const MAN_EXAMPLES: &str = "\
Examples:
  phantom man scan | man -l -               read one
  phantom man --dir ~/.local/share/man/man1  keep them all: `man phantom-scan` finds them";
