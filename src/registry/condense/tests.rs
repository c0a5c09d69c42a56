use serde_json::{Value, json};

use super::*;

/// What is left of a document that comes in pieces of a size.
fn condensed(document: &[u8], piece: usize) -> Result<(Vec<u8>, usize), String> {
    let (mut condenser, mut kept, mut read) = (Condenser::default(), Vec::new(), 0);
    for piece in document.chunks(piece) {
        read += piece.len();
        if !condenser.feed(piece, &mut kept)? {
            return Ok((kept, read));
        }
    }
    condenser.end().map(|()| (kept, read))
}

fn packument() -> Value {
    json!({
        "_id": "é", "_rev": "5-x", "name": "é \"x\" {[", "dist-tags": {"latest": "1.1.0", "next": "2.0.0"},
        "versions": {
            "1.0.0": {"name": "x", "description": "old", "_npmUser": {"name": "a"}, "deps": {"a": ["}", "{"]}},
            "1.1.0": {"description": "new", "scripts": {"install": "x \\"}, "license": {"type": "MIT"},
                "dist": {"attestations": {"url": "u"}}, "_npmUser": {"name": "b"}, "gypfile": true},
            "0.9.0": 5
        },
        "bugs": [[["x"]], {"versions": {}}],
        "time": {"created": "t", "1.0.0": "t"},
        "maintainers": [{"name": "a"}],
        "readme": "a long text, with \"name\": \"quoted\" é",
    })
}

#[test]
fn what_is_read_is_kept_whatever_the_pieces() {
    let document = packument().to_string();
    let whole = packument();
    for size in [1, 2, 3, 7, 64, 100_000] {
        let (kept, read) = condensed(document.as_bytes(), size).unwrap();
        assert_eq!(read, document.len());
        let kept: Value = serde_json::from_slice(&kept).unwrap();
        for field in ["name", "dist-tags", "time", "maintainers"] {
            assert_eq!(kept[field], whole[field], "{size}");
        }
        assert_eq!(kept["readme"], json!(true));
        assert_eq!(kept["versions"]["1.0.0"], json!({"_npmUser": {"name": "a"}}));
        let mut latest = whole["versions"]["1.1.0"].clone();
        latest["license"] = json!(true);
        latest.as_object_mut().unwrap().remove("gypfile");
        assert_eq!(kept["versions"]["1.1.0"], latest);
        assert_eq!(kept["versions"]["0.9.0"], json!(5));
        assert_eq!(kept.as_object().unwrap().len(), 6, "{kept}");
    }
}

#[test]
fn without_tags_before_the_versions_every_version_is_kept() {
    let document = r#"{"versions":{"1.0.0":{"description":"a","x":1}},"dist-tags":{"latest":"1.0.0"}}"#;
    let (kept, _) = condensed(document.as_bytes(), 5).unwrap();
    let kept: Value = serde_json::from_slice(&kept).unwrap();
    assert_eq!(kept["versions"]["1.0.0"], json!({"description": "a"}));
}

#[test]
fn it_stops_where_all_has_come() {
    let start = r#"{"name":"x","dist-tags":{},"versions":{},"time":{},"repository":"a","description":"","maintainers":[],"#;
    let document = format!("{start}\"readme\":\"{}", "x".repeat(1_000_000));
    let (kept, read) = condensed(document.as_bytes(), 1000).unwrap();
    assert!(read <= 1000);
    assert_eq!(serde_json::from_slice::<Value>(&kept).unwrap()["repository"], json!("a"));
}

#[test]
fn what_is_no_packument_is_refused_or_left_to_the_parser() {
    let deep = format!(r#"{{"name":"x","bugs":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let big = format!(r#"{{"time":"{}"}}"#, "x".repeat(MOST_KEPT + 5));
    for document in ["", "[", "<html>", r#"{"name":"x""#, r#"{"a":1}}"#, r#"{"a":1]"#, &deep, &big] {
        assert!(condensed(document.as_bytes(), 999).is_err());
    }
    for bad in [&b"{\"bugs\":\"\xff\"}"[..], b"{\"a\":1}\xe2\x82", b"{\"bugs\":\"\xe2\x82x\"}"] {
        for size in [1, 2, 100] {
            assert!(condensed(bad, size).is_err(), "{bad:?}");
        }
    }
    for document in [r#"{"name":}"#, r#"{"name"}"#, "{,}", r#"{"versions":{"a":}}"#] {
        if let Ok((kept, _)) = condensed(document.as_bytes(), 3) {
            let parsed: Option<Value> = serde_json::from_slice(&kept).ok();
            assert!(parsed.is_none_or(|value| value.get("name").is_none()), "{document}");
        }
    }
}

#[test]
fn without_tags_before_them_even_thousands_of_versions_fit() {
    let long = "x".repeat(3000);
    let version = |i: usize| format!(r#""1.0.{i}":{{"description":"{long}","_npmUser":{{"name":"a"}}}}"#);
    let versions: Vec<String> = (0..5000).map(version).collect();
    let document = format!(r#"{{"versions":{{{}}},"dist-tags":{{"latest":"1.0.1"}}}}"#, versions.join(","));
    let (kept, _) = condensed(document.as_bytes(), 100_000).unwrap();
    let kept: Value = serde_json::from_slice(&kept).unwrap();
    assert_eq!(kept["versions"].as_object().unwrap().len(), 5000);
    assert!(kept["versions"]["1.0.1"]["description"].is_string());
    assert_eq!(kept["versions"]["1.0.4999"], json!({"_npmUser": {"name": "a"}}));
}
