//! From an assessment to a decision.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::advised::{self, Bearing};
use super::cooldown::{Age, Cooldown};
use super::list::List;
use super::reserved::is_reserved;
use super::{Action, Decision, Entry, Layer, NameRule, Pin, PolicyFile, Private, Resolved, Settings};
use crate::advisory::{Advisory, Affected};
use crate::detector::weights::FITTED;
use crate::detector::{Assessment, Signal, SignalCode, Term, Verdict};
use crate::finding::InputError;
use crate::package::{Concern, Dependency, Ecosystem, PackageName, Source};
use crate::registry::Lookup;

/// What the project's own word weighs, in log-odds. Set by hand: it outweighs whatever the other
/// evidence adds up to, so that the score says the same as the decision.
const WORD_OF_THE_PROJECT: f64 = 24.0;

/// What an advisory about a release weighs that the requirement only leaves open. Set by hand: the
/// decision is a warning whatever the score.
const RELEASE_LEFT_OPEN: f64 = 2.0;

/// The default thresholds, by which a verdict is named (docs/policy.md).
const BLOCK_AT: f64 = 0.60;
const WARN_AT: f64 = 0.30;

/// What a judgement is for: it decides what happens by default to a name that could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Names on a command line: warned of.
    Check,
    /// The same, where the registry's answers are shown beside the evidence.
    Explain,
    /// Files: warned of.
    Scan,
    /// An install that goes on after the answer.
    Install {
        /// Whether somebody can be asked whether to go on. Where nobody can, the name is blocked.
        can_ask: bool,
    },
}

impl Context {
    const fn on_unavailable(self) -> Action {
        match self {
            Self::Check | Self::Explain | Self::Scan | Self::Install { can_ask: true } => Action::Warn,
            Self::Install { can_ask: false } => Action::Block,
        }
    }
}

/// The day that an end date is compared with. Days begin in UTC, so that two machines agree.
pub fn today(now: Timestamp) -> Date {
    Offset::UTC.to_datetime(now).date()
}

/// What is known of a dependency beside its assessment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The registry's answer; `None` where nobody was asked.
    pub lookup: Option<&'a Lookup>,
    /// The advisories about the name, whatever its releases.
    pub advisories: &'a [Advisory],
    /// The versions that lockfiles of the same project pin for the name: the client keeps the one that
    /// satisfies what a manifest asks for.
    pub kept: &'a [&'a str],
    /// Whether the command line names the package itself, and so replaces what the project's files say.
    pub replaced: bool,
}

/// The project's rules.
#[derive(Debug, Clone)]
pub struct Policy {
    block_at: f64,
    warn_at: f64,
    on_unavailable: Option<Action>,
    verify_all: bool,
    allow: List,
    deny: List,
    private: Private,
    cooldown: Cooldown,
    /// What a lock keeps from counting, a sentence each.
    refused: Vec<String>,
}

impl Default for Policy {
    /// The default thresholds, and no lists.
    fn default() -> Self {
        Self::new(&Settings::default(), PolicyFile::default())
    }
}

impl Policy {
    /// The rules of one policy file, where nothing else has a say.
    ///
    /// ```
    /// use phantom_guard::policy::{Policy, PolicyFile};
    ///
    /// let faults = PolicyFile::parse("block-at = 7", "phantom.toml").unwrap_err();
    /// assert_eq!(faults[0].line, Some(1));
    /// let policy = Policy::of_file(PolicyFile::parse("verify-all = true", "phantom.toml").unwrap())?;
    /// assert!(policy.verifies_all());
    /// # Ok::<(), phantom_guard::finding::InputError>(())
    /// ```
    ///
    /// # Errors
    /// Where the file's `block-at` lies below its `warn-at`.
    pub fn of_file(file: PolicyFile) -> Result<Self, InputError> {
        let settings = Settings::resolve(Layer::default(), Layer::default(), file.layer.clone())?;
        Ok(Self::new(&settings, file))
    }

