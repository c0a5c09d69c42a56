//! A stand-in that speaks HTTP/2 over TLS: every package is missing, after a delay, and it counts.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use ::http::{Response, StatusCode};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::Authority;

/// A running server. It stops when it is dropped.
#[derive(Debug)]
pub struct Http2 {
    address: SocketAddr,
    counts: Arc<Counts>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
    busy: AtomicUsize,
    busiest: AtomicUsize,
}

impl Http2 {
    /// A server for `localhost` with a certificate of the authority's.
    pub fn start(authority: &Authority, delay: Duration) -> Self {
        let acceptor = TlsAcceptor::from(Arc::new(authority.server("localhost", &[b"h2"])));
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    () = accept(listener, acceptor, delay, counted) => {}
                    _ = stopped => {}
                }
            });
        });
        Self { address, counts, stop: Some(stop), thread: Some(thread) }
    }

    /// Its port of 127.0.0.1; its certificate is for `localhost`.
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Connections that came to speak HTTP/2.
    pub fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// Requests so far.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    /// The most requests that it has had under way at the same time.
    pub fn busiest(&self) -> usize {
        self.counts.busiest.load(Ordering::SeqCst)
    }
}

impl Drop for Http2 {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, delay: Duration, counts: Arc<Counts>) {
    while let Ok((client, _)) = listener.accept().await {
        let (acceptor, counts) = (acceptor.clone(), Arc::clone(&counts));
        tokio::spawn(async move {
            let _ = client.set_nodelay(true);
            // A client that goes away is no fault of the test.
            let _ = converse(client, &acceptor, delay, &counts).await;
        });
    }
}

async fn converse(
    client: TcpStream,
    acceptor: &TlsAcceptor,
    delay: Duration,
    counts: &Arc<Counts>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut connection = h2::server::handshake(acceptor.accept(client).await?).await?;
    counts.connections.fetch_add(1, Ordering::SeqCst);
    while let Some(request) = connection.accept().await {
        let (_, mut respond) = request?;
        let counts = Arc::clone(counts);
        tokio::spawn(async move {
            counts.requests.fetch_add(1, Ordering::SeqCst);
            let busy = counts.busy.fetch_add(1, Ordering::SeqCst) + 1;
            counts.busiest.fetch_max(busy, Ordering::SeqCst);
            tokio::time::sleep(delay).await;
            counts.busy.fetch_sub(1, Ordering::SeqCst);
            let mut missing = Response::new(());
            *missing.status_mut() = StatusCode::NOT_FOUND;
            let _ = respond.send_response(missing, true);
        });
    }
    Ok(())
}
