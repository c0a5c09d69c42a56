//! One requirement: the dependency specifiers of PEP 508, and pip's own forms beside them (paths,
//! addresses, archives).
//!
//! Read here and not by pep508_rs: that crate refuses old versions that pip takes, builds decision
//! diagrams from markers, and has no place for a name that is not valid. A name can hide in none of
//! what this reader leaves unparsed: markers, and the version itself.

use super::lines::is_space;
use crate::manifest::address::quoted;
use crate::manifest::draft::{Draft, offset_in};
use crate::package::without_secrets;
use crate::package::{Dependency, Ecosystem, PYTHON_ARCHIVES, PackageName, Source};

/// A requirement that names something.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Requirement<'t> {
    pub(super) name: &'t str,
    /// Where the name stands in the text.
    pub(super) at: usize,
    pub(super) version: Option<&'t str>,
    pub(super) source: Source,
    /// What is wrong behind the name.
    pub(super) fault: Option<Broken>,
}

impl Requirement<'_> {
    pub(super) fn dependency(&self) -> Dependency {
        Dependency {
            requirement: self.version.map(str::to_owned),
            source: self.source.clone(),
            ..Dependency::new(PackageName::new(Ecosystem::PyPi, self.name))
        }
    }
}

/// What is wrong with a requirement, and where in its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) message: &'static str,
}

/// Reads a dependency specifier: `name [extras] (version | @ address) ; marker`.
pub(super) fn specifier(text: &str) -> Result<Requirement<'_>, Broken> {
    let broken = |part: &str, message| Broken { at: offset_in(text, part), message };
    let start = text.trim_start_matches(is_space);
    let (name, rest) =
        cut(start, |c| is_space(c) || matches!(c, '[' | '<' | '>' | '=' | '!' | '~' | ';' | '@' | '('));
    if name.is_empty() {
        return Err(broken(start, "a requirement begins with a package's name"));
    }
    if name.contains("${") {
        return Err(broken(start, "the name holds an environment variable, which only pip expands"));
    }
    let mut found =
        Requirement { name, at: offset_in(text, name), version: None, source: Source::Registry, fault: None };
    let mut rest = rest.trim_start_matches(is_space);
    if let Some(extras) = rest.strip_prefix('[') {
        let Some((_, behind)) = extras.split_once(']') else {
            found.fault = Some(broken(rest, "the extras' bracket is never closed"));
            return Ok(found);
        };
        rest = behind.trim_start_matches(is_space);
    }
    match rest.chars().next() {
        None | Some(';') => {}
        Some('@') => {
            let address = rest.get(1..).unwrap_or_default().trim_start_matches(is_space);
            let (address, behind) = cut(address, is_space);
            let behind = behind.trim_start_matches(is_space);
            found.source = source_of(address);
            if address.is_empty() {
                found.fault = Some(broken(rest, "`@` without an address behind it"));
            } else if !behind.is_empty() && !behind.starts_with(';') {
                found.fault = Some(broken(behind, "this behind the address cannot be understood"));
            }
        }
        Some('<' | '>' | '=' | '!' | '~' | '(') => {
            let (version, _) = cut(rest, |c| c == ';');
            let version = version.trim_end_matches(is_space);
            found.version = Some(version);
            found.fault = fault_in_version(version).map(|(part, message)| broken(part, message));
        }
        // Prose, or several names on one line: which of its words is a name, nobody can say.
        Some(_) => return Err(broken(rest, "a version, `@` or `;` is expected behind the name")),
    }
    Ok(found)
}

/// Takes a specifier of a list of them over into the draft, where `place` leads. The project's `own`
/// name asks no registry: it stands for its extras.
pub(super) fn add_specifier(
    text: &str,
    own: Option<&PackageName>,
    place: &dyn Fn(usize) -> usize,
    draft: &mut Draft<'_>,
) {
    let broken = match specifier(text) {
        Ok(found) => {
            let mut dependency = found.dependency();
            if dependency.source.is_registry() && own == Some(&dependency.name) {
                dependency.source = Source::Workspace;
            }
            draft.dependency(place(found.at), dependency);
            found.fault
        }
        Err(broken) => Some(broken),
    };
    if let Some(Broken { at, message }) = broken {
        let message = format!("invalid dependency {}: {message}", quoted(text));
        draft.syntax(place(at), message, "write NAME, NAME>=VERSION or NAME @ ADDRESS");
    }
}

/// The name that stands before a version of which not all is known: what a text begins with that some
/// program completes.
pub(super) fn name_before_version(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(is_space);
    names_version(text).then(|| cut(text, is_no_letter_of_a_name).0)
}

