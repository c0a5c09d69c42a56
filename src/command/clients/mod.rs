//! The tables of the clients, from their own help. A table is right for every version that is in use: an
//! option that takes a value in one and none in another is [`Either`](super::grammar::Takes::Either).

pub(super) mod bun;
pub(super) mod pdm;
pub(super) mod pipenv;
pub(super) mod pipx;
pub(super) mod pnpm;
pub(super) mod poetry;
pub(super) mod uv;
pub(super) mod yarn;