    /// Allows a name that `--allow` gave, in any ecosystem where it has no prefix.
    pub fn allow(&mut self, name: &str) {
        self.allow.push(Entry {
            rule: NameRule::parse(name),
            reason: "allowed for this run".to_owned(),
            until: None,
            version: None,
            place: "--allow".into(),
        });
    }

    /// Whether a registry is to be asked for popular and established names too.
    pub const fn verifies_all(&self) -> bool {
        self.verify_all
    }
}

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
impl Policy {
    /// The rules of a policy file under the resolved settings.
    pub fn new(settings: &Settings, file: PolicyFile) -> Self {
        let mut policy = Self {
            block_at: settings.block_at.value,
            warn_at: settings.warn_at.value,
            on_unavailable: settings.on_unavailable.as_ref().map(|v| v.value),
            verify_all: settings.verify_all.value,
            allow: List::default(),
            deny: List::default(),
            private: file.private,
            cooldown: Cooldown::new(settings, file.min_age_except),
            refused: Vec::new(),
        };
        file.allow.into_iter().for_each(|entry| policy.allow.push(entry));
        file.deny.into_iter().for_each(|entry| policy.deny.push(entry));
        policy
    }

    /// The rules of several files, as far as their locks let each count.
    pub fn of(resolved: &Resolved) -> Self {
        let mut policy = Self::new(&resolved.settings, resolved.lists.clone());
        resolved.allowed.iter().for_each(|name| policy.allow(name));
        policy.refused.clone_from(&resolved.notes);
        if resolved.lock("min-age").is_some() {
            policy.cooldown.lock();
        }
        policy
    }

    /// A sentence for each thing that a lock keeps from counting.
    pub fn refused(&self) -> impl Iterator<Item = String> {
        self.refused.iter().cloned()
    }

    /// The entry of the deny list that stops a name on a day: any version of it, or this one.
    pub fn denying(&self, name: &PackageName, version: Option<&str>, today: Date) -> Option<&Entry> {
        let counts = |entry: &&Entry| {
            let same = entry.version.is_none() || version.is_none() || entry.version.as_deref() == version;
            !entry.is_over(today) && same
        };
        self.deny.about(name).find(counts)
    }

    /// Whether the age of the release that would be installed matters, so that a registry has to be asked
    /// even about a name that is known.
    pub fn wants_age(&self, dependency: &Dependency) -> bool {
        self.cooldown.asked_of(dependency).is_some()
    }

    /// Whether ages of releases matter at all, so that an answer of yesterday does not do.
    pub fn wants_ages(&self) -> bool {
        self.cooldown.is_active()
    }

    /// What the user should know where ages are asked for and nobody may be asked about them.
    pub fn ages_note(&self) -> Option<String> {
        self.cooldown.note()
    }

    /// Whether no registry's answer could change what is decided of the name, or none may be asked
    /// for it: it is private, or a list names it whatever its version.
    pub fn settles(&self, name: &PackageName, today: Date) -> bool {
        let listed =
            |list: &List| list.about(name).any(|entry| entry.version.is_none() && !entry.is_over(today));
        let listed = self.private.covers(name).is_some() || listed(&self.deny) || listed(&self.allow);
        listed || is_reserved(name)
    }

    /// A sentence for each entry whose end date has passed.
    pub fn ended(&self, today: Date) -> impl Iterator<Item = String> {
        let lists = [("allow", &self.allow), ("deny", &self.deny)];
        lists.into_iter().flat_map(move |(word, list)| {
            list.entries().iter().filter(move |entry| entry.is_over(today)).map(move |entry| {
                let until = entry.until.map(|until| until.to_string()).unwrap_or_default();
                format!(
                    "{}: the {word} entry for {:?} ended on {until} and no longer counts: renew its end date or take it out",
                    entry.place,
                    entry.rule.as_str()
                )
            })
        })
    }

