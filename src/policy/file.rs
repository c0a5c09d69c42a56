//! Reads `phantom.toml`. docs/policy.md describes the format; a test holds the two together.
//!
//! Everything that is wrong with a file is reported at once, each with its line, column and remedy.
//! A file with a fault gives no policy at all: half a policy would judge by rules that nobody meant.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml_edit::{Document, Item, TableLike, Value};

use super::lock::LOCKABLE;
use super::text::{nearest, position};
use super::{Entry, Key, Layer, Lock, NamePatterns, Origin, Private};
use crate::finding::InputError;
use crate::package::Ecosystem;

mod entries;
mod lock;
mod min_age;

/// The name under which the file is looked for.
pub const FILE_NAME: &str = "phantom.toml";

/// A larger file is a mistake: the longest sensible list of names is far below it.
const LARGEST: u64 = 4 << 20;

/// What a policy file says. What it holds is for [`Policy::of_file`](super::Policy::of_file); its fields are
/// not of the public API.
#[derive(Debug, Clone, Default)]
pub struct PolicyFile {
    /// Its path, as the user would write it; empty where there is no file.
    pub shown: Arc<str>,
    /// The settings.
    #[doc(hidden)]
    pub layer: Layer,
    /// `[[allow]]`, in the file's order.
    #[doc(hidden)]
    pub allow: Vec<Entry>,
    /// `[[deny]]`, in the file's order.
    #[doc(hidden)]
    pub deny: Vec<Entry>,
    /// `[private]`.
    #[doc(hidden)]
    pub private: Private,
    /// The names of `min-age.except`, whose releases may be of any age.
    #[doc(hidden)]
    pub min_age_except: NamePatterns,
    /// `lock`: what the file keeps those above it from weakening.
    #[doc(hidden)]
    pub lock: Lock,
}

impl PolicyFile {
    /// The nearest `phantom.toml` in a folder or one above it.
    pub fn find(folder: &Path) -> Option<PathBuf> {
        let folder = std::path::absolute(folder).ok()?;
        folder.ancestors().map(|above| above.join(FILE_NAME)).find(|file| file.is_file())
    }

    /// Reads a file; `shown` is its path as the user would write it.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(path: &Path, shown: &str) -> Result<Self, Vec<InputError>> {
        let fail = |message: String, hint: &str| {
            let file = Some(Arc::from(shown));
            vec![InputError { file, line: None, column: None, message, hint: hint.to_owned() }]
        };
        let unreadable = |error: &io::Error| {
            fail(
                format!("the policy cannot be read: {error}"),
                "give the path of a readable phantom.toml with --config, or leave --config out",
            )
        };
        // What is no file is not opened: a pipe would wait for its other end.
        let meta = fs::metadata(path).map_err(|error| unreadable(&error))?;
        if meta.is_dir() {
            return Err(fail(
                "this is a folder, not a policy file".to_owned(),
                "give the path of the phantom.toml itself",
            ));
        }
        if !meta.is_file() {
            return Err(fail(
                "this is no plain file".to_owned(),
                "write the policy into a file, and give the path of that",
            ));
        }
        // Some files of the system tell no size, and have no end.
        let mut bytes = Vec::new();
        let opened = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
        opened.map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > LARGEST {
            return Err(fail(
                format!("the policy file is larger than {} MiB", LARGEST >> 20),
                "check that --config names the right file",
            ));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&text, shown),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes());
                let (line, column) = position(&text, at);
                Err(vec![InputError {
                    file: Some(shown.into()),
                    line: Some(line),
                    column: Some(column),
                    message: "this is not UTF-8".to_owned(),
                    hint: "save the file as UTF-8".to_owned(),
                }])
            }
        }
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(text: &str, shown: &str) -> Result<Self, Vec<InputError>> {
        let shown: Arc<str> = shown.into();
        let file = Self { shown: Arc::clone(&shown), ..Self::default() };
        let mut reader = Reader { text, shown, file, errors: Vec::new() };
        match Document::parse(text) {
            Ok(document) => reader.top(document.as_table()),
            Err(error) => {
                let at = error.span().map(|span| span.start);
                let message = error.message().trim().replace('\n', ": ");
                reader.fault(at, message, "mend the TOML syntax here");
            }
        }
        if reader.errors.is_empty() { Ok(reader.file) } else { Err(reader.errors) }
    }
}

/// The keys of a file: what a lock may name, with the lock itself in the place of what is no key.
const TOP: [&str; LOCKABLE.len()] = {
    let mut keys = LOCKABLE;
    let [.., last] = &mut keys;
    *last = "lock";
    keys
};
const FLEET_CACHE: &str = "fleet-cache";
const INDEX: [&str; 3] = ["pypi", "npm", "crates"];
/// What a pattern of names has to be.
const PATTERN: &str = "a pattern that does not cover every name";
const PRIVATE: [&str; 3] = ["names", "scopes", "registry"];

struct Reader<'t> {
    text: &'t str,
    shown: Arc<str>,
    file: PolicyFile,
    errors: Vec<InputError>,
}

