//! The bodies of answers.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::html::Based;
use super::json::Replacer;

/// What is sent to the client.
pub(super) enum Answer {
    /// The relay's own words.
    Own(Option<Bytes>),
    /// The registry's, as they come.
    Passed(reqwest::Body),
    /// The registry's, changed on their way; `None` once they have ended.
    Changed(Option<(reqwest::Body, Changer)>),
}

/// What changes a page.
pub(super) enum Changer {
    /// A JSON document.
    Json(Replacer),
    /// An HTML page.
    Html(Based),
}

impl Changer {
    fn feed(&mut self, piece: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Json(replacer) => replacer.feed(piece, out),
            Self::Html(based) => based.feed(piece, out),
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        match self {
            Self::Json(replacer) => replacer.end(out),
            Self::Html(based) => based.end(out),
        }
    }
}

impl Answer {
    pub(super) fn text(text: String) -> Self {
        Self::Own(Some(Bytes::from(text)))
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Self::Own(text) => Poll::Ready(text.take().map(|text| Ok(Frame::data(text)))),
            Self::Passed(body) => {
                Pin::new(body).poll_frame(cx).map(|frame| frame.map(|frame| frame.map_err(io::Error::other)))
            }
            Self::Changed(changed) => poll_changed(changed, cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Own(text) => text.is_none(),
            Self::Passed(body) => body.is_end_stream(),
            Self::Changed(changed) => changed.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Own(text) => SizeHint::with_exact(text.as_ref().map_or(0, |text| text.len() as u64)),
            Self::Passed(body) => body.size_hint(),
            Self::Changed(_) => SizeHint::default(),
        }
    }
}

fn poll_changed(
    changed: &mut Option<(reqwest::Body, Changer)>,
    cx: &mut Context<'_>,
) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
    loop {
        let Some((body, changer)) = changed else { return Poll::Ready(None) };
        let mut out = Vec::new();
        match ready!(Pin::new(body).poll_frame(cx)) {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(piece) => changer.feed(&piece, &mut out),
                // Trailers speak of the body as it was.
                Err(_) => continue,
            },
            Some(Err(error)) => {
                *changed = None;
                return Poll::Ready(Some(Err(io::Error::other(error))));
            }
            None => {
                changer.end(&mut out);
                *changed = None;
            }
        }
        if !out.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from(out)))));
        }
    }
}
