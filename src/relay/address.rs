//! Where a relay is found: its port and its paths, which nobody can guess.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::net::{TcpListener, TcpSocket};

use super::{Settings, Upstream};
use crate::cache::write_private;

/// Bytes of the secret.
const SECRET: usize = 32;
/// Bytes of a path: 128 bits.
const PATH: usize = 16;
/// Ports that no system gives out by itself.
const FIRST_PORT: u16 = 20_000;
const PORTS: u16 = 12_000;
/// Relays before one registry that may run at once and still have addresses that last.
const SLOTS: u8 = 8;
/// Connections that may wait to be accepted: clients open hundreds at a time.
const WAITING: u32 = 1024;

/// A listener, and for each registry the path under which it is served there.
pub(super) struct Place {
    pub(super) listener: TcpListener,
    pub(super) paths: Vec<String>,
}

impl Place {
    /// The same place as in the last run, where that is free and there is a secret to make it from; else a
    /// new one.
    pub(super) fn find(upstreams: &[Upstream], settings: &Settings) -> io::Result<Self> {
        let host = |bytes: &[u8]| if settings.own_host { own_host(bytes) } else { Ipv4Addr::LOCALHOST };
        if let Some(key) = settings.secret.as_deref().and_then(|file| kept(file).ok())
            && let Some(first) = upstreams.first()
        {
            for slot in 0..SLOTS {
                let place = derived(&key, first, slot, b"place");
                let [high, low, ..] = *place.as_slice() else { continue };
                let port = FIRST_PORT.saturating_add(u16::from_be_bytes([high, low]) % PORTS);
                let address = SocketAddr::from((host(place.get(2..).unwrap_or_default()), port));
                if let Ok(listener) = listen(address) {
                    let path = |upstream| hex(&derived(&key, upstream, slot, b"path"));
                    return Ok(Self { listener, paths: upstreams.iter().map(path).collect() });
                }
            }
        }
        let paths = upstreams.iter().map(|_| random::<PATH>().map(|path| hex(&path)));
        let address = SocketAddr::from((host(&random::<4>()?), 0));
        Ok(Self { listener: listen(address)?, paths: paths.collect::<io::Result<_>>()? })
    }
}

/// An address of loopback that follows from these bytes, and is not the usual one.
fn own_host(bytes: &[u8]) -> Ipv4Addr {
    let [a, b, c, ..] = *bytes else { return Ipv4Addr::LOCALHOST };
    Ipv4Addr::new(127, 1 + a % 254, b, 1 + c % 254)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // Connections of the last run that are not forgotten yet do not keep the port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// The secret of an earlier run, or a new one that is kept.
fn kept(file: &Path) -> io::Result<hmac::Key> {
    let secret = match std::fs::read(file) {
        Ok(secret) if secret.len() == SECRET => secret,
        _ => {
            let secret = random::<SECRET>()?;
            write_private(file, &secret)?;
            secret.to_vec()
        }
    };
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &secret))
}

/// Bytes that follow from the secret and the registry: clients must not find one registry's pages
/// under another's address.
fn derived(key: &hmac::Key, upstream: &Upstream, slot: u8, what: &[u8]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(key);
    for part in [what, &[slot, upstream.pages as u8], upstream.root.identity().as_bytes()] {
        context.update(part);
        context.update(&[0]);
    }
    context.sign().as_ref().iter().copied().take(PATH).collect()
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random bytes"))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
