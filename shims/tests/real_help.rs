//! The tables of options against the help of the clients on this machine: an option that takes a
//! value here and none there would let a name be taken for the value, or the value for a name.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::ffi::OsString;

use phantom_guard::command::{Client, Plan, Project, parse};
use phantom_testkit::{Sandbox, program};

/// An option as a help page states it.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    assert!(stated.len() > 5, "the help of {client:?} {command} is not read: {stated:?}");
    let mut wrong = Vec::new();
    for Stated { long, takes_value } in stated.iter().filter(|stated| !but.contains(&stated.long.as_str())) {
        let mut args: Vec<OsString> = command.split(' ').map(OsString::from).collect();
        args.push(long.into());
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

/// The same for a client whose help does not say which options take a value: behind each, a word and the
/// name, and the name is seen.
fn check_known(client: Client, command: &str, stated: &[Stated], but: &[&str]) {
    assert!(stated.len() > 5, "the help of {client:?} {command} is not read: {stated:?}");
    let mut wrong = Vec::new();
    for Stated { long, .. } in stated.iter().filter(|stated| !but.contains(&stated.long.as_str())) {
        let words = command.split(' ').chain([long.as_str(), "word", "lodash"]);
        let plan = parse(client, &words.map(OsString::from).collect::<Vec<_>>());
        let sees = |plan: &Plan| match plan {
            Plan::Install(install) => install.dependencies.iter().any(|d| d.name.spelling() == "lodash"),
            _ => false,
        };
        if !sees(&plan) {
            wrong.push(format!("{command} {long}: {plan:?}"));
        }
    }
    assert!(wrong.is_empty(), "the tables and the help differ:\n{}", wrong.join("\n"));
}

/// Commands in the help's lists: one word, further in, and what it does behind two spaces or more.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().filter(|line| line.starts_with(' '));
    let lines = lines.filter_map(|line| line.trim().split_once("  ").or(Some((line.trim(), ""))));
    let words = lines.flat_map(|(words, _)| words.split(", ").map(str::to_owned).collect::<Vec<_>>());
    words
        .filter(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        .collect()
}

/// Checks that a table has each of a client's own commands.
fn check_commands(client: Client, before: &[&str], list: &[String]) {
    assert!(list.len() > 5, "the help of {client:?} {before:?} is not read: {list:?}");
    for command in list.iter().filter(|command| !command.starts_with('-')) {
        let args: Vec<OsString> = before.iter().chain([&command.as_str()]).map(OsString::from).collect();
        if let Plan::NotUnderstood { why, .. } = parse(client, &args) {
            assert!(!why.contains("is not known"), "{client:?} {args:?}: {why}");
        }
    }
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
fn pips_commands_are_known() {
    let text = help("pip", &["--help"]);
    let (_, list) = text.split_once("Commands:").unwrap();
    check_commands(Client::Pip, &[], &commands(list.split("\n\n").next().unwrap()));
}

#[test]
fn uvs_commands_and_options_are_known() {
    for before in [&[] as &[&str], &["pip"], &["tool"]] {
        let text = help("uv", &[&["help"], before].concat());
        let (_, list) = text.split_once("Commands:").unwrap();
        check_commands(Client::Uv, before, &commands(list.split("\n\n").next().unwrap()));
    }
    // These end the run, or name something to install themselves.
    let but =
        ["--help", "--version", "--with", "--with-editable", "--with-executables-from", "--from", "--seed"];
    for command in ["add", "pip install", "tool install", "tool run", "tool upgrade"] {
        let words: Vec<&str> = std::iter::once("help").chain(command.split(' ')).collect();
        check(Client::Uv, command, "requests", &left_column(&help("uv", &words)), &but);
    }
    // Commands without names must be understood all the same.
    for command in
        ["run", "sync", "lock", "export", "tree", "build", "venv", "remove", "pip sync", "pip compile"]
    {
        let words: Vec<&str> = std::iter::once("help").chain(command.split(' ')).collect();
        for Stated { long, takes_value } in left_column(&help("uv", &words)) {
            let words = command.split(' ').chain([long.as_str()]).chain(takes_value.then_some("1"));
            let args: Vec<OsString> = words.map(OsString::from).collect();
            let plan = parse(Client::Uv, &args);
            assert!(!matches!(plan, Plan::NotUnderstood { .. }), "{args:?}: {plan:?}");
        }
    }
}

#[test]
fn pnpms_commands_and_options_are_known() {
    let text = help("pnpm", &["help", "-a"]);
    let (_, list) = text.split_once("Manage your dependencies:").unwrap();
    check_commands(Client::Pnpm, &[], &commands(list));
    for command in ["add", "install", "update", "dlx"] {
        // Help writes an option and its denial as one.
        let text = help("pnpm", &[command, "--help"]).replace("--[no-]", "--");
        let denied = help("pnpm", &[command, "--help"]).replace("--[no-]", "--no-");
        let stated = [left_column(&text), left_column(&denied)].concat();
        // What stands behind the first word is the program's.
        match command {
            "dlx" => check_known(Client::Pnpm, "dlx --package lodash", &stated, &["--help"]),
            _ => check_known(Client::Pnpm, command, &stated, &["--help", "--version"]),
        }
    }
}

#[test]
fn yarns_options_are_known() {
    for command in ["add", "install", "upgrade", "global"] {
        let stated = left_column(&help("yarn", &[command, "--help"]));
        let command = if command == "global" { "global add" } else { command };
        check_known(Client::Yarn, command, &stated, &[]);
    }
    for command in ["add", "up"] {
        let text = help("berry", &[command, "-h"]);
        // Bold, and the letter and the word for an option without a space between them.
        let text = text.replace("\u{1b}[1m", "").replace("\u{1b}[22m", "").replace(",--", ", --");
        let (text, _) = text.split_once("Details").unwrap();
        check_known(Client::Yarn, command, &left_column(text), &[]);
    }
}

#[test]
fn npms_options_are_known() {
    for command in ["install", "exec", "install-test", "link"] {
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
    // Behind `run`, the first word that is no value is the program's, and so is what follows.
    for command in ["run", "build", "test", "fetch", "update", "tree", "vendor", "metadata", "publish"] {
        let stated = left_column(&help("cargo", &[command, "--help"]));
        let but = ["--help", "--manifest-path", "--no-deps"];
        for Stated { long, takes_value } in
            stated.iter().filter(|stated| !but.contains(&stated.long.as_str()))
        {
            let words = [command, long].into_iter().chain(takes_value.then_some("1"));
            let words = words.chain(["--manifest-path", "sub/Cargo.toml"]);
            let args: Vec<OsString> = words.map(OsString::from).collect();
            let plan = parse(Client::Cargo, &args);
            let expected = Project::Manifest("sub/Cargo.toml".into());
            let sees = matches!(&plan, Plan::Install(install) if install.projects.contains(&expected));
            assert!(sees, "{args:?}: {plan:?}");
        }
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
