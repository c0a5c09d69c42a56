//! `phantom advisories`, and what comes of it: with real files, a server on 127.0.0.1 and the real npm.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may fail loudly")]

mod common;

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::{PHANTOM, offline, phantom};
use phantom_testkit::fake::{Answer, Ending, Fake, Kind, Profile};
use phantom_testkit::{NpmPackage, Outcome, Registry, Sandbox};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// An OSV document that calls some releases of a package malicious; all of them, where none is named.
fn osv(id: &str, ecosystem: &str, name: &str, versions: &[&str]) -> String {
    let range = json!([{ "type": "SEMVER", "events": [{ "introduced": "0" }] }]);
    json!({
        "schema_version": "1.7.4",
        "id": id,
        "published": "2026-11-20T10:00:00Z",
        "modified": "2026-11-21T10:00:00Z",
        "summary": format!("Malicious code in {name} ({ecosystem})"),
        "affected": [{
            "package": { "ecosystem": ecosystem, "name": name },
            "versions": versions,
            "ranges": if versions.is_empty() { range } else { json!([]) },
        }],
    })
    .to_string()
}

fn withdrawn(id: &str) -> String {
    json!({ "id": id, "withdrawn": "2026-11-22T00:00:00Z" }).to_string()
}

fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn import(sandbox: &Sandbox, args: &[&str]) -> Outcome {
    phantom(sandbox, [&["advisories", "import"], args].concat())
}

/// The identifiers by which names are blocked, `-` for one that is not; warned of is in parentheses.
fn blocked_by(sandbox: &Sandbox, names: &[&str]) -> String {
    let args = [&["check", "--offline", "--format", "json"], names].concat();
    let document: Value = serde_json::from_slice(&phantom(sandbox, args).stdout).unwrap();
    let of = |package: &Value| {
        let signals = package["signals"].as_array().unwrap();
        let known = signals.iter().find(|signal| signal["code"] == "known-malicious");
        let detail = known.map(|signal| signal["detail"].as_str().unwrap());
        let id = detail.and_then(|detail| detail.split("malicious: ").nth(1)?.split(' ').next());
        match (id, package["decision"].as_str().unwrap()) {
            (Some(id), "block") => id.trim_end_matches(':').to_owned(),
            (Some(id), _) => format!("({id})"),
            (None, _) => "-".to_owned(),
        }
    };
    document["packages"].as_array().unwrap().iter().map(of).collect::<Vec<_>>().join(" ")
}

fn info(sandbox: &Sandbox) -> Value {
    let outcome = phantom(sandbox, ["advisories", "info", "--format", "json"]).expect_code(0);
    serde_json::from_slice(&outcome.stdout).unwrap()
}

