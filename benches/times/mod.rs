//! What the benches with tables of their own share.

use std::hint::black_box;
use std::time::Instant;

use phantom_guard::corpus::{Corpus, fold};
use phantom_guard::package::{Ecosystem, PackageName};

/// Microseconds of each call, least first.
pub(crate) fn times<T>(rounds: usize, texts: &[T], mut call: impl FnMut(&T)) -> Vec<f64> {
    let mut times = Vec::with_capacity(rounds * texts.len());
    for _ in 0..rounds {
        for text in texts {
            let start = Instant::now();
            call(black_box(text));
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    times
}

/// The mean of times.
pub(crate) fn mean(times: &[f64]) -> f64 {
    times.iter().sum::<f64>() / times.len() as f64
}

/// The time that all but one in `of` calls stay under.
pub(crate) fn all_but(times: &[f64], of: usize) -> f64 {
    times[times.len() - 1 - times.len() / of]
}

/// Names, folded, that the ecosystem does not know as popular: the popular ones of the other two.
pub(crate) fn strangers(ecosystem: Ecosystem) -> Vec<Vec<u8>> {
    let corpus = Corpus::embedded();
    let others = Ecosystem::ALL.into_iter().filter(|&other| other != ecosystem);
    others
        .flat_map(|other| (0..corpus.counts(other).popular).map(move |id| corpus.name(other, id as u16)))
        .filter(|name| !corpus.is_popular(&PackageName::new(ecosystem, *name)))
        .filter_map(|name| fold(name).map(|folded| folded.as_bytes().to_vec()))
        .step_by(3)
        .collect()
}
