//! Who requires whom, as the lockfiles of every client record it.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::fmt::Write;
use std::path::Path;

use phantom_guard::manifest::{FileKind, Graph, Way};
use phantom_guard::package::{Ecosystem, PackageName};

fn read(file: &str) -> Graph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(file);
    Graph::read(FileKind::of(&path).unwrap(), &path, file.rsplit('/').next().unwrap()).unwrap()
}

fn one(Way { chain, section }: &Way) -> String {
    let mut text = String::new();
    if let Some(place) = chain.links.first().and_then(|link| link.location.as_ref()) {
        let _ = write!(text, "{}:{} ", place.file, place.line);
    }
    if let Some(word) = section.as_str() {
        let _ = write!(text, "({word}) ");
    }
    let links = chain.links.iter().map(|link| match &link.version {
        Some(version) => format!("{} {version}", link.name),
        None => link.name.to_string(),
    });
    text + &links.collect::<Vec<_>>().join(" > ")
}

fn chains(graph: &Graph, ecosystem: Ecosystem, name: &str) -> Vec<String> {
    let found = graph.find(&PackageName::new(ecosystem, name)).into_iter();
    let mut shown: Vec<_> = found.flat_map(|id| graph.shortest(id, 9).ways).map(|way| one(&way)).collect();
    shown.dedup();
    shown
}

/// Each package of the real lockfiles, with its shortest chains.
#[test]
fn each_package_of_a_real_lockfile_has_its_chain() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/locks");
    let mut folders: Vec<_> = std::fs::read_dir(&root).unwrap().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let mut text = String::new();
    for folder in folders.iter().filter(|folder| folder.is_dir() && !folder.ends_with("make")) {
        let files = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
        let lock =
            files.into_iter().find(|file| FileKind::of(file).is_some_and(FileKind::is_lockfile)).unwrap();
        let kind = FileKind::of(&lock).unwrap();
        let graph = Graph::read(kind, &lock, lock.file_name().unwrap().to_str().unwrap()).unwrap();
        let expected = std::fs::read_to_string(folder.join("expected.tsv")).unwrap();
        let _ = writeln!(text, "\n{}: {} nodes", folder.file_name().unwrap().to_string_lossy(), graph.len());
        let mut names: Vec<_> = expected.lines().filter_map(|line| line.split('\t').next()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            for chain in chains(&graph, kind.ecosystem(), name) {
                let _ = writeln!(text, "  {chain}");
            }
        }
    }
    insta::assert_snapshot!(text);
}

/// The chains of each name of a fixture, or of a text.
fn all(graph: &Graph, ecosystem: Ecosystem, names: &[&str]) -> String {
    names.iter().flat_map(|name| chains(graph, ecosystem, name)).collect::<Vec<_>>().join("\n")
}

