//! setup.py, of setuptools: parsed, never run.
//!
//! Read: in calls of `setup(…)` the keywords `install_requires`, `setup_requires`, `tests_require` and
//! `extras_require`, as far as they are literal: lists, tuples, sets and dicts of strings, sums and
//! choices of such, strings of several lines, and variables to which such literals are assigned or
//! added anywhere in the file. All of them count, whatever conditions they stand under.
//! Not read, and said so: what the program computes (calls, comprehensions, files that it opens). Of a
//! string that is completed later (`"name==" + version`) the name counts.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::calls::{
    choices, is_open_tuple, is_tuple, known_as, own_name, setup_call, split, statements, top_level,
};
use super::lines::{is_space, physical};
use super::pieces::Pieces;
use super::python::{Source, Token};
use super::requirement;
use crate::manifest::draft::Draft;
use crate::package::PackageName;

/// Values inside values, or variables behind variables: deeper ones are not followed.
const DEEPEST: usize = 60;

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    if declares_encoding(draft.text) {
        // Names are ASCII, and so are they in all encodings that Python programs are written in.
        draft.forgive_bytes();
    }
    let source = Source::parse(draft.text);
    for (at, what) in &source.unclosed {
        let message = format!("this {what} is never closed");
        draft.syntax(*at, message, "correct the file; Python would refuse it too");
    }
    let known_as = known_as(&source);
    let calls: Vec<_> =
        (0..source.tokens.len()).filter_map(|number| setup_call(&source, &known_as, number)).collect();
    let own = calls.iter().find_map(|call| own_name(&source, call.clone()));
    let statements = statements(&source);
    let known = HashSet::new();
    let (keys, said) = (HashSet::new(), HashSet::new());
    let mut reader = Setup { source: &source, statements, known, keys, said, own, draft };
    for call in calls {
        reader.arguments(call, Shape::Keywords, 0);
    }
    reader.say_unread_keys();
}

fn declares_encoding(text: &str) -> bool {
    text.lines().take(2).any(|line| line.starts_with('#') && line.contains("coding"))
}

/// What a value is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shape {
    /// Requirements.
    List,
    /// Lists of requirements by extra.
    Extras,
    /// The keywords of `setup`, for a call with `**NAME`.
    Keywords,
}

/// The keywords of `setup` that hold requirements.
const KEYWORDS: [&str; 4] = ["install_requires", "setup_requires", "tests_require", "extras_require"];

struct Setup<'s, 't, 'd> {
    source: &'s Source<'t>,
    statements: HashMap<&'t str, Vec<usize>>,
    /// Variables that were read: each is once.
    known: HashSet<(&'t str, Shape)>,
    /// Where keywords of requirements were read.
    keys: HashSet<usize>,
    /// Where it was said that something is computed.
    said: HashSet<usize>,
    own: Option<PackageName>,
    draft: &'d mut Draft<'t>,
}

impl<'t> Setup<'_, 't, '_> {
    /// Reads an expression.
    fn value(&mut self, range: Range<usize>, shape: Shape, depth: usize) {
        let source = self.source;
        let start = range.start;
        if range.is_empty() {
            return;
        }
        if depth > DEEPEST {
            return self.computed(start);
        }
        let depth = depth + 1;
        if shape == Shape::List && is_open_tuple(source, range.clone()) {
            return self.elements(range, depth);
        }
        if let Some(parts) = choices(source, range.clone()) {
            for part in parts {
                self.value(part, shape, depth);
            }
            return;
        }
        // A bracket that is never closed reaches beyond.
        let closing = source.closing(start).filter(|closing| closing + 1 >= range.end);
        let inside = start + 1..closing.unwrap_or(start + 1).min(range.end);
        let whole = closing.is_some();
        match (source.token(start), shape) {
            (Some(Token::Text(_)), Shape::List) => self.text(range),
            (Some(Token::Sign('(')), _) if whole && !is_tuple(source, inside.clone()) => {
                self.value(inside, shape, depth);
            }
            (Some(Token::Sign('[' | '(' | '{')), Shape::List) if whole => self.elements(inside, depth),
            (Some(Token::Sign('{')), _) if whole => self.arguments(inside, shape, depth),
            (Some(Token::Sign('*')), Shape::List) => self.value(start + 1..range.end, shape, depth),
            (Some(Token::Name("None")), _) if range.len() == 1 => {}
            (Some(Token::Name(name)), _) => self.named(name, range, shape, depth),
            _ => self.computed(start),
        }
    }

