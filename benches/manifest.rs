//! How fast each format is read, from bytes in memory to dependencies with their places.
//!
//! The inputs are generated, with the proportions of real files: 5,000 packages in a lockfile, a
//! third of them with requirements of their own; the lockfiles come to about 1 and 2 MB.
#![allow(missing_docs, reason = "criterion's macros make items without documentation")]

mod inputs;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use inputs::{PACKAGES, name, version};
use phantom_guard::manifest::{FileKind, parse};

fn entries(count: usize, entry: impl Fn(usize) -> String, between: &str) -> String {
    (0..count).map(entry).collect::<Vec<_>>().join(between)
}

fn inputs() -> [(&'static str, FileKind, String); 20] {
    let dependency = |n: usize| format!("    \"{}\": \"^{}\"", name(n), version(n));
    let package_json =
        format!("{{\n  \"dependencies\": {{\n{}\n  }}\n}}\n", entries(PACKAGES, dependency, ",\n"));
    let crate_entry = |n: usize| match n % 2 {
        0 => format!("{} = \"{}\"", name(n), version(n)),
        _ => format!("{} = {{ version = \"{}\", features = [\"std\"] }}", name(n), version(n)),
    };
    let cargo_toml = format!("[dependencies]\n{}\n", entries(PACKAGES, crate_entry, "\n"));
    let specifier = |n: usize| format!("    \"{}>={}\",", name(n), version(n));
    let pyproject = format!("[project]\ndependencies = [\n{}\n]\n", entries(PACKAGES, specifier, "\n"));
    [
        ("cargo_lock", FileKind::CargoLock, inputs::cargo_lock()),
        // Quotes that cargo does not write lead to the TOML reader.
        (
            "cargo_lock_by_toml",
            FileKind::CargoLock,
            inputs::cargo_lock().replace("version = 4", "'version' = 4"),
        ),
        ("package_lock_v3", FileKind::PackageLock, inputs::package_lock(3)),
        ("package_lock_v1", FileKind::PackageLock, inputs::package_lock(1)),
        ("requirements", FileKind::Requirements, inputs::requirements()),
        ("yarn_classic", FileKind::YarnLock, inputs::yarn_classic()),
        ("yarn_berry", FileKind::YarnLock, inputs::yarn_berry()),
        // A comment that yarn does not write leads to the YAML reader.
        (
            "yarn_berry_by_yaml",
            FileKind::YarnLock,
            inputs::yarn_berry().replace("linkType: hard", "linkType: hard # x"),
        ),
        ("pnpm_lock_6", FileKind::PnpmLock, inputs::pnpm_lock("6.0")),
        ("pnpm_lock_9", FileKind::PnpmLock, inputs::pnpm_lock("9.0")),
        (
            "pnpm_lock_by_yaml",
            FileKind::PnpmLock,
            inputs::pnpm_lock("9.0").replace("resolution: {", "resolution:  { "),
        ),
        ("bun_lock", FileKind::BunLock, inputs::bun_lock()),
        ("poetry_lock", FileKind::PoetryLock, inputs::poetry_lock()),
        ("pdm_lock", FileKind::PdmLock, inputs::pdm_lock()),
        ("uv_lock", FileKind::UvLock, inputs::uv_lock()),
        ("pylock", FileKind::Pylock, inputs::pylock()),
        ("pipfile_lock", FileKind::PipfileLock, inputs::pipfile_lock()),
        ("package_json", FileKind::PackageJson, package_json),
        ("cargo_toml", FileKind::CargoToml, cargo_toml),
        ("pyproject", FileKind::Pyproject, pyproject),
    ]
}

fn manifest(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("manifest");
    for (label, kind, text) in inputs() {
        let reading = parse(kind, text.as_bytes(), "file");
        assert_eq!((reading.dependencies.len(), reading.errors.len()), (PACKAGES, 0), "{label}");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(label, |bencher| {
            bencher.iter(|| parse(kind, black_box(text.as_bytes()), "file"));
        });
    }
    group.finish();
}

criterion_group!(benches, manifest);
criterion_main!(benches);
