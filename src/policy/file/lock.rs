//! `lock`: a list of keys, or `true` for all of them.

use std::sync::Arc;

use toml_edit::Item;

use super::Reader;
use crate::policy::lock::LOCKABLE;
use crate::policy::text::nearest;

const EXPECTED: &str = "true, or a list of keys: [\"block-at\", \"allow\"]";

impl Reader<'_> {
    pub(super) fn lock(&mut self, item: &Item) {
        match item.as_bool() {
            Some(true) => {
                let place = self.place_of(super::start_of(item));
                return self.file.lock.add_all(&place);
            }
            Some(false) => return,
            None => {}
        }
        let Some(array) = item.as_array() else { return self.wrong_type("lock", item, EXPECTED) };
        for value in array {
            let at = value.span().map(|span| span.start);
            let place = self.place_of(at);
            match value.as_str() {
                Some(name) if self.file.lock.add(name, &place) => {}
                Some(name) => {
                    let hint = match nearest(name, LOCKABLE) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("write true, or of these: {}", LOCKABLE.join(", ")),
                    };
                    self.fault(at, format!("lock: {name:?} is no key that can be locked"), &hint);
                }
                None => self.fault(
                    at,
                    format!("lock: found {} in the list", value.type_name()),
                    &format!("write {EXPECTED}"),
                ),
            }
        }
    }

    fn place_of(&self, at: Option<usize>) -> Arc<str> {
        format!("{}:{}", self.shown, self.line_of(at)).into()
    }
}
