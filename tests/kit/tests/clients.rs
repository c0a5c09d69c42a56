//! The stand-in and its canaries are real: without Phantom, the real clients install from it and
//! run what the packages bring. Every test that says "the canary never ran" rests on these.
#![allow(missing_docs, reason = "tests")]

use phantom_testkit::{CratePackage, NpmPackage, PythonPackage, Registry, Sandbox, program};

#[test]
fn pip_installs_a_wheel_and_its_requirement_and_runs_a_source_distribution() {
    let sandbox = Sandbox::new();
    let canary = sandbox.path("canary");
    let registry = Registry::builder()
        .python(PythonPackage::new("Good.Thing").requires("other_thing"))
        .python(PythonPackage::new("other-thing"))
        .python(PythonPackage::new("barks").canary(&canary))
        .start();
    let mut sandbox = sandbox;
    sandbox.install_from(&registry);

    sandbox.run(program("pip"), ["install", "--target", "lib", "good-thing"]).expect_code(0);
    assert!(sandbox.project().join("lib/other_thing.py").is_file());
    assert!(!canary.exists());
    assert_eq!(registry.files_fetched().len(), 2);

    sandbox.run(program("pip"), ["install", "--target", "lib", "barks"]).expect_code(0);
    assert!(canary.exists());
    let told = sandbox.run(
        program("python3"),
        ["-c", "import sys; sys.path.insert(0, 'lib'); import barks; print(barks.ANSWER)"],
    );
    assert_eq!(told.expect_code(0).stdout_text(), "barks\n");
}

#[test]
fn npm_installs_a_tree_and_runs_install_scripts() {
    let home = Sandbox::new();
    let canary = home.path("canary");
    let registry = Registry::builder()
        .npm(NpmPackage::new("@scope/good").dependency("barks", "^1.0.0").program("console.log(6 * 7)"))
        .npm(NpmPackage::new("barks").canary(&canary))
        .start();
    let sandbox = Sandbox::with(&registry);
    sandbox.write("project/package.json", "{}\n");
    sandbox.run(program("npm"), ["install", "--foreground-scripts", "@scope/good"]).expect_code(0);
    assert!(canary.exists(), "{:?}", registry.requests());
    assert!(sandbox.project().join("node_modules/barks/index.js").is_file());
    assert_eq!(sandbox.run(program("npx"), ["good"]).expect_code(0).stdout_text(), "42\n");
    assert_eq!(registry.requests_for("@scope/good").len(), 2, "the packument and the tarball");
    assert_eq!(registry.requests_for("scope").len(), 0);
    assert_eq!(registry.files_fetched().len(), 2);
}

#[test]
fn cargo_builds_a_crate_and_runs_build_scripts() {
    let home = Sandbox::new();
    let canary = home.path("canary");
    let registry = Registry::builder()
        .krate(CratePackage::new("good-crate").dependency("barks", "1"))
        .krate(CratePackage::new("barks").canary(&canary))
        .start();
    let sandbox = Sandbox::with(&registry);
    sandbox.write(
        "project/Cargo.toml",
        "[package]\nname = \"project\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\ngood-crate = \"1\"\n",
    );
    sandbox.write("project/src/main.rs", "fn main() { println!(\"{}\", good_crate::ANSWER); }\n");
    let told = sandbox.run(program("cargo"), ["run", "--quiet"]).expect_code(0);
    assert_eq!(told.stdout_text(), "good-crate\n");
    assert!(canary.exists());
    assert_eq!(registry.files_fetched().len(), 2);
}
