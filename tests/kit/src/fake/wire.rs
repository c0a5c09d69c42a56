//! The stand-in's connections.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::{Answer, Counts, Ending, Fake, Request, Respond, locked, name_of};

/// A port at which nobody listens yet: until then connections are refused.
#[derive(Debug)]
pub struct Reserved {
    socket: TcpSocket,
    address: SocketAddr,
}

impl Reserved {
    /// A free port of an address of this machine.
    ///
    /// # Errors
    /// Where the machine has no such address.
    pub fn on(ip: IpAddr) -> io::Result<Self> {
        let socket = if ip.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.bind(SocketAddr::new(ip, 0))?;
        let address = socket.local_addr()?;
        Ok(Self { socket, address })
    }

    /// Where somebody will listen.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Listens there, and does with each request what `respond` says, after `delay`.
    pub fn serve(
        self,
        delay: Duration,
        respond: impl Fn(&Request) -> Answer + Send + Sync + 'static,
    ) -> Fake {
        let Self { socket, address } = self;
        let counts = Arc::new(Counts::default());
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (listening, is_listening) = std::sync::mpsc::channel();
        let (counted, respond): (_, Arc<Respond>) = (Arc::clone(&counts), Arc::new(respond));
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = socket.listen(1024).unwrap();
                listening.send(()).unwrap();
                tokio::select! {
                    () = accept(listener, delay, counted, respond) => {}
                    _ = stopped => {}
                }
            });
        });
        is_listening.recv().unwrap();
        Fake { address, counts, stop: Some(stop), thread: Some(thread) }
    }
}

async fn accept(listener: TcpListener, delay: Duration, counts: Arc<Counts>, respond: Arc<Respond>) {
    while let Ok((connection, _)) = listener.accept().await {
        counts.accepted.fetch_add(1, Ordering::SeqCst);
        let (counts, respond) = (Arc::clone(&counts), Arc::clone(&respond));
        tokio::spawn(async move {
            // The client may go away at any time, which is its own affair.
            let _ = converse(connection, delay, &counts, &*respond).await;
        });
    }
}

async fn converse(
    connection: TcpStream,
    delay: Duration,
    counts: &Counts,
    respond: &Respond,
) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufReader::new(connection);
    while let Some(request) = read_request(&mut connection, counts).await? {
        let busy = counts.busy.fetch_add(1, Ordering::SeqCst) + 1;
        counts.busiest.fetch_max(busy, Ordering::SeqCst);
        let answer = respond(&request);
        tokio::time::sleep(delay + answer.delay).await;
        counts.busy.fetch_sub(1, Ordering::SeqCst);
        let head = head_of(&answer);
        let whole = [head.as_bytes(), &answer.body].concat();
        let half = answer.body.get(..answer.body.len() / 2).unwrap_or_default();
        match answer.ending {
            Ending::Whole => connection.write_all(&whole).await?,
            Ending::Truncated => return connection.write_all(&[head.as_bytes(), half].concat()).await,
            Ending::Reset => return Ok(()),
            Ending::StalledInBody => {
                connection.write_all(&[head.as_bytes(), half].concat()).await?;
                std::future::pending::<()>().await;
            }
            Ending::Stalled => std::future::pending().await,
            Ending::Aborted => return connection.get_ref().set_zero_linger(),
            Ending::Bare => return connection.write_all(&answer.body).await,
            Ending::Trickled(pause) => trickle(&mut connection, &whole, pause).await?,
            Ending::TrickledBody(pause) => {
                connection.write_all(head.as_bytes()).await?;
                trickle(&mut connection, &answer.body, pause).await?;
            }
            Ending::Endless => return swell(&mut connection, &whole).await,
        }
    }
    Ok(())
}

async fn trickle(connection: &mut BufReader<TcpStream>, bytes: &[u8], pause: Duration) -> io::Result<()> {
    for byte in bytes {
        connection.write_all(&[*byte]).await?;
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// Sends more until nobody reads any longer: an error, in the end.
async fn swell(connection: &mut BufReader<TcpStream>, start: &[u8]) -> io::Result<()> {
    connection.write_all(start).await?;
    let filler = [b'x'; 64 * 1024];
    loop {
        connection.write_all(&filler).await?;
    }
}

fn head_of(answer: &Answer) -> String {
    // Without a length the body ends where the connection does.
    let length = match answer.ending {
        Ending::Endless => String::new(),
        _ => format!("content-length: {}\r\n", answer.body.len()),
    };
    let mut head = format!("HTTP/1.1 {} X\r\n{length}", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// `None` where the client has closed the connection.
async fn read_request(connection: &mut BufReader<TcpStream>, counts: &Counts) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if connection.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    loop {
        line.clear();
        if connection.read_line(&mut line).await? == 0 || line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    let mut requests = locked(&counts.requests);
    let count = requests.entry(path.clone()).or_default();
    let earlier = *count;
    *count += 1;
    locked(&counts.last_headers).insert(path.clone(), headers.clone());
    Ok(Some(Request { name: name_of(&path), path, headers, earlier }))
}
