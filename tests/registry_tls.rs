//! A registry whose certificate nobody vouches for is not believed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use phantom_guard::package::{Ecosystem, PackageName};
use phantom_guard::registry::{
    ClientSettings, IndexRoot, Lookup, Registry, RegistryClient, Roots, Unavailable,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

fn acceptor() -> TlsAcceptor {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_ends_the_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&heard);
    let acceptor = acceptor();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            if let Ok(mut connection) = acceptor.accept(connection).await {
                let mut byte = [0];
                counted.fetch_add(connection.read(&mut byte).await.unwrap_or_default(), Ordering::SeqCst);
            }
        }
    });
    for host in ["localhost", "127.0.0.1"] {
        let root = IndexRoot::parse(&format!("https://me:s3cret@{host}:{port}/npm/")).unwrap();
        let roots = Roots { npm: Some(root), ..Roots::default() };
        let settings = ClientSettings { system_proxy: false, ..ClientSettings::default() };
        let client = RegistryClient::new(roots, settings);
        let lookup = client.lookup(&PackageName::new(Ecosystem::Npm, "leftpad")).await;
        let Lookup::Unavailable(why @ Unavailable::Connection { .. }) = lookup else { panic!("{lookup:?}") };
        assert!(why.to_string().contains("certificate"), "{why}");
    }
    assert_eq!(heard.load(Ordering::SeqCst), 0, "not a byte of a request was sent");
}
