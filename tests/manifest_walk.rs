//! Which files of a tree are read, which are not and why, and that the number of threads does not
//! matter.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use phantom_guard::manifest::{FileKind, Reading, ScanOptions, SkipReason, read, scan, scan_with};

/// A folder with these files, each with a text that its kind understands.
fn tree(files: &[&str]) -> tempfile::TempDir {
    let tree = tempfile::tempdir().unwrap();
    for file in files {
        let text = match Path::new(file).extension().and_then(|e| e.to_str()) {
            Some("json") => "{}",
            _ => "",
        };
        write(tree.path(), file, text);
    }
    tree
}

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn everything(root: &Path) -> Reading {
    scan_with(&[root.to_owned()], &ScanOptions { include_ignored: true, ..ScanOptions::default() })
}

/// A shown path below the root.
fn below(root: &Path, shown: &str) -> String {
    Path::new(shown).strip_prefix(root).map_or(shown, |path| path.to_str().unwrap()).to_owned()
}

fn files(root: &Path, reading: &Reading) -> Vec<String> {
    reading.files.iter().map(|file| below(root, &file.shown)).collect()
}

fn skipped(root: &Path, reading: &Reading) -> Vec<(String, SkipReason)> {
    reading.skipped.iter().map(|skipped| (below(root, &skipped.shown), skipped.reason)).collect()
}

fn messages(reading: &Reading) -> Vec<&str> {
    reading.errors.iter().map(|error| error.message.as_str()).collect()
}

#[test]
fn what_was_installed_built_or_copied_is_left_out_and_said() {
    let tree = tree(&[
        "package.json",
        "Cargo.toml",
        ".git/package.json",
        ".svn/requirements.txt",
        "node_modules/a/package.json",
        "web/node_modules/a/package.json",
        "bower_components/a/package.json",
        "__pycache__/requirements.txt",
        "lib/python3.12/site-packages/requirements.txt",
        "lib/x-1.0.dist-info/requirements.txt",
        ".eggs/requirements.txt",
        ".tox/py/requirements.txt",
        ".nox/py/requirements.txt",
        ".venv/requirements.txt",
        "venv/requirements.txt",
        "of-any-name/pyvenv.cfg",
        "of-any-name/requirements.txt",
        ".conda/conda-meta/history",
        ".conda/requirements.txt",
        ".yarn/cache/package.json",
        ".pnpm-store/v3/package.json",
        ".cargo/registry/src/a/Cargo.toml",
        "target/package/a/Cargo.toml",
        "other-target/.rustc_info.json",
        "other-target/package/Cargo.toml",
        "vendor/a/.cargo-checksum.json",
        "vendor/a/Cargo.toml",
        "vendor/own/Cargo.toml",
        "go/vendor/modules.txt",
        "go/vendor/x/package.json",
        "php/vendor/autoload.php",
        "php/vendor/x/package.json",
        "pip/_vendor/requirements.txt",
        "third_party/requirements.txt",
        "docs/target/package.json",
    ]);
    let root = tree.path();
    let reading = scan(&[root.to_owned()]);
    assert_eq!(
        files(root, &reading),
        [
            "Cargo.toml",
            "docs/target/package.json",
            "package.json",
            "third_party/requirements.txt",
            "vendor/own/Cargo.toml"
        ]
    );
    let expected = [
        (".cargo/registry", SkipReason::Installed),
        (".conda", SkipReason::Environment),
        (".eggs", SkipReason::Installed),
        (".nox", SkipReason::Environment),
        (".pnpm-store", SkipReason::Installed),
        (".tox", SkipReason::Environment),
        (".venv", SkipReason::Environment),
        (".yarn", SkipReason::Installed),
        ("bower_components", SkipReason::Installed),
        ("go/vendor", SkipReason::Vendored),
        ("lib/python3.12/site-packages", SkipReason::Installed),
        ("lib/x-1.0.dist-info", SkipReason::Installed),
        ("node_modules", SkipReason::Installed),
        ("of-any-name", SkipReason::Environment),
        ("other-target", SkipReason::Built),
        ("php/vendor", SkipReason::Vendored),
        ("pip/_vendor", SkipReason::Vendored),
        ("target", SkipReason::Built),
        ("vendor/a", SkipReason::Vendored),
        ("venv", SkipReason::Environment),
        ("web/node_modules", SkipReason::Installed),
    ];
    assert_eq!(skipped(root, &reading), expected.map(|(path, reason)| (path.to_owned(), reason)));
    assert!(reading.skipped.iter().all(|skipped| skipped.kind.is_none()));
    assert_eq!(messages(&reading), [""; 0]);

    let all = everything(root);
    assert_eq!(all.skipped, []);
    let read = files(root, &all);
    for file in ["node_modules/a/package.json", "target/package/a/Cargo.toml", "of-any-name/requirements.txt"]
    {
        assert!(read.contains(&file.to_owned()), "{file} in {read:?}");
    }
    assert!(!read.iter().any(|file| file.contains(".git/") || file.contains(".svn/")), "{read:?}");
}