#[test]
fn a_folder_an_archive_lines_and_a_table_are_read() {
    let sandbox = Sandbox::new();
    assert!(phantom(&sandbox, ["advisories", "info"]).expect_code(0).stdout_text().contains("no advisories"));
    sandbox.write("project/feed/npm/MAL-1.json", osv("MAL-1", "npm", "react", &[]));
    sandbox.write("project/feed/pypi/deep/MAL-2.json", osv("MAL-2", "PyPI", "Re.Quests", &["2.99.0"]));
    sandbox.write("project/feed/README.md", "not read");
    let vulnerability =
        r#"{"id": "GHSA-1", "affected": [{"package": {"ecosystem": "npm", "name": "lodash"}}]}"#;
    let members = [
        ("MAL-3.json", &*osv("MAL-3", "crates.io", "serde", &["1.0.9"])),
        ("GHSA-1.json", vulnerability),
        ("MAL-4.json", &*osv("MAL-4", "Go", "example.org/x", &[])),
        ("MAL-5.json", &*withdrawn("MAL-5")),
        ("notes.txt", "not read"),
    ];
    sandbox.write("project/all.zip", archive(&members));
    let lines =
        format!("{}\n\n{}\r\n", osv("MAL-6", "npm", "chalk", &["5.6.1"]), osv("MAL-7", "npm", "@a/b", &[]));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines.as_bytes()).unwrap();
    sandbox.write("project/lines.jsonl.gz", packed.finish().unwrap());
    sandbox.write(
        "project/own.csv",
        "name,ecosystem,version,id,summary\n\
         \"express\",npm,4.99.0,OWN-1,\"bad, says \"\"we\"\"\"\nexpress,npm,4.99.1,OWN-1,\nurllib3,PyPI,,,\n",
    );
    let outcome = import(&sandbox, &["feed", "all.zip", "lines.jsonl.gz", "own.csv"]).expect_code(0);
    let text = outcome.stdout_text();
    assert!(text.contains("feed: 2 advisories of 2 documents\n"), "{text}");
    let said = "all.zip: 1 advisories of 4 documents, 1 withdrawn, 1 about vulnerabilities only, \
                1 about nothing in pypi, npm and crates\n";
    assert!(text.contains(said), "{text}");
    assert!(text.contains("own.csv: 2 advisories of 3 documents\n"), "{text}");

    let names =
        ["npm:react", "npm:React@1", "pypi:requests", "pypi:re_quests==2.99.0", "pypi:re-quests==2.98"];
    assert_eq!(blocked_by(&sandbox, &names), "MAL-1 - - MAL-2 -");
    let names = ["crates:serde@=1.0.9", "crates:serde@=1.0.8", "npm:lodash", "npm:@a/b@7", "npm:chalk@5.6.1"];
    assert_eq!(blocked_by(&sandbox, &names), "MAL-3 - - MAL-7 MAL-6");
    let names = ["npm:express@4.99.0", "npm:express@4.99.1", "npm:express@4.99.2", "pypi:urllib3"];
    assert_eq!(blocked_by(&sandbox, &names), "OWN-1 OWN-1 - local:pypi/urllib3");

    let shown = info(&sandbox);
    assert_eq!(shown["counts"], json!({ "pypi": 2, "npm": 4, "crates": 1 }));
    assert_eq!(shown["sources"].as_array().unwrap().len(), 4);
    let hash: String = Sha256::digest(fs::read(sandbox.path("project/own.csv")).unwrap())
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(shown["sources"][3]["sha256"], hash);
    let text = phantom(&sandbox, ["advisories", "info"]).expect_code(0).stdout_text();
    assert!(text.contains("imported  ") && text.contains("newest    2026-11-21"), "{text}");
}

#[test]
fn nothing_that_is_said_of_a_name_lets_it_pass() {
    let sandbox = Sandbox::new();
    sandbox.write("project/feed.json", osv("MAL-1", "npm", "react", &[]));
    import(&sandbox, &["feed.json"]).expect_code(0);
    sandbox.write(
        "project/phantom.toml",
        "allow = [{ name = \"npm:react\", reason = \"ours\" }]\n[private]\nnames = [\"npm:react\"]\nregistry = \"acme\"\n",
    );
    let outcome = phantom(&sandbox, ["--offline", "--allow", "react", "check", "npm:react"]).expect_code(1);
    let text = outcome.stdout_text();
    let why = "every release is known to be malicious: MAL-1 of 2026-11-20: Malicious code in react (npm)";
    assert!(text.contains(why) && text.contains("error[known-malicious]"), "{text}");
    assert!(text.contains("high risk, score 0.99"), "{text}");
    assert!(!text.contains("phantom allow") && !text.contains("to allow"), "an entry would not help: {text}");
}

