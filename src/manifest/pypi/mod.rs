//! Python's files.

mod archive;
mod calls;
pub(super) mod conda;
mod indexes;
mod ini;
mod lines;
mod lock_toml;
mod locked;
pub(super) mod pdm_lock;
mod pieces;
pub(super) mod pipfile;
pub(super) mod pipfile_lock;
mod poetry;
pub(super) mod poetry_lock;
pub(super) mod pre_commit;
pub(super) mod pylock;
pub(super) mod pyproject;
mod python;
mod requirement;
pub(super) mod requirements;
pub(super) mod script;
pub(super) mod setup_cfg;
pub(super) mod setup_py;
pub(super) mod tox;
pub(super) mod uv_lock;
mod words;