#[test]
fn hidden_folders_and_files_are_read() {
    let tree = tree(&[".github/requirements.txt", ".ci/requirements/dev.txt", ".devcontainer/package.json"]);
    let root = tree.path();
    let expected = [".ci/requirements/dev.txt", ".devcontainer/package.json", ".github/requirements.txt"];
    assert_eq!(files(root, &scan(&[root.to_owned()])), expected);
}

#[test]
fn gitignore_files_count_from_the_nearest_to_the_root_of_the_repository() {
    let tree = tree(&[
        "outside/.git/HEAD",
        "outside/app/package.json",
        "outside/app/out/package.json",
        "outside/app/gen/requirements.txt",
        "outside/app/gen/keep/requirements.txt",
        "outside/app/deep/gen/requirements.txt",
        "outside/app/deep/package-lock.json",
        "outside/app/tool.py",
        "outside/app/module/.git",
        "outside/app/module/package-lock.json",
    ]);
    let root = tree.path();
    // Above the repository, nothing counts.
    write(root, ".gitignore", "*.json\n");
    write(root, "outside/.gitignore", "\u{feff}# all\npackage-lock.json\r\n/app/out/\n*.py\n[bad\n");
    write(root, "outside/app/.gitignore", "gen/*\n!gen/keep\n");
    write(root, "outside/app/deep/.gitignore", "!package-lock.json\n!gen/\n");
    let app = root.join("outside/app");
    for start in [root.to_owned(), root.join("outside"), app.clone()] {
        let reading = scan(std::slice::from_ref(&start));
        // From above the repository, its own files are the first.
        let expected = ["deep/gen/requirements.txt", "deep/package-lock.json", "gen/keep/requirements.txt"];
        let expected = expected.into_iter().chain(["module/package-lock.json", "package.json"]);
        let expected: Vec<_> = expected.map(|file| format!("outside/app/{file}")).collect();
        assert_eq!(files(root, &reading), expected, "from {}", start.display());
        let expected = [("outside/app/gen/requirements.txt", false), ("outside/app/out", true)];
        let skipped: Vec<_> =
            reading.skipped.iter().map(|s| (below(root, &s.shown), s.kind.is_none())).collect();
        assert_eq!(skipped, expected.map(|(path, folder)| (path.to_owned(), folder)));
        assert!(reading.skipped.iter().all(|skipped| skipped.reason == SkipReason::Ignored));
    }
    let named = app.join("out/package.json");
    let reading = scan(&[app.clone(), named, app.join("out")]);
    assert_eq!(reading.files.len(), 6, "what is named is read");
    assert_eq!(skipped(&app, &reading), [("gen/requirements.txt".to_owned(), SkipReason::Ignored)]);
}

#[test]
fn a_tree_that_is_no_repository_has_ignore_files_too() {
    let tree = tree(&["build/package.json", "package.json"]);
    write(tree.path(), ".gitignore", "build\n");
    let reading = scan(&[tree.path().to_owned()]);
    assert_eq!(files(tree.path(), &reading), ["package.json"]);
    assert_eq!(skipped(tree.path(), &reading), [("build".to_owned(), SkipReason::Ignored)]);
}

