//! YAML with places: saphyr-parser's events, kept as a table of nodes.
//!
//! An alias is a second way to the same node, never a copy, so that a small file cannot grow (the
//! "billion laughs"); nodes are built and dropped without recursion, so that deep ones cannot
//! overflow a stack.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::draft::Draft;

/// A node's number in its document.
pub(super) type Id = usize;

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct Yaml<'t> {
    nodes: Vec<Node<'t>>,
    /// The documents of the file.
    roots: Vec<Id>,
}

#[derive(Debug)]
struct Node<'t> {
    /// Where the node's text begins, behind its quote.
    at: usize,
    content: Content<'t>,
}

#[derive(Debug)]
enum Content<'t> {
    /// A scalar, and whether its text stands in the file as it is.
    Text(Cow<'t, str>, bool),
    List(Vec<Id>),
    /// Keys and values, in the order of the file.
    Map(Vec<(Id, Id)>),
}

/// One node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'y, 't> {
    yaml: &'y Yaml<'t>,
    id: Id,
}

/// Reads the draft's text; what cannot be read is reported there, and what stands before it comes back.
pub(super) fn parse<'t>(draft: &mut Draft<'t>, hint: &str) -> Yaml<'t> {
    let mut builder = Builder::new(draft.text);
    for event in Parser::new_from_str(draft.text) {
        match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => {
                let at = builder.places.offset(error.marker().index());
                draft.syntax(at, format!("invalid YAML: {}", error.info().escape_debug()), hint);
                break;
            }
        }
    }
    let yaml = builder.finish();
    yaml.report_duplicates(draft, hint);
    yaml
}

/// The settings in a file of YAML: every text in it, with the keys that lead there. Elements of a list have
/// the list's own. What cannot be read is left out.
pub fn yaml_settings(text: &str) -> Vec<(Vec<String>, String)> {
    /// Deeper than any file of settings, and more than any has: aliases could make a small file large.
    const DEEPEST: usize = 16;
    const MOST: usize = 100_000;
    let mut draft = Draft::new(text, crate::package::Ecosystem::Npm, Vec::new(), false);
    let yaml = parse(&mut draft, "");
    let mut found = Vec::new();
    let mut open: Vec<(Vec<String>, Value<'_, '_>)> =
        yaml.root().map(|root| (Vec::new(), root)).into_iter().collect();
    for _ in 0..MOST {
        let Some((keys, value)) = open.pop() else { break };
        if let Some(text) = value.text() {
            found.push((keys, text.to_owned()));
            continue;
        }
        if keys.len() >= DEEPEST {
            continue;
        }
        open.extend(value.items().filter(|item| item.text().is_some()).map(|item| (keys.clone(), item)));
        for (key, value) in value.entries() {
            let keys = keys.iter().cloned().chain(key.text().map(str::to_owned)).collect();
            open.push((keys, value));
        }
    }
    // As they stand in the file.
    found.reverse();
    found
}

impl<'t> Yaml<'t> {
    /// A scalar whose text begins at `at`, for those who read another notation into such a table.
    pub(super) fn add_text(&mut self, at: usize, text: Cow<'t, str>) -> Id {
        self.add(at, Content::Text(text, true))
    }

    /// A list of nodes that are there already.
    pub(super) fn add_list(&mut self, at: usize, items: Vec<Id>) -> Id {
        self.add(at, Content::List(items))
    }

    /// A mapping of nodes that are there already.
    pub(super) fn add_map(&mut self, at: usize, entries: Vec<(Id, Id)>) -> Id {
        self.add(at, Content::Map(entries))
    }

    /// Makes a node the root of one more document.
    pub(super) fn add_root(&mut self, id: Id) {
        self.roots.push(id);
    }

    /// Where a node's text begins.
    pub(super) fn offset(&self, id: Id) -> usize {
        self.nodes.get(id).map_or(0, |node| node.at)
    }

    fn add(&mut self, at: usize, content: Content<'t>) -> Id {
        self.nodes.push(Node { at, content });
        self.nodes.len() - 1
    }

    /// The first document's root, where the file has any content.
    pub(super) fn root(&self) -> Option<Value<'_, 't>> {
        self.documents().next()
    }

    /// The roots of all documents.
    pub(super) fn documents(&self) -> impl Iterator<Item = Value<'_, 't>> {
        self.roots.iter().map(|&id| Value { yaml: self, id })
    }

