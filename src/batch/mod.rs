//! Takes dependencies and gives assessments, in input order, each exactly once.
//!
//! A registry is asked for as many names at a time as [`Settings`] allow, each name has its own time limit, and
//! every answer is handed on as soon as it and all before it are known. A [`CancelToken`] ends a run early:
//!
//! ```
//! use phantom_guard::batch::Settings;
//! use phantom_guard::guard::Guard;
//!
//! let settings = Settings { concurrency: 8, ..Settings::default() };
//! let guard = Guard::builder("2026-08-01T00:00:00Z".parse()?).settings(settings).build()?;
//! guard.cancel_token().cancel(); // from any thread
//! assert!(Settings { chunk: 0, ..settings }.validate().is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cancel;
mod engine;
mod run;
mod settings;

pub use cancel::CancelToken;
pub use engine::Progress;
pub use settings::{Settings, SettingsError};

// For the programs of this workspace; not of the public API, and may change at any time.
#[doc(hidden)]
pub use engine::{Engine, Judged, Summary};
