//! The TOML that lockers write, as a stream of fields: no tree is built of what is only looked at once.
//!
//! The quick reader knows tables, strings, arrays and inline tables, and gives up on whatever Poetry, PDM
//! and uv do not write (multi-line strings, comments behind a value, escapes where they matter); the TOML
//! reader then gives the same fields, and says what is wrong with the file.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use crate::manifest::draft::{Draft, offset_in};
use crate::manifest::tables::{self, Value, text_start};

/// Values nest this deep in no lockfile.
const DEEPEST: usize = 16;

/// The text of a string, or a number or boolean as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text<'t> {
    pub(super) value: Cow<'t, str>,
    /// Where it begins.
    pub(super) at: usize,
    /// Whether it stands in the file as it is.
    pub(super) plain: bool,
    /// Whether it is a string, and no number or boolean.
    pub(super) quoted: bool,
}

/// A field that the quick reader must not decide on.
#[derive(Debug)]
pub(super) struct Unusual;

/// Takes the fields of a lockfile.
pub(super) trait Fields<'t> {
    /// Another package begins, here.
    fn package(&mut self, at: usize) -> Result<(), Unusual>;
    /// A field of the package that began last; elements of an array have the array's path.
    fn field(&mut self, path: &[&str], value: Text<'t>) -> Result<(), Unusual>;
    /// A field outside of packages.
    fn root(&mut self, path: &[&str], value: Text<'t>) -> Result<(), Unusual>;
}

/// Reads what the tools write; `None` where it is anything else, after some fields were given.
pub(super) fn quick<'t>(text: &'t str, package: &str, fields: &mut impl Fields<'t>) -> Option<()> {
    Quick { text, at: 0, package, fields, inside: false, path: Vec::new() }.document()
}

/// Reads any TOML; what cannot be read is reported.
pub(super) fn whole<'t>(draft: &mut Draft<'t>, package: &str, hint: &str, fields: &mut impl Fields<'t>) {
    let text = draft.text;
    let root = tables::parse(draft, hint);
    let mut give = |path: &[&str], value: Text<'t>| fields.root(path, value);
    for (key, value) in root.iter().filter(|(key, _)| key.get_ref() != package) {
        flatten(text, value, &mut vec![key.get_ref().as_ref()], &mut give);
    }
    let Some(packages) = root.get(package) else { return };
    let Some(packages) = packages.get_ref().as_array() else {
        draft.fault(packages.span().start, format!("packages are stated as [[{package}]]"), hint);
        return;
    };
    for entry in packages {
        let Some(table) = entry.get_ref().as_table() else {
            draft.syntax(entry.span().start, "a package that is no table", hint);
            continue;
        };
        // Only the quick reader may stop here: the fields of one that goes before are complete.
        let _ = fields.package(entry.span().start);
        let mut give = |path: &[&str], value: Text<'t>| match value.quoted {
            true => fields.field(path, value),
            false => Ok(()),
        };
        flatten_table(text, table, &mut Vec::new(), &mut give);
    }
}

