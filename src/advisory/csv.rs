//! A table of malicious releases, for lists of one's own: CSV as RFC 4180 has it, with a header.
//!
//! The columns `ecosystem` and `name` are needed; `version` (empty: every release), `id`, `summary` and
//! `url` may be there, in any order. Others are passed over. Rows of the same id and package are one
//! advisory.

use std::collections::HashMap;
use std::io::Read;

use super::input::Batch;
use super::osv::{address, identifier, package_name, summary};
use super::{Advisory, Affected, Version};
use crate::package::{Ecosystem, PackageName};

/// A whole table; a quote that is never closed makes one field of the rest.
pub(super) const LARGEST: u64 = 256 << 20;

/// Where the columns stand.
#[derive(Debug, Default)]
struct Columns {
    ecosystem: usize,
    name: usize,
    version: Option<usize>,
    id: Option<usize>,
    summary: Option<usize>,
    url: Option<usize>,
}

/// Reads a table to its end.
pub(super) fn read(input: impl Read, batch: &mut Batch) {
    let mut table = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(input);
    let columns = match table.headers().map(columns) {
        Ok(Ok(columns)) => columns,
        Ok(Err(message)) => return batch.fault(Some(1), message),
        Err(error) => return batch.fault(Some(1), said(&error)),
    };
    let mut advisories: Vec<Advisory> = Vec::new();
    let mut places: HashMap<(Box<str>, PackageName), usize> = HashMap::new();
    let mut row = csv::StringRecord::new();
    loop {
        match table.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                batch.unreadable(error.position().map(line), said(&error));
                // Rows behind one that is not UTF-8 can be read, and those behind a failure to read cannot.
                if error.is_io_error() {
                    break;
                }
                continue;
            }
        }
        match advisory(&row, &columns) {
            Ok(read) => {
                batch.counts.documents += 1;
                let key = (read.id.clone(), read.name.clone());
                match places.get(&key).and_then(|&at| advisories.get_mut(at)) {
                    Some(known) => {
                        let affected = std::mem::replace(&mut known.affected, Affected::All);
                        known.affected = affected.and(read.affected);
                    }
                    None => {
                        places.insert(key, advisories.len());
                        advisories.push(read);
                    }
                }
            }
            Err(message) => batch.unreadable(row.position().map(line), message),
        }
    }
    batch.counts.advisories += advisories.len() as u64;
    let mut by_id: HashMap<Box<str>, Vec<Advisory>> = HashMap::new();
    for advisory in advisories {
        by_id.entry(advisory.id.clone()).or_default().push(advisory);
    }
    batch.documents.extend(by_id);
}

fn columns(header: &csv::StringRecord) -> Result<Columns, String> {
    let place = |word: &str| header.iter().position(|title| title.eq_ignore_ascii_case(word));
    let (Some(ecosystem), Some(name)) = (place("ecosystem"), place("name")) else {
        return Err("it is neither OSV nor a table: a table begins with a line \
             `ecosystem,name,version,id,summary,url`, of which the first two are needed"
            .to_owned());
    };
    let (version, id, summary, url) = (place("version"), place("id"), place("summary"), place("url"));
    Ok(Columns { ecosystem, name, version, id, summary, url })
}

fn advisory(row: &csv::StringRecord, columns: &Columns) -> Result<Advisory, String> {
    let field = |place: Option<usize>| place.and_then(|at| row.get(at)).unwrap_or_default();
    let word = field(Some(columns.ecosystem));
    let ecosystem: Ecosystem = match word {
        "crates.io" => Ecosystem::Crates,
        _ => word.parse().map_err(|_| format!("{:?} is none of pypi, npm and crates", summary(word)))?,
    };
    let name = package_name(ecosystem, field(Some(columns.name)))?;
    let id = match field(columns.id) {
        "" => format!("local:{ecosystem}/{}", name.normal()).into(),
        id => identifier(id)?,
    };
    let affected = match field(columns.version) {
        "" | "*" => Affected::All,
        version if is_requirement(ecosystem, version) => {
            return Err(format!("{:?} is no single version: write a row for each", summary(version)));
        }
        version => Affected::These { versions: vec![version.into()], ranges: Vec::new() },
    };
    let (about, url) = (summary(field(columns.summary)), address(field(columns.url)));
    Ok(Advisory { id, name, summary: about, url, published: None, modified: None, affected })
}

/// A range or a list, which would be taken for a version that nobody has.
fn is_requirement(ecosystem: Ecosystem, version: &str) -> bool {
    Version::parse(ecosystem, version).is_none()
        && version.trim_start_matches('=').contains(['<', '>', '=', '^', '~', '*', ',', '|', ' '])
}

fn line(position: &csv::Position) -> u32 {
    u32::try_from(position.line()).unwrap_or(u32::MAX)
}

fn said(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => format!("it cannot be read: {error}"),
        csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8".to_owned(),
        _ => error.to_string(),
    }
}
