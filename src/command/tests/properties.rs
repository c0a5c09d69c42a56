use std::ffi::OsString;

use proptest::prelude::*;

use crate::command::*;

/// Words that are likelier to reach a branch than random text.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "install",
            "run",
            "tool",
            "dlx",
            "workspace",
            "global",
            "-p",
            "--with",
            "x.py",
            "i",
            "add",
            "ci",
            "exec",
            "init",
            "-r",
            "-g",
            "--",
            "-",
            "---",
            "-m",
            "pip",
            "--no-",
            "=",
            "-=",
            "--save=",
            "--prefix",
            "--registry",
            "true",
            "false",
            "+nightly",
            "-C",
            "--config",
            "@",
            "@/",
            "a@npm:",
            "npm:",
            "file:",
            "git+",
            "x@npm:y@npm:z",
            "./",
            "é",
            "-é",
            "--é=é",
        ])
        .prop_map(str::to_owned),
        "[-@=:./a-z+é]{0,12}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_command_line_panics(words in prop::collection::vec(word(), 0..8)) {
        let args: Vec<OsString> = words.iter().map(OsString::from).collect();
        for client in Client::all() {
            let _ = parse(client, &args);
        }
        let _ = expand_cargo_alias(&args, |word| Some(vec![word.to_owned(), "install".to_owned()]));
    }

    #[cfg(unix)]
    #[test]
    fn no_bytes_panic(words in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..6)) {
        use std::os::unix::ffi::OsStringExt as _;
        let args: Vec<OsString> = words.into_iter().map(OsString::from_vec).collect();
        for client in Client::all() {
            let _ = parse(client, &args);
        }
    }

    /// Whatever options stand around it, a name behind `install` is seen, or the command is held.
    #[test]
    fn a_name_is_never_missed(flags in prop::collection::vec(prop::sample::select(vec![
        "-q", "-U", "--pre", "--user", "--upgrade", "-v", "--no-deps", "--index-url=https://a.example", "-rx", "--odd",
    ]), 0..6), at in 0usize..7) {
        let mut words: Vec<&str> = flags.clone();
        words.insert(at.min(flags.len()), "evil");
        let args: Vec<OsString> = std::iter::once("install").chain(words).map(OsString::from).collect();
        let seen = match parse(Client::Pip, &args) {
            Plan::Install(install) => install.dependencies.iter().any(|d| d.name.spelling() == "evil"),
            Plan::NotUnderstood { .. } => true,
            Plan::PassThrough => false,
        };
        prop_assert!(seen, "{args:?}");
    }
}

#[test]
fn clients_within_clients_come_to_an_end() {
    for word in
        ["npx", "npx@1", "./bin/npx", "uvx", "python -m pip", "poetry run", "yarn workspace yarn", "corepack"]
    {
        let words = word.split(' ').cycle().take(200_000).map(OsString::from).collect::<Vec<_>>();
        for client in Client::all() {
            let plan = parse(client, &words);
            assert!(!matches!(plan, Plan::Install(install) if install.dependencies.len() > 200_000));
        }
    }
}