    /// Decides what happens because of one name, and adds the policy's own signals to its assessment.
    ///
    /// In order: releases that are known to be malicious, the deny list, the allow list, private names,
    /// where the package would come from, a score that blocks, the age of the release, the score, and what
    /// may happen to a name that could not be checked. An outage never lowers what the score alone decides.
    pub fn decide(
        &self,
        dependency: &Dependency,
        assessment: &mut Assessment,
        facts: Facts<'_>,
        context: Context,
        now: Timestamp,
    ) -> Decision {
        match advised::strongest(dependency, facts.advisories, facts.lookup, facts.kept) {
            Some((advisory, Bearing::Hit(version))) => malicious(advisory, version.as_deref(), assessment),
            Some((advisory, _)) => {
                let decided = self.unadvised(dependency, assessment, facts, context, now);
                beside_a_malicious_release(advisory, assessment, decided)
            }
            None => self.unadvised(dependency, assessment, facts, context, now),
        }
    }

    /// What is decided where no advisory has a say.
    fn unadvised(
        &self,
        dependency: &Dependency,
        assessment: &mut Assessment,
        facts: Facts<'_>,
        context: Context,
        now: Timestamp,
    ) -> Decision {
        let today = today(now);
        if let Some(decision) = self.by_list(dependency, assessment, today) {
            return decision;
        }
        if dependency.source.is_registry()
            && let Some(registry) = self.private.covers(&dependency.name)
        {
            let detail = format!("not checked: private registry {}", registry.escape_debug());
            if let Some(index) = other_index(dependency) {
                return confused(index, detail, dependency.name.ecosystem(), assessment);
            }
            // What is known of public names says nothing of a private one.
            assessment.signals.clear();
            add(assessment, SignalCode::PrivateName, -WORD_OF_THE_PROJECT, detail.clone());
            assessment.verdict = Verdict::Unknown;
            assessment.suggestion = None;
            assessment.checked = false;
            return decision(Action::Allow, detail);
        }
        let mut decided = self.by_score(assessment.score);
        if dependency.concerns.contains(&Concern::BoundByProject) {
            assessment.checked = false;
            assessment.verdict = Verdict::Unknown;
            let why = format!("{}, which only the project's own file says", elsewhere(&dependency.source));
            return self.by_outage(decided, context, &why);
        }
        if !dependency.source.is_registry() {
            // Only what the file says beside the name can weigh here.
            return match decided.action {
                Action::Warn | Action::Block if !dependency.concerns.is_empty() => decided,
                _ => decision(Action::Allow, elsewhere(&dependency.source)),
            };
        }
        let age = self.cooldown.judge(dependency, facts, now);
        if let Age::Young { reason, remedy } = age {
            decided = held_back(decided, reason, remedy, assessment);
        } else if decided.action == Action::Block {
            // Evidence that blocks under this project's thresholds judges the name.
            if assessment.verdict == Verdict::Unknown {
                assessment.verdict = Verdict::HighRisk;
            }
        } else if !assessment.checked || assessment.verdict == Verdict::Unknown {
            decided = self.by_outage(decided, context, "could not be checked");
        } else if let Age::Unknown(why) = age {
            assessment.checked = false;
            if assessment.verdict == Verdict::Safe {
                assessment.verdict = Verdict::Unknown;
            }
            decided = self.by_outage(decided, context, &why);
        }
        self.beside_a_denied_version(dependency, decided, today)
    }

