//! The variables that a text assigns.

use std::collections::BTreeMap;

use super::UNKNOWN;

/// More values of one variable than these are not told apart.
const MOST_VALUES: usize = 16;

/// What a variable may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// One text.
    Text(String),
    /// A list.
    List(Vec<String>),
}

impl Value {
    /// One that is not known.
    pub(super) fn unknown() -> Self {
        Self::Text(UNKNOWN.to_string())
    }

    /// As `$NAME` has it.
    pub(super) fn first(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::List(list) => list.first().map_or("", String::as_str),
        }
    }

    /// As `${NAME[@]}` has it.
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::List(list) => list,
        }
    }
}

/// Every value that the text gives to each name, and those that hold just now.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    every: BTreeMap<String, Vec<Value>>,
    /// Of a loop's turn or of one reading of a command; the last counts.
    now: Vec<(String, Value)>,
}

impl Values {
    pub(super) fn add(&mut self, name: &str, value: Value) {
        let values = self.every.entry(name.to_owned()).or_default();
        if values.contains(&value) {
            return;
        }
        if values.len() >= MOST_VALUES {
            values.clear();
            values.push(Value::unknown());
        } else {
            values.push(value);
        }
    }

    /// Sets a value until [`Values::pop`].
    pub(super) fn push(&mut self, name: &str, value: Value) {
        self.now.push((name.to_owned(), value));
    }

    pub(super) fn pop(&mut self) {
        self.now.pop();
    }

    /// The one value that holds; an unknown one where there are several. `None` where the text assigns none.
    pub(super) fn get(&self, name: &str) -> Option<Value> {
        if let Some((_, value)) = self.now.iter().rev().find(|(own, _)| own == name) {
            return Some(value.clone());
        }
        match self.every.get(name)?.as_slice() {
            [only] => Some(only.clone()),
            _ => Some(Value::unknown()),
        }
    }

    /// Names in `raw` that have several values, with these.
    pub(super) fn open_in(&self, raw: &str) -> Vec<(String, Vec<Value>)> {
        let is_set = |name: &str| self.now.iter().any(|(own, _)| own == name);
        let several = self.every.iter().filter(|(name, values)| values.len() > 1 && !is_set(name));
        several
            .filter(|(name, _)| uses(raw, name))
            .map(|(name, values)| (name.clone(), values.clone()))
            .collect()
    }
}

/// Whether `$NAME` or `${NAME…` stands in a text.
fn uses(raw: &str, name: &str) -> bool {
    raw.split('$').skip(1).any(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        rest.strip_prefix(name)
            .is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}
