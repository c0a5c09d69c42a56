//! Where the parts are put together: dependencies in, a report out.
//!
//! Offline, nothing here waits and no runtime is started. Online, a runtime of one thread asks for
//! the names whose judgement an answer could change.

mod chains;
mod kept;
mod lines;
mod observed;
mod stream;
mod withheld;

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

pub use self::chains::{chains, chains_in};
use self::kept::Kept;
pub use self::observed::{Observer, Underway};
pub use self::stream::{read_names, unclear_name};
use self::withheld::Withheld;
use crate::advisory::Known;
use crate::batch::{self, CancelToken, Engine, Judged, SettingsError};
use crate::corpus::Corpus;
use crate::detector::Detector;
use crate::finding::{Finding, InputError};
use crate::package::Dependency;
use crate::policy::{Context, Facts, Policy, exact_version, today};
use crate::registry::{Lookup, Registry};
use crate::report::{Mode, Report, Summary};

/// Judges dependencies by evidence and policy.
#[derive(Debug, Clone)]
pub struct Guard {
    engine: Engine<'static>,
    withheld: Option<Arc<Withheld>>,
    known: Arc<Known>,
    policy: Arc<Policy>,
    context: Context,
    now: Timestamp,
    cancel: CancelToken,
    observer: Option<Arc<dyn Observer>>,
    renews: bool,
}

impl Guard {
    /// A guard that goes by the advisories that are `known`, and asks `registry` under `settings`, or
    /// nobody.
    ///
    /// # Errors
    /// Where a setting is 0.
    pub fn new(
        corpus: &'static Corpus,
        policy: Policy,
        context: Context,
        now: Timestamp,
        registry: Option<Arc<dyn Registry>>,
        settings: batch::Settings,
        known: impl Into<Arc<Known>>,
    ) -> Result<Self, SettingsError> {
        let (policy, known) = (Arc::new(policy), known.into());
        let detector = Detector::new(corpus, now);
        let today = today(now);
        let withheld =
            registry.map(|registry| Arc::new(Withheld::new(registry, policy.clone(), known.clone(), today)));
        let asked = withheld.clone().map(|withheld| withheld as Arc<dyn Registry>);
        let (interest, doubts) = (policy.clone(), known.clone());
        let engine = Engine::new(detector, asked, settings)?.asking_about(move |d| {
            let by_release = interest.wants_age(d) || exact_version(d).is_none() && doubts.doubts(&d.name);
            interest.verifies_all() || by_release && !interest.settles(&d.name, today)
        });
        let cancel = CancelToken::new();
        Ok(Self { engine, withheld, known, policy, context, now, cancel, observer: None, renews: false })
    }

    /// The same guard, for a client that leaves a lockfile's versions behind where newer ones are allowed
    /// (`cargo update`), if `renews`.
    #[must_use]
    pub const fn renewing(mut self, renews: bool) -> Self {
        self.renews = renews;
        self
    }

    /// The same guard, which tells `observer` how far it is while it waits for registries.
    #[must_use]
    pub fn observed(mut self, observer: Option<Arc<dyn Observer>>) -> Self {
        self.observer = observer;
        self
    }

    /// Cancels a run, from any thread: the names that are left are answered `unknown` at once.
    pub fn cancel_token(&self) -> CancelToken {
        self.cancel.clone()
    }

