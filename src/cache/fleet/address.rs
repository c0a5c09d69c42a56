use std::fmt;

use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo};
use url::Url;

/// Where a fleet's cache answers: one server, or some nodes of a cluster.
///
/// The user name and password that it may carry are shown nowhere, [`fmt::Debug`] and [`fmt::Display`]
/// included.
#[derive(Clone)]
pub struct FleetAddress {
    /// At least one.
    pub(super) nodes: Vec<ConnectionInfo>,
    pub(super) is_cluster: bool,
    pub(super) has_tls: bool,
    /// The address without any secret.
    shown: String,
}

/// An address that cannot be a fleet cache's. It holds no part of the address, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FleetError {
    /// Another scheme, or none.
    #[error("it begins with none of redis://, rediss://, redis+cluster:// and rediss+cluster://")]
    Scheme,
    /// A host or port that is none, or a password that is not encoded as addresses ask.
    #[error("its server cannot be read (in a password, write / as %2F, @ as %40, # as %23 and ? as %3F)")]
    Server,
    /// A path that names no database.
    #[error("what follows its server is not the number of a database")]
    Database,
    /// A query or a fragment.
    #[error("it has a query or a fragment, which mean nothing here")]
    Extra,
}

impl FleetAddress {
    /// Reads `redis://[[USER]:PASSWORD@]HOST[:PORT][,HOST[:PORT]…][/DATABASE]`. `rediss` is over TLS,
    /// `valkey` and `valkeys` say the same, and several hosts, or `+cluster` behind the scheme, are nodes
    /// of a cluster.
    ///
    /// # Errors
    /// Where the text is no such address.
    pub fn parse(text: &str) -> Result<Self, FleetError> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(FleetError::Scheme)?;
        let plain = scheme.strip_suffix("+cluster").unwrap_or(scheme);
        let has_tls = match plain {
            "redis" | "valkey" => false,
            "rediss" | "valkeys" => true,
            _ => return Err(FleetError::Scheme),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).ok_or(FleetError::Server)?;
        let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let mut nodes = Vec::new();
        let mut shown = format!("{scheme}://");
        for host in hosts.split(',').map(str::trim) {
            let url = format!("{plain}://{user}@{host}{path}").parse().map_err(|_| FleetError::Server)?;
            if !nodes.is_empty() {
                shown.push(',');
            }
            nodes.push(node(&url, &mut shown)?);
        }
        shown.push_str(path.trim_end_matches('/'));
        Ok(Self { is_cluster: scheme != plain || nodes.len() > 1, has_tls, nodes, shown })
    }
}

/// One node, whose place is added to what is shown.
fn node(url: &Url, shown: &mut String) -> Result<ConnectionInfo, FleetError> {
    if url.query().is_some() || url.fragment().is_some() {
        return Err(FleetError::Extra);
    }
    let database = url.path().trim_matches('/');
    if !database.is_empty() && database.parse::<u16>().is_err() {
        return Err(FleetError::Database);
    }
    let info = url.clone().into_connection_info().map_err(|_| FleetError::Server)?;
    let (ConnectionAddr::Tcp(_, port) | ConnectionAddr::TcpTls { port, .. }) = info.addr() else {
        return Err(FleetError::Server);
    };
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(FleetError::Server)?;
    shown.push_str(&format!("{host}:{port}"));
    // The server need not be told which library asks.
    let settings = info.redis_settings().clone().set_skip_set_lib_name();
    Ok(info.set_redis_settings(settings))
}

impl fmt::Display for FleetAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for FleetAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FleetAddress({self})")
    }
}

impl PartialEq for FleetAddress {
    fn eq(&self, other: &Self) -> bool {
        let secrets = |address: &Self| {
            let settings = address.nodes.first().map(ConnectionInfo::redis_settings);
            settings.map(|s| (s.username().map(str::to_owned), s.password().map(str::to_owned)))
        };
        self.shown == other.shown && secrets(self) == secrets(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        FleetAddress::parse(text).unwrap().to_string()
    }

    #[test]
    fn an_address_is_shown_without_its_secrets() {
        assert_eq!(shown("redis://cache.example"), "redis://cache.example:6379");
        assert_eq!(shown(" redis://me:s3cret@cache.example:7000/3/ "), "redis://cache.example:7000/3");
        assert_eq!(shown("rediss://:s3cret@[::1]:7000"), "rediss://[::1]:7000");
        assert_eq!(shown("redis://:s@3cret@a,b:7000,c"), "redis://a:6379,b:7000,c:6379");
        assert_eq!(shown("valkeys+cluster://a"), "valkeys+cluster://a:6379");
        let address = FleetAddress::parse("redis://me:s3cret@cache.example").unwrap();
        assert!(!format!("{address:?} {address:#?}").contains("s3cret"));
    }

    #[test]
    fn a_cluster_has_several_nodes_or_says_so() {
        let of = |text: &str| {
            let address = FleetAddress::parse(text).unwrap();
            (address.is_cluster, address.has_tls, address.nodes.len())
        };
        assert_eq!(of("redis://a"), (false, false, 1));
        assert_eq!(of("redis://a,b"), (true, false, 2));
        assert_eq!(of("redis+cluster://a"), (true, false, 1));
        assert_eq!(of("rediss+cluster://a,b:1,[::1]:2"), (true, true, 3));
        assert_eq!(of("valkeys://a"), (false, true, 1));
    }

    #[test]
    fn secrets_are_decoded_and_are_the_same_for_each_node() {
        let address = FleetAddress::parse("redis://m%40e:p%2Fq%20,r@a,b/2").unwrap();
        for node in &address.nodes {
            let settings = node.redis_settings();
            assert_eq!(settings.username(), Some("m@e"));
            assert_eq!(settings.password(), Some("p/q ,r"));
            assert_eq!(settings.db(), 2);
        }
        assert_ne!(address, FleetAddress::parse("redis://m%40e:other@a,b/2").unwrap());
    }

    #[test]
    fn what_is_no_address_is_told_without_showing_it() {
        for (text, error) in [
            ("", FleetError::Scheme),
            ("cache.example:6379", FleetError::Scheme),
            ("http://s3cret@cache.example", FleetError::Scheme),
            ("unix:///run/redis.sock", FleetError::Scheme),
            ("redis://", FleetError::Server),
            ("redis://:s3cret@", FleetError::Server),
            ("redis://:s3/cret@cache.example", FleetError::Server),
            ("redis://a,,b", FleetError::Server),
            ("redis://a:99999", FleetError::Server),
            ("redis://a:port", FleetError::Server),
            ("redis://0.0.0.0", FleetError::Server),
            ("redis://a/b", FleetError::Database),
            ("redis://a/-1", FleetError::Database),
            ("redis://a?protocol=resp3", FleetError::Extra),
            ("rediss://a/#insecure", FleetError::Extra),
        ] {
            assert_eq!(FleetAddress::parse(text).unwrap_err(), error, "{text}");
            assert!(!error.to_string().contains("s3cret"));
        }
    }
}
