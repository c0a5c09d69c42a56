//! The tables of options against the help of the clients on this machine: an option that takes a
//! value here and none there would let a name be taken for the value, or the value for a name.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::ffi::OsString;

use phantom_guard::command::{Client, Plan, parse};
use phantom_testkit::{Sandbox, program};

/// An option as a help page states it.
#[derive(Debug, PartialEq, Eq)]
struct Stated {
    long: String,
    takes_value: bool,
}

/// Options in the left column of pip's and cargo's help: `-r, --requirement <file>  what it does`.
fn left_column(help: &str) -> Vec<Stated> {
    help.lines()
        .filter_map(|line| {
            let text = line.trim_start();
            // Further in stand the descriptions, which name options too.
            if line.len() - text.len() > 8 {
                return None;
            }
            let column = text.split("  ").next().filter(|column| column.starts_with('-'))?;
            let long = column.split([' ', ',']).find(|word| word.starts_with("--"))?;
            // `--timings[=<FMT>]` takes one only behind `=`; `--verbose...` may be repeated.
            let name = long.split('[').next()?.trim_end_matches('.');
            let takes_value = column.contains(" <") || column.contains(" [<");
            Some(Stated { long: name.to_owned(), takes_value })
        })
        .collect()
}

/// Options of npm's usage: `[--save|--no-save] [--omit <dev|optional>]`.
fn in_brackets(help: &str) -> Vec<Stated> {
    let words = help.split(['[', ']', '|', '\n', ' ']).filter(|word| word.starts_with("--"));
    words
        .map(|long| Stated { long: long.to_owned(), takes_value: help.contains(&format!("{long} <")) })
        // Examples attach a value: `--package=foo`.
        .filter(|stated| stated.long.len() > 2 && !stated.long.contains('='))
        .collect()
}

/// Checks that behind each option, with a value where it takes one, the name is still seen alone.
fn check(client: Client, command: &str, name: &str, stated: &[Stated], but: &[&str]) {
    assert!(stated.len() > 10, "the help of {client:?} {command} is not read: {stated:?}");
    let mut wrong = Vec::new();
    for Stated { long, takes_value } in stated.iter().filter(|stated| !but.contains(&stated.long.as_str())) {
        let mut args: Vec<OsString> = vec![command.into(), long.into()];
        args.extend(takes_value.then(|| OsString::from("1")));
        args.push(name.into());
        let seen = match parse(client, &args) {
            Plan::Install(install) => {
                install.dependencies.iter().map(|d| d.name.spelling().to_owned()).collect::<Vec<_>>()
            }
            other => vec![format!("{other:?}")],
        };
        if seen != [name] {
            wrong.push(format!("{args:?}: {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "the tables and the help differ:\n{}", wrong.join("\n"));
}

fn help(client: &str, args: &[&str]) -> String {
    Sandbox::new().run(program(client), args).stdout_text()
}

#[test]
fn pips_options_are_known() {
    for command in ["install", "download", "wheel"] {
        let stated = left_column(&help("pip", &[command, "--help"]));
        // These end the run, or name something to install themselves.
        check(Client::Pip, command, "requests", &stated, &["--help", "--version", "--editable"]);
    }
}

#[test]
fn npms_options_are_known() {
    for command in ["install", "exec"] {
        let stated = in_brackets(&help("npm", &[command, "--help"]));
        // The second names the package itself, the third replaces it.
        check(Client::Npm, command, "lodash", &stated, &["--usage", "--package", "--call"]);
    }
}

#[test]
fn cargos_options_are_known() {
    for command in ["add", "install"] {
        let stated = left_column(&help("cargo", &[command, "--help"]));
        check(Client::Cargo, command, "serde", &stated, &["--help", "--list"]);
    }
}

#[test]
fn cargos_own_commands_are_known() {
    // A command that is not known is taken for one that builds the project. For cargo's own, that
    // must be meant: here are those for which it is.
    let builds = [
        "bench",
        "build",
        "check",
        "clippy",
        "doc",
        "fetch",
        "fix",
        "generate-lockfile",
        "metadata",
        "miri",
        "package",
        "publish",
        "run",
        "rustc",
        "rustdoc",
        "test",
        "tree",
        "update",
        "vendor",
    ];
    let list = help("cargo", &["--list"]);
    let own = list.lines().skip(1).filter(|line| !line.contains("alias:")).filter_map(|line| {
        // Those of other people have no description.
        let (name, description) = line.trim().split_once(' ')?;
        (!description.trim().is_empty()).then_some(name)
    });
    let mut seen = 0;
    for command in own {
        seen += 1;
        let plan = parse(Client::Cargo, &[command.into()]);
        let checks = matches!(&plan, Plan::Install(install) if !install.projects.is_empty());
        assert_eq!(checks, builds.contains(&command), "{command}: {plan:?}");
    }
    assert!(seen > 20, "{list}");
}
