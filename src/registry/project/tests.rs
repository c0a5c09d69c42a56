use super::*;

const NAME: &str = "flask-x";

fn reply(content_type: &str, body: &str) -> Reply {
    Reply {
        status: 200,
        content_type: content_type.to_owned(),
        retry_after: None,
        etag: None,
        over_http2: false,
        body: body.as_bytes().to_vec(),
    }
}

fn before() -> Metadata {
    Metadata { releases: Some(3), latest: Some("1.0".to_owned()), ..Metadata::default() }
}

fn answer(body: &str) -> Metadata {
    add(&PackageName::new(Ecosystem::PyPi, NAME), &reply("application/json", body), before())
}

/// What is read of a page whose `info` has these fields.
fn about(fields: &str) -> Metadata {
    answer(&format!(r#"{{"info":{{"name":"Flask_X",{fields}}},"releases":{{}},"urls":[]}}"#))
}

fn given(text: &str) -> Stated<String> {
    Stated::Given(text.to_owned())
}

#[test]
fn the_page_lies_beside_the_simple_index() {
    let name = PackageName::new(Ecosystem::PyPi, "Flask.X");
    for (root, expected) in [
        ("https://registry.example/simple", Some("https://registry.example/pypi/flask-x/json")),
        ("https://me:s3cret@registry.example/simple/", Some("https://registry.example/pypi/flask-x/json")),
        ("https://registry.example/a/simple/", Some("https://registry.example/a/pypi/flask-x/json")),
        ("https://registry.example/", None),
        ("https://registry.example/simplex/", None),
        ("https://registry.example/notsimple/", None),
        ("https://registry.example/simple/mirror/", None),
    ] {
        let page = page(&IndexRoot::parse(root).unwrap(), &name);
        assert_eq!(page.as_ref().map(Url::as_str), expected, "{root}");
    }
}

#[test]
fn a_project_says_what_it_is_and_the_rest_stays() {
    let metadata = about(
        r#""summary":"Does x.","description":"Long.","author":"A. Author","author_email":"","maintainer":"",
           "home_page":null,"project_urls":{"Repository":"https://code.example/a/b.git"},"yanked":false"#,
    );
    let expected = Metadata {
        repository: given("code.example/a/b"),
        summary: given("Does x."),
        maintainers: Some(1),
        ..before()
    };
    assert_eq!(metadata, expected);
}

#[test]
fn repositories_are_found_under_many_labels() {
    for (fields, expected) in [
        (r#""project_urls":{"Source Code":"https://code.example/a/b"}"#, given("code.example/a/b")),
        (r#""project_urls":{"source-code":"https://code.example/b"}"#, given("code.example/b")),
        (r#""project_urls":{"GitHub":"https://code.example/a/b","Code":5}"#, given("code.example/a/b")),
        (r#""project_urls":{"Homepage":"https://code.example/a/b#readme"}"#, given("code.example/a/b")),
        (
            r#""project_urls":{"Homepage":"https://code.example/a/b","Source":"https://code.example/c/d"}"#,
            given("code.example/c/d"),
        ),
        (r#""project_urls":null,"home_page":"https://code.example/a/b""#, given("code.example/a/b")),
        (r#""home_page":"https://code.example/a/b""#, given("code.example/a/b")),
        (r#""project_urls":5,"home_page":"https://code.example/a/b""#, given("code.example/a/b")),
    ] {
        assert_eq!(about(fields).repository, expected, "{fields}");
    }
}

#[test]
fn no_repository_is_said_only_where_there_is_a_place_for_one() {
    for fields in [
        r#""project_urls":null"#,
        r#""project_urls":{}"#,
        r#""home_page":"""#,
        r#""home_page":"UNKNOWN","project_urls":null"#,
        r#""project_urls":{"Homepage":"https://site.example/","Docs":"https://docs.example/a/b"}"#,
        r#""project_urls":{"Source":"soon","Homepage":5}"#,
        // The registry's own page about the project, which says nothing of its source.
        r#""home_page":"https://registry.example/project/flask-x","package_url":"https://registry.example/project/flask-x/""#,
        r#""project_urls":{"Homepage":"https://registry.example/project/flask-x/"},"project_url":"https://registry.example/project/flask-x/""#,
    ] {
        assert_eq!(about(fields).repository, Stated::Nothing, "{fields}");
    }
    for fields in [r#""summary":"x""#, r#""project_urls":5"#, r#""home_page":[],"project_urls":"x""#] {
        assert_eq!(about(fields).repository, Stated::Unknown, "{fields}");
    }
    let registry_s_own = about(r#""summary":"x","project_url":"https://registry.example/project/flask-x/""#);
    assert_eq!(registry_s_own.repository, Stated::Unknown);
}

#[test]
fn no_summary_is_said_only_without_a_description() {
    for (fields, expected) in [
        (r#""summary":"","description":"""#, Stated::Nothing),
        (r#""summary":null,"description":null"#, Stated::Nothing),
        (r#""summary":"UNKNOWN","description":"UNKNOWN""#, Stated::Nothing),
        (r#""summary":"","description":"Long.""#, Stated::Unknown),
        (r#""summary":"""#, Stated::Unknown),
        (r#""description":"""#, Stated::Unknown),
        (r#""summary":5,"description":"""#, Stated::Unknown),
        (r#""summary":"Short.","description":"""#, given("Short.")),
    ] {
        assert_eq!(about(fields).summary, expected, "{fields}");
    }
}

#[test]
fn people_are_counted_once() {
    for (fields, expected) in [
        (r#""author":"A","maintainer":"B""#, Some(2)),
        (r#""author":"A","maintainer":" a ""#, Some(1)),
        (r#""author":"","maintainer":null"#, Some(0)),
        (r#""author":null,"author_email":"A. Author <a@mail.example>, b@mail.example""#, Some(2)),
        (r#""author":"A","author_email":"other@mail.example""#, Some(1)),
        (r#""author_email":"\"A\" <a@mail.example>","maintainer":"a""#, Some(1)),
        (r#""author":5,"maintainer":[]"#, None),
        (r#""summary":"x""#, None),
    ] {
        assert_eq!(about(fields).maintainers, expected, "{fields}");
    }
    let owned = |ownership: &str| {
        answer(&format!(r#"{{"info":{{"name":"flask-x","author":"A"}},"ownership":{ownership}}}"#))
            .maintainers
    };
    assert_eq!(
        owned(r#"{"roles":[{"role":"Owner","user":"x"},{"role":"Maintainer","user":"y"},{"user":"x"}]}"#),
        Some(2)
    );
    for ownership in
        ["null", "5", "{}", r#"{"roles":[]}"#, r#"{"roles":[{"user":5}]}"#, r#"{"roles":[{"user":""}]}"#]
    {
        assert_eq!(owned(ownership), Some(1), "{ownership}");
    }
}

#[test]
fn a_field_of_another_type_costs_only_itself() {
    for odd in ["5", "true", "[]", r#"{"a":{"b":[5]}}"#, r#"[["x"]]"#] {
        let metadata = about(&format!(
            r#""summary":"Does x.","description":{odd},"author":{odd},"author_email":{odd},"maintainer":{odd},
               "maintainer_email":{odd},"home_page":{odd},"project_url":{odd},"package_url":{odd}"#
        ));
        assert_eq!(metadata.summary, given("Does x."), "{odd}");
        assert_eq!((metadata.repository, metadata.maintainers), (Stated::Unknown, None), "{odd}");
    }
}

#[test]
fn other_pages_change_nothing() {
    let whole = r#"{"info":{"name":"flask-x","summary":"Does x."}}"#;
    for body in [
        "",
        "null",
        "{}",
        "[]",
        r#"{"info":null}"#,
        r#"{"info":{"summary":"Does x."}}"#,
        r#"{"info":{"name":5,"summary":"Does x."}}"#,
        r#"{"info":{"name":"flask","summary":"Does x."}}"#,
        r#"{"message":"Not Found"}"#,
        whole.trim_end_matches('}'),
    ] {
        assert_eq!(answer(body), before(), "{body}");
    }
    let name = PackageName::new(Ecosystem::PyPi, NAME);
    let html = reply("text/html; charset=utf-8", whole);
    assert_eq!(add(&name, &html, before()), before());
    let missing = Reply { status: 404, ..reply("application/json", whole) };
    assert_eq!(add(&name, &missing, before()), before());
}
