//! npm's files.

mod berry_lines;
pub(super) mod bun_lock;
mod declared;
pub(super) mod deno;
pub(super) mod jsonc;
mod locked;
pub(super) mod package_json;
pub(super) mod package_lock;
mod pnpm_lines;
pub(super) mod pnpm_lock;
pub(super) mod pnpm_workspace;
mod resolved;
mod spec;
mod yarn_berry;
pub(super) mod yarn_lock;

pub(super) use spec::{split_name, target};

/// The name of the package whose archive an address is, where it has a registry's own shape.
pub(crate) fn package_at(url: &str) -> Option<String> {
    match resolved::read(url) {
        resolved::Resolved::Web(web) => {
            web.package.filter(|package| !package.beside).map(|package| package.name.into_owned())
        }
        resolved::Resolved::Other(_) => None,
    }
}

/// A text with each of its lines in turn taken away, doubled, indented, cut, moved to the margin and given
/// one of some other ends.
#[cfg(test)]
fn broken(text: &str, ends: &[&str]) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut broken = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut variants = vec![
            vec![],
            vec![(*line).to_owned(); 2],
            vec![format!("  {line}")],
            vec![line.get(..line.len() / 2).unwrap_or_default().to_owned()],
            vec![line.trim_start().to_owned()],
        ];
        variants.extend(ends.iter().map(|end| vec![format!("{line}{end}")]));
        for variant in variants {
            let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            changed.splice(at..=at, variant);
            broken.push(changed.join("\n"));
        }
    }
    broken
}
