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

    /// With more behind it (`+=`).
    pub(super) fn appended(&self, more: &Self) -> Self {
        match (self, more) {
            (Self::Text(text), Self::Text(more)) => Self::Text(format!("{text}{more}")),
            (Self::List(_), Self::Text(more)) => self.with_element(Some(0), more, true),
            (_, Self::List(more)) => Self::List(self.elements().chain(more.iter().cloned()).collect()),
        }
    }

    /// With one element set or added to (`NAME[2]=…`); `None` is an index that is not known.
    pub(super) fn with_element(&self, index: Option<usize>, text: &str, appends: bool) -> Self {
        let Some(index) = index else { return Self::unknown() };
        let mut list: Vec<String> = self.elements().collect();
        match list.get_mut(index) {
            Some(element) if appends => element.push_str(text),
            Some(element) => text.clone_into(element),
            None => list.push(text.to_owned()),
        }
        Self::List(list)
    }

    /// The elements; none where nothing is known, as no environment holds a list.
    fn elements(&self) -> impl Iterator<Item = String> + '_ {
        self.all().iter().filter(|text| !text.chars().eq([UNKNOWN]) || matches!(self, Self::List(_))).cloned()
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
    /// The value that was given last to each name.
    last: BTreeMap<String, Value>,
    /// Values that were given whole, which others add to.
    whole: BTreeMap<String, Vec<Value>>,
    /// Of a loop's turn or of one reading of a command; the last counts.
    now: Vec<(String, Value)>,
}

impl Values {
    /// The text is read from its beginning.
    pub(super) fn start(&mut self) {
        self.last.clear();
    }

    /// A name is given a value, whatever it had.
    pub(super) fn add(&mut self, name: &str, value: Value) {
        let whole = self.whole.entry(name.to_owned()).or_default();
        if !whole.contains(&value) && whole.len() < MOST_VALUES {
            whole.push(value.clone());
        }
        self.keep(name, value);
    }

    /// A name is given more: behind its last value, and behind each other that it may have had.
    pub(super) fn extend(&mut self, name: &str, more: impl Fn(&Value) -> Value) {
        let last = self.last.get(name).cloned();
        let others = self.whole.get(name).filter(|values| values.len() > 1).cloned();
        let mut olds: Vec<Value> = others.into_iter().flatten().collect();
        olds.push(last.unwrap_or_else(Value::unknown));
        olds.iter().for_each(|old| self.keep(name, more(old)));
    }

    /// Every name of these, with its value.
    pub(super) fn lasting<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> Vec<(String, String)> {
        let known = names.into_iter().filter(|name| self.every.contains_key(*name));
        known.filter_map(|name| Some((name.clone(), self.get(name)?.first().to_owned()))).collect()
    }

    fn keep(&mut self, name: &str, value: Value) {
        self.last.insert(name.to_owned(), value.clone());
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
