//! What lets npm in at a registry: settings whose keys begin with the registry's address, without its
//! scheme, as in `//registry.example/npm/:_authToken`.

use std::collections::HashMap;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use url::Url;

use super::Named;
use crate::registry::Credentials;

/// As lenient as node's.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The nearest settings for an address: those of its whole path, then of each part above it, up to
/// those of the host. Settings without an address are npm's of old, and count no longer.
pub(super) fn credentials(settings: &HashMap<String, Named>, registry: &Url) -> Option<Credentials> {
    let host = registry.host_str()?;
    let port = registry.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut place = format!("//{host}{port}{}", registry.path());
    while place.len() > "//".len() {
        let get = |key: &str| settings.get(&format!("{place}:{key}")).map(|named| named.address.as_str());
        if let Some(token) = get("_authToken") {
            return Some(Credentials::Bearer(token.to_owned()));
        }
        if let Some(pair) = get("_auth") {
            return Some(Credentials::Verbatim(format!("Basic {pair}")));
        }
        if let (Some(user), Some(password)) = (get("username"), get("_password")) {
            let password = BASE64.decode(password).unwrap_or_default();
            let password = String::from_utf8_lossy(&password).into_owned();
            return Some(Credentials::Basic { user: user.to_owned(), password });
        }
        if get("certfile").is_some() && get("keyfile").is_some() {
            return None;
        }
        // Either the last part goes or the slash behind the one before it.
        match place.pop() {
            Some('/') | None => {}
            Some(_) => place.truncate(place.rfind('/').map_or(0, |slash| slash + 1)),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::Provenance;
    use super::*;

    fn found(settings: &[(&str, &str)], registry: &str) -> Option<Credentials> {
        let named =
            |(key, value): &(&str, &str)| ((*key).to_owned(), Named::new(*value, Provenance::Arguments));
        credentials(&settings.iter().map(named).collect(), &Url::parse(registry).unwrap())
    }

    #[test]
    fn the_nearest_part_of_the_path_counts() {
        let bearer = |token: &str| Some(Credentials::Bearer(token.to_owned()));
        let settings = [
            ("//registry.example/:_authToken", "host"),
            ("//registry.example/a/b/:_authToken", "deep"),
            ("//registry.example/a/c:_authToken", "bare"),
            ("//registry.example:8443/:_authToken", "port"),
            ("_authToken", "old"),
        ];
        for (registry, token) in [
            ("https://registry.example/", bearer("host")),
            ("https://registry.example/a/", bearer("host")),
            ("https://registry.example/a/b/", bearer("deep")),
            ("https://registry.example/a/bb/", bearer("host")),
            ("https://registry.example/a/c/", bearer("bare")),
            ("http://registry.example:8443/a/", bearer("port")),
            ("https://registry.example:8444/", None),
            ("https://other.example/", None),
            ("https://sub.registry.example/", None),
        ] {
            assert_eq!(found(&settings, registry), token, "{registry}");
        }
    }

    #[test]
    fn each_form_is_read_as_npm_reads_it() {
        let registry = "https://registry.example/";
        let key = |key: &str| format!("//registry.example/:{key}");
        let (token, auth) = (key("_authToken"), key("_auth"));
        let (user, password, cert, file) =
            (key("username"), key("_password"), key("certfile"), key("keyfile"));
        let pair = [(auth.as_str(), "bWU6cHc="), (user.as_str(), "me"), (password.as_str(), "cHc")];
        assert_eq!(found(&pair, registry), Some(Credentials::Verbatim("Basic bWU6cHc=".to_owned())));
        let all = [&pair[..], &[(token.as_str(), "t")]].concat();
        assert_eq!(found(&all, registry), Some(Credentials::Bearer("t".to_owned())));
        let basic = Credentials::Basic { user: "me".to_owned(), password: "pw".to_owned() };
        assert_eq!(found(&pair[1..], registry), Some(basic));
        assert_eq!(found(&pair[1..2], registry), None, "a name without a password");
        let own = [(cert.as_str(), "a"), (file.as_str(), "b"), ("//registry.example:_authToken", "t")];
        assert_eq!(found(&own, registry), None, "its own certificate counts, which is not followed");
    }
}
