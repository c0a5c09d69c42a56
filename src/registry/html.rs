//! Pages of HTML where data was asked for: a simple index of the old form, or something else.

use memchr::memmem;

use super::http::Reply;

/// Whether the reply is HTML by its own word.
pub(super) fn is_html(reply: &Reply) -> bool {
    let kind = reply.content_type.split(';').next().unwrap_or_default().trim();
    matches!(kind, "text/html" | "application/xhtml+xml" | "application/vnd.pypi.simple.v1+html")
}

/// Whether the reply is a form to log in: a proxy that wants its user to do so sends one in place of
/// any page, with the status of its choice. The first step of many has no field for a password.
pub(super) fn is_login_page(reply: &Reply) -> bool {
    let page = reply.body.to_ascii_lowercase();
    let holds = |words: &[&[u8]]| words.iter().any(|word| memmem::find(&page, word).is_some());
    is_html(reply)
        && (holds(&[b"type=\"password\"", b"type='password'", b"type=password"])
            || holds(&[b"<form"]) && holds(&[b"login", b"log in", b"sign in", b"signin", b"single sign-on"]))
}

/// The texts of the links of a page, as far as one can tell without an HTML parser: enough for a
/// simple index (PEP 503), whose links are `<a href="…">FILE</a>` with nothing inside.
pub(super) fn link_texts(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').filter_map(|piece| {
        let (tag, text) = piece.split_once('>')?;
        let word = tag.split_ascii_whitespace().next()?;
        (word.eq_ignore_ascii_case("a") && !text.trim().is_empty()).then(|| text.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(body: &str) -> Reply {
        Reply {
            status: 200,
            content_type: "text/html; charset=utf-8".to_owned(),
            retry_after: None,
            etag: None,
            over_http2: false,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_form_for_a_password_is_a_login_page() {
        assert!(is_login_page(&html("<form><input name=p TYPE='Password'></form>")));
        assert!(!is_login_page(&html("<h1>404 Not Found</h1>")));
    }

    #[test]
    fn links_give_their_text() {
        let page =
            "<html><body><a href='x'>one-1.0.tar.gz</a><br/><A HREF=\"y\"\n>\n two-1 </a><abbr>no</abbr>";
        assert_eq!(link_texts(page).collect::<Vec<_>>(), ["one-1.0.tar.gz", "two-1"]);
    }
}
