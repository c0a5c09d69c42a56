//! What a user of `phantom scan --since` sees, in repositories of the real git.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::path::Path;

use phantom_testkit::{Outcome, Sandbox};

mod cli_support;

use cli_support::{PHANTOM, changes_in, shown};

/// A sandbox in which git knows no setting of this machine, and makes the same commits every time.
fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::new();
    for (key, value) in [
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_AUTHOR_NAME", "A"),
        ("GIT_AUTHOR_EMAIL", "a@mail.example"),
        ("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z"),
        ("GIT_COMMITTER_NAME", "A"),
        ("GIT_COMMITTER_EMAIL", "a@mail.example"),
        ("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z"),
        ("GIT_DEFAULT_HASH", "sha1"),
    ] {
        sandbox.set(key, value);
    }
    // No repository around the sandbox is found, whatever is mounted where.
    let root = sandbox.root().to_owned();
    sandbox.set("GIT_CEILING_DIRECTORIES", root);
    sandbox
}

#[track_caller]
fn git(sandbox: &Sandbox, folder: &str, words: &str) -> Outcome {
    let args = ["-C", folder].into_iter().chain(words.split(' '));
    sandbox.run("git", args).expect_code(0)
}

fn commit(sandbox: &Sandbox, folder: &str) {
    git(sandbox, folder, "add -A -f");
    git(sandbox, folder, "commit -q --allow-empty -m state");
}

/// A repository whose first commit holds these files.
fn repository(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = sandbox();
    git(&sandbox, ".", "init -q -b main");
    for (path, text) in files {
        sandbox.write(Path::new("project").join(path), text);
    }
    commit(&sandbox, ".");
    sandbox
}

/// The names that a scan judges, with their places.
#[track_caller]
fn judged(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let outcome = scanned(sandbox, args);
    let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert_eq!(document["errors"].as_array().map(Vec::len), Some(0), "{}", outcome.shown());
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    document["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let at = &package["location"];
            format!(
                "{}{} {}:{}",
                word(&package["name"]),
                word(&package["requirement"]),
                word(&at["file"]),
                at["line"]
            )
        })
        .collect()
}

fn scanned(sandbox: &Sandbox, args: &[&str]) -> Outcome {
    let before = ["scan", "--offline", "--format", "json"];
    sandbox.run(PHANTOM, before.iter().chain(args))
}

const LOCK: &str = r#"{
  "name": "shop",
  "lockfileVersion": 3,
  "packages": {
    "": {"dependencies": {"react": "^18"}},
    "node_modules/react": {"version": "18.2.0", "resolved": "https://registry.example/react/-/react-18.2.0.tgz"},
    "node_modules/lodash": {"version": "4.17.20", "resolved": "https://registry.example/lodash/-/lodash-4.17.20.tgz"},
    "node_modules/express": {"version": "4.18.0", "resolved": "https://registry.example/express/-/express-4.18.0.tgz"}
  }
}
"#;

/// The lock after a day's work: a version more, a name less, and a bad one.
fn newer_lock() -> String {
    LOCK.replace("4.17.20", "4.17.21")
        .replace("express/-/express", "epxress/-/epxress")
        .replace("node_modules/express", "node_modules/epxress")
}

#[test]
fn a_lockfile_is_judged_by_what_the_change_adds() {
    let sandbox =
        repository(&[("package-lock.json", LOCK), ("requirements.txt", "flask\nreqeusts==2.31.0\n")]);
    sandbox.write("project/package-lock.json", newer_lock());
    assert_shown!("since_lockfile", sandbox, shown(&sandbox, &["scan", "--offline", "--since", "HEAD"]));
    let json = scanned(&sandbox, &["--since", "main"]).expect_code(1);
    assert_shown!("since_json", sandbox, changes_in(&json.stdout_text()));
    assert_eq!(
        judged(&sandbox, &["--since", "main"]),
        ["lodash4.17.21 package-lock.json:7", "epxress4.18.0 package-lock.json:8"]
    );
    // The other name that is blocked was there before.
    sandbox.run(PHANTOM, ["scan", "--offline"]).expect_code(1);
    git(&sandbox, ".", "checkout -q package-lock.json");
    assert_shown!("since_nothing", sandbox, shown(&sandbox, &["scan", "--offline", "--since", "HEAD"]));
}

