//! What the tests share: a stand-in registry on 127.0.0.1 that serves real packages, a sandbox in
//! which real clients run without a setting of the machine, real Redis servers, and filters for
//! snapshots.
//!
//! Nothing here reaches another host, and nothing outlives the value that started it: a
//! [`Registry`] and a [`Redis`] stop and a [`Sandbox`] is removed when dropped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot be set up must fail"
)]

pub mod fake;
mod http;
mod http2;
mod krate;
mod npm;
mod proxy;
mod python;
mod redis;
mod registry;
mod sandbox;
mod shelf;
mod snapshot;
mod tls;

pub use http::{Reply, Request};
pub use http2::Http2;
pub use krate::CratePackage;
pub use npm::NpmPackage;
pub use proxy::{Asked, Proxy};
pub use python::PythonPackage;
pub use redis::Redis;
pub use registry::{Builder, Registry};
pub use sandbox::{Outcome, Sandbox, program};
pub use snapshot::filters;
pub use tls::{Authority, Front};
