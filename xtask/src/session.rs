//! The terminal session of the README: docs/session.svg.
//!
//! The real program is run, offline and with a home of its own, and what it prints is drawn with its colours on a
//! background of its own, so that it reads the same on a light page and on a dark one. `shims/tests/docs` holds the
//! picture's text to what the program prints now.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anstyle::{AnsiColor, Color, RgbColor, Style};
use anstyle_svg::{Palette, Term};

/// What is typed, in fixtures/first-look.
const COMMANDS: [&str; 2] = ["phantom scan --offline Cargo.toml", "phantom --offline pip install reqeusts"];

/// Text and background, with a contrast of 12 to 1.
const TEXT: Color = Color::Rgb(RgbColor(0xd8, 0xde, 0xe9));
const GROUND: Color = Color::Rgb(RgbColor(0x1b, 0x1f, 0x27));

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The program `phantom` to run; by default cargo builds it first
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Draws the session.
///
/// # Errors
/// Phantom cannot be built or run, or the picture cannot be written.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let program = match &arguments.program {
        Some(program) => fs::canonicalize(program)?,
        None => built(&root)?,
    };
    let home = tempfile::tempdir()?;
    let (prompt, bold) = (AnsiColor::BrightGreen.on_default(), Style::new().bold());
    let mut text = String::new();
    for command in COMMANDS {
        let printed = printed(&program, &root, home.path(), command)?;
        write!(text, "{prompt}${prompt:#} {bold}{command}{bold:#}\n{printed}\n")?;
    }
    let drawn = Term::new().palette(palette()).fg_color(TEXT).bg_color(GROUND).render_svg(text.trim_end());
    // Dimmed text is drawn so faint by default that it cannot be read.
    fs::write(root.join("docs/session.svg"), drawn.replace("opacity: 0.4", "opacity: 0.7"))?;
    Ok(())
}

/// The sixteen colours of a terminal, each with a contrast of 6 to 1 and more on [`GROUND`], black apart.
fn palette() -> Palette {
    let colours = [0x1b1f27, 0xff7b72, 0x7ee787, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x76d9e6, 0xd8dee9];
    let bright = [0x9aa4b2, 0xffa198, 0xa5f3ab, 0xf2cc60, 0xa5d6ff, 0xe2c5ff, 0xb3f0ff, 0xffffff];
    let mut of_sixteen = [RgbColor(0, 0, 0); 16];
    for (place, colour) in of_sixteen.iter_mut().zip(colours.into_iter().chain(bright)) {
        let [_, red, green, blue] = u32::to_be_bytes(colour);
        *place = RgbColor(red, green, blue);
    }
    Palette(of_sixteen)
}

/// The program of this working tree.
fn built(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let done =
        Command::new("cargo").args(["build", "--quiet", "--bin", "phantom"]).current_dir(root).status()?;
    if !done.success() {
        return Err("phantom cannot be built".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(fs::canonicalize(target.join("debug/phantom"))?)
}

/// What a command prints, with colours: standard output, then standard error.
fn printed(program: &Path, root: &Path, home: &Path, command: &str) -> Result<String, Box<dyn Error>> {
    let mut phantom = Command::new(program);
    phantom.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    phantom.envs([
        ("HOME", home.as_os_str()),
        ("CLICOLOR_FORCE", "1".as_ref()),
        ("TERM", "xterm-256color".as_ref()),
    ]);
    phantom.args(command.split(' ').skip(1)).current_dir(root.join("fixtures/first-look"));
    let output = phantom.output()?;
    if output.status.code() != Some(1) {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{command}` ended with {}: {said}", output.status).into());
    }
    Ok(String::from_utf8([output.stdout, output.stderr].concat())?)
}
