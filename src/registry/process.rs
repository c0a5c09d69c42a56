//! Programs that are started for one answer.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Far more than any answer has.
const MOST_OUTPUT: u64 = 1024 * 1024;

/// Runs a program to its end, with `input` on its standard input, and gives what it printed. What it
/// writes to standard error is dropped.
///
/// # Errors
/// Where it cannot be started, fails, or takes longer than `patience`. The reason holds nothing of
/// what it printed, which may be a secret.
pub(super) fn output(command: &mut Command, input: &str, patience: Duration) -> Result<String, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let started = Instant::now();
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_owned();
        // A thread of its own, since it need not read. One that does not has no use for it.
        std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    }
    let pipe = child.stdout.take();
    let (text, printed) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.map(|pipe| pipe.take(MOST_OUTPUT).read_to_end(&mut bytes));
        // Whoever waited may have gone.
        let _ = text.send(read.map(|_| bytes));
    });
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if started.elapsed() < patience => std::thread::sleep(Duration::from_millis(5)),
            Ok(None) | Err(_) => {
                // It may have ended in the meantime, which is as good.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it did not end within {} s", patience.as_secs()));
            }
        }
    };
    if !status.success() {
        return Err(format!("it ended with {status}"));
    }
    // What it started itself may hold the pipe open.
    let left = patience.saturating_sub(started.elapsed()).max(Duration::from_millis(100));
    match printed.recv_timeout(left) {
        Ok(Some(bytes)) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Ok(None) | Err(_) => Err("its output could not be read".to_owned()),
    }
}
