//! `typosquat`, `delimiter-confusion`, `scope-confusion`, `word-order`, `language-affix`,
//! `version-suffix`, `combosquat`: the name is like a popular one.
//!
//! Misleads often when taken alone: one honest little-known name in five is within two edits of a
//! popular one. So the weight follows the kind of slip, the length and the pull of the imitated name,
//! and is cut for likenesses that honest authors choose too where the name is in use.

use super::evidence::{Evidence, Likeness};
use super::slip::Slip;
use super::{SignalCode, weights};
use crate::corpus::{Corpus, Existence, Folded, Near, words};
use crate::package::{Ecosystem, PackageName};

/// Weaker likenesses are chance, and are not shown.
const LEAST: f64 = 1.5;
/// A name with fewer letters behind or before an affix is no imitation of it.
const SHORTEST_STEM: usize = 4;

/// Adds the strongest likeness, if there is one.
pub(super) fn weigh(
    corpus: &Corpus,
    name: &PackageName,
    folded: &Folded,
    existence: Existence,
    near: &mut Vec<Near>,
    evidence: &mut Evidence,
) {
    let mut search = Search {
        corpus,
        name,
        folded: folded.as_bytes(),
        in_use: matches!(existence, Existence::Present(_)),
        best: None,
    };
    corpus.near(name.ecosystem(), search.folded, near);
    for candidate in near.iter() {
        search.near(*candidate);
    }
    search.word_order();
    search.affixes(near);
    if let Some(best) = search.best.take() {
        evidence.add_likeness(&best);
    }
}

struct Search<'s> {
    corpus: &'s Corpus,
    name: &'s PackageName,
    folded: &'s [u8],
    in_use: bool,
    best: Option<Likeness>,
}