#[test]
fn a_program_without_dependencies_is_no_manifest_unless_it_is_named() {
    let tree = tree(&[]);
    let root = tree.path();
    write(root, "latin.py", b"# -*- coding: latin-1 -*-\nname = '\xE9'\n<<<<<<< HEAD\n");
    write(root, "lib.rs", "#![allow(dead_code)]\nfn main() {}\n");
    write(root, "large.py", "#".repeat((1 << 20) + 1));
    let reading = scan(&[root.to_owned()]);
    assert_eq!((files(root, &reading).len(), messages(&reading).len()), (0, 0));
    assert_eq!(skipped(root, &reading), [("large.py".to_owned(), SkipReason::LargeScript)]);

    let named = [root.to_owned(), root.join("lib.rs"), root.join("latin.py"), root.join("large.py")];
    let reading = scan(&named);
    assert_eq!(messages(&reading), ["the file states no dependencies"; 3]);
    assert!(reading.errors.iter().any(|error| error.hint.contains("# /// script")));
    assert!(reading.errors.iter().any(|error| error.hint.contains("`---`")));
    assert_eq!(messages(&read(&root.join("lib.rs"), "lib.rs")), ["the file states no dependencies"]);
}

#[test]
fn a_file_and_the_folder_that_holds_it_are_read_once() {
    let tree = tree(&[]);
    let root = tree.path();
    write(root, "web/requirements.txt", "flask\n-r ../base.txt\n");
    write(root, "base.txt", "requests\n");
    let file = root.join("web/requirements.txt");
    for paths in [[root.to_owned(), file.clone()], [file.clone(), root.join("web")], [file.clone(), file]] {
        let reading = scan(&paths);
        assert_eq!(files(root, &reading), ["web/requirements.txt", "base.txt"], "{paths:?}");
        assert_eq!(reading.dependencies.len(), 2);
    }
}

#[test]
fn names_of_any_length_are_walked() {
    let tree = tree(&[]);
    let (long, root) = ("n".repeat(200), tree.path());
    let deep = (0..15).fold(PathBuf::new(), |path, _| path.join(&long));
    write(root, deep.join("requirements.txt").to_str().unwrap(), "flask\n");
    write(root, &format!("{long}.requirements.txt"), "django\n");
    assert_eq!(scan(&[root.to_owned()]).dependencies.len(), 2);
}

