//! Python's requirements: the specifiers of PEP 440, and what Poetry and pipenv write in their place.

use pep440_rs::{Operator, Version, VersionSpecifier, VersionSpecifiers};

use super::Rule;

/// Reads a requirement. A bare version is what a lockfile, or Poetry, means by it: that very one.
pub(super) fn rule(text: &str) -> Option<Rule<Version>> {
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text).trim();
    if text.is_empty() || text == "*" {
        return Some(Rule::any());
    }
    // Poetry's `||`.
    let sets = text.split('|').map(str::trim).filter(|part| !part.is_empty());
    let sets = sets.map(specifiers).collect::<Option<Vec<_>>>()?;
    let is_pin = match sets.as_slice() {
        [set] => set.iter().any(is_pin),
        _ => false,
    };
    // As pip does: who names a pre-release takes them, else they count where there is nothing else.
    let takes_pre = sets.iter().flat_map(|set| set.iter()).any(VersionSpecifier::any_prerelease);
    let allows = move |version: &Version| sets.iter().any(|set| set.contains(version));
    Some(Rule { allows: Box::new(allows), is_pin, takes_pre, preferred: None })
}

fn is_pin(specifier: &VersionSpecifier) -> bool {
    matches!(specifier.operator(), Operator::Equal | Operator::ExactEqual)
}

fn specifiers(text: &str) -> Option<VersionSpecifiers> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let translated = parts.map(translated).collect::<Option<Vec<_>>>()?;
    translated.join(",").parse().ok()
}

/// Poetry's `^1.2`, `~1.2` and `1.2` as specifiers; others as they are.
fn translated(part: &str) -> Option<String> {
    if part.starts_with("~=") {
        return Some(part.to_owned());
    }
    if let Some(bare) = part.strip_prefix('^') {
        let numbers = numbers(bare)?;
        // Up to the first that is not 0, or the last that is written.
        let fixed = numbers.iter().position(|&number| number > 0).unwrap_or(numbers.len().checked_sub(1)?);
        return Some(format!(">={},<{}", bare.trim(), next(&numbers, fixed)?));
    }
    if let Some(bare) = part.strip_prefix('~') {
        let numbers = numbers(bare)?;
        return Some(format!(">={},<{}", bare.trim(), next(&numbers, usize::from(numbers.len() > 1))?));
    }
    let is_bare = part.starts_with(|c: char| c.is_ascii_digit() || c == 'v');
    Some(if is_bare { format!("=={part}") } else { part.to_owned() })
}

fn numbers(text: &str) -> Option<Vec<u64>> {
    Some(text.trim().parse::<Version>().ok()?.release().to_vec())
}

/// The release after all that begin with the same numbers up to a place.
fn next(numbers: &[u64], place: usize) -> Option<Version> {
    let mut kept = numbers.get(..=place)?.to_vec();
    let last = kept.last_mut()?;
    *last = last.checked_add(1)?;
    Some(Version::new(kept))
}