    /// A key that stands twice in one mapping hides what one of the two says.
    fn report_duplicates(&self, draft: &mut Draft<'_>, hint: &str) {
        for node in &self.nodes {
            let Content::Map(entries) = &node.content else { continue };
            let mut seen = std::collections::HashSet::with_capacity(entries.len());
            for key in entries.iter().map(|&(id, _)| Value { yaml: self, id }) {
                if let Some(text) = key.text().filter(|text| *text != "<<" && !seen.insert(*text)) {
                    let message = format!("the key {} stands here twice", super::address::quoted(text));
                    draft.fault(key.offset(), message, hint);
                }
            }
        }
    }
}

impl<'y, 't> Value<'y, 't> {
    fn content(self) -> Option<&'y Content<'t>> {
        self.yaml.nodes.get(self.id).map(|node| &node.content)
    }

    fn at(self, id: Id) -> Self {
        Self { yaml: self.yaml, id }
    }

    /// The node's number, which several ways may lead to.
    pub(super) const fn id(self) -> Id {
        self.id
    }

    /// Where its text begins.
    pub(super) fn offset(self) -> usize {
        self.yaml.nodes.get(self.id).map_or(0, |node| node.at)
    }

    /// Where the piece that begins `within` bytes into its text stands. Behind an escape or a line
    /// join only the text as a whole has a place.
    pub(super) fn place(self, within: usize) -> usize {
        match self.content() {
            Some(Content::Text(_, true)) => self.offset() + within,
            _ => self.offset(),
        }
    }

    /// The text of a scalar, numbers and booleans as they are written.
    pub(super) fn text(self) -> Option<&'y str> {
        match self.content()? {
            Content::Text(text, _) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list; none where it is something else.
    pub(super) fn items(self) -> impl Iterator<Item = Self> {
        let items = match self.content() {
            Some(Content::List(items)) => items.as_slice(),
            _ => &[],
        };
        items.iter().map(move |&id| self.at(id))
    }

    /// Keys and values of a mapping; none where it is something else.
    pub(super) fn entries(self) -> impl Iterator<Item = (Self, Self)> {
        let entries = match self.content() {
            Some(Content::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(move |&(key, value)| (self.at(key), self.at(value)))
    }

    /// The value under a key, in the mapping itself or in one that it merges (`<<`).
    pub(super) fn get(self, key: &str) -> Option<Self> {
        let find = |map: Self| map.entries().find(|(k, _)| k.text() == Some(key)).map(|(_, value)| value);
        find(self).or_else(|| {
            let merged = self.entries().find(|(k, _)| k.text() == Some("<<"))?.1;
            find(merged).or_else(|| merged.items().find_map(find))
        })
    }

    /// Whether it is an empty scalar: a key without a value, `~` or `null`.
    pub(super) fn is_null(self) -> bool {
        matches!(self.text(), Some("" | "~" | "null"))
    }

    /// What it is, for a message.
    pub(super) fn kind(self) -> &'static str {
        match self.content() {
            Some(Content::List(_)) => "a list",
            Some(Content::Map(_)) => "a mapping",
            _ => "a text",
        }
    }
}

struct Builder<'t> {
    yaml: Yaml<'t>,
    /// Collections that are open.
    open: Vec<Open>,
    /// Finished nodes with an anchor. One that is still open is not among them: no node holds itself.
    anchors: HashMap<usize, Id>,
    places: Places<'t>,
}

struct Open {
    id: Id,
    anchor: usize,
    /// A mapping's key that waits for its value.
    key: Option<Id>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        let places = Places { text, ascii: text.is_ascii(), known: (0, 0) };
        Self { yaml: Yaml::default(), open: Vec::new(), anchors: HashMap::new(), places }
    }

    fn take(&mut self, event: Event<'t>, span: Span) {
        let at = self.places.offset(span.start.index());
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let quote =
                    usize::from(matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
                let at = at + quote;
                let literal = self.places.text.get(at..).is_some_and(|rest| rest.starts_with(text.as_ref()));
                let id = self.node(at, Content::Text(text, literal));
                self.anchor(anchor, id);
                self.add(id);
            }
            Event::SequenceStart(anchor, _) => self.begin(at, Content::List(Vec::new()), anchor),
            Event::MappingStart(anchor, _) => self.begin(at, Content::Map(Vec::new()), anchor),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let known = self.anchors.get(&anchor).copied();
                let id = known.unwrap_or_else(|| self.node(at, Content::Text(Cow::Borrowed(""), false)));
                self.add(id);
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    fn node(&mut self, at: usize, content: Content<'t>) -> Id {
        self.yaml.add(at, content)
    }

    fn anchor(&mut self, anchor: usize, id: Id) {
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn begin(&mut self, at: usize, content: Content<'t>, anchor: usize) {
        let id = self.node(at, content);
        self.open.push(Open { id, anchor, key: None });
    }

    fn end(&mut self) {
        if let Some(Open { id, anchor, .. }) = self.open.pop() {
            self.anchor(anchor, id);
            self.add(id);
        }
    }

    /// Puts a finished node into the collection that is open, or among the roots.
    fn add(&mut self, id: Id) {
        let Some(open) = self.open.last_mut() else { return self.yaml.roots.push(id) };
        match self.yaml.nodes.get_mut(open.id).map(|node| &mut node.content) {
            Some(Content::List(items)) => items.push(id),
            Some(Content::Map(entries)) => match open.key.take() {
                Some(key) => entries.push((key, id)),
                None => open.key = Some(id),
            },
            _ => {}
        }
    }

    /// Closes what an error left open, so that what stands before it counts.
    fn finish(mut self) -> Yaml<'t> {
        while !self.open.is_empty() {
            self.end();
        }
        self.yaml
    }
}

/// Offsets in bytes for the parser's, which count characters and hardly ever go back.
struct Places<'t> {
    text: &'t str,
    ascii: bool,
    /// Characters and bytes of a place that was asked for.
    known: (usize, usize),
}

