//! Faults of a whole host: every name is left unknown, and a thousand cost no more than a few.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;
use std::time::Duration;

use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Profile, Reserved};
use phantom_testkit::{Authority, Sandbox};

use crate::world::{FAULTY, Reasons, SIDES, Said, Side, page, well};

/// A way in which a host misbehaves.
#[derive(Debug)]
pub struct HostFault {
    /// What it does, for the table.
    pub what: &'static str,
    /// What Phantom does about it, for the table.
    pub done: &'static str,
    /// A part of the reason.
    reason: &'static str,
    hold: fn(&HostFault, Side) -> Option<String>,
}

pub static HOSTS: [HostFault; 8] =
    [REFUSED, SILENT, BUSY, UNTRUSTED, WRONG_HOST, EXPIRED, NO_SUCH_HOST, IPV6_ONLY];

const ALONE: &str = "after five in a row the host is left alone for 30 s";

const REFUSED: HostFault = HostFault {
    what: "a refused connection",
    done: ALONE,
    reason: "Connection refused",
    hold: |fault, side| {
        let port = Reserved::on(Ipv4Addr::LOCALHOST.into()).unwrap();
        let sandbox = asking(side, &format!("http://{}", port.address()));
        let reason = all_unknown(fault, side, &sandbox, &port.address().to_string());
        let registry = port.serve(Duration::ZERO, answering_well(side.kind));
        assert_eq!(judged(side, &sandbox), "safe");
        assert_eq!(registry.requests_of(&page(side.kind, FAULTY)), 1);
        Some(reason)
    },
};

const SILENT: HostFault = HostFault {
    what: "silence of the whole host",
    done: ALONE,
    reason: "did not answer within 2 s",
    hold: |fault, side| {
        let silent = Answer::new(200, "text/plain", "").ending(Ending::Stalled);
        let registry = Fake::serve(Duration::ZERO, move |_| silent.clone());
        let sandbox = asking(side, &format!("http://{}", registry.address()));
        let reason = all_unknown(fault, side, &sandbox, &registry.address().to_string());
        assert!(registry.requests() <= MOST_ASKED, "{}", registry.requests());
        Some(reason)
    },
};

const BUSY: HostFault = HostFault {
    what: "429 for every name",
    done: ALONE,
    reason: "answered 429",
    hold: |fault, side| {
        let busy = Answer::new(429, "text/plain", "slow down").header("retry-after", "3600");
        let registry = Fake::serve(Duration::ZERO, move |_| busy.clone());
        let sandbox = asking(side, &format!("http://{}", registry.address()));
        let reason = all_unknown(fault, side, &sandbox, &registry.address().to_string());
        assert!(registry.requests() <= MOST_ASKED, "{}", registry.requests());
        Some(reason)
    },
};

const UNTRUSTED: HostFault = HostFault {
    what: "a certificate that nobody vouches for",
    done: ALONE,
    reason: "certificate",
    hold: |fault, side| {
        let (authority, registry) = (Authority::new(), registry(side.kind));
        let front = authority.front("127.0.0.1", registry.address());
        let mut sandbox = asking(side, &format!("https://{}", front.address()));
        sandbox.set("SSL_CERT_FILE", sandbox.write("stranger.pem", Authority::new().pem()));
        let reason = all_unknown(fault, side, &sandbox, &front.address().to_string());
        assert_eq!(registry.requests(), 0, "nothing was sent");
        sandbox.set("SSL_CERT_FILE", sandbox.write("authority.pem", authority.pem()));
        assert_eq!(judged(side, &sandbox), "safe");
        Some(reason)
    },
};

const WRONG_HOST: HostFault = HostFault {
    what: "a certificate for another host",
    done: ALONE,
    reason: "certificate",
    hold: |fault, side| with_certificate(fault, side, "registry.example", 2099),
};

const EXPIRED: HostFault = HostFault {
    what: "an expired certificate",
    done: ALONE,
    reason: "certificate",
    hold: |fault, side| with_certificate(fault, side, "127.0.0.1", 2021),
};

const NO_SUCH_HOST: HostFault = HostFault {
    what: "a host that no name server knows",
    done: ALONE,
    reason: "failed to lookup address information",
    hold: |fault, side| {
        // A label that is too long for a name server to be asked, under a domain that does not exist.
        let host = format!("{}.invalid", "x".repeat(64));
        let sandbox = asking(side, &format!("http://{host}"));
        let reason = all_unknown(fault, side, &sandbox, &host);
        // The system's own words differ.
        Some(reason.split_inclusive("information").next().unwrap().to_owned())
    },
};

const IPV6_ONLY: HostFault = HostFault {
    what: "a host with an IPv6 address only",
    done: "asked there",
    reason: "",
    hold: |_, side| {
        // A machine without IPv6 cannot reach such a host, and says so.
        let Ok(port) = Reserved::on(Ipv6Addr::LOCALHOST.into()) else {
            assert_eq!(judged(side, &asking(side, "http://[::1]:9")), "unknown");
            return None;
        };
        let registry = port.serve(Duration::ZERO, answering_well(side.kind));
        assert_eq!(judged(side, &asking(side, &format!("http://{}", registry.address()))), "safe");
        None
    },
};

