//! Takes dependencies and gives assessments, in input order, each exactly once.
//!
//! [`Engine::judge`] answers without asking anyone; [`Engine::run`] asks a registry for as many
//! names at a time as [`Settings`] allow, gives each name its own time limit, and hands every
//! answer on as soon as it and all before it are known.

mod cancel;
mod engine;
mod run;
mod settings;

pub use cancel::CancelToken;
pub use engine::{Engine, Judged, Progress, Summary};
pub use settings::{Settings, SettingsError};
