//! Where the parts are put together: dependencies in, a report out.
//!
//! [`Guard::offline`] is the shortest way; [`Guard::builder`] takes a policy, a registry and more.
//!
//! Offline, nothing here waits and no runtime is started. Online, a runtime of one thread asks for
//! the names whose judgement an answer could change.

mod builder;
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

pub use self::builder::GuardBuilder;
pub use self::chains::chains_in;
use self::kept::Kept;
pub use self::observed::{Observer, Underway};
pub use self::stream::read_names;
use self::withheld::Withheld;

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use self::{chains::chains, stream::unclear_name};

use crate::advisory::Known;
use crate::batch::{CancelToken, Engine, Judged};
use crate::detector::Detector;
use crate::finding::{Finding, InputError};
use crate::package::{Dependency, Ecosystem, PackageSpec};
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
    /// A guard that asks nobody: it goes by the snapshot of names in the program and the default policy.
    /// `now` gives the snapshot its age; the same names at the same time get the same answer.
    ///
    /// ```
    /// use phantom_guard::detector::Verdict;
    /// use phantom_guard::guard::Guard;
    /// use phantom_guard::package::Ecosystem;
    ///
    /// let guard = Guard::offline("2026-08-01T00:00:00Z".parse()?);
    /// let report = guard.judge_names(Ecosystem::PyPi, ["requests", "reqeusts"]);
    /// let verdicts: Vec<Verdict> = report.findings.iter().map(|f| f.assessment.verdict).collect();
    /// assert_eq!(verdicts, [Verdict::Safe, Verdict::HighRisk]);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn offline(now: Timestamp) -> Self {
        Self::of(GuardBuilder::new(now))
    }

    /// A guard of other parts than [`Self::offline`]'s.
    pub fn builder(now: Timestamp) -> GuardBuilder {
        GuardBuilder::new(now)
    }

    /// The settings are such that a run can go on under them.
    fn of(parts: GuardBuilder) -> Self {
        let GuardBuilder { now, corpus, policy, context, registry, settings, known } = parts;
        let policy = Arc::new(policy);
        let detector = Detector::new(corpus, now);
        let today = today(now);
        let withheld =
            registry.map(|registry| Arc::new(Withheld::new(registry, policy.clone(), known.clone(), today)));
        let asked = withheld.clone().map(|withheld| withheld as Arc<dyn Registry>);
        let (interest, doubts) = (policy.clone(), known.clone());
        let engine = Engine::under(detector, asked, settings).asking_about(move |d| {
            let by_release = interest.wants_age(d) || exact_version(d).is_none() && doubts.doubts(&d.name);
            interest.verifies_all() || by_release && !interest.settles(&d.name, today)
        });
        let cancel = CancelToken::new();
        Self { engine, withheld, known, policy, context, now, cancel, observer: None, renews: false }
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

    /// Judges names as people type them, with a version or without (`requests==2.31`, `react@18`); one that
    /// names another ecosystem (`npm:react`) is of that one. The findings are in the order of the names.
    pub fn judge_names<N: AsRef<str>>(
        &self,
        ecosystem: Ecosystem,
        names: impl IntoIterator<Item = N>,
    ) -> Report {
        let spec = |name: N| {
            let name = name.as_ref();
            // A package URL that cannot be read is judged as the name that it is then.
            PackageSpec::parse(name, Some(ecosystem))
                .unwrap_or_else(|_| PackageSpec::in_ecosystem(ecosystem, name))
        };
        self.judge(names.into_iter().map(|name| spec(name).into()).collect(), Vec::new())
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
                // What was given up may be judged all the same, by what is known of it here.
                let most = if ended.cancelled { report.summary.unknown } else { u64::MAX };
                let unavailable = ended.progress.unavailable.min(most);
                report.notes.extend(withheld.notes(unavailable, ended.cancelled));
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