/// What the program says of it, after all is found to be in order. Each is tried once.
pub fn observed(at: usize) -> &'static Reasons {
    static OBSERVED: [OnceLock<Reasons>; HOSTS.len()] = [const { OnceLock::new() }; HOSTS.len()];
    OBSERVED[at].get_or_init(|| SIDES.map(|side| (HOSTS[at].hold)(&HOSTS[at], side)))
}

#[test]
fn a_refused_connection() {
    observed(0);
}

#[test]
fn a_silent_host() {
    observed(1);
}

#[test]
fn a_host_that_is_asked_too_much() {
    observed(2);
}

#[test]
fn certificates_that_do_not_hold() {
    for at in 3..=5 {
        observed(at);
    }
}

#[test]
fn a_host_that_does_not_exist() {
    observed(6);
}

#[test]
fn a_host_with_ipv6_alone() {
    observed(7);
}

#[test]
fn a_redirect_from_https_to_http_is_not_followed() {
    for side in SIDES {
        let target = registry(side.kind).address();
        let registry = Fake::serve(Duration::ZERO, move |request| {
            let to = format!("http://{target}{}", request.path);
            Answer::new(301, "text/plain", "moved").header("location", &to)
        });
        let authority = Authority::new();
        let front = authority.front("127.0.0.1", registry.address());
        let mut sandbox = asking(side, &format!("https://{}", front.address()));
        sandbox.set("SSL_CERT_FILE", sandbox.write("authority.pem", authority.pem()));
        let said = Said::checking(&sandbox, side.ecosystem, &[FAULTY]);
        assert_eq!(said.judged(FAULTY).0, "unknown", "{}", said.outcome.shown());
        assert!(said.reason(FAULTY).unwrap().contains("redirects to another scheme"));
    }
}

/// Names that a registry is asked about of a thousand before it is left alone: as many as are under way
/// at a time, and some more by the time that these have failed.
const MOST_ASKED: usize = 60;

/// A registry with every name.
fn registry(kind: Kind) -> Fake {
    Fake::serve(Duration::ZERO, answering_well(kind))
}

fn answering_well(kind: Kind) -> impl Fn(&phantom_testkit::fake::Request) -> Answer + Send + Sync {
    move |request| match (&request.name, well()) {
        (Some((_, name)), Profile::Described(versions, _)) => Answer::of_package(kind, name, &versions),
        _ => Answer::new(404, "text/plain", "no such page"),
    }
}

/// A sandbox in which the registry of that origin is asked.
fn asking(side: Side, origin: &str) -> Sandbox {
    let mut sandbox = Sandbox::new();
    let folder = page(side.kind, FAULTY);
    let folder = folder.split('/').nth(1).unwrap();
    sandbox.set("PHANTOM_INDEX", format!("{}={origin}/{folder}/", side.ecosystem));
    sandbox.set("PHANTOM_TIMEOUT", "2s");
    sandbox
}

fn judged(side: Side, sandbox: &Sandbox) -> String {
    Said::checking(sandbox, side.ecosystem, &[FAULTY]).judged(FAULTY).0.to_owned()
}

/// With a certificate of an authority that is trusted.
fn with_certificate(fault: &HostFault, side: Side, name: &str, until: i32) -> Option<String> {
    let (authority, registry) = (Authority::new(), registry(side.kind));
    let front = authority.front_until(name, registry.address(), until);
    let mut sandbox = asking(side, &format!("https://{}", front.address()));
    sandbox.set("SSL_CERT_FILE", sandbox.write("authority.pem", authority.pem()));
    let reason = all_unknown(fault, side, &sandbox, &front.address().to_string());
    assert_eq!(registry.requests(), 0, "nothing was sent");
    Some(reason)
}

/// Checks a thousand names, and one that is blocked whatever a registry says. Gives the reason without
/// the host.
fn all_unknown(fault: &HostFault, side: Side, sandbox: &Sandbox, host: &str) -> String {
    let letter = |at: usize| char::from(b'a' + u8::try_from(at % 10).unwrap());
    let mut names: Vec<String> =
        (0..1000).map(|n| format!("{FAULTY}{}{}{}", letter(n), letter(n / 10), letter(n / 100))).collect();
    names.push(side.blocked.to_owned());
    let said = Said::checking(sandbox, side.ecosystem, &names);
    let shown = || said.outcome.stderr_text();
    assert_eq!(said.outcome.code, Some(1), "{}", shown());
    assert_eq!(said.judged(side.blocked).1, "block", "{}", shown());
    let unknown = said.packages().iter().filter(|package| package["verdict"] == "unknown").count();
    assert_eq!(unknown, 1000, "{}", shown());
    let reasons: Vec<&str> = said.packages().iter().map(|p| p["unavailable"].as_str().unwrap()).collect();
    let asked: Vec<&&str> = reasons.iter().filter(|reason| reason.contains(fault.reason)).collect();
    let left_alone = reasons.iter().filter(|reason| reason.contains("is left alone")).count();
    assert_eq!(asked.len() + left_alone, names.len(), "{}", shown());
    assert!((1..=MOST_ASKED).contains(&asked.len()), "{}: {}", asked.len(), shown());
    asked[0].replace(host, "HOST")
}