    fn elements(&mut self, range: Range<usize>, depth: usize) {
        match top_level(self.source, range.clone()).find(|&at| self.source.name(at) == Some("for")) {
            Some(_) => self.computed(range.start),
            None => {
                for element in split(self.source, range, ',') {
                    self.value(element, Shape::List, depth);
                }
            }
        }
    }

    /// Reads `key: value` of a dict or `key=value` of a call.
    fn arguments(&mut self, range: Range<usize>, shape: Shape, depth: usize) {
        for argument in split(self.source, range, ',') {
            let start = argument.start;
            let separator = top_level(self.source, argument.clone())
                .find(|&at| matches!(self.source.sign(at), Some('=' | ':')));
            match separator {
                Some(at) => self.entry(start..at, at + 1..argument.end, shape, depth),
                None if self.source.sign(start) == Some('*') && self.source.sign(start + 1) == Some('*') => {
                    self.value(start + 2..argument.end, shape, depth);
                }
                // `dict(other)`, or a positional argument, of which setup has none.
                None => self.value(argument, shape, depth),
            }
        }
    }

    fn entry(&mut self, key: Range<usize>, value: Range<usize>, shape: Shape, depth: usize) {
        let source = self.source;
        let texts = key.clone().map_while(|at| match source.token(at) {
            Some(Token::Text(literal)) => Some(literal.text.text()),
            _ => None,
        });
        let word = match source.name(key.start) {
            Some(name) => name.to_owned(),
            None => texts.collect(),
        };
        self.keys.insert(key.start);
        match (shape, word.as_str()) {
            (Shape::Extras, _) | (_, "install_requires" | "setup_requires" | "tests_require") => {
                self.value(value, Shape::List, depth);
            }
            (_, "extras_require") => self.value(value, Shape::Extras, depth),
            _ => {}
        }
    }

    /// Reads a variable, an element of one, or a call that only wraps its argument.
    fn named(&mut self, name: &'t str, range: Range<usize>, shape: Shape, depth: usize) {
        let start = range.start;
        let behind = self.source.closing(start + 1);
        match (self.source.sign(start + 1), behind) {
            _ if range.len() == 1 => self.variable(name, start, shape, depth),
            (Some('['), Some(end)) if end + 1 == range.end => {
                // `NAME["key"]` is a list of a dict's, all of whose lists are read; `NAME[:3]` one of a list.
                let keyed =
                    shape == Shape::List && matches!(self.source.token(start + 2), Some(Token::Text(_)));
                self.variable(name, start, if keyed { Shape::Extras } else { shape }, depth);
            }
            (Some('('), Some(end)) if end + 1 == range.end => match (name, shape) {
                ("list" | "tuple" | "set" | "sorted", Shape::List) => self.elements(start + 2..end, depth),
                ("dict", Shape::Extras | Shape::Keywords) => self.arguments(start + 2..end, shape, depth),
                _ => self.computed(start),
            },
            _ => self.computed(start),
        }
    }

    /// Reads everything that the file assigns or adds to a variable.
    fn variable(&mut self, name: &'t str, used: usize, shape: Shape, depth: usize) {
        if !self.known.insert((name, shape)) {
            return;
        }
        let mut stated = false;
        for at in self.statements.get(name).cloned().unwrap_or_default() {
            let length = (at..)
                .position(|n| matches!(self.source.token(n), None | Some(Token::Line | Token::Sign(';'))));
            stated |= self.statement(at + 1..at + length.unwrap_or(1), shape, depth);
        }
        if !stated {
            self.computed(used);
        }
    }

