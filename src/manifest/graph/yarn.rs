//! yarn.lock: each block has as its keys the ranges for which its package stands.

use std::collections::HashMap;

use super::npm::{SECTIONS, asked_by_package_json};
use super::sketch::{Id, Sketch};
use super::tree;
use crate::manifest::draft::offset_in;
use crate::manifest::kind::FileKind;
use crate::manifest::npm::split_name;
use crate::manifest::npm::yarn_lock::{is_classic, keys, lines, word};
use crate::manifest::yaml::{self, Value, Yaml};

/// Packages by the ranges that lead to them.
type Ranges = HashMap<String, Id>;

pub(super) fn read(sketch: &mut Sketch<'_>) {
    let yaml = if is_classic(sketch.text) { classic(sketch.text) } else { tree::yaml(sketch) };
    let mut ranges = Ranges::new();
    let mut found: Vec<(Value<'_, '_>, Id)> = Vec::new();
    let mut seen = HashMap::new();
    for (key, block) in yaml.documents().flat_map(Value::entries) {
        let Some(text) = key.text().filter(|text| *text != "__metadata") else { continue };
        // Several keys of one block lead to the same node.
        let id = *seen.entry(block.id()).or_insert_with(|| {
            let id = node(sketch, key, text, block);
            found.push((block, id));
            id
        });
        for range in text.split(", ") {
            ranges.insert(plain(range), id);
        }
    }
    for (block, from) in found {
        for (part, section) in SECTIONS {
            for (name, range) in block.get(part).into_iter().flat_map(Value::entries) {
                if let (Some(name), Some(range)) = (name.text(), range.text())
                    && let Some(to) = ranges.get(&plain(&format!("{name}@{range}")))
                {
                    sketch.edge(from, *to, section);
                }
            }
        }
    }
    if !ranges.keys().any(|range| range.contains("@workspace:")) {
        asked_by_package_json(sketch, |sketch, from, name, range, section| {
            if let Some(to) = ranges.get(&plain(&format!("{name}@{range}"))) {
                sketch.edge(from, *to, section);
            }
        });
    }
}

/// A range as both sides write it: before a plain one, later versions of yarn write `npm:` on one side only.
fn plain(range: &str) -> String {
    let (name, range) = split_name(range);
    let range = range.unwrap_or_default();
    let other = range.strip_prefix("npm:").filter(|_| renamed(range).is_none());
    format!("{name}@{}", other.unwrap_or(range))
}

/// The other name in `npm:name@range`.
fn renamed(range: &str) -> Option<&str> {
    let (name, range) = split_name(range.strip_prefix("npm:")?);
    range.map(|_| name)
}

fn node(sketch: &mut Sketch<'_>, key: Value<'_, '_>, keys: &str, block: Value<'_, '_>) -> Id {
    let (known, range) = split_name(keys.split(", ").next().unwrap_or(keys));
    let text = |name| block.get(name).and_then(Value::text);
    if let Some((name, folder)) = text("resolution").and_then(|own| own.split_once("@workspace:")) {
        let id = sketch.project(FileKind::PackageJson, folder, Some(name));
        sketch.set(id, None, Some(key.offset()));
        return id;
    }
    let other = range.and_then(renamed);
    let name = text("resolution").map(|resolution| split_name(resolution).0).or(other).unwrap_or(known);
    let within = other.filter(|other| *other == name).map_or(0, |other| offset_in(keys, other));
    let id = sketch.node(name, text("version"), Some(key.place(within)));
    sketch.alias(id, known);
    id
}

/// The blocks of yarn 1 as a tree: of each its fields, and what stands deeper under the last of them.
fn classic(text: &str) -> Yaml<'_> {
    let mut yaml = Yaml::default();
    let (mut blocks, mut keys_of, mut fields) = (Vec::new(), Vec::new(), Vec::new());
    // A field that takes deeper lines, and those.
    let mut open: Option<(yaml::Id, Vec<(yaml::Id, yaml::Id)>)> = None;
    let close = |yaml: &mut Yaml<'_>, fields: &mut Vec<_>, open: &mut Option<(yaml::Id, Vec<_>)>| {
        if let Some((key, deeper)) = open.take() {
            fields.push((key, yaml.add_map(0, deeper)));
        }
    };
    let mut end = |yaml: &mut Yaml<'_>, keys: &mut Vec<_>, fields: &mut Vec<_>| {
        let block = yaml.add_map(0, std::mem::take(fields));
        blocks.extend(keys.drain(..).map(|key| (key, block)));
    };
    for line in lines(text) {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        if indent <= 2 {
            close(&mut yaml, &mut fields, &mut open);
        }
        if indent == 0 {
            end(&mut yaml, &mut keys_of, &mut fields);
            let keys = keys(text, body).into_iter().flatten();
            keys_of.extend(keys.map(|key| yaml.add_text(key.place(0), key.value)));
            continue;
        }
        let Some((key, rest)) = word(text, body) else { continue };
        let key = yaml.add_text(key.place(0), key.value);
        let rest = rest.trim_start_matches([' ', ':']).trim_end();
        if rest.is_empty() && indent == 2 {
            open = Some((key, Vec::new()));
            continue;
        }
        let quoted = rest.starts_with('"').then(|| word(text, rest)).flatten();
        let value = quoted.map_or(rest.into(), |(value, _)| value.value);
        let value = yaml.add_text(offset_in(text, rest), value);
        match &mut open {
            Some((_, deeper)) if indent > 2 => deeper.push((key, value)),
            _ => fields.push((key, value)),
        }
    }
    close(&mut yaml, &mut fields, &mut open);
    end(&mut yaml, &mut keys_of, &mut fields);
    let root = yaml.add_map(0, blocks);
    yaml.add_root(root);
    yaml
}
