//! The dialect of Python's `configparser`, which setup.cfg and tox.ini are written in.
//!
//! Own, because the configparser crate keeps no places, and joins a value's lines before anyone can
//! ask where one of them stood. Read as `RawConfigParser` does it: a line that is indented deeper
//! than the last key's goes on with its value, `#` and `;` begin a comment only at the start of a
//! line, `=` and `:` end a key, and an empty line does not end a value.

use std::collections::HashSet;

use super::lines::is_space;
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, offset_in};

/// A file's sections, in its order.
#[derive(Debug, Default)]
pub(super) struct Ini<'t> {
    pub(super) sections: Vec<Section<'t>>,
    /// Lines that are none of a section, a key and a value, and how many sections stand before.
    broken: Vec<(usize, &'t str)>,
}

#[derive(Debug)]
pub(super) struct Section<'t> {
    pub(super) name: &'t str,
    pub(super) entries: Vec<Entry<'t>>,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    /// The value's lines as they stand in the file, without surrounding space, comments and empty ones.
    pub(super) lines: Vec<&'t str>,
}

impl Section<'_> {
    /// The value under a key, in lower case.
    pub(super) fn get(&self, key: &str) -> Option<&Entry<'_>> {
        self.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }
}

impl<'t> Ini<'t> {
    pub(super) fn parse(text: &'t str) -> Self {
        let mut ini = Self::default();
        // How deep the last key is indented, where one is open.
        let mut open: Option<usize> = None;
        for line in text.split(['\n', '\r']) {
            let value = line.trim_matches(is_space);
            if value.is_empty() || value.starts_with(['#', ';']) {
                continue;
            }
            let indent = line.chars().take_while(|&c| is_space(c)).count();
            let section = ini.sections.last_mut();
            if let (Some(depth), Some(section)) = (open, section)
                && indent > depth
            {
                if let Some(entry) = section.entries.last_mut() {
                    entry.lines.push(value);
                }
                continue;
            }
            open = ini.begin(value).then_some(indent);
        }
        ini
    }

    /// Takes a line that begins something: whether it is a key.
    fn begin(&mut self, line: &'t str) -> bool {
        let header = line.strip_prefix('[').and_then(|rest| rest.rsplit_once(']'));
        if let Some((name, _)) = header.filter(|(name, _)| !name.is_empty()) {
            self.sections.push(Section { name, entries: Vec::new() });
            return false;
        }
        let key = line.split_once(['=', ':']).filter(|(key, _)| !key.trim_end_matches(is_space).is_empty());
        match (self.sections.last_mut(), key) {
            (Some(section), Some((key, value))) => {
                let value = value.trim_matches(is_space);
                let lines = Some(value).filter(|value| !value.is_empty()).into_iter().collect();
                section.entries.push(Entry { key: key.trim_end_matches(is_space), lines });
                true
            }
            _ => {
                self.broken.push((self.sections.len(), line));
                false
            }
        }
    }

    /// Says what is broken about the sections that `concerns`; what belongs to other tools is theirs.
    pub(super) fn report(&self, concerns: impl Fn(&str) -> bool, draft: &mut Draft<'_>) {
        let hint = "correct the file; Python's configparser would refuse it too";
        let text = draft.text;
        for (sections, line) in &self.broken {
            let section = sections.checked_sub(1).and_then(|last| self.sections.get(last));
            if section.is_none_or(|section| concerns(section.name)) {
                let message = match section {
                    Some(_) => format!("{} is neither a section nor `key = value`", quoted(line)),
                    None => format!("{} stands before the first section", quoted(line)),
                };
                draft.syntax(offset_in(text, line), message, hint);
            }
        }
        let mut names = HashSet::new();
        for section in self.sections.iter().filter(|section| concerns(section.name)) {
            if !names.insert(section.name) {
                let message = format!("the section {} stands here twice", quoted(section.name));
                draft.fault(offset_in(text, section.name), message, hint);
            }
            let mut keys = HashSet::new();
            for entry in &section.entries {
                if !keys.insert(entry.key.to_ascii_lowercase()) {
                    let message = format!("the key {} stands here twice", quoted(entry.key));
                    draft.fault(offset_in(text, entry.key), message, hint);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, String, Vec<&str>)> {
        let ini = Ini::parse(text);
        let entries = ini.sections.into_iter().flat_map(|section| {
            section.entries.into_iter().map(move |e| (section.name.to_owned(), e.key.to_owned(), e.lines))
        });
        entries.collect()
    }

    #[test]
    fn values_are_what_configparser_takes_them_for() {
        type Entry = (&'static str, &'static str, &'static [&'static str]);
        let table: [(&str, &[Entry]); 8] = [
            ("[a]\nk = v ; w # x\n", &[("a", "k", &["v ; w # x"])]),
            ("[a]\r\nk=\r\n  v\r\n\r\n  # c\r\n  w\r\n", &[("a", "k", &["v", "w"])]),
            ("[a]\nk:v=w\nj\t=\n", &[("a", "k", &["v=w"]), ("a", "j", &[])]),
            ("[a]\n  k = v\n  j = w\n", &[("a", "k", &["v"]), ("a", "j", &["w"])]),
            ("[a]\nk = v\n [b]\n", &[("a", "k", &["v", "[b]"])]),
            ("[a]] x\nk = v\n", &[("a]", "k", &["v"])]),
            ("[a]\nk = v\n[b]\n  w = 1\n", &[("a", "k", &["v"]), ("b", "w", &["1"])]),
            ("[a]\nk = v\n; c\n w\n", &[("a", "k", &["v", "w"])]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> =
                expected.iter().map(|(s, k, v)| ((*s).to_owned(), (*k).to_owned(), v.to_vec())).collect();
            assert_eq!(values(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_broken_is_said_where_it_concerns() {
        let text = "x\n[a]\ny\nk = 1\nK = 2\n[b]\nz\n[a]\n= 1\n";
        let mut draft = Draft::new(text, crate::package::Ecosystem::PyPi, Vec::new(), false);
        Ini::parse(text).report(|name| name == "a", &mut draft);
        let lines: Vec<_> = draft.finish("x").reading.errors.iter().map(|e| e.line).collect();
        assert_eq!(lines, [Some(1), Some(3), Some(5), Some(8), Some(9)]);
    }
}
