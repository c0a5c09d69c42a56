//! `word-order`, `language-affix`, `version-suffix`, `combosquat`: the words of a popular name, in
//! another order or with one more.
//!
//! Misleads for bindings, extensions and successors made in good faith. How honest authors extend
//! names is learned: an added word that many names carry (`-cli`, `pytest-`) counts for little.

use super::SignalCode;
use super::join::plain_head;
use super::resemblance::Search;
use super::slip::Slip;
use super::terms::Term;
use super::wording::Wording;
use crate::corpus::{Near, Place};
use crate::package::Ecosystem;

/// A name with fewer letters behind or before an affix is no imitation of it.
const SHORTEST_STEM: usize = 4;

/// Offers every likeness in whole words.
pub(super) fn weigh(search: &mut Search<'_>, near: &mut Vec<Near>) {
    let Some(wording) = search.wording else { return };
    if wording.count() > 1
        && let Some(id) = search.corpus.same_words(search.ecosystem(), &wording.words(), search.folded)
    {
        let weight = search.weights.get(Term::WordOrder);
        search.offer_words(SignalCode::WordOrder, weight, id, "the words stand in another order than in");
    }
    if search.name.scope().is_some() {
        return;
    }
    cut_word(search, wording);
    digits_behind(search);
    glued_word(search, near);
}

/// A popular name with a word before or behind it.
fn cut_word(search: &mut Search<'_>, wording: &Wording<'_>) {
    if wording.count() < 2 {
        return;
    }
    // A name of words has no foreign letters, so that its folded form is its words in lower case.
    let folded = search.folded;
    // The other word, where there are two only.
    let other = |index| if wording.count() == 2 { wording.word(index) } else { "" };
    if let Some((rest, last)) = folded.split_at_checked(folded.len().saturating_sub(wording.last().len())) {
        stem(search, last, Place::Last, other(0), rest);
    }
    if let Some((first, rest)) = folded.split_at_checked(wording.word(0).len()) {
        stem(search, first, Place::First, other(1), rest);
    }
}

/// `affix` was cut off, and `stem` is what remains of the folded name: the word `rest`, if it is one.
fn stem(search: &mut Search<'_>, affix: &[u8], place: Place, rest: &str, stem: &[u8]) {
    if stem.len() < SHORTEST_STEM {
        return;
    }
    let ecosystem = search.ecosystem();
    let Some(id) = search.corpus.same_letters(ecosystem, stem) else { return };
    let affix = std::str::from_utf8(affix).unwrap_or_default();
    let (code, weight, phrase) = if language_words(ecosystem).contains(&affix) {
        (SignalCode::LanguageAffix, Term::LanguageAffix, "the language's name was added to")
    } else if is_version(affix) {
        (SignalCode::VersionSuffix, Term::VersionSuffix, "a version was added to")
    } else {
        (SignalCode::Combosquat, Term::Combosquat, "a word was added to")
    };
    let mut weight = search.weights.get(weight) + family(search, place, affix);
    if code == SignalCode::Combosquat {
        weight += plain_head(search.corpus, search.weights, ecosystem, rest);
        if PROMISES.binary_search(&affix).is_ok() {
            weight += search.weights.get(Term::Promise);
        }
    }
    search.offer_words(code, weight, id, phrase);
}

/// What it changes that many names carry the added word: honest authors add it, and models do too.
fn family(search: &Search<'_>, place: Place, affix: &str) -> f64 {
    let level = search.corpus.word_level(search.ecosystem(), place, affix).unwrap_or_default();
    level * search.weights.get(Term::Family)
}

/// `requests2`, `express4`.
fn digits_behind(search: &mut Search<'_>) {
    let digits = search.folded.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let stem = search.folded.get(..search.folded.len() - digits).unwrap_or_default();
    if digits == 0 || stem.len() < SHORTEST_STEM {
        return;
    }
    if let Some(id) = search.corpus.same_letters(search.ecosystem(), stem) {
        let weight = search.weights.get(Term::VersionSuffix);
        search.offer_words(SignalCode::VersionSuffix, weight, id, "a number was added to");
    }
}

/// `zustandjs`, `pyrequests`, and slips in what remains: `ethetsjs`.
fn glued_word(search: &mut Search<'_>, near: &mut Vec<Near>) {
    let ecosystem = search.ecosystem();
    for &word in language_words(ecosystem) {
        let folded = search.folded;
        let word_bytes = word.as_bytes();
        // One letter tells most names apart, without a call to compare the rest.
        let behind = (folded.last() == word_bytes.last()).then(|| folded.strip_suffix(word_bytes)).flatten();
        let before =
            (folded.first() == word_bytes.first()).then(|| folded.strip_prefix(word_bytes)).flatten();
        let behind = behind.map(|stem| (stem, Place::Last));
        let before = before.map(|stem| (stem, Place::First));
        for (stem, place) in [behind, before].into_iter().flatten() {
            if stem.len() < SHORTEST_STEM + 1 {
                continue;
            }
            if let Some(id) = search.corpus.same_letters(ecosystem, stem) {
                let weight = search.weights.get(Term::LanguageAffix) + family(search, place, word);
                let phrase = "the language's name was added to";
                search.offer_words(SignalCode::LanguageAffix, weight, id, phrase);
            } else if !search.in_use && !search.has_likeness() {
                slip_in_stem(search, stem, near);
            }
        }
    }
}

fn slip_in_stem(search: &mut Search<'_>, stem: &[u8], near: &mut Vec<Near>) {
    search.corpus.near(search.ecosystem(), stem, near);
    for candidate in near.iter().filter(|near| near.edits == 1) {
        let target = search.corpus.folded_name(search.ecosystem(), candidate.id);
        if let Some(slip) = Slip::between(stem, target) {
            let weight = search.slip_weight(slip, target.len(), candidate.id);
            let weight = weight + search.weights.get(Term::SlipAndAffix);
            let phrase = "the language's name and a slip were added to";
            search.offer(SignalCode::Typosquat, weight, candidate.id, phrase);
        }
    }
}

/// The words by which people say which language a package is for.
const fn language_words(ecosystem: Ecosystem) -> &'static [&'static str] {
    match ecosystem {
        Ecosystem::PyPi => &["python3", "python", "py3", "py", "pip"],
        Ecosystem::Npm => &["nodejs", "node", "javascript", "js", "ts", "npm"],
        Ecosystem::Crates => &["rust", "rs", "cargo", "crate"],
    }
}

/// `2`, `v2`, `2x`, `2023`.
fn is_version(word: &str) -> bool {
    let digits = word.trim_start_matches('v').trim_end_matches('x');
    !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words that promise the same, better, or an official version of it, sorted.
const PROMISES: [&str; 24] = [
    "advanced",
    "beta",
    "better",
    "easy",
    "enhanced",
    "fast",
    "fix",
    "fixed",
    "free",
    "latest",
    "lite",
    "master",
    "new",
    "official",
    "patch",
    "plus",
    "pro",
    "requirements",
    "secure",
    "simple",
    "smart",
    "super",
    "toolkit",
    "wrapper",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promises_are_sorted() {
        assert!(PROMISES.is_sorted());
    }

    #[test]
    fn versions_are_told_from_words() {
        for word in ["2", "v2", "2x", "2023"] {
            assert!(is_version(word), "{word}");
        }
        for word in ["", "v", "x", "beta2", "20231"] {
            assert!(!is_version(word), "{word}");
        }
    }
}
