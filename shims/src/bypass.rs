//! `PHANTOM_BYPASS=reason`: the user's own word that a run goes on which Phantom would stop.
//!
//! It is judged and shown all the same, said aloud and logged. Agent hooks never ask here.

use std::ffi::OsStr;

/// The variable.
pub(crate) const VARIABLE: &str = "PHANTOM_BYPASS";

/// Fewer letters are no reason.
const FEWEST_LETTERS: usize = 3;

/// How much of a reason is shown and logged, in characters.
const LONGEST: usize = 200;

/// Words that only say that there is one.
const NO_REASONS: [&str; 4] = ["true", "false", "yes", "none"];

/// What the variable says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bypass {
    /// It is not set.
    No,
    /// It is set, and gives no reason: it does not count.
    NoReason,
    /// It gives this reason.
    For(String),
    /// It does not count: the machine's file locks it, here.
    Locked(String),
}

impl Bypass {
    /// That of this process.
    pub(crate) fn of_process() -> Self {
        let Some(text) = std::env::var_os(VARIABLE) else { return Self::No };
        match Self::read(&text) {
            Self::For(reason) => crate::session::bypass_lock().map_or(Self::For(reason), Self::Locked),
            other => other,
        }
    }

    fn read(text: &OsStr) -> Self {
        let text = text.to_string_lossy();
        let reason: String = text.trim().chars().take(LONGEST).collect();
        let letters = reason.chars().filter(|c| c.is_alphabetic()).count();
        if letters < FEWEST_LETTERS || NO_REASONS.contains(&reason.to_ascii_lowercase().as_str()) {
            return Self::NoReason;
        }
        Self::For(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_letters() {
        for text in ["", "  ", "1", "12345", "true", "TRUE", "yes", "on", "ok", "--"] {
            assert_eq!(Bypass::read(text.as_ref()), Bypass::NoReason, "{text:?}");
        }
        assert_eq!(Bypass::read(" our own fork ".as_ref()), Bypass::For("our own fork".to_owned()));
        assert_eq!(Bypass::read("x".repeat(999).as_ref()), Bypass::For("x".repeat(LONGEST)));
        assert_eq!(Bypass::read("größe".as_ref()), Bypass::For("größe".to_owned()));
    }
}
