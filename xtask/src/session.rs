//! The terminal session of the README: docs/session.svg.
//!
//! The real program is run, offline and with a home of its own, and what it prints is drawn with its colours on a
//! background of its own, so that it reads the same on a light page and on a dark one. `shims/tests/docs` holds the
//! picture's text to what the program prints now.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anstyle::{AnsiColor, Color, RgbColor, Style};
use anstyle_svg::Term;

/// What is typed, in fixtures/first-look.
const COMMANDS: [&str; 2] = ["phantom scan --offline", "phantom --offline pip install reqeusts"];

/// Text and background, with a contrast of 12 to 1.
const TEXT: Color = Color::Rgb(RgbColor(0xd8, 0xde, 0xe9));
const GROUND: Color = Color::Rgb(RgbColor(0x1b, 0x1f, 0x27));

/// Draws the session.
///
/// # Errors
/// Phantom cannot be built or run, or the picture cannot be written.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let home = tempfile::tempdir()?;
    let (prompt, bold) = (AnsiColor::BrightGreen.on_default(), Style::new().bold());
    let mut text = String::new();
    for command in COMMANDS {
        write!(text, "{prompt}${prompt:#} {bold}{command}{bold:#}\n{}\n", printed(&root, home.path(), command)?)?;
    }
    let drawn = Term::new().fg_color(TEXT).bg_color(GROUND);
    fs::write(root.join("docs/session.svg"), drawn.render_svg(text.trim_end()))?;
    Ok(())
}

/// What a command prints, with colours: standard output, then standard error.
fn printed(root: &Path, home: &Path, command: &str) -> Result<String, Box<dyn Error>> {
    let kept = std::env::vars_os().filter(|(name, _)| ["PATH", "CARGO_HOME", "RUSTUP_HOME"].iter().any(|known| name == known));
    let rust = ["CARGO_HOME", "RUSTUP_HOME"].into_iter().zip([".cargo", ".rustup"]);
    let user = std::env::home_dir().unwrap_or_default();
    let mut cargo = Command::new("cargo");
    cargo.env_clear().envs(rust.map(|(name, folder)| (name, user.join(folder)))).envs(kept);
    cargo.envs([("HOME", home.as_os_str()), ("CLICOLOR_FORCE", OsStr::new("1")), ("TERM", OsStr::new("xterm-256color"))]);
    cargo.args(["run", "--quiet", "--bin", "phantom", "--manifest-path"]).arg(root.join("Cargo.toml")).arg("--");
    cargo.args(command.split(' ').skip(1)).current_dir(root.join("fixtures/first-look"));
    let output = cargo.output()?;
    if output.status.code() != Some(1) {
        return Err(format!("`{command}` ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8([output.stdout, output.stderr].concat())?)
}
