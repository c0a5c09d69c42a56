//! A release ends at a panic and unwinds nothing: the tables by which an unwinder finds its way are left out,
//! three quarters of a megabyte of fifteen that the command may have.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=without-unwinding.ld");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    if !is("CARGO_CFG_TARGET_OS", "linux") || !is("PROFILE", "release") {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
    // With the linker that Rust brings along; others were not tried.
    if is("CARGO_CFG_TARGET_ARCH", "x86_64") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        let script = env::var("CARGO_MANIFEST_DIR").unwrap_or_default() + "/without-unwinding.ld";
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{script}");
        // Functions that came out alike are one: a tenth of a megabyte. Nothing of ours compares functions by
        // their address, and browsers link the same SQLite this way.
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all,-O2");
    }
}
