//! `typosquat`, `delimiter-confusion`, `scope-confusion`: the letters are like a popular name's.
//!
//! Misleads often when taken alone: one honest little-known name in five is within two edits of a
//! popular one. So the weight follows the kind of slip, the length and the pull of the imitated name,
//! and is cut for likenesses that honest authors choose too: where the name is in use, and where the
//! slip makes a word that other names use.

use super::evidence::{Evidence, Likeness};
use super::slip::Slip;
use super::terms::Term;
use super::weights::Weights;
use super::wording::Wording;
use super::{Known, SignalCode, affix};
use crate::corpus::{Corpus, Folded, Near};
use crate::package::{Ecosystem, PackageName};

/// Weaker likenesses are chance, and are not shown.
const LEAST: f64 = 0.4;
/// What share of a slip's weight is enough for the language's name to explain a likeness better:
/// `react-js` is React with a word behind it, and no slip of `react-is`.
const AFFIX_EXPLAINS: f64 = 0.7;

/// The likeness that leaves a name in use just below the block threshold, at the prior.
const MOST_IN_USE: f64 = 4.35;

/// What is compared with the popular names.
pub(super) struct Search<'s> {
    pub(super) corpus: &'s Corpus,
    pub(super) weights: &'s Weights,
    pub(super) name: &'s PackageName,
    /// The words of the spelling, scope included; `None` for foreign letters, and for too many words.
    pub(super) wording: Option<&'s Wording<'s>>,
    pub(super) folded: &'s [u8],
    pub(super) in_use: bool,
    /// No registry answered, and no lockfile pins the name.
    unasked: bool,
    best: Option<Likeness>,
}

impl<'s> Search<'s> {
    pub(super) fn new(
        corpus: &'s Corpus,
        weights: &'s Weights,
        name: &'s PackageName,
        wording: Option<&'s Wording<'s>>,
        folded: &'s Folded,
        known: Known,
    ) -> Self {
        let Known { in_use, unasked, .. } = known;
        Self { corpus, weights, name, wording, folded: folded.as_bytes(), in_use, unasked, best: None }
    }

    /// Adds the strongest likeness, if there is one.
    pub(super) fn weigh(mut self, near: &mut Vec<Near>, evidence: &mut Evidence<'_>) {
        self.corpus.near(self.ecosystem(), self.folded, near);
        for candidate in near.iter() {
            self.near(*candidate);
        }
        affix::weigh(&mut self, near);
        if let Some(mut best) = self.best.take() {
            if self.unasked {
                best.weight = self.unasked_weight(best.weight);
            }
            evidence.add_likeness(&best);
        }
    }

    /// The snapshot alone speaks. What that adds never blocks a name in use: only a likeness of
    /// a much used name, strong by itself, does.
    fn unasked_weight(&self, weight: f64) -> f64 {
        let more = weight + self.weights.get(Term::LikenessUnasked);
        if self.in_use { more.min(MOST_IN_USE).max(weight) } else { more }
    }

    pub(super) const fn ecosystem(&self) -> Ecosystem {
        self.name.ecosystem()
    }

    pub(super) const fn has_likeness(&self) -> bool {
        self.best.is_some()
    }

    /// Keeps the likeness if it is the strongest so far.
    pub(super) fn offer(&mut self, code: SignalCode, weight: f64, id: u16, phrase: &'static str) {
        if self.would_take(code, weight) {
            self.best = Some(Likeness { code, weight, id, phrase });
        }
    }

    fn would_take(&self, code: SignalCode, weight: f64) -> bool {
        let stronger = |best: &Likeness| match (code, best.code) {
            (SignalCode::LanguageAffix, SignalCode::Typosquat) => weight > best.weight * AFFIX_EXPLAINS,
            _ => weight > best.weight,
        };
        weight >= LEAST && self.best.as_ref().is_none_or(stronger)
    }

    /// A likeness in whole words, delimiters or scope: honest authors choose them too, so that it
    /// counts less where the name is in use.
    pub(super) fn offer_words(&mut self, code: SignalCode, weight: f64, id: u16, phrase: &'static str) {
        let pull = match code {
            // The same name written otherwise is chosen for the name as a slip is; a word more, for
            // the subject that both are about.
            SignalCode::DelimiterConfusion | SignalCode::ScopeConfusion | SignalCode::WordOrder => Term::Pull,
            _ => Term::WordsPull,
        };
        let pull = self.weights.pull(pull, u32::from(id) + 1);
        let used = if self.in_use { self.weights.get(Term::WordsInUse) } else { 0.0 };
        self.offer(code, weight + pull + used, id, phrase);
    }

    fn near(&mut self, near: Near) {
        let target = self.corpus.folded_name(self.ecosystem(), near.id);
        match Slip::between(self.folded, target) {
            Some(slip) => {
                let weight = self.slip_weight(slip, target.len(), near.id);
                // A discount is worth looking up only where something is left to discount that would
                // count before it.
                if self.would_take(SignalCode::Typosquat, weight) {
                    let weight = weight + self.word_discount(near.id);
                    self.offer(SignalCode::Typosquat, weight, near.id, slip.phrase());
                }
            }
            None => self.same_letters(near.id),
        }
    }

    /// The slip's weight, before it is known what words it makes.
    pub(super) fn slip_weight(&self, slip: Slip, letters: usize, id: u16) -> f64 {
        let weight = self.weights.slip(slip, letters, u32::from(id) + 1);
        if self.in_use { weight + self.weights.slip_in_use(slip) } else { weight }
    }

    /// `p-promise` is no slip in `promise`, since fingers do not divide words; `buffet` is a word.
    fn word_discount(&self, id: u16) -> f64 {
        let target = Wording::of(self.corpus.name(self.ecosystem(), id));
        let (Some(own), Some(target)) = (self.wording, target) else { return 0.0 };
        let divided = if own.count() == target.count() { 0.0 } else { self.weights.get(Term::Divided) };
        let level = own.own_words_level(self.corpus, self.ecosystem(), &target);
        divided + level * self.weights.get(Term::RealWord)
    }

    /// The same letters: only delimiters, case, foreign letters or the scope differ.
    fn same_letters(&mut self, id: u16) {
        let target = self.corpus.name(self.ecosystem(), id);
        if !self.name.spelling().is_ascii() {
            let weight = self.weights.get(Slip::LookAlike.term());
            let weight = weight + self.weights.pull(Term::Pull, u32::from(id) + 1);
            self.offer(SignalCode::Typosquat, weight, id, "foreign letters stand for Latin ones of");
        } else if target.starts_with('@') || self.name.scope().is_some() {
            let weight = self.weights.get(Term::Scope);
            self.offer_words(
                SignalCode::ScopeConfusion,
                weight,
                id,
                "the scope is written otherwise than in",
            );
        } else {
            let weight = self.weights.get(Term::Delimiter);
            self.offer_words(
                SignalCode::DelimiterConfusion,
                weight,
                id,
                "only delimiters or case differ from",
            );
        }
    }
}
