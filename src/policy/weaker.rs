//! Whether a policy file lets through what another one does not.

use super::{Action, Entry, Key, Layer, PolicyFile, Settings};
use crate::finding::InputError;
use crate::package::Ecosystem;

/// Keys that only say how fast registries are asked.
const OF_SPEED: [Key; 3] = [Key::Concurrency, Key::Chunk, Key::Timeout];

impl PolicyFile {
    /// What this file lets through that `old` does not, in words that go on "it …": for those who judge a change of
    /// a file. Reasons may differ; what is stricter is no weaker.
    #[doc(hidden)]
    pub fn weaker_than(&self, old: &Self) -> Vec<String> {
        let mut told = Vec::new();
        let (Ok(floor), Ok(new)) = (settled(old), settled(self)) else {
            return vec!["sets thresholds that do not go together".to_owned()];
        };
        let layer = new.as_layer();
        let is_age = |key: &Key| matches!(key, Key::MinAge(_));
        for key in Key::ALL.into_iter().filter(|key| !OF_SPEED.contains(key) && !is_age(key)) {
            if layer.is_weaker(key, &floor) || is_taken(key, &floor, &layer) {
                let name = key.in_file().unwrap_or("index");
                told.push(match (floor.shown(key), layer.shown(key)) {
                    (Some((old, _)), Some((new, _))) => format!("changes {name} from {old} to {new}"),
                    (Some((old, _)), None) => format!("takes {name} = {old} away"),
                    (None, new) => format!("sets {name} to {}", new.unzip().0.unwrap_or_default()),
                });
            }
        }
        told.extend(ages(&floor, &new));
        for entry in &self.allow {
            if !old.allow.iter().any(|known| covers(known, entry)) {
                told.push(format!("allows {:?}", entry.rule.as_str()));
            }
        }
        for entry in &old.deny {
            if !self.deny.iter().any(|kept| covers(kept, entry)) {
                told.push(format!("no longer denies {:?}", entry.rule.as_str()));
            }
        }
        let added = |new: Vec<&str>, old: Vec<&str>| -> Vec<String> {
            new.into_iter().filter(|text| !old.contains(text)).map(str::to_owned).collect()
        };
        let private = added(self.private.iter().collect(), old.private.iter().collect());
        told.extend(private.iter().map(|text| format!("calls {text:?} private, so that it is not checked")));
        let ages = added(self.min_age_except.iter().collect(), old.min_age_except.iter().collect());
        told.extend(ages.iter().map(|text| format!("excepts {text:?} from min-age")));
        let unlocked = old.lock.entries().filter(|(name, _)| self.lock.place(name).is_none());
        told.extend(unlocked.map(|(name, _)| format!("takes the lock of {name} away")));
        told
    }
}

/// Whether a setting is left out for which nothing as strict stands in.
fn is_taken(key: Key, floor: &Settings, new: &Layer) -> bool {
    let taken = floor.shown(key).is_some() && new.shown(key).is_none();
    let is_strict = || floor.on_unavailable.as_ref().is_some_and(|held| held.value == Action::Block);
    taken && (matches!(key, Key::Index(_)) || key == Key::OnUnavailable && is_strict())
}

/// The ages that are lower.
fn ages(floor: &Settings, new: &Settings) -> Vec<String> {
    let lower = Ecosystem::ALL.into_iter().filter_map(|ecosystem| {
        let (old, new) = (floor.min_age(ecosystem), new.min_age(ecosystem));
        (new < old).then(|| (ecosystem, format!("from {old} to {new}")))
    });
    let lower: Vec<_> = lower.collect();
    match lower.as_slice() {
        [(_, all), (_, second), (_, third)] if all == second && all == third => {
            vec![format!("changes min-age {all}")]
        }
        _ => lower.iter().map(|(ecosystem, ages)| format!("changes min-age.{ecosystem} {ages}")).collect(),
    }
}

fn settled(file: &PolicyFile) -> Result<Settings, InputError> {
    Settings::of(std::slice::from_ref(&file.layer))
}

/// Whether an entry says all that another one says, for as long.
fn covers(own: &Entry, other: &Entry) -> bool {
    let as_long = match (own.until, other.until) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(own), Some(other)) => own >= other,
    };
    as_long && own.rule.is_same(&other.rule) && (own.version.is_none() || own.version == other.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        let read = |text: &str| PolicyFile::parse(text, "phantom.toml").unwrap();
        read(new).weaker_than(&read(old)).join("; ")
    }

    #[test]
    fn what_is_weaker_is_told_and_what_is_stricter_is_not() {
        let allow = "[[allow]]\nname = \"npm:x\"\nreason = \"r\"\n";
        let deny = "[[deny]]\nname = \"npm:x\"\nreason = \"r\"\n";
        for (old, new, expected) in [
            ("", "block-at = 0.5", ""),
            ("", "block-at = 0.9", "changes block-at from 0.6 to 0.9"),
            ("block-at = 0.4", "", "changes block-at from 0.4 to 0.6"),
            ("on-unavailable = \"block\"", "", "takes on-unavailable = block away"),
            ("", "on-unavailable = \"block\"", ""),
            ("", "on-unavailable = \"warn\"", "sets on-unavailable to warn"),
            ("", "offline = true", "changes offline from false to true"),
            ("verify-all = true", "verify-all = false", "changes verify-all from true to false"),
            ("", "timeout = \"1s\"\nchunk = 3", ""),
            ("min-age = \"3d\"", "min-age = \"1d\"", "changes min-age from 3d to 1d"),
            ("min-age = { default = \"3d\", npm = \"9d\" }", "min-age = \"9d\"", ""),
            ("min-age = { npm = \"9d\" }", "min-age = \"3d\"", "changes min-age.npm from 9d to 3d"),
            ("min-age = \"3d\"", "", "changes min-age from 3d to 0"),
            ("min-age = \"1d\"", "min-age = \"3d\"", ""),
            ("", allow, "allows \"npm:x\""),
            (allow, "", ""),
            (allow, "[[allow]]\nname = \"pkg:npm/x\"\nreason = \"other\"\nuntil = 2030-01-01", ""),
            ("[[allow]]\nname = \"npm:x\"\nreason = \"r\"\nversion = \"1\"", allow, "allows \"npm:x\""),
            (deny, "", "no longer denies \"npm:x\""),
            ("", deny, ""),
            (deny, &format!("{deny}until = 2030-01-01"), "no longer denies \"npm:x\""),
            ("", "[private]\nnames = [\"a-*\"]", "calls \"a-*\" private, so that it is not checked"),
            ("[private]\nscopes = [\"@a\"]", "", ""),
            (
                "min-age = \"3d\"",
                "[min-age]\ndefault = \"3d\"\nexcept = [\"x\"]",
                "excepts \"x\" from min-age",
            ),
            (
                "index = { npm = \"https://registry.example/\" }",
                "",
                "takes index.npm = https://registry.example/ away",
            ),
            ("lock = [\"allow\"]", "", "takes the lock of allow away"),
            ("lock = [\"allow\"]", "lock = true", ""),
        ] {
            assert_eq!(told(old, new), expected, "{old:?} to {new:?}");
        }
    }
}
