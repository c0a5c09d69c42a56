//! A bot in a chat or at a pull request: it reads a message, finds the install commands in it, and answers
//! for each name whether to install it. Nobody is asked, and nothing is run.
//!
//! ```sh
//! echo 'just do `pip install reqeusts`' | cargo run --example judge_names
//! ```
//!
//! It ends with 1 where a name is blocked, and with 3 where a command cannot be understood.

use std::error::Error;
use std::ffi::OsString;
use std::io::{Write, read_to_string, stdin, stdout};
use std::process::ExitCode;

use jiff::Timestamp;
use phantom_guard::command::{Client, Plan, parse};
use phantom_guard::finding::Finding;
use phantom_guard::guard::Guard;
use phantom_guard::policy::Action;
use phantom_guard::report::{Exit, escaped, escaped_name};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let message = read_to_string(stdin())?;
    let guard = Guard::offline(Timestamp::now());
    let mut out = stdout().lock();
    let mut worst = Exit::Clean;
    for command in message.split(['\n', '`', ';']) {
        let words: Vec<OsString> =
            command.trim_start_matches([' ', '$']).split_whitespace().map(Into::into).collect();
        let Some((program, args)) = words.split_first() else { continue };
        let Some(client) = program.to_str().and_then(Client::from_name) else { continue };
        match parse(client, args) {
            Plan::PassThrough => {}
            Plan::NotUnderstood { why, .. } => {
                writeln!(
                    out,
                    "I cannot tell what `{}` installs: {}",
                    escaped(command.trim()),
                    escaped(&why)
                )?;
                worst = worst.max(Exit::NotChecked);
            }
            Plan::Install(install) => {
                // Files that it names (`-r requirements.txt`) would be for `manifest::read`.
                let report = guard.judge(install.dependencies, Vec::new());
                for finding in &report.findings {
                    writeln!(out, "{}", answer(finding))?;
                }
                worst = worst.max(report.exit());
            }
        }
    }
    Ok(worst.code().into())
}

fn answer(finding: &Finding) -> String {
    // A name in a chat may hold anything: it is never written as it is.
    let name = escaped_name(finding.dependency.name.spelling());
    let meant = finding.assessment.suggestion.as_deref();
    match (finding.decision.action, meant) {
        (Action::Allow, None) => format!("{name}: nothing speaks against it"),
        (Action::Allow, Some(meant)) => format!("{name}: it passes, but was {meant} meant?"),
        (Action::Warn, _) => format!("{name}: look at it first, {}", escaped(&finding.decision.reason)),
        (Action::Block, Some(meant)) => format!("{name}: do not install it, {meant} was probably meant"),
        (Action::Block, None) => format!("{name}: do not install it"),
    }
}
