//! The labelled names, as the evaluation's own script reads them: one name a line, and in a `.tsv`
//! the imitated name and the kind of imitation behind it.

use std::fs;
use std::path::Path;

use phantom_guard::corpus::Corpus;
use phantom_guard::package::{Ecosystem, PackageName};

use super::profiles::History;

/// What the names of a set have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// They imitated a known name.
    Typosquats,
    /// They were removed as malware.
    Malware,
    /// Language models wrote them.
    Hallucinated,
    /// Invented names that somebody registered.
    Slopsquats,
    /// Invented names of another collection.
    Invented,
    /// Little known, and honest.
    Honest,
    /// The snapshot's own popular names.
    Popular,
}

impl Nature {
    pub(crate) const fn is_bad(self) -> bool {
        !matches!(self, Self::Honest | Self::Popular)
    }

    /// The histories that such names are given online: those that they could have.
    pub(crate) const fn histories(self) -> &'static [History] {
        match self {
            Self::Typosquats | Self::Malware | Self::Slopsquats => &[History::Fresh, History::YoungBare],
            Self::Hallucinated | Self::Invented => &[History::Absent, History::Fresh, History::YoungBare],
            Self::Honest => &[History::YoungHonest, History::OldHonest],
            Self::Popular => &[],
        }
    }
}

/// File, ecosystem and nature of every set, in the order of the tables.
const SETS: [(&str, Ecosystem, Nature); 12] = [
    ("pypi_typosquats.tsv", Ecosystem::PyPi, Nature::Typosquats),
    ("npm_typosquats.tsv", Ecosystem::Npm, Nature::Typosquats),
    ("crates_typosquats.tsv", Ecosystem::Crates, Nature::Typosquats),
    ("pypi_hallucinated.txt", Ecosystem::PyPi, Nature::Hallucinated),
    ("npm_hallucinated.txt", Ecosystem::Npm, Nature::Hallucinated),
    ("pypi_invented.txt", Ecosystem::PyPi, Nature::Invented),
    ("npm_invented.txt", Ecosystem::Npm, Nature::Invented),
    ("crates_invented.txt", Ecosystem::Crates, Nature::Invented),
    ("pypi_registered_slopsquats.txt", Ecosystem::PyPi, Nature::Slopsquats),
    ("pypi_malware.txt", Ecosystem::PyPi, Nature::Malware),
    ("pypi_longtail.txt", Ecosystem::PyPi, Nature::Honest),
    ("npm_longtail.txt", Ecosystem::Npm, Nature::Honest),
];

/// A name and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labelled {
    pub(crate) name: PackageName,
    pub(crate) imitates: Option<Imitation>,
}

/// Whom a name imitated, and how.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Imitation {
    pub(crate) of: PackageName,
    pub(crate) kind: String,
}

/// Names of one ecosystem and one nature.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) title: String,
    pub(crate) ecosystem: Ecosystem,
    pub(crate) nature: Nature,
    pub(crate) names: Vec<Labelled>,
}

/// What a folder held.
#[derive(Debug)]
pub(crate) struct Sets {
    pub(crate) found: Vec<Set>,
    /// Files that the folder lacks.
    pub(crate) missing: Vec<&'static str>,
}

/// Reads every set that the folder has.
///
/// # Errors
/// Where a file cannot be read or a line is not what it should be, with file and line; and where
/// there is no set at all, since a wrong path must not look like a measurement.
pub(crate) fn read(folder: &Path) -> Result<Sets, String> {
    let mut sets = Sets { found: Vec::new(), missing: Vec::new() };
    for (file, ecosystem, nature) in SETS {
        let path = folder.join(file);
        if !path.exists() {
            sets.missing.push(file);
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let columns = if file.ends_with(".tsv") { 3 } else { 1 };
        let names = parse(&text, ecosystem, columns)
            .map_err(|(line, what)| format!("{}:{line}: {what}", path.display()))?;
        let title = file.trim_end_matches(".tsv").trim_end_matches(".txt").replace('_', " ");
        sets.found.push(Set { title, ecosystem, nature, names });
    }
    if sets.found.is_empty() {
        return Err(format!("{}: no labelled set is there", folder.display()));
    }
    Ok(sets)
}

/// The lines of one file; a bad one ends it with its number.
fn parse(text: &str, ecosystem: Ecosystem, columns: usize) -> Result<Vec<Labelled>, (usize, String)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| parse_line(line, ecosystem, columns).map_err(|what| (index + 1, what)))
        .collect()
}

