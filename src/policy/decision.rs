use serde::Serialize;

/// What happens to an install because of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It goes on.
    Allow,
    /// It goes on, and the user is told.
    Warn,
    /// It is stopped.
    Block,
}

impl Action {
    /// The word of the JSON contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Block => "block",
        }
    }
}

/// An action and why it was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What happens.
    pub action: Action,
    /// Why, as a lower-case fragment: `score 0.98 is at or over block-at 0.60`.
    pub reason: String,
    /// Whether it is stopped for nothing but that it could not be checked: exit code 3, and not 1.
    pub held: bool,
    /// The exact requirement or command by which a release is installed that the policy lets through,
    /// where the release that was asked for is too young.
    pub remedy: Option<Box<str>>,
}
