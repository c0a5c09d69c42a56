//! Work on all cores. Where the system gives no further thread, fewer do it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Builder, Scope, ScopedJoinHandle};

/// With fewer folders at hand, a second thread costs more than it saves.
const WORTH_A_THREAD: usize = 24;

/// The answers for all items, in their order.
pub(super) fn map<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut answers = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return answers };
            answers.push((at, work(item)));
        }
    };
    let mut answers: Vec<_> = thread::scope(|scope| {
        let helpers = helpers(scope, threads.min(items.len()), &run);
        run().into_iter().chain(helpers.into_iter().flat_map(joined)).collect()
    });
    answers.sort_unstable_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Visits a tree's folders in any order: `visit` is given a folder, and returns those in it. What the
/// threads found is returned, a part of each.
pub(super) fn walk_all<F: Send, R: Default + Send>(
    root: F,
    threads: usize,
    visit: impl Fn(F, &mut R) -> Vec<F> + Sync,
) -> Vec<R> {
    let mut found = R::default();
    let mut waiting = vec![root];
    while waiting.len() < WORTH_A_THREAD || threads < 2 {
        let Some(folder) = waiting.pop() else { return vec![found] };
        waiting.extend(visit(folder, &mut found));
    }
    let queue = Queue { state: Mutex::new(State { waiting, busy: 0 }), changed: Condvar::new() };
    let run = || {
        let mut found = R::default();
        while let Some(folder) = queue.take() {
            let folders = visit(folder, &mut found);
            queue.give(folders);
        }
        found
    };
    thread::scope(|scope| {
        let helpers = helpers(scope, threads, &run);
        let mut parts = vec![found, run()];
        parts.extend(helpers.into_iter().map(joined));
        parts
    })
}

/// Starts all threads but the caller's own.
fn helpers<'s, R: Send + 's>(
    scope: &'s Scope<'s, '_>,
    threads: usize,
    run: &'s (impl Fn() -> R + Sync),
) -> Vec<ScopedJoinHandle<'s, R>> {
    (1..threads).map_while(|_| Builder::new().spawn_scoped(scope, run).ok()).collect()
}

fn joined<R>(helper: ScopedJoinHandle<'_, R>) -> R {
    helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Folders to be visited, and how many threads may still bring more.
struct Queue<F> {
    state: Mutex<State<F>>,
    changed: Condvar,
}

struct State<F> {
    waiting: Vec<F>,
    busy: usize,
}

impl<F> Queue<F> {
    fn lock(&self) -> MutexGuard<'_, State<F>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next folder, which [`Self::give`] must follow; `None` where no more can come.
    fn take(&self) -> Option<F> {
        let mut state = self.lock();
        loop {
            if let Some(folder) = state.waiting.pop() {
                state.busy += 1;
                return Some(folder);
            }
            if state.busy == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn give(&self, folders: Vec<F>) {
        let mut state = self.lock();
        state.busy -= 1;
        state.waiting.extend(folders);
        drop(state);
        self.changed.notify_all();
    }
}
