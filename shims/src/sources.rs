//! The user's own lines, for the findings that are shown.

use std::collections::BTreeMap;
use std::path::Path;

use phantom_guard::package::Location;
use phantom_guard::policy::Action;
use phantom_guard::report::{self, Report, Sources, Style};

use crate::replace;

/// A larger file is not read again for the sake of a line.
const LARGEST: u64 = 64 << 20;

/// Reads the lines that a report will show. A file that cannot be read has none.
pub(crate) fn of(report: &Report, style: &Style) -> Sources {
    read(report::shown_places(report, style))
}

/// Reads the lines of everything that is stopped or warned of.
pub(crate) fn of_flagged(report: &Report) -> Sources {
    let flagged = report.findings.iter().filter(|finding| finding.decision.action > Action::Allow);
    read(flagged.filter_map(|finding| finding.dependency.location.as_ref()).collect())
}

fn read(places: Vec<&Location>) -> Sources {
    let mut wanted: BTreeMap<&str, Vec<&Location>> = BTreeMap::new();
    for place in places {
        wanted.entry(&place.file).or_default().push(place);
    }
    let mut sources = Sources::new();
    for (file, mut places) in wanted {
        let path = Path::new(file);
        if std::fs::metadata(path).is_ok_and(|data| data.len() <= LARGEST)
            && let Ok(Some(bytes)) = replace::read(path)
        {
            places.sort_by_key(|place| place.line);
            add(&mut sources, &bytes, &places);
        }
    }
    sources
}

/// Goes once through a file. `places` are in the order of their lines.
fn add(sources: &mut Sources, bytes: &[u8], places: &[&Location]) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut places = places.iter().peekable();
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1_u32..) {
        if places.peek().is_none() {
            return;
        }
        let mut text = None;
        while let Some(place) = places.next_if(|place| place.line <= number) {
            let text = text.get_or_insert_with(|| String::from_utf8_lossy(line));
            if place.line == number {
                sources.add(place, text);
            }
        }
    }
}
