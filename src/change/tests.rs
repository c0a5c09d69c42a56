use std::path::Path;

use super::{Change, Difference, Side, between};
use crate::manifest::{FileKind, Reading, parse};
use crate::package::{Concern, Dependency, Source};

/// What some files state: their paths with a text each.
fn read(files: &[(&str, &str)]) -> Reading {
    let mut all = Reading::default();
    for (path, text) in files {
        all.append(parse(FileKind::of(Path::new(path)).unwrap(), text.as_bytes(), path));
    }
    all
}

fn compared(old: &[(&str, &str)], new: &[(&str, &str)]) -> Difference {
    differing(&read(old), &read(new))
}

fn differing(old: &Reading, new: &Reading) -> Difference {
    between(Side { reading: old, root: Path::new("") }, Side { reading: new, root: Path::new("") })
}

fn worded(dependency: &Dependency) -> String {
    let at = dependency.location.as_ref().unwrap();
    let requirement = dependency.requirement.as_deref().unwrap_or_default();
    format!("{}{requirement} {}:{}", dependency.name, at.file, at.line)
}

/// The changes as lines, and the names that are judged.
fn told(difference: &Difference) -> (Vec<String>, Vec<String>) {
    let line = |change: &Change| match change {
        Change::Added(new) => format!("+ {}", worded(new)),
        Change::Changed { old, new } => format!("{} -> {}", worded(old), worded(new)),
        Change::Removed(old) => format!("- {}", worded(old)),
    };
    (difference.changes.iter().map(line).collect(), difference.judged.iter().map(worded).collect())
}

