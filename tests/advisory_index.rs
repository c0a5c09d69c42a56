//! The index of advisories: what goes in comes out, and damage never passes for "nothing is known".
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use jiff::Timestamp;
use phantom_guard::advisory::{Advisory, Affected, Counts, Event, Index, Range, Source, build};
use phantom_guard::package::{Ecosystem, PackageName};

fn now() -> Timestamp {
    "2026-11-25T00:00:00Z".parse().unwrap()
}

fn name(at: usize) -> PackageName {
    let ecosystem = Ecosystem::ALL[at % 3];
    PackageName::new(ecosystem, format!("Some_package-{}", at / 4))
}

/// Several for some names, and of each form.
fn advisory(at: usize) -> Advisory {
    let affected = match at % 4 {
        0 => Affected::All,
        1 => Affected::These { versions: vec!["1.0.0".into(), "1.0.1".into()], ranges: Vec::new() },
        _ => Affected::These {
            versions: Vec::new(),
            ranges: vec![Range {
                events: vec![Event::Introduced("1.0.0".into()), Event::LastAffected("2.0.0".into())],
            }],
        },
    };
    let name = PackageName::new(name(at).ecosystem(), name(at).normal());
    Advisory {
        id: format!("MAL-2026-{at}").into(),
        name,
        summary: if at.is_multiple_of(2) { "" } else { "Malicious code, \"quoted\" and caf\u{e9}" }.into(),
        url: (at.is_multiple_of(5)).then(|| "https://advisories.example/1".into()),
        published: Timestamp::from_second(1_700_000_000 + at as i64).ok(),
        modified: None,
        affected,
    }
}

fn source() -> Source {
    let counts = Counts { documents: 7, ..Counts::default() };
    Source { place: "feed.zip".to_owned(), sha256: "0".repeat(64), imported: now(), counts }
}

fn index_of(count: usize) -> (Vec<Advisory>, Vec<u8>) {
    let advisories: Vec<Advisory> = (0..count).map(advisory).collect();
    let bytes = build(&advisories, &[source()], now()).unwrap();
    (advisories, bytes)
}

/// What an index should say of a name.
fn about(advisories: &[Advisory], name: &PackageName) -> Vec<Advisory> {
    let mut found: Vec<Advisory> = advisories.iter().filter(|a| a.name == *name).cloned().collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

#[test]
fn what_goes_in_comes_out() {
    for count in [0, 1, 7, 3_000] {
        let (advisories, bytes) = index_of(count);
        let index = Index::from_bytes(bytes).unwrap();
        for at in 0..count {
            assert_eq!(index.find(&name(at)).unwrap(), about(&advisories, &name(at)));
        }
        for at in 0..2_000 {
            for ecosystem in Ecosystem::ALL {
                assert_eq!(index.find(&PackageName::new(ecosystem, format!("other-{at}"))).unwrap(), []);
            }
        }
        let info = index.verify().unwrap();
        assert_eq!((info.advisories, info.imported), (count as u64, now()));
        assert_eq!(info.by_ecosystem.iter().sum::<u64>(), count as u64);
        assert_eq!((info.newest.is_some(), info.sources), (count > 0, vec![source()]));
    }
}

#[test]
fn the_same_advisories_make_the_same_file() {
    let (mut advisories, bytes) = index_of(500);
    advisories.reverse();
    assert_eq!(build(&advisories, &[source()], now()).unwrap(), bytes);
}

#[test]
fn names_are_found_in_every_spelling_of_their_registry() {
    let advisory = |ecosystem, name: &str| Advisory {
        name: PackageName::new(ecosystem, name),
        affected: Affected::All,
        ..advisory(0)
    };
    let all = [advisory(Ecosystem::PyPi, "Left.Pad"), advisory(Ecosystem::Npm, "@a/B")];
    let index = Index::from_bytes(build(&all, &[], now()).unwrap()).unwrap();
    let found = |ecosystem, name: &str| index.find(&PackageName::new(ecosystem, name)).unwrap().len();
    assert_eq!([found(Ecosystem::PyPi, "left_pad"), found(Ecosystem::PyPi, "LEFT--PAD")], [1, 1]);
    assert_eq!([found(Ecosystem::Npm, "@a/B"), found(Ecosystem::Npm, "@a/b")], [1, 0]);
    assert_eq!([found(Ecosystem::Npm, "left-pad"), found(Ecosystem::Crates, "left-pad")], [0, 0]);
}

#[test]
fn no_changed_byte_makes_an_advisory_disappear_in_silence() {
    let (advisories, bytes) = index_of(40);
    let names: Vec<PackageName> = (0..40).map(name).collect();
    for at in 0..bytes.len() {
        for bit in [0x01, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= bit;
            let Ok(index) = Index::from_bytes(changed) else { continue };
            for name in &names {
                if let Ok(found) = index.find(name) {
                    assert_eq!(found, about(&advisories, name), "byte {at}");
                }
            }
            assert!(index.verify().is_err(), "byte {at}");
        }
    }
}

#[test]
fn a_file_that_is_cut_off_is_none() {
    let (_, bytes) = index_of(40);
    for length in 0..bytes.len() {
        let error = Index::from_bytes(bytes[..length].to_vec()).unwrap_err().to_string();
        assert!(error.contains("are damaged"), "{length}: {error}");
    }
    let longer = [&bytes[..], b"x"].concat();
    assert!(Index::from_bytes(longer).is_err());
    let newer = [&bytes[..8], &9_u32.to_le_bytes(), &bytes[12..]].concat();
    assert!(Index::from_bytes(newer).unwrap_err().to_string().contains("the format 9"));
}

#[test]
fn an_index_that_is_cut_off_while_it_is_open_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("advisories.index");
    assert!(Index::open(&place).unwrap().is_none());
    let (_, bytes) = index_of(40);
    std::fs::write(&place, &bytes).unwrap();
    let index = Index::open(&place).unwrap().unwrap();
    assert!(!index.find(&name(0)).unwrap().is_empty());
    std::fs::OpenOptions::new().write(true).open(&place).unwrap().set_len(130).unwrap();
    assert!(index.find(&name(0)).unwrap_err().to_string().contains("it is cut off"));
    assert!(Index::open(folder.path()).is_err(), "a folder is no index");
}

