//! The way to a registry: proxies, and root certificates besides the platform's.

use std::fmt;
use std::sync::{Arc, OnceLock};

use hyper_util::client::proxy::matcher::Matcher;
use rustls::pki_types::CertificateDer;
use url::Url;

use super::client::ClientSettings;
use super::root::IndexRoot;

/// How a registry is reached, where the client's settings say something about it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The client's own proxies; `None` where the environment's count.
    pub(super) proxies: Option<Proxies>,
    /// Roots besides the platform's.
    pub(super) certificates: Vec<CertificateDer<'static>>,
    /// Settings that should have given certificates and did not.
    pub(super) without: Vec<String>,
}

/// Proxies by the scheme of the registry's address. Each may hold a password.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Proxies {
    pub(super) http: Option<Url>,
    pub(super) https: Option<Url>,
    /// The hosts that are asked without one, in the form of `NO_PROXY`.
    pub(super) except: String,
}

impl Access {
    /// The host of the proxy through which an address is asked, without any secret.
    pub(super) fn proxy_of(&self, page: &Url, settings: &ClientSettings) -> Option<String> {
        let matcher = match &self.proxies {
            Some(proxies) => proxies.matcher(),
            // As the HTTP client itself finds them.
            None if settings.system_proxy => Matcher::from_system(),
            None => return None,
        };
        let proxy = matcher.intercept(&page.as_str().parse().ok()?)?;
        Some(proxy.uri().authority()?.as_str().to_owned())
    }

    /// What to say after an error of certificates.
    pub(super) fn hint(&self) -> String {
        if self.without.is_empty() {
            return String::new();
        }
        format!(" ({} could not be used)", self.without.join(" and "))
    }

    pub(super) fn needs_tls(&self, root: &IndexRoot) -> bool {
        let proxies = self.proxies.iter().flat_map(|proxies| [&proxies.http, &proxies.https]);
        root.url().scheme() == "https" || proxies.flatten().any(|proxy| proxy.scheme() == "https")
    }

    /// The HTTP client with settings, and those of this way beside.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub(super) fn client(
        &self,
        settings: reqwest::ClientBuilder,
        needs_tls: bool,
        system_proxy: bool,
    ) -> Result<reqwest::Client, String> {
        // Fails only where the program has chosen a provider already, which then serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        self.apply(settings, needs_tls, system_proxy)
            .and_then(reqwest::ClientBuilder::build)
            .map_err(|error| super::http::root_cause(&error))
    }

    /// Puts it into the settings of an HTTP client.
    fn apply(
        &self,
        mut builder: reqwest::ClientBuilder,
        needs_tls: bool,
        system_proxy: bool,
    ) -> reqwest::Result<reqwest::ClientBuilder> {
        if needs_tls {
            let certificates = self.certificates.iter().map(|der| reqwest::Certificate::from_der(der));
            builder = builder.tls_certs_merge(certificates.collect::<reqwest::Result<Vec<_>>>()?);
        } else {
            // Without https there is nothing to verify, and the platform's certificates, which take
            // milliseconds to read, are left alone: a redirect never leads to another scheme.
            builder = builder.tls_certs_only([]);
        }
        if self.proxies.is_some() || !system_proxy {
            builder = builder.no_proxy();
        }
        if let Some(proxies) = &self.proxies {
            let except = reqwest::NoProxy::from_string(&proxies.except);
            if let Some(url) = &proxies.http {
                builder = builder.proxy(reqwest::Proxy::http(url.clone())?.no_proxy(except.clone()));
            }
            if let Some(url) = &proxies.https {
                builder = builder.proxy(reqwest::Proxy::https(url.clone())?.no_proxy(except));
            }
        }
        Ok(builder)
    }
}

impl Proxies {
    fn matcher(&self) -> Matcher {
        let text = |url: &Option<Url>| url.as_ref().map(Url::to_string).unwrap_or_default();
        Matcher::builder().http(text(&self.http)).https(text(&self.https)).no(&self.except).build()
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxies = if self.proxies.is_some() { "own proxies" } else { "the environment's proxies" };
        write!(f, "Access({proxies}, {} certificates)", self.certificates.len())
    }
}

/// The HTTP clients, one for each way to a registry, built when they are first needed: a run that asks
/// nobody pays nothing for them.
#[derive(Debug)]
pub(super) struct Clients(Vec<Client>);

#[derive(Debug)]
struct Client {
    access: Arc<Access>,
    needs_tls: bool,
    built: OnceLock<Result<reqwest::Client, String>>,
}

impl Clients {
    pub(super) fn new<'a>(roots: impl Iterator<Item = &'a IndexRoot>) -> Self {
        let mut clients: Vec<Client> = Vec::new();
        for root in roots {
            let access = root.access();
            let needs_tls = access.needs_tls(root);
            if let Some(known) = clients.iter_mut().find(|client| client.access == *access) {
                known.needs_tls |= needs_tls;
            } else {
                clients.push(Client { access: Arc::clone(access), needs_tls, built: OnceLock::new() });
            }
        }
        Self(clients)
    }

    /// The client for a registry; `start` makes its settings, those of the way to the registry apart.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub(super) fn of(
        &self,
        root: &IndexRoot,
        settings: &ClientSettings,
        start: impl FnOnce() -> reqwest::ClientBuilder,
    ) -> Result<&reqwest::Client, String> {
        let client = self.0.iter().find(|client| client.access == *root.access());
        let client = client.ok_or("it is none of this client's registries")?;
        let build = || client.access.client(start(), client.needs_tls, settings.system_proxy);
        client.built.get_or_init(build).as_ref().map_err(Clone::clone)
    }
}
