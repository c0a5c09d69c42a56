//! One GET of a page: the pooled client, redirects, limits, and what went wrong.

use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::Version;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, RETRY_AFTER};
use url::{Host, Url};

use super::access::{Access, Clients};
use super::client::ClientSettings;
use super::condense::Filter;
use super::credentials::Credentials;
use super::dns;
use super::retry;
use super::root::{IndexRoot, host_of};
use phantom_names::answer::Unavailable;

const USER_AGENT: &str = concat!("phantom/", env!("CARGO_PKG_VERSION"));
/// A page may move once or twice; whoever sends on further is going round in a circle.
pub(crate) const MOST_HOPS: usize = 4;
/// How long that may take.
const DRAINING: Duration = Duration::from_millis(50);
/// What is read of a page that is not an answer, so that its connection can be used again.
const ERROR_PAGE_LIMIT: usize = 64 * 1024;

/// A longer `ETag` is not worth remembering.
const LONGEST_ETAG: usize = 256;

/// What a server answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) retry_after: Option<Duration>,
    pub(super) etag: Option<Box<str>>,
    /// Whether it came over HTTP/2, which has room for many requests in one connection.
    pub(super) over_http2: bool,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// Whether the host says that it is asked too much.
    pub(super) const fn is_too_many(&self) -> bool {
        self.status == 429
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) page: Url,
    pub(super) accept: &'static str,
    /// The `ETag` of the answer that is held already.
    pub(super) held: Option<Box<str>>,
    /// Makes what the body goes through.
    pub(super) filter: Option<fn() -> Box<dyn Filter>>,
}

impl Wanted {
    pub(super) const fn new(page: Url, accept: &'static str) -> Self {
        Self { page, accept, held: None, filter: None }
    }
}

/// Why there is no [`Reply`].
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) why: Unavailable,
    /// Whether the same request may well succeed now.
    pub(super) passing: bool,
}

impl Fault {
    const fn lasting(why: Unavailable) -> Self {
        Self { why, passing: false }
    }
}

/// The pooled clients and their limits.
#[derive(Debug)]
pub(super) struct Transport {
    settings: ClientSettings,
    clients: Clients,
}