    /// Reads what stands behind the name that begins a statement, where it gives the name a value.
    fn statement(&mut self, rest: Range<usize>, shape: Shape, depth: usize) -> bool {
        let source = self.source;
        let (mut start, end) = (rest.start, rest.end);
        let mut key = None;
        // `NAME["key"]`
        if source.sign(start) == Some('[')
            && let Some(closing) = source.closing(start)
        {
            key = Some(start + 1..closing);
            start = closing + 1;
        }
        if source.sign(start) == Some('.') {
            let Some(closing) = source.closing(start + 2).filter(|closing| *closing < end) else {
                return false;
            };
            let inside = start + 3..closing;
            match (source.name(start + 1), &key, shape) {
                (Some("append" | "extend" | "insert" | "add"), None, Shape::List) => {
                    let last = split(source, inside, ',').pop();
                    self.value(last.unwrap_or(0..0), shape, depth);
                }
                (Some("append" | "extend"), Some(key), Shape::Extras | Shape::Keywords) => {
                    self.entry(key.clone(), inside, shape, depth);
                }
                (Some("update"), None, _) => match shape {
                    Shape::List => self.elements(inside, depth),
                    _ => self.arguments(inside, shape, depth),
                },
                _ => return false,
            }
            return true;
        }
        // `NAME: list[str] = …`, `NAME += …`, `NAME = OTHER = …`
        let mut signs = top_level(source, start..end).filter(|&at| source.sign(at) == Some('='));
        let Some(equals) = signs.next() else { return false };
        let plain = equals == start
            || source.sign(start) == Some(':')
            || (equals == start + 1 && source.name(start).is_none());
        if !plain || source.sign(equals + 1) == Some('=') {
            return false;
        }
        let value = signs.last().unwrap_or(equals) + 1..end;
        match key {
            Some(_) if shape == Shape::List => self.value(value, shape, depth),
            Some(key) => self.entry(key, value, shape, depth),
            None => self.value(value, shape, depth),
        }
        true
    }

    /// Reads strings, each line of which is a requirement.
    fn text(&mut self, range: Range<usize>) {
        let mut text = Pieces::default();
        let mut cut = None;
        let mut at = range.start;
        while let Some(Token::Text(literal)) = self.source.token(at).filter(|_| at < range.end) {
            cut = cut.or(literal.cut.map(|cut| cut + text.text().len()));
            text.append(&literal.text);
            at += 1;
        }
        let split_up = self.source.sign(at) == Some('.') && at < range.end;
        let method = self.source.name(at + 1).filter(|_| split_up);
        match method {
            Some("split" | "splitlines" | "strip") => {
                let words = method == Some("split") && self.source.closing(at + 2) == Some(at + 3);
                self.lines(&text, |c| words && is_space(c));
            }
            _ if at == range.end && cut.is_none() => self.lines(&text, |_| false),
            _ => {
                let known = text.text().get(..cut.unwrap_or(text.text().len())).unwrap_or_default();
                // `%s` and `{}` stand for what is put in their place.
                let known = known.split(['%', '{']).next().unwrap_or_default();
                match requirement::name_before_version(known) {
                    Some(name) => {
                        let start = known.len() - known.trim_start_matches(is_space).len();
                        let place = |at| text.offset(start + at);
                        requirement::add_specifier(name, self.own.as_ref(), &place, self.draft);
                    }
                    None => self.computed(range.start),
                }
            }
        }
    }