#[test]
fn workspaces_links_and_aliases_are_followed() {
    let npm = r#"{ "lockfileVersion": 3, "packages": {
  "": { "name": "root", "workspaces": ["packages/*"] },
  "node_modules/one": { "resolved": "packages/one", "link": true },
  "packages/one": { "name": "one", "version": "0.1.0", "dependencies": { "known": "npm:real@^1", "two": "*" } },
  "packages/one/node_modules/deep": { "version": "2.0.0" },
  "node_modules/two": { "resolved": "packages/two", "link": true },
  "packages/two": { "name": "two", "peerDependencies": { "deep": "*" } },
  "node_modules/known": { "name": "real", "version": "1.0.0", "dependencies": { "deep": "^1" }, "devDependencies": { "two": "*" } },
  "node_modules/deep": { "version": "1.0.0" }
} }"#;
    let graph = Graph::parse(FileKind::PackageLock, npm.as_bytes(), "package-lock.json").unwrap();
    insta::assert_snapshot!(all(&graph, Ecosystem::Npm, &["known", "deep", "two"]));

    let pnpm = "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      one:\n        specifier: workspace:*\n        version: link:packages/one\n  packages/one:\n    devDependencies:\n      known:\n        specifier: npm:real@^1\n        version: real@1.0.0(peer@3.0.0)\npackages:\n  real@1.0.0:\n    resolution: {integrity: sha512-x}\n  peer@3.0.0:\n    resolution: {integrity: sha512-x}\nsnapshots:\n  real@1.0.0(peer@3.0.0):\n    dependencies:\n      peer: 3.0.0\n  peer@3.0.0: {}\n";
    let graph = Graph::parse(FileKind::PnpmLock, pnpm.as_bytes(), "pnpm-lock.yaml").unwrap();
    insta::assert_snapshot!(all(&graph, Ecosystem::Npm, &["known", "peer", "one"]));

    let bun = r#"{ "lockfileVersion": 1, "workspaces": {
  "": { "name": "root", "dependencies": { "one": "workspace:*" } },
  "packages/one": { "name": "one", "dependencies": { "@s/a": "^1", }, },
}, "packages": {
  "one": ["one@workspace:packages/one"],
  "@s/a": ["@s/a@1.0.0", "", { "dependencies": { "b": "^2" } }, "sha512-x"],
  "@s/a/b": ["b@2.0.0", "", {}, "sha512-x"],
  "b": ["b@1.0.0", "", {}, "sha512-x"],
} }"#;
    let graph = Graph::parse(FileKind::BunLock, bun.as_bytes(), "bun.lock").unwrap();
    insta::assert_snapshot!(all(&graph, Ecosystem::Npm, &["b", "one"]));
}

#[test]
fn other_files_of_cargo_and_uv_are_read() {
    insta::assert_snapshot!(all(
        &read("cargo-lock-v1/Cargo.lock"),
        Ecosystem::Crates,
        &["libc", "serde", "log"]
    ));
    insta::assert_snapshot!(all(&read("uv-lock/uv.lock"), Ecosystem::PyPi, &["idna", "torch"]));
    let two = "version = 4\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\ndependencies = [\n \"x 1.0.0 (git+https://code.example/x)\",\n \"x 1.0.0 (registry+https://registry.example/index)\",\n \"y 2.0.0\",\n]\n\n[[package]]\nname = \"x\"\nversion = \"1.0.0\"\nsource = \"git+https://code.example/x#01\"\n\n[[package]]\nname = \"x\"\nversion = \"1.0.0\"\nsource = \"registry+https://registry.example/index\"\ndependencies = [\n \"y 1.0.0\",\n]\n\n[[package]]\nname = \"y\"\nversion = \"1.0.0\"\nsource = \"registry+https://registry.example/index\"\n\n[[package]]\nname = \"y\"\nversion = \"2.0.0\"\nsource = \"registry+https://registry.example/index\"\n";
    let graph = Graph::parse(FileKind::CargoLock, two.as_bytes(), "Cargo.lock").unwrap();
    insta::assert_snapshot!(all(&graph, Ecosystem::Crates, &["y"]));
}

/// A file's dependencies lead back to the packages of its graph, and each has a way.
#[test]
fn the_usual_reading_and_the_graph_know_the_same_packages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/locks");
    let mut counted = 0;
    let reading = phantom_guard::manifest::scan(&[root]);
    for file in reading.files.iter().filter(|file| file.kind.is_lockfile()) {
        let graph = Graph::read(file.kind, &file.path, &file.shown).unwrap();
        let own = |d: &&phantom_guard::package::Dependency| {
            d.location.as_ref().is_some_and(|place| place.file == file.shown)
        };
        for dependency in reading.dependencies.iter().filter(own) {
            let found = graph.of_dependency(dependency);
            let at: Vec<_> = found.iter().map(|id| graph.package(*id).2).collect();
            assert_eq!(at, [dependency.location.as_ref()], "{dependency:?}");
            counted += 1;
        }
    }
    assert!(counted > 200, "{counted}");
}