impl Transport {
    pub(super) fn new<'a>(settings: ClientSettings, roots: impl Iterator<Item = &'a IndexRoot>) -> Self {
        Self { settings, clients: Clients::new(roots) }
    }

    /// Asks for a page. `heard` is set as soon as the host has said anything.
    pub(super) async fn get(
        &self,
        root: &IndexRoot,
        wanted: &Wanted,
        heard: &AtomicBool,
    ) -> Result<Reply, Fault> {
        let Wanted { page, accept, held, filter } = wanted.clone();
        let client = self
            .clients
            .of(root, &self.settings, || start(&self.settings))
            .map_err(|reason| Fault::lasting(unreachable(&page, reason)))?;
        let mut page = page;
        for _ in 0..=MOST_HOPS {
            let mut request = client.get(page.clone()).header(ACCEPT, accept);
            let credentials = root.credentials_at(&page);
            let authorization = credentials.and_then(Credentials::header);
            let is_authorized = authorization.is_some();
            if let Some(value) = authorization {
                request = request.header(AUTHORIZATION, value);
            }
            if let Some(held) = &held {
                request = request.header(IF_NONE_MATCH, &**held);
            }
            let response = request.send().await.map_err(|error| self.fault(root, &page, &error))?;
            heard.store(true, Ordering::Relaxed);
            let status = response.status().as_u16();
            if status == 401
                && !is_authorized
                && let Some(provider) = credentials.and_then(Credentials::provider)
            {
                // Only now is a program of the user's asked for what lets one in.
                drain(response).await;
                provider.ask().await.map_err(|reason| Fault::lasting(unreachable(&page, reason)))?;
                continue;
            }
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                return self.read(root, &page, response, filter.map(|make| make())).await;
            }
            page = self
                .next(root, &page, response)
                .await
                .map_err(|reason| Fault::lasting(malformed(&page, reason.to_owned())))?;
        }
        Err(Fault::lasting(malformed(&page, format!("it redirects more than {MOST_HOPS} times"))))
    }

    /// Where a redirect leads, if it may be followed.
    async fn next(
        &self,
        root: &IndexRoot,
        page: &Url,
        response: reqwest::Response,
    ) -> Result<Url, &'static str> {
        let next = next_page(page, &response)?;
        // Behind a proxy the peer is the proxy, which says nothing of the registry.
        let proxy = root.access().proxy_of(page, &self.settings);
        let peer = response.remote_addr().filter(|_| proxy.is_none());
        may_follow(page, peer, &next).await?;
        drain(response).await;
        Ok(next)
    }

    async fn read(
        &self,
        root: &IndexRoot,
        page: &Url,
        mut response: reqwest::Response,
        filter: Option<Box<dyn Filter>>,
    ) -> Result<Reply, Fault> {
        if response.status().as_u16() == 407
            && let Some(proxy) = root.access().proxy_of(page, &self.settings)
        {
            return Err(Fault::lasting(unreachable(page, wants_credentials(&proxy))));
        }
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let mut reply = Reply {
            status: response.status().as_u16(),
            content_type: header(CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase(),
            retry_after: header(RETRY_AFTER).and_then(|value| retry::retry_after(value, Timestamp::now())),
            over_http2: response.version() == Version::HTTP_2,
            etag: header(ETAG).filter(|tag| tag.len() <= LONGEST_ETAG).map(Into::into),
            body: Vec::new(),
        };
        let mut read = 0;
        let mut filter = filter.filter(|_| response.status().is_success());
        let is_answer = response.status().is_success();
        let limit = if is_answer { self.settings.body_limit } else { ERROR_PAGE_LIMIT };
        let too_large =
            || Fault::lasting(malformed(page, format!("it is larger than {} MiB", limit / (1024 * 1024))));
        // The length before decompression is not given here, so that it is the body's own.
        if is_answer && response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        loop {
            match response.chunk().await {
                Ok(None) => {
                    let whole = filter.as_mut().map_or(Ok(()), |filter| filter.end());
                    let wrong = |reason| Fault::lasting(malformed(page, reason));
                    return whole.map_err(wrong).map(|()| reply);
                }
                Ok(Some(chunk)) if chunk.len() > limit.saturating_sub(read) => {
                    if is_answer {
                        return Err(too_large());
                    }
                    reply.body.extend(chunk.iter().take(limit.saturating_sub(read)));
                    return Ok(reply);
                }
                Ok(Some(chunk)) => {
                    read += chunk.len();
                    match &mut filter {
                        None => reply.body.extend_from_slice(&chunk),
                        Some(filter) => match filter.feed(&chunk, &mut reply.body) {
                            Ok(true) => {}
                            Ok(false) => {
                                drain(response).await;
                                return Ok(reply);
                            }
                            Err(reason) => return Err(Fault::lasting(malformed(page, reason))),
                        },
                    }
                }
                // The status of an error says enough without its page, unless that could be a form to log in.
                Err(_) if !is_answer && reply.status != 404 => return Ok(reply),
                Err(error) => return Err(self.fault(root, page, &error)),
            }
        }
    }

    fn fault(&self, root: &IndexRoot, page: &Url, error: &reqwest::Error) -> Fault {
        let host = host_of(page);
        if error.is_timeout() {
            let limit = if error.is_connect() { self.settings.connect } else { self.settings.whole };
            return Fault::lasting(Unavailable::Timeout { host, seconds: limit.as_secs().max(1) });
        }
        let mut reason = root_cause(error);
        if is_undecodable(error) {
            return Fault::lasting(Unavailable::Malformed { host, reason });
        }
        if error.is_connect() {
            reason = self.explained(root, page, reason);
        }
        // A refused connection is refused again; one that broke in the middle may not be.
        Fault { passing: !error.is_connect(), why: Unavailable::Connection { host, reason } }
    }

    /// Why no connection stands, with the proxy and the certificates that may be the cause.
    fn explained(&self, root: &IndexRoot, page: &Url, reason: String) -> String {
        let access = root.access();
        let hint = if reason.contains("certificate") { access.hint() } else { String::new() };
        match access.proxy_of(page, &self.settings) {
            // The words of the tunnel's error, which is not public.
            Some(proxy) if reason.contains("proxy authorization required") => wants_credentials(&proxy),
            Some(proxy) => format!("{reason}{hint}, through the proxy at {proxy}"),
            None => reason + &hint,
        }
    }
}

/// A client for another purpose than to ask a registry, under the same settings.
///
/// # Errors
/// Where it cannot be built.
pub(crate) fn build(settings: &ClientSettings, needs_tls: bool) -> Result<reqwest::Client, String> {
    Access::default().client(start(settings), needs_tls, settings.system_proxy)
}

/// The settings of every client.
fn start(settings: &ClientSettings) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(settings.connect)
        .timeout(settings.whole)
        .pool_max_idle_per_host(settings.connections)
        .dns_resolver(dns::SystemResolver)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
}

fn wants_credentials(proxy: &str) -> String {
    format!("the proxy at {proxy} asks for credentials (407)")
}

/// The innermost reason. The outer layers only repeat the address, which may be a secret.
pub(crate) fn root_cause(error: &reqwest::Error) -> String {
    std::iter::successors(error.source(), |&cause| cause.source())
        .last()
        .map_or_else(|| "the request failed".to_owned(), ToString::to_string)
}