#[test]
fn what_only_moved_is_not_judged_again() {
    let sandbox = repository(&[
        ("a/package.json", "{\"dependencies\": {\"react\": \"^18\", \"vue\": \"^3\"}}"),
        ("b/package.json", "{\"dependencies\": {\"express\": \"^4\"}}"),
        ("requirements.txt", "flask\nreqeusts==2.31.0\n"),
    ]);
    git(&sandbox, ".", "mv requirements.txt requirements-dev.txt");
    sandbox.write("project/requirements-dev.txt", "# moved\nreqeusts==2.31.0\n\n\nflask\n");
    sandbox.write("project/a/package.json", "{\"dependencies\": {\n\"vue\": \"^3\"}}");
    sandbox.write("project/b/package.json", "{\"dependencies\": {\"express\": \"^4\", \"react\": \"^18\"}}");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), Vec::<String>::new());
    // A package more that is not in git yet, with a name that is and one that is not.
    sandbox.write("project/c/package.json", "{\"dependencies\": {\"react\": \"^18\", \"left-pad\": \"1\"}}");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), ["left-pad1 c/package.json:1"]);
}

#[test]
fn what_files_name_is_followed_inside_the_commit() {
    let sandbox = repository(&[
        ("requirements.txt", "-r deps/base.list\nflask\n"),
        ("deps/base.list", "six==1.16\n"),
        ("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n\n[workspace.dependencies]\nserde = \"1\"\n"),
        (
            "a/Cargo.toml",
            "[package]\nname = \"a\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde.workspace = true\n",
        ),
    ]);
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), Vec::<String>::new());
    sandbox.write("project/deps/base.list", "six==1.17\n");
    sandbox.write(
        "project/Cargo.toml",
        "[workspace]\nmembers = [\"a\"]\n\n[workspace.dependencies]\nserde = \"1\"\nrand = \"0.8\"\n",
    );
    assert_eq!(
        judged(&sandbox, &["--since", "HEAD"]),
        ["rand0.8 Cargo.toml:6", "six==1.17 deps/base.list:1"]
    );
    // The member alone still finds its root in the commit.
    assert_eq!(judged(&sandbox, &["--since", "HEAD", "a"]), Vec::<String>::new());
}

#[test]
fn a_broken_file_in_the_commit_vouches_for_nothing() {
    let sandbox = repository(&[("requirements.txt", "flask\nhonest words\n")]);
    sandbox.write("project/requirements.txt", "flask\nreact\n");
    assert_shown!("since_broken", sandbox, shown(&sandbox, &["scan", "--offline", "-v", "--since", "HEAD"]));
}

#[test]
fn the_point_where_two_branches_parted_can_be_meant() {
    let sandbox = repository(&[("requirements.txt", "flask\n")]);
    git(&sandbox, ".", "branch work");
    sandbox.write("project/requirements.txt", "flask\nsix\n");
    commit(&sandbox, ".");
    git(&sandbox, ".", "checkout -q work");
    sandbox.write("project/requirements.txt", "six\ndjango\n");
    commit(&sandbox, ".");
    // `main` got six in the meantime, and where they parted there was none.
    assert_eq!(judged(&sandbox, &["--since", "main"]), ["django requirements.txt:2"]);
    for revision in ["main...", "main...HEAD", "main...work"] {
        assert_eq!(
            judged(&sandbox, &["--since", revision]),
            ["six requirements.txt:1", "django requirements.txt:2"],
            "{revision}"
        );
    }
}

#[test]
fn a_revision_is_never_an_option_nor_anything_but_a_commit() {
    let sandbox = repository(&[("requirements.txt", "flask\n")]);
    for revision in [
        "--output=canary",
        "-x",
        "--all",
        "",
        "nope",
        "HEAD..main",
        "main\nmain",
        ":requirements.txt",
        "HEAD:requirements.txt",
        "^HEAD",
        "HEAD main",
        "$(touch canary)",
        "HEAD;touch canary",
    ] {
        let outcome = scanned(&sandbox, &[&format!("--since={revision}")]).expect_code(2);
        let document: serde_json::Value = serde_json::from_slice(&outcome.stdout).unwrap();
        assert_eq!(document["errors"].as_array().map(Vec::len), Some(1), "{revision:?}: {}", outcome.shown());
        assert_eq!(document["packages"].as_array().map(Vec::len), Some(0), "{revision:?}");
        assert!(!sandbox.path("project/canary").exists(), "{revision:?}");
    }
    let args = ["scan", "--offline", "--since", "nope"];
    assert_shown!("since_unknown", sandbox, shown(&sandbox, &args));
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let sandbox = repository(&[
        ("requirements.txt", "flask\n"),
        (".gitattributes", "*.txt filter=canary diff=canary\n"),
    ]);
    let canary = sandbox.path("canary");
    let script = sandbox.script("touch-canary", &format!("echo \"$0 $@\" >> {}\ncat", canary.display()));
    let script = script.to_str().unwrap();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.canary.textconv",
        "diff.canary.command",
        "filter.canary.smudge",
        "filter.canary.clean",
        "filter.canary.process",
        "pager.ls-tree",
        "pager.cat-file",
        "pager.rev-parse",
        "alias.ls-tree",
        "alias.rev-parse",
        "credential.helper",
        "uploadpack.packObjectsHook",
    ] {
        git(&sandbox, ".", &format!("config {key} {script}"));
    }
    let hooks = sandbox.path("project/.git/hooks");
    std::fs::create_dir_all(&hooks).unwrap();
    for name in
        ["fsmonitor-watchman", "post-checkout", "post-index-change", "pre-commit", "reference-transaction"]
    {
        std::fs::copy(script, hooks.join(name)).unwrap();
    }
    git(&sandbox, ".", &format!("config core.hooksPath {}", hooks.display()));
    let _ = std::fs::remove_file(&canary);
    sandbox.write("project/requirements.txt", "flask\nsix\n");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), ["six requirements.txt:2"]);
    assert_eq!(judged(&sandbox, &["--since", "HEAD..."]), ["six requirements.txt:2"]);
    assert!(!canary.exists(), "{}", std::fs::read_to_string(&canary).unwrap());
    // Git as a person calls it does run them.
    sandbox.run("git", ["status"]);
    assert!(canary.exists());
}

