//! Whether an npm registry gives a field at all.
//!
//! A packument without a repository is one whose project names none, on the registry where it was
//! published; on a mirror that keeps only what an installation needs, it is any packument. To tell the
//! two apart, one other packument is enough that is known to have had both fields for years.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use phantom_names::answer::{Lookup, Metadata, Stated};

/// A small package of 2014 with repository and description, on which thousands of others rest, so that
/// whatever mirrors the public registry has it.
pub(super) const NAME: &str = "wrappy";
/// Where it is younger, it is somebody's own of that name, and the registry is nobody's mirror.
const AGE: SignedDuration = SignedDuration::from_hours(365 * 24);

/// What is known of the fields that one registry gives.
#[derive(Debug, Default)]
pub(super) struct Witness {
    gives_repository: AtomicBool,
    gives_summary: AtomicBool,
    asked: OnceCell<Lookup>,
}

impl Witness {
    /// Every packument that has a field is a witness for it.
    pub(super) fn hear(&self, lookup: &Lookup) {
        if let Lookup::Found(metadata) = lookup {
            self.gives_repository.fetch_or(is_given(&metadata.repository), Ordering::Relaxed);
            self.gives_summary.fetch_or(is_given(&metadata.summary), Ordering::Relaxed);
        }
    }

    /// Turns what was left out into nothing or unknown; `ask` asks for the witness, at most once.
    pub(super) async fn settle<F>(&self, metadata: Metadata, ask: impl FnOnce() -> F) -> Metadata
    where
        F: Future<Output = Lookup>,
    {
        let repository = Self::field(&metadata.repository, &self.gives_repository);
        let summary = Self::field(&metadata.summary, &self.gives_summary);
        let (repository, summary) = match (repository, summary) {
            (Some(repository), Some(summary)) => (repository, summary),
            (repository, summary) => {
                let witness = self.asked.get_or_init(ask).await;
                let said = |field: fn(&Metadata) -> &Stated<String>| testimony(witness, field);
                (
                    repository.unwrap_or_else(|| said(|witness| &witness.repository)),
                    summary.unwrap_or_else(|| said(|witness| &witness.summary)),
                )
            }
        };
        Metadata { repository, summary, detailed: true, ..metadata }
    }

    /// The field, where it needs no witness.
    fn field(field: &Stated<String>, gives: &AtomicBool) -> Option<Stated<String>> {
        match field {
            Stated::LeftOut if gives.load(Ordering::Relaxed) => Some(Stated::Nothing),
            Stated::LeftOut => None,
            known => Some(known.clone()),
        }
    }
}

const fn is_given(field: &Stated<String>) -> bool {
    matches!(field, Stated::Given(_))
}

/// What it means that a field is left out, by a witness that ought to have it.
fn testimony(witness: &Lookup, field: impl Fn(&Metadata) -> &Stated<String>) -> Stated<String> {
    match witness {
        Lookup::Found(metadata) => {
            let age = metadata.first_published.map(|first| Timestamp::now().duration_since(first));
            if is_given(field(metadata)) || age.is_some_and(|age| age < AGE) {
                Stated::Nothing
            } else {
                Stated::Unknown
            }
        }
        // Nobody can say.
        Lookup::Missing | Lookup::Unavailable(_) => Stated::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn old(repository: Stated<String>) -> Lookup {
        let first_published = "2014-09-01T00:00:00Z".parse().ok();
        Lookup::Found(Metadata {
            first_published,
            repository,
            summary: Stated::Given("x".into()),
            ..Metadata::default()
        })
    }

    async fn settled(witness: Lookup) -> Stated<String> {
        let bare = Metadata { repository: Stated::LeftOut, ..Metadata::default() };
        Witness::default().settle(bare, || std::future::ready(witness)).await.repository
    }

    #[tokio::test]
    async fn what_the_registry_leaves_out_for_everyone_is_unknown() {
        let place = || Stated::Given("code.example/a/b".to_owned());
        assert_eq!(settled(old(place())).await, Stated::Nothing);
        assert_eq!(settled(old(Stated::LeftOut)).await, Stated::Unknown);
        assert_eq!(settled(old(Stated::Unknown)).await, Stated::Unknown);
        assert_eq!(settled(Lookup::Missing).await, Stated::Unknown);
        let young = Metadata {
            first_published: Some(Timestamp::now()),
            repository: Stated::LeftOut,
            ..Metadata::default()
        };
        assert_eq!(settled(Lookup::Found(young)).await, Stated::Nothing);
    }

    #[tokio::test]
    async fn another_packument_that_has_the_field_is_witness_enough() {
        let witness = Witness::default();
        witness.hear(&old(Stated::Given("code.example/a/b".to_owned())));
        let bare = Metadata { repository: Stated::LeftOut, summary: Stated::LeftOut, ..Metadata::default() };
        let settled = witness.settle(bare, || async { panic!("it need not be asked") }).await;
        assert_eq!((settled.repository, settled.summary), (Stated::Nothing, Stated::Nothing));
        assert!(settled.detailed);
    }

    #[tokio::test]
    async fn a_field_that_is_empty_for_everyone_is_unknown() {
        assert_eq!(settled(old(Stated::Nothing)).await, Stated::Unknown);
        let witness = Witness::default();
        witness.hear(&old(Stated::Nothing));
        let bare = Metadata { repository: Stated::LeftOut, ..Metadata::default() };
        let settled = witness.settle(bare, || std::future::ready(old(Stated::LeftOut))).await;
        assert_eq!(settled.repository, Stated::Unknown);
    }
}
