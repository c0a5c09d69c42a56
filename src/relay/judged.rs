//! Each name's judgement, made once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};

use super::{Judge, Verdict};
use crate::package::PackageName;

/// The judgements so far, and those that are being made.
pub(super) struct Judged {
    judge: Judge,
    names: Mutex<HashMap<PackageName, Shared<BoxFuture<'static, Verdict>>>>,
}

impl Judged {
    pub(super) fn new(judge: Judge) -> Self {
        Self { judge, names: Mutex::default() }
    }

    /// What is thought of a name: requests that come meanwhile wait for the same judgement.
    pub(super) async fn of(&self, name: PackageName) -> Verdict {
        let judgement = {
            let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
            names.entry(name).or_insert_with_key(|name| (self.judge)(name.clone()).shared()).clone()
        };
        judgement.await
    }
}