#[test]
fn lockfiles_are_judged_by_the_releases_that_they_pin() {
    let sandbox = Sandbox::new();
    let lines = [
        osv("MAL-1", "npm", "chalk", &["5.6.1"]),
        osv("MAL-2", "PyPI", "ultralytics", &["8.3.41", "8.3.42"]),
        osv("MAL-3", "crates.io", "rand", &["0.9.9"]),
    ];
    sandbox.write("project/feed.jsonl", lines.join("\n"));
    import(&sandbox, &["feed.jsonl"]).expect_code(0);
    let npm = |version: &str| {
        format!(
            r#"{{"lockfileVersion": 3, "packages": {{"": {{}}, "node_modules/chalk": {{"version": "{version}"}}}}}}"#
        )
    };
    let python = |version: &str| {
        format!(
            "version = 1\n[[package]]\nname = \"ultralytics\"\nversion = \"{version}\"\nsource = {{ registry = \"https://registry.example/simple\" }}\n"
        )
    };
    let cargo = |version: &str| {
        format!(
            "version = 4\n[[package]]\nname = \"rand\"\nversion = \"{version}\"\nsource = \"registry+https://registry.example/index\"\n"
        )
    };
    let scan = |file: &str, text: String, code: i32| {
        let path = format!("project/scanned/{file}");
        sandbox.write(&path, text);
        let outcome = offline(&sandbox, &format!("scan scanned/{file}")).expect_code(code);
        fs::remove_file(sandbox.path(path)).unwrap();
        outcome.stdout_text()
    };
    assert!(
        scan("package-lock.json", npm("5.6.1"), 1).contains("version 5.6.1 is known to be malicious: MAL-1")
    );
    scan("package-lock.json", npm("5.6.2"), 0);
    assert!(scan("uv.lock", python("8.3.42"), 1).contains("MAL-2"));
    scan("uv.lock", python("8.3.43"), 0);
    // What comes from a registry of one's own comes by its name all the same.
    assert!(scan("Cargo.lock", cargo("0.9.9"), 1).contains("MAL-3"));
    scan("Cargo.lock", cargo("0.9.8"), 0);

    let open = scan("requirements.txt", "ultralytics>=8\n".to_owned(), 0);
    let said = "the requirement does not rule out 8.3.41 and 8.3.42, known to be malicious: MAL-2";
    assert!(open.contains(said), "{open}");
    assert!(!scan("requirements.txt", "ultralytics>8.3.42\n".to_owned(), 0).contains("MAL-2"));
    assert!(scan("requirements.txt", "ultralytics==8.3.41\n".to_owned(), 1).contains("MAL-2"));
    assert!(
        !scan("requirements.txt", "ultralytics @ git+https://code.example/u\n".to_owned(), 0).contains("MAL")
    );
}

#[test]
fn an_install_is_refused_before_anything_is_asked() {
    let mut sandbox = Sandbox::new();
    let registry = Registry::builder()
        .npm(NpmPackage::new("lodash"))
        .npm(NpmPackage::new("evil-zq").canary(&sandbox.path("canary")))
        .npm(NpmPackage::new("chalk").version("5.6.0").canary(&sandbox.path("canary")))
        .start();
    sandbox.install_from(&registry);
    sandbox.write("project/package.json", "{ \"name\": \"project\", \"version\": \"1.0.0\" }\n");
    let feed = [osv("MAL-1", "npm", "evil-zq", &[]), osv("MAL-2", "npm", "chalk", &["5.6.0"])];
    sandbox.write("project/feed.jsonl", feed.join("\n"));
    import(&sandbox, &["feed.jsonl"]).expect_code(0);

    for line in
        ["npm install evil-zq", "npm install lodash alias@npm:evil-zq", "npx evil-zq", "npm i chalk@5.6.0"]
    {
        let outcome = phantom(&sandbox, line.split(' ')).expect_code(1);
        assert!(outcome.stderr_text().contains("known-malicious"), "{}", outcome.shown());
        assert!(outcome.last_error_line().starts_with("phantom: blocked "), "{}", outcome.shown());
    }
    assert_eq!(registry.requests(), []);
    assert!(!sandbox.path("canary").exists());
    assert!(!sandbox.path("project/node_modules").exists());
    // A release that the feed does not name is installed.
    sandbox.write("project/package.json", r#"{ "dependencies": { "lodash": "^1.0.0" } }"#);
    phantom(&sandbox, ["npm", "install"]).expect_code(0);
}

#[test]
fn a_later_import_adds_replaces_and_takes_out() {
    let sandbox = Sandbox::new();
    let names = ["npm:a-zq", "npm:b-zq", "npm:c-zq"];
    let take = |text: String, more: &[&str]| {
        sandbox.write("project/feed.jsonl", text);
        import(&sandbox, &[&["feed.jsonl"], more].concat()).expect_code(0);
        blocked_by(&sandbox, &names)
    };
    let (a, b) = (osv("MAL-1", "npm", "a-zq", &[]), osv("MAL-2", "npm", "b-zq", &[]));
    assert_eq!(take(format!("{a}\n{b}"), &[]), "MAL-1 MAL-2 -");
    assert_eq!(take(osv("MAL-3", "npm", "c-zq", &[]), &[]), "MAL-1 MAL-2 MAL-3");
    assert_eq!(take(osv("MAL-2", "npm", "b-zq", &["9.9.9"]), &[]), "MAL-1 (MAL-2) MAL-3");
    assert_eq!(take(withdrawn("MAL-1"), &[]), "- (MAL-2) MAL-3");
    assert_eq!(take(a, &["--replace"]), "MAL-1 - -");
    assert_eq!(info(&sandbox)["sources"].as_array().unwrap().len(), 1);
}

#[test]
fn a_hash_is_compared_before_anything_is_taken() {
    let sandbox = Sandbox::new();
    sandbox.write("project/old.json", osv("MAL-1", "npm", "a-zq", &[]));
    import(&sandbox, &["old.json"]).expect_code(0);
    let text = osv("MAL-2", "npm", "b-zq", &[]);
    let right: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02X}")).collect();
    sandbox.write("project/new.json", &text);
    let wrong = "0".repeat(64);
    for (args, said) in [
        (&["new.json", "--sha256", &wrong, "--replace"][..], "its SHA-256 is "),
        (&["new.json", "--sha256", "abc"], "--sha256 is no SHA-256"),
        (&["new.json", "old.json", "--sha256", &right], "several are named"),
        (&[".", "--sha256", &right], "this is a folder"),
        (&["missing.json"], "it cannot be read"),
        (&[], "nothing to import is named"),
    ] {
        let outcome = import(&sandbox, args).expect_code(2);
        assert!(outcome.stderr_text().contains(said), "{}", outcome.shown());
        assert_eq!(blocked_by(&sandbox, &["npm:a-zq", "npm:b-zq"]), "MAL-1 -");
    }
    import(&sandbox, &["new.json", "--sha256", &right]).expect_code(0);
    assert_eq!(blocked_by(&sandbox, &["npm:a-zq", "npm:b-zq"]), "MAL-1 MAL-2");
}

