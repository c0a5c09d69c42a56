use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::Guard;
use crate::batch::Progress;
use crate::registry::Registry as _;

/// How often an observer hears of a run.
const EVERY: Duration = Duration::from_millis(100);

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Underway {
    /// How many names there are; `None` where more may come.
    pub total: Option<u64>,
    /// What has happened so far.
    pub progress: Progress,
    /// The host of the registry that most questions are open at, without any secret.
    pub host: Option<String>,
}

/// Hears how far a run is. A run that waits for nobody says nothing.
pub trait Observer: std::fmt::Debug + Send + Sync {
    /// Called ten times a second, in the thread that judges.
    fn progress(&self, underway: &Underway);

    /// Called at the end of a run, whatever its end was.
    fn ended(&self);
}

impl Guard {
    /// Drives a run to its end. `latest` is what it last said of itself.
    pub(super) async fn watched<T>(
        &self,
        run: impl Future<Output = T>,
        total: Option<u64>,
        latest: &Cell<Progress>,
    ) -> T {
        let Some(observer) = &self.observer else { return run.await };
        let mut run = pin!(run);
        let mut next = Instant::now() + EVERY;
        loop {
            // A clock and no thread: what is over before the first beat has cost nothing.
            if let Ok(ended) = timeout_at(next, &mut run).await {
                observer.ended();
                return ended;
            }
            let progress = latest.get();
            let host = progress.waits_for.and_then(|ecosystem| self.withheld.as_ref()?.host(ecosystem));
            observer.progress(&Underway { total, progress, host });
            next = Instant::now() + EVERY;
        }
    }
}
