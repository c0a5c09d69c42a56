use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;
/// No release is as old as a hundred years: what is longer is a mistake.
const LONGEST: u64 = 36_525 * DAY;

/// How old a release has to be, in whole hours. 0 asks for no age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct MinAge {
    seconds: u64,
}

/// A text that is no age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number of hours, days or weeks, like 72h, 3d or 1w")]
pub struct NoAge;

impl MinAge {
    /// Whether it asks for no age.
    pub const fn is_zero(self) -> bool {
        self.seconds == 0
    }

    /// Whether what was published at a moment is old enough. A moment that is yet to come is not, unless
    /// no age is asked for.
    pub fn is_reached(self, published: Timestamp, now: Timestamp) -> bool {
        let age = now.as_second().saturating_sub(published.as_second());
        self.is_zero() || u64::try_from(age).is_ok_and(|age| age >= self.seconds)
    }
}

impl FromStr for MinAge {
    type Err = NoAge;

    /// Reads `72h`, `3d`, `1w` and `0`.
    fn from_str(text: &str) -> Result<Self, NoAge> {
        let (number, unit) = match text.strip_suffix(['h', 'd', 'w']) {
            Some(number) if text.ends_with('h') => (number, HOUR),
            Some(number) if text.ends_with('d') => (number, DAY),
            Some(number) => (number, WEEK),
            None if text == "0" => (text, 0),
            None => return Err(NoAge),
        };
        let number = number.trim_end();
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NoAge);
        }
        let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
        seconds.filter(|&seconds| seconds <= LONGEST).map(|seconds| Self { seconds }).ok_or(NoAge)
    }
}

impl fmt::Display for MinAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds {
            0 => f.write_str("0"),
            seconds if seconds % DAY == 0 => write!(f, "{}d", seconds / DAY),
            seconds => write!(f, "{}h", seconds / HOUR),
        }
    }
}

/// How long ago something was published, in words: `14 hours ago`, `2 days ago`.
pub(super) fn ago(published: Timestamp, now: Timestamp) -> String {
    let age = now.as_second().saturating_sub(published.as_second());
    let counted = |count: u64, one: &str| format!("{count} {one}{} ago", if count == 1 { "" } else { "s" });
    match u64::try_from(age) {
        Err(_) => "at a time that is yet to come".to_owned(),
        Ok(age @ ..HOUR) => counted(age / 60, "minute"),
        Ok(age) if age < 2 * DAY => counted(age / HOUR, "hour"),
        Ok(age) => counted(age / DAY, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_whole_hours_days_or_weeks() {
        for (text, shown) in [
            ("0", "0"),
            ("0d", "0"),
            ("1h", "1h"),
            ("72h", "3d"),
            ("3d", "3d"),
            ("3 d", "3d"),
            ("2w", "14d"),
            ("100h", "100h"),
        ] {
            assert_eq!(text.parse::<MinAge>().unwrap().to_string(), shown, "{text}");
        }
        for bad in
            ["", "3", "d", "-1d", "+1d", "1.5d", "3 days", "3m", "3s", "99999999w", "99999999999999999999h"]
        {
            assert_eq!(bad.parse::<MinAge>(), Err(NoAge), "{bad}");
        }
    }

    #[test]
    fn an_age_is_reached_to_the_second() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let age: MinAge = "1h".parse().unwrap();
        assert!(age.is_reached(at(0), at(3600)) && !age.is_reached(at(1), at(3600)));
        assert!(!age.is_reached(at(9999), at(0)));
        assert!(MinAge::default().is_reached(at(9999), at(0)));
    }

    #[test]
    fn how_long_ago_is_said_in_words() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (seconds, words) in [
            (0, "0 minutes ago"),
            (60, "1 minute ago"),
            (3600, "1 hour ago"),
            (14 * 3600 + 59, "14 hours ago"),
            (47 * 3600, "47 hours ago"),
            (48 * 3600, "2 days ago"),
            (-1, "at a time that is yet to come"),
        ] {
            assert_eq!(ago(at(0), at(seconds)), words);
        }
    }
}
