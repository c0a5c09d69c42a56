//! git's pre-commit hook, with real commits.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;

use phantom_testkit::{Outcome, Sandbox};

mod cli_support;

use cli_support::PHANTOM;

/// A repository with a first commit, in which `phantom` is on PATH and asks nobody.
fn repository() -> Sandbox {
    let mut sandbox = Sandbox::new();
    for (key, value) in [
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "A"),
        ("GIT_AUTHOR_EMAIL", "a@mail.example"),
        ("GIT_COMMITTER_NAME", "A"),
        ("GIT_COMMITTER_EMAIL", "a@mail.example"),
        ("PHANTOM_OFFLINE", "true"),
    ] {
        sandbox.set(key, value);
    }
    let root = sandbox.root().to_owned();
    sandbox.set("GIT_CEILING_DIRECTORIES", root);
    sandbox.script("phantom", &format!("exec {PHANTOM} \"$@\""));
    git(&sandbox, "init -q -b main").expect_code(0);
    sandbox
}

fn git(sandbox: &Sandbox, words: &str) -> Outcome {
    sandbox.run("git", words.split(' '))
}

fn hook(sandbox: &Sandbox, line: &str) -> Outcome {
    sandbox.run(PHANTOM, std::iter::once("hook").chain(line.split(' ')))
}

#[test]
fn a_commit_that_adds_a_bad_name_is_not_made() {
    let sandbox = repository();
    hook(&sandbox, "install git").expect_code(0);
    // The very first commit is judged whole.
    sandbox.write("project/requirements.txt", "reqeusts\n");
    git(&sandbox, "add -A").expect_code(0);
    let stopped = git(&sandbox, "commit -q -m one").expect_code(1);
    cli_support::settings(&sandbox).bind(|| insta::assert_snapshot!("hook_git_stops", stopped.shown()));
    git(&sandbox, "commit -q --no-verify -m one").expect_code(0);
    // What was there is no matter of the next one.
    sandbox.write("project/requirements.txt", "reqeusts\nflask\n");
    git(&sandbox, "add -A").expect_code(0);
    git(&sandbox, "commit -q -m two").expect_code(0);
    // Only what is staged counts, and `git commit -a` stages by itself.
    sandbox.write("project/requirements.txt", "reqeusts\nflask\nnumpyy\n");
    sandbox.write("project/notes.md", "x\n");
    git(&sandbox, "add notes.md").expect_code(0);
    git(&sandbox, "commit -q -m three").expect_code(0);
    git(&sandbox, "commit -q -a -m four").expect_code(1);
    git(&sandbox, "commit -q -m four requirements.txt").expect_code(1);
    let log = git(&sandbox, "log --format=%s").stdout_text();
    assert_eq!(log, "three\ntwo\none\n");
}

#[test]
fn what_was_broken_before_is_no_matter_of_this_commit() {
    let sandbox = repository();
    sandbox.write("project/package.json", "{ broken");
    git(&sandbox, "add -A").expect_code(0);
    git(&sandbox, "commit -q -m one").expect_code(0);
    hook(&sandbox, "install git").expect_code(0);
    sandbox.write("project/a.txt", "x");
    git(&sandbox, "add -A").expect_code(0);
    git(&sandbox, "commit -q -m two").expect_code(0);
    sandbox.write("project/b/package.json", "{ broken, too");
    git(&sandbox, "add -A").expect_code(0);
    git(&sandbox, "commit -q -m three").expect_code(1);
    hook(&sandbox, "git").expect_code(2);
}

#[test]
fn the_hook_comes_and_goes() {
    let sandbox = repository();
    let file = sandbox.path("project/.git/hooks/pre-commit");
    let _ = fs::remove_file(&file);
    hook(&sandbox, "install git").expect_code(0);
    hook(&sandbox, "install git").expect_code(0);
    assert!(fs::read_to_string(&file).unwrap().contains("phantom hook git"));
    assert!(hook(&sandbox, "status").stdout_text().contains("git          project  installed  "));
    hook(&sandbox, "uninstall git").expect_code(0);
    assert!(!file.exists());
    hook(&sandbox, "uninstall git").expect_code(0);
    // Another hook is left, and the line for it is said.
    sandbox.write("project/.git/hooks/pre-commit", "#!/bin/sh\nmake lint\n");
    let outcome = hook(&sandbox, "install git").expect_code(2);
    assert!(outcome.stderr_text().contains("phantom hook git || exit 1"), "{}", outcome.shown());
    assert_eq!(fs::read_to_string(&file).unwrap(), "#!/bin/sh\nmake lint\n");
    sandbox.write("project/.git/hooks/pre-commit", "#!/bin/sh\nphantom hook git || exit 1\n");
    hook(&sandbox, "uninstall git").expect_code(2);
}

#[test]
fn hooks_in_another_folder_and_no_repository() {
    let sandbox = repository();
    git(&sandbox, "config core.hooksPath .githooks").expect_code(0);
    hook(&sandbox, "install git").expect_code(0);
    assert!(sandbox.path("project/.githooks/pre-commit").exists());
    assert!(!sandbox.path("project/.git/hooks/pre-commit").exists());
    fs::create_dir(sandbox.path("elsewhere")).unwrap();
    let mut command = sandbox.command(PHANTOM, ["hook", "install", "git"]);
    let status = command.current_dir(sandbox.path("elsewhere")).output().unwrap().status;
    assert_eq!(status.code(), Some(2));
    assert!(!Path::new(&sandbox.path("elsewhere/.git")).exists());
}
