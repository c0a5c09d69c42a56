//! A file that goes through a relay does not fill its memory. Alone in its process, whose memory is measured.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod relay_support;

use std::time::Duration;

use phantom_guard::relay::Pages;
use phantom_testkit::fake::{Answer, Ending, Fake, Kind};
use relay_support::{client, relay};

/// The most memory that this process has had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_file_of_500_mb_is_streamed_in_constant_memory() {
    const SIZE: u64 = 500 * 1000 * 1000;
    let fake = Fake::serve(Duration::ZERO, |_| {
        Answer::new(200, "application/octet-stream", "x").ending(Ending::Endless)
    });
    for pages in [Pages::Npm, Pages::NpmThroughRelay] {
        let relay = relay(&fake.root(Kind::Npm), pages);
        let before = peak();
        let mut answer =
            client().get(format!("{}good/-/good-1.0.0.tgz", relay.places()[0])).send().await.unwrap();
        let mut read = 0;
        while read < SIZE {
            read += answer.chunk().await.unwrap().unwrap().len() as u64;
        }
        let grown = peak() - before;
        assert!(grown < 16 * 1024, "{grown} KiB more");
    }
}
