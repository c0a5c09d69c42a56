//! The faults of one page, among others that are answered well.

use std::time::Duration;

use phantom_testkit::fake::{Answer, Ending};

use crate::asked::{Asked, bomb, gzip, versions};
use crate::world::page;

/// A way to misbehave.
#[derive(Debug)]
pub struct Fault {
    /// The name of its test.
    pub test: &'static str,
    /// What the registry does, for the table.
    pub what: &'static str,
    /// What Phantom does about it, for the table.
    pub done: &'static str,
    /// What is answered.
    pub answer: fn(&Asked<'_>) -> Answer,
    /// A part of the reason that is given: of a simple index, an npm registry, a sparse index. None where
    /// the name is answered after all.
    pub reason: Option<[&'static str; 3]>,
    /// The time for one package. Long where the fault ends by itself, so that a busy machine is no fault
    /// of its own.
    pub timeout: &'static str,
    /// How often the page is asked for.
    pub requests: usize,
}

const LOGIN: &str = "<html><form action=/login><input name=user><input type=password></form></html>";

/// For what ends by itself.
const LONG: &str = "60s";
/// For what has no end.
const SHORT: &str = "2s";
const NO_ANSWER: &str = "did not answer within 2 s";
const PAUSE: Duration = Duration::from_millis(50);

const fn same(reason: &'static str) -> Option<[&'static str; 3]> {
    Some([reason; 3])
}

pub static FAULTS: [Fault; 36] = [
    Fault {
        test: "silence",
        what: "silence",
        done: "given up when the package's time is over",
        answer: |asked| asked.well().ending(Ending::Stalled),
        reason: same(NO_ANSWER),
        timeout: SHORT,
        requests: 1,
    },
    Fault {
        test: "silence_within_the_body",
        what: "silence in the middle of the body",
        done: "given up when the package's time is over",
        answer: |asked| asked.well().ending(Ending::StalledInBody),
        reason: same(NO_ANSWER),
        timeout: SHORT,
        requests: 1,
    },
    Fault {
        test: "slow_loris_in_the_head",
        what: "one byte of the head at a time",
        done: "given up when the package's time is over",
        answer: |asked| asked.well().ending(Ending::Trickled(PAUSE)),
        reason: same(NO_ANSWER),
        timeout: SHORT,
        requests: 1,
    },
    Fault {
        test: "slow_loris_in_the_body",
        what: "one byte of the body at a time",
        done: "given up when the package's time is over",
        answer: |asked| asked.well().ending(Ending::TrickledBody(PAUSE)),
        reason: same(NO_ANSWER),
        timeout: SHORT,
        requests: 1,
    },
    Fault {
        test: "reset",
        what: "a connection reset by TCP",
        done: "asked again",
        answer: |asked| asked.well().ending(Ending::Aborted),
        reason: same("cannot be reached"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "closed_at_once",
        what: "a connection closed without a byte",
        done: "asked again",
        answer: |asked| asked.well().ending(Ending::Reset),
        reason: same("cannot be reached"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "cut_off",
        what: "a connection closed in the middle of the body",
        done: "asked again",
        answer: |asked| asked.well().ending(Ending::Truncated),
        reason: same("cannot be reached"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "no_http",
        what: "an answer in another protocol",
        done: "asked again",
        answer: |_| Answer::new(200, "", "SSH-2.0-server\r\n\r\n").ending(Ending::Bare),
        reason: same("cannot be reached"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "length_too_large",
        what: "`Content-Length` larger than the body",
        done: "asked again",
        answer: |asked| asked.with_length(&format!("content-length: {}\r\n", asked.length() + 100)),
        reason: same("cannot be reached"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "length_too_small",
        what: "`Content-Length` smaller than the body",
        done: "what is left of the body is no answer",
        answer: |asked| asked.with_length(&format!("content-length: {}\r\n", asked.length() / 2)),
        reason: Some(["not a simple index's JSON", "ends in the middle", "line 2 is not an index's"]),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "two_lengths",
        what: "two lengths that differ",
        done: "asked again",
        answer: |asked| asked.with_length("content-length: 10\r\ncontent-length: 20\r\n"),
        reason: same("cannot be reached"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "truncated_gzip",
        what: "gzip that ends in the middle",
        done: "not believed",
        answer: |asked| {
            let packed = gzip(&asked.well().body);
            let half = packed.get(..packed.len() / 2).unwrap_or_default();
            asked.saying(half).header("content-encoding", "gzip")
        },
        reason: same("cannot be read"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "gzip_that_is_none",
        what: "a body that is said to be gzip, and is not",
        done: "not believed",
        answer: |asked| asked.well().header("content-encoding", "gzip"),
        reason: same("cannot be read"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "gzip_with_more_behind",
        what: "gzip with a megabyte behind its end",
        done: "not believed",
        answer: |asked| {
            let packed = [gzip(&asked.well().body), vec![0; 1 << 20]].concat();
            asked.saying(packed).header("content-encoding", "gzip")
        },
        reason: same("cannot be read"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "gzip_bomb",
        what: "a gzip bomb",
        done: "read up to 64 MiB after decompression",
        answer: |asked| asked.saying(bomb()).header("content-encoding", "gzip"),
        reason: same("it is larger than 64 MiB"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "declared_size",
        what: "a body of 1 GB by its `Content-Length`",
        done: "not read",
        answer: |asked| asked.with_length("content-length: 1073741824\r\n"),
        reason: same("it is larger than 64 MiB"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "endless_body",
        what: "a body without an end",
        done: "read up to 64 MiB",
        answer: |asked| {
            let mut answer = asked.well().ending(Ending::Endless);
            let at = answer.body.iter().position(|byte| *byte == b'{').unwrap();
            answer.body.truncate(at + 1);
            answer.body.extend(b"\"extra\":\"");
            answer
        },
        reason: same("it is larger than 64 MiB"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "html_page",
        what: "a page of HTML with 200",
        done: "not believed",
        answer: |_| Answer::new(200, "text/html", "<html><h1>Welcome</h1></html>"),
        reason: Some(["it is HTML", "it is not a packument", "line 1 is not an index's"]),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "empty_page",
        what: "an empty page with 200",
        done: "not believed",
        answer: |asked| asked.saying(""),
        reason: Some(["not a simple index's JSON", "ends in the middle", "it is empty"]),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "not_utf8",
        what: "invalid UTF-8, anywhere in the answer",
        done: "not believed",
        answer: |asked| asked.with_field(b"\"\xff\""),
        reason: same("it is not UTF-8"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "wrong_shape",
        what: "JSON of another shape",
        done: "not believed",
        answer: |asked| asked.saying(r#"{"message":"welcome"}"#),
        reason: Some(["missing field `name`", "missing field `name`", "missing field `name`"]),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "nested",
        what: "JSON nested 100,000 deep, anywhere in the answer",
        done: "not believed, and not followed",
        answer: |asked| asked.with_field(&[[b'['; 100_000], [b']'; 100_000]].concat()),
        reason: same("it is nested too deep"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "another_name",
        what: "an answer about another name",
        done: "not believed",
        answer: |asked| Answer::of_package(asked.kind, "requests", &versions()),
        reason: same("it is about another name than the one asked for"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "login_page",
        what: "404 with a page to log in",
        done: "not taken for an absence",
        answer: |_| Answer::new(404, "text/html", LOGIN),
        reason: same("it is a page that asks to log in"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "login_page_cut_off",
        what: "404 with a page that breaks off",
        done: "asked again, and not taken for an absence",
        answer: |_| Answer::new(404, "text/html", LOGIN).ending(Ending::Truncated),
        reason: same("cannot be reached"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "forbidden",
        what: "401, 403, and every other status without a meaning here",
        done: "not asked again",
        answer: |_| Answer::new(403, "text/plain", "no"),
        reason: same("answered 403"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "too_many_requests",
        what: "429 without `Retry-After`",
        done: "asked again, after 100 ms and 200 ms at most",
        answer: |_| Answer::new(429, "text/plain", "slow down"),
        reason: same("answered 429"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "too_many_requests_for_an_hour",
        what: "429 with a `Retry-After` beyond the package's time",
        done: "not asked again",
        answer: |_| Answer::new(429, "text/plain", "slow down").header("retry-after", "3600"),
        reason: same("answered 429"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "server_error",
        what: "500, 502, 503 or 504, again and again",
        done: "asked again",
        answer: |_| Answer::new(500, "text/plain", "oops"),
        reason: same("answered 500"),
        timeout: LONG,
        requests: 3,
    },
    Fault {
        test: "redirect_loop",
        what: "a circle of redirects",
        done: "followed four times",
        answer: |asked| asked.moved(&page(asked.kind, asked.name)),
        reason: same("it redirects more than 4 times"),
        timeout: LONG,
        requests: 5,
    },
    Fault {
        test: "redirect_to_another_scheme",
        what: "a redirect from http to https, or from https to http",
        done: "not followed",
        answer: |asked| asked.moved(&format!("https://{}/", asked.other)),
        reason: same("it redirects to another scheme"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "redirect_to_nowhere",
        what: "a redirect without an address",
        done: "not followed",
        answer: |_| Answer::new(302, "text/plain", "moved"),
        reason: same("it redirects without saying where to"),
        timeout: LONG,
        requests: 1,
    },
    Fault {
        test: "too_many_requests_for_a_second",
        what: "429 with a `Retry-After` within the package's time, then an answer",
        done: "waited for",
        answer: |asked| match asked.earlier {
            0 => Answer::new(429, "text/plain", "slow down").header("retry-after", "1"),
            _ => asked.well(),
        },
        reason: None,
        timeout: LONG,
        requests: 2,
    },
    Fault {
        test: "server_error_once",
        what: "500, then an answer",
        done: "asked again",
        answer: |asked| match asked.earlier {
            0 => Answer::new(500, "text/plain", "oops"),
            _ => asked.well(),
        },
        reason: None,
        timeout: LONG,
        requests: 2,
    },
    Fault {
        test: "reset_once",
        what: "a connection reset by TCP, then an answer",
        done: "asked again",
        answer: |asked| match asked.earlier {
            0 => asked.well().ending(Ending::Aborted),
            _ => asked.well(),
        },
        reason: None,
        timeout: LONG,
        requests: 2,
    },
    Fault {
        test: "redirect_to_another_place",
        what: "a redirect to another host or port of the same scheme",
        done: "followed, without the registry's credentials",
        answer: |asked| asked.moved(&format!("http://{}{}", asked.other, page(asked.kind, asked.name))),
        reason: None,
        timeout: LONG,
        requests: 1,
    },
];
