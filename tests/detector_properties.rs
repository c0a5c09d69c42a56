//! What holds of the detector whatever the name and whatever the registry says.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod detector_support;

use detector_support::{assess, assess_pinned, metadata};
use phantom_guard::corpus::Corpus;
use phantom_guard::detector::{Assessment, Verdict, score_of};
use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{Lookup, Metadata, Stated};
use proptest::prelude::*;

fn any_ecosystem() -> impl Strategy<Value = Ecosystem> {
    prop::sample::select(Ecosystem::ALL.to_vec())
}

/// A popular name with a few letters changed: where most evidence comes together.
fn near_popular() -> impl Strategy<Value = String> {
    let at = (0..3usize, 0..4_700u16, 0..20usize, "[a-z0-9._-]{0,2}", any::<bool>());
    at.prop_map(|(ecosystem, id, place, text, swap)| {
        let mut letters: Vec<char> = Corpus::embedded().name(Ecosystem::ALL[ecosystem], id).chars().collect();
        let place = place % letters.len();
        if swap {
            let next = (place + 1) % letters.len();
            letters.swap(place, next);
        } else {
            letters.remove(place);
        }
        text.chars().for_each(|letter| letters.insert(place.min(letters.len()), letter));
        letters.into_iter().collect()
    })
}

fn plain_name() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => near_popular(),
        1 => "[a-z]{2,9}(-[a-z]{2,6}){0,3}",
        1 => "@[a-z]{1,8}/[a-z]{1,8}(-[a-z]{2,6}){0,2}",
        1 => "(openai|async|convert|your|pydantic|express|serde)(-[a-z]{2,8}){1,3}(-utils|-package|-2-0|)",
    ]
}

fn hostile_name() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{0,300}",
        "[a-z@/._-]{0,40}",
        "@@?/{0,3}[a-z]{0,5}/{0,2}",
        // More words than are taken apart.
        "[a-z]{1,5}(-[a-z]{1,5}){15,40}",
        // Bidi controls, NUL, zero width, emoji, combining marks, letters that pass for Latin ones.
        "[a-z\u{202e}\u{2066}\u{0}\u{200b}\u{1f600}\u{301}\u{430}\u{3bf}\u{ff41}]{1,30}",
        Just("a".repeat(10_000)),
        Just("-".repeat(10_000)),
        Just("a-".repeat(10_000)),
        Just(format!("requests{}", "\u{301}".repeat(5_000))),
        Just("\u{202e}stseuqer".to_owned()),
    ]
}

fn stated() -> impl Strategy<Value = Stated<String>> {
    prop_oneof![
        Just(Stated::Unknown),
        Just(Stated::Nothing),
        Just(Stated::Given("one".to_owned())),
        Just(Stated::Given("several words of text".to_owned())),
    ]
}

fn any_metadata() -> impl Strategy<Value = Metadata> {
    let dates = (prop::option::of(0i64..3000), prop::option::of(0u32..20), prop::option::of(0u32..4));
    (dates, stated(), stated()).prop_map(|((days, releases, maintainers), repository, summary)| Metadata {
        first_published: days.and_then(|days| metadata(days, 1).first_published),
        releases,
        maintainers,
        repository,
        summary,
        ..Metadata::default()
    })
}

fn any_lookup() -> impl Strategy<Value = Option<Lookup>> {
    prop_oneof![
        1 => Just(None),
        1 => Just(Some(Lookup::Missing)),
        3 => any_metadata().prop_map(|metadata| Some(Lookup::Found(metadata))),
    ]
}

