//! Readers of the lists: our own tables, and the forms in which registries publish names.

use std::collections::HashMap;
use std::error::Error;

use jiff::civil::Date;
use phantom_guard::corpus::{EcosystemNames, Fact, Listed};
use serde::Deserialize;

type Read = Result<EcosystemNames, Box<dyn Error>>;

/// Rows of a tab-separated table behind its line of column names, which must be `columns`.
fn rows<'t, const N: usize>(
    text: &'t str,
    columns: [&str; N],
) -> Result<impl Iterator<Item = [&'t str; N]>, Box<dyn Error>> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    if head != columns {
        return Err(format!("expected the columns {columns:?}, found {head:?}").into());
    }
    Ok(lines.map(|line| {
        let mut fields = line.split('\t');
        [(); N].map(|()| fields.next().unwrap_or_default())
    }))
}

/// Names by number, highest first; equal ones by name, so that the result does not depend on the input's order.
fn by_number(mut names: Vec<(String, u64)>) -> Vec<String> {
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    names.into_iter().map(|(name, _)| name).collect()
}

/// `name`, `last_release_month` (2026-05), `download_rank` (or empty).
pub(super) fn pypi_table(text: &str) -> Read {
    let mut names = EcosystemNames { complete: true, ..EcosystemNames::default() };
    let mut ranked = Vec::new();
    for [name, month, rank] in rows(text, ["name", "last_release_month", "download_rank"])? {
        let fact = format!("{month}-01").parse::<Date>().map_or(Fact::Nothing, Fact::Released);
        names.listed.push(Listed { name: name.to_owned(), fact });
        if let Ok(rank) = rank.parse::<u64>() {
            ranked.push((name.to_owned(), u64::MAX - rank));
        }
    }
    names.popular = by_number(ranked);
    Ok(names)
}

/// `name`, `downloads_a_month` (or empty).
pub(super) fn npm_table(text: &str, popular: usize) -> Read {
    let downloads: Vec<(String, u64)> = rows(text, ["name", "downloads_a_month"])?
        .map(|[name, downloads]| (name.to_owned(), downloads.parse().unwrap_or(0)))
        .collect();
    Ok(with_downloads(downloads, popular, false))
}

fn with_downloads(downloads: Vec<(String, u64)>, popular: usize, complete: bool) -> EcosystemNames {
    let listed = downloads
        .iter()
        .map(|(name, downloads)| Listed { name: name.clone(), fact: Fact::Downloads(*downloads) })
        .collect();
    let mut popular_names = by_number(downloads);
    popular_names.truncate(popular);
    EcosystemNames { listed, popular: popular_names, complete }
}

/// `name`, `download_rank` among the first 1,000 (or empty), `locked_by`: how many well-known programs resolve to it.
pub(super) fn crates_table(text: &str) -> Read {
    let mut names = EcosystemNames::default();
    let mut ranked = Vec::new();
    for [name, rank, locked_by] in rows(text, ["name", "download_rank", "locked_by"])? {
        names.listed.push(Listed { name: name.to_owned(), fact: Fact::Nothing });
        // Ranked ones first, then those that most programs resolve to.
        let use_ = rank.parse().map_or_else(|_| locked_by.parse().unwrap_or(0), |rank: u64| u64::MAX - rank);
        ranked.push((name.to_owned(), use_));
    }
    names.popular = by_number(ranked);
    Ok(names)
}

#[derive(Deserialize)]
struct SimpleIndex {
    projects: Vec<Project>,
}

#[derive(Deserialize)]
struct Project {
    name: String,
}

#[derive(Deserialize)]
struct TopPackages {
    rows: Vec<TopPackage>,
}

#[derive(Deserialize)]
struct TopPackage {
    project: String,
    download_count: u64,
}

/// The simple index as JSON (PEP 691) and a top-packages document. The index gives no months.
pub(super) fn pypi_public(simple: &str, top: &str) -> Read {
    let simple: SimpleIndex = serde_json::from_str(simple)?;
    let top: TopPackages = serde_json::from_str(top)?;
    Ok(EcosystemNames {
        listed: simple
            .projects
            .into_iter()
            .map(|project| Listed { name: project.name, fact: Fact::Nothing })
            .collect(),
        popular: by_number(top.rows.into_iter().map(|row| (row.project, row.download_count)).collect()),
        complete: true,
    })
}