impl Places<'_> {
    fn offset(&mut self, characters: usize) -> usize {
        if self.ascii {
            return characters.min(self.text.len());
        }
        if characters < self.known.0 {
            self.known = (0, 0);
        }
        let (from, at) = self.known;
        let rest = self.text.get(at..).unwrap_or_default();
        let step = rest.char_indices().nth(characters - from).map_or(rest.len(), |(step, _)| step);
        self.known = (characters, at + step);
        at + step
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Ecosystem;

    fn with<T>(text: &str, look: impl FnOnce(&Yaml<'_>) -> T) -> (T, usize) {
        let mut draft = Draft::new(text, Ecosystem::PyPi, Vec::new(), false);
        let yaml = parse(&mut draft, "mend it");
        let found = look(&yaml);
        (found, draft.finish("x.yml").reading.errors.len())
    }

    #[test]
    fn values_know_where_they_stand() {
        let text = "a: é\nb:\n  - x\n  - 'y z'\n  - \"q\\u0041\"\n# c\nc: {k: v}\n";
        let ((), errors) = with(text, |yaml| {
            let root = yaml.root().unwrap();
            let b: Vec<_> = root.get("b").unwrap().items().collect();
            for (value, start) in b.iter().zip(["x", "y z", "q"]) {
                assert_eq!(
                    text.get(value.offset()..).map(|rest| rest.starts_with(start)),
                    Some(true),
                    "{start}"
                );
            }
            assert_eq!(b[2].text(), Some("qA"));
            assert_eq!((b[1].place(2) - b[1].offset(), b[2].place(1) - b[2].offset()), (2, 0));
            let v = root.get("c").unwrap().get("k").unwrap();
            assert_eq!((v.text(), text.get(v.offset()..)), (Some("v"), Some("v}\n")));
        });
        assert_eq!(errors, 0);
    }

    #[test]
    fn aliases_are_no_copies_and_laughs_stay_small() {
        let mut text = String::from("a0: &a0 [x]\n");
        for level in 1..60 {
            let one = format!("*a{}", level - 1);
            text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![one; 9].join(", ")));
        }
        let (nodes, errors) = with(&text, |yaml| yaml.nodes.len());
        assert_eq!(errors, 0);
        assert!(nodes < 200, "{nodes}");
        let ((), _) = with("a: &a [*a]\n", |yaml| {
            let list = yaml.root().unwrap().get("a").unwrap();
            assert_eq!(list.items().next().and_then(Value::text), Some(""));
        });
    }

    #[test]
    fn merged_mappings_are_looked_into() {
        with("base: &b {x: 1}\nuse:\n  <<: *b\n  y: 2\n", |yaml| {
            let used = yaml.root().unwrap().get("use").unwrap();
            assert_eq!(used.get("x").and_then(Value::text), Some("1"));
        });
    }

    #[test]
    fn what_stands_before_an_error_is_kept() {
        let (names, errors) = with("a:\n  - x\n  - y\nb: [1, 2\nc: }\n", |yaml| {
            yaml.root().unwrap().get("a").map(|list| list.items().count())
        });
        assert_eq!((names, errors), (Some(2), 1));
        assert_eq!(with("a: 1\na: 2\n", |_| ()).1, 1);
        let deep = "[".repeat(100_000);
        assert_eq!(with(&deep, |_| ()).1, 1);
        assert_eq!(with(&format!("{deep}{}", "]".repeat(100_000)), |_| ()).1, 1);
        with(&"- ".repeat(20_000), |_| ());
    }
}
