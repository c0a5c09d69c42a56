use std::time::Duration;

use serde::Serialize;

use super::{Chain, Files};
use crate::batch::Progress;
use crate::change::Change;
use crate::detector::Verdict;
use crate::finding::{Finding, InputError};
use crate::policy::Action;

/// Whether registries were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// None was: the snapshot and the names alone judged.
    Offline,
    /// Where an answer could change what is said of a name.
    Online,
}

impl Mode {
    /// The word of the JSON contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Online => "online",
        }
    }
}

/// How a run ends, by the table in docs/exit-codes.md. The order is that of precedence, strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing is at the block threshold.
    Clean,
    /// A name could not be checked, and the policy holds such installs.
    NotChecked,
    /// Wrong usage, or an input that cannot be read.
    Unreadable,
    /// A name was blocked.
    Blocked,
    /// The run was interrupted before its end, so that it says nothing of the rest.
    Interrupted,
}

impl Exit {
    /// The process's exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Blocked => 1,
            Self::Unreadable => 2,
            Self::NotChecked => 3,
            Self::Interrupted => 130,
        }
    }
}

/// How many names got which verdict and which decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// All of them.
    pub checked: u64,
    /// With the verdict `safe`.
    pub safe: u64,
    /// With the verdict `suspicious`.
    pub suspicious: u64,
    /// With the verdict `high_risk`.
    pub high_risk: u64,
    /// With the verdict `not_found`.
    pub not_found: u64,
    /// With the verdict `unknown`.
    pub unknown: u64,
    /// With the decision `warn`.
    pub warned: u64,
    /// With the decision `block`, those of [`Self::held`] among them.
    pub blocked: u64,
    /// Answered by what was remembered of an earlier question; left out of the JSON document where it is 0.
    #[serde(skip_serializing_if = "is_none")]
    pub cached: u64,
    /// Asked of a registry, or of the cache that machines share; left out where it is 0.
    #[serde(skip_serializing_if = "is_none")]
    pub asked: u64,
    /// Blocked because they could not be checked, and for nothing else.
    #[serde(skip)]
    pub held: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Summary {
    /// Counts one more.
    pub fn count(&mut self, finding: &Finding) {
        self.checked += 1;
        match finding.assessment.verdict {
            Verdict::Safe => self.safe += 1,
            Verdict::Suspicious => self.suspicious += 1,
            Verdict::HighRisk => self.high_risk += 1,
            Verdict::NotFound => self.not_found += 1,
            Verdict::Unknown => self.unknown += 1,
        }
        match finding.decision.action {
            Action::Allow => {}
            Action::Warn => self.warned += 1,
            Action::Block => self.blocked += 1,
        }
        self.held += u64::from(finding.is_held());
    }

    /// Takes over from a run who answered for its names.
    pub const fn count_answers(&mut self, run: Progress) {
        self.cached = run.from_cache;
        self.asked = run.asked;
    }
}

/// Everything that a run has to say.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// Whether registries were asked.
    pub mode: Mode,
    /// One for each dependency, in input order; none of those that a stream handed on already.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// What differs, where two states were compared.
    pub changes: Option<Vec<Change>>,
    /// What the user should know beside: sentences without an end mark, for stderr.
    pub notes: Vec<String>,
    /// The time it took.
    pub elapsed: Duration,
    /// Whether it was cancelled before its end; the names that were left are `unknown`.
    pub interrupted: bool,
    /// The counts, of what a stream handed on as well.
    pub summary: Summary,
    /// What became of the files, where files were read.
    pub files: Option<Files>,
    /// Who brings in what is stopped or warned of, as far as lockfiles say so.
    pub chains: Vec<Chain>,
}

impl Report {
    /// A report of findings, which are counted, and of inputs that cannot be read.
    pub fn of(findings: Vec<Finding>, errors: Vec<InputError>) -> Self {
        let mut report = Self { findings, ..Self::of_errors(errors) };
        report.findings.iter().for_each(|finding| report.summary.count(finding));
        report
    }

    /// A report of nothing but inputs that cannot be read.
    pub const fn of_errors(errors: Vec<InputError>) -> Self {
        Self {
            mode: Mode::Offline,
            findings: Vec::new(),
            errors,
            changes: None,
            notes: Vec::new(),
            elapsed: Duration::ZERO,
            interrupted: false,
            summary: Summary {
                checked: 0,
                safe: 0,
                suspicious: 0,
                high_risk: 0,
                not_found: 0,
                unknown: 0,
                warned: 0,
                blocked: 0,
                cached: 0,
                asked: 0,
                held: 0,
            },
            files: None,
            chains: Vec::new(),
        }
    }

    /// How the run ends: an interruption goes before a blocked name, that before an input that
    /// cannot be read, and that before a name that could not be checked.
    pub const fn exit(&self) -> Exit {
        if self.interrupted {
            Exit::Interrupted
        } else if self.summary.blocked > self.summary.held {
            Exit::Blocked
        } else if !self.errors.is_empty() {
            Exit::Unreadable
        } else if self.summary.held > 0 {
            Exit::NotChecked
        } else {
            Exit::Clean
        }
    }

    /// Adds what was judged later in the same run.
    pub fn append(&mut self, later: Self) {
        let more = later.summary;
        let own = &mut self.summary;
        own.checked += more.checked;
        own.safe += more.safe;
        own.suspicious += more.suspicious;
        own.high_risk += more.high_risk;
        own.not_found += more.not_found;
        own.unknown += more.unknown;
        own.warned += more.warned;
        own.blocked += more.blocked;
        own.cached += more.cached;
        own.asked += more.asked;
        own.held += more.held;
        if later.mode == Mode::Online {
            self.mode = Mode::Online;
        }
        self.findings.extend(later.findings);
        self.errors.extend(later.errors);
        self.notes.extend(later.notes);
        self.chains.extend(later.chains);
        self.elapsed += later.elapsed;
        self.interrupted |= later.interrupted;
    }

    /// The counts.
    pub const fn summary(&self) -> Summary {
        self.summary
    }
}
