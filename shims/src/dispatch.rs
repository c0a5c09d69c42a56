//! Which way a command line goes.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, ValueEnum};
use phantom_guard::finding::InputError;
use phantom_guard::policy;
use phantom_guard::report::{Exit, Verbosity};

use crate::args::{self, AdvisoriesCommand, Cli, Command, ConfigCommand, Format, GlobalOptions};
use crate::output::{self, Output};
use crate::{
    advisories, allow, cache, cargo, check, config, corpus, decisions, diff, doctor, explain, fix, gate,
    hook, init, scan, shims, texts, why,
};

/// Options that take the next word as their value. A test holds this table and [`GlobalOptions`] together.
const WITH_VALUE: [&str; 13] = [
    "--index",
    "--format",
    "--output",
    "--block-at",
    "--warn-at",
    "--on-unavailable",
    "--allow",
    "--config",
    "--concurrency",
    "--chunk",
    "--timeout",
    "--min-age",
    "--color",
];

/// The command `phantom`, with the arguments behind its name. Under a client's name it is that client's
/// shim, and no argument is Phantom's own; as `cargo-phantom` it is the subcommand of cargo.
pub fn phantom(program: &OsStr, args: Vec<OsString>) -> ExitCode {
    if let Some(client) = gate::client_of(program) {
        return gate::run_shim(client, &args);
    }
    if Path::new(program).file_stem() == Some(OsStr::new("cargo-phantom")) {
        return cargo::phantom(args);
    }
    let at = first_word(&args);
    if let Some(word) = args.get(at)
        && gate::is_client(word)
        && let Some(client) = word.to_str()
    {
        let (before, rest) = args.split_at_checked(at).unwrap_or_default();
        return match global_options("phantom", before, Some(word)) {
            Ok(options) => gate::run(client, rest.get(1..).unwrap_or_default(), &options),
            Err(code) => code,
        };
    }
    own("phantom", args)
}

/// One of Phantom's own commands. `program` is how the user called it.
pub(crate) fn own(program: &str, args: Vec<OsString>) -> ExitCode {
    let given = args.clone();
    let is_brief = args.is_empty() || args.iter().any(|word| word == "-h");
    let command = if is_brief { args::brief() } else { Cli::command() };
    let words = std::iter::once(OsString::from(program)).chain(args);
    let parsed = command
        .bin_name(program)
        .try_get_matches_from(words)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let Cli { options, command } = match parsed {
        Ok(cli) => cli,
        Err(error) if error.kind() == ErrorKind::InvalidSubcommand => {
            return usage(&with_clients(program, error, &given), &given);
        }
        Err(error) => return usage(&error, &given),
    };
    if let Command::Hook(args) = command {
        // An agent is answered whatever the settings are.
        return hook::run(&args, &options);
    }
    let output = match Output::new(&options, program, &given) {
        Ok(output) => output,
        Err(code) => return code,
    };
    let names = matches!(command, Command::Check(_) | Command::Scan(_) | Command::Diff(_));
    let output = match if names { Ok(output) } else { output.without_names(&options) } {
        Ok(output) => output,
        Err(code) => return code,
    };
    output.begin();
    match command {
        Command::Check(args) => check::run(&args, &options, &output),
        Command::Scan(args) => scan::run(&args, &options, &output),
        Command::Diff(args) => diff::run(&args, &options, &output),
        Command::Fix(args) => fix::run(&args, &options, &output),
        Command::Explain(args) => explain::run(&args, &options, &output),
        Command::Why(args) => why::run(&args, &output),
        Command::Corpus(_) => corpus::info(&output),
        Command::Advisories(args) => match args.command {
            AdvisoriesCommand::Import(args) => advisories::import(&args, &output),
            AdvisoriesCommand::Info => advisories::info(&output),
        },
        Command::Config(args) => match args.command {
            ConfigCommand::Show => config::show(&options, &output),
            ConfigCommand::Schema => config::schema(),
        },
        Command::Init(args) => init::run(&args, &output),
        Command::Allow(args) => allow::run(&args, &options, &output),
        Command::Cache(args) => cache::run(args.command, &output),
        Command::Doctor => doctor::run(&output),
        Command::Log(args) => decisions::run(&args, &output),
        Command::Shims(args) => shims::run(&args, &output),
        Command::Hook(args) => hook::run(&args, &options),
        Command::Completions(args) => texts::completions(args, &output),
        Command::Man(args) => texts::man(&args, &output),
    }
}

