use std::fmt;
use std::sync::Arc;

use reqwest::header::HeaderValue;
use url::Url;

use super::access::Access;
use super::credentials::Credentials;

/// The address under which a registry answers for names: a simple index's, npm registry's or sparse
/// index's root.
///
/// What lets one in there, the user name and password that an address may carry among it, is held
/// apart from the address: it is sent to that registry and shown nowhere, [`fmt::Debug`] and
/// [`fmt::Display`] included.
#[derive(Clone, PartialEq, Eq)]
pub struct IndexRoot {
    /// Without user information, query or fragment, and with a path that ends in `/`.
    url: Url,
    credentials: Option<Credentials>,
    access: Arc<Access>,
}

/// An address that cannot be a registry's. It holds no part of the address, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RootError {
    /// Not an address at all.
    #[error("it is not an address such as https://registry.example/simple/")]
    NotAnAddress,
    /// A scheme that nobody here speaks.
    #[error("its scheme is not http or https, and Phantom can ask no other kind of registry")]
    Scheme,
}

impl IndexRoot {
    /// Reads an address; cargo's prefix `sparse+` is dropped.
    ///
    /// # Errors
    /// Where the text is no absolute http or https address.
    pub fn parse(text: &str) -> Result<Self, RootError> {
        let text = text.trim();
        let text = text.strip_prefix("sparse+").unwrap_or(text);
        let mut url = Url::parse(text).map_err(|_| RootError::NotAnAddress)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(RootError::Scheme);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(RootError::NotAnAddress);
        }
        let user = decoded(url.username());
        let password = decoded(url.password().unwrap_or_default());
        let credentials =
            (!user.is_empty() || !password.is_empty()).then_some(Credentials::Basic { user, password });
        // Neither fails for an http address.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Ok(Self { url, credentials, access: Arc::default() })
    }

    /// The address, without any secret.
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// The host, with its port where that is not the scheme's own: what errors name.
    pub fn host(&self) -> String {
        host_of(&self.url)
    }

    /// What tells it from other registries: its address, and whether it is asked with a password, since it
    /// may say other things then.
    pub(crate) fn identity(&self) -> String {
        let how = if self.credentials.is_some() { " with credentials" } else { "" };
        format!("{}{how}", self.url)
    }

    /// The same registry with what lets one in, in place of what its address may hold.
    #[doc(hidden)]
    #[must_use]
    pub fn with_credentials(self, credentials: Credentials) -> Self {
        Self { credentials: Some(credentials), ..self }
    }

    /// The same registry with another way to it.
    #[doc(hidden)]
    #[must_use]
    pub fn with_access(self, access: Arc<Access>) -> Self {
        Self { access, ..self }
    }

    pub(super) const fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    pub(super) const fn access(&self) -> &Arc<Access> {
        &self.access
    }

    /// What lets one in at `page`: nothing unless scheme, host and port are the registry's own. A
    /// redirect must not carry a secret to a stranger.
    pub(super) fn credentials_at(&self, page: &Url) -> Option<&Credentials> {
        self.credentials.as_ref().filter(|_| page.origin() == self.url.origin())
    }

    /// The value of the header `Authorization` for `page`, where it is known without asking anybody.
    pub(crate) fn authorization_at(&self, page: &Url) -> Option<HeaderValue> {
        self.credentials_at(page).and_then(Credentials::header)
    }

    /// An HTTP client that reaches it, with settings of its own.
    ///
    /// # Errors
    /// Where it cannot be built.
    pub(crate) fn http_client(
        &self,
        settings: reqwest::ClientBuilder,
        system_proxy: bool,
    ) -> Result<reqwest::Client, String> {
        self.access.client(settings, self.access.needs_tls(self), system_proxy)
    }

    /// The hosts that are asked without a proxy, in the form of `NO_PROXY`, where the client's own settings
    /// say something of proxies.
    #[doc(hidden)]
    pub fn no_proxy(&self) -> Option<&str> {
        self.access.proxies.as_ref().map(|proxies| proxies.except.as_str())
    }

    /// The address with path segments appended, each encoded.
    pub(super) fn join(&self, segments: &[&str]) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

