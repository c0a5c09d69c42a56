//! Command lines made from the tables and then spoilt: a name that is planted among them is never missed.

use std::ffi::OsString;

use super::*;
use crate::command::grammar::{Dialect, Opt, Role, Takes};
use crate::command::table::{Command, Effect, Grammar, Words};
use crate::command::{cargo, npm, pip};

/// Lines for each client.
const EACH: usize = 400;

const PLANTED: &str = "planted-evil";

/// A row of numbers that looks random and is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit.max(1)
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// The way to a command that takes names: its words, whether the name must be the first, the options there.
struct Way {
    words: Vec<String>,
    first: bool,
    dialect: Dialect,
    tables: Vec<&'static [Opt]>,
}

fn ways(
    grammar: &'static Grammar,
    commands: &'static [Command],
    before: &[String],
    depth: usize,
) -> Vec<Way> {
    let mut found = Vec::new();
    for command in commands {
        for name in command.names.split(' ').filter(|name| !matches!(*name, "-" | "*")) {
            let mut words = before.to_vec();
            words.push(name.to_owned());
            let other = |skip: usize| [words.clone(), vec!["word".to_owned(); skip]].concat();
            match command.effect {
                Effect::Installs(kind, _) => {
                    let first = match kind {
                        Words::Names | Words::Patterns => false,
                        Words::Tool | Words::Create => true,
                        Words::NamesBehindOne => {
                            words.push("word".to_owned());
                            false
                        }
                        _ => continue,
                    };
                    let tables = vec![command.options, grammar.options];
                    found.push(Way { words, first, dialect: grammar.dialect, tables });
                }
                Effect::Below(commands) => found.extend(ways(grammar, commands, &words, depth)),
                Effect::Again(skip) if depth == 0 => {
                    found.extend(ways(grammar, grammar.commands, &other(skip), depth + 1));
                }
                Effect::Of(skip, client) if depth == 0 => {
                    let (inner, start) = client.table().unwrap_or((&pip::PIP, &[]));
                    if matches!(client, Client::Npm | Client::Npx) {
                        continue;
                    }
                    let start: Vec<String> = start.iter().map(|word| (*word).to_owned()).collect();
                    let all = ways(inner, inner.commands, &[], depth + 1);
                    found.extend(all.into_iter().filter(|way| way.words.starts_with(&start)).map(|way| {
                        Way { words: [other(skip), way.words[start.len()..].to_vec()].concat(), ..way }
                    }));
                }
                Effect::Again(_) | Effect::Of(..) | Effect::Nothing | Effect::Held(_) => {}
            }
        }
    }
    found
}

/// Words for one option, as somebody might write it.
fn written(option: &'static Opt, dialect: Dialect, dice: &mut Dice) -> Vec<String> {
    let names: Vec<&str> = option.names.split(' ').collect();
    let mut name = dice.pick(&names).to_owned();
    if dialect != Dialect::Clap && name.starts_with("--") && dice.one_in(4) {
        name.truncate(name.len() - dice.below(name.len() - 3));
    }
    let value = dice.pick(&["1", "v.txt", "key=value", "https://a.example/"]).to_owned();
    let short = !name.starts_with("--");
    match option.takes {
        Takes::Value if dice.one_in(3) && short => vec![name + &value],
        Takes::Value if dice.one_in(3) => vec![format!("{name}={value}")],
        Takes::Value => vec![name, value],
        Takes::Either | Takes::Attached if dice.one_in(2) && !short => vec![format!("{name}={value}")],
        _ => vec![name],
    }
}

/// Options that end the run, change who is asked for what, or whose value is a language of its own.
fn is_usual(option: &Opt) -> bool {
    !matches!(
        option.role,
        Role::Ends
            | Role::Package
            | Role::IsScript
            | Role::IsModule
            | Role::Imports
            | Role::PipArguments
            | Role::Call
            | Role::Path
            | Role::Git
    )
}

fn line(way: &Way, dice: &mut Dice) -> Vec<OsString> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for _ in 0..dice.below(5) {
        let table = dice.pick(&way.tables);
        let Some(option) = (!table.is_empty()).then(|| &table[dice.below(table.len())]) else { continue };
        // The command's own options hide the client's.
        let hidden = way.tables.iter().take_while(|own| !std::ptr::eq(**own, table)).any(|own| {
            own.iter()
                .any(|other| other.names.split(' ').any(|name| option.names.split(' ').any(|n| n == name)))
        });
        if is_usual(option) && !hidden {
            groups.push(written(option, way.dialect, dice));
        }
    }
    if dice.one_in(4) {
        groups
            .push(vec![dice.pick(&["--zz-unknown", "--zz-unknown=1", "-%", "--=", "--no-zz=x"]).to_owned()]);
    }
    let planted = match dice.below(4) {
        0 => format!("{PLANTED}@1.0.0"),
        _ => PLANTED.to_owned(),
    };
    let at = if way.first { groups.len() } else { dice.below(groups.len() + 1) };
    groups.insert(at, vec![planted]);
    if !way.first && dice.one_in(3) {
        groups.insert(dice.below(groups.len()), vec!["other".to_owned()]);
    }
    if dice.one_in(6) {
        let at = groups.iter().position(|group| group[0].starts_with(PLANTED)).unwrap();
        groups.insert(at, vec!["--".to_owned()]);
    }
    way.words.iter().cloned().chain(groups.into_iter().flatten()).map(OsString::from).collect()
}