/// Phantom's options before a client's name, where there is one.
pub(crate) fn global_options(
    program: &str,
    words: &[OsString],
    client: Option<&OsStr>,
) -> Result<GlobalOptions, ExitCode> {
    /// The options alone.
    #[derive(Debug, Parser)]
    #[command(name = "phantom", version, override_usage = "phantom [OPTIONS] <CLIENT> [ARGS]...")]
    struct Options {
        #[command(flatten)]
        options: GlobalOptions,
    }
    // The parser is not built for the usual command, which has none.
    if words.is_empty() {
        return Ok(GlobalOptions::default());
    }
    let words_with_name = std::iter::once(OsString::from(program)).chain(words.iter().cloned());
    match Options::try_parse_from(words_with_name) {
        Ok(parsed) => Ok(parsed.options),
        Err(error) => Err(match client {
            Some(client) if error.use_stderr() => {
                // Standard output is the client's, and the last line says who ended the run.
                let _ = error.print();
                if let (Some(format), Some(file)) = wanted(words) {
                    output::document(format, Some(&file), misused(&error));
                }
                output::not_run(client, "wrong usage of Phantom's own options");
                ExitCode::from(Exit::Unreadable.code())
            }
            _ => usage(&error, words),
        }),
    }
}

/// The place of the first word that is neither an option nor an option's value.
pub(crate) fn first_word(args: &[OsString]) -> usize {
    let mut at = 0;
    while let Some(word) = args.get(at).and_then(|word| word.to_str()) {
        if WITH_VALUE.contains(&word) {
            at += 2;
        } else if word.starts_with('-') && word.len() > 1 {
            at += 1;
        } else {
            break;
        }
    }
    at.min(args.len())
}

/// The clients that are meant most often.
const OFTEN: [&str; 4] = ["npm", "pip", "cargo", "npx"];

/// What clients are told to do, without the client.
const VERBS: [&str; 7] = ["install", "uninstall", "add", "remove", "update", "upgrade", "sync"];

/// The fault of a first word that is no command, held against the clients' names too.
fn with_clients(program: &str, error: clap::Error, args: &[OsString]) -> clap::Error {
    let words = std::iter::once(OsString::from(program)).chain(args.iter().cloned());
    let mut command = args::completed();
    let first = args.get(first_word(args)).and_then(|word| word.to_str());
    let mut error = match first {
        // What is asked of is the word behind it.
        Some("help") => error,
        _ => command.try_get_matches_from_mut(words).err().unwrap_or(error),
    };
    if let Some(verb) = error.get(ContextKind::InvalidSubcommand).and_then(verb) {
        let tip = format!("a client's name stands before it: `{program} pip {verb} NAME`");
        let mut told = clap::Error::new(error.kind()).with_cmd(&command);
        for kind in [ContextKind::InvalidSubcommand, ContextKind::Usage] {
            told.insert(kind, error.get(kind).cloned().unwrap_or(ContextValue::None));
        }
        told.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        return told;
    }
    let typed = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) => word.clone(),
        _ => String::new(),
    };
    let is_first = first == Some(&*typed) || first == Some("help");
    // The last of clap's own is the nearest, and four of them are no answer.
    let nearest = match error.get(ContextKind::SuggestedSubcommand) {
        _ if is_first => meant(&typed, &command),
        Some(ContextValue::Strings(words)) => words.last().cloned(),
        _ => None,
    };
    if is_first {
        error.remove(ContextKind::SuggestedSubcommand);
    }
    if let Some(word) = nearest {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::String(word));
    }
    error
}

/// The command that a word was meant to be: one with the same letters, else the nearest. The clients that are
/// meant most often go before others that are as near.
fn meant(typed: &str, command: &clap::Command) -> Option<String> {
    let known = || OFTEN.into_iter().chain(command.get_subcommands().map(clap::Command::get_name));
    same_letters(typed, known()).or_else(|| policy::nearest(typed, known())).map(str::to_owned)
}

/// What a client would be told by a word, or by one with the same letters.
fn verb(word: &ContextValue) -> Option<&'static str> {
    let ContextValue::String(word) = word else { return None };
    same_letters(word, VERBS)
}

fn same_letters<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let letters = sorted(word);
    known.into_iter().find(|own| sorted(own) == letters)
}

