//! Addresses of source repositories, brought to one spelling: host and path.

use url::Url;

/// An address that is longer leads nowhere that a person would look.
const LONGEST: usize = 512;
/// What npm's shorthands stand for.
const HOSTS: [(&str, &str); 4] = [
    ("github", "github.com"),
    ("gitlab", "gitlab.com"),
    ("bitbucket", "bitbucket.org"),
    ("gist", "gist.github.com"),
];

/// Host and path of an address, where it has both: the host in lower case and without `www.`; no
/// scheme, user, port, query, fragment or `.git`. What stands before an `@` may be a secret, and is
/// left out with all that cannot be told from it.
pub(super) fn place(address: &str) -> Option<String> {
    let address = address.trim();
    if address.len() > LONGEST || address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let (authority, path) = match address.split_once("://") {
        Some((scheme, rest)) => {
            let is_ssh = is_remote(scheme)?;
            let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
            // `ssh://git@host:owner/name`, which git itself does not read but people write.
            let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, after)| after);
            match host_and_port.split_once(':') {
                Some((host, owner)) if is_ssh && owner.parse::<u16>().is_err() => {
                    return joined(host, &format!("{owner}/{path}"));
                }
                _ => (authority, path),
            }
        }
        // `git@host:owner/name`
        None if address.split('/').next().is_some_and(|start| start.contains('@')) => {
            address.split_once(':')?
        }
        // `host/owner/name`
        None => {
            let (host, path) = address.split_once('/')?;
            if !host.contains('.') || host.starts_with('.') || !path.contains('/') {
                return None;
            }
            (host, path)
        }
    };
    joined(authority, path)
}

/// The same for what stands in an npm manifest: also `github:owner/name` and `owner/name`.
pub(super) fn npm_place(address: &str) -> Option<String> {
    let address = address.trim();
    let (service, path) = match address.split_once(':') {
        Some((service, path)) if !path.starts_with("//") => (service, path),
        None if is_owner_and_name(address) => ("github", address),
        _ => return place(address),
    };
    match HOSTS.iter().find(|(word, _)| *word == service) {
        Some((_, host)) => place(&format!("https://{host}/{path}")),
        None => place(address),
    }
}

/// Whether the path names an owner and a project, as on a code host; a product's own site has fewer.
pub(super) fn is_on_code_host(place: &str) -> bool {
    place.split('/').count() > 2
}

/// An owner has no dot in its name there, which tells `owner/name` from `host/name`.
fn is_owner_and_name(address: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && !word.starts_with(['@', '~']);
    address.split_once('/').is_some_and(|(owner, name)| {
        is_word(owner) && !owner.contains('.') && is_word(name) && !name.contains('/')
    })
}

/// Whether a scheme reaches another machine, and if so whether by ssh.
fn is_remote(scheme: &str) -> Option<bool> {
    let scheme = scheme.to_ascii_lowercase();
    let scheme = ["git+", "hg+", "svn+"].iter().find_map(|vcs| scheme.strip_prefix(vcs)).unwrap_or(&scheme);
    match scheme {
        "http" | "https" | "git" | "svn" => Some(false),
        "ssh" => Some(true),
        _ => None,
    }
}

fn joined(authority: &str, path: &str) -> Option<String> {
    // Read as an address of the web, whatever it was: the same rules for hosts, ports and dots.
    let url = Url::parse(&format!("https://{authority}/{}", path.trim_start_matches('/'))).ok()?;
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = url.path().trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
    // `user:pass/word@host`: what looks like a host is a part of a secret.
    let is_secret = path.split('/').any(|part| part.find('@').is_some_and(|at| at > 0));
    if host.is_empty() || path.is_empty() || is_secret {
        return None;
    }
    Some(format!("{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_spelling() {
        for address in [
            "https://code.example/Owner/name",
            "http://www.Code.Example/Owner/name/",
            "git+https://code.example/Owner/name.git",
            "git+ssh://git@code.example/Owner/name.git#main",
            "git+ssh://git@code.example:Owner/name.git",
            "ssh://git@code.example:22/Owner/name.git",
            "git://code.example/Owner/name.git?x=1",
            "git@code.example:Owner/name.git",
            "https://me:t0ken@code.example:8443/Owner/name.git?token=s3cret#readme",
            " code.example/Owner/name ",
        ] {
            assert_eq!(place(address).as_deref(), Some("code.example/Owner/name"), "{address}");
            assert_eq!(npm_place(address).as_deref(), Some("code.example/Owner/name"), "{address}");
        }
    }

    #[test]
    fn npm_s_shorthands_are_addresses() {
        for (address, expected) in [
            ("Owner/name", "github.com/Owner/name"),
            ("github:Owner/name", "github.com/Owner/name"),
            ("github:Owner/name#main", "github.com/Owner/name"),
            ("gitlab:Owner/name.git", "gitlab.com/Owner/name"),
            ("bitbucket:Owner/name", "bitbucket.org/Owner/name"),
            ("gist:11081aaa281", "gist.github.com/11081aaa281"),
        ] {
            assert_eq!(npm_place(address).as_deref(), Some(expected), "{address}");
            assert_eq!(place(address), None, "{address}");
        }
    }

    #[test]
    fn what_is_no_place_is_none() {
        let long = format!("https://code.example/{}", "x".repeat(600));
        for address in [
            "",
            "none",
            "https://",
            "https://code.example",
            "https://code.example/?x",
            "file:///srv/git/x",
            "javascript:alert(1)",
            "data:text/plain,x",
            "mailto:me@code.example",
            "./a/b/c",
            "see the documentation at code.example/a/b",
            "https://code.example:port/a/b",
            "https://[/a/b",
            &long,
        ] {
            assert_eq!((place(address), npm_place(address)), (None, None), "{address}");
        }
    }

    #[test]
    fn no_secret_is_left() {
        for address in [
            "https://me:s3/cret@code.example/a/b",
            "https://me:s3cret@code.example/a/b",
            "https://s3cret@code.example/a/b",
            "git+ssh://me:s3cret@code.example/a/b",
            "ssh://me:1/s3cret@code.example/a/b",
            "me:s3cret@code.example:a/b",
            "me:s3cret@code.example/a/b",
            "https://code.example/a/b?token=s3cret",
            "https://code.example/a/b#s3cret",
        ] {
            for place in [place(address), npm_place(address)].into_iter().flatten() {
                assert!(!place.contains("s3") && !place.contains("cret"), "{address}: {place}");
            }
        }
    }

    #[test]
    fn a_code_host_has_owner_and_project() {
        assert!(is_on_code_host("code.example/a/b"));
        assert!(is_on_code_host("code.example/a/b/tree/main/c"));
        assert!(!is_on_code_host("site.example/docs"));
    }
}
