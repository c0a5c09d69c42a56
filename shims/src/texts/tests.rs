use std::collections::BTreeMap;
use std::path::PathBuf;

use clap_complete::{Shell, generate};

use super::*;
use crate::args::{completed, documented};

/// The texts, as they are generated from the command line's definition.
fn generated() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
        let (mut command, mut text) = (with_values(completed()), Vec::new());
        generate(shell, &mut command, "phantom", &mut text);
        let name = clap_complete::Generator::file_name(&shell, "phantom");
        let text = String::from_utf8(text).unwrap();
        // bash takes `=` for a word of its own.
        let joined = "    prev=\"$3\"\n    if [[ \"$prev\" == \"=\" ]]; then\n        prev=\"${COMP_WORDS[COMP_CWORD-2]}\"\n    fi\n";
        files.insert(name, text.replace("    prev=\"$3\"\n", joined));
    }
    let folder = tempfile::tempdir().unwrap();
    clap_mangen::generate_to(documented(), folder.path()).unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read_to_string(path).unwrap());
    }
    files
}

/// Values that are completed, though the program reads any word and says itself what is wrong with it.
fn with_values(command: clap::Command) -> clap::Command {
    let pages: Vec<&str> =
        documented().get_subcommands().map(|one| &*one.get_name().to_owned().leak()).collect();
    let commands: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let actions = |arg: clap::Arg| {
        let is_it = arg.get_id() == "on_unavailable";
        if is_it { arg.value_parser(["block", "warn", "allow"]).hide_possible_values(true) } else { arg }
    };
    let command = commands.iter().fold(command.mut_args(actions), |command, name| {
        command.mut_subcommand(name, |one| one.mut_args(actions))
    });
    let pages = clap::builder::PossibleValuesParser::new(pages);
    command.mut_subcommand("man", |man| man.mut_arg("command", |arg| arg.value_parser(pages)))
}

fn assets() -> PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/assets").into()
}

#[test]
fn the_texts_are_those_of_the_command_line() {
    let generated = generated();
    if std::env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always") {
        let _ = fs::remove_dir_all(assets());
        fs::create_dir(assets()).unwrap();
        for (name, text) in &generated {
            fs::write(assets().join(name), text).unwrap();
        }
    }
    let read = |entry: io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    let written: BTreeMap<String, String> = fs::read_dir(assets()).unwrap().map(read).collect();
    let names = |texts: &BTreeMap<String, String>| texts.keys().cloned().collect::<Vec<_>>();
    let remedy = "INSTA_UPDATE=always cargo test -p phantom-shims --lib texts";
    assert_eq!(names(&written), names(&generated), "to bring them up to date: {remedy}");
    for (name, text) in &generated {
        assert!(written[name] == *text, "{name} is out of date: {remedy}");
    }
}

#[test]
fn the_program_holds_every_text() {
    let all = unpacked().unwrap();
    let packed: BTreeMap<_, _> = texts(&all).collect();
    let entries = fs::read_dir(assets()).unwrap().map(|entry| entry.unwrap().path());
    let mut count = 0;
    for path in entries {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(packed.get(name).copied(), Some(fs::read_to_string(&path).unwrap().as_str()), "{name}");
        count += 1;
    }
    assert_eq!(packed.len(), count);
    assert!(PACKED.len() < 40_000, "{} bytes of the program", PACKED.len());
}