/// Wrong usage, or a wish for help or the version. Whoever wants a document gets one all the same.
fn usage(error: &clap::Error, args: &[OsString]) -> ExitCode {
    let wrong = error.use_stderr();
    // Nothing is left to do where even this cannot be written.
    let _ = error.print();
    if !wrong {
        return ExitCode::from(Exit::Clean.code());
    }
    if let (Some(format), file) = wanted(args) {
        output::document(format, file.as_deref(), misused(error));
    }
    ExitCode::from(Exit::Unreadable.code())
}

/// What clap says of a command line that it does not understand.
fn misused(error: &clap::Error) -> InputError {
    let text = error.to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let message = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    InputError {
        file: None,
        line: None,
        column: None,
        message: message.trim_start_matches("error: ").to_owned(),
        hint: "see phantom --help".to_owned(),
    }
}

/// The format of the document that a command line asks for which is not understood otherwise, and its file.
/// Text for people is no document, and lines of JSON have no place for errors.
fn wanted(args: &[OsString]) -> (Option<Format>, Option<PathBuf>) {
    let value = |option: &str| {
        let joined = format!("{option}=");
        let behind = |at: usize| args.get(at + 1).and_then(|word| word.to_str());
        args.iter().enumerate().find_map(|(at, word)| {
            let word = word.to_str()?;
            if word == option { behind(at) } else { word.strip_prefix(&joined) }
        })
    };
    let said = value("--format").map(str::to_owned);
    let said = said.or_else(|| std::env::var("PHANTOM_FORMAT").ok()).unwrap_or_default();
    let format = Format::from_str(&said, true).ok();
    let format = format.filter(|format| !matches!(format, Format::Human | Format::Jsonl));
    (format, value("--output").map(PathBuf::from))
}

impl GlobalOptions {
    /// How much to say.
    pub const fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }

    /// Whether to write for a screen reader: the flag, or `PHANTOM_PLAIN` with anything but a no in it.
    pub fn plain(&self) -> bool {
        let said = || std::env::var_os("PHANTOM_PLAIN");
        self.plain || said().is_some_and(|value| !value.is_empty() && value != "0" && value != "false")
    }

    /// The format that the flag says, else the environment, else text.
    ///
    /// # Errors
    /// Where the environment names none.
    pub fn format(&self) -> Result<Format, InputError> {
        let said = std::env::var_os("PHANTOM_FORMAT").filter(|value| !value.is_empty());
        match (self.format, said) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Format::Human),
            (None, Some(word)) => {
                let read = Format::from_str(&word.to_string_lossy(), true);
                read.map_err(|_| InputError {
                    file: None,
                    line: None,
                    column: None,
                    message: format!("PHANTOM_FORMAT: {:?} is no format", word.to_string_lossy()),
                    hint: format!(
                        "set it to one of {}",
                        Format::value_variants().iter().map(|one| one.word()).collect::<Vec<_>>().join(", ")
                    ),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_options_with_values_is_claps() {
        let mut command = Cli::command();
        command.build();
        let mut takes: Vec<String> = command
            .get_arguments()
            .filter(|arg| arg.get_action().takes_values())
            .filter_map(|arg| arg.get_long())
            .map(|long| format!("--{long}"))
            .collect();
        let mut table = WITH_VALUE.map(str::to_owned).to_vec();
        takes.sort();
        table.sort();
        assert_eq!(takes, table);
        let short = |arg: &clap::Arg| arg.get_short().is_some() && arg.get_action().takes_values();
        assert!(!command.get_arguments().any(short), "a short option with a value is not in the table");
    }

    #[test]
    fn the_first_word_is_found_behind_options() {
        for (line, word) in [
            ("pip install x", Some("pip")),
            ("--offline pip install x", Some("pip")),
            ("--format json --allow pip npm install", Some("npm")),
            ("--format=json -q cargo build", Some("cargo")),
            ("check - pip", Some("check")),
            ("- pip", Some("-")),
            ("--offline", None),
            ("--format", None),
            ("", None),
        ] {
            let args: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
            let found = args.get(first_word(&args)).and_then(|word| word.to_str());
            assert_eq!(found, word, "{line}");
        }
    }

    #[test]
    fn clap_finds_no_fault_in_the_commands() {
        Cli::command().debug_assert();
    }
}
