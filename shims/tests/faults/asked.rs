//! What the page at fault is answered with: the truth, and what can be made of it.

use std::io::Write as _;
use std::net::SocketAddr;

use flate2::write::GzEncoder;
use flate2::{Compress, Compression, FlushCompress};
use phantom_testkit::fake::{Answer, Ending, Kind};

/// One request for the page.
#[derive(Debug)]
pub struct Asked<'a> {
    pub kind: Kind,
    pub name: &'a str,
    /// How many came before.
    pub earlier: usize,
    /// Another registry, which answers well.
    pub other: SocketAddr,
}

impl Asked<'_> {
    /// What would be true.
    pub fn well(&self) -> Answer {
        Answer::of_package(self.kind, self.name, &versions())
    }

    pub fn moved(&self, to: &str) -> Answer {
        Answer::new(302, "text/plain", "moved").header("location", to)
    }

    pub fn with_length(&self, length: &str) -> Answer {
        let Answer { body, headers, .. } = self.well();
        let (_, kind) = headers.into_iter().next().unwrap();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n{length}\r\n");
        Answer::new(200, "", [head.into_bytes(), body].concat()).ending(Ending::Bare)
    }

    pub fn length(&self) -> usize {
        self.well().body.len()
    }

    pub fn saying(&self, body: impl Into<Vec<u8>>) -> Answer {
        Answer { body: body.into(), ..self.well() }
    }

    /// The true answer with one more field, which nobody looks for.
    pub fn with_field(&self, field: &[u8]) -> Answer {
        let mut answer = self.well();
        let at = answer.body.iter().position(|byte| *byte == b'{').unwrap() + 1;
        answer.body.splice(at..at, [b"\"extra\":", field, b","].concat());
        answer
    }
}

pub fn versions() -> [(String, String); 3] {
    let versions = [("1.0.0", "2015-03-01"), ("1.1.0", "2018-06-01"), ("2.0.0", "2024-09-01")];
    versions.map(|(version, day)| (version.to_owned(), format!("{day}T12:00:00Z")))
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A hundred MiB of spaces. Packed once and repeated: to pack them all would take a test's time.
pub fn bomb() -> Vec<u8> {
    let mut block = Vec::with_capacity(64 << 10);
    let mut packer = Compress::new(Compression::fast(), false);
    packer.compress_vec(&[b' '; 1 << 20], &mut block, FlushCompress::Full).unwrap();
    let (head, end) = ([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff], [3, 0]);
    [&head[..], &block.repeat(100), &end, &[0; 8]].concat()
}
