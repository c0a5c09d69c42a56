//! Which registries a run asks.

use phantom_guard::finding::InputError;
use phantom_guard::package::Ecosystem;
use phantom_guard::policy::Settings;
use phantom_guard::registry::Roots;

/// The registries to ask for the names of `ecosystems`, and what the user should know about it.
///
/// # Errors
/// Where an address was given for names of several ecosystems without saying whose it is.
pub(crate) fn roots(
    settings: &Settings,
    ecosystems: &[Ecosystem],
) -> Result<(Roots, Vec<String>), InputError> {
    let mut roots = Roots::default();
    let mut notes = Vec::new();
    if settings.offline.value {
        return Ok((roots, notes));
    }
    if let (Some(index), [_, _, ..]) = (settings.index_for_any(), ecosystems) {
        return Err(InputError {
            file: None,
            line: None,
            column: None,
            message: format!("{} names one registry, and the names are of several ecosystems", index.origin),
            hint: "write --index pypi=URL, --index npm=URL or --index crates=URL".to_owned(),
        });
    }
    for &ecosystem in ecosystems {
        match settings.index(ecosystem) {
            Some(index) => roots.set(ecosystem, index.value.clone()),
            None => notes.push(format!(
                "{ecosystem}: no registry is known, so that the snapshot alone judges: name one with --index URL"
            )),
        }
    }
    Ok((roots, notes))
}
