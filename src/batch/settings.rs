use std::time::Duration;

/// How many names are dealt with at a time, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Look-ups under way at the same time.
    pub concurrency: usize,
    /// Names taken in at once: so many at most wait for their answer.
    pub chunk: usize,
    /// The time that one package's look-up may take.
    pub timeout: Duration,
}

impl Default for Settings {
    /// 20, 50 and 5 s: docs/registries.md has the measurements behind them.
    fn default() -> Self {
        Self { concurrency: 20, chunk: 50, timeout: Duration::from_secs(5) }
    }
}

/// A setting with which no name would ever be answered. The message names the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// [`Settings::concurrency`] is 0.
    #[error(
        "concurrency is 0, so that no registry would ever be asked: set it to 1 or more, or use --offline"
    )]
    Concurrency,
    /// [`Settings::chunk`] is 0.
    #[error("chunk is 0, so that no name would ever be taken in: set it to 1 or more")]
    Chunk,
    /// [`Settings::timeout`] is 0.
    #[error("timeout is 0, so that every look-up would fail: set it to 1 s or more, or use --offline")]
    Timeout,
}

impl Settings {
    /// Whether a run can go on under them.
    ///
    /// # Errors
    /// Where one of them is 0.
    pub const fn validate(&self) -> Result<(), SettingsError> {
        if self.concurrency == 0 {
            return Err(SettingsError::Concurrency);
        }
        if self.chunk == 0 {
            return Err(SettingsError::Chunk);
        }
        if self.timeout.is_zero() {
            return Err(SettingsError::Timeout);
        }
        Ok(())
    }
}