/// Whether an address is the default crates index's, sparse or in git, however it is written: with
/// cargo's prefixes, another scheme, a user, a slash or `.git` at the end.
pub fn is_default_crates_index(address: &str) -> bool {
    let defaults = [tame_index::CRATES_IO_INDEX, tame_index::CRATES_IO_HTTP_INDEX];
    // As cargo writes it, thousands of times in a lockfile.
    if defaults.contains(&address.strip_prefix("registry+").unwrap_or(address)) {
        return true;
    }
    let place = |address: &str| {
        let mut address = address.trim();
        for prefix in ["registry+", "sparse+", "git+"] {
            address = address.strip_prefix(prefix).unwrap_or(address);
        }
        let url = Url::parse(address).ok()?;
        let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
        let path = decoded(url.path()).to_ascii_lowercase();
        let path = path.trim_matches('/');
        Some((host, path.strip_suffix(".git").unwrap_or(path).to_owned()))
    };
    let given = place(address);
    given.is_some() && defaults.map(place).contains(&given)
}

pub(super) fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => String::new(),
    }
}

impl fmt::Display for IndexRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.url.fmt(f)
    }
}

impl fmt::Debug for IndexRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = if self.credentials.is_some() { ", with credentials" } else { "" };
        write!(f, "IndexRoot({}{secret})", self.url)
    }
}

/// Percent-decoded. A form decoder would turn `+` into a space, which user information does not mean.
pub(crate) fn decoded(text: &str) -> String {
    let form = format!("={}", text.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(form.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_kept_and_never_shown() {
        let root =
            IndexRoot::parse("https://me:s%40cr%2Bt+x@registry.example:8443/simple?token=abc#x").unwrap();
        assert_eq!(root.to_string(), "https://registry.example:8443/simple/");
        assert_eq!(root.host(), "registry.example:8443");
        assert_eq!(format!("{root:?}"), "IndexRoot(https://registry.example:8443/simple/, with credentials)");
        let held = Credentials::Basic { user: "me".to_owned(), password: "s@cr+t+x".to_owned() };
        assert_eq!(root.credentials(), Some(&held));
    }

    #[test]
    fn credentials_are_for_the_registry_s_own_scheme_host_and_port() {
        let root = IndexRoot::parse("https://me:s3cret@registry.example/simple/").unwrap();
        for (page, sent) in [
            ("https://registry.example/pypi/x/json", true),
            ("https://registry.example:443/", true),
            ("https://registry.example:444/", false),
            ("http://registry.example/simple/", false),
            ("https://files.registry.example/simple/", false),
        ] {
            assert_eq!(root.credentials_at(&Url::parse(page).unwrap()).is_some(), sent, "{page}");
        }
    }

    #[test]
    fn the_default_crates_index_is_known_however_it_is_written() {
        let git = tame_index::CRATES_IO_INDEX;
        let sparse = tame_index::CRATES_IO_HTTP_INDEX.trim_start_matches("sparse+");
        for address in [
            git.to_owned(),
            format!("registry+{git}"),
            format!("{git}.git"),
            format!("{git}/"),
            git.replacen("https://", "ssh://git@", 1),
            git.to_ascii_uppercase().replacen("HTTPS", "https", 1),
            sparse.to_owned(),
            format!("sparse+{sparse}"),
            format!("registry+sparse+{}", sparse.trim_end_matches('/')),
            sparse.replacen("https:", "http:", 1),
        ] {
            assert!(is_default_crates_index(&address), "{address}");
        }
        for address in ["", "corp", "https://registry.example/index/", "sparse+https://registry.example/"] {
            assert!(!is_default_crates_index(address), "{address}");
        }
        assert!(!is_default_crates_index(&format!("{git}-mirror")));
    }

    #[test]
    fn roots_end_in_a_slash_and_take_segments() {
        let root = IndexRoot::parse("sparse+http://registry.example/index").unwrap();
        assert_eq!(root.join(&["se", "rd", "serde"]).as_str(), "http://registry.example/index/se/rd/serde");
        assert_eq!(root.join(&["@a/b"]).as_str(), "http://registry.example/index/@a%2Fb");
        assert_eq!(root.join(&["x", ""]).as_str(), "http://registry.example/index/x/");
    }

    #[test]
    fn what_is_no_registry_is_refused() {
        assert_eq!(IndexRoot::parse("simple"), Err(RootError::NotAnAddress));
        assert_eq!(IndexRoot::parse("file:///srv/simple"), Err(RootError::Scheme));
        assert_eq!(IndexRoot::parse("ssh://git@registry.example/x"), Err(RootError::Scheme));
    }
}