    fn lines(&mut self, text: &Pieces, ends: impl Fn(char) -> bool) {
        for (start, line) in physical(text.text()) {
            let mut at = start;
            for piece in line.split(&ends) {
                let kept = piece.split(" #").next().unwrap_or_default().trim_end_matches(is_space);
                let kept_start = kept.trim_start_matches(is_space);
                let from = at + kept.len() - kept_start.len();
                at += piece.len() + 1;
                if !kept_start.is_empty() && !kept_start.starts_with('#') {
                    let place = |within| text.offset(from + within);
                    requirement::add_specifier(kept_start, self.own.as_ref(), &place, self.draft);
                }
            }
        }
    }

    /// A keyword of requirements that stands somewhere else must not go by unseen: what it leads to may
    /// reach `setup` in a way that is not followed. The first one is said.
    fn say_unread_keys(&mut self) {
        let source = self.source;
        let is_key = |number: &usize| match source.token(*number) {
            Some(Token::Text(literal)) => KEYWORDS.contains(&literal.text.text()),
            Some(Token::Name(name)) => {
                let before = number.checked_sub(1).and_then(|before| source.sign(before));
                let argument = matches!(before, Some('(' | ',')) && source.sign(number + 1) == Some('=');
                argument && KEYWORDS.contains(name)
            }
            _ => false,
        };
        let unread = (0..source.tokens.len()).filter(is_key).find(|number| !self.keys.contains(number));
        if let Some(number) = unread {
            self.computed(number);
        }
    }

