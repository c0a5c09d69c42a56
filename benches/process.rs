//! Whole processes, as a user waits for them: what the gate adds to a command that installs nothing,
//! one name, a refusal, and a lockfile of 5,000 packages.
//!
//! The command is not built by `cargo bench`: build it first (`cargo build --release -p
//! phantom-shims`), then `cargo bench --bench process`. The delay that the gate adds is
//! `pass-through` less `client alone`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a benchmark")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};

/// The release build beside this benchmark's own.
fn phantom() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let folder = own.ancestors().nth(2).unwrap();
    let path = folder.join("phantom");
    assert!(path.is_file(), "{} is missing: cargo build --release -p phantom-shims", path.display());
    path
}

/// A folder with a client that ends at once, a lockfile, and nothing of the user's.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The quickest program there is, so that the gate's share is easiest to see.
        let client = ["/usr/bin/true", "/bin/true"].into_iter().map(Path::new).find(|path| path.is_file());
        fs::copy(client.expect("a `true` on this machine"), folder.path().join("npm")).unwrap();
        let project = folder.path().join("project");
        fs::create_dir(&project).unwrap();
        fs::write(project.join("Cargo.lock"), lockfile(5_000)).unwrap();
        Self { folder }
    }

    fn run(&self, program: &Path, args: &[&str], expected: i32) {
        let status = Command::new(program)
            .args(args)
            .env_clear()
            .env("PATH", self.folder.path())
            .env("HOME", self.folder.path())
            .env("PHANTOM_OFFLINE", "1")
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(expected), "{args:?}");
    }
}

/// A lockfile as cargo writes it, of one honest name and many that only look like names.
fn lockfile(packages: usize) -> String {
    let mut text = String::from("version = 4\n");
    for at in 0..packages {
        let _ = write!(
            text,
            "\n[[package]]\nname = \"fixture-of-the-benchmark-{at:05}\"\nversion = \"1.0.{at}\"\n\
             source = \"registry+https://github.com/rust-lang/crates.io-index\"\n\
             checksum = \"{at:064x}\"\ndependencies = [\n \"serde\",\n]\n"
        );
    }
    text
}

fn process(criterion: &mut Criterion) {
    let bench = Bench::new();
    let phantom = phantom();
    let client = bench.folder.path().join("npm");
    let mut group = criterion.benchmark_group("process");
    group.bench_function("client alone", |b| b.iter(|| bench.run(&client, &["run", "x"], 0)));
    group.bench_function("pass-through", |b| b.iter(|| bench.run(&phantom, &["npm", "run", "x"], 0)));
    group.bench_function("clean install of one name", |b| {
        b.iter(|| bench.run(&phantom, &["npm", "install", "lodash"], 0));
    });
    group.bench_function("refused install of one name", |b| {
        b.iter(|| bench.run(&phantom, &["npm", "install", "epxress"], 1));
    });
    group.bench_function("check of one popular name", |b| {
        b.iter(|| bench.run(&phantom, &["check", "-e", "npm", "lodash"], 0));
    });
    group.bench_function("check of one name that is not popular", |b| {
        b.iter(|| bench.run(&phantom, &["check", "-e", "npm", "phantom-fixture-zq"], 0));
    });
    group.bench_function("scan of a Cargo.lock of 5,000", |b| {
        b.iter(|| bench.run(&phantom, &["scan", "project"], 0));
    });
    group.finish();
}

criterion_group!(benches, process);
criterion_main!(benches);
