//! What else in a file names a package, where no dependency is read and no name is replaced: a name that
//! stays there after it was mended elsewhere leaves a project that its client refuses, or takes for another.

use std::collections::HashMap;

use phantom_guard::manifest::FileKind;
use phantom_guard::package::{Ecosystem, PackageName};
use serde_json::Value as Json;
use toml_edit::{Document, Item, Value};

/// Names, each with one of the places where it stands.
pub(super) type References = HashMap<PackageName, String>;

/// What package.json says of packages beside those that it depends on.
const PACKAGE_JSON: [&str; 11] = [
    "overrides",
    "resolutions",
    "pnpm",
    "peerDependenciesMeta",
    "dependenciesMeta",
    "bundleDependencies",
    "bundledDependencies",
    "trustedDependencies",
    "patchedDependencies",
    "workspaces",
    "catalog",
];

/// What pyproject.toml says of packages beside those that it depends on.
const PYPROJECT: [&[&str]; 3] = [&["tool", "poetry", "extras"], &["tool", "uv"], &["tool", "pdm"]];

/// Finds them. A file that cannot be read has none; its reader says so.
pub(super) fn of(kind: FileKind, bytes: &[u8]) -> References {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut found = Found { ecosystem: kind.ecosystem(), names: References::new() };
    match kind {
        FileKind::PackageJson => {
            let root = serde_json::from_str::<Json>(text).unwrap_or_default();
            for (key, value) in PACKAGE_JSON.iter().filter_map(|key| Some((key, root.get(key)?))) {
                found.json(value, &format!("`{key}`"));
            }
        }
        FileKind::PnpmWorkspace => found.lines(text),
        FileKind::CargoToml => found.toml(text, &["features"]),
        FileKind::Pyproject => PYPROJECT.iter().for_each(|path| found.toml(text, path)),
        _ => {}
    }
    found.names
}

/// Those of a file that settles things for all packages of a project: pnpm's, or yarn's.
pub(super) fn of_lines(bytes: &[u8]) -> References {
    let mut found = Found { ecosystem: Ecosystem::Npm, names: References::new() };
    found.lines(&String::from_utf8_lossy(bytes));
    found.names
}

struct Found {
    ecosystem: Ecosystem,
    names: References,
}

impl Found {
    fn add(&mut self, name: &str, place: &str) {
        if !name.is_empty() {
            self.names.entry(PackageName::new(self.ecosystem, name)).or_insert_with(|| place.to_owned());
        }
    }

    /// A key or value of an npm client: `a`, `$a`, `a@1`, `npm:a@1`, `b>a@1`, `b/**/a`.
    fn npm(&mut self, text: &str, place: &str) {
        for part in text.split('>') {
            let part = part.trim().trim_start_matches('$');
            let part = part.strip_prefix("npm:").unwrap_or(part);
            // The first character may be a scope's.
            let version = part.char_indices().skip(1).find(|(_, c)| *c == '@').map(|(at, _)| at);
            let name = version.and_then(|at| part.get(..at)).unwrap_or(part);
            self.add(name, place);
            name.split('/').filter(|_| name.contains('/')).for_each(|name| self.add(name, place));
        }
    }

    fn json(&mut self, value: &Json, place: &str) {
        match value {
            Json::String(text) => self.npm(text, place),
            Json::Array(items) => items.iter().for_each(|item| self.json(item, place)),
            Json::Object(entries) => {
                for (key, value) in entries {
                    self.npm(key, place);
                    self.json(value, place);
                }
            }
            _ => {}
        }
    }

    /// Every word of every line that is no comment.
    fn lines(&mut self, text: &str) {
        let of_a_name = |c: char| c.is_alphanumeric() || "-_.~@/$*>:".contains(c);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#'))
        {
            let place = format!("line {}", number + 1);
            let line = line.split(" #").next().unwrap_or(line);
            for word in line.split(|c| !of_a_name(c)) {
                self.npm(word.trim_end_matches(':'), &place);
            }
        }
    }

