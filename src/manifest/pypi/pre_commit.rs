//! .pre-commit-config.yaml: what hooks install beside themselves.
//!
//! Read: `additional_dependencies` of every hook. Whose packages they are follows from the hook's
//! `language`, where the file states it: python, node or rust; lists for other languages are of other
//! registries. Hooks of other repositories mostly state it there. Then the shape of the entries
//! decides, then the hook's name for a few that are known to be of node, and else they are Python's,
//! as most are.
//! Not read: the hooks' own packages, which come from their repositories.

use std::collections::HashSet;

use super::{requirement, requirements};
use crate::manifest::address::quoted;
use crate::manifest::draft::Draft;
use crate::manifest::npm::{split_name, target};
use crate::manifest::yaml::{self, Value};
use crate::package::{Dependency, Ecosystem, PackageName, Source};

/// Hooks of node that take plugins. Their identifiers and repositories hold these words.
const NODE_WORDS: &[&str] =
    &["prettier", "eslint", "stylelint", "commitlint", "markdownlint", "textlint", "htmlhint", "cspell"];

/// Such hooks whose names are too short to be looked for inside others.
const NODE_HOOKS: &[&str] =
    &["standard", "ts-standard", "tslint", "jshint", "xo", "alex", "svgo", "rome", "biome"];

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let yaml = yaml::parse(draft, "correct the file; pre-commit would fail on it too");
    let Some(root) = yaml.root() else { return };
    // An alias is a second way to the same list, which names nothing new.
    let mut known = HashSet::new();
    for repository in root.get("repos").into_iter().flat_map(Value::items) {
        let place = repository.get("repo").and_then(Value::text).unwrap_or_default();
        let Some(hooks) = repository.get("hooks").filter(|hooks| known.insert((hooks.offset(), None))) else {
            continue;
        };
        for hook in hooks.items() {
            let Some(list) = hook.get("additional_dependencies").filter(|list| !list.is_null()) else {
                continue;
            };
            let Some(ecosystem) = ecosystem(hook, place, list) else { continue };
            if known.insert((list.offset(), Some(ecosystem))) {
                read_list(list, ecosystem, draft);
            }
        }
    }
}

/// Whose packages a hook's list names; `None` for those of other registries.
fn ecosystem(hook: Value<'_, '_>, repository: &str, list: Value<'_, '_>) -> Option<Ecosystem> {
    match hook.get("language").and_then(Value::text) {
        Some("python" | "python_venv") => return Some(Ecosystem::PyPi),
        Some("node") => return Some(Ecosystem::Npm),
        Some("rust") => return Some(Ecosystem::Crates),
        Some(_) => return None,
        None => {}
    }
    if let Some(found) = list.items().filter_map(Value::text).find_map(by_shape) {
        return found;
    }
    let id = hook.get("id").and_then(Value::text).unwrap_or_default();
    let last = repository.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let node =
        NODE_HOOKS.contains(&id) || NODE_WORDS.iter().any(|word| id.contains(word) || last.contains(word));
    Some(if node { Ecosystem::Npm } else { Ecosystem::PyPi })
}

/// What the way an entry is written says: `Some(None)` for a registry that is not read.
fn by_shape(entry: &str) -> Option<Option<Ecosystem>> {
    let (name, range) = split_name(entry);
    if entry.starts_with("types-") || entry.contains(" @ ") || entry.contains('[') || entry.contains(" ;") {
        Some(Some(Ecosystem::PyPi))
    } else if entry.starts_with("cli:") {
        Some(Some(Ecosystem::Crates))
    } else if entry.starts_with('@') && entry.contains('/') {
        Some(Some(Ecosystem::Npm))
    } else if requirement::name_before_version(entry).is_some() {
        Some(Some(Ecosystem::PyPi))
    } else if name.contains('/') && range.is_some() && !entry.contains("://") {
        // A module of Go: `code.example/path@v1`.
        Some(None)
    } else if range.is_some_and(|range| !range.contains("://")) {
        Some(Some(Ecosystem::Npm))
    } else if entry
        .split_once(':')
        .is_some_and(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()))
    {
        // Ruby writes `name:version`, and so does Rust, whose hooks hardly ever add anything.
        Some(None)
    } else {
        None
    }
}

fn read_list(list: Value<'_, '_>, ecosystem: Ecosystem, draft: &mut Draft<'_>) {
    if list.kind() != "a list" {
        let message = format!("a list is expected under `additional_dependencies`, not {}", list.kind());
        draft.fault(list.offset(), message, "write [NAME, NAME]");
    }
    for item in list.items() {
        let Some(entry) = item.text() else {
            let message = format!("a dependency is a text, not {}", item.kind());
            draft.fault(item.offset(), message, "write the name and version as one text");
            continue;
        };
        match ecosystem {
            Ecosystem::PyPi => requirements::read_within(entry, &|at| item.place(at), draft),
            Ecosystem::Npm => node(item, entry, draft),
            Ecosystem::Crates => rust(item, entry, draft),
        }
    }
}

