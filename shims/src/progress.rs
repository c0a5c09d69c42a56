//! How far a run is: one line on standard error, for a person who waits.
//!
//! It comes after 300 ms and is gone when the run is over, whatever ends it. Who reads a file, a pipe or a
//! record of a build never sees it. The run itself says when to look, so that it costs no thread; only a line
//! that stands there has one, which takes it away before a signal ends the process.

use std::env;
use std::io::{self, IsTerminal as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use phantom_guard::guard::{Observer, Underway};

use crate::args::{Format, GlobalOptions};
use crate::interrupt;

/// Who waits less is not told that he waits.
const PATIENCE: Duration = Duration::from_millis(300);
/// Columns from which a line has room for a bar and for whom it waits.
const WIDE: u16 = 60;

/// The line that stands on the terminal; a process has one at most.
static SHOWN: Mutex<Option<Shown>> = Mutex::new(None);

#[derive(Debug)]
struct Shown {
    bar: ProgressBar,
    /// Whether a Ctrl-C ends the process.
    ends: bool,
}

/// Keeps the line from coming back as long as it lives.
pub(crate) struct Wiped {
    /// Whether it stood there.
    pub(crate) was_there: bool,
    _shown: MutexGuard<'static, Option<Shown>>,
}

/// Draws a run that began at some moment.
#[derive(Debug)]
pub(crate) struct Line {
    began: Instant,
    /// What a Ctrl-C does meanwhile.
    on_interrupt: OnInterrupt,
}

/// What a Ctrl-C does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnInterrupt {
    /// The run comes to its end, with a report.
    Cancels,
    /// It ends the process.
    Ends,
}

/// The moment from which a run is drawn; `None` where nobody is to see it.
pub(crate) fn from_now(options: &GlobalOptions) -> Option<Instant> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let off = options.quiet
        || options.plain
        || !io::stderr().is_terminal()
        || env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") && cfg!(unix)
        || set("CI")
        || set("PHANTOM_PLAIN")
        // Its lines come between.
        || options.format().is_ok_and(|format| format == Format::Jsonl) && io::stdout().is_terminal();
    (!off).then(Instant::now)
}

impl Line {
    /// What draws a run that began then.
    pub(crate) fn since(began: Instant, on_interrupt: OnInterrupt) -> Arc<dyn Observer> {
        Arc::new(Self { began, on_interrupt })
    }
}

impl Observer for Line {
    fn progress(&self, underway: &Underway) {
        if self.began.elapsed() < PATIENCE {
            return;
        }
        let width = terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| width.0);
        let ends = self.on_interrupt == OnInterrupt::Ends;
        let mut shown = shown();
        let Shown { bar, .. } = shown.get_or_insert_with(|| {
            interrupt::begins_to_draw(ends);
            let target = ProgressDrawTarget::stderr();
            Shown { bar: ProgressBar::with_draw_target(underway.total, target), ends }
        });
        // The window may have been made smaller since the last look.
        bar.set_style(style(width, underway.total.is_some()));
        bar.set_message(text(width, underway));
        bar.set_position(underway.progress.settled);
        bar.tick();
    }

    fn ended(&self) {
        wipe(&mut shown());
    }
}

/// Takes the line away, for an end of the process.
pub(crate) fn wiped() -> Wiped {
    let mut shown = shown();
    Wiped { was_there: wipe(&mut shown), _shown: shown }
}

/// Takes the line away; gives whether it stood there.
fn wipe(shown: &mut Option<Shown>) -> bool {
    let Some(Shown { bar, ends }) = shown.take() else { return false };
    bar.finish_and_clear();
    interrupt::has_drawn(ends);
    true
}

fn shown() -> MutexGuard<'static, Option<Shown>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn style(width: u16, has_end: bool) -> ProgressStyle {
    let template = match (has_end, width >= WIDE) {
        (true, true) => "checking [{bar:16}] {pos} of {len}: {wide_msg}",
        (true, false) => "checking {pos} of {len}: {wide_msg}",
        (false, _) => "checked {pos}: {wide_msg}",
    };
    let style = ProgressStyle::with_template(template);
    style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ")
}

/// What stands behind the counts; what is worth least is last, where a narrow terminal cuts it off.
fn text(width: u16, underway: &Underway) -> String {
    let Underway { total, progress, host } = underway;
    let mut text = format!("{} from cache, {} asked", progress.from_cache, progress.asked);
    if let Some(total) = total {
        text = format!("{} left, {text}", total.saturating_sub(progress.settled));
    }
    match host.as_ref().filter(|_| width >= WIDE) {
        Some(host) => format!("{text}, waiting for {host}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use phantom_guard::batch::Progress;

    use super::*;

    #[test]
    fn the_counts_come_before_what_may_be_cut_off() {
        let progress = Progress { settled: 12, from_cache: 8, asked: 9, ..Progress::default() };
        let known = Underway { total: Some(50), progress, host: Some("registry.example".to_owned()) };
        assert_eq!(text(80, &known), "38 left, 8 from cache, 9 asked, waiting for registry.example");
        assert_eq!(text(40, &known), "38 left, 8 from cache, 9 asked");
        assert_eq!(text(80, &Underway { total: None, progress, host: None }), "8 from cache, 9 asked");
    }
}
