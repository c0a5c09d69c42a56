//! Looks names up in the file of the index.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use ring::digest::{Context, SHA256};

use super::build::Record;
use super::layout::{Fault, Fields, HEADER, Header, Key, SLOT, Slot, tag};
use super::{Advisory, Source};
use crate::package::{Ecosystem, PackageName};

/// What is read at a time where all of the file is.
const BLOCK: usize = 64 << 10;

/// An index of advisories, open for look-ups.
#[derive(Debug)]
pub struct Index {
    bytes: Bytes,
    /// For messages.
    place: PathBuf,
    header: Header,
}

#[derive(Debug)]
enum Bytes {
    File(File),
    Memory(Vec<u8>),
}

/// That an index cannot be used. The message says where it lies and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The file cannot be read.
    #[error("the advisories in {} cannot be read: {why}", place.display())]
    Io {
        /// The file.
        place: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// The file is not what was written.
    #[error("the advisories in {} are damaged: {why}; import them again with --replace", place.display())]
    Damaged {
        /// The file.
        place: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

/// What `phantom advisories info` shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// When it was last written.
    pub imported: Timestamp,
    /// The newest date of a document.
    pub newest: Option<Timestamp>,
    /// How many advisories there are, one for each document and package.
    pub advisories: u64,
    /// Of each ecosystem, in the order of [`Ecosystem::ALL`].
    pub by_ecosystem: [u64; 3],
    /// Bytes of the file.
    pub length: u64,
    /// SHA-256 of all behind the file's header, in lower-case hexadecimal. It was verified.
    pub sha256: String,
    /// Where the advisories came from, the last import last.
    pub sources: Vec<Source>,
}

impl Index {
    /// An index older than this may lack what is known by now.
    pub const STALE: SignedDuration = SignedDuration::from_hours(30 * 24);

    /// Opens an index; `None` where there is no such file.
    ///
    /// # Errors
    /// Where there is one that cannot be read, or is none.
    pub fn open(place: &Path) -> Result<Option<Self>, IndexError> {
        let failed = |why| IndexError::Io { place: place.to_owned(), why };
        // Of a pipe, one would wait for its other end.
        if std::fs::metadata(place).is_ok_and(|there| !there.is_file()) {
            return Err(failed(io::Error::other("it is no file")));
        }
        let file = match File::open(place) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let length = file.metadata().map_err(failed)?.len();
        Self::of(Bytes::File(file), place.to_owned(), length).map(Some)
    }

    /// An index whose file's bytes are at hand.
    ///
    /// # Errors
    /// Where they are none of an index.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, IndexError> {
        let length = bytes.len() as u64;
        Self::of(Bytes::Memory(bytes), PathBuf::from("memory"), length)
    }

    fn of(bytes: Bytes, place: PathBuf, length: u64) -> Result<Self, IndexError> {
        let mut header = [0; HEADER];
        let wanted = header.len().min(usize::try_from(length).unwrap_or(HEADER));
        let read = header.get_mut(..wanted).unwrap_or_default();
        if let Err(why) = bytes.read_at(read, 0) {
            return Err(IndexError::Io { place, why });
        }
        match Header::parse(read, length) {
            Ok(header) => Ok(Self { bytes, place, header }),
            Err(why) => Err(IndexError::Damaged { place, why: why.to_string() }),
        }
    }

    /// The advisories about a name, whatever releases they affect.
    ///
    /// # Errors
    /// Where the part of the file that would hold them cannot be read, or is damaged.
    pub fn find(&self, name: &PackageName) -> Result<Vec<Advisory>, IndexError> {
        let key = Key::of(name);
        let place = key.bucket(self.header.buckets);
        let mut slot = [0; SLOT];
        self.read(&mut slot, HEADER as u64 + u64::from(place) * SLOT as u64)?;
        let slot = Slot::parse(&slot, place, &self.header).map_err(|fault| self.damaged(fault))?;
        if slot.filter & key.bit() == 0 {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        self.bucket(slot, |ecosystem, normal, text| {
            if ecosystem == tag(name.ecosystem()) && normal == name.normal().as_bytes() {
                found.push(self.advisory(name.clone(), text)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// When the index was written, and so how old its knowledge is at most.
    pub fn imported(&self) -> Timestamp {
        Timestamp::from_second(self.header.imported).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// For how many days it has not been written, where that is longer than [`Self::STALE`].
    pub fn stale_for(&self, now: Timestamp) -> Option<i64> {
        let age = now.duration_since(self.imported());
        (age > Self::STALE).then(|| age.as_hours() / 24)
    }

    /// Every advisory there is.
    ///
    /// # Errors
    /// Where any part of the file cannot be read or is damaged.
    pub fn all(&self) -> Result<Vec<Advisory>, IndexError> {
        let mut all = Vec::new();
        for place in 0..self.header.buckets {
            let mut slot = [0; SLOT];
            self.read(&mut slot, HEADER as u64 + u64::from(place) * SLOT as u64)?;
            let slot = Slot::parse(&slot, place, &self.header).map_err(|fault| self.damaged(fault))?;
            self.bucket(slot, |ecosystem, normal, text| {
                let ecosystem = Ecosystem::ALL.into_iter().find(|&known| tag(known) == ecosystem);
                let (Some(ecosystem), Ok(normal)) = (ecosystem, str::from_utf8(normal)) else {
                    return Err(self.damaged("a record names no package"));
                };
                all.push(self.advisory(PackageName::new(ecosystem, normal), text)?);
                Ok(())
            })?;
        }
        Ok(all)
    }

    /// Where its advisories came from.
    ///
    /// # Errors
    /// Where that part of the file cannot be read.
    pub fn sources(&self) -> Result<Vec<Source>, IndexError> {
        let length = usize::try_from(self.header.length - self.header.sources).unwrap_or(usize::MAX);
        let mut text = vec![0; length];
        self.read(&mut text, self.header.sources)?;
        serde_json::from_slice(&text).map_err(|error| self.damaged(error))
    }

    /// Reads the whole file and checks all that can be checked.
    ///
    /// # Errors
    /// Where any part of it cannot be read or is damaged.
    pub fn verify(&self) -> Result<Info, IndexError> {
        let mut context = Context::new(&SHA256);
        let mut block = vec![0; BLOCK];
        let mut at = HEADER as u64;
        while at < self.header.length {
            let left = usize::try_from(self.header.length - at).unwrap_or(usize::MAX);
            let part = block.get_mut(..left.min(BLOCK)).unwrap_or_default();
            self.read(part, at)?;
            context.update(part);
            at += part.len() as u64;
        }
        if context.finish().as_ref() != self.header.sha256 {
            return Err(self.damaged("its SHA-256 is not the one that it states"));
        }
        let all = self.all()?;
        if all.len() as u64 != self.header.advisories {
            return Err(self.damaged("it holds another number of advisories than it states"));
        }
        let count = |ecosystem| all.iter().filter(|a| a.name.ecosystem() == ecosystem).count() as u64;
        Ok(Info {
            imported: self.imported(),
            newest: Timestamp::from_second(self.header.newest).ok(),
            advisories: self.header.advisories,
            by_ecosystem: Ecosystem::ALL.map(count),
            length: self.header.length,
            sha256: super::hex(&self.header.sha256),
            sources: self.sources()?,
        })
    }

    /// Goes through the records of a bucket: ecosystem, normal name, and the text about it.
    fn bucket(
        &self,
        slot: Slot,
        mut each: impl FnMut(u8, &[u8], &[u8]) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let mut bytes = vec![0; slot.length as usize];
        self.read(&mut bytes, slot.offset)?;
        if crc32fast::hash(&bytes) != slot.checksum {
            return Err(self.damaged(Fault::Checksum("records")));
        }
        let mut fields = Fields(&bytes);
        while !fields.0.is_empty() {
            let (ecosystem, name, text) =
                record(&mut fields).ok_or_else(|| self.damaged(Fault::Bounds("records")))?;
            each(ecosystem, name, text)?;
        }
        Ok(())
    }

    fn advisory(&self, name: PackageName, text: &[u8]) -> Result<Advisory, IndexError> {
        let record: Record<'_> = serde_json::from_slice(text).map_err(|error| self.damaged(error))?;
        let moment = |seconds: Option<i64>| seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        Ok(Advisory {
            id: record.id.into(),
            name,
            summary: record.summary.into(),
            url: record.url.map(Into::into),
            published: moment(record.published),
            modified: moment(record.modified),
            affected: record.affected.into_owned(),
        })
    }

    fn read(&self, into: &mut [u8], at: u64) -> Result<(), IndexError> {
        self.bytes.read_at(into, at).map_err(|why| match why.kind() {
            // It was longer when it was opened.
            io::ErrorKind::UnexpectedEof => self.damaged(Fault::Short),
            _ => IndexError::Io { place: self.place.clone(), why },
        })
    }

    fn damaged(&self, why: impl std::fmt::Display) -> IndexError {
        IndexError::Damaged { place: self.place.clone(), why: why.to_string() }
    }
}

/// The next record of a bucket: ecosystem, normal name, and the text about it.
fn record<'b>(fields: &mut Fields<'b>) -> Option<(u8, &'b [u8], &'b [u8])> {
    let ecosystem = fields.u8()?;
    let (name, text) = (usize::from(fields.u16()?), usize::try_from(fields.u32()?).ok()?);
    Some((ecosystem, fields.take(name)?, fields.take(text)?))
}

impl Bytes {
    fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<()> {
        match self {
            Self::File(file) => read_exact_at(file, into, at),
            Self::Memory(bytes) => {
                let from = usize::try_from(at).ok().and_then(|at| bytes.get(at..)?.get(..into.len()));
                into.copy_from_slice(from.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
        }
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut into: &mut [u8], mut at: u64) -> io::Result<()> {
    while !into.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, into, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => {
                into = into.get_mut(count..).unwrap_or_default();
                at += count as u64;
            }
        }
    }
    Ok(())
}
