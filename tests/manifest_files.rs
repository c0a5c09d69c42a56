//! What the readers meet on a disk: trees to walk, files that are none, links and permissions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use phantom_guard::manifest::{FileKind, Reader, Reading, discover, read, read_as, scan};

/// Writes a file and the folders above it.
fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn names(reading: &Reading) -> Vec<&str> {
    reading.dependencies.iter().map(|found| found.name.spelling()).collect()
}

fn relative(root: &Path, files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|f| f.strip_prefix(root).unwrap().to_string_lossy().into_owned()).collect()
}

fn messages(reading: &Reading) -> Vec<String> {
    reading.errors.iter().map(|error| error.message.clone()).collect()
}

#[test]
fn a_walk_finds_what_a_project_states_and_not_what_was_installed() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path();
    for path in [
        "requirements.txt",
        "requirements/dev.txt",
        "services/a/package.json",
        "services/a/package-lock.json",
        "services/a/node_modules/b/package.json",
        "crates/x/Cargo.toml",
        "crates/x/target/package/x/Cargo.toml",
        "docs/target/package.json",
        ".git/package.json",
        ".hidden/package.json",
        "env/pyvenv.cfg",
        "env/lib/requirements.txt",
        "vendor/y/.cargo-checksum.json",
        "vendor/y/Cargo.toml",
        "ignored/package.json",
        "README.md",
    ] {
        write(root, path, "");
    }
    write(root, ".gitignore", "ignored/\n");
    write(root, ".ignore", "services/\n");
    let found = discover(root).unwrap();
    assert_eq!(
        relative(root, &found),
        [
            ".hidden/package.json",
            "crates/x/Cargo.toml",
            "docs/target/package.json",
            "requirements/dev.txt",
            "requirements.txt",
            "services/a/package-lock.json",
            "services/a/package.json",
        ]
    );
    let named = root.join("ignored/package.json");
    let read = scan(std::slice::from_ref(&named)).files;
    assert_eq!(
        read.iter().map(|file| &file.path).collect::<Vec<_>>(),
        [&named],
        "a file that is named is read"
    );
}

#[test]
fn what_is_no_file_is_an_error_and_the_rest_is_read() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path();
    write(root, "requirements.txt", "requests\n-r folder.txt\n-r absent.txt\nflask\n");
    fs::create_dir(root.join("folder.txt")).unwrap();
    fs::create_dir(root.join("package.json")).unwrap();
    write(root, "x.y", "of no known kind");
    let reading =
        scan(&[root.to_owned(), root.join("package.json"), root.join("absent.json"), root.join("x.y")]);
    assert_eq!(names(&reading), ["requests", "flask"]);
    let errors: Vec<_> = reading
        .errors
        .iter()
        .map(|e| (e.file.as_deref().unwrap().rsplit('/').next().unwrap(), e.line, e.message.as_str()))
        .collect();
    assert_eq!(errors.len(), 4, "{errors:?}");
    assert!(
        errors.iter().any(|(f, l, m)| (*f, *l) == ("requirements.txt", Some(2)) && m.contains("is a folder"))
    );
    assert!(
        errors
            .iter()
            .any(|(f, l, m)| (*f, *l) == ("requirements.txt", Some(3)) && m.contains("does not exist"))
    );
    assert!(errors.contains(&("absent.json", None, "there is no such file or folder")));
    assert!(errors.contains(&("x.y", None, "no file of this name is read")));
    assert!(reading.errors.iter().any(|e| e.hint.contains("package.json")));

    let reading = read_as(FileKind::Requirements, &root.join("folder.txt"), "folder.txt");
    assert_eq!(messages(&reading), ["the file is a folder"]);
    assert!(discover(&root.join("nowhere")).is_err());
}