/// Checks that only `operator version` stands between commas, so that nothing else is hidden there.
fn fault_in_version(version: &str) -> Option<(&str, &'static str)> {
    let inner = match version.strip_prefix('(') {
        Some(inner) => match inner.strip_suffix(')') {
            Some(inner) => inner,
            None => return Some((version, "the version's bracket is never closed")),
        },
        None => version,
    };
    inner.split(',').map(|clause| clause.trim_matches(is_space)).filter(|clause| !clause.is_empty()).find_map(
        |clause| {
            let behind = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"]
                .iter()
                .find_map(|operator| clause.strip_prefix(operator));
            let Some(number) = behind.map(str::trim_start) else {
                return Some((clause, "a version begins with one of == === ~= != <= >= < >"));
            };
            if number.is_empty() {
                return Some((clause, "the version is missing behind its operator"));
            }
            let odd = |c: char| {
                is_space(c) || matches!(c, '<' | '>' | '=' | '~' | '(' | ')' | '@' | '[' | '/' | '\\' | ':')
            };
            number.contains(odd).then_some((clause, "this cannot be understood as a version"))
        },
    )
}

/// Reads what pip takes as a line of its own: a specifier, an address, a path or an archive.
/// `None` for a path without a name in it, such as `.`: the project itself.
pub(super) fn pip_line(text: &str) -> Result<Option<Requirement<'_>>, Broken> {
    let text_alone = if is_address(text) {
        text.split("; ").next().unwrap_or_default().trim_end_matches(is_space)
    } else {
        cut(text, |c| c == ';').0.trim_end_matches(is_space)
    };
    let before_at = cut(text_alone, |c| c == '@').0;
    let named = names_version(text_alone)
        || (text_alone.contains('@') && !looks_like_path(before_at) && !is_address(text_alone));
    if !named && (is_address(text_alone) || looks_like_path(text_alone) || is_archive(text_alone)) {
        return Ok(direct(text_alone).map(|found| Requirement { at: offset_in(text, found.name), ..found }));
    }
    specifier(text).map(Some)
}

/// Reads an address or path that may say the name: by `#egg=`, by the name of an archive, or by
/// its last segment, which is what the folder or repository is called.
pub(super) fn direct(text: &str) -> Option<Requirement<'_>> {
    let source = source_of(text);
    let name = egg(text).or_else(|| name_in_path(text, &source))?;
    let valid = PackageName::new(Ecosystem::PyPi, name).fault().is_none();
    valid.then(|| Requirement { name, at: offset_in(text, name), version: None, source, fault: None })
}

fn egg(text: &str) -> Option<&str> {
    let (_, fragment) = text.split_once('#')?;
    let name = fragment.split('&').find_map(|part| part.strip_prefix("egg="))?;
    // Extras, a version or a marker may follow without a space.
    Some(cut(name, is_no_letter_of_a_name).0)
}

fn name_in_path<'t>(text: &'t str, source: &Source) -> Option<&'t str> {
    let path = text.split(['#', '?']).next()?;
    let path = match path.strip_suffix(']').and_then(|p| p.split_once('[')) {
        Some((path, _extras)) => path,
        None => path,
    };
    let path = match (source, path.split_once("://")) {
        // A revision stands behind the path, and may hold a slash itself.
        (Source::Git(_), Some((_, rest))) => {
            let path = rest.split_once('/')?.1;
            cut(path, |c| c == '@').0
        }
        (_, Some((_, rest))) => rest.split_once('/')?.1,
        (_, None) => path,
    };
    let last = path.rsplit(['/', '\\']).find(|segment| !segment.is_empty())?;
    let last = last.strip_suffix(".git").unwrap_or(last);
    match archive_stem(last) {
        Some((stem, true)) => stem.split('-').next(),
        Some((stem, false)) => Some(stem.rsplit_once('-').map_or(stem, |(name, _version)| name)),
        None => Some(last),
    }
}

/// Where an address leads.
pub(super) fn source_of(address: &str) -> Source {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let shown = || without_secrets(address).into();
    if lower.starts_with("git+") || lower.starts_with("git:") || lower.starts_with("ssh:") {
        Source::Git(shown())
    } else if lower.starts_with("file:") || !is_address(address) {
        Source::Path(shown())
    } else {
        Source::Url(shown())
    }
}

fn is_address(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    let scheme = scheme.to_ascii_lowercase();
    let transport = scheme.split_once('+').map_or(scheme.as_str(), |(system, _)| system);
    matches!(
        transport,
        "http" | "https" | "file" | "ftp" | "ssh" | "git" | "hg" | "bzr" | "sftp" | "svn" | "lp"
    )
}

