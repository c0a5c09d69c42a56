//! Ctrl-C: the run comes to its end with what it knows.

use std::process;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc;

use phantom_guard::batch::CancelToken;
use phantom_guard::report::Exit;

/// Cancels a run at the first Ctrl-C, and ends the process at the second. Without a thread or a
/// signal handler, Ctrl-C ends the process at once, as it would anyway.
pub(crate) fn cancels(token: CancelToken) {
    let (ready, standing) = mpsc::channel();
    let wait = move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
            return;
        };
        runtime.block_on(async {
            #[cfg(unix)]
            let signals = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
            #[cfg(windows)]
            let signals = tokio::signal::windows::ctrl_c();
            let Ok(mut signals) = signals else { return };
            // Nobody listens any more where the run has ended already.
            let _ = ready.send(());
            signals.recv().await;
            token.cancel();
            signals.recv().await;
            process::exit(i32::from(Exit::Interrupted.code()));
        });
    };
    if std::thread::Builder::new().name("phantom-interrupt".to_owned()).spawn(wait).is_ok() {
        // From here on a Ctrl-C loses nothing. An error says that there is no handler.
        let _ = standing.recv();
    }
}

/// What a signal finds: nothing that could be left half done, or a task; and then whether one came.
static TASK: AtomicU8 = AtomicU8::new(NO_TASK);
const NO_TASK: u8 = 0;
const RUNS: u8 = 1;
const TO_END: u8 = 2;

/// Runs a task to its end that must not be left half done. A signal to stop ends the process behind it.
#[cfg(unix)]
pub(crate) fn not_within<T>(task: impl FnOnce() -> T) -> T {
    static LISTENS: std::sync::Once = std::sync::Once::new();
    LISTENS.call_once(listen);
    TASK.store(RUNS, Ordering::SeqCst);
    let result = task();
    if TASK.swap(NO_TASK, Ordering::SeqCst) == TO_END {
        process::exit(i32::from(Exit::Interrupted.code()));
    }
    result
}

/// Runs a task.
#[cfg(not(unix))]
pub(crate) fn not_within<T>(task: impl FnOnce() -> T) -> T {
    task()
}

/// A thread to which Ctrl-C, a hang-up and a wish to end go, from now on.
#[cfg(unix)]
fn listen() {
    use tokio::signal::unix::{SignalKind, signal};
    let (ready, standing) = mpsc::channel();
    let wait = move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
            let [Ok(mut one), Ok(mut two), Ok(mut three)] = kinds.map(signal) else { return };
            let _ = ready.send(());
            loop {
                tokio::select! { _ = one.recv() => {}, _ = two.recv() => {}, _ = three.recv() => {} }
                let runs = TASK.compare_exchange(RUNS, TO_END, Ordering::SeqCst, Ordering::SeqCst);
                if runs == Err(NO_TASK) {
                    process::exit(i32::from(Exit::Interrupted.code()));
                }
            }
        });
    };
    if std::thread::Builder::new().name("phantom-signals".to_owned()).spawn(wait).is_ok() {
        let _ = standing.recv();
    }
}