    fn by_list(&self, dependency: &Dependency, assessment: &mut Assessment, today: Date) -> Option<Decision> {
        if is_reserved(&dependency.name) {
            return Some(denied("reserved by Phantom for trying out what is covered".to_owned(), assessment));
        }
        let counts = |entry: &&Entry| !entry.is_over(today) && entry.pin(dependency) == Pin::Holds;
        let said =
            |entry: &Entry, word: &str| format!("{word} by {}: {}", entry.place, entry.reason.escape_debug());
        if let Some(entry) = self.deny.about(&dependency.name).find(counts) {
            return Some(denied(said(entry, "denied"), assessment));
        }
        let entry = self.allow.about(&dependency.name).find(counts)?;
        let reason = said(entry, "allowed");
        add(assessment, SignalCode::AllowListed, -WORD_OF_THE_PROJECT, reason.clone());
        // That it does not exist stays true of an allowed name.
        if assessment.verdict != Verdict::NotFound {
            assessment.verdict = verdict_of(assessment.score);
        }
        Some(decision(Action::Allow, reason))
    }

    fn by_score(&self, score: f64) -> Decision {
        let shown = shown_score(score);
        let (action, reason) = if score >= self.block_at {
            (Action::Block, format!("score {shown} is at or over block-at {:.2}", self.block_at))
        } else if score >= self.warn_at {
            (Action::Warn, format!("score {shown} is at or over warn-at {:.2}", self.warn_at))
        } else {
            (Action::Allow, format!("score {shown} is under warn-at {:.2}", self.warn_at))
        };
        decision(action, reason)
    }

    fn by_outage(&self, by_score: Decision, context: Context, why: &str) -> Decision {
        let action = self.on_unavailable.unwrap_or(context.on_unavailable());
        if by_score.action > action {
            return by_score;
        }
        Decision {
            action,
            reason: format!("{why}, and on-unavailable is {}", action.as_str()),
            held: action == Action::Block,
            remedy: None,
        }
    }

    /// A denied version that an open requirement does not rule out is at least warned of.
    fn beside_a_denied_version(&self, dependency: &Dependency, decided: Decision, today: Date) -> Decision {
        if decided.action > Action::Allow {
            return decided;
        }
        let open = |entry: &&Entry| !entry.is_over(today) && entry.pin(dependency) == Pin::Open;
        match self.deny.about(&dependency.name).find(open) {
            None => decided,
            Some(entry) => decision(
                Action::Warn,
                format!(
                    "{} denies version {}, which the requirement does not rule out",
                    entry.place,
                    entry.version.as_deref().unwrap_or_default().escape_debug()
                ),
            ),
        }
    }
}

/// A name that never passes.
fn denied(reason: String, assessment: &mut Assessment) -> Decision {
    add(assessment, SignalCode::DenyListed, WORD_OF_THE_PROJECT, reason.clone());
    if assessment.verdict != Verdict::NotFound {
        assessment.verdict = Verdict::HighRisk;
    }
    decision(Action::Block, reason)
}

/// What would be installed is known to be malicious: nothing that is said of the name counts against that.
fn malicious(advisory: &Advisory, version: Option<&str>, assessment: &mut Assessment) -> Decision {
    let which = match (version, &advisory.affected) {
        (Some(version), Affected::These { .. }) => format!("version {}", version.escape_debug()),
        _ => "every release".to_owned(),
    };
    let detail = format!("{which} is known to be malicious: {}", advisory.sentence());
    add(assessment, SignalCode::KnownMalicious, WORD_OF_THE_PROJECT, detail.clone());
    assessment.verdict = Verdict::HighRisk;
    decision(Action::Block, detail)
}

/// A malicious release that an open requirement does not rule out is at least warned of.
fn beside_a_malicious_release(
    advisory: &Advisory,
    assessment: &mut Assessment,
    decided: Decision,
) -> Decision {
    let which = advisory.affected.in_words();
    let detail =
        format!("the requirement does not rule out {which}, known to be malicious: {}", advisory.sentence());
    add(assessment, SignalCode::KnownMalicious, RELEASE_LEFT_OPEN, detail.clone());
    if matches!(assessment.verdict, Verdict::Safe | Verdict::Unknown) {
        assessment.verdict = Verdict::Suspicious;
    }
    if decided.action > Action::Allow { decided } else { decision(Action::Warn, detail) }
}

