//! What a client's settings say of the way to its registries: proxies and root certificates.
//!
//! Certificates come on top of the platform's, and nothing switches verification off: `strict-ssl`,
//! `trusted-host` and the like have no say here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::Url;

use super::{Environment, Located, Named, NoIndex};
use crate::registry::access::{Access, Proxies};

/// Files of one folder of certificates that are read at most.
const MOST_FILES: usize = 1000;

/// Whether the platform's own certificates are those of `SSL_CERT_FILE`, where it is set.
const PLATFORM_READS: bool = cfg!(all(unix, not(target_vendor = "apple"), not(target_os = "android")));

/// What settings name, before any of it is read.
#[derive(Default)]
pub(super) struct Ways {
    /// The client's own proxy, where it has a setting for one; an empty address means none at all.
    pub(super) proxy: Option<Named>,
    /// The hosts that are asked without a proxy, in the form of `NO_PROXY`, where the client's own
    /// setting names them.
    pub(super) except: Option<String>,
    /// Files and folders of certificates.
    pub(super) files: Vec<Certificates>,
    /// Certificates that stand in a setting itself.
    pub(super) texts: Vec<Named>,
}

/// A file or folder of certificates, and the setting that names it.
pub(super) struct Certificates {
    pub(super) path: PathBuf,
    /// `PIP_CERT`, `cafile in /home/me/.npmrc`.
    pub(super) setting: String,
}

impl Ways {
    /// Adds the file that an environment variable names.
    pub(super) fn variable(&mut self, name: &str, environment: &Environment, folder: &Path) {
        if let Some(path) = environment.path(name) {
            self.files.push(Certificates { path: folder.join(path), setting: name.to_owned() });
        }
    }

    /// Puts it down for every registry that was found.
    pub(super) fn put(self, environment: &Environment, located: &mut Located) -> Result<(), NoIndex> {
        let proxies = self.proxies(environment)?;
        let mut access = Access { proxies, ..Access::default() };
        if located.roots().any(|root| root.url().scheme() == "https") {
            self.read(environment, &mut access, &mut located.notes);
        }
        if access != Access::default() {
            let access = Arc::new(access);
            for root in located.roots_mut() {
                *root = root.clone().with_access(Arc::clone(&access));
            }
        }
        Ok(())
    }

    /// `None` where the environment's alone count, which the HTTP client reads itself.
    fn proxies(&self, environment: &Environment) -> Result<Option<Proxies>, NoIndex> {
        let except = self.except.clone();
        let except =
            except.or_else(|| either(environment, "NO_PROXY").map(str::to_owned)).unwrap_or_default();
        if let Some(named) = &self.proxy {
            let url = proxy(named)?;
            return Ok(Some(Proxies { http: url.clone(), https: url, except }));
        }
        if self.except.is_none() {
            return Ok(None);
        }
        let of = |name| {
            let text = either(environment, name).or_else(|| either(environment, "ALL_PROXY"));
            text.map_or(Ok(None), |text| {
                proxy(&Named::new(text, super::Provenance::Variable(name.to_owned())))
            })
        };
        Ok(Some(Proxies { http: of("HTTP_PROXY")?, https: of("HTTPS_PROXY")?, except }))
    }

    fn read(&self, environment: &Environment, access: &mut Access, notes: &mut Vec<String>) {
        let system = environment.path("SSL_CERT_FILE");
        let system = system.map(|path| Certificates { path, setting: "SSL_CERT_FILE".to_owned() });
        for file in self.files.iter().chain(&system) {
            if is_platform_s(&file.path) {
                continue;
            }
            match certificates(&file.path) {
                Ok(found) => access.certificates.extend(found),
                Err(reason) => {
                    notes.push(format!(
                        "{}: no certificates were read from the file of {}: {reason}",
                        file.path.display(),
                        file.setting
                    ));
                    access.without.push(file.setting.clone());
                }
            }
        }
        for named in &self.texts {
            // npm's form of a line's end within a setting.
            let found = parsed(named.address.replace("\\n", "\n").as_bytes());
            if found.is_empty() {
                notes.push(format!("{}: `ca` holds no certificate", named.from));
                access.without.push(format!("ca in {}", named.from));
            }
            access.certificates.extend(found);
        }
        access.certificates.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
        access.certificates.dedup();
    }
}

/// A variable in capitals, else in small letters, as curl and reqwest read it.
pub(super) fn either<'a>(environment: &'a Environment, name: &str) -> Option<&'a str> {
    environment.get(name).or_else(|| environment.get(&name.to_ascii_lowercase()))
}

/// The address of a proxy; without a scheme it is http's. `None` where it is empty.
fn proxy(named: &Named) -> Result<Option<Url>, NoIndex> {
    let text = named.address.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.map(Some).ok_or_else(|| NoIndex::Proxy { from: named.from.clone() })
}

/// Whether the platform's verifier has read this file already.
fn is_platform_s(path: &Path) -> bool {
    PLATFORM_READS
        && std::env::var_os("SSL_CERT_FILE").is_some_and(|system| path == Path::new(&system))
        && std::fs::File::open(path).is_ok()
}

/// The certificates of a file, or of the files of a folder.
fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let mut found = Vec::new();
    if path.is_dir() {
        let files = std::fs::read_dir(path).map_err(|error| error.to_string())?;
        for file in files.flatten().take(MOST_FILES) {
            // What else lies there is not asked to be a file of certificates.
            found.extend(parsed(&std::fs::read(file.path()).unwrap_or_default()));
        }
    } else {
        found = parsed(&std::fs::read(path).map_err(|error| error.to_string())?);
    }
    if found.is_empty() { Err("it holds no certificate in PEM form".to_owned()) } else { Ok(found) }
}

/// The certificates in a text that can be trusted as roots; others are left out.
fn parsed(pem: &[u8]) -> Vec<CertificateDer<'static>> {
    let mut store = RootCertStore::empty();
    let found = CertificateDer::pem_slice_iter(pem).flatten();
    found.filter(|certificate| store.add(certificate.clone()).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Provenance;
    use super::*;

    #[test]
    fn a_proxy_is_http_or_https() {
        let read =
            |text: &str| proxy(&Named::new(text, Provenance::Arguments)).map(|url| url.map(String::from));
        let some = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(read("proxy.example:8080"), some("http://proxy.example:8080/"));
        assert_eq!(read("me:pw@proxy.example"), some("http://me:pw@proxy.example/"));
        assert_eq!(read("https://proxy.example"), some("https://proxy.example/"));
        assert_eq!(read(" "), Ok(None));
        for text in ["socks5://proxy.example", "http://", "ftp://x"] {
            assert_eq!(read(text), Err(NoIndex::Proxy { from: Provenance::Arguments }), "{text}");
        }
    }
}
