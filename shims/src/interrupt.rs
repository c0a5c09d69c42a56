//! Signals to stop: a run comes to its end with what it knows, and leaves nothing half done.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Once, mpsc};

use phantom_guard::batch::CancelToken;
use phantom_guard::report::Exit;

use crate::progress;

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
            let _away = progress::wiped();
            process::exit(i32::from(Exit::Interrupted.code()));
        });
    };
    if std::thread::Builder::new().name("phantom-interrupt".to_owned()).spawn(wait).is_ok() {
        // From here on a Ctrl-C loses nothing. An error says that there is no handler.
        let _ = standing.recv();
    }
}

/// Whether a signal to stop ends this process, as [`held`] and [`begins_to_draw`] have it.
#[cfg(unix)]
static ENDS: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let ends = Arc::new(AtomicBool::new(true));
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
        // Without it, the signal ends the process within the task too.
        let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&ends));
    }
    ends
});

/// Runs a task during which a signal to stop is not to end this process: others see to it. Behind it, such a
/// signal ends the process as always.
#[cfg(unix)]
pub(crate) fn held<T>(task: impl FnOnce() -> T) -> T {
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

/// Sees to it that the line of progress, which is about to be drawn, is taken away before a signal ends the
/// process: SIGTERM, and Ctrl-C where that `ends` the process instead of [cancelling](cancels) the run.
#[cfg(unix)]
pub(crate) fn begins_to_draw(ends: bool) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let watched = if ends { &[SIGTERM, SIGINT][..] } else { &[SIGTERM] };
        let Ok(mut signals) = signal_hook::iterator::Signals::new(watched) else { return };
        let watch = move || {
            for signal in signals.forever() {
                let shown = progress::wiped();
                // Without a line, whoever holds signals back sees to them.
                if shown.was_there || !ends || ENDS.load(Ordering::SeqCst) {
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                }
            }
        };
        let _ = std::thread::Builder::new().name("phantom-progress".to_owned()).spawn(watch);
    });
    if ends {
        ENDS.store(false, Ordering::SeqCst);
    }
}

/// The line is gone: a signal does again what it did before.
#[cfg(unix)]
pub(crate) fn has_drawn(ends: bool) {
    if ends {
        ENDS.store(true, Ordering::SeqCst);
    }
}

/// A Ctrl-C ends the process, and the line stays.
#[cfg(not(unix))]
pub(crate) const fn begins_to_draw(_: bool) {}

/// Nothing was changed.
#[cfg(not(unix))]
pub(crate) const fn has_drawn(_: bool) {}
