//! Whole processes, as a user waits for them: what the gate adds to a command that installs nothing,
//! one name, a refusal, a lockfile of 5,000 packages, and a monorepo of 2,000 manifests.
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
        let shims = folder.path().join("shims");
        fs::create_dir(&shims).unwrap();
        // A hard link where that is possible, as `phantom shims install` places it.
        if fs::hard_link(phantom(), shims.join("npm")).is_err() {
            fs::copy(phantom(), shims.join("npm")).unwrap();
        }
        let project = folder.path().join("project");
        fs::create_dir(&project).unwrap();
        fs::write(project.join("Cargo.lock"), lockfile(5_000)).unwrap();
        monorepo(&folder.path().join("monorepo"), 2_000);
        Self { folder }
    }

    fn run(&self, program: &Path, args: &[&str], expected: i32) {
        let status = Command::new(program)
            .args(args)
            .env_clear()
            .env("PATH", format!("{0}/shims:{0}", self.folder.path().display()))
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

/// A repository of so many manifests: a quarter of each ecosystem's packages, a quarter small lockfiles.
/// Each package has sources, a build folder and a .gitignore beside its manifest, as real ones have.
fn monorepo(root: &Path, manifests: usize) {
    const CRATES: [&str; 6] = ["serde", "tokio", "anyhow", "clap", "regex", "rand"];
    const PYPI: [&str; 6] = ["requests", "flask", "django", "numpy", "pytest", "httpx"];
    const NPM: [&str; 6] = ["react", "lodash", "express", "chalk", "semver", "debug"];
    let write = |path: String, text: String| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let lines =
        |names: [&str; 6], line: &dyn Fn(&str) -> String, between: &str| names.map(line).join(between);
    fs::create_dir_all(root.join(".git")).unwrap();
    write(".gitignore".into(), "/target/\n**/dist/\n*.log\n.env*\n!.env.example\n".into());
    let stated = lines(CRATES, &|name| format!("{name} = \"1\""), "\n");
    write(
        "Cargo.toml".into(),
        format!("[workspace]\nmembers = [\"rs/*\"]\n\n[workspace.dependencies]\n{stated}\n"),
    );
    write("package.json".into(), "{\"private\": true, \"workspaces\": [\"js/*\"]}\n".into());
    for at in 0..manifests / 4 {
        let stated = lines(CRATES, &|name| format!("{name}.workspace = true"), "\n");
        write(
            format!("rs/crate-{at}/Cargo.toml"),
            format!(
                "[package]\nname = \"crate-{at}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{stated}\n"
            ),
        );
        let stated = lines(PYPI, &|name| format!("{name}>=1.{at}"), "\n");
        write(format!("py/service-{at}/requirements.txt"), format!("{stated}\n"));
        let stated = lines(NPM, &|name| format!("    \"{name}\": \"^1.{at}.0\""), ",\n");
        let member =
            format!("{{\n  \"name\": \"package-{at}\",\n  \"dependencies\": {{\n{stated}\n  }}\n}}\n");
        write(format!("js/package-{at}/package.json"), member);
        let entry = |name: &str| {
            format!(
                "    \"node_modules/{name}\": {{\n      \"version\": \"1.{at}.0\",\n      \"resolved\": \"https://registry.example/{name}/-/{name}-1.{at}.0.tgz\",\n      \"integrity\": \"sha512-{at:086}==\"\n    }}"
            )
        };
        let locked = lines(NPM, &entry, ",\n");
        write(
            format!("js/package-{at}/package-lock.json"),
            format!("{{\n  \"lockfileVersion\": 3,\n  \"packages\": {{\n{locked}\n  }}\n}}\n"),
        );
        for file in ["src/lib.rs", "src/main.rs", "dist/package.json"] {
            write(format!("rs/crate-{at}/{file}"), "fn main() {}\n".repeat(40));
        }
        for file in ["app/__init__.py", "app/models.py", "tests/test_models.py"] {
            write(format!("py/service-{at}/{file}"), "def view(request):\n    return None\n".repeat(40));
        }
        for file in [".gitignore", "src/index.ts", "node_modules/.bin/tool", "README.md"] {
            write(format!("js/package-{at}/{file}"), "coverage/\n*.tsbuildinfo\n".into());
        }
    }
}

fn process(criterion: &mut Criterion) {
    let bench = Bench::new();
    let phantom = phantom();
    let client = bench.folder.path().join("npm");
    let mut group = criterion.benchmark_group("process");
    group.bench_function("client alone", |b| b.iter(|| bench.run(&client, &["run", "x"], 0)));
    group.bench_function("pass-through", |b| b.iter(|| bench.run(&phantom, &["npm", "run", "x"], 0)));
    let shim = bench.folder.path().join("shims/npm");
    group.bench_function("pass-through by a shim", |b| b.iter(|| bench.run(&shim, &["run", "x"], 0)));
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
    group.bench_function("scan of a monorepo of 2,000 manifests", |b| {
        b.iter(|| bench.run(&phantom, &["scan", "monorepo"], 0));
    });
    group.finish();
}

criterion_group!(benches, process);
criterion_main!(benches);
