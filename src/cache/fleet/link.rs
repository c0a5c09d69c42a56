//! The connection to a fleet's cache: opened when it is first needed, given up at its first failure.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use redis::aio::MultiplexedConnection;
use redis::cluster::ClusterClientBuilder;
use redis::cluster_async::ClusterConnection;
use redis::io::AsyncDNSResolver;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, RedisError, RedisFuture, RedisResult,
};
use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::{FleetAddress, FleetLimits};
use crate::registry::dns;

/// Redirections by a cluster whose slots are being moved.
const REDIRECTIONS: u32 = 3;
const SILENCE: &str = "no answer in time";

/// A connection that everyone shares: commands of many are under way on it at the same time.
#[derive(Clone)]
enum Connection {
    One(MultiplexedConnection),
    Cluster(ClusterConnection),
}

/// One server or cluster, for one run.
#[derive(Debug)]
pub(super) struct Link {
    address: FleetAddress,
    limits: FleetLimits,
    connection: OnceCell<Option<Connection>>,
    /// Why nobody is asked any more.
    lost: OnceLock<String>,
    told: AtomicBool,
}

impl Link {
    pub(super) const fn new(address: FleetAddress, limits: FleetLimits) -> Self {
        Self {
            address,
            limits,
            connection: OnceCell::const_new(),
            lost: OnceLock::new(),
            told: AtomicBool::new(false),
        }
    }

    /// Why nobody is asked any more; `None` as long as someone is.
    pub(super) fn lost(&self) -> Option<&str> {
        self.lost.get().map(String::as_str)
    }

    /// The one sentence about a loss, the first time that it is asked for.
    pub(super) fn note(&self) -> Option<String> {
        let reason = self.lost().filter(|_| !self.told.swap(true, Ordering::Relaxed))?;
        Some(format!("this run went on without the fleet cache {}: {reason}", self.address))
    }

    /// What the server answers; `None` where it could not be asked, or refused for a reason that is
    /// `forgiven`. Any other failure is the last one: a server that is down is waited for once.
    pub(super) async fn ask<T: FromRedisValue>(
        &self,
        command: &Cmd,
        forgiven: impl Fn(&RedisError) -> bool,
    ) -> Option<T> {
        if self.lost().is_some() {
            return None;
        }
        let connection = self.connection.get_or_init(|| self.connect()).await.clone()?;
        match timeout(self.limits.answer, connection.query(command)).await {
            Ok(Ok(answer)) => return Some(answer),
            Ok(Err(error)) if forgiven(&error) => {}
            Ok(Err(error)) => self.lose(reason(&error)),
            Err(_) => self.lose(SILENCE.to_owned()),
        }
        None
    }

    async fn connect(&self) -> Option<Connection> {
        match timeout(self.limits.connect, Connection::open(&self.address, self.limits)).await {
            Ok(Ok(connection)) => return Some(connection),
            Ok(Err(error)) => self.lose(reason(&error)),
            Err(_) => self.lose(SILENCE.to_owned()),
        }
        None
    }

    fn lose(&self, reason: String) {
        // The first failure is the one that says most.
        let _ = self.lost.set(reason);
    }
}

impl Connection {
    async fn open(address: &FleetAddress, limits: FleetLimits) -> RedisResult<Self> {
        if address.has_tls {
            // Fails only where the program has chosen a provider already, which then serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        if address.is_cluster {
            let client = ClusterClientBuilder::new(address.nodes.iter().cloned())
                .retries(REDIRECTIONS)
                .min_retry_wait(1)
                .max_retry_wait(20)
                // A node that is down leaves time to ask the others.
                .connection_timeout(limits.connect / 2)
                .response_timeout(limits.answer)
                .async_dns_resolver(SystemResolver)
                .build()?;
            return client.get_async_connection().await.map(Self::Cluster);
        }
        let Some(node) = address.nodes.first() else {
            return Err((ErrorKind::InvalidClientConfig, "no server is named").into());
        };
        let settings = AsyncConnectionConfig::new()
            // Whoever asks has time limits of its own.
            .set_connection_timeout(None)
            .set_response_timeout(None)
            .set_dns_resolver(SystemResolver);
        let client = Client::open(node.clone())?;
        client.get_multiplexed_async_connection_with_config(&settings).await.map(Self::One)
    }

    async fn query<T: FromRedisValue>(self, command: &Cmd) -> RedisResult<T> {
        match self {
            Self::One(mut connection) => command.query_async(&mut connection).await,
            Self::Cluster(mut connection) => command.query_async(&mut connection).await,
        }
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::One(_) => "One",
            Self::Cluster(_) => "Cluster",
        })
    }
}

/// As for registries: a name server that hangs must not hold up the end of the run.
struct SystemResolver;

impl AsyncDNSResolver for SystemResolver {
    fn resolve<'a, 'b: 'a>(
        &'a self,
        host: &'b str,
        port: u16,
    ) -> RedisFuture<'a, Box<dyn Iterator<Item = SocketAddr> + Send + 'a>> {
        Box::pin(async move {
            let found = dns::resolve(host.to_owned(), port).await?;
            Ok(Box::new(found.into_iter()) as Box<dyn Iterator<Item = SocketAddr> + Send>)
        })
    }
}

/// What went wrong, in words that are not the server's: some repeat what they were sent, which may have
/// been the password.
fn reason(error: &RedisError) -> String {
    let said = match (error.kind(), error.code()) {
        (ErrorKind::AuthenticationFailed, _) | (_, Some("WRONGPASS")) => {
            "it does not accept the user name and password"
        }
        (_, Some("NOAUTH")) => "it asks for a password",
        (_, Some("NOPERM")) => "the account may not read there",
        (_, Some("MOVED" | "ASK")) => {
            "it is a node of a cluster: write redis+cluster:// or rediss+cluster://"
        }
        (_, Some("LOADING")) => "it is still loading its data",
        (_, Some("OOM")) => "its memory is full, and it lets nothing go",
        (_, Some("CLUSTERDOWN")) => "the cluster is down",
        (ErrorKind::Server(_) | ErrorKind::Extension, _) => "it refuses the command",
        (ErrorKind::Io, _) => match error.source() {
            Some(_) if error.is_timeout() => SILENCE,
            Some(_) if error.is_connection_dropped() && !error.is_connection_refusal() => {
                "the connection broke off"
            }
            Some(cause) => return cause.to_string(),
            None => "none of its nodes accepts the connection: check addresses, password and TLS",
        },
        (ErrorKind::ClusterConnectionNotFound, _) => "the cluster has no node for the answer",
        _ => "what it answers is not understood",
    };
    said.to_owned()
}
