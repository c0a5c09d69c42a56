//! The one list of expectations that hold of the shipped weights.
//!
//! Decisions come first. Where no decision hangs on a term alone, two names that differ in nothing else
//! are put in order; where a term is too small even for that, the signal's weight is added up.
//! `linehaul` is a popular name of the last ranks, which pulls nothing: what its slips weigh, they weigh
//! by their kind.

use phantom_guard::corpus::Place;
use phantom_guard::detector::{SignalCode, Term};
use phantom_guard::package::{Concern, Ecosystem};
use phantom_guard::registry::{History, Metadata, Release, Stated};

use crate::case::Band::{Blocked, Passed, Warned};
use crate::case::Expectation::{self, Is, Weighs, Worse};
use crate::case::{crates, level, npm, pull, pypi};
use crate::detector_support::now;

pub(crate) fn all() -> Vec<Expectation> {
    [
        decisions(),
        concerns(),
        existence(),
        slips(),
        likenesses(),
        words(),
        shapes(),
        histories(),
        standing(),
        sums(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn decisions() -> Vec<Expectation> {
    vec![
        Is(pypi("requests"), Passed),
        Is(crates("qzvx_unheard"), Passed),
        Is(npm("qzvx-unheard"), Passed),
        Is(pypi("qzvx-unheard"), Blocked),
        Is(pypi("qzvx-unheard").late(), Passed),
        Is(pypi("qzvx-unheard").unanswered(), Passed),
        Is(crates("qzvx_unheard").missing(), Blocked),
        Is(pypi("-"), Blocked),
        Is(pypi("cv2").found(), Blocked),
        Is(crates("std"), Warned),
        Is(npm("scikit-learn"), Warned),
        Is(npm("lodahs"), Blocked),
        Is(npm("loadsh"), Warned),
        Is(npm("epxress").found(), Blocked),
        Is(npm("comander"), Blocked),
        Is(pypi("reqeusts").found(), Blocked),
        Is(pypi("linehual").found(), Warned),
        Is(crates("serde_jsno").found(), Blocked),
        Is(crates("lazystatic"), Blocked),
        Is(crates("lazystatic").found(), Warned),
        Is(npm("window.location.href").found(), Warned),
        Is(npm("array-map-filter"), Blocked),
        Is(pypi("qzvx-unheard").aged(3), Warned),
        Is(pypi("qzvx-unheard").aged(60), Passed),
        Is(pypi("qzvx-unheard").aged(4000), Passed),
    ]
}

/// What a file says beside the name, also of names that are popular.
fn concerns() -> Vec<Expectation> {
    let address = || "https://files.example/x.tgz".into();
    let package = || Concern::OtherPackage { key: "lodash".into(), address: address() };
    let place = || Concern::OtherPlace { address: address(), usual: Some("registry.example".into()) };
    let index = || Concern::OtherIndex("https://registry.example/simple".into());
    vec![
        Is(npm("lodash").with(package()), Blocked),
        Is(npm("lodash").with(place()).locked(), Warned),
        Is(npm("lodahs").with(place()), Blocked),
        Is(pypi("qzvx-unheard").with(index()), Warned),
        Is(pypi("qzvx-unheard").missing().with(index()), Warned),
        Is(pypi("requests").with(index()), Passed),
        // A lockfile's names were found once.
        Is(pypi("qzvx-unheard").locked(), Warned),
        Is(pypi("reqeusts").locked(), Blocked),
        Is(npm("fs").locked(), Warned),
        Is(npm("lodahs").locked(), Blocked),
        Is(pypi("reqeusts").with(index()), Blocked),
    ]
}

/// A name without evidence: its score is the prior's.
fn stranger() -> crate::case::Case {
    pypi("qzvx-unheard").found()
}

fn existence() -> Vec<Expectation> {
    vec![
        Worse(stranger(), pypi("requests")),
        Worse(pypi("qzvx-unheard").late(), stranger()),
        Worse(pypi("qzvx-unheard").unanswered(), stranger()),
        Worse(npm("qzvx-unheard"), stranger()),
        Worse(npm("@qzvx/unheard"), stranger()),
        Worse(npm("qzvx-unheard").locked(), crates("qzvx_unheard").locked()),
        // Listed names without a likeness: lately released and not, much used and less.
        Worse(pypi("task"), pypi("powermeter")),
        Worse(npm("maintenance"), npm("pandas")),
        Worse(pypi("qzvx-unheard").aged(200), pypi("task").aged(200)),
        Worse(crates("lodash"), crates("qzvx_unheard")),
    ]
}

fn slips() -> Vec<Expectation> {
    let worse = ["linnehaul", "l1nehaul", "linehul", "linehqul", "linehoul", "linehaud", "linehazul"];
    let more = ["linehual", "linehauls", "line7haul"];
    let kinds = worse.into_iter().chain(more).map(|name| Worse(pypi(name).found(), stranger()));
    let orders = [
        Worse(pypi("linehual").found(), pypi("dtael").found()),
        Worse(pypi("reqeusts").found(), pypi("linehual").found()),
        Worse(pypi("steuptoosl").found(), pypi("rqeuetss").found()),
        Worse(pypi("linehual").found(), pypi("line-hual").found()),
        Worse(pypi("linehual").found(), pypi("pylinehual").found()),
        Worse(crates("serde_jsno"), crates("serde_jsno").found()),
        Worse(crates("trafing").found(), crates("trading").found()),
    ];
    kinds.chain(orders).collect()
}

fn likenesses() -> Vec<Expectation> {
    let names = [
        pypi("line-haul"),
        npm("blueprintjscore"),
        pypi("toolset-tinybird"),
        pypi("python-linehaul"),
        pypi("linehaul-v3"),
    ];
    names.map(|name| Worse(name.found(), stranger())).into()
}

fn words() -> Vec<Expectation> {
    vec![
        // A word that names end in says less than one that nobody has.
        Worse(pypi("pydantic-qzvxw").found(), pypi("pydantic-official").found()),
        Worse(pypi("pydantic-reverse-lantern").aged(200), pypi("pydantic-reverse-qzvxwk").aged(200)),
    ]
}

/// One name for each shape, in the ecosystem where it weighs something.
fn shapes() -> Vec<Expectation> {
    let names = [
        pypi("claude-qzvx-utils"),
        pypi("easy-langchain"),
        pypi("starlite-qzvx-adapter"),
        pypi("qzvx-kjw-validator"),
        pypi("qzvxw-kjw-requirements"),
        pypi("qzvxwk-package"),
        pypi("your-qzvx-plugin"),
        pypi("setup-py"),
        crates("qzvxw-3-1"),
        npm("pip-install-x"),
        npm("qzvx-mycallbackfunctionz"),
        npm("llm-chat-memory"),
        npm("typed-qzvx-sdk"),
        npm("qzvxwk-"),
        npm("array-map-filter"),
        npm("convert-days-to-hours"),
        npm("qzvxw.kjw"),
    ];
    names.map(|name| Worse(name.found(), stranger())).into()
}

fn histories() -> Vec<Expectation> {
    let name = || pypi("qzvx-unheard");
    let middle = || name().aged(200);
    let says_all = || name().saying(true, true, 2);
    vec![
        Worse(name().aged(3), middle()),
        Worse(name().aged(20), middle()),
        Worse(name().aged(60), middle()),
        Worse(name().aged(120), middle()),
        Worse(middle(), name().aged(500)),
        Worse(middle(), name().aged(1000)),
        Worse(middle(), name().aged(4000)),
        Worse(name().released(0), middle()),
        Worse(name().released(1), middle()),
        Worse(name().released(2), middle()),
        Worse(name().saying(false, true, 2), says_all()),
        Worse(name().saying(true, false, 2), says_all()),
        Worse(name().saying(true, true, 0), says_all()),
    ]
}

/// Releases by version and days ago, the newest first.
fn history(releases: &[(&str, i64)]) -> History {
    History::new(releases.iter().rev().map(|(version, days)| Release {
        version,
        published: Some(now() - jiff::SignedDuration::from_hours(24 * days)),
        yanked: false,
    }))
}

/// What a registry says beside dates and numbers.
fn standing() -> Vec<Expectation> {
    let known = || npm("qzvx-unheard").known(|_| {});
    let worse = |change: fn(&mut Metadata)| Worse(npm("qzvx-unheard").known(change), known());
    let at = |place: &str| Stated::Given(place.to_owned());
    // A slip of a popular name, and the same with a word more: whose code is it?
    let slip = |place: &str| {
        let place = at(place);
        pypi("linehual")
            .known(|m| m.repository = place)
            .beside(|m| m.repository = at("code.example/pypa/linehaul"))
    };
    let word = |place: &str, owner: &str| {
        let (place, owner) = (at(place), owner.to_owned());
        npm("jsonwebtoken-qzvxw")
            .known(|m| {
                m.first_published = Some(now() - jiff::SignedDuration::from_hours(24 * 100));
                m.repository = place;
                m.owners = vec![owner.into()];
            })
            .beside(|m| {
                m.repository = at("code.example/auth0/node-jsonwebtoken");
                m.owners = vec!["auth0".into()];
            })
    };
    vec![
        Is(npm("qzvx-unheard").known(|m| m.seized = Some("taken".to_owned())), Blocked),
        Is(npm("lodash").known(|m| m.seized = Some("taken".to_owned())), Blocked),
        Is(npm("lodash").known(|_| {}), Passed),
        Is(npm("lodash").missing(), Blocked),
        worse(|m| m.withdrawn = Some(true)),
        worse(|m| m.deprecated = Stated::Given("use another".to_owned())),
        worse(|m| m.install_script = Some(true)),
        worse(|m| m.history = history(&[("1.0.1", 1), ("1.0.0", 200)])),
        worse(|m| m.history = history(&[("99.0.0", 100), ("1.0.0", 200)])),
        worse(|m| {
            m.new_publisher = Some(true);
            m.history = history(&[("1.0.1", 10), ("1.0.0", 1000)]);
        }),
        Weighs(npm("qzvx-unheard").aged(800), SignalCode::LowDownloads, vec![(Term::LowDownloads, 1.0)]),
        Worse(known(), npm("qzvx-unheard").known(|m| m.provenance = Some(true))),
        Worse(slip("code.example/PyPA/linehaul"), slip("code.example/other/linehual")),
        Worse(
            word("code.example/auth0/node-jsonwebtoken", "stranger"),
            word("code.example/stranger/x", "stranger"),
        ),
        Worse(word("code.example/stranger/x", "stranger"), word("code.example/auth0/x", "stranger")),
        Worse(word("code.example/auth0/x", "stranger"), word("code.example/auth0/x", "auth0")),
    ]
}

fn sums() -> Vec<Expectation> {
    use Ecosystem::{Npm, PyPi};
    use SignalCode::{Combosquat, HallucinationPattern, Typosquat};
    let requests = (Term::Pull, pull(PyPi, "requests"));
    let pydantic = pull(PyPi, "pydantic");
    let family = |word| (Term::Family, level(PyPi, Place::Last, word));
    let plain = |word| {
        let more = level(Npm, Place::Anywhere, word) - level(Npm, Place::First, word);
        (Term::PlainHead, more.max(0.0))
    };
    let begins = |ecosystem, word| (Term::JoinFamily, level(ecosystem, Place::First, word));
    vec![
        Weighs(
            pypi("steuptoosl").found(),
            Typosquat,
            vec![(Term::TwoSlips, 1.0), (Term::LongTarget, 3.0), (Term::Pull, pull(PyPi, "setuptools"))],
        ),
        Weighs(
            pypi("requfsts").found(),
            Typosquat,
            vec![(Term::Replacement, 1.0), (Term::LongTarget, 1.0), requests],
        ),
        Weighs(
            pypi("botscore"),
            Typosquat,
            vec![
                (Term::Replacement, 1.0),
                (Term::VagueInUse, 1.0),
                (Term::LongTarget, 1.0),
                (Term::Pull, pull(PyPi, "botocore")),
            ],
        ),
        Weighs(
            npm("tailwindest"),
            Typosquat,
            vec![(Term::TwoInUse, 1.0), (Term::Pull, pull(Npm, "tailwindcss"))],
        ),
        Weighs(
            pypi("pydantic-qzvxw").found(),
            Combosquat,
            vec![(Term::Combosquat, 1.0), (Term::WordsPull, pydantic)],
        ),
        Weighs(
            npm("jsonwebtoken-qzvxw").found(),
            Combosquat,
            vec![
                (Term::Combosquat, 1.0),
                (Term::WordsPull, pull(Npm, "jsonwebtoken")),
                plain("jsonwebtoken"),
            ],
        ),
        Weighs(
            pypi("boto3-better").found(),
            Combosquat,
            vec![
                (Term::Combosquat, 1.0),
                (Term::Promise, 1.0),
                (Term::WordsPull, pull(PyPi, "boto3")),
                family("better"),
            ],
        ),
        Weighs(
            pypi("litestar-reverse-lantern").aged(200),
            HallucinationPattern,
            vec![
                (Term::Join, 1.0),
                (Term::JoinPull, pull(PyPi, "litestar")),
                (Term::JoinUnsupported, 1.0),
                begins(PyPi, "litestar"),
                (Term::JoinTail, level(PyPi, Place::Last, "lantern")),
            ],
        ),
        // Nobody was asked.
        Weighs(pypi("pydantic-reverse-lantern"), HallucinationPattern, vec![(Term::JoinFamous, 1.0)]),
        Weighs(
            npm("knex-reverse-utils").aged(200),
            HallucinationPattern,
            vec![
                (Term::Join, 1.0),
                (Term::JoinPull, pull(Npm, "knex")),
                (Term::JoinUnsupported, 1.0),
                begins(Npm, "knex"),
                plain("knex"),
                (Term::JoinTail, level(Npm, Place::Last, "utils")),
            ],
        ),
        Weighs(
            npm("debug-reverse-lantern"),
            HallucinationPattern,
            vec![
                (Term::Join, 1.0),
                (Term::JoinPull, pull(Npm, "debug")),
                (Term::JoinUnsupported, 1.0),
                begins(Npm, "debug"),
                // Nobody was asked, and no list has it.
                (Term::ShapeUnlisted, 1.0),
                plain("debug"),
                // Few names of npm have a lantern.
                (Term::JoinStrange, 1.0),
            ],
        ),
        Weighs(
            npm("array-map-filter"),
            HallucinationPattern,
            vec![(Term::ShapeMember, 1.0), (Term::ShapeUnlisted, 1.0)],
        ),
    ]
}
