//! What a report shows for one dependency.

use std::sync::Arc;

use serde::Serialize;

use crate::detector::Assessment;
use crate::package::Dependency;
use crate::policy::Decision;
use crate::registry::Unavailable;

/// One dependency, how it was judged, and what the policy made of it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What was judged.
    pub dependency: Dependency,
    /// The evidence, with the policy's own signals among it.
    pub assessment: Assessment,
    /// What follows.
    pub decision: Decision,
    /// Why the registry that was to be asked gave no answer; `None` where it gave one, or was not to be
    /// asked.
    pub unavailable: Option<Box<Unavailable>>,
}

impl Finding {
    /// Whether it is stopped only because it could not be checked: exit code 3, and not 1.
    pub const fn is_held(&self) -> bool {
        self.decision.held
    }
}

/// Something of the input that could not be read: never a finding, and never dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputError {
    /// The file, as the user would write its path; `None` for a command line or standard input.
    pub file: Option<Arc<str>>,
    /// Line, from 1, where one can be named.
    pub line: Option<u32>,
    /// Column in characters, from 1, where one can be named.
    pub column: Option<u32>,
    /// What is wrong, as a lower-case fragment.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}
