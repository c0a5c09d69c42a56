//! Words that stand for values.

use clap::ValueEnum as _;
use phantom_guard::manifest::FileKind;
use phantom_guard::package::Ecosystem;

use super::HookTarget;
use crate::hook::Agent;

pub(super) fn kind(word: &str) -> Result<FileKind, String> {
    FileKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| {
        let words: Vec<&str> = FileKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("it is one of {}", words.join(", "))
    })
}

pub(super) fn hook_target(word: &str) -> Result<HookTarget, String> {
    if word == "git" {
        return Ok(HookTarget::Git);
    }
    let agent = Agent::from_str(word, true);
    agent
        .map(HookTarget::Agent)
        .map_err(|_| "it is one of claude-code, codex, gemini, cursor, copilot, git".to_owned())
}

pub(super) fn ecosystem(word: &str) -> Result<Ecosystem, String> {
    word.parse().map_err(|error: phantom_guard::package::UnknownEcosystem| error.to_string())
}