fn parse_line(line: &str, ecosystem: Ecosystem, columns: usize) -> Result<Labelled, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    if fields.len() != columns {
        return Err(format!("{} columns where {columns} belong", fields.len()));
    }
    if fields.iter().any(|field| field.trim().is_empty() || field.trim() != *field) {
        return Err("an empty column, or space around one".to_owned());
    }
    let package = |text: &str| PackageName::new(ecosystem, text);
    match fields.as_slice() {
        [name] => Ok(Labelled { name: package(name), imitates: None }),
        [name, of, kind] => {
            let imitation = Imitation { of: package(of), kind: (*kind).to_owned() };
            Ok(Labelled { name: package(name), imitates: Some(imitation) })
        }
        _ => Err("no such form of line".to_owned()),
    }
}

/// Every popular name of an ecosystem, as a set: none of them may ever be stopped.
pub(crate) fn popular(corpus: &Corpus, ecosystem: Ecosystem) -> Set {
    let names = popular_spellings(corpus, ecosystem)
        .map(|spelling| Labelled { name: PackageName::new(ecosystem, spelling), imitates: None })
        .collect();
    Set { title: format!("every popular name of {ecosystem}"), ecosystem, nature: Nature::Popular, names }
}

/// The spellings of an ecosystem's popular names, the most used first.
pub(crate) fn popular_spellings(corpus: &Corpus, ecosystem: Ecosystem) -> impl Iterator<Item = &str> {
    // Numbers have 16 bits in the snapshot.
    let count = u16::try_from(corpus.counts(ecosystem).popular).unwrap_or(u16::MAX);
    (0..count).map(move |id| corpus.name(ecosystem, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_a_target_are_read() {
        let names = parse("flaskk\tflask\trepetition\n", Ecosystem::PyPi, 3).unwrap();
        let imitation = names[0].imitates.as_ref().unwrap();
        assert_eq!(imitation.of, PackageName::new(Ecosystem::PyPi, "Flask"));
        assert_eq!(imitation.kind, "repetition");
        let names = parse("one\ntwo\n", Ecosystem::Npm, 1).unwrap();
        assert_eq!(names.len(), 2);
        assert!(names[1].imitates.is_none());
    }

    #[test]
    fn a_bad_line_is_an_error_with_its_number() {
        for (text, columns, line) in [
            ("a\tb\tc\na\tb\n", 3, 2),
            ("a\nb\tc\n", 1, 2),
            ("a\n\nb\n", 1, 2),
            ("a \n", 1, 1),
            ("a\t\tc\n", 3, 1),
        ] {
            assert_eq!(parse(text, Ecosystem::PyPi, columns).unwrap_err().0, line, "{text:?}");
        }
    }

    #[test]
    fn missing_files_are_named_and_an_empty_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path()).unwrap_err().contains("no labelled set"));
        fs::write(folder.path().join("npm_longtail.txt"), "made-up-name\n").unwrap();
        let sets = read(folder.path()).unwrap();
        assert_eq!(sets.missing.len(), SETS.len() - 1);
        assert_eq!(sets.found[0].title, "npm longtail");
        fs::write(folder.path().join("pypi_malware.txt"), "good\n\tbad\n").unwrap();
        assert!(read(folder.path()).unwrap_err().contains("pypi_malware.txt:2:"));
    }

    #[test]
    fn every_popular_name_is_found_again() {
        let corpus = Corpus::embedded();
        let set = popular(corpus, Ecosystem::Crates);
        assert_eq!(set.names.len(), corpus.counts(Ecosystem::Crates).popular as usize);
        assert!(set.names.iter().all(|labelled| corpus.is_popular(&labelled.name)));
    }
}
