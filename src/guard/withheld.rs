use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::civil::Date;

use crate::advisory::Known;
use crate::package::{Ecosystem, PackageName};
use crate::policy::Policy;
use crate::registry::{Lookup, Metadata, Registry, Unavailable};

/// Reasons that a report passes on; a dead registry gives the same for every name.
const NOTED: usize = 5;
/// Reasons that are kept apart while a run goes on.
const KEPT: usize = 64;

/// A registry that is not asked for private names, nor for those that the policy or an advisory settles
/// anyway, and that remembers why it gave no answers.
pub(super) struct Withheld {
    inner: Arc<dyn Registry>,
    policy: Arc<Policy>,
    known: Arc<Known>,
    today: Date,
    reasons: Mutex<BTreeMap<String, u64>>,
    /// Packages that were found without a date, by ecosystem in the order of [`Ecosystem::ALL`].
    undated: [AtomicU64; Ecosystem::ALL.len()],
}

impl std::fmt::Debug for Withheld {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Withheld").finish_non_exhaustive()
    }
}

impl Withheld {
    pub(super) fn new(inner: Arc<dyn Registry>, policy: Arc<Policy>, known: Arc<Known>, today: Date) -> Self {
        let (reasons, undated) = Default::default();
        Self { inner, policy, known, today, reasons, undated }
    }

    /// Whether the registry is not asked for the name.
    pub(super) fn settles(&self, name: &PackageName) -> bool {
        self.policy.settles(name, self.today) || self.known.condemns(name)
    }

    /// Why names could not be checked, one sentence for each reason. `unavailable` is the run's own
    /// count, which also holds those that the run gave up waiting for.
    pub(super) fn notes(&self, unavailable: u64, cancelled: bool) -> Vec<String> {
        let mut reasons: Vec<_> =
            std::mem::take(&mut *self.reasons.lock().unwrap_or_else(PoisonError::into_inner))
                .into_iter()
                .collect();
        let told: u64 = reasons.iter().map(|(_, count)| count).sum();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let more = reasons.len().saturating_sub(NOTED);
        let mut notes: Vec<String> = reasons
            .into_iter()
            .take(NOTED)
            .map(|(reason, count)| format!("{count} not checked: {reason}"))
            .collect();
        if more > 0 {
            notes.push(format!("and {more} other reasons for names that could not be checked"));
        }
        match unavailable.saturating_sub(told) {
            0 => {}
            left if cancelled => notes.push(format!("{left} not checked: the run was interrupted")),
            late => notes.push(format!(
                "{late} not checked: no answer within the time for one package, which --timeout sets"
            )),
        }
        notes.extend(self.undated_notes());
        notes
    }

    /// A mirror may leave the dates out, and then half of the evidence is missing: that is said.
    fn undated_notes(&self) -> impl Iterator<Item = String> {
        Ecosystem::ALL.into_iter().zip(&self.undated).filter_map(|(ecosystem, count)| {
            let count = Some(count.swap(0, Ordering::Relaxed)).filter(|count| *count > 0)?;
            let host = self.inner.host(ecosystem).unwrap_or_else(|| "of that ecosystem".to_owned());
            Some(format!(
                "{count} judged without their age: the registry at {host} gives no dates for {ecosystem}"
            ))
        })
    }

    fn remember(&self, name: &PackageName, lookup: &Lookup) {
        if let Lookup::Found(metadata) = lookup
            && metadata.first_published.is_none()
            && metadata.releases != Some(0)
        {
            let place = Ecosystem::ALL.into_iter().position(|ecosystem| ecosystem == name.ecosystem());
            if let Some(count) = place.and_then(|place| self.undated.get(place)) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
        let Lookup::Unavailable(why) = lookup else { return };
        let mut reasons = self.reasons.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = why.to_string();
        if reasons.len() < KEPT || reasons.contains_key(&reason) {
            *reasons.entry(reason).or_default() += 1;
        }
    }

    fn withheld(&self, name: &PackageName) -> Option<Lookup> {
        let why = || Lookup::Unavailable(Unavailable::NotAsked("the policy settles this name".to_owned()));
        self.settles(name).then(why)
    }
}

impl Registry for Withheld {
    fn lookup<'a>(&'a self, name: &'a PackageName) -> BoxFuture<'a, Lookup> {
        if let Some(answer) = self.withheld(name) {
            return std::future::ready(answer).boxed();
        }
        self.inner.lookup(name).inspect(|lookup| self.remember(name, lookup)).boxed()
    }

    fn enrich<'a>(&'a self, name: &'a PackageName, metadata: Metadata) -> BoxFuture<'a, Metadata> {
        // Only a name that was not withheld was found.
        self.inner.enrich(name, metadata)
    }

    fn known(&self, name: &PackageName) -> Option<Lookup> {
        let known = || self.inner.known(name).inspect(|lookup| self.remember(name, lookup));
        self.withheld(name).or_else(known)
    }

    fn room(&self, ecosystem: Ecosystem) -> Option<usize> {
        self.inner.room(ecosystem)
    }

    fn close(&self) -> BoxFuture<'_, Vec<String>> {
        self.inner.close()
    }

    fn host(&self, ecosystem: Ecosystem) -> Option<String> {
        self.inner.host(ecosystem)
    }
}
