use super::*;
use crate::package::Ecosystem;

fn answer(name: &str, body: &str) -> Result<Lookup, String> {
    let reply = Reply {
        status: 200,
        content_type: "application/json".to_owned(),
        retry_after: None,
        etag: None,
        over_http2: false,
        body: body.as_bytes().to_vec(),
    };
    read(&PackageName::new(Ecosystem::Npm, name), &reply)
}

#[test]
fn the_dates_of_the_versions_count() {
    let body = r#"{"_id":"@a/b","name":"@a/b","dist-tags":{"latest":"1.1.0"},
        "versions":{"1.0.0":{"name":"@a/b","scripts":{"x":["y"]}},"1.1.0":{}},
        "time":{"created":"2010-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z",
                "1.0.0":"2020-01-01T00:00:00.000Z","1.1.0":"2021-01-01T00:00:00.000Z"}}"#;
    let Ok(Lookup::Found(metadata)) = answer("@a/b", body) else { panic!() };
    assert_eq!(metadata.first_published.unwrap().to_string(), "2020-01-01T00:00:00Z");
    assert_eq!(metadata.last_published.unwrap().to_string(), "2021-01-01T00:00:00Z");
    assert_eq!(metadata.releases, Some(2));
    assert_eq!(metadata.latest.as_deref(), Some("1.1.0"));
}

#[test]
fn an_abbreviated_packument_has_no_dates() {
    let body =
        r#"{"name":"x","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{}},"modified":"2026-01-01"}"#;
    let Ok(Lookup::Found(metadata)) = answer("x", body) else { panic!() };
    assert_eq!((metadata.first_published, metadata.last_published), (None, None));
}

#[test]
fn an_unpublished_package_is_missing() {
    let body = r#"{"name":"x","time":{"created":"2010-01-01T00:00:00.000Z","unpublished":{"time":"2011-01-01T00:00:00.000Z","versions":["1.0.0"]}}}"#;
    assert_eq!(answer("x", body), Ok(Lookup::Missing));
}

#[test]
fn other_documents_are_no_answer() {
    for body in ["", "{}", r#"{"name":"x"}"#, r#"{"name":"X","versions":{}}"#, r#"{"error":"login"}"#] {
        assert!(answer("x", body).is_err(), "{body}");
    }
}

const FULL: &str =
    r#""time":{"1.0.0":"2020-01-01T00:00:00Z"},"license":"MIT","dist-tags":{"latest":"1.0.0"}"#;