    fn computed(&mut self, number: usize) {
        if !self.said.insert(number) {
            return;
        }
        let at = self.source.tokens.get(number).map_or(0, |(_, at)| *at);
        let message = "what setup.py computes here is not read: state it in pyproject.toml or setup.cfg";
        self.draft.note(at, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::{FileKind, parse};

    /// Names in their order, and numbers of errors and notes.
    fn read(text: &str) -> (String, usize, usize) {
        let reading = parse(FileKind::SetupPy, text.as_bytes(), "setup.py");
        let lines: Vec<_> = text.lines().collect();
        let names = reading.dependencies.iter().map(|found| {
            let (place, name) = (found.location.as_ref().unwrap(), found.name.spelling());
            let line = lines[place.line as usize - 1];
            let rest: String = line.chars().skip(place.column as usize - 1).collect();
            assert!(rest.starts_with(name), "{name} at {place}: {text}");
            name
        });
        (names.collect::<Vec<_>>().join(" "), reading.errors.len(), reading.notes.len())
    }

    #[test]
    fn what_is_literal_is_read_and_the_rest_said() {
        for (value, names, notes) in [
            ("['a', \"b>=1; x == 'y'\", 'c' '>=1', u'd[x]']", "a b c d", 0),
            ("('a', 'b',)", "a b", 0),
            ("{'a'}", "a", 0),
            ("'a'", "a", 0),
            ("\"\"\"\na\n# no\nb  # no\n\"\"\"", "a b", 0),
            ("'a b c'.split()", "a b c", 0),
            ("'a>=1\\nb'.splitlines()", "a b", 0),
            ("['a'] + get() + ['b']", "a b", 1),
            ("['a'] if PY2 else ['b']", "a b", 0),
            ("['a' if x else 'b', *['c']]", "a b c", 0),
            ("list(['a'])", "", 1),
            ("list(('a',))", "a", 0),
            ("[x for x in ['a']]", "", 1),
            ("open('requirements.txt').read().splitlines()", "", 1),
            ("['a==' + V, 'b==%s' % V, 'c=={}'.format(V), f'd=={V}', f'{V}', 'e' + V]", "a b c d", 2),
            ("NAME", "", 1),
            ("None", "", 0),
            ("[]", "", 0),
            ("[('a')]", "a", 0),
            ("(['a'] + (['b']))", "a b", 0),
        ] {
            let text = format!("from setuptools import setup\nsetup(name='x', install_requires={value})\n");
            // `list([...])` holds a list of a list: the same to setuptools.
            let (names, notes) = if value == "list(['a'])" { ("a", 0) } else { (names, notes) };
            assert_eq!(read(&text), (names.to_owned(), 0, notes), "{value}");
        }
    }

    #[test]
    fn variables_are_followed() {
        for (before, call, names, notes) in [
            ("R = ['a']\nR += ['b']\nif X:\n    R.append('c')\n", "install_requires=R", "a b c", 0),
            ("R: list[str] = ['a']\n", "install_requires=R, tests_require=R", "a", 0),
            ("R = S = ['a']\n", "install_requires=R", "a", 0),
            ("R = ['a']\nS = R + ['b']\n", "install_requires=S", "a b", 0),
            ("R = R\n", "install_requires=R", "", 0),
            ("R = ['a', 'b']\n", "install_requires=R[:1]", "a b", 0),
            (
                "E = {'x': ['a']}\nE['y'] = E['x'] + ['b']\n",
                "install_requires=E['x'], extras_require=E",
                "a b",
                0,
            ),
            ("E = {'x': ['a']}\nE['y'] = ['b']\n", "install_requires=E['x']", "a b", 0),
            (
                "E = {'x': ['a']}\nE['y'] = ['b']\nE['all'] = sum(E.values(), [])\n",
                "extras_require=E",
                "a b",
                1,
            ),
            ("", "extras_require={'x': ['a'], 'y': 'b', **{'z': ('c',)}}", "a b c", 0),
            ("", "extras_require=dict(x=['a'])", "a", 0),
            ("R = []\nR += 'a', 'b'\n", "install_requires=R", "a b", 0),
            ("", "**{'install_' 'requires': ['a']}", "a", 0),
            // What leads there cannot be followed, and is said.
            ("K = make()\nfor k in K:\n    k['install_requires'] = ['a']\n", "**K", "", 2),
            ("globals()['tests_require'] = ['a']\n", "name='x'", "", 1),
            (
                "K = dict(install_requires=['a'], zip_safe=False)\nK['tests_require'] = ['b']\n",
                "**K",
                "a b",
                0,
            ),
            ("K = {'setup_requires': ['a'], 'name': 'k'}\n", "**K", "a", 0),
            ("", "**get()", "", 1),
            ("R = read('x')\n", "install_requires=R", "", 1),
            ("if R == ['a']: pass\nR['x'] == ['b']\n", "install_requires=R", "", 1),
            ("", "packages=find_packages(), cmdclass={'build': [1]}", "", 0),
        ] {
            let text = format!("{before}setuptools.setup({call})\n");
            assert_eq!(read(&text), (names.to_owned(), 0, notes), "{text}");
        }
    }

    #[test]
    fn broken_and_hostile_programs_end() {
        assert_eq!(read("setup(install_requires=['a', 'b\n])\n"), ("a b".to_owned(), 1, 0));
        assert_eq!(read("setup(install_requires=['a',"), ("a".to_owned(), 2, 0));
        assert_eq!(read("def setup(): pass\nself.setup(install_requires=['a'])\n"), (String::new(), 0, 1));
        let renamed = "import setuptools as st\nfrom setuptools import setup as s\n";
        let calls = "st.setup(install_requires=['a'])\ns(install_requires=['b'])\n";
        assert_eq!(read(&format!("{renamed}{calls}")), ("a b".to_owned(), 0, 0));
        let deep = format!("setup(install_requires={}'a'{})", "[".repeat(50_000), "]".repeat(50_000));
        assert_eq!(read(&deep), (String::new(), 0, 1));
        let mut chain = String::new();
        for number in 0..50_000 {
            chain.push_str(&format!("v{number} = v{}\n", number + 1));
        }
        assert_eq!(read(&format!("{chain}setup(install_requires=v0)\n")), (String::new(), 0, 1));
        read(&format!("setup(install_requires={})", "'a' + ".repeat(50_000)));
        read(&format!("setup(install_requires={}x)", "x or ".repeat(50_000)));
    }
}
