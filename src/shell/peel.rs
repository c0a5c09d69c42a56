//! Takes a wrapper's own options and words away from what it runs.

use super::Word;
use super::tables::{Rest, Wrapper};

/// What is left.
#[derive(Debug, Default)]
pub(super) struct Peeled {
    /// The words behind the wrapper's own.
    pub(super) rest: Vec<Word>,
    /// Texts for a shell among its options.
    pub(super) texts: Vec<String>,
    /// The folder in which the command runs.
    pub(super) folder: Option<String>,
    /// Variables set before the command.
    pub(super) assignments: Vec<(String, String)>,
    /// With these options it runs nothing.
    pub(super) ends: bool,
}

/// Whether a list of words apart by spaces has this one.
pub(super) fn lists(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|own| own == word)
}

/// Reads the arguments of a wrapper.
pub(super) fn peel(wrapper: &Wrapper, arguments: &[Word]) -> Peeled {
    let mut peeled = Peeled::default();
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        let text = word.text.as_str();
        if text == "--" {
            at += 1;
            break;
        }
        let is_option = text.len() > 1 && text.starts_with('-') || text == "-" || word.splits;
        if !is_option {
            if wrapper.rest == Rest::Nothing {
                // `su USER -c TEXT`.
                at += 1;
                continue;
            }
            break;
        }
        at += 1 + usize::from(option(wrapper, text, arguments.get(at + 1), &mut peeled));
    }
    let mut rest = arguments.get(at..).unwrap_or_default();
    // What stands between (a time, a lock) is not told from an option that is not known: what it runs is
    // looked for behind it, too.
    rest = rest.get(wrapper.skips.min(rest.len())..).unwrap_or_default();
    if let [option, text, ..] = rest
        && lists(wrapper.text, &option.text)
    {
        // `flock FILE -c TEXT`.
        peeled.texts.push(text.text.clone());
        return peeled;
    }
    if wrapper.rest == Rest::Command {
        while let Some((word, behind)) = rest.split_first()
            && let Some((name, value)) = assignment(&word.text)
        {
            peeled.assignments.push((name.to_owned(), value.to_owned()));
            rest = behind;
        }
    }
    peeled.rest = rest.to_vec();
    peeled
}

/// Reads one option; says whether the next word is its value.
fn option(wrapper: &Wrapper, text: &str, next: Option<&Word>, peeled: &mut Peeled) -> bool {
    let (name, attached) = match text.split_once('=') {
        Some((name, value)) if name.starts_with("--") => (name, Some(value)),
        _ => (text, None),
    };
    let take = |name: &str, value: &str, peeled: &mut Peeled| {
        if lists(wrapper.text, name) {
            peeled.texts.push(value.to_owned());
        } else if lists(wrapper.folder, name) {
            peeled.folder = Some(value.to_owned());
        }
    };
    let takes = |name: &str| {
        lists(wrapper.with_value, name) || lists(wrapper.text, name) || lists(wrapper.folder, name)
    };
    let value = next.map_or("", |word| word.text.as_str());
    if lists(wrapper.ends, name) {
        peeled.ends = true;
    }
    if let Some(attached) = attached {
        take(name, attached, peeled);
        return false;
    }
    if takes(name) {
        take(name, value, peeled);
        return true;
    }
    let Some(letters) = text.strip_prefix('-').filter(|letters| !letters.starts_with('-')) else {
        return false;
    };
    let mut letters = letters.chars();
    while let Some(letter) = letters.next() {
        let name = format!("-{letter}");
        peeled.ends |= lists(wrapper.ends, &name);
        if takes(&name) {
            let attached = letters.as_str();
            take(&name, if attached.is_empty() { value } else { attached }, peeled);
            return attached.is_empty();
        }
    }
    false
}

/// `NAME=VALUE`.
pub(super) fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let name = name.strip_suffix('+').unwrap_or(name);
    let first = name.chars().next()?;
    let is_name = (first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then_some((name, value))
}
