//! Ctrl-C: the run comes to its end with what it knows.

use std::process;

use phantom_guard::batch::CancelToken;
use phantom_guard::report::Exit;

/// Cancels a run at the first Ctrl-C, and ends the process at the second. Without a thread or a
/// signal handler, Ctrl-C ends the process at once, as it would anyway.
pub(crate) fn cancels(token: CancelToken) {
    let wait = move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
            return;
        };
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                token.cancel();
                if tokio::signal::ctrl_c().await.is_ok() {
                    process::exit(i32::from(Exit::Interrupted.code()));
                }
            }
        });
    };
    let _ = std::thread::Builder::new().name("phantom-interrupt".to_owned()).spawn(wait);
}
