//! The releases of a package, as few bytes as they need: ten thousand packages are held at a time.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A version with a longer name is left out: no client would choose it.
const LONGEST: usize = 128;

/// The newest releases of a package, the newest first.
///
/// One line for each: version, seconds since 1970 (`-` where the registry gives none), and `y` where it
/// was yanked.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct History(Box<str>);

/// One release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release<'h> {
    /// Its version, as the registry spells it.
    pub version: &'h str,
    /// When it was published, to the second; `None` where the registry does not say.
    pub published: Option<Timestamp>,
    /// Whether it was yanked.
    pub yanked: bool,
}

impl History {
    /// How many releases are kept: the newest, and a half of them for versions of numbers alone, which
    /// nightly builds would push out.
    pub const MOST: usize = 128;
    /// How many of the newest are kept without a gap.
    const UNBROKEN: usize = Self::MOST / 2;

    /// Keeps the newest of some releases: by date where all have one, else the last as the registry
    /// lists them.
    pub fn new<'h>(releases: impl IntoIterator<Item = Release<'h>>) -> Self {
        let mut releases: Vec<Release<'h>> = releases
            .into_iter()
            .filter(|r| r.version.len() <= LONGEST && !r.version.is_empty())
            .filter(|r| !r.version.contains(char::is_whitespace))
            .collect();
        releases.reverse();
        if releases.iter().all(|release| release.published.is_some()) {
            releases.sort_by_key(|release| std::cmp::Reverse(release.published));
        }
        if releases.len() > Self::MOST {
            thin_out(&mut releases);
        }
        let mut text = String::new();
        for release in &releases {
            text.push_str(release.version);
            // Writing into a string cannot fail.
            let _ = match release.published {
                Some(moment) => write!(text, " {}", moment.as_second()),
                None => write!(text, " -"),
            };
            text.push_str(if release.yanked { " y\n" } else { "\n" });
        }
        Self(text.into_boxed_str())
    }

    /// The releases, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = Release<'_>> {
        self.0.lines().filter_map(|line| {
            let mut words = line.split(' ');
            let version = words.next().filter(|version| !version.is_empty())?;
            let published =
                words.next().and_then(|seconds| Timestamp::from_second(seconds.parse().ok()?).ok());
            Some(Release { version, published, yanked: words.next() == Some("y") })
        })
    }

    /// Whether it may lack older releases.
    pub fn is_cut(&self) -> bool {
        self.iter().count() >= Self::MOST
    }

    /// A release that every one is older than which the history lacks; `None` where it lacks none.
    pub fn bound(&self) -> Option<Release<'_>> {
        if self.is_cut() { self.iter().nth(Self::UNBROKEN - 1) } else { None }
    }

    /// Whether it holds none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Leaves as many as are kept, in their order.
fn thin_out(releases: &mut Vec<Release<'_>>) {
    let is_plain = |release: &Release<'_>| release.version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let older = releases.split_off(History::UNBROKEN);
    let room = History::MOST - History::UNBROKEN;
    let plain = older.iter().filter(|release| is_plain(release)).count().min(room);
    let (mut plain, mut other) = (plain, room - plain);
    for release in older {
        let left = if is_plain(&release) { &mut plain } else { &mut other };
        if *left > 0 {
            *left -= 1;
            releases.push(release);
        }
    }
}

impl std::fmt::Debug for History {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(version: &str, seconds: Option<i64>) -> Release<'_> {
        let published = seconds.map(|s| Timestamp::from_second(s).unwrap());
        Release { version, published, yanked: version == "1.1" }
    }

    #[test]
    fn the_newest_come_first_and_come_back_as_they_were() {
        let given = [release("1.0", Some(10)), release("1.1", Some(30)), release("0.9", Some(20))];
        let history = History::new(given);
        let back: Vec<_> = history.iter().collect();
        assert_eq!(back, [given[1], given[2], given[0]]);
        assert!(!history.is_cut());
        let json = serde_json::to_string(&history).unwrap();
        assert_eq!(serde_json::from_str::<History>(&json).unwrap(), history);
    }

    #[test]
    fn without_every_date_the_registry_s_order_counts() {
        let history = History::new([release("1.0", Some(10)), release("1.1", None), release("1.2", Some(5))]);
        assert_eq!(history.iter().map(|r| r.version).collect::<Vec<_>>(), ["1.2", "1.1", "1.0"]);
    }

    #[test]
    fn it_is_bounded_and_takes_no_odd_versions() {
        let many: Vec<String> = (0..5000).map(|i| format!("1.{i}")).collect();
        let history = History::new(many.iter().map(|v| release(v, None)));
        assert_eq!(history.iter().count(), History::MOST);
        assert_eq!(history.iter().next().unwrap().version, "1.4999");
        assert!(history.is_cut());
        assert_eq!(history.bound().unwrap().version, "1.4936");
        let nightly: Vec<String> = (0..200).map(|i| format!("2.0.0-nightly.{i}")).collect();
        let stable = ["1.0.0", "1.1.0"].map(|v| release(v, Some(5)));
        let all = stable.into_iter().chain(nightly.iter().map(|v| release(v, Some(9))));
        let history = History::new(all);
        let kept: Vec<_> = history.iter().map(|r| r.version).collect();
        assert_eq!(kept.len(), History::MOST);
        assert_eq!(kept[kept.len() - 2..], ["1.1.0", "1.0.0"]);
        assert_eq!(kept[..2], ["2.0.0-nightly.199", "2.0.0-nightly.198"]);
        let long = "9".repeat(500);
        let odd = History::new(["", "1 y", "a\nb 5", &long].map(|v| release(v, Some(1))));
        assert!(odd.is_empty() && odd.iter().next().is_none());
    }
}