#[cfg(unix)]
#[test]
fn the_index_is_its_owner_s_alone_and_its_folder_is_a_setting() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut sandbox = Sandbox::new();
    sandbox.write("project/feed.json", osv("MAL-1", "npm", "a-zq", &[]));
    import(&sandbox, &["feed.json"]).expect_code(0);
    let usual = sandbox.path("home/.local/share/phantom/advisories.index");
    assert_eq!(fs::metadata(&usual).unwrap().permissions().mode() & 0o777, 0o600);
    sandbox.set("PHANTOM_DATA_DIR", sandbox.path("data").into_os_string());
    assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "-");
    sandbox.set("PHANTOM_ADVISORIES_URL", "feed.json");
    import(&sandbox, &[]).expect_code(0);
    assert!(sandbox.path("data/advisories.index").is_file());
    assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "MAL-1");
}

#[test]
fn a_damaged_index_is_said_and_never_an_empty_one() {
    let sandbox = Sandbox::new();
    let place = sandbox.path("home/.local/share/phantom/advisories.index");
    sandbox.write("project/feed.json", osv("MAL-1", "npm", "a-zq", &[]));
    import(&sandbox, &["feed.json"]).expect_code(0);
    let whole = fs::read(&place).unwrap();
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&place, &changed).unwrap();
    // The sources at the end are no part of a look-up; only a whole reading sees that they were changed.
    assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "MAL-1");
    let outcome = phantom(&sandbox, ["advisories", "info"]).expect_code(2);
    assert!(
        outcome.stderr_text().contains("its SHA-256 is not the one that it states"),
        "{}",
        outcome.shown()
    );

    let mut record = whole.clone();
    record[160] ^= 1;
    for damaged in [&whole[..whole.len() / 2], &b""[..], b"something else entirely", &record] {
        fs::write(&place, damaged).unwrap();
        for args in [&["check", "npm:a-zq"][..], &["check", "npm:a-zq", "--format", "json"], &["scan", "p"]] {
            sandbox.write("project/p/package.json", r#"{"dependencies": {"a-zq": "1"}}"#);
            let outcome = phantom(&sandbox, [&["--offline"], args].concat());
            let note = "note: malicious releases may pass: the advisories in ";
            assert!(outcome.stderr_text().contains(note), "{}", outcome.shown());
            assert_eq!(outcome.stderr_text().matches(note).count(), 1, "{}", outcome.shown());
        }
        phantom(&sandbox, ["advisories", "info"]).expect_code(2);
        let outcome = import(&sandbox, &["feed.json"]).expect_code(2);
        assert!(outcome.stderr_text().contains("import them again with --replace"), "{}", outcome.shown());
        import(&sandbox, &["feed.json", "--replace"]).expect_code(0);
        assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "MAL-1");
    }
}