/// Whether a name and a version's operator begin the text: to older pips `name>=1/x` is no path.
fn names_version(text: &str) -> bool {
    let (name, rest) = cut(text, is_no_letter_of_a_name);
    let rest = rest.trim_start_matches(is_space);
    let rest = rest.strip_prefix('[').and_then(|r| r.split_once(']')).map_or(rest, |(_, behind)| behind);
    !name.is_empty() && rest.trim_start_matches(is_space).starts_with(['=', '<', '>', '!', '~', '('])
}

fn is_no_letter_of_a_name(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

fn looks_like_path(text: &str) -> bool {
    text.starts_with('.') || text.contains(['/', '\\'])
}

fn is_archive(text: &str) -> bool {
    let text = text.strip_suffix(']').and_then(|t| t.split_once('[')).map_or(text, |(path, _extras)| path);
    archive_stem(text).is_some()
}

/// The part of an archive's name before its ending, and whether it is a wheel.
fn archive_stem(name: &str) -> Option<(&str, bool)> {
    PYTHON_ARCHIVES.iter().find_map(|ending| {
        let at = name.len().checked_sub(ending.len())?;
        let (stem, end) = name.split_at_checked(at)?;
        end.eq_ignore_ascii_case(ending).then_some((stem, *ending == ".whl"))
    })
}

/// Splits before the first character that `stop` takes.
fn cut(text: &str, stop: impl Fn(char) -> bool) -> (&str, &str) {
    text.find(stop).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifiers_are_read() {
        for (text, name, version, source) in [
            ("requests", "requests", None, "registry"),
            (
                " requests [socks,x] >= 2 , < 3 ; python_version < '4'",
                "requests",
                Some(">= 2 , < 3"),
                "registry",
            ),
            ("requests(>=2)", "requests", Some("(>=2)"), "registry"),
            ("a===1.0-odd", "a", Some("===1.0-odd"), "registry"),
            ("a;marker", "a", None, "registry"),
            ("a @ https://files.example/a-1.tar.gz ; x", "a", None, "url"),
            ("a@git+ssh://git@code.example/a", "a", None, "git"),
            ("a @ file:///a.whl", "a", None, "path"),
            ("réquests==1", "réquests", Some("==1"), "registry"),
        ] {
            let found = specifier(text).unwrap();
            assert_eq!((found.name, found.version, found.source.kind()), (name, version, source), "{text}");
            assert_eq!(found.fault, None, "{text}");
            assert_eq!(text.get(found.at..found.at + name.len()), Some(name), "{text}");
        }
    }

    #[test]
    fn what_is_broken_behind_a_name_does_not_hide_it() {
        for text in ["a==", "a=1", "a>=1 b", "a[x", "a (>1", "a @", "a @ https://files.example/a b", "a~1"] {
            let found = specifier(text).unwrap();
            assert_eq!((found.name, found.fault.is_some()), ("a", true), "{text}");
        }
        for text in ["", "==1", "please install this", "a b", "x${NAME}"] {
            assert!(specifier(text).is_err(), "{text}");
        }
    }

    #[test]
    fn pips_own_forms_say_their_names() {
        for (text, name, source) in [
            ("git+https://code.example/org/thing.git@v1/x#egg=other[x]&subdirectory=y", "other", "git"),
            ("git+https://user:pw@code.example/org/thing.git@v1/x", "thing", "git"),
            ("https://files.example/a/foo_bar-1.0-py3-none-any.whl ; x", "foo_bar", "url"),
            ("https://files.example/foo-bar-1.0.tar.gz#sha256=0", "foo-bar", "url"),
            ("./libs/mine[dev]", "mine", "path"),
            ("../mine/", "mine", "path"),
            ("mine-1.0.zip", "mine", "path"),
            ("mine @ ./libs/x", "mine", "path"),
            (r"..\mine", "mine", "path"),
            ("file:///srv/mine", "mine", "path"),
            ("evil>=0/x", "evil", "registry"),
            ("evil [x] ==1\\y", "evil", "registry"),
        ] {
            let found = pip_line(text).unwrap().unwrap();
            assert_eq!((found.name, found.source.kind()), (name, source), "{text}");
            assert_eq!(text.get(found.at..found.at + name.len()), Some(name), "{text}");
        }
        for text in [".", "..", "./", ".[dev]", "https://files.example"] {
            assert_eq!(pip_line(text), Ok(None), "{text}");
        }
    }
}