#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let sandbox = repository(&[("requirements.txt", "flask\n")]);
    sandbox.write("project/requirements.txt", "flask\nsix\n");
    commit(&sandbox, ".");
    git(&sandbox, ".", "config uploadpack.allowFilter true");
    let from = format!("file://{}", sandbox.project().display());
    git(&sandbox, "..", &format!("clone -q --filter=blob:none {from} partial"));
    let canary = sandbox.path("canary");
    let script = sandbox.script("upload", &format!("touch {}", canary.display()));
    git(&sandbox, "../partial", &format!("config remote.origin.uploadpack {}", script.display()));
    let outcome = scanned(&sandbox, &["--since", "HEAD~1", "../partial"]).expect_code(0);
    assert!(outcome.stderr_text().contains("all its names count as added"), "{}", outcome.shown());
    assert!(!canary.exists());
}

#[test]
fn the_part_that_is_named_is_compared() {
    let sandbox = repository(&[
        ("a/requirements.txt", "flask\n"),
        ("a/deep/requirements.txt", "six\n"),
        ("b/requirements.txt", "django\n"),
    ]);
    for file in ["a", "a/deep", "b"] {
        sandbox.write(Path::new("project").join(file).join("requirements.txt"), "reqeusts\n");
    }
    let all = [
        "reqeusts a/deep/requirements.txt:1",
        "reqeusts a/requirements.txt:1",
        "reqeusts b/requirements.txt:1",
    ];
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), all);
    assert_eq!(judged(&sandbox, &["--since", "HEAD", "a"]), all[..2]);
    assert_eq!(judged(&sandbox, &["--since", "HEAD", "./b/", "a/deep"]), [all[2], all[0]]);
    assert_eq!(judged(&sandbox, &["--since", "HEAD", "b/requirements.txt", "."]).len(), 3);
    git(&sandbox, ".", "checkout -q a");
    assert_eq!(judged(&sandbox, &["--since", "HEAD", "a", "a/requirements.txt"]), Vec::<String>::new());
    // From within, and from another folder.
    let within = sandbox
        .command(PHANTOM, ["scan", "--offline", "--since", "HEAD", "../a/deep"])
        .current_dir(sandbox.path("project/b"))
        .output()
        .unwrap();
    assert_eq!(within.status.code(), Some(0), "{within:?}");
    let missing = scanned(&sandbox, &["--since", "HEAD", "missing/requirements.txt"]).expect_code(2);
    assert!(missing.stdout_text().contains("does not exist"), "{}", missing.shown());
}

#[test]
fn each_repository_is_asked_for_its_own_revision() {
    let sandbox = repository(&[("requirements.txt", "flask\n")]);
    std::fs::create_dir(sandbox.path("other")).unwrap();
    git(&sandbox, "../other", "init -q -b main");
    sandbox.write("other/requirements.txt", "django\n");
    commit(&sandbox, "../other");
    sandbox.write("other/requirements.txt", "django\nsix\n");
    assert_eq!(judged(&sandbox, &["--since", "main", ".", "../other"]), ["six ../other/requirements.txt:2"]);
    // A hook's variables point to the repository that it runs for.
    let command = |folder: &str| {
        let mut command = sandbox.command(PHANTOM, ["scan", "--offline", "--since", "main", folder]);
        command.env("GIT_DIR", sandbox.path("project/.git")).env("GIT_INDEX_FILE", "index").output().unwrap()
    };
    let text = String::from_utf8(command("../other").stderr).unwrap();
    assert!(text.contains("1 added"), "{text}");
}

