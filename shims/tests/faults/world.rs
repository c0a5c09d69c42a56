//! A registry of which one page is at fault, and what the program makes of it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use phantom_testkit::fake::{Fake, Kind, Profile, Says};
use phantom_testkit::{Outcome, Sandbox};
use serde_json::Value;

use crate::asked::Asked;
use crate::fault::{FAULTS, Fault};

pub const PHANTOM: &str = env!("CARGO_BIN_EXE_phantom");

/// What nobody but the registry may see.
const SECRET: &str = "s3cret-of-the-registry";

/// Two names without a fault, whose pages are in order.
pub const GOOD: [&str; 2] = ["quumblekit", "leftpadder"];
/// One that the registry does not have.
pub const MISSING: &str = "axolotlkit";
/// One without a fault of its own, whose page is at fault.
pub const FAULTY: &str = "gribbletools";

/// One kind of registry, with what goes with it.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    pub kind: Kind,
    pub ecosystem: &'static str,
    /// A name that is blocked whatever a registry says.
    pub blocked: &'static str,
    /// The client, and how it installs.
    pub client: &'static str,
}

pub const SIDES: [Side; 3] = [
    Side { kind: Kind::Simple, ecosystem: "pypi", blocked: "reqeusts", client: "pip" },
    Side { kind: Kind::Npm, ecosystem: "npm", blocked: "lodahs", client: "npm" },
    Side { kind: Kind::Sparse, ecosystem: "crates", blocked: "lazystatic", client: "cargo" },
];

/// The path of a name's page.
pub fn page(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Simple => format!("/simple/{name}/"),
        Kind::Npm => format!("/npm/{name}"),
        Kind::Sparse => format!("/crates/{}/{}/{name}", &name[..2], &name[2..4]),
    }
}

/// An old package that says all there is to say.
pub fn well() -> Profile {
    Profile::long_standing().saying(Says::everything())
}

/// What a run of `check --format json` said.
#[derive(Debug)]
pub struct Said {
    pub outcome: Outcome,
    document: Value,
}

impl Said {
    /// Checks names with the sandbox's settings.
    pub fn checking(sandbox: &Sandbox, ecosystem: &str, names: &[impl AsRef<str>]) -> Self {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let args = ["check", "-e", ecosystem, "--format", "json", "-"];
        let outcome = sandbox.run_with_input(PHANTOM, args, names.join("\n").as_bytes());
        let document = serde_json::from_slice(&outcome.stdout);
        let document = document.unwrap_or_else(|error| panic!("{error}: {}", outcome.shown()));
        Self { outcome, document }
    }

    pub fn packages(&self) -> &[Value] {
        self.document["packages"].as_array().unwrap()
    }

    fn of(&self, name: &str) -> &Value {
        self.packages().iter().find(|package| package["name"] == name).unwrap()
    }

    /// Verdict and decision.
    pub fn judged(&self, name: &str) -> (&str, &str) {
        let package = self.of(name);
        (package["verdict"].as_str().unwrap(), package["decision"].as_str().unwrap())
    }

    /// Why a name could not be checked.
    pub fn reason(&self, name: &str) -> Option<&str> {
        self.of(name)["unavailable"].as_str()
    }
}

/// Reasons by the kind of registry, with the address left out. None where the name was answered.
pub type Reasons = [Option<String>; 3];

/// What the program says of a fault, after all is found to be in order. Each is tried once.
pub fn observed(test: &str) -> &'static Reasons {
    static OBSERVED: [OnceLock<Reasons>; FAULTS.len()] = [const { OnceLock::new() }; FAULTS.len()];
    let at = FAULTS.iter().position(|fault| fault.test == test).unwrap();
    OBSERVED[at].get_or_init(|| {
        std::thread::scope(|scope| {
            let of_side = |side| scope.spawn(move || World::new(&FAULTS[at], side).hold());
            SIDES.map(of_side).map(|thread| thread.join().unwrap_or_else(|_| panic!("{test}")))
        })
    })
}

struct World {
    fault: &'static Fault,
    side: Side,
    registry: Fake,
    other: Fake,
    mended: Arc<AtomicBool>,
    sandbox: Sandbox,
}

impl World {
    fn new(fault: &'static Fault, side: Side) -> Self {
        let other = Fake::start(Duration::ZERO, |_, _| well());
        let mended = Arc::new(AtomicBool::new(false));
        let (is_mended, address) = (Arc::clone(&mended), other.address());
        let counts = [const { AtomicUsize::new(0) }; 2];
        let registry = Fake::start(Duration::ZERO, move |kind, name| {
            let at = usize::from(name == side.blocked);
            let is_faulty = at == 1 || name == FAULTY;
            if is_faulty && !is_mended.load(Ordering::SeqCst) {
                let earlier = counts[at].fetch_add(1, Ordering::SeqCst);
                return Profile::Other((fault.answer)(&Asked { kind, name, earlier, other: address }));
            }
            if name == MISSING { Profile::Missing } else { well() }
        });
        let mut sandbox = Sandbox::new();
        let root = registry.root(side.kind).replace("http://", &format!("http://me:{SECRET}@"));
        sandbox.set("PHANTOM_INDEX", format!("{}={root}", side.ecosystem));
        sandbox.set("PHANTOM_TIMEOUT", fault.timeout);
        Self { fault, side, registry, other, mended, sandbox }
    }

