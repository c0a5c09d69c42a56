//! Ctrl-C: the run comes to its end with what it knows.

use std::process;
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
