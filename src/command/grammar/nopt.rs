//! npm's own parser, nopt, followed step by step: it is looser than the others, and each of its
//! liberties can hide a name.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ffi::OsStr;

use super::{Arguments, Opt, Role, Takes};

/// What npm says of its options. Names have no dashes; those of one row are apart by spaces.
#[derive(Debug, Clone, Copy)]
pub(in crate::command) struct NoptTables {
    pub(in crate::command) options: &'static [Opt],
    /// Shorthands and what they stand for.
    pub(in crate::command) shorthands: &'static [(&'static str, &'static str)],
    /// Options of several types, and the words that they take as booleans: `<string>` for any,
    /// `<number>` for any number, `<address>` for any of the network.
    pub(in crate::command) unions: &'static [(&'static str, &'static str)],
}

impl NoptTables {
    /// Whether an option that is read as a boolean takes this word nevertheless.
    fn union_takes(&self, option: &str, word: &str) -> bool {
        let union = self.unions.iter().find(|(names, _)| names.split(' ').any(|name| name == option));
        let Some((_, members)) = union else { return false };
        let dashes = word.bytes().take_while(|b| *b == b'-').count();
        let more = word.len() > dashes;
        !word.is_empty()
            && members.split(' ').any(|member| match member {
                "<number>" => !(dashes >= 2 && more) && is_number(word),
                "<address>" => word.parse::<std::net::IpAddr>().is_ok(),
                "<string>" => !(dashes == 1 && more),
                _ => member == word,
            })
    }
}

/// Whether JavaScript makes a number of it; that of an odd form does no harm.
fn is_number(word: &str) -> bool {
    let word = word.trim();
    let radix = [("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8), ("0O", 8)];
    let prefixed = radix.iter().find_map(|(start, radix)| Some((word.strip_prefix(start)?, *radix)));
    match prefixed {
        Some((digits, radix)) => !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix)),
        None => {
            let digits = word.trim_start_matches(['+', '-']);
            word.is_empty()
                || digits == "Infinity"
                || digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && word.parse::<f64>().is_ok()
        }
    }
}

/// Reads as npm's nopt does: options anywhere, one dash as good as two, unique abbreviations,
/// shorthands that stand for other options, `--no-` before anything, and booleans that swallow a
/// following `true` or `false`. An option that no table has takes no value. Names in `table` have no
/// dashes.
///
/// `--name=value` is two arguments to nopt, and so it is here: behind a boolean, the value is a
/// positional (`npm install --save=evil` installs evil).
pub(in crate::command) fn read_nopt<'a>(
    tables: &NoptTables,
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
        match expand_shorthand(tables.options, tables.shorthands, name) {
            Some(row) => {
                for word in row.iter().rev().flat_map(|long| long.split(' ').rev()) {
                    queue.push_front(Cow::Borrowed(OsStr::new(word)));
                }
            }
            None => read_nopt_option(tables, name, attached, &mut queue, &mut found),
        }
    }
    found
}

fn only_dashes(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|b| b == b'-')
}

/// Takes one option in, and its value from the queue.
fn read_nopt_option<'a>(
    tables: &NoptTables,
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
    let (full, option) = match nopt_option(tables.options, name) {
        Some((full, option)) => (full, Some(option)),
        None => (name, None),
    };
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
        Some(word) if option.is_some() && tables.union_takes(full, word) => {
            found.push(role, queue.pop_front().unwrap_or_default());
            return;
        }
        _ => None,
    };
    if literal.is_some() {
        queue.pop_front();
    }
    if matches!(role, Role::Package | Role::Lockfile) {
        // Of several values none is taken back, and npm makes words of booleans of the first; the second
        // is true where it is not named.
        let value = literal.unwrap_or(true) == positive;
        found.push(role, Cow::Owned(value.to_string().into()));
    } else if literal.unwrap_or(true) == positive {
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

fn nopt_option(table: &'static [Opt], name: &str) -> Option<(&'static str, &'static Opt)> {
    let names = || table.iter().flat_map(|option| option.names.split(' ').map(move |own| (own, option)));
    names().find(|(own, _)| *own == name).or_else(|| only_one(names(), name))
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