/// What is true of every answer.
fn check_whole(ecosystem: Ecosystem, name: &str, answer: &Assessment) -> Result<(), TestCaseError> {
    prop_assert!((0.0..=1.0).contains(&answer.score), "{}", answer.score);
    prop_assert!((answer.score - score_of(&answer.signals)).abs() < 1e-12);
    let strength = |index: usize| answer.signals[index].weight.abs();
    prop_assert!(
        (1..answer.signals.len()).all(|at| strength(at - 1) >= strength(at)),
        "{:?}",
        answer.signals
    );
    prop_assert!(answer.signals.iter().all(|signal| signal.weight.is_finite() && !signal.detail.is_empty()));
    let name = PackageName::new(ecosystem, name);
    prop_assert!(name.fault().is_none() || answer.verdict == Verdict::HighRisk, "{answer:?}");
    if let Some(suggestion) = &answer.suggestion {
        prop_assert!(answer.verdict != Verdict::Safe, "{answer:?}");
        let meant = PackageName::new(ecosystem, suggestion.as_str());
        prop_assert_ne!(meant.normal(), name.normal());
        // Popular, or the package of an import name: a table of its own, of PyPI only.
        let imported = answer.signals.iter().any(|signal| signal.code.as_str() == "import-name");
        prop_assert!(Corpus::embedded().is_popular(&meant) || imported, "{answer:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_name_panics_and_every_answer_is_whole(
        ecosystem in any_ecosystem(),
        name in prop_oneof![hostile_name(), plain_name()],
        lookup in any_lookup(),
        locked in any::<bool>(),
    ) {
        let answer = assess_pinned(ecosystem, &name, lookup.as_ref(), locked);
        check_whole(ecosystem, &name, &answer)?;
    }

    #[test]
    fn bad_news_never_lowers_a_score_and_good_news_never_raises_it(
        ecosystem in any_ecosystem(),
        name in plain_name(),
        known in any_metadata(),
        days in 0i64..2000,
        releases in 0u32..30,
    ) {
        let score = |metadata: Metadata| assess(ecosystem, &name, Some(&Lookup::Found(metadata))).score;
        let with = |change: &dyn Fn(&mut Metadata)| {
            let mut changed = known.clone();
            change(&mut changed);
            score(changed)
        };
        let words = || Stated::Given("two words".to_owned());
        let states = [Stated::Nothing, Stated::Unknown, words()];
        // From what speaks most against a project to what speaks least.
        let by_repository = states.clone().map(|state| with(&|m| m.repository = state.clone()));
        let by_summary = states.map(|state| with(&|m| m.summary = state.clone()));
        let by_people = [Some(0), None, Some(1), Some(9)].map(|count| with(&|m| m.maintainers = count));
        let by_releases = [releases, releases + 1, releases + 9].map(|n| with(&|m| m.releases = Some(n)));
        let by_age = [days, days + 40, days + 400]
            .map(|days| with(&|m| m.first_published = metadata(days, 1).first_published));
        for scores in [&by_repository[..], &by_summary, &by_people, &by_releases, &by_age] {
            prop_assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
        }
        prop_assert!(with(&|m| m.releases = None) <= with(&|m| m.releases = Some(1)));
    }

    #[test]
    fn absence_is_worse_than_any_history_of_years(
        ecosystem in any_ecosystem(),
        name in plain_name(),
        days in 200i64..3000,
    ) {
        let score = |lookup: &Lookup| assess(ecosystem, &name, Some(lookup)).score;
        let found = Lookup::Found(metadata(days, 5));
        prop_assert!(score(&Lookup::Missing) >= score(&found));
        prop_assert!(score(&Lookup::Missing) >= score(&Lookup::Found(Metadata::default())));
    }

    #[test]
    fn a_name_that_a_lockfile_pins_is_never_worse_for_it(
        ecosystem in any_ecosystem(),
        name in plain_name(),
        lookup in any_lookup(),
    ) {
        let score = |locked| assess_pinned(ecosystem, &name, lookup.as_ref(), locked).score;
        prop_assert!(score(true) <= score(false), "{} {}", score(true), score(false));
    }

    #[test]
    fn normal_forms_share_one_verdict(
        name in prop_oneof![near_popular(), "[a-z]{2,8}(-[a-z]{2,8}){0,2}".boxed()],
        lookup in any_lookup(),
    ) {
        for ecosystem in [Ecosystem::PyPi, Ecosystem::Crates] {
            let other = name.replace('-', "_").to_uppercase();
            let [one, other] = [&name, &other].map(|name| assess(ecosystem, name, lookup.as_ref()));
            prop_assert_eq!(one.verdict, other.verdict, "{:?} {:?}", one, other);
            prop_assert!((one.score - other.score).abs() < 1e-9, "{:?} {:?}", one, other);
            prop_assert_eq!(one.suggestion, other.suggestion);
        }
    }
}