/// A list of names and an object of names and downloads a month.
pub(super) fn npm_public(names: &str, downloads: &str, popular: usize) -> Read {
    let names: Vec<String> = serde_json::from_str(names)?;
    let mut known: HashMap<String, u64> = serde_json::from_str(downloads)?;
    let all = names
        .into_iter()
        .map(|name| {
            let downloads = known.remove(&name).unwrap_or(0);
            (name, downloads)
        })
        .collect();
    Ok(with_downloads(all, popular, true))
}

#[derive(Deserialize)]
struct CrateRow {
    id: u64,
    name: String,
}

#[derive(Deserialize)]
struct DownloadsRow {
    crate_id: u64,
    downloads: u64,
}

/// Two tables of the crates registry's database dump; columns beside the named ones are passed over.
pub(super) fn crates_public(crates: &str, downloads: &str, popular: usize) -> Read {
    let mut known = HashMap::new();
    for row in csv::Reader::from_reader(downloads.as_bytes()).deserialize() {
        let row: DownloadsRow = row?;
        known.insert(row.crate_id, row.downloads);
    }
    let mut all = Vec::new();
    for row in csv::Reader::from_reader(crates.as_bytes()).deserialize() {
        let row: CrateRow = row?;
        all.push((row.name, known.get(&row.id).copied().unwrap_or(0)));
    }
    Ok(with_downloads(all, popular, true))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use phantom_guard::corpus::{Corpus, Existence, Trace, build};
    use phantom_guard::package::{Ecosystem, PackageName};

    use super::*;

    #[test]
    fn our_tables_are_read() {
        let pypi =
            pypi_table("name\tlast_release_month\tdownload_rank\nb\t2026-05\t2\na\t2020-01\t1\nc\t\t\n")
                .unwrap();
        assert_eq!(pypi.popular, ["a", "b"]);
        assert_eq!(pypi.listed[0].fact, Fact::Released(date(2026, 5, 1)));
        assert_eq!(pypi.listed[2].fact, Fact::Nothing);
        assert!(pypi.complete);
        let npm = npm_table("name\tdownloads_a_month\nfew\t500\nmany\t90000\nnone\t\n", 1).unwrap();
        assert_eq!(npm.popular, ["many"]);
        assert_eq!(npm.listed.len(), 3);
        assert!(!npm.complete);
        let crates = crates_table("name\tdownload_rank\tlocked_by\nx\t\t9\ny\t1\t2\nz\t\t30\n").unwrap();
        assert_eq!(crates.popular, ["y", "z", "x"]);
        assert!(npm_table("wrong\tcolumns\n", 1).is_err());
    }

    #[test]
    fn the_public_forms_are_read() {
        let pypi = pypi_public(
            include_str!("../../samples/pypi-simple.json"),
            include_str!("../../samples/pypi-top.json"),
        )
        .unwrap();
        assert_eq!(pypi.popular, ["Sample_Kit", "samplelib"]);
        assert_eq!(pypi.listed.len(), 4);
        let npm = npm_public(
            include_str!("../../samples/npm-names.json"),
            include_str!("../../samples/npm-downloads.json"),
            2,
        )
        .unwrap();
        assert_eq!(npm.popular, ["@sample/core", "sample"]);
        assert_eq!(npm.listed.len(), 4);
        let crates = crates_public(
            include_str!("../../samples/crates.csv"),
            include_str!("../../samples/crate_downloads.csv"),
            2,
        )
        .unwrap();
        assert_eq!(crates.popular, ["sample_core", "sample"]);

        let bytes = build(date(2026, 11, 1), "samples", &[pypi, npm, crates]).unwrap();
        let corpus = Corpus::from_bytes(bytes).unwrap();
        let existence = |e, n: &str| corpus.existence(&PackageName::new(e, n));
        assert_eq!(existence(Ecosystem::PyPi, "sample.kit"), Existence::Present(Trace::Nothing));
        assert_eq!(existence(Ecosystem::PyPi, "sample-kitt"), Existence::Absent);
        let used = existence(Ecosystem::Npm, "sample");
        assert!(matches!(used, Existence::Present(Trace::Downloads(90_000..160_000))), "{used:?}");
        assert_eq!(existence(Ecosystem::Npm, "samples"), Existence::Absent);
        assert_eq!(corpus.rank(&PackageName::new(Ecosystem::Crates, "sample-core")), Some(1));
    }
}