    fn toml(&mut self, text: &str, path: &[&str]) {
        let Ok(document) = Document::parse(text) else { return };
        let mut item = Some(document.as_item());
        for key in path {
            item = item.and_then(|item| item.get(key));
        }
        if let Some(item) = item {
            self.item(item, &format!("`{}`", path.join(".")));
        }
    }

    fn item(&mut self, item: &Item, place: &str) {
        match item {
            Item::Value(value) => self.value(value, place),
            Item::ArrayOfTables(tables) => {
                tables.iter().for_each(|table| self.table(table, place));
            }
            Item::Table(table) => self.table(table, place),
            Item::None => {}
        }
    }

    fn table(&mut self, table: &dyn toml_edit::TableLike, place: &str) {
        for (key, item) in table.iter() {
            // A feature's own name is no package's.
            if self.ecosystem != Ecosystem::Crates {
                self.add(key, place);
            }
            self.item(item, place);
        }
    }

    fn value(&mut self, value: &Value, place: &str) {
        match value {
            Value::String(text) => {
                let text = text.value().strip_prefix("dep:").unwrap_or(text.value());
                let end = text.find(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)));
                self.add(end.and_then(|end| text.get(..end)).unwrap_or(text), place);
            }
            Value::Array(items) => items.iter().for_each(|item| self.value(item, place)),
            Value::InlineTable(table) => self.table(table, place),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(kind: FileKind, text: &str, name: &str) -> Option<String> {
        of(kind, text.as_bytes()).remove(&PackageName::new(kind.ecosystem(), name))
    }

    #[test]
    fn each_way_of_naming_a_package_is_found() {
        for text in [
            r#"{"overrides":{"c":"$lodahs"}}"#,
            r#"{"overrides":{"lodahs":{"c":"1"}}}"#,
            r#"{"resolutions":{"a/**/lodahs":"1"}}"#,
            r#"{"peerDependenciesMeta":{"lodahs":{"optional":true}}}"#,
            r#"{"bundledDependencies":["lodahs"]}"#,
            r#"{"pnpm":{"patchedDependencies":{"lodahs@1.0.0":"x.patch"}}}"#,
            r#"{"workspaces":{"catalog":{"lodahs":"1"}}}"#,
        ] {
            assert!(place(FileKind::PackageJson, text, "lodahs").is_some(), "{text}");
        }
        let scoped = r#"{"pnpm":{"overrides":{"b@1>@a/lodahs@2":"1"}}}"#;
        assert!(place(FileKind::PackageJson, scoped, "@a/lodahs").is_some());
        let none = r#"{"dependencies":{"lodahs":"1"},"keywords":["lodahs"]}"#;
        assert_eq!(place(FileKind::PackageJson, none, "lodahs"), None);
        let yaml = "# lodahs\npackages: []\npatchedDependencies:\n  'lodahs@1': x\n";
        assert_eq!(place(FileKind::PnpmWorkspace, yaml, "lodahs").as_deref(), Some("line 4"));
        let yaml = "onlyBuiltDependencies: [lodahs]\n";
        assert!(place(FileKind::PnpmWorkspace, yaml, "lodahs").is_some());
        for text in ["dep:sedre", "sedre/std", "sedre?/std", "sedre"] {
            let toml = format!("[features]\nx = [\"{text}\"]\n");
            assert_eq!(place(FileKind::CargoToml, &toml, "sedre").as_deref(), Some("`features`"));
        }
        for toml in [
            "[tool.poetry.extras]\nx = [\"reqeusts\"]\n",
            "[tool.uv.sources]\nreqeusts = { git = \"x\" }\n",
            "[tool.uv]\nno-build-package = [\"Reqeusts\"]\n",
        ] {
            assert!(place(FileKind::Pyproject, toml, "reqeusts").is_some(), "{toml}");
        }
    }
}
