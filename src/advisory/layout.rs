//! The file of the index, little-endian.
//!
//! | part | what |
//! |---|---|
//! | header | [`HEADER`] bytes: what it is, dates and counts, where the parts lie, SHA-256 of all behind it |
//! | directory | a [`Slot`] for each bucket of names |
//! | buckets | the records of the names whose hashes begin alike, about eight |
//! | sources | JSON, to the file's end |
//!
//! A look-up reads one slot, and in the rare case that the slot's filter lets the name through, one
//! bucket. Header, slots and buckets have checksums of their own, so that damage is noticed where it is
//! met without the whole being read.

use crate::corpus::hash;
use crate::package::{Ecosystem, PackageName};

const MAGIC: [u8; 8] = *b"PHANTADV";
/// Another version is another file.
const VERSION: u32 = 1;
pub(super) const HEADER: usize = 128;
pub(super) const SLOT: usize = 24;
/// Names in a bucket, roughly.
const PER_BUCKET: usize = 8;
const MOST_BUCKETS: u32 = 1 << 24;

/// Why bytes are no index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("it is not an index of advisories")]
    Foreign,
    #[error("it has the format {0}, and this program reads {VERSION}")]
    OtherVersion(u32),
    #[error("it is cut off")]
    Short,
    #[error("the checksum of its {0} is wrong")]
    Checksum(&'static str),
    #[error("its {0} leads out of the file")]
    Bounds(&'static str),
}

/// The beginning of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Seconds since 1970.
    pub(super) imported: i64,
    /// Seconds since 1970; [`i64::MIN`] where no document has a date.
    pub(super) newest: i64,
    pub(super) advisories: u64,
    /// A power of two.
    pub(super) buckets: u32,
    /// Where the sources begin, and the buckets end.
    pub(super) sources: u64,
    /// The whole file's.
    pub(super) length: u64,
    pub(super) sha256: [u8; 32],
}

impl Header {
    pub(super) fn to_bytes(self) -> [u8; HEADER] {
        let mut rest = Vec::with_capacity(HEADER);
        rest.extend(self.imported.to_le_bytes());
        rest.extend(self.newest.to_le_bytes());
        rest.extend(self.advisories.to_le_bytes());
        rest.extend(self.sources.to_le_bytes());
        rest.extend(self.length.to_le_bytes());
        rest.extend(self.buckets.to_le_bytes());
        rest.extend(self.sha256);
        rest.resize(HEADER - 16, 0);
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(crc32fast::hash(&rest).to_le_bytes());
        bytes.extend(rest);
        let mut header = [0; HEADER];
        header.copy_from_slice(&bytes);
        header
    }

    pub(super) fn parse(bytes: &[u8], length: u64) -> Result<Self, Fault> {
        let mut rest = Fields(bytes);
        if rest.array() != Some(MAGIC) {
            return Err(if bytes.is_empty() { Fault::Short } else { Fault::Foreign });
        }
        let version = rest.u32().ok_or(Fault::Short)?;
        if version != VERSION {
            return Err(Fault::OtherVersion(version));
        }
        let checksum = rest.u32().ok_or(Fault::Short)?;
        if rest.0.len() < HEADER - 16 {
            return Err(Fault::Short);
        }
        if crc32fast::hash(rest.0) != checksum {
            return Err(Fault::Checksum("header"));
        }
        let read = |rest: &mut Fields<'_>| {
            Some(Self {
                imported: rest.u64()?.cast_signed(),
                newest: rest.u64()?.cast_signed(),
                advisories: rest.u64()?,
                sources: rest.u64()?,
                length: rest.u64()?,
                buckets: rest.u32()?,
                sha256: rest.array()?,
            })
        };
        let header = read(&mut rest).ok_or(Fault::Short)?;
        if header.length != length {
            return Err(Fault::Short);
        }
        let fits = header.buckets.is_power_of_two()
            && header.buckets <= MOST_BUCKETS
            && header.records() <= header.sources
            && header.sources <= length;
        if fits { Ok(header) } else { Err(Fault::Bounds("header")) }
    }

    /// Where the directory ends and the first bucket begins.
    pub(super) const fn records(&self) -> u64 {
        HEADER as u64 + self.buckets as u64 * SLOT as u64
    }
}

/// Where a bucket lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Slot {
    /// From the file's beginning.
    pub(super) offset: u64,
    pub(super) length: u32,
    pub(super) checksum: u32,
    /// A bit for each of the bucket's names: where a name's is not set, the bucket lacks it.
    pub(super) filter: u32,
}

impl Slot {
    /// `place` is the bucket's number: a slot that was written elsewhere is none of it.
    pub(super) fn to_bytes(self, place: u32) -> [u8; SLOT] {
        let mut bytes = [0; SLOT];
        let fields = [
            &self.offset.to_le_bytes()[..],
            &self.length.to_le_bytes(),
            &self.checksum.to_le_bytes(),
            &self.filter.to_le_bytes(),
        ];
        let fields = fields.concat();
        let sealed = seal(&fields, place).to_le_bytes();
        for (to, from) in bytes.iter_mut().zip(fields.iter().chain(&sealed)) {
            *to = *from;
        }
        bytes
    }

    pub(super) fn parse(bytes: &[u8], place: u32, header: &Header) -> Result<Self, Fault> {
        let mut fields = Fields(bytes);
        let read = |fields: &mut Fields<'_>| {
            let slot = Self {
                offset: fields.u64()?,
                length: fields.u32()?,
                checksum: fields.u32()?,
                filter: fields.u32()?,
            };
            Some((slot, fields.u32()?))
        };
        let (slot, sealed) = read(&mut fields).ok_or(Fault::Short)?;
        let own = bytes.get(..SLOT - 4).ok_or(Fault::Short)?;
        if seal(own, place) != sealed {
            return Err(Fault::Checksum("directory"));
        }
        let end = slot.offset.checked_add(u64::from(slot.length));
        if slot.offset < header.records() || end.is_none_or(|end| end > header.sources) {
            return Err(Fault::Bounds("directory"));
        }
        Ok(slot)
    }
}

fn seal(fields: &[u8], place: u32) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&place.to_le_bytes());
    hasher.update(fields);
    hasher.finalize()
}

/// One name's place among the buckets, and its bit in the slot's filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(u64);

impl Key {
    pub(super) fn of(name: &PackageName) -> Self {
        Self(hash(name.normal().as_bytes(), u64::from(tag(name.ecosystem()))))
    }

    pub(super) const fn bucket(self, buckets: u32) -> u32 {
        (self.0 >> 32) as u32 & (buckets - 1)
    }

    pub(super) const fn bit(self) -> u32 {
        1 << (self.0 & 31)
    }
}

/// The number of buckets for so many records.
pub(super) fn buckets_for(records: usize) -> u32 {
    let wanted = u32::try_from(records / PER_BUCKET).unwrap_or(MOST_BUCKETS);
    wanted.max(1).next_power_of_two().min(MOST_BUCKETS)
}

/// An ecosystem's number in the file.
pub(super) const fn tag(ecosystem: Ecosystem) -> u8 {
    match ecosystem {
        Ecosystem::PyPi => 0,
        Ecosystem::Npm => 1,
        Ecosystem::Crates => 2,
    }
}

/// Numbers and bytes one behind the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'b>(pub(super) &'b [u8]);

impl<'b> Fields<'b> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }
}