impl Reader<'_> {
    fn top(&mut self, table: &dyn TableLike) {
        for (name, item) in table.iter() {
            match name {
                "index" => self.index(item),
                "min-age" => self.min_age(item),
                "private" => self.private(item),
                "lock" => self.lock(item),
                "allow" | "deny" => self.entries(name, item),
                FLEET_CACHE => self.fleet_cache(table),
                _ => match Key::ALL.into_iter().find(|key| key.in_file() == Some(name)) {
                    Some(key) => self.setting(key, item),
                    None => self.unknown(table, name, &TOP),
                },
            }
        }
    }

    fn fleet_cache(&mut self, table: &dyn TableLike) {
        self.fault(
            key_of(table, FLEET_CACHE),
            format!("{FLEET_CACHE}: no file chooses the cache that this machine believes"),
            &format!("set {} in the machine's environment", Key::FleetCache.variable()),
        );
    }

    fn setting(&mut self, key: Key, item: &Item) {
        let text = match (key, item.as_value()) {
            (Key::BlockAt | Key::WarnAt | Key::Timeout, Some(Value::Float(n))) => as_text(*n.value()),
            (Key::BlockAt | Key::WarnAt | Key::Timeout, Some(Value::Integer(n))) => n.value().to_string(),
            (Key::Concurrency | Key::Chunk, Some(Value::Integer(n))) => n.value().to_string(),
            (Key::Offline | Key::VerifyAll, Some(Value::Boolean(b))) => b.value().to_string(),
            (Key::OnUnavailable | Key::Timeout | Key::MinAge(_) | Key::Index(_), Some(Value::String(s))) => {
                s.value().clone()
            }
            _ => {
                let name = key.in_file().unwrap_or_default();
                return self.wrong_type(name, item, key.expects());
            }
        };
        let (line, column) = self.place(item);
        let origin = Origin::File { file: self.shown.clone(), line, column };
        if let Err(error) = self.file.layer.set(key, &text, origin) {
            self.errors.push(error);
        }
    }

    fn index(&mut self, item: &Item) {
        let Some(table) = item.as_table_like() else {
            return self.wrong_type("index", item, "a table: [index]");
        };
        for (name, item) in table.iter() {
            match INDEX.contains(&name).then(|| name.parse::<Ecosystem>()) {
                Some(Ok(ecosystem)) => self.setting(Key::Index(Some(ecosystem)), item),
                _ => self.unknown(table, name, &INDEX),
            }
        }
    }

    fn private(&mut self, item: &Item) {
        let Some(table) = item.as_table_like() else {
            return self.wrong_type("private", item, "a table: [private]");
        };
        for (name, item) in table.iter() {
            match name {
                "registry" => match item.as_str() {
                    Some(text) if text.trim().is_empty() => {
                        self.fault(
                            start_of(item),
                            "private.registry: the name is empty".to_owned(),
                            "write a name for reports, like \"acme\"",
                        );
                    }
                    Some(text) => self.file.private.set_registry(text),
                    None => self.wrong_type("private.registry", item, "a name for reports, like \"acme\""),
                },
                "names" => self.strings("private.names", item, "[\"acme-*\"]", |file, text| {
                    file.private.add_names(text).then_some(()).ok_or(PATTERN)
                }),
                "scopes" => self.strings("private.scopes", item, "[\"@acme\"]", |file, text| {
                    file.private.add_scope(text).then_some(()).ok_or("a scope, like \"@acme\"")
                }),
                _ => self.unknown(table, name, &PRIVATE),
            }
        }
    }

    fn strings(
        &mut self,
        name: &str,
        item: &Item,
        example: &str,
        add: impl Fn(&mut PolicyFile, &str) -> Result<(), &'static str>,
    ) {
        let Some(array) = item.as_array() else {
            return self.wrong_type(name, item, &format!("a list of strings, like {example}"));
        };
        for value in array {
            let at = value.span().map(|span| span.start);
            let Some(text) = value.as_str() else {
                let found = value.type_name();
                self.fault(
                    at,
                    format!("{name}: found {found} in the list"),
                    &format!("write strings, like {example}"),
                );
                continue;
            };
            if let Err(expected) = add(&mut self.file, text) {
                self.fault(at, format!("{name}: {text:?} cannot be used"), &format!("write {expected}"));
            }
        }
    }

    fn unknown(&mut self, table: &dyn TableLike, name: &str, known: &[&str]) {
        let at = key_of(table, name);
        let hint = match nearest(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.fault(at, format!("unknown key {name:?}"), &hint);
    }

    fn wrong_type(&mut self, name: &str, item: &Item, expected: &str) {
        let message = format!("{name}: found {}", article(item.type_name()));
        self.fault(start_of(item), message, &format!("write {expected}"));
    }

    fn fault(&mut self, at: Option<usize>, message: String, hint: &str) {
        let place = at.map(|at| position(self.text, at));
        self.errors.push(InputError {
            file: Some(self.shown.clone()),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            message,
            hint: hint.to_owned(),
        });
    }

    fn place(&self, item: &Item) -> (u32, u32) {
        start_of(item).map_or((1, 1), |at| position(self.text, at))
    }

    fn line_of(&self, at: Option<usize>) -> u32 {
        at.map_or(1, |at| position(self.text, at).0)
    }
}

/// A number as people write it; one that no setting can have is not written out with all its zeros.
fn as_text(number: f64) -> String {
    if number.abs() < 1e16 { number.to_string() } else { format!("{number:?}") }
}

fn key_of(table: &dyn TableLike, name: &str) -> Option<usize> {
    table.get_key_value(name).and_then(|(key, _)| key.span()).map(|span| span.start)
}

fn start_of(item: &Item) -> Option<usize> {
    item.span().map(|span| span.start)
}

fn article(type_name: &str) -> String {
    let article = if type_name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {type_name}")
}
