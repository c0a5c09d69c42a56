//! Archives of Python packages by their names and addresses.

use crate::package::{Ecosystem, PYTHON_ARCHIVES, PackageName};

/// The host of an address, with its port; `None` for the name of a file.
pub(super) fn host(file: &str) -> Option<&str> {
    let (_, rest) = file.split_once("://")?;
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    authority.rsplit('@').next()
}

/// The last part of an address or path.
fn file_name(file: &str) -> &str {
    let path = file.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Whether a file lies as in the default index's own storage: `/packages/ab/cd/` and sixty digits.
pub(super) fn is_shaped(file: &str) -> bool {
    let Some((_, rest)) = file.split_once("://") else { return false };
    let parts: Vec<&str> = rest.split('/').skip(1).collect();
    let hex = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_hexdigit());
    // A mirror keeps it below a path of its own.
    parts.windows(4).any(|part| match part {
        ["packages", first, second, rest] => hex(first, 2) && hex(second, 2) && hex(rest, 60),
        _ => false,
    })
}

/// The project whose file it is, where that is another one than `name`'s.
pub(super) fn other_project<'f>(name: &PackageName, file: &'f str) -> Option<&'f str> {
    let file = file_name(file);
    let ending = PYTHON_ARCHIVES
        .iter()
        .chain(&[".egg", ".exe", ".whl.metadata"])
        .find(|ending| file.ends_with(*ending))?;
    let stem = file.strip_suffix(ending)?;
    let shown = PackageName::new(Ecosystem::PyPi, stem);
    if ending.starts_with(".whl") {
        // A wheel's project is what stands before its first dash.
        let project = stem.split('-').next()?;
        return (PackageName::new(Ecosystem::PyPi, project) != *name).then_some(project);
    }
    let rest = shown.normal().strip_prefix(name.normal());
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-')) {
        return None;
    }
    Some(stem.rsplit_once('-').map_or(stem, |(project, _version)| project))
}

/// Whether it is an archive of the project.
pub(super) fn is_own(name: &PackageName, file: &str) -> bool {
    let is_archive = PYTHON_ARCHIVES.iter().any(|ending| file_name(file).ends_with(ending));
    is_archive && other_project(name, file).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_belongs_to_its_project() {
        for (name, file, other) in [
            ("zope.interface", "zope.interface-5.4.0-cp39-cp39-win32.whl", None),
            ("zope-interface", "zope_interface-5.4.0.tar.gz", None),
            ("ruamel.yaml", "https://x.example/a/ruamel.yaml-0.17.tar.gz#sha256=0", None),
            ("PyYAML", "PyYAML-6.0.tar.gz", None),
            ("requests", "https://x.example/requests/evil-1.0.tar.gz", Some("evil")),
            ("requests", "evil_thing-1.0-py3-none-any.whl", Some("evil_thing")),
            ("requests", "requestsx-1.0.tar.gz", Some("requestsx")),
            ("requests", "README", None),
            ("requests", "requests_toolbelt-1.0-py3-none-any.whl", Some("requests_toolbelt")),
        ] {
            let name = PackageName::new(Ecosystem::PyPi, name);
            assert_eq!(other_project(&name, file), other, "{file}");
        }
    }

    #[test]
    fn shapes_and_hosts_are_told_by_whole_parts() {
        let digits = "0".repeat(60);
        for (file, shaped, own) in [
            (format!("https://u:p@x.example:80/packages/ab/cd/{digits}/a-1.whl"), true, Some("x.example:80")),
            (format!("https://x.example/packages/ab/cd/{digits}0/a-1.whl"), false, Some("x.example")),
            (format!("https://x.example/y/packages/ab/cd/{digits}/a"), true, Some("x.example")),
            (format!("https://x.example/y/packages/ab/cde/{digits}/a"), false, Some("x.example")),
            ("a-1.whl".to_owned(), false, None),
        ] {
            assert_eq!((is_shaped(&file), host(&file)), (shaped, own), "{file}");
        }
    }
}
