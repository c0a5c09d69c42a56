//! A release ends at a panic and unwinds nothing: the table by which an unwinder finds its way is left out,
//! a tenth of a megabyte of fifteen that the command may have.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_linux = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if is_linux && is_release {
        println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
    }
}
