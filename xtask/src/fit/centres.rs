//! What is believed of each weight before the data are seen: the centre that the fit draws it to.
//!
//! Set by hand from the field's experience, on the scale of docs/signals.md. Where the data say nothing
//! of a term, its centre stands in the table.

use phantom_guard::detector::Term::{self, *};
use phantom_guard::package::Ecosystem;

/// Terms that are never fitted: contracts (absence and invalid names block alone, popular names pass),
/// the two base rates that labelled sets cannot show, and what a registry tells. Nobody has labelled
/// histories: the evaluation's are made, and part bad names from honest ones by any field alone, so
/// that a fit to them would lean on one and forget the others.
pub(super) const FIXED: [Term; 28] = [
    Prior, InvalidName, Popular, NotFound, Absent, AbsentOld, AbsentUnconfirmed, Unlisted, UnlistedScoped, UnlistedLocked, ShapeUnlisted, JoinFamous, ListedDated, AgeWeek,
    AgeMonth, AgeQuarter, AgeHalfYear, AgeYears, AgeLong, AgeVeryLong, NoRelease, OneRelease, TwoReleases,
    NoRepository, NoDescription, NoMaintainer, UsedMore, ListedAge,
];

/// What is set after the fit, as a decision and not as a belief.
///
/// Offline, an npm name that no list has and that has the shape of an invented one is blocked rather than
/// left open: an install of it would be held in any case. And a crate of one release within its first
/// three months is blocked: the index tells nothing else of it, while the other registries would.
pub(super) const DECIDED: [(Ecosystem, Term, f64); 2] =
    [(Ecosystem::Npm, ShapeUnlisted, 0.80), (Ecosystem::Crates, OneRelease, 2.45)];

/// The centre of each term.
pub(super) const CENTRES: [(Term, f64); Term::ALL.len()] = [
    (Prior, -4.00),
    (InvalidName, 9.00),
    (Popular, -6.00),
    (NotFound, 6.00),
    (Absent, 5.50),
    (AbsentOld, 3.00),
    (AbsentUnconfirmed, 3.00),
    (Unlisted, 3.00),
    (UnlistedScoped, 1.50),
    (UnlistedLocked, 0.70),
    (Listed, -0.80),
    (ListedAge, -0.15),
    (ListedDated, -0.70),
    (Used, -0.20),
    (UsedMore, -1.20),
    (StandardLibrary, 3.40),
    (ImportName, 3.40),
    (OtherEcosystem, 1.60),
    (Transposition, 4.40),
    (Repetition, 4.40),
    (LookAlike, 4.40),
    (Omission, 3.90),
    (NeighbourKey, 3.80),
    (VowelSwap, 3.60),
    (BitFlip, 3.20),
    (Replacement, 3.20),
    (Addition, 3.20),
    (Plural, 3.20),
    (Digit, 3.20),
    (TwoSlips, 2.30),
    (ShortTarget, -1.10),
    (LongTarget, 0.10),
    (ShortForTwo, -1.00),
    (Pull, 0.80),
    (SlipInUse, -1.00),
    (VagueInUse, -0.60),
    (TwoInUse, -1.00),
    (Divided, -1.20),
    (RealWord, -0.20),
    (SlipAndAffix, -0.30),
    (Delimiter, 4.00),
    (Scope, 3.60),
    (WordOrder, 3.30),
    (LanguageAffix, 3.00),
    (VersionSuffix, 2.80),
    (Combosquat, 1.50),
    (Promise, 0.60),
    (WordsPull, 0.50),
    (WordsInUse, -1.20),
    (Family, -0.10),
    (Join, 1.00),
    (JoinPull, 0.40),
    (JoinUnsupported, 0.80),
    (JoinFamous, 3.75),
    (JoinFamily, 0.00),
    (JoinTail, 0.00),
    (JoinStrange, -0.50),
    (JoinInUse, -0.50),
    (ShapeVendorHelper, 1.40),
    (ShapeHelperVendor, 1.20),
    (ShapeFrameworkIntegration, 1.10),
    (ShapeVendorTask, 0.90),
    (ShapeHelperSuffix, 0.80),
    (ShapeAgentSuffix, 1.0),
    (ShapeRequirementsSuffix, 2.00),
    (ShapePackageSuffix, 1.40),
    (ShapePlaceholder, 2.20),
    (ShapeFileName, 2.00),
    (ShapeVersionLiteral, 1.60),
    (ShapeExpression, 2.00),
    (ShapeCommand, 2.0),
    (ShapeLongWord, 1.0),
    (ShapeDotted, 1.5),
    (ShapeAgentWords, 0.80),
    (ShapeMember, 1.5),
    (ShapeAction, 1.0),
    (ShapeAsyncCopy, 0.80),
    (ShapeStrayDelimiter, 2.50),
    (ShapeUnlisted, 0.00),
    (ShapeInUse, -0.20),
    (AgeWeek, 3.70),
    (AgeMonth, 3.00),
    (AgeQuarter, 2.00),
    (AgeHalfYear, 1.00),
    (AgeYears, -1.00),
    (AgeLong, -2.50),
    (AgeVeryLong, -3.50),
    (NoRelease, 3.60),
    (OneRelease, 1.50),
    (TwoReleases, 0.80),
    (NoRepository, 1.00),
    (NoDescription, 0.70),
    (NoMaintainer, 0.50),
];
