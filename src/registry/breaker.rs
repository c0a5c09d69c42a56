//! A registry that answers nobody is not asked by everybody: it costs one time limit, not a thousand.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use phantom_names::answer::Unavailable;

/// Failures in a row, without an answer between them, after which a host counts as down. Twenty names
/// are under way at a time, so that one slow page among them does not come near it.
const FAILURES: u32 = 5;
/// How long a host that is down is left alone.
const REST: Duration = Duration::from_secs(30);

/// The state of every host that has failed since it last answered.
#[derive(Debug, Default)]
pub(super) struct Breakers(Mutex<HashMap<String, State>>);

#[derive(Debug)]
struct State {
    failures: u32,
    last: Instant,
}

impl Breakers {
    /// Begins a request to a host; those who give up within `patience` do not count against it.
    ///
    /// # Errors
    /// Where the host is down, and is to be left alone.
    pub(super) fn begin(&self, host: String, patience: Duration) -> Result<Attempt<'_>, Unavailable> {
        let is_down = self
            .states()
            .get(&host)
            .is_some_and(|state| state.failures >= FAILURES && state.last.elapsed() < REST);
        if is_down {
            let rest = REST.as_secs();
            let reason = format!("its last {FAILURES} requests failed, and it is left alone for {rest} s");
            return Err(Unavailable::Connection { host, reason });
        }
        let heard = AtomicBool::new(false);
        Ok(Attempt { breakers: self, host, begun: Instant::now(), patience, heard, ended: false })
    }

    fn states(&self) -> MutexGuard<'_, HashMap<String, State>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A name was given up to which this host did not attend.
    pub(super) fn failed(&self, host: &str) {
        let mut states = self.states();
        let state =
            states.entry(host.to_owned()).or_insert_with(|| State { failures: 0, last: Instant::now() });
        state.failures = state.failures.saturating_add(1);
        state.last = Instant::now();
    }
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Attempt<'a> {
    breakers: &'a Breakers,
    host: String,
    begun: Instant,
    patience: Duration,
    heard: AtomicBool,
    ended: bool,
}

impl Attempt<'_> {
    /// To be set when the host has said anything: it is there then, whatever becomes of this request.
    pub(super) const fn heard(&self) -> &AtomicBool {
        &self.heard
    }

    /// The host answered, whatever it said.
    pub(super) fn answered(mut self) {
        self.ended = true;
        self.breakers.states().remove(&self.host);
    }

    /// The host answered that it has no time: nothing follows from one such answer.
    pub(super) fn put_off(mut self) {
        self.ended = true;
    }

    /// The request came to nothing.
    pub(super) fn failed(mut self) {
        self.ended = true;
        if self.heard.load(Ordering::Relaxed) {
            self.breakers.states().remove(&self.host);
        } else {
            self.breakers.failed(&self.host);
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        // Dropped in the middle: its time was up, or the run was cancelled.
        if !self.ended && !self.heard.load(Ordering::Relaxed) && self.begun.elapsed() >= self.patience {
            self.breakers.failed(&self.host);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(2);

    fn begin(breakers: &Breakers) -> Result<Attempt<'_>, Unavailable> {
        breakers.begin("registry.example".to_owned(), PATIENCE)
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_fails_is_left_alone_for_a_while() {
        let breakers = Breakers::default();
        for _ in 0..FAILURES {
            begin(&breakers).unwrap().failed();
        }
        assert!(begin(&breakers).unwrap_err().to_string().contains("registry.example"));
        assert!(breakers.begin("other.example".to_owned(), PATIENCE).is_ok());
        tokio::time::advance(REST).await;
        // One more failure is enough then, and one answer makes all well.
        begin(&breakers).unwrap().failed();
        assert!(begin(&breakers).is_err());
        tokio::time::advance(REST).await;
        begin(&breakers).unwrap().answered();
        begin(&breakers).unwrap().failed();
        assert!(begin(&breakers).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_begins_to_answer_is_there() {
        let breakers = Breakers::default();
        for _ in 0..FAILURES * 2 {
            let attempt = begin(&breakers).unwrap();
            attempt.heard().store(true, Ordering::Relaxed);
            attempt.failed();
            let attempt = begin(&breakers).unwrap();
            attempt.heard().store(true, Ordering::Relaxed);
            tokio::time::advance(PATIENCE).await;
            drop(attempt);
        }
        assert!(begin(&breakers).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_in_between_starts_the_count_anew() {
        let breakers = Breakers::default();
        for turn in 0..FAILURES * 3 {
            let attempt = begin(&breakers).unwrap();
            if turn % FAILURES == 0 { attempt.answered() } else { attempt.failed() }
        }
        assert!(begin(&breakers).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn giving_up_counts_only_after_a_while() {
        let breakers = Breakers::default();
        for _ in 0..20 {
            drop(begin(&breakers).unwrap());
        }
        for _ in 0..FAILURES {
            let attempt = begin(&breakers).unwrap();
            tokio::time::advance(PATIENCE).await;
            drop(attempt);
        }
        assert!(begin(&breakers).is_err());
    }
}
