//! The five bits kept with a name that exists: how long ago it was last released, or how much it is used.

use jiff::civil::Date;

/// What is known of a name that existed at the snapshot's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trace {
    /// Full months from the last release to the snapshot's date, rounded down to a step: to
    /// the month within the first year, coarser beyond.
    MonthsSinceRelease(u16),
    /// Downloads a month, within a third.
    Downloads(u64),
    /// Nothing but that it exists.
    Nothing,
}

/// What a list says of a name, before it is rounded to a [`Trace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fact {
    /// Nothing but that it exists.
    #[default]
    Nothing,
    /// A day of the month of its last release.
    Released(Date),
    /// Downloads a month.
    Downloads(u64),
}

/// The ages that are told apart, in months.
const MONTHS: [u16; 31] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 21, 24, 30, 36, 42, 48, 60, 72, 84, 96, 108, 120,
    140, 160, 180,
];

/// Levels of use: level `n` stands for `2^(8 + 0.8 n)` downloads a month, from 446 to 7.6 billion.
const FIRST_POWER: f64 = 8.0;
const POWER_STEP: f64 = 0.8;

/// Bits of a level; level 0 is [`Fact::Nothing`].
pub(super) const LEVEL_BITS: u32 = 5;
const HIGHEST: u8 = (1 << LEVEL_BITS) - 1;

impl Fact {
    pub(super) fn level(self, snapshot: Date) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Released(day) => {
                let months = (i32::from(snapshot.year()) - i32::from(day.year())) * 12
                    + i32::from(snapshot.month())
                    - i32::from(day.month());
                let step = MONTHS.iter().rposition(|&step| i32::from(step) <= months).unwrap_or(0);
                step as u8 + 1
            }
            Self::Downloads(downloads) => {
                let level = ((downloads.max(1) as f64).log2() - FIRST_POWER) / POWER_STEP;
                (level.round().max(1.0) as u8).min(HIGHEST)
            }
        }
    }
}

impl Trace {
    pub(super) fn of_release(level: u8) -> Self {
        match level.checked_sub(1).and_then(|step| MONTHS.get(usize::from(step))) {
            Some(&months) => Self::MonthsSinceRelease(months),
            None => Self::Nothing,
        }
    }

    pub(super) fn of_use(level: u8) -> Self {
        if level == 0 {
            return Self::Nothing;
        }
        Self::Downloads((FIRST_POWER + POWER_STEP * f64::from(level)).exp2() as u64)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ages_round_down_and_use_stays_within_a_third() {
        let snapshot = date(2026, 11, 1);
        for (day, months) in [
            (date(2026, 11, 3), 0),
            (date(2027, 1, 1), 0),
            (date(2026, 2, 1), 9),
            (date(2025, 8, 30), 14),
            (date(2005, 1, 1), 180),
        ] {
            let level = Fact::Released(day).level(snapshot);
            assert_eq!(Trace::of_release(level), Trace::MonthsSinceRelease(months), "{day}");
        }
        for downloads in [500u64, 3_025, 137_265_379, 2_399_072_936] {
            let Trace::Downloads(read) = Trace::of_use(Fact::Downloads(downloads).level(snapshot)) else {
                panic!("{downloads} is lost");
            };
            let ratio = read as f64 / downloads as f64;
            assert!((0.74..1.34).contains(&ratio), "{downloads}: {read}");
        }
        assert_eq!(Trace::of_use(Fact::Nothing.level(snapshot)), Trace::Nothing);
        assert_eq!(Fact::Downloads(u64::MAX).level(snapshot), HIGHEST);
    }
}