/// Reads an argument of `npm install`.
fn node(item: Value<'_, '_>, entry: &str, draft: &mut Draft<'_>) {
    let (name, range) = split_name(entry);
    let spec = target(range.unwrap_or_default());
    let own = PackageName::new(Ecosystem::Npm, name);
    if own.fault().is_some() {
        // A path, an archive or a repository names itself; anything else is no argument at all.
        if matches!(target(entry).source, Source::Registry) {
            let message = format!("{} is no package's name", quoted(entry));
            draft.fault(item.offset(), message, "write NAME or NAME@VERSION");
        }
        return;
    }
    let (requirement, source) = (spec.requirement.map(str::to_owned), spec.source.clone());
    let (at, dependency) = match spec.name {
        Some((real, within)) => {
            let real_name = PackageName::new(Ecosystem::Npm, real);
            let alias = (real != name).then(|| name.to_owned());
            (name.len() + 1 + within, Dependency { alias, ..Dependency::new(real_name) })
        }
        None => (0, Dependency::new(own)),
    };
    draft.dependency(item.place(at), Dependency { requirement, source, ..dependency });
}

/// Reads `NAME`, `NAME:VERSION` or `cli:NAME:VERSION`.
fn rust(item: Value<'_, '_>, entry: &str, draft: &mut Draft<'_>) {
    let rest = entry.strip_prefix("cli:").unwrap_or(entry);
    let (name, version) = rest.split_once(':').map_or((rest, None), |(name, version)| (name, Some(version)));
    let dependency = Dependency {
        requirement: version.map(str::to_owned),
        ..Dependency::new(PackageName::new(Ecosystem::Crates, name))
    };
    draft.dependency(item.place(entry.len() - rest.len()), dependency);
}

#[cfg(test)]
mod tests {
    use crate::manifest::{FileKind, parse};

    fn read(hook: &str) -> (Vec<String>, usize) {
        let text = format!("repos:\n  - repo: https://code.example/org/hooks\n    hooks:\n      - {hook}\n");
        let reading = parse(FileKind::PreCommit, text.as_bytes(), "c.yaml");
        let shown = |found: &crate::package::Dependency| {
            let name = found.name.spelling();
            let column = found.location.as_ref().unwrap().column as usize;
            assert!(text.lines().nth(3).unwrap().get(column - 1..).unwrap().starts_with(name), "{text}");
            format!("{}:{name}", found.name.ecosystem().as_str())
        };
        (reading.dependencies.iter().map(shown).collect(), reading.errors.len())
    }

    #[test]
    fn whose_packages_a_hook_adds_is_decided() {
        for (id, language, entries, found) in [
            ("mypy", "", "types-x, numpy", "pypi:types-x pypi:numpy"),
            ("x", "", "'a==1', b", "pypi:a pypi:b"),
            ("x", "", "'a[b]'", "pypi:a"),
            ("x", "", "'@s/a', b", "npm:@s/a npm:b"),
            ("x", "", "a@1.2.3, b@latest", "npm:a npm:b"),
            ("x", "", "a@npm:evil@1", "npm:evil"),
            ("eslint", "", "eslint-plugin-a", "npm:eslint-plugin-a"),
            ("x", "", "a@git+https://code.example/a", "pypi:a"),
            ("x", "", "code.example/a@v1", ""),
            ("x", "", "'a:1.2'", ""),
            ("x", "", "'cli:a:1.2'", "crates:a"),
            ("x", "node", "a", "npm:a"),
            ("x", "rust", "'a:1', b", "crates:a crates:b"),
            ("x", "golang", "a", ""),
            ("x", "python", "./local, '.[dev]'", "pypi:local"),
            ("x", "", "", ""),
        ] {
            let language =
                if language.is_empty() { String::new() } else { format!(", language: {language}") };
            let hook = format!("{{id: {id}{language}, additional_dependencies: [{entries}]}}");
            let found: Vec<_> = found.split_whitespace().map(str::to_owned).collect();
            assert_eq!(read(&hook), (found, 0), "{hook}");
        }
        assert_eq!(read("{id: x, additional_dependencies: a}").1, 1);
        assert_eq!(read("{id: x, additional_dependencies: [{a: b}]}").1, 1);
    }

    #[test]
    fn aliases_do_not_multiply() {
        let hooks = "      - {id: x, additional_dependencies: &d [a]}\n".to_owned()
            + &"      - {id: x, additional_dependencies: *d}\n".repeat(300);
        let text = format!(
            "repos:\n  - repo: x\n    hooks: &h\n{hooks}{}",
            "  - {repo: x, hooks: *h}\n".repeat(300)
        );
        let reading = parse(FileKind::PreCommit, text.as_bytes(), "c.yaml");
        assert_eq!((reading.dependencies.len(), reading.errors), (1, vec![]));
    }
}
