//! Writes the file of the index.

use std::borrow::Cow;

use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use super::layout::{HEADER, Header, Key, SLOT, Slot, buckets_for, tag};
use super::{Advisory, Affected, Source};

/// Why advisories make no index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A text is longer than the format holds.
    #[error("the advisory {0:?} is too large")]
    TooLarge(Box<str>),
    /// What is written as JSON could not be.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// What the file says of one advisory, beside the package's name.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(rename = "s", borrow, default, skip_serializing_if = "str::is_empty")]
    pub(super) summary: Cow<'a, str>,
    #[serde(rename = "u", borrow, default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<Cow<'a, str>>,
    /// Seconds since 1970.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub(super) published: Option<i64>,
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub(super) modified: Option<i64>,
    #[serde(rename = "a")]
    pub(super) affected: Cow<'a, Affected>,
}

/// The bytes of an index that holds these advisories.
///
/// # Errors
/// Where one of them does not fit the format.
pub fn build(
    advisories: &[Advisory],
    sources: &[Source],
    imported: Timestamp,
) -> Result<Vec<u8>, BuildError> {
    let buckets = buckets_for(advisories.len());
    let mut order: Vec<(u32, Key, &Advisory)> = advisories
        .iter()
        .map(|advisory| {
            let key = Key::of(&advisory.name);
            (key.bucket(buckets), key, advisory)
        })
        .collect();
    // The same advisories make the same file, in whatever order they came.
    order.sort_by(|(a, _, x), (b, _, y)| (a, x.name.normal(), &x.id).cmp(&(b, y.name.normal(), &y.id)));
    let directory = HEADER + buckets as usize * SLOT;
    let mut file = vec![0; directory];
    let mut slots = Vec::with_capacity(directory - HEADER);
    let mut rest = order.as_slice();
    for place in 0..buckets {
        let count = rest.iter().take_while(|(bucket, ..)| *bucket == place).count();
        let (own, behind) = rest.split_at_checked(count).unwrap_or_default();
        rest = behind;
        let start = file.len();
        let mut filter = 0;
        for (_, key, advisory) in own {
            filter |= key.bit();
            write_record(&mut file, advisory)?;
        }
        let written = file.get(start..).unwrap_or_default();
        let length = u32::try_from(written.len()).map_err(|_| BuildError::TooLarge("".into()))?;
        let slot = Slot { offset: start as u64, length, checksum: crc32fast::hash(written), filter };
        slots.extend(slot.to_bytes(place));
    }
    if let Some(to) = file.get_mut(HEADER..directory) {
        to.copy_from_slice(&slots);
    }
    let sources_at = file.len() as u64;
    serde_json::to_writer(&mut file, sources)?;
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest(&SHA256, file.get(HEADER..).unwrap_or_default()).as_ref());
    let newest = advisories.iter().filter_map(|advisory| advisory.modified.or(advisory.published)).max();
    let header = Header {
        imported: imported.as_second(),
        newest: newest.map_or(i64::MIN, Timestamp::as_second),
        advisories: advisories.len() as u64,
        buckets,
        sources: sources_at,
        length: file.len() as u64,
        sha256,
    };
    if let Some(to) = file.get_mut(..HEADER) {
        to.copy_from_slice(&header.to_bytes());
    }
    Ok(file)
}

/// One record: the ecosystem, the name's length and the text's, the normal name, the text.
fn write_record(file: &mut Vec<u8>, advisory: &Advisory) -> Result<(), BuildError> {
    let record = Record {
        id: Cow::Borrowed(&advisory.id),
        summary: Cow::Borrowed(&advisory.summary),
        url: advisory.url.as_deref().map(Cow::Borrowed),
        published: advisory.published.map(Timestamp::as_second),
        modified: advisory.modified.map(Timestamp::as_second),
        affected: Cow::Borrowed(&advisory.affected),
    };
    let text = serde_json::to_vec(&record)?;
    let name = advisory.name.normal();
    let too_large = || BuildError::TooLarge(advisory.id.clone());
    file.push(tag(advisory.name.ecosystem()));
    file.extend(u16::try_from(name.len()).map_err(|_| too_large())?.to_le_bytes());
    file.extend(u32::try_from(text.len()).map_err(|_| too_large())?.to_le_bytes());
    file.extend(name.as_bytes());
    file.extend(text);
    Ok(())
}
