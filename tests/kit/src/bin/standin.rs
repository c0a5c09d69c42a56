//! Serves a fixed set of packages at fixed addresses, for the lockfiles of fixtures/locks.
//!
//! `standin PORT` serves the registries of strangers on PORT of 127.0.0.1, and on the next one those
//! of a company, whose names someone has taken in the former too. It prints both, and stops when
//! standard input ends.
#![allow(clippy::expect_used, reason = "without its packages the program is of no use")]

use std::io::{self, Read, Write};
use std::process::ExitCode;

use jiff::Timestamp;
use phantom_testkit::{Builder, CratePackage, NpmPackage, PythonPackage, Registry};

/// From when ages count: a fixed moment, so that lockfiles which note ages repeat byte for byte.
const TODAY: &str = "2026-01-01T00:00:00Z";

fn main() -> ExitCode {
    let port = std::env::args().nth(1).and_then(|text| text.parse::<u16>().ok());
    let Some((port, next)) = port.and_then(|port| Some((port, port.checked_add(1)?))) else {
        let _ = writeln!(io::stderr(), "usage: standin PORT (and the one behind it)");
        return ExitCode::from(2);
    };
    let today: Timestamp = TODAY.parse().expect("a moment");
    let public = crates(npm(python(Registry::builder()))).port(port).today(today).start();
    let company = of_the_company(Registry::builder()).port(next).today(today).start();
    for registry in [&public, &company] {
        let _ = writeln!(io::stdout(), "{} {} {}", registry.pypi(), registry.npm(), registry.crates());
    }
    let _ = io::stdin().read_to_end(&mut Vec::new());
    ExitCode::SUCCESS
}

fn python(registry: Builder) -> Builder {
    let plain = |name: &str, version: &str| PythonPackage::new(name).version(version);
    [
        plain("web-lite", "2.1.0")
            .requires("templater>=3")
            .requires("Clicker>=8")
            .extra("async", "loop-core>=1")
            .extra("dotenv", "env-file")
            .with_source(),
        plain("templater", "3.1.2").requires("mark_safe>=2"),
        plain("mark-safe", "2.1.5").with_source(),
        plain("clicker", "8.1.0").requires("term-colors; sys_platform == \"win32\""),
        plain("term-colors", "0.4.6"),
        plain("loop-core", "1.2.0"),
        plain("env-file", "1.0.1"),
        plain("Dotted.Name_Space", "1.0.0.post1"),
        plain("http-lib", "2.31.0")
            .requires("idn<4,>=2")
            .requires("cert-store>=2017.4.17")
            .extra("socks", "sock-proxy!=1.5.7,>=1.5.6"),
        plain("idn", "3.6"),
        plain("cert-store", "2024.2.2"),
        plain("sock-proxy", "1.7.1"),
        plain("test-kit", "7.0.0")
            .requires("plugin-core>=1")
            .requires("tom-lib>=1; python_version < \"3.11\""),
        plain("plugin-core", "1.4.0"),
        plain("tom-lib", "2.0.1"),
        plain("doc-maker", "5.0.2").requires("templater"),
        plain("num-lib", "1.26.4"),
        plain("num-lib", "2.0.0"),
        // A stranger's package under a name of the company.
        plain("corp-auth", "99.0.0"),
    ]
    .into_iter()
    .fold(registry, Builder::python)
}

fn npm(registry: Builder) -> Builder {
    let plain = |name: &str, version: &str| NpmPackage::new(name).version(version);
    [
        plain("paint", "1.4.0").dependency("tone-names", "^1.1.0"),
        plain("paint", "2.0.0").dependency("@tone/convert", "^2.0.0"),
        plain("@tone/convert", "2.0.1").dependency("tone-names", "~1.1.0"),
        plain("tone-names", "1.1.4"),
        plain("argparser", "1.0.0"),
        plain("real-loop", "1.2.0").dependency("paint", "^1.0.0"),
        plain("watcher", "3.5.0").optional("native-watch", "^2.3.0").dependency("globber", "1 || 2"),
        plain("native-watch", "2.3.3"),
        plain("globber", "2.1.0").dependency("old-globber", "npm:globber@^1.0.0"),
        plain("globber", "1.9.0"),
        plain("ui-kit", "3.0.0").peer("render-core", ">=1").optional_peer("theme-pack", "*"),
        plain("render-core", "1.5.0"),
        plain("packed", "1.0.0").bundles("inner", "0.9.0"),
        plain("inner", "0.9.0"),
        plain("old-tool", "1.0.0").dependency("deep-dep", "^1.0.0"),
        plain("deep-dep", "1.0.0"),
        plain("deep-dep", "1.9.0"),
        plain("test-runner", "5.0.0").dependency("argparser", "^1.0.0").program("console.log('tested')"),
        plain("edge-lib", "2.0.0-beta.1"),
        plain("@corp/logger", "99.0.0"),
    ]
    .into_iter()
    .fold(registry, Builder::npm)
}

fn crates(registry: Builder) -> Builder {
    let plain = |name: &str, version: &str| CratePackage::new(name).version(version);
    [
        plain("serial", "1.0.200").dependency("serial_derive", "=1.0.200"),
        plain("serial_derive", "1.0.200").dependency("quoter", "1"),
        plain("quoter", "1.0.36"),
        plain("rng", "0.7.3").dependency("rng-core", "0.5"),
        plain("rng", "0.8.5").dependency("rng-core", "0.6"),
        plain("rng-core", "0.5.1"),
        plain("rng-core", "0.6.4").renamed("os_random", "get-random", "0.2"),
        plain("get-random", "0.2.15")
            .dependency_on("cfg(windows)", "win-sys", "0.52")
            .build_dependency("probe", "1"),
        plain("win-sys", "0.52.0"),
        plain("probe", "1.3.0-rc.1+meta"),
        plain("probe", "1.2.0"),
        plain("cc-build", "1.0.90"),
        plain("checker", "0.4.1").dependency("quoter", "1"),
        plain("corp-log", "99.0.0"),
    ]
    .into_iter()
    .fold(registry, Builder::krate)
}

fn of_the_company(registry: Builder) -> Builder {
    registry
        .python(PythonPackage::new("corp-auth").version("1.3.0").requires("idn"))
        .python(PythonPackage::new("far-wheel").requires("mark-safe"))
        .npm(NpmPackage::new("@corp/logger").version("1.1.0").dependency("tone-names", "^1.0.0"))
        .npm(NpmPackage::new("far-archive").dependency("tone-names", "^1.0.0"))
        .krate(CratePackage::new("corp-log").version("1.0.0"))
}