    /// How often the page of a name was asked for, redirects of it to itself apart.
    fn requests(&self, name: &str) -> usize {
        self.registry.requests_of(&page(self.side.kind, name))
    }

    fn hold(&self) -> Option<String> {
        let reason = self.while_at_fault();
        if reason.is_some() {
            self.an_install_is_held();
        }
        self.after_it_is_mended(reason.is_some());
        reason
    }

    fn while_at_fault(&self) -> Option<String> {
        let Side { ecosystem, blocked, kind, .. } = self.side;
        let names = [GOOD[0], FAULTY, blocked, MISSING, GOOD[1]];
        let said = Said::checking(&self.sandbox, ecosystem, &names);
        let shown = said.outcome.shown();
        if self.fault.reason.is_some() {
            assert_eq!(said.judged(blocked).1, "block", "an outage lowers no decision: {shown}");
            assert_eq!(said.outcome.code, Some(1), "{shown}");
        }
        assert_eq!(said.judged(MISSING).0, "not_found", "{shown}");
        for good in GOOD {
            assert_eq!(said.judged(good), ("safe", "allow"), "{shown}");
        }
        assert!(!shown.contains(SECRET), "{shown}");
        let has_secret = |path: &String| self.other.headers_of(path).contains_key("authorization");
        assert!(!self.other.paths().iter().any(has_secret), "{shown}");
        assert!(self.registry.headers_of(&page(kind, GOOD[0])).contains_key("authorization"));
        assert_eq!(self.requests(FAULTY), self.fault.requests, "{shown}");
        let Some(expected) = self.fault.reason else {
            assert_eq!(said.judged(FAULTY), ("safe", "allow"), "{shown}");
            assert_eq!(said.reason(FAULTY), None, "{shown}");
            return None;
        };
        assert_eq!(said.judged(FAULTY), ("unknown", "warn"), "{shown}");
        let reason = said.reason(FAULTY).unwrap_or_else(|| panic!("{shown}"));
        let at = SIDES.iter().position(|side| side.kind == kind).unwrap();
        assert!(reason.contains(expected[at]), "{reason}");
        let notes = said.outcome.stderr_text();
        let is_noted = |word: &str| notes.contains(&format!(" not checked: {word}"));
        assert!(is_noted(reason) || is_noted("no answer within the time for one package"), "{shown}");
        Some(reason.replace(&self.registry.address().to_string(), "HOST"))
    }

    fn an_install_is_held(&self) {
        let Side { client, ecosystem, .. } = self.side;
        self.sandbox.script(client, "echo ran");
        let report = self.sandbox.path("report.json");
        let mut command = self.sandbox.command(PHANTOM, [client, "install", FAULTY]);
        let output = command.env("PHANTOM_REPORT", &report).output().unwrap();
        let outcome = Outcome { code: output.status.code(), stdout: output.stdout, stderr: output.stderr };
        let shown = outcome.shown();
        assert_eq!((outcome.code, outcome.stdout_text().as_str()), (Some(3), ""), "{shown}");
        let last = format!("phantom: not checked {FAULTY} ({client} was not run)");
        assert_eq!(outcome.last_error_line(), last, "{shown}");
        let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
        let package = &report["packages"][0];
        assert_eq!((&package["ecosystem"], &package["verdict"]), (&ecosystem.into(), &"unknown".into()));
        assert!(package["unavailable"].is_string(), "{package}");
    }

    fn after_it_is_mended(&self, was_unknown: bool) {
        self.mended.store(true, Ordering::SeqCst);
        let before = [GOOD[0], MISSING, GOOD[1], FAULTY].map(|name| self.requests(name));
        let said = Said::checking(&self.sandbox, self.side.ecosystem, &[GOOD[0], MISSING, GOOD[1], FAULTY]);
        let after = [GOOD[0], MISSING, GOOD[1], FAULTY].map(|name| self.requests(name));
        let shown = said.outcome.shown();
        assert_eq!(said.judged(FAULTY), ("safe", "allow"), "{shown}");
        assert_eq!(after[..3], before[..3], "what was answered is remembered: {shown}");
        assert_eq!(after[3] - before[3], usize::from(was_unknown), "what was not is asked again: {shown}");
    }
}
