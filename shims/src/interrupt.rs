//! Signals to stop: a run comes to its end with what it knows, and leaves nothing half done.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, mpsc};

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

/// Runs a task during which a signal to stop is not to end this process: others see to it. Behind it, such a
/// signal ends the process as always.
#[cfg(unix)]
pub(crate) fn held<T>(task: impl FnOnce() -> T) -> T {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    static ENDS: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| {
        let ends = Arc::new(AtomicBool::new(true));
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            // Without it, the signal ends the process within the task too.
            let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&ends));
        }
        ends
    });
    let before = ENDS.swap(false, Ordering::SeqCst);
    let result = task();
    ENDS.store(before, Ordering::SeqCst);
    result
}

/// Runs a task.
#[cfg(not(unix))]
pub(crate) fn held<T>(task: impl FnOnce() -> T) -> T {
    task()
}
