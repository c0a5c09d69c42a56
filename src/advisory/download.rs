//! Fetches a file of advisories from an address that the user set.

use std::fmt;
use std::fs::File;
use std::io::{Seek, Write};
use std::net::IpAddr;
use std::time::Duration;

use url::{Host, Url};

use crate::guard::runtime;
use crate::registry::ClientSettings;
use crate::registry::decoded;
use crate::registry::http::{self, MOST_HOPS};

/// The largest file that is fetched.
const LARGEST: u64 = 2 << 30;
/// For all of it.
const TIME: Duration = Duration::from_secs(15 * 60);

/// A web address of advisories. It shows neither password nor query.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Reads an address; `None` where the text is a path.
    ///
    /// # Errors
    /// Where it is meant as an address and is none. The text is not repeated, since it may hold a secret.
    pub fn parse(text: &str) -> Option<Result<Self, String>> {
        let lower = text.to_ascii_lowercase();
        if !lower.starts_with("http://") && !lower.starts_with("https://") {
            return None;
        }
        Some(match Url::parse(text) {
            Ok(url) if url.has_host() => Ok(Self(url)),
            Ok(_) => Err("the address names no host".to_owned()),
            Err(error) => Err(format!("the address cannot be read: {error}")),
        })
    }

    /// Whether nobody on the way can change what comes: it is encrypted, or does not leave this machine.
    fn is_safe(&self) -> bool {
        let local = match self.0.host() {
            Some(Host::Domain(name)) => http::is_local_name(name),
            Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
            None => false,
        };
        local || self.0.scheme() == "https"
    }

    /// The last part of its path, which may say what the file is.
    pub(super) fn file_name(&self) -> &str {
        self.0.path_segments().and_then(Iterator::last).unwrap_or_default()
    }

    /// Fetches the file to a temporary one, which stands at its beginning. `hashed` says that the content
    /// is compared with a hash that the user gave.
    pub(super) fn fetch(&self, hashed: bool) -> Result<File, String> {
        if !self.is_safe() && !hashed {
            return Err("over http:// anybody on the way could change it".to_owned());
        }
        let runtime = runtime().map_err(|error| format!("the network cannot be used: {error}"))?;
        runtime.block_on(self.download())
    }

    async fn download(&self) -> Result<File, String> {
        let settings = ClientSettings { whole: TIME, ..ClientSettings::default() };
        let client = http::build(&settings, self.0.scheme() == "https")?;
        let mut page = self.0.clone();
        for _ in 0..=MOST_HOPS {
            let mut bare = page.clone();
            // The client would put them into the header itself, and into its messages.
            let _ = bare.set_username("");
            let _ = bare.set_password(None);
            let mut request = client.get(bare);
            // Never to another origin.
            if page.origin() == self.0.origin()
                && (!self.0.username().is_empty() || self.0.password().is_some())
            {
                request = request.basic_auth(decoded(self.0.username()), self.0.password().map(decoded));
            }
            let response = request.send().await.map_err(|error| failure(&error))?;
            match response.status().as_u16() {
                301 | 302 | 303 | 307 | 308 => {
                    let next = http::next_page(&page, &response)?;
                    http::may_follow(&page, response.remote_addr(), &next).await?;
                    page = next;
                }
                200 => return stored(response).await,
                status => return Err(format!("the server answered {status}")),
            }
        }
        Err(format!("it redirects more than {MOST_HOPS} times"))
    }
}

async fn stored(mut response: reqwest::Response) -> Result<File, String> {
    let cannot_keep = |error: std::io::Error| format!("it cannot be kept: {error}");
    let mut file = tempfile::tempfile().map_err(cannot_keep)?;
    let mut left = LARGEST;
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        left = left
            .checked_sub(chunk.len() as u64)
            .ok_or_else(|| format!("it is larger than {} MiB", LARGEST >> 20))?;
        file.write_all(&chunk).map_err(cannot_keep)?;
    }
    file.rewind().map_err(cannot_keep)?;
    Ok(file)
}

fn failure(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it did not come in time".to_owned();
    }
    format!("it cannot be fetched: {}", http::root_cause(error))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0.clone();
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
        shown.set_query(None);
        shown.set_fragment(None);
        f.write_str(shown.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_no_secret() {
        let address = Address::parse("https://me:S3cret@advisories.example/npm.zip?token=S3cret#S3cret");
        let address = address.unwrap().unwrap();
        assert_eq!(address.to_string(), "https://advisories.example/npm.zip");
        assert!(!format!("{address:?}").contains("S3cret"));
        assert_eq!(address.file_name(), "npm.zip");
        assert!(Address::parse("feeds/npm.zip").is_none());
        let error = Address::parse("https://S3cret@:x").unwrap().unwrap_err();
        assert!(!error.contains("S3cret"));
    }

    #[test]
    fn plain_http_needs_a_hash_unless_it_stays_here() {
        for (text, safe) in [
            ("https://advisories.example/x", true),
            ("http://127.0.0.1:8/x", true),
            ("http://[::1]/x", true),
            ("http://localhost/x", true),
            ("http://advisories.example/x", false),
            ("http://10.0.0.1/x", false),
        ] {
            assert_eq!(Address::parse(text).unwrap().unwrap().is_safe(), safe, "{text}");
        }
        let address = Address::parse("http://advisories.example/x").unwrap().unwrap();
        assert!(address.fetch(false).unwrap_err().contains("over http://"));
    }
}
