//! When a request that failed is worth repeating, and how long to wait before.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Requests for one page, the first included.
pub(super) const ATTEMPTS: u32 = 3;
const FIRST_WAIT: Duration = Duration::from_millis(100);

/// Too many requests, and the failures that a server or the proxy before it gets over.
pub(super) const fn is_passing(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504)
}

/// How long to wait after `attempt` (from 1): what the server said, else twice as long each time,
/// with up to half of it taken off by chance so that many clients do not come back at once.
pub(super) fn wait_after(attempt: u32, retry_after: Option<Duration>) -> Duration {
    if let Some(said) = retry_after {
        return said;
    }
    let full = FIRST_WAIT.saturating_mul(1 << attempt.saturating_sub(1).min(8));
    full.mul_f64(1.0 - 0.5 * chance())
}

/// The header `Retry-After`: seconds or an HTTP date.
pub(super) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::try_from(moment.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// From 0 to 1. The standard library's hash keys are random, which is enough to spread retries.
fn chance() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 32;
    f64::from(u32::try_from(bits).unwrap_or_default()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_the_server_has_the_last_word() {
        for attempt in 1..=4 {
            let full = FIRST_WAIT * (1 << (attempt - 1));
            for _ in 0..50 {
                let wait = wait_after(attempt, None);
                assert!(wait >= full / 2 && wait <= full, "{attempt}: {wait:?}");
            }
        }
        assert_eq!(wait_after(1, Some(Duration::from_secs(7))), Duration::from_secs(7));
        assert!(wait_after(u32::MAX, None) < Duration::from_secs(60));
    }

    #[test]
    fn both_forms_of_retry_after_are_read() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Mon, 23 Nov 2026 08:00:30 GMT", now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Mon, 23 Nov 2026 07:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }
}