/// Whether the planted name would be judged, or the command held.
fn is_seen(plan: &Plan) -> bool {
    match plan {
        Plan::Install(install) => install.dependencies.iter().any(|d| d.name.spelling().contains(PLANTED)),
        Plan::NotUnderstood { .. } => true,
        Plan::PassThrough => false,
    }
}

#[test]
fn no_planted_name_is_missed_by_a_table() {
    let mut dice = Dice(0x5eed_0000_1234_5678);
    let mut made = 0;
    for client in Client::all() {
        let (grammar, start) = match client {
            Client::Pip => (&pip::PIP, &[] as &[&str]),
            _ => match client.table() {
                Some(table) => table,
                None => continue,
            },
        };
        let start: Vec<String> = start.iter().map(|word| (*word).to_owned()).collect();
        let ways = ways(grammar, grammar.commands, &[], 0);
        let ways: Vec<Way> = ways.into_iter().filter(|way| way.words.starts_with(&start)).collect();
        assert!(!ways.is_empty(), "{client:?}");
        let mut held = 0;
        for turn in 0..EACH {
            let way = &ways[turn % ways.len()];
            let args = line(way, &mut dice);
            let args = &args[start.len()..];
            let plan = parse(client, args);
            assert!(is_seen(&plan), "{client:?} {args:?}: {plan:?}");
            held += usize::from(matches!(plan, Plan::NotUnderstood { .. }));
            made += 1;
        }
        assert!(held < EACH / 2, "{client:?}: most lines are held: {held}");
    }
    assert!(made >= 1000, "{made}");
}

#[test]
fn no_planted_name_is_missed_in_cargos_lines() {
    let mut dice = Dice(0xca60);
    for (command, table) in [("add", cargo::ADD), ("install", cargo::INSTALL), ("binstall", cargo::INSTALL)] {
        let way = Way {
            words: vec![command.to_owned()],
            first: false,
            dialect: Dialect::Clap,
            tables: vec![table],
        };
        for _ in 0..EACH {
            let mut args = line(&way, &mut dice);
            if dice.one_in(3) {
                args.insert(0, "+nightly".into());
            }
            let plan = parse(Client::Cargo, &args);
            assert!(is_seen(&plan), "{args:?}: {plan:?}");
        }
    }
}

/// Words for one of npm's options: one dash or more, cut short, denied, with a literal behind it.
fn written_for_npm(option: &'static Opt, dice: &mut Dice) -> Vec<String> {
    let names: Vec<&str> = option.names.split(' ').collect();
    let name = dice.pick(&names);
    let dashes = dice.pick(&["--", "--", "-", "---"]);
    match option.takes {
        Takes::Literal => {
            let no = if dice.one_in(3) { "no-" } else { "" };
            let mut words = vec![format!("{dashes}{no}{name}")];
            words.extend(dice.one_in(3).then(|| dice.pick(&["true", "false"]).to_owned()));
            words
        }
        _ if dice.one_in(2) => vec![format!("{dashes}{name}=1")],
        _ => vec![format!("{dashes}{name}"), "1".to_owned()],
    }
}

#[test]
fn no_planted_name_is_missed_in_npms_lines() {
    let mut dice = Dice(0x6e70_6d00);
    let aliases = npm::tables::ALIASES.iter().filter(|(_, command)| *command == "install");
    let commands: Vec<&str> =
        aliases.map(|(alias, _)| *alias).chain(["install", "install-test", "link", "exec"]).collect();
    for turn in 0..EACH * 2 {
        let command = commands[turn % commands.len()];
        let mut groups: Vec<Vec<String>> = Vec::new();
        for _ in 0..dice.below(5) {
            let option = &npm::tables::OPTIONS[dice.below(npm::tables::OPTIONS.len())];
            if is_usual(option) && option.role != Role::Global {
                groups.push(written_for_npm(option, &mut dice));
            }
        }
        if command != "exec" {
            let at = dice.below(groups.len() + 1);
            groups.insert(at, vec![PLANTED.to_owned()]);
        } else {
            groups.push(vec![PLANTED.to_owned()]);
        }
        let words = std::iter::once(command.to_owned()).chain(groups.into_iter().flatten());
        let args: Vec<OsString> = words.map(OsString::from).collect();
        let plan = parse(Client::Npm, &args);
        assert!(is_seen(&plan), "{args:?}: {plan:?}");
    }
}