/// What takes the fields of a tree.
type Give<'g, 't> = dyn FnMut(&[&str], Text<'t>) -> Result<(), Unusual> + 'g;

fn flatten_table<'v, 't>(
    text: &'t str,
    table: &'v DeTable<'_>,
    path: &mut Vec<&'v str>,
    give: &mut Give<'_, 't>,
) {
    for (key, value) in table {
        path.push(key.get_ref());
        flatten(text, value, path, give);
        path.pop();
    }
}

fn flatten<'v, 't>(text: &'t str, stated: &'v Value<'_>, path: &mut Vec<&'v str>, give: &mut Give<'_, 't>) {
    let found = match stated.get_ref() {
        DeValue::Table(table) => return flatten_table(text, table, path, give),
        DeValue::Array(items) => return items.iter().for_each(|item| flatten(text, item, path, give)),
        DeValue::String(string) => string.as_ref(),
        DeValue::Integer(number) => number.as_str(),
        DeValue::Boolean(true) => "true",
        DeValue::Boolean(false) => "false",
        DeValue::Float(_) | DeValue::Datetime(_) => return,
    };
    let at = text_start(text, &stated.span());
    let raw = text.get(at..at + found.len()).filter(|raw| *raw == found);
    let value = raw.map_or_else(|| Cow::Owned(found.to_owned()), Cow::Borrowed);
    // A field that stands twice is reported by the parser; its first value counts.
    let quoted = matches!(stated.get_ref(), DeValue::String(_));
    let _ = give(path, Text { value, at, plain: raw.is_some(), quoted });
}

struct Quick<'t, 'f, F> {
    text: &'t str,
    at: usize,
    /// The name of the array of packages.
    package: &'f str,
    fields: &'f mut F,
    /// Whether the table in hand belongs to a package.
    inside: bool,
    /// The keys that lead to the value in hand.
    path: Vec<&'t str>,
}

impl<'t, F: Fields<'t>> Quick<'t, '_, F> {
    fn document(&mut self) -> Option<()> {
        let mut table = 0;
        loop {
            self.skip(b" \t\r\n");
            match self.byte() {
                None => return Some(()),
                Some(b'#') => {
                    let rest = self.text.get(self.at..)?;
                    self.at += memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
                }
                Some(b'[') => {
                    table = self.header()?;
                    self.line_end()?;
                }
                Some(_) => {
                    self.pair(0)?;
                    self.path.truncate(table);
                    self.line_end()?;
                }
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, bytes: &[u8]) {
        while self.byte().is_some_and(|byte| bytes.contains(&byte)) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.byte() == Some(byte)).then(|| self.at += 1)
    }

    fn line_end(&mut self) -> Option<()> {
        self.skip(b" \t");
        if self.byte() == Some(b'\r') {
            self.at += 1;
        }
        matches!(self.byte(), None | Some(b'\n')).then_some(())
    }

    /// `[a.b]` or `[[a]]`: puts the table's keys into the path, and says how many there are.
    fn header(&mut self) -> Option<usize> {
        self.eat(b'[')?;
        let array = self.eat(b'[').is_some();
        self.path.clear();
        self.keys()?;
        self.eat(b']')?;
        if array {
            self.eat(b']')?;
        }
        let own = self.path.first().is_some_and(|key| *key == self.package);
        self.inside = own;
        if own {
            self.path.remove(0);
            if self.path.is_empty() {
                if !array {
                    return None;
                }
                self.fields.package(self.at).ok()?;
            }
        }
        Some(self.path.len())
    }

    /// `a."b.c"`.
    fn keys(&mut self) -> Option<()> {
        loop {
            self.skip(b" ");
            let key = match self.byte()? {
                quote @ (b'"' | b'\'') => {
                    let (start, end) = self.string(quote)?;
                    self.text.get(start..end).filter(|key| !key.contains('\\'))?
                }
                _ => {
                    let start = self.at;
                    while self.byte().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
                        self.at += 1;
                    }
                    self.text.get(start..self.at).filter(|key| !key.is_empty())?
                }
            };
            self.path.push(key);
            self.skip(b" ");
            if self.eat(b'.').is_none() {
                return Some(());
            }
        }
    }

    /// `keys = value`. The keys stay in the path.
    fn pair(&mut self, depth: usize) -> Option<()> {
        self.keys()?;
        self.eat(b'=')?;
        self.skip(b" ");
        self.value(depth)
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match self.byte()? {
            quote @ (b'"' | b'\'') => {
                let (start, end) = self.string(quote)?;
                self.give(start, end, quote == b'"')
            }
            b'[' => self.list(depth),
            b'{' => self.inline_table(depth),
            _ => {
                let start = self.at;
                while self.byte().is_some_and(|b| b.is_ascii_alphanumeric() || b"+-.:_".contains(&b)) {
                    self.at += 1;
                }
                let word = self.text.get(start..self.at)?;
                let known = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'))
                    || matches!(word, "true" | "false" | "inf" | "nan");
                // Of a package only texts count: a name is none without quotes.
                match self.inside {
                    _ if !known => None,
                    true => Some(()),
                    false => self.give(start, self.at, false),
                }
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        self.eat(b'[')?;
        loop {
            self.skip(b" \t\r\n");
            if self.eat(b']').is_some() {
                return Some(());
            }
            self.value(depth + 1)?;
            self.skip(b" \t\r\n");
            if self.eat(b',').is_none() {
                return self.eat(b']');
            }
        }
    }

    fn inline_table(&mut self, depth: usize) -> Option<()> {
        self.eat(b'{')?;
        self.skip(b" ");
        if self.eat(b'}').is_some() {
            return Some(());
        }
        let above = self.path.len();
        loop {
            self.pair(depth + 1)?;
            self.path.truncate(above);
            self.skip(b" ");
            if self.eat(b',').is_none() {
                return self.eat(b'}');
            }
            self.skip(b" ");
        }
    }

    /// Passes a string on one line, and says where its text begins and ends.
    fn string(&mut self, quote: u8) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut end = start;
        loop {
            match *bytes.get(end)? {
                byte if byte == quote => break,
                b'\\' if quote == b'"' && bytes.get(end + 1).is_some_and(|&next| next >= 0x20) => end += 2,
                b'\\' if quote == b'"' => return None,
                0..0x20 | 0x7F => return None,
                _ => end += 1,
            }
        }
        // Three quotes begin a string of several lines.
        if end == start && bytes.get(end + 1) == Some(&quote) {
            return None;
        }
        self.at = end + 1;
        Some((start, end))
    }

    fn give(&mut self, start: usize, end: usize, escapes: bool) -> Option<()> {
        let raw = self.text.get(start..end)?;
        let text = Text {
            value: Cow::Borrowed(raw),
            at: offset_in(self.text, raw),
            plain: !(escapes && raw.contains('\\')),
            quoted: true,
        };
        match self.inside {
            true => self.fields.field(&self.path, text).ok(),
            // Packages that are no tables.
            false if self.path.first() == Some(&self.package) => None,
            false => self.fields.root(&self.path, text).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    #[derive(Default, Debug, PartialEq)]
    struct Log(Vec<String>);

    impl<'t> Fields<'t> for Log {
        fn package(&mut self, _: usize) -> Result<(), Unusual> {
            self.0.push("package".to_owned());
            Ok(())
        }
        fn field(&mut self, path: &[&str], value: Text<'t>) -> Result<(), Unusual> {
            self.0.push(format!("{} {:?} {}", path.join("/"), value.value, value.at));
            Ok(())
        }
        fn root(&mut self, path: &[&str], value: Text<'t>) -> Result<(), Unusual> {
            self.0.push(format!("/{} {:?} {}", path.join("/"), value.value, value.at));
            Ok(())
        }
    }

    fn both(text: &str) -> (Option<Vec<String>>, Vec<String>, usize) {
        let mut log = Log::default();
        let quickly = quick(text, "package", &mut log).map(|()| {
            log.0.sort();
            log.0
        });
        let mut draft = Draft::new(text, Ecosystem::PyPi, Vec::new(), false);
        let mut log = Log::default();
        whole(&mut draft, "package", "mend it", &mut log);
        log.0.sort();
        (quickly, log.0, draft.finish("x.lock").reading.errors.len())
    }

    #[test]
    fn both_readers_give_the_same_fields() {
        let text = r#"# Written by a tool.
version = 1
[[package]]
name = "a"
files = [
    {file = "a-1.whl", hash = "sha256:0"},
    {file = "é.tar.gz", hash = "md5:1"},
]
[package.source]
url = 'https://files.example/a'
[package.extras]
"x.y" = ["b (>=1)"]

[[package]]
name = "b"
source = { git = "https://code.example/b", more = { deep = ["1", "2"] }, flag = true }
empty = []
none = {}

[metadata]
none = {}
[metadata.files]
a = [
    { file = "a" },
]
"#;
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let (quickly, slowly, errors) = both(&text);
            assert_eq!((quickly.as_deref(), errors), (Some(slowly.as_slice()), 0));
            assert!(slowly.iter().any(|line| line.starts_with("source/more/deep \"2\"")), "{slowly:?}");
        }
    }

    #[test]
    fn what_no_tool_writes_is_left_to_the_toml_reader() {
        for odd in [
            "[[package]]\nname = \"\"\"a\"\"\"\n",
            "[[package]]\nname = \"a\" # x\n",
            "[[package]]\nname = \n",
            "[[package]\nname = \"a\"\n",
            "[package]\nname = \"a\"\n",
            "[[package]]\nname = \"a\nb\"\n",
            "[[package]]\nfiles = [\n# x\n]\n",
            "name\n",
        ] {
            assert_eq!(both(odd).0, None, "{odd}");
        }
    }

    #[test]
    fn nesting_ends() {
        let text = format!("a = {}1{}\n", "[".repeat(100_000), "]".repeat(100_000));
        let mut log = Log::default();
        assert_eq!(quick(&text, "package", &mut log), None);
    }
}