/// What is read of a packument with one version, its other fields as given.
fn found(top: &str, latest: &str) -> Metadata {
    let body = format!(r#"{{"name":"x","versions":{{"1.0.0":{{{latest}}}}},{top}}}"#);
    match answer("x", &body) {
        Ok(Lookup::Found(metadata)) => metadata,
        other => panic!("{body}: {other:?}"),
    }
}

fn given(text: &str) -> Stated<String> {
    Stated::Given(text.to_owned())
}

#[test]
fn a_project_says_what_it_is() {
    let fields = r#""description":"Pads.","maintainers":[{"name":"a"},{"name":"b"}],
        "repository":{"type":"git","url":"git+https://code.example/A/b.git"}"#;
    let latest_only = (format!("{FULL},\"description\":null"), fields);
    for (top, latest) in [(format!("{FULL},{fields}"), ""), latest_only] {
        let metadata = found(&top, latest);
        assert_eq!(metadata.repository, given("code.example/A/b"), "{top}");
        assert_eq!(metadata.summary, given("Pads."), "{top}");
        assert_eq!((metadata.maintainers, metadata.detailed), (Some(2), true), "{top}");
    }
    let older = r#""repository":"code.example/old/b""#;
    let metadata = found(&format!(r#"{FULL},"repository":"https://code.example/A/b""#), older);
    assert_eq!(metadata.repository, given("code.example/A/b"), "the packument comes first");
}

#[test]
fn repositories_have_many_forms() {
    for (json, expected) in [
        (r#""https://code.example/a/b""#, given("code.example/a/b")),
        (r#""gitlab:a/b""#, given("gitlab.com/a/b")),
        (r#"{"url":"git@code.example:a/b.git","directory":"c"}"#, given("code.example/a/b")),
        (r#"[{"type":"git","url":"https://code.example/a/b"}]"#, given("code.example/a/b")),
        (r#"["https://code.example/a/b"]"#, given("code.example/a/b")),
        ("null", Stated::LeftOut),
        (r#""""#, Stated::LeftOut),
        (r#""none""#, Stated::LeftOut),
        ("{}", Stated::LeftOut),
        ("[]", Stated::LeftOut),
        (r#"{"type":"git","url":""}"#, Stated::LeftOut),
        (r#"{"url":null}"#, Stated::LeftOut),
        ("5", Stated::LeftOut),
        (r#"{"url":5}"#, Stated::LeftOut),
        ("[[[]]]", Stated::LeftOut),
    ] {
        let metadata = found(&format!(r#"{FULL},"repository":{json}"#), "");
        assert_eq!(metadata.repository, expected, "{json}");
    }
}

#[test]
fn what_a_whole_packument_lacks_is_left_out() {
    let left_out = (Stated::LeftOut, Stated::LeftOut, None);
    let unknown = (Stated::Unknown, Stated::Unknown, None);
    let (no_license, no_time) = (FULL.replace("license", "x"), FULL.replace("\"time\"", "\"x\""));
    let other_time = FULL.replace("{\"1.0.0\"", "{\"9.0.0\"");
    for (top, latest, expected) in [
        (FULL, "", &left_out),
        (&no_license, r#""author":{"name":"a"}"#, &left_out),
        (&no_license, r#""dist":{},"scripts":{}"#, &unknown),
        (&no_time, r#""license":"MIT""#, &unknown),
        (&other_time, r#""license":"MIT""#, &unknown),
    ] {
        let metadata = found(top, latest);
        let said = (metadata.repository, metadata.summary, metadata.maintainers);
        assert_eq!(said, *expected, "{top} {latest}");
    }
    let metadata = found(&format!(r#"{FULL},"maintainers":[]"#), "");
    assert_eq!(metadata.maintainers, None, "somebody published it");
}

#[test]
fn a_field_of_another_type_costs_only_itself() {
    for odd in ["5", "true", "-1e3", "[[]]", r#"{"a":{"b":5}}"#, r#"[5,{"url":[]}]"#] {
        for place in ["top", "latest"] {
            let fields = format!(
                r#""repository":{odd},"description":{odd},"readme":{odd},"license":{odd},"author":{odd},"maintainers":"a""#
            );
            let (top, latest) =
                if place == "top" { (fields.as_str(), "") } else { (r#""a":5"#, fields.as_str()) };
            let metadata = found(top, latest);
            assert_eq!((metadata.releases, metadata.maintainers), (Some(1), None), "{odd}");
            assert_eq!(metadata.summary, Stated::Unknown, "{odd}");
        }
    }
    for manifest in ["5", "null", "[]", r#""text""#] {
        let body = format!(r#"{{"name":"x","versions":{{"1.0.0":{manifest}}},{FULL}}}"#);
        assert!(matches!(answer("x", &body), Ok(Lookup::Found(_))), "{body}");
    }
    let deep = format!("{FULL},\"repository\":{}{}", "[".repeat(20_000), "]".repeat(20_000));
    assert_eq!(found(&deep, "").releases, Some(1));
}

/// A packument with versions, each with its day of 2026-11 and its account, the last the newest.
fn published(versions: &[(&str, u32, &str)], latest: &str) -> Metadata {
    let manifests: Vec<String> = versions
        .iter()
        .map(|(v, _, by)| {
            let more = if Some(*v) == versions.last().map(|v| v.0) { latest } else { "\"x\":1" };
            format!(r#""{v}":{{"_npmUser":{{"name":"{by}"}},{more}}}"#)
        })
        .collect();
    let times: Vec<String> =
        versions.iter().map(|(v, day, _)| format!(r#""{v}":"2026-11-{day:02}T00:00:00Z""#)).collect();
    let newest = versions.last().map(|v| v.0).unwrap_or_default();
    let body = format!(
        r#"{{"name":"x","dist-tags":{{"latest":"{newest}"}},"versions":{{{}}},"time":{{{}}}}}"#,
        manifests.join(","),
        times.join(",")
    );
    let Ok(Lookup::Found(metadata)) = answer("x", &body) else { panic!("{body}") };
    metadata
}

#[test]
fn the_newest_version_tells_scripts_deprecation_and_attestations() {
    let one = |latest: &str| published(&[("1.0.0", 1, "a")], latest);
    for (latest, expected) in [
        (r#""scripts":{"postinstall":"x"}"#, Some(true)),
        (r#""scripts":{"test":"x"}"#, Some(false)),
        (r#""hasInstallScript":true"#, Some(true)),
        (r#""scripts":5"#, None),
        (r#""dist":{}"#, None),
    ] {
        assert_eq!(one(latest).install_script, expected, "{latest}");
    }
    for (latest, expected) in [
        (r#""deprecated":"use y""#, given("use y")),
        (r#""deprecated":true"#, given("deprecated")),
        (r#""deprecated":false"#, Stated::Nothing),
        (r#""deprecated":"""#, Stated::Nothing),
        (r#""dist":{}"#, Stated::Unknown),
    ] {
        assert_eq!(one(latest).deprecated, expected, "{latest}");
    }
    for (latest, expected) in [
        (r#""dist":{"attestations":{"url":"u"}}"#, Some(true)),
        (r#""dist":{"signatures":[]}"#, Some(false)),
        (r#""dist":{"tarball":"t"}"#, None),
    ] {
        assert_eq!(one(latest).provenance, expected, "{latest}");
    }
    let holder = r#""repository":"npm/security-holder""#;
    assert!(published(&[("0.0.1-security", 1, "npm")], holder).seized.is_some());
    assert!(published(&[("0.0.1", 1, "npm")], holder).seized.is_none());
}

#[test]
fn a_newest_version_by_another_account_is_noticed() {
    let of = |versions: &[(&str, u32, &str)]| published(versions, "\"y\":1").new_publisher;
    assert_eq!(of(&[("1.0.0", 1, "a"), ("1.1.0", 2, "b"), ("1.2.0", 3, "A")]), Some(false));
    assert_eq!(of(&[("1.0.0", 1, "a"), ("1.1.0", 2, "a"), ("1.2.0", 3, "c")]), Some(true));
    assert_eq!(of(&[("1.0.0", 1, "a")]), None, "there is none to compare it with");
    assert_eq!(of(&[("1.0.0", 1, ""), ("1.1.0", 2, "")]), None);
    let history = published(&[("1.0.0", 3, "a"), ("1.10.0", 1, "a"), ("1.9.0", 2, "a")], "\"y\":1").history;
    assert_eq!(history.iter().map(|r| r.version).collect::<Vec<_>>(), ["1.0.0", "1.9.0", "1.10.0"]);
}
