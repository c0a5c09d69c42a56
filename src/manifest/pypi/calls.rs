//! The shapes of Python's expressions that setup.py's reader looks for: calls of `setup`, statements that
//! begin with a name, and the parts of lists, sums and choices.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::python::{Source, Token};
use crate::package::{Ecosystem, PackageName};

/// The names under which the program imports `setup` and its modules: `import setuptools as st`.
pub(super) fn known_as<'t>(source: &Source<'t>) -> HashSet<&'t str> {
    let imported = (0..source.tokens.len()).filter(|&number| {
        matches!(source.name(number), Some("setup" | "setuptools" | "core" | "distutils" | "skbuild"))
            && source.name(number + 1) == Some("as")
    });
    imported.filter_map(|number| source.name(number + 2)).collect()
}

/// The arguments of the call of `setup` that begins here.
pub(super) fn setup_call(
    source: &Source<'_>,
    known_as: &HashSet<&str>,
    number: usize,
) -> Option<Range<usize>> {
    let before = |back| number.checked_sub(back);
    let qualified = before(1).is_some_and(|dot| source.sign(dot) == Some('.'));
    let module = before(2).and_then(|module| source.name(module));
    let ours = !qualified
        || module.is_some_and(|module| known_as.contains(module))
        || matches!(module, Some("setuptools" | "core" | "distutils" | "skbuild"));
    let defined = before(1).and_then(|word| source.name(word)) == Some("def");
    let is_setup = |name: &str| name == "setup" || (!qualified && known_as.contains(name));
    let called = source.name(number).is_some_and(is_setup) && source.sign(number + 1) == Some('(');
    (called && ours && !defined).then_some(number + 2..source.closing(number + 1)?)
}

/// The project's name, where a call states it literally.
pub(super) fn own_name(source: &Source<'_>, call: Range<usize>) -> Option<PackageName> {
    split(source, call, ',').into_iter().find_map(|argument| {
        let value = argument.start + 2;
        match source.token(value) {
            Some(Token::Text(literal))
                if source.name(argument.start) == Some("name") && argument.end == value + 1 =>
            {
                Some(PackageName::new(Ecosystem::PyPi, literal.text.text()))
            }
            _ => None,
        }
    })
}

/// Where statements begin with a name, by that name.
pub(super) fn statements<'t>(source: &Source<'t>) -> HashMap<&'t str, Vec<usize>> {
    let mut found: HashMap<&str, Vec<usize>> = HashMap::new();
    // `if CONDITION: NAME = …` holds one that does not begin the line; another colon begins none, so that
    // no line is gone over once for each of its words.
    let mut colon = false;
    for number in 0..source.tokens.len() {
        let begins = match number.checked_sub(1).and_then(|before| source.token(before)) {
            None | Some(Token::Line | Token::Sign(';')) => {
                colon = false;
                true
            }
            Some(Token::Sign(':')) => !std::mem::replace(&mut colon, true),
            Some(_) => false,
        };
        if let Some(name) = source.name(number).filter(|_| begins) {
            found.entry(name).or_default().push(number);
        }
    }
    found
}

/// The tokens of a range that stand in no bracket of their own.
pub(super) fn top_level<'s>(source: &'s Source<'_>, range: Range<usize>) -> impl Iterator<Item = usize> + 's {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let this = Some(at).filter(|at| *at < range.end)?;
        at = source.closing(this).unwrap_or(this) + 1;
        Some(this)
    })
}

/// Whether several values stand here without a bracket around them, as behind `NAME +=`.
pub(super) fn is_open_tuple(source: &Source<'_>, range: Range<usize>) -> bool {
    top_level(source, range).any(|at| source.sign(at) == Some(','))
}

/// Whether what stands in brackets makes a tuple of them.
pub(super) fn is_tuple(source: &Source<'_>, inside: Range<usize>) -> bool {
    inside.is_empty() || is_open_tuple(source, inside)
}

/// Parts at a sign outside brackets; an empty last part is left out.
pub(super) fn split(source: &Source<'_>, range: Range<usize>, sign: char) -> Vec<Range<usize>> {
    let mut start = range.start;
    let mut parts = Vec::new();
    for at in top_level(source, range.clone()).filter(|&at| source.sign(at) == Some(sign)) {
        parts.push(start..at);
        start = at + 1;
    }
    parts.push(start..range.end);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The parts of `a + b`, `a or b`, `a | b` and `a if … else b`, each of which may be installed; `None`
/// for anything else, a sum of strings included.
pub(super) fn choices(source: &Source<'_>, range: Range<usize>) -> Option<Vec<Range<usize>>> {
    let word = |word: &str| top_level(source, range.clone()).find(|&at| source.name(at) == Some(word));
    if word("for").is_some() || word("lambda").is_some() {
        return None;
    }
    if let (Some(condition), Some(otherwise)) = (word("if"), word("else")) {
        return (condition < otherwise).then(|| vec![range.start..condition, otherwise + 1..range.end]);
    }
    if let Some(at) = word("or") {
        return Some(vec![range.start..at, at + 1..range.end]);
    }
    let parts =
        ['+', '|'].into_iter().map(|sign| split(source, range.clone(), sign)).find(|p| p.len() > 1)?;
    let string = |part: &Range<usize>| matches!(source.token(part.start), Some(Token::Text(_)));
    (!parts.iter().any(string)).then_some(parts)
}
