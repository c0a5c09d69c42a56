//! An archive of OSV documents, as OSV publishes one for each ecosystem.

use std::io::{Read, Seek};

use super::input::{Batch, LARGEST_DOCUMENT, LARGEST_WHOLE, is_json, of_member, read_whole, too_large};

/// OSV's largest archives have a few hundred thousand.
const MOST_MEMBERS: usize = 4_000_000;

/// Reads every member whose name ends in `.json`.
pub(super) fn read(input: impl Read + Seek, batch: &mut Batch) {
    let mut archive = match zip::ZipArchive::new(input) {
        Ok(archive) => archive,
        Err(error) => return batch.fault(None, format!("the archive cannot be read: {error}")),
    };
    if archive.len() > MOST_MEMBERS {
        return batch.fault(None, format!("the archive has more than {MOST_MEMBERS} members"));
    }
    let mut left = LARGEST_WHOLE;
    for place in 0..archive.len() {
        let mut member = match archive.by_index(place) {
            Ok(member) => member,
            Err(error) => {
                batch.unreadable(None, format!("member {}: {error}", place + 1));
                continue;
            }
        };
        let name = match member.name() {
            Ok(name) => name.into_owned(),
            Err(error) => {
                batch.unreadable(None, format!("member {}: {error}", place + 1));
                continue;
            }
        };
        if member.is_dir() || !is_json(&name) {
            continue;
        }
        // What the archive says of a member's size may be a lie; what comes out of it is counted.
        let read = if member.size() > LARGEST_DOCUMENT {
            Err(too_large(LARGEST_DOCUMENT))
        } else {
            read_whole(&mut member, LARGEST_DOCUMENT).map_err(|error| error.to_string())
        };
        match read {
            Ok(bytes) => {
                let Some(rest) = left.checked_sub(bytes.len() as u64) else {
                    return batch.fault(None, "it unpacks to more than is taken".to_owned());
                };
                left = rest;
                batch.document(None, Some(&name), &bytes);
            }
            Err(message) => {
                left = left.saturating_sub(LARGEST_DOCUMENT);
                batch.unreadable(None, of_member(Some(&name), &message));
            }
        }
    }
}
