use super::{Dependency, Ecosystem, PackageName};

/// A name as people type it: `requests==2.31`, `react@18`, `npm:react`, `pkg:npm/react@18`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSpec {
    /// The name.
    pub name: PackageName,
    /// What stood behind it: a version, a range or a tag, as written.
    pub requirement: Option<String>,
    /// npm's `alias@npm:name`: the name under which it would be installed.
    pub alias: Option<String>,
}

impl From<PackageSpec> for Dependency {
    fn from(spec: PackageSpec) -> Self {
        Self { alias: spec.alias, requirement: spec.requirement, ..Self::new(spec.name) }
    }
}

/// A typed name that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpecError {
    /// Neither a prefix, nor a package URL, nor a default said which registry is meant.
    #[error(
        "`{name}` could be of any ecosystem: write `-e pypi {name}`, `pypi:{name}` or `pkg:pypi/{name}` (or npm, or crates)"
    )]
    NoEcosystem {
        /// What was typed.
        name: String,
    },
    /// A package URL of a type that has no registry here, or without a name.
    #[error("`{0}` is not a package URL of pypi, npm or cargo: write it as pkg:npm/NAME@VERSION")]
    PackageUrl(String),
}

impl PackageSpec {
    /// Reads one typed name; `default` is the ecosystem where the text does not say.
    ///
    /// # Errors
    /// Where no ecosystem is known, and for a package URL that cannot be read.
    pub fn parse(text: &str, default: Option<Ecosystem>) -> Result<Self, SpecError> {
        let text = text.trim();
        if text.starts_with("pkg:") {
            return Self::parse_package_url(text);
        }
        if let Some((word, rest)) = text.split_once(':')
            && let Ok(ecosystem) = word.parse::<Ecosystem>()
            && !rest.is_empty()
        {
            return Ok(Self::in_ecosystem(ecosystem, rest));
        }
        match default {
            Some(ecosystem) => Ok(Self::in_ecosystem(ecosystem, text)),
            None => Err(SpecError::NoEcosystem { name: text.to_owned() }),
        }
    }

    /// Splits name and requirement by the ecosystem's own spelling. Whatever cannot be split stays
    /// in the name, where the detector reports it.
    pub fn in_ecosystem(ecosystem: Ecosystem, text: &str) -> Self {
        let text = text.trim();
        let (name, requirement) = match ecosystem {
            Ecosystem::PyPi => split_python(text),
            Ecosystem::Npm | Ecosystem::Crates => split_at_sign(text),
        };
        if let (Ecosystem::Npm, Some(target)) = (ecosystem, requirement.and_then(|r| r.strip_prefix("npm:")))
        {
            // What gets installed is what is judged.
            let (installed, requirement) = split_at_sign(target);
            return Self {
                name: PackageName::new(ecosystem, installed),
                requirement: requirement.map(str::to_owned),
                alias: Some(name.to_owned()),
            };
        }
        let requirement = requirement.map(str::to_owned);
        Self { name: PackageName::new(ecosystem, name), requirement, alias: None }
    }

    /// `pkg:TYPE/[NAMESPACE/]NAME[@VERSION][?QUALIFIERS][#SUBPATH]` of the package URL specification.
    fn parse_package_url(text: &str) -> Result<Self, SpecError> {
        let fail = || SpecError::PackageUrl(text.to_owned());
        let body = text.trim_start_matches("pkg:").trim_start_matches('/');
        let body = body.split(['?', '#']).next().unwrap_or_default();
        let (kind, path) = body.split_once('/').ok_or_else(fail)?;
        let ecosystem = kind.parse::<Ecosystem>().map_err(|_| fail())?;
        let (path, version) = match path.rfind('@') {
            Some(at) if at > 0 => path.split_at(at),
            _ => (path, ""),
        };
        let name = percent_decoded(path.trim_matches('/'));
        if name.is_empty() {
            return Err(fail());
        }
        let version = percent_decoded(version.trim_start_matches('@'));
        Ok(Self {
            name: PackageName::new(ecosystem, name),
            requirement: Some(version).filter(|v| !v.is_empty()),
            alias: None,
        })
    }
}

/// `name[extras] op version ; marker`: the name ends where anything else begins.
fn split_python(text: &str) -> (&str, Option<&str>) {
    let end = text.find(|c: char| {
        matches!(c, '=' | '<' | '>' | '!' | '~' | '[' | ';' | '@' | '(') || c.is_whitespace()
    });
    let Some((name, rest)) = end.and_then(|end| text.split_at_checked(end)) else {
        return (text, None);
    };
    let rest = match rest.strip_prefix('[') {
        Some(extras) => match extras.split_once(']') {
            Some((_, rest)) => rest,
            None => return (text, None),
        },
        None => rest,
    };
    // Two words are no requirement, and must not pass for the first of them.
    if rest.trim_start().starts_with(|c: char| !"=<>!~;@(".contains(c)) {
        return (text, None);
    }
    let requirement = rest.split(';').next().unwrap_or_default().trim();
    (name.trim(), Some(requirement).filter(|r| !r.is_empty()))
}

