//! A stand-in for a company's proxy: whatever host a client asks it for, it asks the one server that it
//! was started for.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// A running proxy, for tunnels (`CONNECT`) and plain requests. It stops when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<Asked>>>,
    thread: Option<JoinHandle<()>>,
}

/// What a client asked of the proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `CONNECT registry.example:443`, `GET http://registry.example/simple/`.
    pub line: String,
    /// The header `Proxy-Authorization`.
    pub authorization: Option<String>,
}

impl Proxy {
    /// A proxy that leads to this server.
    pub fn to(server: SocketAddr) -> Self {
        Self::start(move |asked, client, rest| serve(server, asked, client, rest))
    }

    /// A proxy that wants to know who asks, and lets nobody pass.
    pub fn refusing() -> Self {
        Self::start(|_, client, _| {
            let mut client = client;
            client.write_all(
                b"HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
            )
        })
    }

    fn start(answer: impl Fn(&Asked, &TcpStream, &[u8]) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (answer, stopped, seen) = (Arc::new(answer), Arc::clone(&stop), Arc::clone(&asked));
        let thread = thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                thread::spawn(move || {
                    if let Ok((request, rest)) = read(&client) {
                        seen.lock().unwrap().push(request.clone());
                        // A client that hangs up is no fault of the test.
                        let _ = answer(&request, &client, &rest);
                    }
                    let _ = client.shutdown(Shutdown::Both);
                });
            }
        });
        Self { address, stop, asked, thread: Some(thread) }
    }

    /// Its address, as settings name it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its host and port.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The thread waits in accept: one connection wakes it.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The head of a request, and the same as it is handed on: with the path alone, and to be closed after
/// one answer.
fn read(client: &TcpStream) -> io::Result<(Asked, Vec<u8>)> {
    let mut reader = BufReader::new(client);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let [method, target, _] = words[..] else { return Err(io::ErrorKind::InvalidData.into()) };
    let path = url::Url::parse(target).map_or_else(|_| "/".to_owned(), |url| url.path().to_owned());
    let mut rest = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    let mut authorization = None;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim_end().is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "proxy-authorization" => authorization = Some(value.trim().to_owned()),
            "connection" | "proxy-connection" => {}
            _ => rest.push_str(&header),
        }
    }
    Ok((Asked { line: format!("{method} {target}"), authorization }, format!("{rest}\r\n").into_bytes()))
}

fn serve(server: SocketAddr, asked: &Asked, client: &TcpStream, rest: &[u8]) -> io::Result<()> {
    let mut server = TcpStream::connect(server)?;
    let mut client = client;
    if asked.line.starts_with("CONNECT ") {
        client.write_all(b"HTTP/1.1 200 Go on\r\n\r\n")?;
        let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    } else {
        server.write_all(rest)?;
        server.shutdown(Shutdown::Write)?;
    }
    io::copy(&mut server, &mut client).map(drop)
}