#[test]
fn no_bytes_make_it_panic() {
    let (_, seed) = index_of(40);
    bolero::check!().with_iterations(3_000).with_type::<(bool, Vec<(u16, u8)>, u16)>().for_each(
        |(whole, edits, length)| {
            let mut bytes = seed.clone();
            for &(at, byte) in edits {
                let at = usize::from(at) % bytes.len();
                bytes[at] = byte;
            }
            if *whole {
                bytes.truncate(usize::from(*length) % (seed.len() + 1));
            }
            if let Ok(index) = Index::from_bytes(bytes) {
                let _ = (index.find(&name(3)), index.all(), index.sources(), index.verify());
            }
        },
    );
}

/// Numbers that lead anywhere, under checksums that are right.
#[test]
fn a_file_made_to_mislead_is_only_damaged() {
    bolero::check!().with_iterations(3_000).with_type::<(u64, u32, u64, Vec<u8>)>().for_each(
        |(offset, length, sources, records)| {
            let mut file = Vec::new();
            let mut rest = Vec::new();
            let total = 128 + 24 + records.len() as u64;
            for number in [0, 0, 1, *sources % (total + 2), total] {
                rest.extend(u64::to_le_bytes(number));
            }
            rest.extend(1_u32.to_le_bytes());
            rest.resize(112, 0);
            file.extend(b"PHANTADV");
            file.extend(1_u32.to_le_bytes());
            file.extend(crc32fast::hash(&rest).to_le_bytes());
            file.extend(rest);
            let mut slot = Vec::new();
            slot.extend((offset % (total + 2)).to_le_bytes());
            slot.extend(length.to_le_bytes());
            slot.extend(crc32fast::hash(records).to_le_bytes());
            slot.extend(u32::MAX.to_le_bytes());
            let sealed = crc32fast::hash(&[&0_u32.to_le_bytes()[..], &slot].concat());
            file.extend(slot);
            file.extend(sealed.to_le_bytes());
            file.extend(records);
            if let Ok(index) = Index::from_bytes(file) {
                let _ = (index.find(&name(3)), index.all(), index.sources(), index.verify());
            }
        },
    );
}
