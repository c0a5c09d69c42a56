//! Builds the snapshot from lists of names, in our own tables or in the forms that registries publish.

mod inputs;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use phantom_guard::corpus::{Corpus, EcosystemNames, build};
use phantom_guard::package::{Ecosystem, PackageName};

/// npm names beyond this rank by downloads are known, and not popular (DESIGN: npm's first 15,000).
const NPM_POPULAR: usize = 15_000;
/// Crates beyond this rank by downloads are known, and not popular, where a dump gives every crate.
const CRATES_POPULAR: usize = 5_000;

/// Where the lists lie. For each ecosystem either the table or the public forms are given.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder with pypi.tsv.gz, npm.tsv.gz and crates.tsv.gz
    #[arg(long, default_value = "../shared/data")]
    tables: PathBuf,
    /// The day as of which the names were listed
    #[arg(long)]
    date: Date,
    /// The Python registry's simple index as JSON, instead of the table
    #[arg(long, requires = "pypi_top")]
    pypi_simple: Option<PathBuf>,
    /// The most downloaded Python packages: {"rows":[{"project","download_count"}]}
    #[arg(long)]
    pypi_top: Option<PathBuf>,
    /// The npm registry's names, a JSON list, instead of the table
    #[arg(long, requires = "npm_downloads")]
    npm_names: Option<PathBuf>,
    /// Downloads a month of npm names, a JSON object
    #[arg(long)]
    npm_downloads: Option<PathBuf>,
    /// crates.csv of the crates registry's database dump, instead of the table
    #[arg(long, requires = "crate_downloads")]
    crates_csv: Option<PathBuf>,
    /// crate_downloads.csv of the same dump
    #[arg(long)]
    crate_downloads: Option<PathBuf>,
    /// What to write
    #[arg(long, default_value = "data/names.snapshot")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let table = |name: &str| arguments.tables.join(name);
    let pypi = match (&arguments.pypi_simple, &arguments.pypi_top) {
        (Some(simple), Some(top)) => inputs::pypi_public(&open(simple)?, &open(top)?)?,
        _ => inputs::pypi_table(&open(&table("pypi.tsv.gz"))?)?,
    };
    let npm = match (&arguments.npm_names, &arguments.npm_downloads) {
        (Some(names), Some(downloads)) => inputs::npm_public(&open(names)?, &open(downloads)?, NPM_POPULAR)?,
        _ => inputs::npm_table(&open(&table("npm.tsv.gz"))?, NPM_POPULAR)?,
    };
    let crates = match (&arguments.crates_csv, &arguments.crate_downloads) {
        (Some(names), Some(downloads)) => {
            inputs::crates_public(&open(names)?, &open(downloads)?, CRATES_POPULAR)?
        }
        _ => inputs::crates_table(&open(&table("crates.tsv.gz"))?)?,
    };
    let names = [pypi, npm, crates];
    let sources = sources(arguments, &names);
    let bytes = build(arguments.date, &sources, &names)?;
    let corpus = Corpus::from_bytes(bytes.clone())?;
    check(&corpus, &names)?;
    write(&arguments.out, &bytes)?;
    print!("{sources}");
    println!("{}: {} bytes, false positives of its filters 1 in 2,048", arguments.out.display(), bytes.len());
    Ok(())
}

fn sources(arguments: &Arguments, names: &[EcosystemNames; 3]) -> String {
    let public =
        [arguments.pypi_simple.is_some(), arguments.npm_names.is_some(), arguments.crates_csv.is_some()];
    let mut text = String::new();
    for ((ecosystem, names), public) in Ecosystem::ALL.into_iter().zip(names).zip(public) {
        let how = if public { "the registry's published lists" } else { "the project's tables of names" };
        text.push_str(&format!(
            "{ecosystem}: {} names, {} of them popular, from {how} of {}\n",
            names.listed.len(),
            names.popular.len(),
            arguments.date,
        ));
    }
    text
}

/// The names of the project's own tables in a folder.
pub(crate) fn tables(folder: &Path) -> Result<[EcosystemNames; 3], Box<dyn Error>> {
    let table = |name: &str| open(&folder.join(name));
    Ok([
        inputs::pypi_table(&table("pypi.tsv.gz")?)?,
        inputs::npm_table(&table("npm.tsv.gz")?, NPM_POPULAR)?,
        inputs::crates_table(&table("crates.tsv.gz")?)?,
    ])
}

/// Every name that went in must be found again.
fn check(corpus: &Corpus, names: &[EcosystemNames; 3]) -> Result<(), Box<dyn Error>> {
    for (ecosystem, names) in Ecosystem::ALL.into_iter().zip(names) {
        for spelling in &names.popular {
            let name = PackageName::new(ecosystem, spelling.as_str());
            if !corpus.is_popular(&name) {
                return Err(format!("{ecosystem}: popular name {spelling} is lost").into());
            }
        }
        for listed in &names.listed {
            let name = PackageName::new(ecosystem, listed.name.as_str());
            if !matches!(corpus.existence(&name), phantom_guard::corpus::Existence::Present(_)) {
                return Err(format!("{ecosystem}: name {} is lost", listed.name).into());
            }
        }
    }
    Ok(())
}

/// Reads a file, unpacked where it is gzip'd.
fn open(path: &Path) -> Result<String, Box<dyn Error>> {
    use std::io::Read;
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

/// Writes beside the old file and then in its place.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    use std::io::Write;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    // The snapshot is a public file of the repository, not a private one.
    #[cfg(unix)]
    fs::set_permissions(file.path(), std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    file.persist(path)?;
    Ok(())
}