#[test]
fn an_import_that_is_killed_leaves_the_index_whole() {
    let sandbox = Sandbox::new();
    sandbox.write("project/old.json", osv("MAL-OLD", "npm", "a-zq", &[]));
    import(&sandbox, &["old.json"]).expect_code(0);
    let lines: Vec<String> =
        (0..20_000).map(|at| osv(&format!("MAL-{at}"), "npm", &format!("other-zq-{at}"), &[])).collect();
    sandbox.write("project/big.jsonl", lines.join("\n"));
    for delay in 0..12_u64 {
        let mut running = sandbox
            .command(PHANTOM, ["advisories", "import", "big.jsonl"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay * delay * 8));
        let _ = running.kill();
        running.wait().unwrap();
        assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "MAL-OLD");
        let count = info(&sandbox)["advisories"].as_u64().unwrap();
        assert!([1, 20_001].contains(&count), "{count}");
    }
}

#[test]
fn imports_at_the_same_time_lose_nothing() {
    let sandbox = Sandbox::new();
    let running: Vec<_> = (0..12)
        .map(|at| {
            let file = format!("feed-{at}.json");
            sandbox
                .write(format!("project/{file}"), osv(&format!("MAL-{at}"), "npm", &format!("zq-{at}"), &[]));
            sandbox.command(PHANTOM, ["advisories", "import", &file]).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in running {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(info(&sandbox)["advisories"], 12);
}

#[test]
fn an_address_is_fetched_like_a_file() {
    let sandbox = Sandbox::new();
    let text = osv("MAL-1", "npm", "a-zq", &[]);
    let zipped = archive(&[("MAL-1.json", &text)]);
    let hash: String = Sha256::digest(&zipped).iter().map(|byte| format!("{byte:02x}")).collect();
    let served = Fake::serve(Duration::ZERO, move |request| match request.path.as_str() {
        "/npm/all.zip" => Answer::new(200, "application/zip", zipped.clone()),
        "/moved" => Answer::new(302, "text/plain", "").header("location", "/npm/all.zip?x=1"),
        "/npm/all.zip?x=1" => Answer::new(200, "application/zip", zipped.clone()),
        "/round" => Answer::new(302, "text/plain", "").header("location", "/round"),
        "/cut" => Answer::new(200, "application/zip", zipped.clone()).ending(Ending::Truncated),
        "/page" => Answer::new(200, "text/html", "<html>log in</html>"),
        _ => Answer::new(404, "text/plain", "not here"),
    });
    let at = |path: &str| format!("http://{}{path}", served.address());
    for (path, said) in [
        ("/missing", "the server answered 404"),
        ("/round", "it redirects more than"),
        ("/cut", "it cannot be fetched"),
        ("/page", "it is neither OSV nor a table"),
    ] {
        let outcome = import(&sandbox, &[&at(path)]).expect_code(2);
        assert!(outcome.stderr_text().contains(said), "{}", outcome.shown());
        assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "-");
    }
    let outcome = import(&sandbox, &[&at("/npm/all.zip"), "--sha256", &"0".repeat(64)]).expect_code(2);
    assert!(outcome.stderr_text().contains(&hash), "{}", outcome.shown());
    import(&sandbox, &[&at("/npm/all.zip"), "--sha256", &hash]).expect_code(0);
    assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "MAL-1");
    // A password goes to the server and nowhere else.
    let secret = at("/moved").replace("http://", "http://me:S3cret@");
    let outcome = import(&sandbox, &[&secret]).expect_code(0);
    assert!(!outcome.shown().contains("S3cret") && !info(&sandbox).to_string().contains("S3cret"));
    assert_eq!(served.headers_of("/moved")["authorization"], "Basic bWU6UzNjcmV0");
    let outcome = import(&sandbox, &["http://advisories.example/x.zip"]).expect_code(2);
    assert!(outcome.stderr_text().contains("over http:// anybody on the way"), "{}", outcome.shown());
}

#[test]
fn hostile_inputs_are_faults_and_the_rest_is_taken() {
    let sandbox = Sandbox::new();
    let good = osv("MAL-1", "npm", "a-zq", &[]);
    let bomb = " ".repeat(40 << 20);
    let deep = format!(r#"{{"id": "MAL-2", "affected": {}"#, "[".repeat(100_000));
    let odd = format!(r#"{{"id": "MAL-2", "x": {}"#, r#"{"a":"#.repeat(100_000));
    let long = osv("MAL-3", "npm", &"a".repeat(1 << 20), &[]);
    let members = [
        ("bomb.json", &*bomb),
        ("deep.json", &*deep),
        ("odd.json", &*odd),
        ("long.json", &*long),
        ("../../\u{1b}[31mescape.json", "{"),
        ("good.json", &*good),
    ];
    let zipped = archive(&members);
    assert!(zipped.len() < 1 << 20);
    sandbox.write("project/hostile.zip", &zipped);
    let outcome = import(&sandbox, &["hostile.zip", "-v"]).expect_code(2);
    let text = outcome.stderr_text();
    for said in [
        "bomb.json: a document is larger than 16 MiB",
        "deep.json: it is no OSV document",
        "odd.json: it is no OSV document",
        "long.json: a package's name is empty or longer than 512 bytes",
        "escape.json: it is no OSV document",
    ] {
        assert!(text.contains(said), "{text}");
    }
    assert!(!text.contains('\u{1b}') && text.len() < 3_000, "{text}");
    assert!(
        outcome.stdout_text().contains("1 advisories of 1 documents, 5 unreadable"),
        "{}",
        outcome.shown()
    );
    assert_eq!(blocked_by(&sandbox, &["npm:a-zq"]), "MAL-1");

    sandbox.write("project/cut.zip", &zipped[..zipped.len() / 2]);
    let lines =
        [b"{\"id\": \"\xff\"}\n".as_slice(), good.as_bytes(), b"\n{\"id\"", &[b' '; 17 << 20], b"\n{}\n"]
            .concat();
    sandbox.write("project/lines.jsonl", &lines);
    sandbox.write("project/table.csv", b"ecosystem,name\nnpm,b-zq\nnpm,\xff\ngem,rails\nnpm\n\"npm,c-zq");
    sandbox.write("project/words.txt", "some words\n");
    sandbox.write("project/empty.json", "");
    for (file, said, documents) in [
        ("cut.zip", &["the archive cannot be read"][..], 0),
        (
            "lines.jsonl",
            &["lines.jsonl:1: it is no", "lines.jsonl:3: a document is larger", "lines.jsonl:4: it is no"],
            1,
        ),
        (
            "table.csv",
            &["table.csv:3: the row is not UTF-8", "table.csv:4: \"gem\"", "table.csv:5: a package's name"],
            1,
        ),
        ("words.txt", &["it is neither OSV nor a table"], 0),
        ("empty.json", &["it holds no document"], 0),
        ("/dev/null", &["it is neither OSV nor a table"], 0),
    ] {
        let outcome = import(&sandbox, &[file, "-v", "--format", "json"]).expect_code(2);
        let text = outcome.stderr_text();
        assert!(said.iter().all(|said| text.contains(said)), "{file}: {text}");
        let document: Value = serde_json::from_slice(&outcome.stdout).unwrap();
        assert_eq!(document["sources"][0]["documents"], documents, "{file}: {document}");
        assert_eq!(document["advisories"].is_null(), documents == 0, "{file}: {document}");
    }
    assert_eq!(blocked_by(&sandbox, &["npm:a-zq", "npm:b-zq"]), "MAL-1 local:npm/b-zq");
}

/// A packument of releases, each so many days old, the last the newest.
fn packument(name: &str, releases: &[(&str, i64)]) -> Answer {
    let moment =
        |days: i64| (jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days)).to_string();
    let releases: Vec<(String, String)> =
        releases.iter().map(|(version, days)| ((*version).to_owned(), moment(*days))).collect();
    Answer::of_package(Kind::Npm, name, &releases)
}

#[test]
fn a_release_that_is_newer_than_what_is_remembered_is_asked_for() {
    let sandbox = Sandbox::new();
    let hijacked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&hijacked);
    let fake = Fake::start(Duration::ZERO, move |_, name| {
        let all = [("1.0.0", 900), ("1.1.0", 500), ("1.2.0", 0)];
        let known = if seen.load(Ordering::SeqCst) { &all[..] } else { &all[..2] };
        Profile::Other(packument(name, known))
    });
    let root = fake.root(Kind::Npm);
    let check = |name: &str| phantom(&sandbox, ["check", "--index", &root, "--format", "json", name]);
    check("npm:zq-hij").expect_code(0);
    // The answer is remembered for a day; make it older than what is believed of a doubted name.
    let database = rusqlite::Connection::open(sandbox.path("phantom-cache/answers-1.sqlite3")).unwrap();
    let answer: Vec<u8> = database.query_row("SELECT answer FROM answers", [], |row| row.get(0)).unwrap();
    let mut held: Value = serde_json::from_slice(&answer).unwrap();
    held["at"] = json!(held["at"].as_i64().unwrap() - 3600);
    database.execute("UPDATE answers SET answer = ?1", [held.to_string().into_bytes()]).unwrap();
    drop(database);
    hijacked.store(true, Ordering::SeqCst);
    check("npm:zq-hij").expect_code(0);
    assert_eq!(fake.requests(), 1, "without an advisory it is believed for the day");
    for name in ["zq-hij", "react"] {
        sandbox.write(format!("project/{name}.json"), osv(&format!("MAL-{name}"), "npm", name, &["1.2.0"]));
        import(&sandbox, &[&format!("{name}.json")]).expect_code(0);
    }
    check("npm:zq-hij").expect_code(1);
    // A popular name of which some releases are malicious is asked for as well.
    check("npm:react").expect_code(1);
    check("npm:react@1.1.0").expect_code(0);
    assert_eq!(fake.requests_of("/npm/react"), 1);
}

#[test]
fn a_lockfile_that_keeps_a_good_release_is_let_through() {
    let sandbox = Sandbox::new();
    sandbox.script("npm", "echo ran");
    sandbox.write("project/mal.json", osv("MAL-1", "npm", "react", &["1.2.0"]));
    import(&sandbox, &["mal.json"]).expect_code(0);
    sandbox.write("project/package.json", r#"{"name": "p", "dependencies": {"react": "^1.0.0"}}"#);
    let lock = |version: &str| {
        let lock = json!({"name": "p", "lockfileVersion": 3, "packages": {
            "": {"name": "p", "dependencies": {"react": "^1.0.0"}},
            "node_modules/react": {
                "version": version,
                "resolved": format!("https://registry.example/react/-/react-{version}.tgz"),
                "integrity": "sha512-AAAA",
            },
        }});
        sandbox.write("project/package-lock.json", lock.to_string());
    };
    lock("1.1.0");
    let outcome = offline(&sandbox, "npm ci").expect_code(0);
    assert!(outcome.stdout_text().contains("ran"), "{}", outcome.shown());
    lock("1.2.0");
    offline(&sandbox, "npm ci").expect_code(1);
    // A lockfile that npm is told to pass over keeps nothing: what it would install is not known here.
    lock("1.1.0");
    offline(&sandbox, "npm install").expect_code(0);
    let said = |outcome: Outcome| outcome.stderr_text().contains("does not rule out");
    assert!(!said(offline(&sandbox, "npm install")));
    assert!(said(offline(&sandbox, "npm install --no-package-lock")));
    sandbox.write("project/.npmrc", "package-lock=false\n");
    assert!(said(offline(&sandbox, "npm install")));
}
