//! Who requires whom, as the lockfiles of every client record it.

use std::fmt::Write;
use std::path::Path;

use phantom_guard::manifest::{FileKind, Graph, Way, Ways};
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
