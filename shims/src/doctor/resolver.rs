//! Names that only a client's resolver reaches.

use super::probe::Probe;
use super::{Row, State};
use crate::shims::Place;

/// What is done about them for each client.
pub(super) fn rows(_: &Place, _: &Probe) -> Vec<Row> {
    let why = "names that no lockfile has are seen only once they stand in one";
    vec![
        Row::new("resolver", "", State::NotCovered, why)
            .advising("install from a lockfile, or scan it afterwards: phantom scan"),
    ]
}