    /// Judges dependencies; `errors` are the inputs that could not be read, which the report passes on.
    pub fn judge(&self, dependencies: Vec<Dependency>, errors: Vec<InputError>) -> Report {
        let start = Instant::now();
        let mut report = self.begin(errors);
        let asks = |withheld: &Withheld, d: &Dependency| self.engine.asks(d) && !withheld.settles(&d.name);
        let asking = self.withheld.as_ref().filter(|w| dependencies.iter().any(|d| asks(w, d)));
        let kept = Kept::of(&dependencies, &self.policy, &self.known, self.context, self.renews);
        report.findings.reserve_exact(dependencies.len());
        match asking.map(|withheld| (withheld, runtime())) {
            Some((withheld, Ok(runtime))) => {
                let Report { findings, summary, .. } = &mut report;
                let emit = |_, judged| {
                    let finding = self.decided(judged, &kept);
                    summary.count(&finding);
                    findings.push(finding);
                };
                let total = Some(dependencies.len() as u64);
                let input = futures::stream::iter(dependencies);
                let latest = Cell::default();
                let run = self.engine.run(input, self.cancel.clone(), emit, |progress| latest.set(progress));
                let run = self.watched(run, total, &latest);
                let (ended, notes) = runtime.block_on(async { (run.await, withheld.close().await) });
                summary.count_answers(ended.progress);
                report.interrupted = ended.cancelled;
                report.notes.extend(withheld.notes(ended.progress.unavailable, ended.cancelled));
                report.notes.extend(notes);
            }
            other => {
                if let Some((_, Err(error))) = other {
                    report.mode = Mode::Offline;
                    report.notes.push(format!("no registry was asked: the network cannot be used: {error}"));
                }
                for dependency in dependencies {
                    let assessment = self.engine.judge(&dependency);
                    let finding = self.decided(Judged { dependency, assessment, lookup: None }, &kept);
                    report.summary.count(&finding);
                    report.findings.push(finding);
                }
            }
        }
        report.notes.extend(self.known.notes());
        report.elapsed = start.elapsed();
        report
    }

    /// Whether it asks registries.
    pub const fn mode(&self) -> Mode {
        if self.withheld.is_some() { Mode::Online } else { Mode::Offline }
    }

    /// Judges one name by itself, for those who hear of names one after another and have a runtime to wait in
    /// (with its time driver on). What [`Self::judge`] says at the end of a run, [`Self::close`] says.
    pub async fn judge_one(&self, dependency: Dependency) -> Finding {
        let kept = Kept::default();
        let mut found = None;
        let is_settled = self.withheld.as_ref().is_none_or(|withheld| withheld.settles(&dependency.name));
        if !is_settled && self.engine.asks(&dependency) {
            let input = futures::stream::iter([dependency.clone()]);
            let emit = |_, judged| found = Some(self.decided(judged, &kept));
            self.engine.run(input, self.cancel.clone(), emit, |_| {}).await;
        }
        found.unwrap_or_else(|| {
            let assessment = self.engine.judge(&dependency);
            self.decided(Judged { dependency, assessment, lookup: None }, &kept)
        })
    }

    /// Brings what is remembered in order once the last name is judged, and says what the user should know;
    /// `unavailable` of the names could not be asked about.
    pub async fn close(&self, unavailable: u64) -> Vec<String> {
        let Some(withheld) = &self.withheld else { return Vec::new() };
        let mut notes = withheld.notes(unavailable, self.cancel.is_cancelled());
        notes.extend(withheld.close().await);
        notes
    }

    fn begin(&self, errors: Vec<InputError>) -> Report {
        Report {
            mode: self.mode(),
            notes: {
                let policy = &self.policy;
                policy.refused().chain(policy.ended(today(self.now))).chain(policy.ages_note()).collect()
            },
            summary: Summary::default(),
            ..Report::of_errors(errors)
        }
    }

    fn decided(&self, judged: Judged, kept: &Kept) -> Finding {
        let Judged { dependency, mut assessment, lookup } = judged;
        let advisories = self.known.about(&dependency.name);
        let versions = kept.versions(&dependency);
        let facts = Facts {
            lookup: lookup.as_ref(),
            advisories: &advisories,
            kept: &versions,
            replaced: kept.replaces(&dependency),
        };
        let decision = self.policy.decide(&dependency, &mut assessment, facts, self.context, self.now);
        // A report holds them all to its end.
        assessment.signals.shrink_to_fit();
        let is_settled = |name| self.withheld.as_ref().is_none_or(|withheld| withheld.settles(name));
        let answer = match lookup {
            Some(Lookup::Unavailable(_)) if is_settled(&dependency.name) => None,
            Some(answer @ Lookup::Unavailable(_)) => Some(Box::new(answer)),
            Some(answer) if self.context == Context::Explain => Some(Box::new(answer)),
            _ => None,
        };
        Finding { dependency, assessment, decision, answer }
    }
}

/// Built only where somebody is to be asked: it costs more than judging a name.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
