//! tox.ini, and what stands for it in setup.cfg and pyproject.toml.
//!
//! Read: `deps` of `[testenv]`, `[testenv:NAME]` and `[pkgenv]`, and `requires` of `[tox]`, as lines of
//! a requirements file; lines for some factors only (`py311,dev: pytest`); sections to which
//! `{[section]key}` leads; `{toxinidir}`, and the default of `{env:NAME:default}`.
//! Not evaluated, and said so: other substitutions, behind which only the name before a version counts.
//! Not read: what `commands` and `install_command` install.

use std::collections::HashSet;

use super::ini::{Entry, Ini, Section};
use super::lines::is_space;
use super::pieces::Pieces;
use super::{requirement, requirements};
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, offset_in};

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    let ini = Ini::parse(draft.text);
    ini.report(|name| wanted(name).is_some(), draft);
    read_sections(&ini, draft);
}

/// The key of a section that lists packages.
fn wanted(section: &str) -> Option<&'static str> {
    match section {
        "tox" | "tox:tox" => Some("requires"),
        "testenv" | "pkgenv" => Some("deps"),
        _ => section.starts_with("testenv:").then_some("deps"),
    }
}

/// Reads tox's sections, and those that they refer to, each value once.
pub(super) fn read_sections(ini: &Ini<'_>, draft: &mut Draft<'_>) {
    let own = ini.sections.iter().filter_map(|section| Some((section, wanted(section.name)?)));
    let mut open: Vec<(&str, String)> = own.map(|(section, key)| (section.name, key.to_owned())).collect();
    let mut known = HashSet::new();
    while let Some((name, key)) = open.pop() {
        if !known.insert((name, key.clone())) {
            continue;
        }
        for section in ini.sections.iter().filter(|section| section.name == name) {
            let Some(entry) = section.get(&key) else { continue };
            let mut value = Value { ini, section, text: Pieces::default(), references: Vec::new() };
            value.take(entry, draft);
            requirements::read_within(value.text.text(), &|at| value.text.offset(at), draft);
            open.append(&mut value.references);
        }
    }
}

/// A value on its way to lines of a requirements file.
struct Value<'i, 't> {
    ini: &'i Ini<'t>,
    section: &'i Section<'t>,
    text: Pieces,
    /// Sections and keys whose value stands here too.
    references: Vec<(&'i str, String)>,
}

impl Value<'_, '_> {
    fn take(&mut self, entry: &Entry<'_>, draft: &mut Draft<'_>) {
        for line in &entry.lines {
            let line = without_factors(without_comment(line));
            if line.is_empty() || self.refers(line) {
                continue;
            }
            self.substitute(line, draft);
            self.text.push("\n", offset_in(draft.text, line) + line.len());
        }
    }

    /// Whether a line is nothing but the value of another key, which is then read where it stands.
    fn refers(&mut self, line: &str) -> bool {
        let Some(inner) = line.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return false;
        };
        let (section, key) = match inner.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
            Some(found) => found,
            None => (self.section.name, inner),
        };
        let found = self.ini.sections.iter().find(|s| s.name == section && s.get(key).is_some());
        self.references.extend(found.map(|section| (section.name, key.to_ascii_lowercase())));
        found.is_some()
    }

    /// Puts a line into the text with what its substitutions stand for. Behind one that is not
    /// evaluated nothing counts, and before it only a name.
    fn substitute(&mut self, line: &str, draft: &mut Draft<'_>) {
        let base = offset_in(draft.text, line);
        let mut whole = Pieces::default();
        let mut rest = line;
        while let Some((before, behind)) = rest.split_once(['{', '\\']) {
            whole.push(before, offset_in(draft.text, before));
            let at = offset_in(draft.text, behind) - 1;
            let opened = draft.text.as_bytes().get(at) == Some(&b'{');
            let (inner, next) = match (opened, closing(behind)) {
                (true, Some(found)) => found,
                // `\#` and `\{` stand for the character alone.
                _ => {
                    let escaped = !opened && behind.starts_with(['#', '{', '}']);
                    let literal = behind.chars().next().filter(|_| escaped);
                    let kept = if opened { "{" } else { "\\" };
                    match literal {
                        Some(c) => whole.push(c.encode_utf8(&mut [0; 4]), at + 1),
                        None => whole.push(kept, at),
                    }
                    rest = behind.get(literal.map_or(0, char::len_utf8)..).unwrap_or_default();
                    continue;
                }
            };
            rest = next;
            let variable = inner.starts_with("env:");
            match known(inner) {
                Some(text) => whole.push(text, if variable { offset_in(draft.text, text) } else { at }),
                None => {
                    let shown = quoted(draft.text.get(at..at + inner.len() + 2).unwrap_or_default());
                    draft.note(at, format!("{shown} is not evaluated, and what it stands for is not read"));
                    let name = requirement::name_before_version(whole.text()).unwrap_or_default();
                    let start = whole.text().find(name).unwrap_or_default();
                    self.text.push(name, whole.offset(start));
                    return;
                }
            }
            if variable {
                let shown = quoted(inner);
                draft.note(at, format!("the environment may put something else in the place of {shown}"));
            }
        }
        whole.push(rest, base + line.len() - rest.len());
        self.text.append(&whole);
    }
}

