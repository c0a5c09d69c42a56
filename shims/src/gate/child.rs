//! Runs the client as a child, for whom it is as if nobody stood between it and the terminal.
//!
//! It stays in Phantom's process group: what the terminal sends (Ctrl-C, Ctrl-Z, a new size) reaches it
//! directly, and both stop and go on together. What somebody sends to Phantom alone is sent on.

use std::io;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::sync::{Mutex, PoisonError};

use crate::interrupt;

/// A child that may be ended from another thread.
#[derive(Debug, Default)]
pub(super) struct Running(Mutex<State>);

#[derive(Debug, Default, Clone, Copy)]
enum State {
    #[default]
    NotYet,
    /// With this process number, which is its own until it has been waited for.
    Is(u32),
    /// It is to end as soon as it runs, or has ended.
    Over,
}

impl Running {
    /// Ends it, if it has not ended.
    pub(super) fn end(&self) {
        if let State::Is(process) = self.swap(State::Over) {
            send_end(process);
        }
    }

    fn swap(&self, state: State) -> State {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), state)
    }
}

/// Runs a command to its end.
///
/// # Errors
/// Where it cannot be started.
pub(super) fn run(mut command: Command, running: &Running) -> io::Result<ExitStatus> {
    // Before any handler stands, so that it gets the signals' state as it was.
    let mut child = command.spawn()?;
    if matches!(running.swap(State::Is(child.id())), State::Over) {
        running.end();
    }
    interrupt::held(|| wait(&mut child, running))
}

#[cfg(unix)]
fn wait(child: &mut Child, running: &Running) -> io::Result<ExitStatus> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
    use signal_hook::iterator::Signals;

    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    // Without handlers Phantom dies by them, and the child finds nobody at its registry's address.
    let signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2]).ok();
    if let (Some(pid), Some(mut signals)) = (pid, signals) {
        let handle = signals.handle();
        let forward = move || signals.forever().for_each(|signal| forward(pid, signal));
        let thread = std::thread::Builder::new().name("phantom-signals".to_owned()).spawn(forward);
        // Its number is free for others once it has been waited for: until then, nothing is.
        while let Err(rustix::io::Errno::INTR) =
            waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
        {}
        handle.close();
        if let Ok(thread) = thread {
            let _ = thread.join();
        }
    }
    running.swap(State::Over);
    child.wait()
}

#[cfg(not(unix))]
fn wait(child: &mut Child, running: &Running) -> io::Result<ExitStatus> {
    let status = child.wait();
    running.swap(State::Over);
    status
}

/// Sends on what Phantom was sent, unless the terminal has sent it to the child as well.
#[cfg(unix)]
fn forward(child: rustix::process::Pid, signal: i32) {
    use signal_hook::consts::{SIGINT, SIGQUIT};
    if matches!(signal, SIGINT | SIGQUIT) && is_foreground() {
        return;
    }
    if let Some(signal) = rustix::process::Signal::from_named_raw(signal) {
        // It has ended by itself meanwhile.
        let _ = rustix::process::kill_process(child, signal);
    }
}

/// Whether this process is one of those that the terminal sends signals to.
#[cfg(unix)]
fn is_foreground() -> bool {
    let group = rustix::process::getpgrp();
    let of = |terminal: rustix::fd::BorrowedFd<'_>| rustix::termios::tcgetpgrp(terminal) == Ok(group);
    use std::os::fd::AsFd as _;
    of(io::stdin().as_fd()) || of(io::stdout().as_fd()) || of(io::stderr().as_fd())
}

#[cfg(unix)]
fn send_end(process: u32) {
    use rustix::process::{Pid, Signal, kill_process};
    if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
}

#[cfg(not(unix))]
fn send_end(_process: u32) {}

/// Ends as the child has ended: with its code, or by the signal that it died by.
pub(super) fn as_it_ended(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            // Comes back only where the signal does not end a process.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
            return ExitCode::from(u8::try_from(signal.saturating_add(128)).unwrap_or(1));
        }
    }
    // Codes beyond a byte do not occur with these clients.
    ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
