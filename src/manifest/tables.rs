//! TOML with places: the reader that goes on after an error.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::draft::Draft;

/// A value, and where it stands.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// So many syntax errors of one file are shown: a file of another kind would give thousands.
const MOST_ERRORS: usize = 5;

/// Reads the draft's text; what cannot be read is reported there, and the rest comes back.
pub(super) fn parse<'t>(draft: &mut Draft<'t>, hint: &str) -> DeTable<'t> {
    let (document, errors) = DeTable::parse_recoverable(draft.text);
    for error in errors.iter().take(MOST_ERRORS) {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        draft.syntax(at, format!("invalid TOML: {}", message.escape_debug()), hint);
    }
    if let Some(error) = errors.get(MOST_ERRORS) {
        let message = format!("{} more errors follow in this file", errors.len() - MOST_ERRORS);
        draft.syntax(error.span().map_or(0, |span| span.start), message, hint);
    }
    document.into_inner()
}

/// Where the characters of a key or string begin, behind its quotes.
pub(super) fn text_start(text: &str, span: &Range<usize>) -> usize {
    let raw = text.get(span.clone()).unwrap_or_default();
    let opening = if raw.starts_with("\"\"\"") || raw.starts_with("'''") {
        let newline =
            raw.get(3..).map_or(0, |inner| inner.len() - inner.trim_start_matches(['\r', '\n']).len());
        3 + newline.min(2)
    } else {
        usize::from(raw.starts_with(['"', '\'']))
    };
    span.start + opening
}

/// Where a piece of a string stands: the piece begins `within` bytes into its value. A string with
/// escapes or line joins is only known as a whole.
pub(super) fn place_in(text: &str, span: &Range<usize>, value: &str, within: usize) -> usize {
    let start = text_start(text, span);
    match text.get(start..).is_some_and(|raw| raw.starts_with(value)) {
        true => start + within,
        false => start,
    }
}

/// The table below a path of keys.
pub(super) fn table<'v, 't>(root: &'v DeTable<'t>, path: &[&str]) -> Option<&'v DeTable<'t>> {
    let mut table = root;
    for key in path {
        table = table.get(*key)?.get_ref().as_table()?;
    }
    Some(table)
}

/// The string under a key.
pub(super) fn string<'v>(table: &'v DeTable<'_>, key: &str) -> Option<&'v str> {
    table.get(key)?.get_ref().as_str()
}

/// Whether the value under a key is `true`.
pub(super) fn is_true(table: &DeTable<'_>, key: &str) -> bool {
    table.get(key).is_some_and(|value| value.get_ref().as_bool() == Some(true))
}

/// The elements of an array, or the value alone where it is none: many settings take either.
pub(super) fn items<'v, 't>(value: &'v Value<'t>) -> &'v [Value<'t>] {
    value.get_ref().as_array().map_or(std::slice::from_ref(value), |items| items)
}

/// What a value is, for a message.
pub(super) const fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// A key with its own place.
pub(super) type Key<'t> = Spanned<Cow<'t, str>>;