impl Search<'_> {
    const fn ecosystem(&self) -> Ecosystem {
        self.name.ecosystem()
    }

    /// Keeps the likeness if it is the strongest so far.
    fn offer(&mut self, code: SignalCode, weight: f64, id: u16, phrase: &'static str) {
        let stronger = |best: &Likeness| match (code, best.code) {
            (SignalCode::LanguageAffix, SignalCode::Typosquat) => {
                weight > best.weight * weights::AFFIX_EXPLAINS
            }
            _ => weight > best.weight,
        };
        if weight >= LEAST && self.best.as_ref().is_none_or(stronger) {
            let target = self.corpus.name(self.ecosystem(), id).to_owned();
            self.best = Some(Likeness { code, weight, rank: u32::from(id) + 1, phrase, target });
        }
    }

    /// A likeness that honest authors choose too counts less where the name is in use.
    fn offer_ambiguous(&mut self, code: SignalCode, weight: f64, id: u16, phrase: &'static str) {
        let weight = weight + weights::pull(u32::from(id) + 1);
        self.offer(code, if self.in_use { weight * weights::HONEST_LIKENESS } else { weight }, id, phrase);
    }

    fn near(&mut self, near: Near) {
        let target = self.corpus.folded_name(self.ecosystem(), near.id);
        match Slip::between(self.folded, target) {
            Some(slip) => {
                let weight = self.slip_weight(slip, target.len(), near.id);
                self.offer(SignalCode::Typosquat, weight, near.id, slip.phrase());
            }
            None => self.same_letters(near.id),
        }
    }

    fn slip_weight(&self, slip: Slip, letters: usize, id: u16) -> f64 {
        let weight = weights::slip(slip) + weights::length(slip, letters) + weights::pull(u32::from(id) + 1);
        if !self.in_use {
            return weight;
        }
        // `p-promise` is no slip in `promise`: fingers do not divide words.
        let target = self.corpus.name(self.ecosystem(), id);
        let divided = words(target).count() != words(self.name.spelling()).count();
        let factor = weights::honest_slip(slip) * if divided { weights::HONEST_LIKENESS } else { 1.0 };
        weight * factor
    }

    /// The same letters: only delimiters, case, foreign letters or the scope differ.
    fn same_letters(&mut self, id: u16) {
        let target = self.corpus.name(self.ecosystem(), id);
        if !self.name.spelling().is_ascii() {
            let weight = weights::slip(Slip::LookAlike) + weights::pull(u32::from(id) + 1);
            self.offer(SignalCode::Typosquat, weight, id, "foreign letters stand for Latin ones of");
        } else if target.starts_with('@') || self.name.scope().is_some() {
            self.offer_ambiguous(
                SignalCode::ScopeConfusion,
                weights::SCOPE,
                id,
                "the scope is written otherwise than in",
            );
        } else {
            self.offer_ambiguous(
                SignalCode::DelimiterConfusion,
                weights::DELIMITER,
                id,
                "only delimiters or case differ from",
            );
        }
    }

    fn word_order(&mut self) {
        if let Some(id) = self.corpus.same_words(self.ecosystem(), self.name.spelling()) {
            self.offer_ambiguous(
                SignalCode::WordOrder,
                weights::WORD_ORDER,
                id,
                "the words stand in another order than in",
            );
        }
    }

    /// A popular name with something before or behind it.
    fn affixes(&mut self, near: &mut Vec<Near>) {
        if !self.name.spelling().is_ascii() || self.name.scope().is_some() {
            return;
        }
        let mut all = words(self.name.spelling());
        let first = all.next().unwrap_or_default();
        if let Some(last) = all.next_back() {
            self.stem(first, self.folded.get(first.len()..).unwrap_or_default());
            let end = self.folded.len().saturating_sub(last.len());
            self.stem(last, self.folded.get(..end).unwrap_or_default());
        }
        self.digits_behind();
        self.glued_word(near);
    }

    /// `affix` was cut off, and `stem` is what remains of the folded name.
    fn stem(&mut self, affix: &str, stem: &[u8]) {
        if stem.len() < SHORTEST_STEM {
            return;
        }
        let Some(id) = self.corpus.same_letters(self.ecosystem(), stem) else { return };
        let affix = affix.to_ascii_lowercase();
        if language_words(self.ecosystem()).contains(&affix.as_str()) {
            self.offer_ambiguous(
                SignalCode::LanguageAffix,
                weights::LANGUAGE_AFFIX,
                id,
                "the language's name was added to",
            );
        } else if is_version(&affix) {
            self.offer_ambiguous(
                SignalCode::VersionSuffix,
                weights::VERSION_SUFFIX,
                id,
                "a version was added to",
            );
        } else if HELPER_WORDS.binary_search(&affix.as_str()).is_ok() {
            self.offer_ambiguous(
                SignalCode::Combosquat,
                weights::COMBOSQUAT,
                id,
                "a word that promises the same was added to",
            );
        }
    }

    /// `requests2`, `express4`.
    fn digits_behind(&mut self) {
        let digits = self.folded.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let stem = self.folded.get(..self.folded.len() - digits).unwrap_or_default();
        if digits == 0 || stem.len() < SHORTEST_STEM {
            return;
        }
        if let Some(id) = self.corpus.same_letters(self.ecosystem(), stem) {
            self.offer_ambiguous(
                SignalCode::VersionSuffix,
                weights::VERSION_SUFFIX,
                id,
                "a number was added to",
            );
        }
    }

    /// `zustandjs`, `pyrequests`, and slips in what remains: `ethetsjs`.
    fn glued_word(&mut self, near: &mut Vec<Near>) {
        for word in language_words(self.ecosystem()) {
            let folded = self.folded;
            for stem in [folded.strip_suffix(word.as_bytes()), folded.strip_prefix(word.as_bytes())]
                .into_iter()
                .flatten()
            {
                if stem.len() < SHORTEST_STEM + 1 {
                    continue;
                }
                if let Some(id) = self.corpus.same_letters(self.ecosystem(), stem) {
                    self.offer_ambiguous(
                        SignalCode::LanguageAffix,
                        weights::LANGUAGE_AFFIX,
                        id,
                        "the language's name was added to",
                    );
                } else if !self.in_use && self.best.is_none() {
                    self.slip_in_stem(stem, near);
                }
            }
        }
    }

    fn slip_in_stem(&mut self, stem: &[u8], near: &mut Vec<Near>) {
        self.corpus.near(self.ecosystem(), stem, near);
        for candidate in near.iter().filter(|near| near.edits == 1) {
            let target = self.corpus.folded_name(self.ecosystem(), candidate.id);
            if let Some(slip) = Slip::between(stem, target) {
                let weight = self.slip_weight(slip, target.len(), candidate.id) + weights::SLIP_AND_AFFIX;
                self.offer(
                    SignalCode::Typosquat,
                    weight,
                    candidate.id,
                    "the language's name and a slip were added to",
                );
            }
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

/// Words that attackers and language models put before or behind a popular name, sorted. Words of
/// real families (`types`, `plugin`, `cli`, `core`, `sys`, `derive`) are not among them.
const HELPER_WORDS: [&str; 36] = [
    "advanced",
    "auto",
    "beta",
    "better",
    "bin",
    "binary",
    "checker",
    "connect",
    "dev",
    "easy",
    "enhanced",
    "fast",
    "fix",
    "fixed",
    "free",
    "helper",
    "helpers",
    "http",
    "latest",
    "lib",
    "master",
    "new",
    "official",
    "plus",
    "pro",
    "requirements",
    "sdk",
    "secure",
    "simple",
    "smart",
    "super",
    "tool",
    "toolkit",
    "tools",
    "utils",
    "wrapper",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_helper_words_are_sorted() {
        assert!(HELPER_WORDS.is_sorted());
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