/// The index that a client would ask for the name beside the default one.
fn other_index(dependency: &Dependency) -> Option<&str> {
    dependency.concerns.iter().find_map(|concern| match concern {
        Concern::OtherIndex(index) => Some(&**index),
        _ => None,
    })
}

/// A private name that the client would also take from the default index, if a stranger registers it
/// there with a higher version: that must not go by unseen, although nobody may be asked about it.
fn confused(index: &str, private: String, ecosystem: Ecosystem, assessment: &mut Assessment) -> Decision {
    let detail = format!(
        "a private name, and the client asks the default index for it beside {}: the higher version wins",
        index.escape_debug()
    );
    let weights = FITTED.of(ecosystem);
    assessment.signals = vec![
        Signal::new(SignalCode::DependencyConfusion, weights.get(Term::OtherIndex), detail.clone()),
        Signal::new(SignalCode::PrivateName, 0.0, private),
    ];
    assessment.score = weights.score(&assessment.signals);
    assessment.verdict = Verdict::Suspicious;
    assessment.suggestion = None;
    assessment.checked = true;
    decision(Action::Warn, detail)
}

/// A release that is too young is blocked; a score that blocks by itself stays the reason.
fn held_back(
    by_score: Decision,
    reason: String,
    remedy: Option<Box<str>>,
    assessment: &mut Assessment,
) -> Decision {
    // The evidence may say so too, with less to say of it.
    match assessment.signals.iter_mut().find(|signal| signal.code == SignalCode::RecentRelease) {
        Some(known) => known.detail = Cow::Owned(reason.clone()),
        None => add(assessment, SignalCode::RecentRelease, 0.0, reason.clone()),
    }
    if by_score.action == Action::Block {
        if assessment.verdict == Verdict::Unknown {
            assessment.verdict = Verdict::HighRisk;
        }
        return by_score;
    }
    if matches!(assessment.verdict, Verdict::Safe | Verdict::Unknown) {
        assessment.verdict = Verdict::Suspicious;
    }
    Decision { remedy, ..decision(Action::Block, reason) }
}

const fn decision(action: Action, reason: String) -> Decision {
    Decision { action, reason, held: false, remedy: None }
}

/// The score with two digits, cut and not rounded: 0.599 must not read as 0.60 beside a threshold of 0.60.
pub(crate) fn shown_score(score: f64) -> String {
    format!("{:.2}", (score * 100.0).floor() / 100.0)
}

fn elsewhere(source: &Source) -> String {
    match source {
        Source::Registry => String::new(),
        Source::OtherRegistry(url) => format!("not checked: private registry {}", url.escape_debug()),
        Source::Git(_) => "comes from a git repository".to_owned(),
        Source::Url(_) => "comes from an address".to_owned(),
        Source::Path(_) => "comes from this machine".to_owned(),
        Source::Workspace => "is a part of the project itself".to_owned(),
        Source::Bundled => "is shipped inside another package".to_owned(),
    }
}

fn verdict_of(score: f64) -> Verdict {
    if score >= BLOCK_AT {
        Verdict::HighRisk
    } else if score >= WARN_AT {
        Verdict::Suspicious
    } else {
        Verdict::Safe
    }
}

/// Adds a signal and moves the score by its weight: `score = 1 / (1 + exp(-(prior + Σ weights)))`
/// holds afterwards if it held before.
fn add(assessment: &mut Assessment, code: SignalCode, weight: f64, detail: String) {
    let score = assessment.score.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
    let log_odds = (score / (1.0 - score)).ln();
    assessment.score = 1.0 / (1.0 + (-(log_odds + weight)).exp());
    let at = assessment.signals.partition_point(|signal| signal.weight.abs() > weight.abs());
    assessment.signals.insert(at, Signal::new(code, weight, detail));
}
