//! What the relay adds to an install of 200 packages by the real npm and the real pip from a stand-in on this
//! machine, and how many bytes a second go through it.
//!
//! The command is not built by `cargo bench`: build it first (`cargo build --release -p phantom-shims`), then
//! `cargo bench --bench relay`. Runs with and without the relay take turns, each from a project and caches of
//! its own that hold nothing; the two medians are printed, and the difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a benchmark")]

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use phantom_guard::corpus::Corpus;
use phantom_guard::package::Ecosystem;
use phantom_guard::registry::IndexRoot;
use phantom_guard::relay::{Pages, Relay, Settings, Upstream, Verdict};
use phantom_testkit::fake::{Answer, Ending, Fake, Kind};
use phantom_testkit::{NpmPackage, PythonPackage, Registry, Sandbox, program};

/// Packages of an install.
const PACKAGES: usize = 200;
/// Pairs of runs: pip takes ten times as long as npm.
const fn runs(ecosystem: Ecosystem) -> usize {
    if matches!(ecosystem, Ecosystem::Npm) { 11 } else { 3 }
}

/// The release build beside this benchmark's own.
fn phantom() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let path = own.ancestors().nth(2).unwrap().join("phantom");
    assert!(path.is_file(), "{} is missing: cargo build --release -p phantom-shims", path.display());
    path
}

/// Names that are judged without a question to the registry, and names that are asked for.
fn names(ecosystem: Ecosystem, popular: bool) -> Vec<String> {
    let corpus = Corpus::embedded();
    let all = (0..corpus.counts(ecosystem).popular).filter_map(|id| u16::try_from(id).ok());
    let plain = all
        .map(|id| corpus.name(ecosystem, id).to_owned())
        .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase()));
    let names = plain.skip(100).take(PACKAGES);
    if popular {
        names.collect()
    } else {
        // Whether such a name exists in the snapshot is not known to it.
        (0..PACKAGES).map(|at| format!("fixture-zq{at}-of-benchmark")).collect()
    }
}

/// A tree of three: each package needs the three that follow from its number.
fn registry(ecosystem: Ecosystem, popular: bool) -> (Registry, String) {
    let names = names(ecosystem, popular);
    let below = |at: usize| (1..=3).filter_map(move |n| Some(at * 3 + n).filter(|at| *at < PACKAGES));
    let mut builder = Registry::builder();
    for (at, name) in names.iter().enumerate() {
        builder = match ecosystem {
            Ecosystem::Npm => {
                let package = below(at).fold(NpmPackage::new(name), |p, n| p.dependency(&names[n], "1"));
                builder.npm(package)
            }
            _ => builder.python(below(at).fold(PythonPackage::new(name), |p, n| p.requires(&names[n]))),
        };
    }
    (builder.start(), names[0].clone())
}

/// One install, in a place where nothing is kept from an earlier one.
fn install(ecosystem: Ecosystem, registry: &Registry, first: &str, through: bool) -> Duration {
    let sandbox = Sandbox::with(registry);
    let (client, args) = match ecosystem {
        Ecosystem::Npm => {
            sandbox.write("project/package.json", format!(r#"{{"dependencies": {{"{first}": "1"}}}}"#));
            ("npm", vec!["install", "--no-progress"])
        }
        _ => ("pip", vec!["install", "--no-compile", "--target", "lib", "--quiet", first]),
    };
    let start = Instant::now();
    let outcome = if through {
        let words = ["--allow", first, "--on-unavailable", "warn", client].into_iter().chain(args);
        sandbox.run(phantom(), words)
    } else {
        sandbox.run(program(client), args)
    };
    let time = start.elapsed();
    assert_eq!(outcome.code, Some(0), "{}", outcome.shown());
    time
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// Bytes a second of one file through the relay.
fn throughput() -> f64 {
    const SIZE: usize = 1 << 30;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let fake = Fake::serve(Duration::ZERO, |_| {
        Answer::new(200, "application/octet-stream", "x").ending(Ending::Endless)
    });
    let root = IndexRoot::parse(&fake.root(Kind::Npm)).unwrap();
    let settings = Settings { system_proxy: false, ..Settings::default() };
    let judge = Arc::new(|_| Box::pin(async { Verdict::Pass }) as _);
    let relay = Relay::start(vec![Upstream { root, pages: Pages::Npm }], judge, &settings).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let start = Instant::now();
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let mut answer = client.get(format!("{}x/-/x-1.0.0.tgz", relay.places()[0])).send().await.unwrap();
        let mut read = 0;
        while read < SIZE {
            read += answer.chunk().await.unwrap().unwrap().len();
        }
    });
    SIZE as f64 / start.elapsed().as_secs_f64()
}

fn main() {
    let mut out = io::stdout().lock();
    for ecosystem in [Ecosystem::Npm, Ecosystem::PyPi] {
        for popular in [true, false] {
            let (registry, first) = registry(ecosystem, popular);
            let (mut plain, mut through) = (Vec::new(), Vec::new());
            for _ in 0..runs(ecosystem) {
                plain.push(install(ecosystem, &registry, &first, false));
                through.push(install(ecosystem, &registry, &first, true));
            }
            let (plain, through) = (median(plain), median(through));
            let names = if popular { "popular names" } else { "names that are asked for" };
            let more = through - plain;
            let share = more / plain * 100.0;
            writeln!(
                out,
                "{ecosystem}, {PACKAGES} {names}: {plain:.0} ms, through the relay {through:.0} ms: {more:+.0} ms, {share:+.1} %"
            )
            .unwrap();
        }
    }
    writeln!(out, "one file: {:.0} MB/s", throughput() / 1e6).unwrap();
}
