//! npm's ranges, after the rules of the `semver` package that npm itself goes by.
//!
//! The crates that read them are either not maintained or read some wrongly (`>1 <2`), and `semver` for
//! Rust knows cargo's rules alone; versions and their order are the same, so that only the ranges
//! themselves are read here. A test holds them to npm's own answers.

use std::cmp::Ordering;
use std::str::FromStr;

use semver::{BuildMetadata, Prerelease, Version};

/// Alternatives, of each of which every part must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Range(Vec<Vec<Bound>>);

/// One part: a comparison with a version.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound {
    op: Op,
    version: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Below,
    UpTo,
    Exactly,
    From,
    Above,
}

/// A text that is no range: a tag, or a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoRange;

impl Range {
    /// Whether a version lies within: a pre-release only where the range names one of the same numbers.
    pub(super) fn allows(&self, version: &Version) -> bool {
        let named = |bound: &Bound| {
            let Version { major, minor, patch, pre, .. } = &bound.version;
            !pre.is_empty() && (*major, *minor, *patch) == (version.major, version.minor, version.patch)
        };
        self.0.iter().any(|bounds| {
            bounds.iter().all(|bound| bound.holds(version))
                && (version.pre.is_empty() || bounds.iter().any(named))
        })
    }

    /// Whether it leaves one version only.
    pub(super) fn is_one_version(&self) -> bool {
        matches!(self.0.as_slice(), [bounds] if matches!(bounds.as_slice(), [Bound { op: Op::Exactly, .. }]))
    }

    /// Whether it leaves every version.
    pub(super) fn is_any(&self) -> bool {
        matches!(self.0.as_slice(), [bounds] if bounds.is_empty())
    }
}

impl Bound {
    const fn new(op: Op, version: Version) -> Self {
        Self { op, version }
    }

    fn holds(&self, version: &Version) -> bool {
        let order = version.cmp_precedence(&self.version);
        match self.op {
            Op::Below => order == Ordering::Less,
            Op::UpTo => order != Ordering::Greater,
            Op::Exactly => order == Ordering::Equal,
            Op::From => order != Ordering::Less,
            Op::Above => order == Ordering::Greater,
        }
    }
}

impl FromStr for Range {
    type Err = NoRange;

    fn from_str(text: &str) -> Result<Self, NoRange> {
        text.split("||").map(alternative).collect::<Option<Vec<_>>>().map(Self).ok_or(NoRange)
    }
}

fn alternative(text: &str) -> Option<Vec<Bound>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [from, "-", to] = words.as_slice() {
        let (from, to) = (Partial::read(from)?, Partial::read(to)?);
        return Some(from.lowest().into_iter().map(|v| Bound::new(Op::From, v)).chain(to.up_to()).collect());
    }
    let mut bounds = Vec::new();
    let mut operator = String::new();
    for word in words {
        // An operator may stand apart from its version.
        operator.push_str(word);
        if word.ends_with(['<', '>', '=', '~', '^']) {
            continue;
        }
        bounds.extend(comparator(&std::mem::take(&mut operator))?);
    }
    operator.is_empty().then_some(bounds)
}

fn comparator(text: &str) -> Option<Vec<Bound>> {
    let operators = ["~>", "^", "~", ">=", "<=", ">", "<", "="];
    let (operator, rest) =
        operators.iter().find_map(|&op| Some((op, text.strip_prefix(op)?))).unwrap_or(("", text));
    let version = Partial::read(rest)?;
    let full = || version.lowest();
    Some(match operator {
        "^" => version.between(if version.major > Some(0) { 0 } else { version.first_used() }),
        "~" | "~>" => version.between(1),
        "" | "=" if version.is_full() => full().into_iter().map(|v| Bound::new(Op::Exactly, v)).collect(),
        "" | "=" => version.between(1),
        ">=" => full().into_iter().map(|v| Bound::new(Op::From, v)).collect(),
        "<=" => version.up_to().into_iter().collect(),
        ">" if version.is_full() => full().into_iter().map(|v| Bound::new(Op::Above, v)).collect(),
        ">" => vec![version.after(1).map_or_else(nothing, |v| Bound::new(Op::From, v))],
        _ => vec![match full() {
            Some(v) if version.is_full() => Bound::new(Op::Below, v),
            Some(v) => Bound::new(Op::Below, before(v)),
            None => nothing(),
        }],
    })
}

/// Below everything there is.
const fn nothing() -> Bound {
    Bound::new(Op::Below, Version::new(0, 0, 0))
}

/// A version of which the last numbers may be left open.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Partial {
    major: Option<u64>,
    minor: Option<u64>,
    patch: Option<u64>,
    pre: Prerelease,
}

impl Partial {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(['v', '=']);
        let (text, build) = text.split_once('+').map_or((text, ""), |(text, build)| (text, build));
        BuildMetadata::new(build).ok()?;
        let (numbers, pre) = match text.split_once('-') {
            Some((numbers, pre)) => (numbers, Prerelease::new(pre).ok()?),
            None => (text, Prerelease::EMPTY),
        };
        let mut parts = [None; 3];
        let mut places = parts.iter_mut();
        for word in numbers.split('.') {
            let place = places.next()?;
            let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
            match word {
                "x" | "X" | "*" => *place = None,
                _ if is_number => *place = Some(word.parse().ok()?),
                _ => return None,
            }
        }
        let [major, minor, patch] = parts;
        // npm refuses a number behind an open one, or passes over it, as the operator may be.
        if major.is_none() && minor.is_some() || minor.is_none() && patch.is_some() {
            return None;
        }
        let pre = if patch.is_some() { pre } else { Prerelease::EMPTY };
        Some(Self { major, minor, patch, pre })
    }

    const fn is_full(&self) -> bool {
        self.patch.is_some()
    }

    /// The first version that it covers; `None` where it covers all.
    fn lowest(&self) -> Option<Version> {
        let mut version =
            Version::new(self.major?, self.minor.unwrap_or_default(), self.patch.unwrap_or_default());
        version.pre = self.pre.clone();
        Some(version)
    }

    /// The first version after those with the same numbers up to a place, or up to the last that is
    /// given before it; `None` where none is given.
    fn after(&self, place: usize) -> Option<Version> {
        let major = self.major?;
        let next = match (place, self.minor, self.patch) {
            (0, ..) | (_, None, _) => Version::new(major.checked_add(1)?, 0, 0),
            (1, Some(minor), _) | (_, Some(minor), None) => Version::new(major, minor.checked_add(1)?, 0),
            (_, Some(minor), Some(patch)) => Version::new(major, minor, patch.checked_add(1)?),
        };
        Some(next)
    }

    /// The first of the last two numbers that is not 0, or the last.
    const fn first_used(&self) -> usize {
        match self.minor {
            Some(0) => 2,
            _ => 1,
        }
    }

    /// From the first version that it covers to the last with the same numbers up to a place.
    fn between(&self, place: usize) -> Vec<Bound> {
        let Some(from) = self.lowest() else { return Vec::new() };
        let end = self.after(place).map(|version| Bound::new(Op::Below, before(version)));
        std::iter::once(Bound::new(Op::From, from)).chain(end).collect()
    }

    /// Everything up to the last version that it covers; `None` where it covers all.
    fn up_to(&self) -> Option<Bound> {
        if self.is_full() {
            return self.lowest().map(|version| Bound::new(Op::UpTo, version));
        }
        self.after(1).map(|version| Bound::new(Op::Below, before(version)))
    }
}

/// A bound between versions lies before their first pre-release.
fn before(mut version: Version) -> Version {
    version.pre = Prerelease::new("0").unwrap_or_default();
    version
}