/// A monorepo in which the files depend on each other in every way that a reader follows.
fn monorepo(root: &Path, packages: usize) {
    write(
        root,
        "Cargo.toml",
        "[workspace.dependencies]\nserde = \"1\"\nold = { package = \"rand\", version = \"1\" }\n",
    );
    write(root, "package.json", r#"{"workspaces":["js/*"]}"#);
    write(root, "shared/base.txt", "requests\n");
    write(root, ".gitignore", "out/\n");
    for at in 0..packages {
        let next = (at + 1) % packages;
        let member =
            "[dependencies]\nserde.workspace = true\nold.workspace = true\nnot-there.workspace = true\n";
        write(root, &format!("rs/m{at}/Cargo.toml"), member);
        let member = format!(r#"{{"name":"m{at}","dependencies":{{"m{next}":"1","react":"18"}}}}"#);
        write(root, &format!("js/m{at}/package.json"), member);
        write(
            root,
            &format!("py/m{at}/requirements.txt"),
            format!("flask=={at}\n-r ../../shared/base.txt\n=\n"),
        );
        write(root, &format!("py/m{at}/out/requirements.txt"), "ignored\n");
    }
}

#[test]
fn threads_do_not_change_the_result() {
    let tree = tree(&[]);
    let root = tree.path();
    let packages = 1_000;
    monorepo(root, packages);
    let with = |threads| {
        let options = ScanOptions { threads: NonZero::new(threads), ..ScanOptions::default() };
        scan_with(&[root.to_owned()], &options)
    };
    let one = with(1);
    assert_eq!(one.files.len(), 3 * packages + 3);
    assert_eq!(one.skipped.len(), packages);
    assert_eq!(one.errors.len(), 2 * packages);
    let of = |kind: &str| one.dependencies.iter().filter(|found| found.source.kind() == kind).count();
    assert_eq!(of("workspace"), packages, "each npm member depends on the next");
    assert_eq!(
        of("registry"),
        packages * 3 + 3,
        "serde, react and flask; requests once, serde and rand at the root"
    );
    let one = format!("{one:?}");
    for threads in [2, 4, 16] {
        assert!(format!("{:?}", with(threads)) == one, "{threads} threads");
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_followed_to_files_inside_and_all_others_are_said() {
        let (outside, tree) = (tree(&["requirements.txt", "x/package.json"]), tree(&["inner/pins.txt"]));
        let root = tree.path();
        symlink("inner/pins.txt", root.join("requirements.txt")).unwrap();
        symlink(root.join("inner/pins.txt"), root.join("requirements-dev.txt")).unwrap();
        symlink(outside.path().join("requirements.txt"), root.join("requirements-out.txt")).unwrap();
        symlink("requirements-loop.txt", root.join("requirements-loop.txt")).unwrap();
        symlink("nowhere", root.join("package.json")).unwrap();
        symlink(root, root.join("inner/up")).unwrap();
        symlink(outside.path(), root.join("folder")).unwrap();
        symlink(outside.path().join("none.py"), root.join("tool.py")).unwrap();
        let reading = scan(&[root.to_owned()]);
        assert_eq!(files(root, &reading), ["requirements-dev.txt"], "one file, read once");
        assert_eq!(skipped(root, &reading), [("folder".to_owned(), SkipReason::LeadsOut)]);
        let errors = messages(&reading);
        assert_eq!(errors[0], "the link leads nowhere");
        assert!(errors[1].starts_with("the link cannot be followed: "), "{errors:?}");
        assert_eq!(errors[2..], ["the link leads out of the folder"]);
        assert!(everything(root).errors.len() == 3);
    }

    #[test]
    fn names_that_are_no_utf8_are_no_hiding_place() {
        let tree = tree(&[]);
        let root = tree.path();
        let folder = root.join(OsStr::from_bytes(b"caf\xE9"));
        // Some file systems take no such name.
        if fs::create_dir(&folder).is_err() {
            return;
        }
        fs::write(folder.join("requirements.txt"), "flask\n").unwrap();
        fs::write(root.join(OsStr::from_bytes(b"requirements-\xFF.txt")), "django\n").unwrap();
        let reading = scan(&[root.to_owned()]);
        let files: Vec<_> = reading.files.iter().map(|f| (&*f.shown, f.kind)).collect();
        let at = |name: &str| root.join(name).to_str().unwrap().to_owned();
        assert_eq!(
            files,
            [
                (&*at("caf\u{fffd}/requirements.txt"), FileKind::Requirements),
                (&*at("requirements-\u{fffd}.txt"), FileKind::Requirements)
            ]
        );
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_an_error() {
        let tree = tree(&["closed/requirements.txt", "requirements.txt"]);
        let closed = tree.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let reading = scan(&[tree.path().to_owned()]);
        // Permissions do not bind the superuser, as whom containers run tests.
        if fs::read_dir(&closed).is_err() {
            assert_eq!(files(tree.path(), &reading), ["requirements.txt"]);
            assert!(messages(&reading)[0].starts_with("cannot be read: "), "{:?}", reading.errors);
        }
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_binary_lockfile_is_skipped_where_its_text_stands_beside_it() {
    let tree = tree(&["alone/bun.lockb"]);
    let root = tree.path();
    write(root, "both/bun.lock", "{\"lockfileVersion\": 1, \"packages\": {}}");
    write(root, "both/bun.lockb", "#!/usr/bin/env bun");
    let reading = scan(&[root.to_owned()]);
    let reasons: Vec<_> = reading.skipped.iter().map(|skipped| skipped.reason).collect();
    assert_eq!(reasons, [SkipReason::Superseded]);
    let unread: Vec<_> = reading.errors.iter().map(|e| below(root, e.file.as_deref().unwrap())).collect();
    assert_eq!(unread, ["alone/bun.lockb"]);
}
