//! npm's own parser, nopt, followed step by step: it is looser than the others, and each of its
//! liberties can hide a name.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ffi::OsStr;

use super::{Arguments, Opt, Role, Takes};

/// Reads as npm's nopt does: options anywhere, one dash as good as two, unique abbreviations,
/// shorthands that stand for other options, `--no-` before anything, and booleans that swallow a
/// following `true` or `false`. An option that no table has takes no value. Names in `table` have no
/// dashes.
///
/// `--name=value` is two arguments to nopt, and so it is here: behind a boolean, the value is a
/// positional (`npm install --save=evil` installs evil).
pub(in crate::command) fn read_nopt<'a>(
    table: &'static [Opt],
    shorthands: &'static [(&'static str, &'static str)],
    args: impl IntoIterator<Item = &'a OsStr>,
) -> Arguments<'a> {
    let mut found = Arguments::default();
    let mut queue: VecDeque<Cow<'a, OsStr>> = args.into_iter().map(Cow::Borrowed).collect();
    while let Some(arg) = queue.pop_front() {
        let text = arg.to_string_lossy().into_owned();
        if only_dashes(&text) {
            found.positionals.extend(queue);
            break;
        }
        if !text.starts_with('-') || text.len() == 1 {
            found.positionals.push(arg);
            continue;
        }
        let (name, attached) = match text.split_once('=') {
            Some((name, value)) => {
                queue.push_front(Cow::Owned(value.into()));
                (name.trim_start_matches('-'), true)
            }
            None => (text.trim_start_matches('-'), false),
        };
        match expand_shorthand(table, shorthands, name) {
            Some(row) => {
                for word in row.iter().rev().flat_map(|long| long.split(' ').rev()) {
                    queue.push_front(Cow::Borrowed(OsStr::new(word)));
                }
            }
            None => read_nopt_option(table, name, attached, &mut queue, &mut found),
        }
    }
    found
}

fn only_dashes(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|b| b == b'-')
}

/// Takes one option in, and its value from the queue.
fn read_nopt_option<'a>(
    table: &'static [Opt],
    name: &str,
    attached: bool,
    queue: &mut VecDeque<Cow<'a, OsStr>>,
    found: &mut Arguments<'a>,
) {
    let mut positive = true;
    let mut negated = false;
    let mut name = name;
    while let Some(rest) = strip_no(name) {
        positive = !positive;
        negated = true;
        name = rest;
    }
    let option = nopt_option(table, name);
    let role = option.map_or(Role::Plain, |option| option.role);
    let takes = match option {
        _ if negated => Takes::Literal,
        Some(option) => option.takes,
        None if attached => Takes::Value,
        None => Takes::Literal,
    };
    let next = queue.front().map(|next| next.to_string_lossy().into_owned());
    if matches!(takes, Takes::Value | Takes::Undashed) {
        let dashed = next.as_deref().is_some_and(|text| {
            only_dashes(text) || takes == Takes::Undashed && text.starts_with('-') && text.len() > 1
        });
        let value = if dashed { None } else { queue.pop_front() };
        found.push(role, value.unwrap_or_default());
        return;
    }
    let literal = match next.as_deref() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(word) if matches!(takes, Takes::LiteralOr(own) if own == word) => Some(true),
        _ => None,
    };
    if literal.is_some() {
        queue.pop_front();
    }
    if literal.unwrap_or(true) == positive {
        found.push(role, Cow::Borrowed(OsStr::new("")));
    } else {
        // The last word counts: `--global --no-global` is not global.
        found.options.retain(|(own, _)| *own != role);
    }
}

fn strip_no(name: &str) -> Option<&str> {
    let (head, rest) = name.split_at_checked(3)?;
    head.eq_ignore_ascii_case("no-").then_some(rest)
}

fn nopt_option(table: &'static [Opt], name: &str) -> Option<&'static Opt> {
    let names = || table.iter().flat_map(|option| option.names.split(' ').map(move |own| (own, option)));
    names().find(|(own, _)| *own == name).or_else(|| only_one(names(), name)).map(|(_, option)| option)
}

/// The only entry whose key starts with this.
fn only_one<T>(entries: impl Iterator<Item = (&'static str, T)>, start: &str) -> Option<(&'static str, T)> {
    let mut fitting = entries.filter(|(key, _)| !start.is_empty() && key.starts_with(start));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// What a shorthand stands for, in nopt's order: a known option is none; then a shorthand, a group
/// of one-letter shorthands, an abbreviated option (none again), an abbreviated shorthand.
fn expand_shorthand(
    table: &'static [Opt],
    shorthands: &'static [(&'static str, &'static str)],
    name: &str,
) -> Option<Vec<&'static str>> {
    let exact = |short: &str| shorthands.iter().find(|(own, _)| *own == short).map(|(_, long)| *long);
    if table.iter().any(|option| option.is(name)) {
        return None;
    }
    if let Some(long) = exact(name) {
        return Some(vec![long]);
    }
    let mut buffer = [0; 4];
    let group: Option<Vec<_>> = name.chars().map(|letter| exact(letter.encode_utf8(&mut buffer))).collect();
    if let Some(group) = group.filter(|group| !group.is_empty()) {
        return Some(group);
    }
    if nopt_option(table, name).is_some() {
        return None;
    }
    only_one(shorthands.iter().copied(), name).map(|(_, long)| vec![long])
}
