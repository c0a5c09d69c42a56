//! What a person sees, in terminals of several widths, with colour and without, and read out.
//!
//! Colour's escapes are shown as `{1;31}`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

use std::fmt::Write as _;

use phantom_testkit::Sandbox;

mod cli_support;

use cli_support::PHANTOM;

/// A project with a finding of each kind.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("project/requirements.txt", "flask>=3\n\nreqeusts==2.31.0  # 漢字 beside it\nacme-core\n");
    sandbox.write("project/dev/requirements.txt", "flask\nreqeusts\n");
    let long = "\"a\":\"1\",".repeat(30);
    sandbox.write(
        "project/web/package.json",
        format!("{{\"name\":\"own\",\"x\":{{{long}\"z\":\"1\"}},\"dependencies\":{{\"shown\":\"npm:epxress@4\",\"qzvx-0-wjkpt\":\"1\"}}}}\n"),
    );
    sandbox.write(
        "project/Cargo.toml",
        "[package]\nname = \"own\"\nversion = \"0.1.0\"\n\n[dependencies]\nserde = \"1\"\nserde_jsno = \"1\"\n",
    );
    let lock = |name: &str| {
        format!(
            "version = 4\n\n[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\nsource = \"registry+INDEX\"\n"
        ).replace("INDEX", tame_index::CRATES_IO_INDEX)
    };
    sandbox.write("project/old/Cargo.lock", lock("serde"));
    sandbox.write("project/new/Cargo.lock", lock("serde_jsno"));
    sandbox.write(
        "project/phantom.toml",
        "[[deny]]\nname = \"pypi:acme-core\"\nreason = \"use the inner one\"\n",
    );
    sandbox
}

/// One screen in all its forms.
fn forms(args: &[&str]) -> String {
    let mut sandbox = project();
    let mut text = String::new();
    for (columns, more) in [
        ("80", "--color=never"),
        ("200", "--color=never"),
        ("80", "--color=always"),
        ("200", "--color=always"),
        ("40", "--color=never"),
        ("80", "--plain"),
    ] {
        sandbox.set("COLUMNS", columns);
        let args = [&[more], args].concat();
        let outcome = sandbox.run(PHANTOM, args);
        let shown = outcome.shown().replace("\u{1b}[", "{");
        let _ =
            writeln!(text, "===== {columns} columns, {more}\n{}", with_one_summary_line(&visible(&shown)));
    }
    text
}

/// Where the summary's line is broken depends on how many digits the time has.
fn with_one_summary_line(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let more = line.strip_prefix("  ");
        match lines.last_mut().filter(|last| last.starts_with("checked ")).zip(more) {
            Some((last, more)) => {
                last.push(' ');
                last.push_str(more);
            }
            None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// Escapes end in `}`, so that they can be read.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let digits = behind.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(behind.len());
        let (code, after) = behind.split_at(digits);
        shown.push_str(before);
        shown.push('{');
        shown.push_str(code);
        rest = match after.strip_prefix('m').filter(|_| !code.is_empty()) {
            Some(after) => {
                shown.push('}');
                after
            }
            None => after,
        };
    }
    shown + rest
}

macro_rules! screen {
    ($test:ident, $args:expr) => {
        #[test]
        fn $test() {
            let text = forms(&$args);
            let sandbox = Sandbox::new();
            cli_support::settings(&sandbox)
                .bind(|| insta::assert_snapshot!(concat!("screen_", stringify!($test)), text));
        }
    };
}

screen!(scan, ["scan", "--offline", "--on-unavailable", "block", ".", "new"]);
screen!(check, ["check", "--offline", "-e", "pypi", "reqeusts", "requests", "evil\u{202e}name"]);
screen!(install, ["--offline", "pip", "install", "--upgrade", "reqeusts==2.31.0", "flask"]);
screen!(explain, ["explain", "--offline", "-e", "pypi", "reqeusts"]);
screen!(diff, ["diff", "--offline", "old/Cargo.lock", "new/Cargo.lock"]);
screen!(fix, ["fix", "--offline"]);

#[test]
fn colour_follows_the_usual_variables() {
    let mut sandbox = project();
    let colored = |sandbox: &Sandbox, more: &[&str]| {
        let args = [&["check", "--offline", "-e", "pypi", "reqeusts"], more].concat();
        sandbox.run(PHANTOM, args).expect_code(1).stdout_text().contains('\u{1b}')
    };
    assert!(!colored(&sandbox, &[]), "a pipe is no terminal");
    sandbox.set("CLICOLOR_FORCE", "1");
    assert!(colored(&sandbox, &[]));
    assert!(!colored(&sandbox, &["--plain"]) && !colored(&sandbox, &["--color", "never"]));
    sandbox.set("NO_COLOR", "1");
    assert!(!colored(&sandbox, &[]));
    sandbox.set("PHANTOM_PLAIN", "1");
    let text = sandbox.run(PHANTOM, ["check", "--offline", "-e", "pypi", "reqeusts"]).stdout_text();
    assert!(text.starts_with("Error: pypi `reqeusts` is blocked"), "{text}");
}
