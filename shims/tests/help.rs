//! Help, completions and manual pages, as people and shells meet them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::process::Command;

use phantom_testkit::{Outcome, Sandbox};

mod cli_support;

use cli_support::PHANTOM;

/// Lines of a screen that nobody has to roll.
const SCREEN: usize = 50;

fn said(args: &[&str]) -> Outcome {
    said_at("80", args)
}

fn said_at(columns: &str, args: &[&str]) -> Outcome {
    let mut sandbox = Sandbox::new();
    sandbox.set("COLUMNS", columns);
    sandbox.run(PHANTOM, args)
}

/// What `-h` lists of commands.
fn commands(help: &str) -> Vec<String> {
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let lines = list.lines().take_while(|line| !line.is_empty());
    // A description that goes on stands further in.
    let lines = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[track_caller]
fn fits(shown: &str, columns: usize, lines: usize, what: &str) {
    assert!(shown.lines().count() <= lines, "{what} has {} lines:\n{shown}", shown.lines().count());
    for line in shown.lines() {
        assert!(line.chars().count() <= columns, "{what} has a wide line: {line}");
    }
}

#[test]
fn help_fits_a_screen_and_has_examples() {
    let sandbox = Sandbox::new();
    let short = said(&["-h"]).expect_code(0).stdout_text();
    fits(&short, 80, SCREEN, "phantom -h");
    assert_shown!("help", sandbox, short.as_str());
    assert_shown!("help_long", sandbox, said(&["--help"]).expect_code(0).stdout_text());
    let commands = commands(&short);
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands.iter().filter(|command| *command != "help") {
        let short = said(&[command, "-h"]).expect_code(0).stdout_text();
        fits(&short, 80, SCREEN, command);
        assert!(short.contains("Example"), "{command} has no example:\n{short}");
        // With every option, to which a narrow terminal gives two lines each.
        let long = said_at("100", &[command, "--help"]).expect_code(0).stdout_text();
        fits(&long, 100, SCREEN + 10, command);
        assert!(long.contains("--on-unavailable") && !short.contains("--on-unavailable"), "{command}");
        cli_support::settings(&sandbox).bind(|| insta::assert_snapshot!(format!("help_{command}"), short));
    }
}

#[test]
fn a_word_that_is_nearly_right_is_answered_with_the_right_one() {
    for (line, tip) in [
        ("scna", "a similar subcommand exists: 'scan'"),
        ("pipp install x", "a similar subcommand exists: 'pip'"),
        ("yran add x", "a similar subcommand exists: 'yarn'"),
        ("nmp install", "a similar subcommand exists: 'npm'"),
        ("npn install", "a similar subcommand exists: 'npm'"),
        ("mpn install", "a similar subcommand exists: 'npm'"),
        ("nxp x", "a similar subcommand exists: 'npx'"),
        ("help scn", "unrecognized subcommand 'scn'"),
        ("help scn", "a similar subcommand exists: 'scan'"),
        ("isntall x", "a client's name stands before it: `phantom pip install NAME`"),
        ("add x", "a client's name stands before it: `phantom pip add NAME`"),
        ("--ofline scan", "a similar argument exists: '--offline'"),
        ("scan --includ-ignored", "a similar argument exists: '--include-ignored'"),
        ("--ofline pip install x", "a similar argument exists: '--offline'"),
        ("scan --format jsno", "a similar value exists: 'json"),
        ("check -e pipy x", "[possible values: pypi, npm, crates]"),
        ("check -e crate x", "a similar value exists: 'crates'"),
        ("hook install claudecode", "a similar value exists: 'claude-code'"),
        ("diff a b --kind cargolock", "a similar value exists: 'cargo-lock'"),
        ("cache claer", "a similar subcommand exists: 'clear'"),
        ("completions bsh", "a similar value exists: 'bash'"),
    ] {
        let outcome = said(&line.split(' ').collect::<Vec<_>>()).expect_code(2);
        assert!(outcome.stderr_text().contains(tip), "{line}: {}", outcome.stderr_text());
    }
    let sandbox = Sandbox::new();
    let both = ["isntall", "pipp"].map(|word| said(&[word, "install", "x"]).stderr_text());
    assert_shown!("did_you_mean", sandbox, both.join("-----\n"));
}

#[test]
fn words_of_ecosystems_are_taken_as_before() {
    for word in ["pypi", "PyPI", "pip", "python"] {
        let outcome = said(&["--offline", "check", "-e", word, "requests", "--format", "json"]);
        assert!(outcome.expect_code(0).stdout_text().contains("\"ecosystem\":\"pypi\""), "{word}");
    }
    for word in ["node", "cargo", "rust", "crates"] {
        said(&["--offline", "check", "-e", word, "serde", "-q"]).expect_code(0);
    }
}

/// What bash completes of a line; its last word is the one under way.
fn bash_completes(words: &[&str]) -> Vec<String> {
    let mut sandbox = Sandbox::new();
    let script = said(&["completions", "bash"]).expect_code(0).stdout;
    let file = sandbox.write("phantom.bash", script);
    sandbox.set("SCRIPT", file);
    let program = "source \"$SCRIPT\" && complete -p phantom >&2 && COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) \
        && _phantom phantom \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD - 1]}\" \
        && printf '%s\\n' \"${COMPREPLY[@]}\"";
    let outcome = sandbox.run("bash", [&["-c", program, "bash"], words].concat());
    let stderr = outcome.stderr_text();
    assert!(stderr.starts_with("complete -o bashdefault -o default"), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    outcome.stdout_text().lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_clients_options_and_values() {
    assert_eq!(bash_completes(&["phantom", "sca"]), ["scan"]);
    assert_eq!(bash_completes(&["phantom", "pnp"]), ["pnpm", "pnpx"]);
    assert_eq!(bash_completes(&["phantom", "--format", "=", "s"]), ["sarif"]);
    assert_eq!(bash_completes(&["phantom", "scan", "--on-unavailable", ""]), ["block", "warn", "allow"]);
    assert!(bash_completes(&["phantom", "man", ""]).contains(&"scan".to_owned()));
    assert_eq!(bash_completes(&["phantom", "scan", "--sin"]), ["--since"]);
    assert_eq!(bash_completes(&["phantom", "scan", "--off"]), ["--offline"]);
    assert!(bash_completes(&["phantom", "scan", "--format", "js"]).starts_with(&["json".to_owned()]));
    assert_eq!(bash_completes(&["phantom", "check", "-e", ""]), ["pypi", "npm", "crates"]);
    assert_eq!(bash_completes(&["phantom", "hook", "install", "cl"]), ["claude-code"]);
    assert_eq!(bash_completes(&["phantom", "hook", "unin"]), ["uninstall"]);
    assert_eq!(bash_completes(&["phantom", "completions", "z"]), ["zsh"]);
}

#[test]
fn behind_a_clients_name_no_option_is_phantoms() {
    // Nothing of Phantom's: bash goes on to files.
    assert_eq!(bash_completes(&["phantom", "pip", "--"]), [""; 0]);
    assert_eq!(bash_completes(&["phantom", "npm", "install", "--off"]), [""; 0]);
}

/// A shell's own look at the script, where the shell is on this machine.
#[test]
fn every_shells_script_names_the_commands_and_is_read_by_the_shell() {
    for (shell, program) in [
        ("bash", &["bash", "-n"][..]),
        ("zsh", &["zsh", "-n"]),
        ("fish", &["fish", "--no-execute"]),
        ("powershell", &["pwsh", "-NoProfile", "-File"]),
        ("elvish", &["elvish", "-compileonly"]),
    ] {
        let script = said(&["completions", shell]).expect_code(0).stdout_text();
        for word in ["scan", "explain", "pnpm", "include-ignored", "claude-code"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
        let sandbox = Sandbox::new();
        let file = sandbox.write("script.ps1", script);
        if let Ok(output) = Command::new(program[0]).args(&program[1..]).arg(file).output() {
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{shell}");
        }
    }
}

#[test]
fn a_manual_page_of_each_command_is_one_that_groff_reads() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("man1");
    said(&["man", "--dir", folder.to_str().unwrap()]).expect_code(0);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for section in [".TH phantom", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION"] {
            assert!(text.contains(section), "{} lacks {section}", path.display());
        }
        if let Ok(output) = Command::new("groff").args(["-man", "-Tutf8", "-ww", "-z"]).arg(&path).output() {
            assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{}", path.display());
        }
        names.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    for command in commands(&said(&["-h"]).stdout_text()).iter().filter(|command| *command != "help") {
        let page = said(&["man", command]).expect_code(0).stdout_text();
        assert_eq!(page, std::fs::read_to_string(folder.join(format!("phantom-{command}.1"))).unwrap());
    }
    assert!(names.contains(&"phantom-hook-install.1".to_owned()), "{names:?}");
    assert!(said(&["man"]).expect_code(0).stdout_text().contains(".TH phantom 1"));
    assert!(
        said(&["man", "hook", "install"]).expect_code(0).stdout_text().contains("phantom\\-hook\\-install")
    );
}

#[test]
fn a_page_that_is_not_there_and_a_folder_that_cannot_be_are_said() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("file", "");
    let text = [
        said(&["man", "pip"]).expect_code(2).shown(),
        sandbox.run(PHANTOM, ["man", "--dir", file.to_str().unwrap()]).expect_code(2).shown(),
    ];
    assert_shown!("man_faults", sandbox, text.join("\n"));
}
