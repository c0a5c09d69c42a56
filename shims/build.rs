//! Packs the texts that the command gives out, and says how a release is linked.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=assets");
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    pack(Path::new("assets"), &Path::new(&out).join("texts.z"))?;
    link();
    Ok(())
}

/// Completions and manual pages, as src/texts reads them.
fn pack(assets: &Path, into: &Path) -> io::Result<()> {
    let mut paths = fs::read_dir(assets)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(packed, "\u{1e}{name}")?;
        packed.write_all(&fs::read(&path)?)?;
    }
    fs::write(into, packed.finish()?)
}

/// Keeps the command under fifteen megabytes: docs/benchmarks.md says what each of these saves.
fn link() {
    println!("cargo::rerun-if-changed=without-unwinding.ld");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    if !is("CARGO_CFG_TARGET_OS", "linux") || !is("PROFILE", "release") {
        return;
    }
    let arg = |arg: &str| println!("cargo::rustc-link-arg-bins=-Wl,{arg}");
    // A release ends at a panic and unwinds nothing: the tables by which an unwinder finds its way are left out.
    arg("--no-eh-frame-hdr");
    // With the linker that Rust brings along; others were not tried.
    if is("CARGO_CFG_TARGET_ARCH", "x86_64") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        let script = env::var("CARGO_MANIFEST_DIR").unwrap_or_default() + "/without-unwinding.ld";
        arg(&format!("-T,{script}"));
        // Functions that came out alike are one. Nothing of ours compares functions by their address, and
        // browsers link the same SQLite this way.
        arg("--icf=all,-O2");
        if env::var("HOST") == env::var("TARGET") && knows_packed_relocations() {
            arg("-z,pack-relative-relocs");
        }
    }
}

/// Whether the C library of this machine reads relocations in the form that needs a twentieth of the room: glibc
/// does since 2.36. A program runs with the C library that it was linked with, or a newer one.
fn knows_packed_relocations() -> bool {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let said = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let version =
        said.trim().strip_prefix("glibc 2.").map(|minor| minor.split('.').next().unwrap_or_default());
    version.and_then(|minor| minor.parse::<u32>().ok()).is_some_and(|minor| minor >= 36)
}
