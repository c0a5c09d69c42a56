//! Folders that surely hold copies of others' packages, or what a tool made, and nothing that the
//! project states.

use std::path::Path;

use super::reading::SkipReason;

/// What a version control system keeps for itself, and Python's byte code. Neither can hold a file of
/// a known kind, and every project has them: they go without saying.
pub(super) fn is_never_read(name: &str) -> bool {
    matches!(name, ".git" | ".hg" | ".svn" | ".bzr" | ".jj" | "__pycache__")
}

/// Why a folder of this name is left out. `above` is the name of the folder that holds it.
pub(super) fn by_name(name: &str, above: Option<&str>, beside_cargo_toml: bool) -> Option<SkipReason> {
    Some(match name {
        "node_modules" | "bower_components" | "jspm_packages" | "site-packages" | "dist-packages"
        | "__pypackages__" | ".eggs" | ".yarn" | ".pnpm-store" => SkipReason::Installed,
        // Where a project keeps its tools' homes.
        "registry" | "git" if above == Some(".cargo") => SkipReason::Installed,
        "bundle" if above == Some("vendor") => SkipReason::Installed,
        _ if name.ends_with(".dist-info") => SkipReason::Installed,
        ".venv" | "venv" | ".tox" | ".nox" => SkipReason::Environment,
        "target" if beside_cargo_toml => SkipReason::Built,
        "_vendor" => SkipReason::Vendored,
        _ => return None,
    })
}

/// Whether a file below a folder that is walked lies in one that is left out by its name alone, which is
/// all that can be told where only its path is known.
pub fn lies_left_out(below: &Path) -> bool {
    let mut above = None;
    below.parent().into_iter().flat_map(Path::components).any(|part| {
        let name = part.as_os_str().to_str().unwrap_or_default();
        let out = is_never_read(name) || by_name(name, above, false).is_some();
        above = Some(name);
        out
    })
}

/// Why a folder with these files is left out, whatever its name.
pub(super) fn by_content(name: &str, holds: impl Fn(&str) -> bool) -> Option<SkipReason> {
    if holds("pyvenv.cfg") || holds("conda-meta") {
        return Some(SkipReason::Environment);
    }
    if holds(".rustc_info.json") || name == "target" && holds("CACHEDIR.TAG") {
        return Some(SkipReason::Built);
    }
    // Of cargo, of Go, and of Composer.
    let vendored =
        holds(".cargo-checksum.json") || name == "vendor" && (holds("modules.txt") || holds("autoload.php"));
    vendored.then_some(SkipReason::Vendored)
}