#[test]
fn a_submodule_is_compared_with_its_own_commit() {
    let sandbox = sandbox();
    std::fs::create_dir(sandbox.path("library")).unwrap();
    git(&sandbox, "../library", "init -q -b main");
    sandbox.write("library/requirements.txt", "django\n");
    commit(&sandbox, "../library");
    git(&sandbox, ".", "init -q -b main");
    git(&sandbox, ".", "-c protocol.file.allow=always submodule --quiet add ../library vendor/lib");
    commit(&sandbox, ".");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), Vec::<String>::new());
    sandbox.write("project/vendor/lib/requirements.txt", "django\nsix\n");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), ["six vendor/lib/requirements.txt:2"]);
    commit(&sandbox, "vendor/lib");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), ["six vendor/lib/requirements.txt:2"]);
    assert_eq!(judged(&sandbox, &["--since", "HEAD", "vendor/lib"]), Vec::<String>::new());
    // A copy without its repository is the outer one's folder.
    std::fs::remove_file(sandbox.path("project/vendor/lib/.git")).unwrap();
    let outcome = scanned(&sandbox, &["--since", "HEAD"]).expect_code(0);
    assert!(
        outcome.stderr_text().contains("the submodule vendor/lib could not be read"),
        "{}",
        outcome.shown()
    );
    assert!(outcome.stdout_text().contains("\"checked\":2"), "{}", outcome.shown());
}

#[test]
fn committed_packages_and_environments_vouch_for_nothing() {
    let sandbox = repository(&[
        ("package.json", "{\"dependencies\": {\"react\": \"^18\"}}"),
        ("node_modules/react/package.json", "{\"dependencies\": {\"left-pad\": \"1\"}}"),
        (".tox/x/package.json", "{\"dependencies\": {\"vue\": \"1\"}}"),
        ("gone/node_modules/x/package.json", "{\"dependencies\": {\"express\": \"1\"}}"),
    ]);
    std::fs::remove_dir_all(sandbox.path("project/gone")).unwrap();
    sandbox.write(
        "project/package.json",
        "{\"dependencies\": {\"react\": \"^18\", \"left-pad\": \"1\", \"vue\": \"1\", \"express\": \"1\"}}",
    );
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]).len(), 3);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_commit() {
    let sandbox = repository(&[("shared/base.txt", "flask\n"), ("a/README", "")]);
    std::os::unix::fs::symlink("../shared/base.txt", sandbox.path("project/a/requirements.txt")).unwrap();
    commit(&sandbox, ".");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), Vec::<String>::new());
    sandbox.write("project/shared/base.txt", "flask\nsix\n");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), ["six a/requirements.txt:2"]);
}

#[test]
fn where_git_cannot_answer_it_is_said() {
    let sandbox = repository(&[("requirements.txt", "flask\n")]);
    sandbox.write("project/requirements.txt", "flask\nsix\n");
    commit(&sandbox, ".");
    sandbox.write("plain/requirements.txt", "flask\n");
    assert_shown!(
        "since_no_repository",
        sandbox,
        shown(&sandbox, &["scan", "--offline", "--since", "HEAD", "../plain"])
    );
    let from = format!("file://{}", sandbox.project().display());
    git(&sandbox, "..", &format!("clone -q --depth=1 {from} shallow"));
    assert_shown!(
        "since_shallow",
        sandbox,
        shown(&sandbox, &["scan", "--offline", "--since", "HEAD~1", "../shallow"])
    );
    git(&sandbox, "..", &format!("clone -q --bare {from} bare"));
    sandbox.write("bare/requirements.txt", "flask\n");
    assert_shown!(
        "since_bare",
        sandbox,
        shown(&sandbox, &["scan", "--offline", "--since", "HEAD", "../bare"])
    );
    git(&sandbox, ".", &format!("config core.worktree {}", sandbox.path("plain").display()));
    assert_shown!("since_elsewhere", sandbox, shown(&sandbox, &["scan", "--offline", "--since", "HEAD"]));
    git(&sandbox, ".", "config --unset core.worktree");
    // Git's own check of who owns a repository holds.
    let mut without = sandbox;
    without.set("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    assert_shown!("since_owner", without, shown(&without, &["scan", "--offline", "--since", "HEAD"]));
    without.set("PATH", without.path("bin"));
    assert_shown!("since_no_git", without, shown(&without, &["scan", "--offline", "--since", "HEAD"]));
}

#[test]
fn a_revision_without_any_file_makes_all_new() {
    let sandbox = repository(&[]);
    sandbox.write("project/requirements.txt", "flask\n");
    assert_eq!(judged(&sandbox, &["--since", "HEAD"]), ["flask requirements.txt:1"]);
    git(&sandbox, ".", "checkout -q --orphan empty");
    let outcome = scanned(&sandbox, &["--since", "HEAD"]).expect_code(2);
    assert!(outcome.stdout_text().contains("git knows no commit"), "{}", outcome.shown());
}
