//! What a report shows for one dependency, and what could not be read.
//!
//! ```
//! use phantom_guard::finding::InputError;
//!
//! let error = InputError {
//!     file: Some("requirements.txt".into()),
//!     line: Some(3),
//!     column: None,
//!     message: "the name is missing".to_owned(),
//!     hint: "write NAME==VERSION".to_owned(),
//! };
//! assert_eq!(error.to_string(), "requirements.txt:3: the name is missing: write NAME==VERSION");
//! ```

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::detector::Assessment;
use crate::package::Dependency;
use crate::policy::Decision;
use crate::registry::{Lookup, Unavailable};
use crate::report::escaped;

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

impl fmt::Display for InputError {
    /// `file:line:column: message: hint`, as far as they are known; safe for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            f.write_str(&escaped(file))?;
            for place in [self.line, self.column].into_iter().flatten() {
                write!(f, ":{place}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&escaped(&self.message))?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, ": {}", escaped(&self.hint)) }
    }
}

impl std::error::Error for InputError {}