/// Whether the bytes came and cannot be decompressed. A connection that breaks while they are
/// decompressed is reported by the same layer, with the connection's error beneath and not an I/O
/// error of the decompressor, nor the one that it has for bytes behind the end and does not name.
fn is_undecodable(error: &reqwest::Error) -> bool {
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let is_of_decompression = |cause: &(dyn Error + 'static)| {
        cause.is::<io::Error>() || cause.to_string().contains("after body has been decompressed")
    };
    error.is_decode() && causes.find(|cause| !cause.is::<reqwest::Error>()).is_some_and(is_of_decompression)
}

fn unreachable(page: &Url, reason: String) -> Unavailable {
    Unavailable::Connection { host: host_of(page), reason }
}

fn malformed(page: &Url, reason: String) -> Unavailable {
    Unavailable::Malformed { host: host_of(page), reason }
}

pub(crate) fn next_page(page: &Url, response: &reqwest::Response) -> Result<Url, &'static str> {
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let location = location.ok_or("it redirects without saying where to")?;
    let mut next = page.join(location).map_err(|_| "it redirects to what is no address")?;
    // What a redirect carries as user information is not ours to send.
    let _ = next.set_username("");
    let _ = next.set_password(None);
    Ok(next)
}

/// Reads what is left of a page that nobody needs, so that its connection can be used again; not for
/// long, since another connection costs less than waiting.
async fn drain(mut response: reqwest::Response) {
    let rest = async {
        let mut read = 0;
        while let Ok(Some(chunk)) = response.chunk().await {
            read += chunk.len();
            if read > ERROR_PAGE_LIMIT {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(DRAINING, rest).await;
}

/// Whether a redirect stays where the user sent us: the same scheme, and not from the internet into
/// the private network behind us.
pub(crate) async fn may_follow(from: &Url, peer: Option<SocketAddr>, to: &Url) -> Result<(), &'static str> {
    if from.scheme() != to.scheme() {
        return Err("it redirects to another scheme");
    }
    let from_private = match from.host() {
        Some(Host::Domain(name)) => is_local_name(name) || peer.is_some_and(|p| is_private(p.ip())),
        Some(Host::Ipv4(ip)) => is_private(ip.into()),
        Some(Host::Ipv6(ip)) => is_private(ip.into()),
        None => false,
    };
    if from_private || from.host() == to.host() {
        return Ok(());
    }
    let to_private = match to.host() {
        Some(Host::Ipv4(ip)) => is_private(ip.into()),
        Some(Host::Ipv6(ip)) => is_private(ip.into()),
        Some(Host::Domain(name)) if is_local_name(name) => true,
        // A name that cannot be resolved fails by itself when it is asked.
        Some(Host::Domain(name)) => {
            let found = dns::resolve(name.to_owned(), 0).await.unwrap_or_default();
            found.iter().any(|address| is_private(address.ip()))
        }
        None => true,
    };
    if to_private { Err("it redirects from a public to a private address") } else { Ok(()) }
}

pub(crate) fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost") || name.to_ascii_lowercase().ends_with(".localhost")
}

fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared_by_carrier = a == 100 && (64..128).contains(&b);
            ip.is_private() || ip.is_loopback() || ip.is_link_local() || a == 0 || shared_by_carrier
        }
        IpAddr::V6(ip) => {
            ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn follow(from: &str, peer: Option<&str>, to: &str) -> Result<(), &'static str> {
        let peer = peer.map(|p| p.parse().unwrap());
        may_follow(&Url::parse(from).unwrap(), peer, &Url::parse(to).unwrap()).await
    }

    #[tokio::test]
    async fn redirects_keep_their_scheme_and_do_not_lead_inwards() {
        let public = "https://198.51.100.7/a";
        for inside in [
            "https://127.0.0.1/",
            "https://10.1.2.3/",
            "https://192.168.0.1/",
            "https://172.16.9.9/",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://[::1]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://localhost/",
            "https://x.localhost./",
        ] {
            assert!(follow(public, None, inside).await.is_err(), "{inside}");
            assert_eq!(follow("https://10.0.0.9/", None, inside).await, Ok(()), "{inside}");
            let from_name = follow("https://mirror.example/", Some("10.0.0.9:443"), inside).await;
            assert_eq!(from_name, Ok(()), "{inside}");
        }
        assert_eq!(follow(public, None, "https://198.51.100.8/b").await, Ok(()));
        assert!(follow(public, None, "http://198.51.100.8/b").await.is_err());
        assert!(follow("http://10.0.0.1/", None, "https://10.0.0.1/").await.is_err());
    }
}
