//! What a report shows for one dependency.

use std::sync::Arc;

use serde::Serialize;

use crate::detector::Assessment;
use crate::package::Dependency;
use crate::policy::Decision;
use crate::registry::{Lookup, Unavailable};

/// One dependency, how it was judged, and what the policy made of it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What was judged.
    pub dependency: Dependency,
    /// The evidence, with the policy's own signals among it.
    pub assessment: Assessment,
    /// What follows.
    pub decision: Decision,
    /// What the registry said: why it gave no answer, and in [`Context::Explain`](crate::policy::Context)
    /// also what it answered; otherwise `None`.
    pub answer: Option<Box<Lookup>>,
}

impl Finding {
    /// Why the registry that was to be asked gave no answer.
    pub fn unavailable(&self) -> Option<&Unavailable> {
        match self.answer.as_deref() {
            Some(Lookup::Unavailable(why)) => Some(why),
            Some(Lookup::Found(_) | Lookup::Missing) | None => None,
        }
    }

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
