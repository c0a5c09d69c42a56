//! A registry of two packages on 127.0.0.1, for clients that are tried: an honest one, which depends on the
//! reserved name. It notes what it was asked for.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use phantom_guard::policy::RESERVED_NAME;
use serde_json::json;

/// The honest package, which brings the reserved one along. Tries allow it, so that no registry is asked about it.
pub(super) const HONEST: &str = "phantom-doctor-good-name";

/// When both were published.
const PUBLISHED: &str = "2020-01-01T00:00:00.000Z";

/// A client that says nothing for so long is left alone.
const SILENCE: Duration = Duration::from_secs(20);

/// The longest head of a request, in bytes.
const LONGEST_HEAD: u64 = 64 * 1024;

/// A running stand-in. Its threads end with the process.
#[derive(Debug)]
pub(super) struct StandIn {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    /// Starts it.
    ///
    /// # Errors
    /// Where nothing can listen on 127.0.0.1.
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let asked = Arc::new(Mutex::default());
        let noted = Arc::clone(&asked);
        thread::Builder::new().spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let noted = Arc::clone(&noted);
                // A connection that fails is its client's to mend.
                let _ = thread::Builder::new().spawn(move || answer(&stream, address, &noted));
            }
        })?;
        Ok(Self { address, asked })
    }

    /// The simple index that pip and uv ask.
    pub(super) fn pypi(&self) -> String {
        format!("http://{}/simple/", self.address)
    }

    /// The registry that npm and its kin ask.
    pub(super) fn npm(&self) -> String {
        format!("http://{}/npm/", self.address)
    }

    /// The paths that it was asked for since the last time.
    pub(super) fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Answers one request, and ends the connection.
fn answer(mut stream: &TcpStream, own: SocketAddr, asked: &Mutex<Vec<String>>) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE))?;
    let mut head = BufReader::new(stream.take(LONGEST_HEAD));
    let mut line = String::new();
    head.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while head.read_line(&mut line)? > 2 {}
    let page = page(&path, own);
    asked.lock().unwrap_or_else(PoisonError::into_inner).push(path);
    let (status, kind, body) =
        page.map_or(("404 Not Found", "text/plain", Vec::new()), |(k, b)| ("200 OK", k, b));
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// What stands at a path: its type and its bytes.
fn page(path: &str, own: SocketAddr) -> Option<(&'static str, Vec<u8>)> {
    let path = path.split('?').next().unwrap_or_default();
    [(HONEST, Some(RESERVED_NAME)), (RESERVED_NAME, None)].into_iter().find_map(|(name, needs)| {
        let wheel = wheel_name(name);
        if path == format!("/npm/{name}") {
            Some(("application/json", packument(name, needs, own)))
        } else if path == format!("/simple/{name}/") {
            let link = format!(
                "<!DOCTYPE html><html><body><a href=\"/files/{wheel}\" data-core-metadata=\"true\" \
                 data-dist-info-metadata=\"true\">{wheel}</a></body></html>\n"
            );
            Some(("text/html", link.into_bytes()))
        } else if path == format!("/files/{wheel}.metadata") {
            Some(("text/plain", metadata(name, needs).into_bytes()))
        } else if path == format!("/files/{wheel}") {
            Some(("application/zip", archive(name, needs)))
        } else {
            None
        }
    })
}

fn packument(name: &str, needs: Option<&str>, own: SocketAddr) -> Vec<u8> {
    let needs: serde_json::Map<_, _> = needs.map(|name| (name.to_owned(), "1".into())).into_iter().collect();
    let version = json!({
        "name": name, "version": "1.0.0", "dependencies": needs,
        // npx asks for nothing more of a package without a program.
        "bin": { name: "program.js" },
        "dist": {
            "tarball": format!("http://{own}/npm/{name}/-/{name}-1.0.0.tgz"),
            "shasum": "0000000000000000000000000000000000000000",
        },
    });
    // Old enough for clients that hold what is new.
    let time = json!({ "created": PUBLISHED, "modified": PUBLISHED, "1.0.0": PUBLISHED });
    json!({
        "name": name, "dist-tags": { "latest": "1.0.0" },
        "versions": { "1.0.0": version }, "time": time,
    })
    .to_string()
    .into_bytes()
}

fn wheel_name(name: &str) -> String {
    format!("{}-1.0.0-py3-none-any.whl", name.replace('-', "_"))
}

fn metadata(name: &str, needs: Option<&str>) -> String {
    let needs = needs.map_or_else(String::new, |name| format!("Requires-Dist: {name}\n"));
    format!("Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n{needs}")
}

/// A wheel without a module, for a pip older than 23.2, which finds what it depends on in no other way.
fn archive(name: &str, needs: Option<&str>) -> Vec<u8> {
    let folder = format!("{}-1.0.0.dist-info", name.replace('-', "_"));
    let wheel =
        "Wheel-Version: 1.0\nGenerator: phantom\nRoot-Is-Purelib: true\nTag: py3-none-any\n".to_owned();
    let record = ["METADATA", "WHEEL", "RECORD"].map(|file| format!("{folder}/{file},,\n")).concat();
    let files = [("METADATA", metadata(name, needs)), ("WHEEL", wheel), ("RECORD", record)];
    let (mut whole, mut directory) = (Vec::new(), Vec::new());
    for (file, text) in &files {
        let file = format!("{folder}/{file}");
        let size = length(text.len());
        let offset = length(whole.len());
        // Of what the two heads share: version, flags, method "stored", time, the first day of 1980.
        let mut shared = [20_u16, 0, 0, 0, 0x21].map(u16::to_le_bytes).concat();
        for number in [crc32fast::hash(text.as_bytes()), size, size] {
            shared.extend(number.to_le_bytes());
        }
        // The length of the name, and of nothing more, as two numbers of two bytes.
        shared.extend(length(file.len()).to_le_bytes());
        whole.extend([b"PK\x03\x04".as_slice(), &shared, file.as_bytes(), text.as_bytes()].concat());
        let behind = [&[0; 10], offset.to_le_bytes().as_slice(), file.as_bytes()].concat();
        directory.extend([b"PK\x01\x02\x14\x00".as_slice(), &shared, &behind].concat());
    }
    // Two numbers of disks, and twice the number of files.
    let counts = [0_u16, 0, 3, 3].map(u16::to_le_bytes).concat();
    let sizes = [length(directory.len()), length(whole.len())].map(u32::to_le_bytes).concat();
    [&whole, &directory, b"PK\x05\x06".as_slice(), &counts, &sizes, &[0; 2]].concat()
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wheel_is_an_archive_that_says_what_it_needs() {
        let own = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        let path = format!("/files/{}", wheel_name(HONEST));
        let (_, bytes) = page(&path, own).unwrap();
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 3);
        let mut text = String::new();
        let name = "phantom_doctor_good_name-1.0.0.dist-info/METADATA";
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        assert!(text.contains(&format!("\nRequires-Dist: {RESERVED_NAME}\n")), "{text}");
        assert!(page("/simple/another/", own).is_none());
    }
}
