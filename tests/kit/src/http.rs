//! As much of HTTP/1.1 as the three clients speak, on threads.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sha2::{Digest, Sha256};

/// One request, as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path with its query, as sent: nothing is decoded.
    pub path: String,
    /// Names in lower case and values, in order.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the path holds the name as one whole segment (two for npm's scoped names), or a file
    /// of this name and a version.
    pub fn mentions(&self, name: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default().to_ascii_lowercase();
        let path = path.replace("%2f", "/").replace("%40", "@");
        let name = name.to_ascii_lowercase();
        format!("{path}/").contains(&format!("/{name}/"))
            || path
                .match_indices(&format!("/{name}-"))
                .any(|(at, found)| path[at + found.len()..].starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// What is sent back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The media type.
    pub content_type: &'static str,
    /// The body.
    pub body: Arc<[u8]>,
    /// What says which state of the page this is, where clients may keep it.
    pub tag: Option<String>,
}

impl Reply {
    /// 200 with a body.
    pub fn ok(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, content_type, body: body.into().into(), tag: None }
    }

    /// 404.
    pub fn missing() -> Self {
        Self { status: 404, content_type: "text/plain", body: b"not found".to_vec().into(), tag: None }
    }

    /// The same, to be kept by clients for five minutes; 304 without a body for one that has it.
    #[must_use]
    pub(crate) fn kept(mut self, request: &Request) -> Self {
        let tag = format!("\"{}\"", crate::registry::hex(&Sha256::digest(&self.body)));
        if request.header("if-none-match") == Some(tag.as_str()) {
            self.status = 304;
            self.body = Arc::default();
        }
        Self { tag: Some(tag), ..self }
    }
}

/// A listener on a port of 127.0.0.1, and its thread.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    requests: Arc<Mutex<Vec<Request>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a port of 127.0.0.1 (0: on any that is free), and answers with what `make` makes,
    /// which is given the address.
    pub(crate) fn start<F>(port: u16, make: impl FnOnce(SocketAddr) -> F) -> Self
    where
        F: Fn(&Request) -> Reply + Send + Sync + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("a free port on 127.0.0.1");
        let address = listener.local_addr().expect("the listener has an address");
        let answer = Arc::new(make(address));
        let stop = Arc::new(AtomicBool::new(false));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let thread = {
            let (stop, requests) = (Arc::clone(&stop), Arc::clone(&requests));
            thread::spawn(move || {
                for stream in listener.incoming() {
                    if stop.load(Ordering::SeqCst) {
                        break;
                    }
                    let Ok(stream) = stream else { continue };
                    let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
                    thread::spawn(move || {
                        // A client that hangs up is no fault of the test.
                        let _ = serve(&stream, answer.as_ref(), &requests);
                        let _ = stream.shutdown(Shutdown::Both);
                    });
                }
            })
        };
        Self { address, stop, requests, thread: Some(thread) }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn forget_requests(&self) {
        self.requests.lock().unwrap().clear();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The thread waits in accept: one connection wakes it.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(
    stream: &TcpStream,
    answer: &(impl Fn(&Request) -> Reply + ?Sized),
    requests: &Mutex<Vec<Request>>,
) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader)? {
        let reply = answer(&request);
        let kept = reply.tag.as_ref().map_or_else(String::new, |tag| {
            format!("ETag: {tag}\r\nCache-Control: public, max-age=300\r\nVary: Accept\r\n")
        });
        let head = format!(
            "HTTP/1.1 {} {}\r\nContent-Type: {}\r\n{kept}Content-Length: {}\r\n\r\n",
            reply.status,
            if reply.status == 200 { "OK" } else { "Status" },
            reply.content_type,
            reply.body.len()
        );
        let last = request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let head_only = request.method == "HEAD";
        // Recorded before the answer, so that a client that has its answer finds it counted.
        requests.lock().unwrap().push(request);
        let mut out = stream;
        let mut bytes = head.into_bytes();
        if !head_only {
            bytes.extend_from_slice(&reply.body);
        }
        out.write_all(&bytes)?;
        if last {
            break;
        }
    }
    Ok(())
}

fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
    let mut request = Request { method: method.to_owned(), path: path.to_owned(), headers: Vec::new() };
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = header.trim_end().split_once(':') {
            request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let length = request.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    io::copy(&mut reader.take(length), &mut io::sink())?;
    Ok(Some(request))
}