#[test]
fn a_file_that_others_name_is_read_once_and_shown_as_they_would() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path();
    write(root, "a/dev.pip", "-r ../base.pip\n-r ../base.pip\npytest\n");
    write(root, "base.pip", "requests\n");
    let reading = read_as(FileKind::Requirements, &root.join("a/dev.pip"), "a/dev.pip");
    assert_eq!(messages(&reading), [""; 0]);
    let places: Vec<_> =
        reading.dependencies.iter().map(|d| d.location.as_ref().unwrap().to_string()).collect();
    assert_eq!(places, ["a/dev.pip:3:1", "base.pip:1:1"]);
    assert_eq!(reading.files.len(), 2);

    write(root, "requirements.txt", "-r requirements.txt\nflask\n");
    let reading = read(&root.join("requirements.txt"), "requirements.txt");
    assert_eq!(names(&reading), ["flask"]);
    assert_eq!(messages(&reading), [r#"the file "requirements.txt" names itself in a circle"#]);
}

#[test]
fn a_member_finds_the_root_of_its_workspace() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path();
    write(
        root,
        "Cargo.toml",
        "[workspace.dependencies]\nserde = \"1\"\nx = { package = \"evil\", version = \"1\" }\n",
    );
    let member = "[package]\nname = \"m\"\n[dependencies]\nserde.workspace = true\nx.workspace = true\n";
    write(root, "crates/m/Cargo.toml", member);
    let reading = read(&root.join("crates/m/Cargo.toml"), "crates/m/Cargo.toml");
    let found: Vec<_> = reading
        .dependencies
        .iter()
        .map(|d| (d.name.spelling(), d.location.as_ref().unwrap().to_string()))
        .collect();
    assert_eq!(found, [("serde", "crates/m/Cargo.toml:4:1".into()), ("evil", "Cargo.toml:3:18".into())]);

    write(root, "crates/m/Cargo.toml", &format!("{member}[package.metadata]\n"));
    write(root, "elsewhere/Cargo.toml", "[workspace.dependencies]\nserde = { path = \"s\" }\nx = \"2\"\n");
    let member = member.replace("[dep", "workspace = \"../../elsewhere\"\n[dep");
    write(root, "crates/m/Cargo.toml", &member);
    let reading = read(&root.join("crates/m/Cargo.toml"), "crates/m/Cargo.toml");
    assert_eq!(names(&reading), ["serde", "x"]);
    assert_eq!(reading.dependencies[0].source.kind(), "path");

    fs::remove_file(root.join("Cargo.toml")).unwrap();
    write(root, "alone/Cargo.toml", "[dependencies]\nserde.workspace = true\n");
    let reading = read(&root.join("alone/Cargo.toml"), "alone/Cargo.toml");
    assert_eq!(reading.errors.len(), 1, "could not check is never safe");
    assert_eq!(reading.errors[0].line, Some(2));
}

#[test]
fn files_that_are_read_one_by_one_still_make_one_project() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path();
    write(
        root,
        "package.json",
        r#"{"workspaces":["packages/*", "!packages/out"],"dependencies":{"own":"1"}}"#,
    );
    write(root, "packages/own/package.json", r#"{"name":"own","dependencies":{"react":"18","out":"1"}}"#);
    write(root, "packages/out/package.json", r#"{"name":"out"}"#);
    let mut reader = Reader::default();
    for (file, added) in
        [("package.json", 1), ("packages/own/package.json", 2), ("packages/out/package.json", 0)]
    {
        assert_eq!(reader.read(FileKind::PackageJson, &root.join(file), file).len(), added, "{file}");
        assert_eq!(reader.read(FileKind::PackageJson, &root.join(file), file), [], "read once");
    }
    let reading = reader.finish();
    let sources: Vec<_> = reading.dependencies.iter().map(|d| (d.name.spelling(), d.source.kind())).collect();
    assert_eq!(sources, [("own", "workspace"), ("react", "registry"), ("out", "registry")]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn links_are_followed_inside_the_tree_only() {
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), "secret.txt", "requests\n");
        let tree = tempfile::tempdir().unwrap();
        let root = tree.path();
        write(root, "shared/pins.pip", "flask\n");
        symlink("shared/pins.pip", root.join("requirements.txt")).unwrap();
        symlink(outside.path().join("secret.txt"), root.join("out-requirements.txt")).unwrap();
        symlink(outside.path(), root.join("folder")).unwrap();
        symlink(root, root.join("shared/loop")).unwrap();
        symlink("nowhere", root.join("package.json")).unwrap();
        let reading = scan(&[root.to_owned()]);
        assert_eq!(names(&reading), ["flask"]);
        assert_eq!(messages(&reading), ["the link leads out of the folder", "the link leads nowhere"]);
    }

    #[test]
    fn a_pipe_is_left_for_the_client_to_read() {
        let tree = tempfile::tempdir().unwrap();
        let pipe = tree.path().join("requirements.txt");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(messages(&scan(&[pipe])), ["the file is a pipe or device"]);
        let endless = read_as(FileKind::Requirements, Path::new("/dev/zero"), "/dev/zero");
        assert_eq!(messages(&endless), ["the file is a pipe or device"]);
    }

    #[test]
    fn an_unreadable_file_is_named() {
        let tree = tempfile::tempdir().unwrap();
        write(tree.path(), "requirements.txt", "requests\n");
        write(tree.path(), "package.json", "{\"dependencies\":{\"react\":\"1\"}}");
        let closed = tree.path().join("requirements.txt");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let reading = scan(&[tree.path().to_owned()]);
        // Permissions do not bind the superuser, as whom containers run tests.
        if fs::File::open(&closed).is_ok() {
            assert_eq!(names(&reading), ["react", "requests"]);
        } else {
            assert_eq!(names(&reading), ["react"]);
            assert_eq!(messages(&reading), ["the file cannot be read: permission denied"]);
        }
    }
}

#[test]
fn an_ending_that_pip_takes_for_no_archive_belongs_to_the_name() {
    let tree = tempfile::tempdir().unwrap();
    write(tree.path(), "requirements.txt", "reqeusts.egg\nreqeusts.tar.zst\na-1.0.tar.gz\nb.whl\n");
    let reading = scan(&[tree.path().to_owned()]);
    let read: Vec<_> = reading.dependencies.iter().map(|d| (d.name.spelling(), d.source.kind())).collect();
    assert_eq!(
        read,
        [("reqeusts.egg", "registry"), ("reqeusts.tar.zst", "registry"), ("a", "path"), ("b", "path")]
    );
}
