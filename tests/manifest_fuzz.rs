//! A fuzz target for each parser. The corpus is `fixtures/`: an input is one of its files, or two of them
//! put together, with a few edits; inputs that once failed are kept in `tests/__fuzz__`.
//!
//! `cargo test` runs a bounded number of random cases. `BOLERO_RANDOM_ITERATIONS=100000 cargo test --test
//! manifest_fuzz` runs more, and `cargo bolero test TARGET` drives the same targets by coverage.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a helper that fails is a test that fails"
)]

mod manifest_places;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use manifest_places::check;
use phantom_guard::manifest::FileKind;

/// Cases of each target in a usual test run.
const CASES: usize = 150;
/// Larger seeds are cut: a fuzzer's time goes into variety.
const LONGEST: usize = 6_000;

/// What is done to a text: which edit, where, how much or from where, and a byte.
type Edit = (u8, u16, u16, u8);

/// The files of `fixtures/` by kind.
fn seeds(kind: FileKind) -> &'static [Vec<u8>] {
    static ALL: OnceLock<Vec<(FileKind, Vec<Vec<u8>>)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let mut files = Vec::new();
        gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
        files.sort();
        FileKind::ALL
            .into_iter()
            .map(|kind| {
                let own = files.iter().filter(|file| FileKind::of(file) == Some(kind));
                let texts: Vec<_> = own.map(|file| fs::read(file).unwrap()).collect();
                (kind, texts)
            })
            .collect()
    });
    &all.iter().find(|(known, _)| *known == kind).unwrap().1
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => gather(&path, files),
            false => files.push(path),
        }
    }
}

/// Pieces that mean something in one of the formats.
const PIECES: [&str; 24] = [
    "\n",
    "\r\n",
    "  ",
    "\t",
    "\"",
    "'",
    ":",
    "@npm:",
    "[",
    "]",
    "{",
    "}",
    "#",
    "\\",
    "\u{2028}",
    "é",
    "\0",
    "---\n",
    "[[package]]\n",
    "https://u:s3cret@registry.example/",
    "=",
    ",",
    "<<<<<<< HEAD\n",
    "*a",
];

fn edited(mut text: Vec<u8>, other: &[u8], edits: &[Edit]) -> Vec<u8> {
    for &(what, at, much, byte) in edits {
        let at = usize::from(at) % (text.len() + 1);
        let end = (at + usize::from(much) % 64).min(text.len());
        match what % 8 {
            0 => text.truncate(at),
            1 => drop(text.drain(at..end)),
            2 => text.insert(at, byte),
            3 => {
                let piece = PIECES[usize::from(byte) % PIECES.len()];
                text.splice(at..at, piece.bytes());
            }
            4 => {
                let again = text[at..end].to_vec();
                text.splice(at..at, again);
            }
            5 if !other.is_empty() => {
                let from = usize::from(much) % other.len();
                let to = (from + usize::from(byte)).min(other.len());
                text.splice(at..at, other[from..to].iter().copied());
            }
            // Whole lines are what merges and editors move.
            6 => {
                let start = text[..at].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
                let stop = text[at..].iter().position(|&b| b == b'\n').map_or(text.len(), |n| at + n + 1);
                text.drain(start..stop);
            }
            _ => {
                if let Some(there) = text.get_mut(at) {
                    *there = byte;
                }
            }
        }
    }
    text
}

fn fuzz(kind: FileKind, (first, second): (u8, u8), edits: &[Edit]) {
    let seeds = seeds(kind);
    let seed = |number: u8| match seeds.is_empty() {
        true => Vec::new(),
        false => seeds[usize::from(number) % seeds.len()].iter().copied().take(LONGEST).collect(),
    };
    let reading = check(kind, &edited(seed(first), &seed(second), edits));
    // A name is kept as it stands, and such a one is invalid.
    let (sources, requirements) =
        (reading.dependencies.iter().map(|d| &d.source), reading.dependencies.iter().map(|d| &d.requirement));
    let concerns = reading.dependencies.iter().map(|d| &d.concerns);
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        concerns.collect::<Vec<_>>(),
        sources.collect::<Vec<_>>(),
        requirements.collect::<Vec<_>>(),
        reading.errors,
        reading.notes
    );
    assert!(!shown.contains("://u:s3cret@"), "{shown}");
}

macro_rules! targets {
    ($($name:ident $kind:ident,)+) => {
        $(
            #[test]
            fn $name() {
                bolero::check!()
                    .with_iterations(CASES)
                    .with_type::<((u8, u8), Vec<Edit>)>()
                    .for_each(|(which, edits)| fuzz(FileKind::$kind, *which, edits));
            }
        )+

        #[test]
        fn every_parser_has_a_target_and_seeds() {
            let targets = [$(FileKind::$kind),+];
            for kind in FileKind::ALL {
                assert!(targets.contains(&kind), "{kind:?} has no target");
                assert!(!seeds(kind).is_empty(), "{kind:?} has no file in fixtures/");
            }
        }
    };
}

targets! {
    requirements Requirements,
    pyproject Pyproject,
    setup_cfg SetupCfg,
    setup_py SetupPy,
    pipfile Pipfile,
    pipfile_lock PipfileLock,
    poetry_lock PoetryLock,
    pdm_lock PdmLock,
    uv_lock UvLock,
    pylock Pylock,
    conda_environment CondaEnvironment,
    python_script PythonScript,
    tox_ini ToxIni,
    pre_commit PreCommit,
    package_json PackageJson,
    package_lock PackageLock,
    yarn_lock YarnLock,
    pnpm_lock PnpmLock,
    pnpm_workspace PnpmWorkspace,
    bun_lock BunLock,
    bun_lockb BunLockb,
    deno Deno,
    cargo_toml CargoToml,
    cargo_lock CargoLock,
    cargo_config CargoConfig,
    rust_script RustScript,
}