#[test]
fn each_rule_on_requirements_files() {
    for (what, old, new, changes, judged) in [
        ("nothing changed", "a==1\n", "a==1\n", vec![], vec![]),
        ("another line and spelling", "Flask-Cors==1\nb\n", "b\n\n# x\nflask_cors==1\n", vec![], vec![]),
        ("added", "a==1\n", "a==1\nb==2\n", vec!["+ b==2 r.in:2"], vec!["b==2 r.in:2"]),
        ("removed", "a==1\nb==2\n", "b==2\n", vec!["- a==1 r.in:1"], vec![]),
        ("another version", "a==1\n", "a==2\n", vec!["a==1 r.in:1 -> a==2 r.in:1"], vec!["a==2 r.in:1"]),
        ("no longer bound", "a==1\n", "a\n", vec!["a==1 r.in:1 -> a r.in:1"], vec!["a r.in:1"]),
        ("one version more is added", "a==1\n", "a==1\na==2\n", vec!["+ a==2 r.in:2"], vec!["a==2 r.in:2"]),
        (
            "the same major version goes with its like",
            "a==1.1\na==2.1\n",
            "a==2.2\na==3.0\na==1.2\n",
            vec!["a==2.1 r.in:2 -> a==2.2 r.in:1", "+ a==3.0 r.in:2", "a==1.1 r.in:1 -> a==1.2 r.in:3"],
            vec!["a==2.2 r.in:1", "a==3.0 r.in:2", "a==1.2 r.in:3"],
        ),
        (
            "every place is judged, and told once",
            "a==1\n",
            "a==2\na==2\n",
            vec!["a==1 r.in:1 -> a==2 r.in:1"],
            vec!["a==2 r.in:1", "a==2 r.in:2"],
        ),
    ] {
        let difference = compared(&[("requirements/r.in", old)], &[("requirements/r.in", new)]);
        let (told, judged_now) = told(&difference);
        let short = |lines: Vec<String>| -> Vec<String> {
            lines.iter().map(|line| line.replace("requirements/", "")).collect()
        };
        assert_eq!((short(told), short(judged_now)), (owned(&changes), owned(&judged)), "{what}");
    }
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn a_move_between_files_adds_nothing_and_a_new_version_of_it_does() {
    let (a, b) = ("a/requirements.txt", "b/requirements.txt");
    let old = [(a, "x==1\ny==1\n"), (b, "z==1\n")];
    assert_eq!(told(&compared(&old, &[(a, "y==1\n"), (b, "z==1\nx==1\n")])), (vec![], vec![]));
    // A copy adds nothing either.
    assert_eq!(told(&compared(&old, &[(a, "x==1\ny==1\n"), (b, "x==1\n")])).1, Vec::<String>::new());
    let (changes, judged) = told(&compared(&old, &[(a, "y==1\n"), (b, "z==1\nx==2\n")]));
    assert_eq!(changes, ["x==1 a/requirements.txt:1 -> x==2 b/requirements.txt:2"]);
    assert_eq!(judged, ["x==2 b/requirements.txt:2"]);
}

#[test]
fn the_same_change_in_two_files_is_told_once_and_each_file_has_its_own() {
    let (a, b) = ("a/requirements.txt", "b/requirements.txt");
    let old = [(a, "x==1\n"), (b, "x==1\n")];
    let (changes, judged) = told(&compared(&old, &[(a, "x==2\n"), (b, "x==2\n")]));
    assert_eq!(changes, ["x==1 a/requirements.txt:1 -> x==2 a/requirements.txt:1"]);
    assert_eq!(judged.len(), 2);
    let (changes, _) = told(&compared(&old, &[(a, "x==2\n"), (b, "x==3\n")]));
    assert_eq!(
        changes,
        [
            "x==1 a/requirements.txt:1 -> x==2 a/requirements.txt:1",
            "x==1 b/requirements.txt:1 -> x==3 b/requirements.txt:1"
        ]
    );
    // Before, both had it; now one has the next version, and the other still the old one.
    let (changes, _) = told(&compared(&old, &[(a, "x==2\n"), (b, "x==1\n")]));
    assert_eq!(changes, ["x==1 a/requirements.txt:1 -> x==2 a/requirements.txt:1"]);
}

#[test]
fn a_name_of_another_ecosystem_is_another_name() {
    let package = "{\"dependencies\": {\"six\": \"1\"}}";
    let (changes, judged) =
        told(&compared(&[("requirements.txt", "six==1\n")], &[("package.json", package)]));
    assert_eq!(changes, ["+ six1 package.json:1", "- six==1 requirements.txt:1"]);
    assert_eq!(judged.len(), 1);
}

#[test]
fn another_source_and_another_alias_are_changes() {
    let file = |text: &str| format!("{{\"dependencies\": {{{text}}}}}");
    let of = |text: &str| read(&[("package.json", &file(text))]);
    for (old, new) in [
        ("\"x\": \"^1\"", "\"x\": \"github:someone/x\""),
        ("\"x\": \"github:someone/x\"", "\"x\": \"^1\""),
        ("\"x\": \"^1\"", "\"y\": \"npm:x@^1\""),
        ("\"x\": \"https://files.example/x-1.tgz\"", "\"x\": \"https://files.example/x-2.tgz\""),
    ] {
        let difference = differing(&of(old), &of(new));
        assert!(matches!(difference.changes.as_slice(), [Change::Changed { .. }]), "{old} {difference:?}");
        assert_eq!(difference.judged.len(), 1, "{old}");
    }
}

#[test]
fn a_new_concern_is_judged_and_one_less_is_not() {
    let old = read(&[("requirements.txt", "a==1\nb==1\n")]);
    let mut new = old.clone();
    new.dependencies[0].concerns.push(Concern::OtherIndex("https://registry.example/simple".into()));
    let difference = differing(&old, &new);
    assert!(
        matches!(difference.changes.as_slice(), [Change::Changed { old, new }] if old.name == new.name),
        "{difference:?}"
    );
    assert_eq!(difference.judged, [new.dependencies[0].clone()]);
    let back = differing(&new, &old);
    assert!(back.changes.is_empty() && back.judged.is_empty(), "{back:?}");
}

#[test]
fn a_broken_older_file_vouches_for_nothing() {
    let other = ("b/requirements.txt", "y==1\n");
    let mut old = read(&[("a/requirements.txt", "x==1\nhonest words\n"), other]);
    assert_eq!(old.errors.len(), 1);
    old.errors[0].message = "two words".to_owned();
    let mut new = read(&[("a/requirements.txt", "x==1\ny==1\n"), other]);
    for (file, at) in [("a/requirements.txt", 0), ("b/requirements.txt", 1)] {
        let file_read = crate::manifest::FileRead {
            path: file.into(),
            shown: file.into(),
            kind: FileKind::Requirements,
            dependencies: at,
        };
        new.files.push(file_read);
    }
    let difference = differing(&old, &new);
    assert_eq!(told(&difference).1, ["x==1 a/requirements.txt:1", "y==1 a/requirements.txt:2"]);
    assert_eq!(difference.unread, [("a/requirements.txt".into(), "two words".to_owned())]);
}

#[test]
fn a_file_that_is_as_broken_as_before_is_compared_by_what_can_be_read() {
    let difference = compared(
        &[("requirements.txt", "x==1\nhonest words\n")],
        &[("requirements.txt", "honest words\nx==1\ny==1\n")],
    );
    assert_eq!(told(&difference).1, ["y==1 requirements.txt:3"]);
    assert!(difference.unread.is_empty());
}

#[test]
fn nothing_is_called_removed_where_the_newer_file_could_not_be_read_whole() {
    let difference =
        compared(&[("requirements.txt", "x==1\ny==1\n")], &[("requirements.txt", "x==1\nhonest words\n")]);
    assert_eq!(told(&difference), (vec![], vec![]));
}

#[test]
fn folders_and_files_of_different_names_are_laid_side_by_side() {
    let old = read(&[("old/a/requirements.txt", "x==1\n"), ("old/b/requirements.txt", "x==2\n")]);
    let new = read(&[("new/a/requirements.txt", "x==1.5\n"), ("new/b/requirements.txt", "x==2.5\n")]);
    let difference = between(
        Side { reading: &old, root: Path::new("old") },
        Side { reading: &new, root: Path::new("new/") },
    );
    assert_eq!(
        told(&difference).0,
        [
            "x==1 old/a/requirements.txt:1 -> x==1.5 new/a/requirements.txt:1",
            "x==2 old/b/requirements.txt:1 -> x==2.5 new/b/requirements.txt:1"
        ]
    );
    let empty = Reading::default();
    let all = between(
        Side { reading: &empty, root: Path::new("") },
        Side { reading: &new, root: Path::new("new") },
    );
    assert_eq!(all.judged.len(), 2);
}

#[test]
fn a_hundred_thousand_versions_of_one_name_are_no_trouble() {
    let of = |from: u32| {
        let mut reading = Reading::default();
        let name = crate::package::PackageName::new(crate::package::Ecosystem::Npm, "x");
        reading.dependencies = (from..from + 50_000)
            .map(|at| Dependency {
                requirement: Some(format!("1.0.{at}")),
                source: Source::Registry,
                ..Dependency::new(name.clone())
            })
            .collect();
        reading
    };
    let start = std::time::Instant::now();
    let difference = differing(&of(0), &of(50_000));
    assert_eq!(difference.changes.len(), 50_000);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}