/// What a substitution stands for, where the file alone says it.
fn known(inner: &str) -> Option<&str> {
    match inner {
        "toxinidir" | "tox_root" => Some("."),
        "/" => Some("/"),
        _ => {
            let (_, default) = inner.strip_prefix("env:")?.split_once(':')?;
            (!default.contains(['{', '\\'])).then_some(default)
        }
    }
}

/// Splits behind the brace that closes the one before the text.
fn closing(text: &str) -> Option<(&str, &str)> {
    let mut open = 1usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some((text.get(..at)?, text.get(at + 1..)?));
        }
    }
    None
}

/// tox ends a line at any `#` that is not escaped.
fn without_comment(line: &str) -> &str {
    let hash = line
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|&at| !line.get(..at).is_some_and(|before| before.ends_with('\\')));
    hash.and_then(|at| line.get(..at)).unwrap_or(line).trim_matches(is_space)
}

/// Takes the factors away for which alone a line counts: `py{310,311}-dev,!lint: NAME`.
fn without_factors(line: &str) -> &str {
    let Some((factors, rest)) = line.split_once(':') else { return line };
    let letter =
        |c: char| c.is_alphanumeric() || is_space(c) || matches!(c, '_' | '.' | '-' | ',' | '!' | '{' | '}');
    let balanced = factors.matches('{').count() == factors.matches('}').count();
    match balanced && factors.chars().all(letter) && !rest.starts_with("//") {
        true => rest.trim_matches(is_space),
        false => line,
    }
}

#[cfg(test)]
mod tests {

    use crate::manifest::{FileKind, parse};

    fn lines(text: &str) -> (Vec<String>, usize, usize) {
        let reading = parse(FileKind::ToxIni, text.as_bytes(), "tox.ini");
        let shown = |found: &crate::package::Dependency| {
            let place = found.location.as_ref().unwrap();
            format!("{}:{} {} {}", place.line, place.column, found.name.spelling(), found.source.kind())
        };
        (reading.dependencies.iter().map(shown).collect(), reading.errors.len(), reading.notes.len())
    }

    #[test]
    fn lines_of_deps_are_read_as_tox_reads_them() {
        for (line, found, notes) in [
            ("pytest>=7", "3:3 pytest registry", 0),
            ("py311,dev: pytest", "3:14 pytest registry", 0),
            ("py{310,311}-{a,b},!lint: pytest", "3:28 pytest registry", 0),
            ("!lint:x", "3:9 x registry", 0),
            ("pytest # why", "3:3 pytest registry", 0),
            ("https://files.example/a-1.tar.gz", "3:25 a url", 0),
            ("git+https://code.example/x.git\\#egg=a", "3:39 a git", 0),
            ("a=={env:V}", "3:3 a registry", 1),
            ("{env:PKG:thing>=1}", "3:12 thing registry", 1),
            ("{posargs}", "", 1),
            ("a{env:V:==2}", "3:3 a registry", 1),
            ("-e{toxinidir}/libs/a", "3:22 a path", 0),
            ("{toxinidir}[test]", "", 0),
            ("{[base]deps}", "5:3 shared registry", 0),
            ("{extra}", "7:3 more registry", 0),
        ] {
            let text = format!("[testenv]\ndeps =\n  {line}\n[base]\ndeps =\n  shared\n[testenv:x]\n");
            let text = match line {
                "{[base]deps}" => "[testenv]\ndeps =\n  {[base]deps}\n[base]\ndeps=shared\n"
                    .replace("deps=s", "deps=\n\n s"),
                "{extra}" => "[testenv]\ndeps =\n  {extra}\n\n\nextra =\n  more\n".to_owned(),
                _ => text,
            };
            let found = found.replace("5:3 shared", "7:2 shared");
            let found: Vec<_> = Some(found).filter(|f| !f.is_empty()).into_iter().collect();
            assert_eq!(lines(&text), (found, 0, notes), "{line}");
        }
    }
}
