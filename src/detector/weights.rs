//! The one table of weights, in log-odds.
//!
//! Set by hand against the labelled names (docs/benchmarks.md has the figures that they reach);
//! a fit by regression is to replace them. The scale: without evidence a name has the odds of
//! [`PRIOR`]; the block threshold of 0.60 lies at +0.41, the warn threshold of 0.30 at -0.85.

use super::slip::Slip;

/// Log-odds of a name without any evidence: a score of 0.018.
pub const PRIOR: f64 = -4.0;
/// Score at which an assessment is [`super::Verdict::HighRisk`]; the default of `block-at`.
pub const BLOCK_AT: f64 = 0.60;
/// Score at which an assessment is [`super::Verdict::Suspicious`]; the default of `warn-at`.
pub const WARN_AT: f64 = 0.30;

/// A name that no registry of its ecosystem could hold.
pub const INVALID_NAME: f64 = 9.0;
/// A popular name: nothing else is asked.
pub const POPULAR: f64 = -6.0;
/// The registry says that there is no such package.
pub const NOT_FOUND: f64 = 6.0;
/// A complete and fresh snapshot does not have it.
pub const ABSENT: f64 = 5.5;
/// The same, where a registry was to be asked and did not answer: it speaks, but not alone.
pub const ABSENT_UNCONFIRMED: f64 = 3.0;
/// A snapshot of the names in use does not have it: it is little used, or does not exist.
pub const UNLISTED: f64 = 0.7;
/// What is left of [`ABSENT`] for a snapshot of 180 days and more.
pub const ABSENT_OLD: f64 = 3.0;
/// Days for which the snapshot counts as fresh, and after which absence alone no longer blocks.
pub const ABSENT_FADES: (i64, i64) = (60, 180);

/// The name is also a module of the language itself.
pub const STANDARD_LIBRARY: f64 = 3.4;
/// The name is what one imports of another package.
pub const IMPORT_NAME: f64 = 3.4;
/// The name is popular in another ecosystem and unknown in its own.
pub const OTHER_ECOSYSTEM: f64 = 1.6;

/// The same letters as a popular name, with other delimiters or case.
pub const DELIMITER: f64 = 4.9;
/// The same letters as a popular scoped name, the scope written otherwise.
pub const SCOPE: f64 = 4.6;
/// The words of a popular name in another order.
pub const WORD_ORDER: f64 = 4.2;
/// A popular name with the language's own word before or behind it.
pub const LANGUAGE_AFFIX: f64 = 3.9;
/// What share of a slip's weight is enough for the language's name to explain a likeness better:
/// `react-js` is React with a word behind it, and no slip of `react-is`.
pub const AFFIX_EXPLAINS: f64 = 0.7;
/// A popular name with a number behind it.
pub const VERSION_SUFFIX: f64 = 3.7;
/// A popular name with a word that promises the same, better.
pub const COMBOSQUAT: f64 = 1.9;
/// A slip in a popular name that also carries the language's word: `ethetsjs`.
pub const SLIP_AND_AFFIX: f64 = -0.3;
/// How much of the weight of a likeness in words, delimiters or scope stays where the name is in
/// use: honest authors choose such names too.
pub const HONEST_LIKENESS: f64 = 0.6;

/// The same for slips.
pub const fn honest_slip(slip: Slip) -> f64 {
    match slip {
        Slip::Transposition | Slip::Repetition | Slip::LookAlike => 1.0,
        Slip::NeighbourKey | Slip::Omission | Slip::VowelSwap => 0.85,
        Slip::BitFlip | Slip::Replacement | Slip::Addition | Slip::Plural | Slip::Digit => 0.7,
        Slip::Two => 0.4,
    }
}

/// What each slip weighs before length and pull. Swaps and doubled letters are what fingers do and
/// authors do not; replaced letters make other words.
pub const fn slip(slip: Slip) -> f64 {
    match slip {
        Slip::Transposition | Slip::Repetition | Slip::LookAlike => 5.4,
        Slip::NeighbourKey => 4.8,
        Slip::Omission => 4.9,
        Slip::VowelSwap => 4.6,
        Slip::BitFlip | Slip::Replacement => 4.2,
        Slip::Addition | Slip::Plural => 4.2,
        Slip::Digit => 4.2,
        Slip::Two => 3.3,
    }
}

/// What the length of the imitated name adds: two short names are alike by chance.
pub fn length(slip: Slip, letters: usize) -> f64 {
    let one = match letters {
        0..=3 => -4.0,
        4 => -2.4,
        5 => -1.2,
        6 => -0.3,
        7 => 0.0,
        8..=11 => 0.3,
        _ => 0.6,
    };
    match (slip, letters) {
        (Slip::Two, 0..=7) => one - 3.0,
        (Slip::Two, 8..=9) => one - 0.7,
        _ => one,
    }
}

/// How much the imitated name is worth attacking, by its rank among the popular ones.
pub fn pull(rank: u32) -> f64 {
    1.5 - 0.45 * f64::from(rank.max(1)).log10()
}

/// What use takes away, by downloads a month: nothing that thousands install is a slip of the hand.
pub fn used(downloads: u64) -> f64 {
    -(1.2 * (downloads.max(100) as f64 / 400.0).log10().max(0.0) + 0.2).min(5.5)
}

/// What is left of [`lasted`] where the registry was asked and gave its own dates.
pub const LISTED: f64 = -0.7;

/// What a release long before the snapshot takes away, by months: takedowns come within weeks.
pub fn lasted(months: u16) -> f64 {
    match months {
        0 => -0.5,
        1..=2 => -0.9,
        3..=11 => -1.3,
        12..=35 => -1.7,
        _ => -2.0,
    }
}

/// How new a package is, by days since its first release: above zero young, below zero long there.
pub fn age(days: i64) -> f64 {
    match days {
        ..7 => 3.7,
        7..30 => 3.0,
        30..90 => 2.0,
        90..180 => 1.0,
        180..365 => 0.0,
        365..730 => -1.0,
        730..1825 => -2.5,
        _ => -3.5,
    }
}

/// How few releases a package has.
pub const fn releases(count: u32) -> f64 {
    match count {
        // Nothing can be installed yet, and whoever holds the name may upload at any moment.
        0 => 3.6,
        1 => 1.5,
        2 => 0.8,
        _ => 0.0,
    }
}