/// `name@range`; an `@` at the start is npm's scope.
fn split_at_sign(text: &str) -> (&str, Option<&str>) {
    match text.char_indices().skip(1).find(|&(_, c)| c == '@') {
        Some((at, _)) => match (text.get(..at), text.get(at + 1..)) {
            (Some(name), Some(requirement)) => (name, Some(requirement).filter(|r| !r.is_empty())),
            _ => (text, None),
        },
        None => (text, None),
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let decoded = match (first, tail) {
            (b'%', [high, low, after @ ..]) => hex(*high).zip(hex(*low)).map(|(h, l)| (h << 4 | l, after)),
            _ => None,
        };
        let (byte, after) = decoded.unwrap_or((first, tail));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, default: Option<Ecosystem>) -> (Ecosystem, String, Option<String>) {
        let spec = PackageSpec::parse(text, default).unwrap();
        (spec.name.ecosystem(), spec.name.spelling().to_owned(), spec.requirement)
    }

    #[test]
    fn every_spelling_of_the_contract_is_read() {
        let some = |s: &str| Some(s.to_owned());
        for (text, default, ecosystem, name, requirement) in [
            ("requests==2.31", Some(Ecosystem::PyPi), Ecosystem::PyPi, "requests", some("==2.31")),
            (
                "requests[socks]>=2; python_version<'4'",
                Some(Ecosystem::PyPi),
                Ecosystem::PyPi,
                "requests",
                some(">=2"),
            ),
            ("react@18", Some(Ecosystem::Npm), Ecosystem::Npm, "react", some("18")),
            ("@types/node@^20", Some(Ecosystem::Npm), Ecosystem::Npm, "@types/node", some("^20")),
            ("serde@1", Some(Ecosystem::Crates), Ecosystem::Crates, "serde", some("1")),
            ("npm:react", None, Ecosystem::Npm, "react", None),
            ("crates:serde@1.0", None, Ecosystem::Crates, "serde", some("1.0")),
            ("pkg:npm/%40types/node@20", None, Ecosystem::Npm, "@types/node", some("20")),
            ("pkg:npm/@types/node", None, Ecosystem::Npm, "@types/node", None),
            ("pkg:cargo/serde@1?x=y#z", None, Ecosystem::Crates, "serde", some("1")),
            ("pkg:pypi/django", Some(Ecosystem::Npm), Ecosystem::PyPi, "django", None),
        ] {
            assert_eq!(parts(text, default), (ecosystem, name.to_owned(), requirement), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_split_stays_in_the_name() {
        for text in ["two words", "two\nlines", "# a remark", "x[extra", "x[extra] y"] {
            assert_eq!(
                parts(text, Some(Ecosystem::PyPi)),
                (Ecosystem::PyPi, text.to_owned(), None),
                "{text}"
            );
        }
        let spaced = parts("requests >= 2", Some(Ecosystem::PyPi));
        assert_eq!(spaced, (Ecosystem::PyPi, "requests".to_owned(), Some(">= 2".to_owned())));
    }

    #[test]
    fn an_alias_is_judged_by_what_it_installs() {
        for text in ["foo@npm:expresss@1", "npm:foo@npm:expresss@1"] {
            let spec = PackageSpec::parse(text, Some(Ecosystem::Npm)).unwrap();
            assert_eq!(spec.name.spelling(), "expresss", "{text}");
            assert_eq!(spec.requirement.as_deref(), Some("1"));
            assert_eq!(Dependency::from(spec).alias.as_deref(), Some("foo"));
        }
        let scoped = PackageSpec::in_ecosystem(Ecosystem::Npm, "foo@npm:@types/node");
        assert_eq!((scoped.name.spelling(), scoped.requirement), ("@types/node", None));
    }

    #[test]
    fn what_names_no_registry_is_an_error_that_shows_the_spellings() {
        let error = PackageSpec::parse("react", None).unwrap_err().to_string();
        for spelling in ["-e pypi react", "pypi:react", "pkg:pypi/react"] {
            assert!(error.contains(spelling), "{error}");
        }
        assert!(PackageSpec::parse("pkg:gem/rails", None).is_err());
        assert!(PackageSpec::parse("pkg:npm/", None).is_err());
    }
}
