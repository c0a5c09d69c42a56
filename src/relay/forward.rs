//! Passes a request on to the real registry, and its answer back.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use hyper::body::{Body as _, Incoming};
use hyper::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, HeaderMap,
    HeaderName, HeaderValue, LOCATION, PROXY_AUTHORIZATION, RANGE, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use hyper::{Method, Request, Response, StatusCode};
use url::Url;

use super::body::{Answer, Changer};
use super::html::Based;
use super::json::Replacer;
use super::{Pages, Settings, Upstream, route, server};
use crate::registry::{IndexRoot, dns, http};

/// What concerns one connection and not what is asked for.
const OF_ONE_CONNECTION: [HeaderName; 8] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// The pauses before a registry that cannot be reached is tried again. Not every client tries again when it
/// is told so; each does when it finds nobody.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_millis(1000)];

/// The way to one registry.
pub(super) struct Door {
    upstream: Upstream,
    /// The path under which it stands here, without slashes.
    path: String,
    /// Its address here.
    own: String,
    settings: Settings,
    /// Leaves bodies as they are.
    plain: OnceLock<Result<reqwest::Client, String>>,
    /// Unpacks what is to be changed.
    unpacking: OnceLock<Result<reqwest::Client, String>>,
}

impl Door {
    pub(super) fn new(upstream: Upstream, path: String, own: String, settings: &Settings) -> Self {
        let (plain, unpacking) = (OnceLock::new(), OnceLock::new());
        Self { upstream, path, own, settings: settings.clone(), plain, unpacking }
    }

    pub(super) const fn root(&self) -> &IndexRoot {
        &self.upstream.root
    }

    pub(super) const fn pages(&self) -> Pages {
        self.upstream.pages
    }

    /// What stands behind this door's path.
    pub(super) fn behind<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix('/')?.strip_prefix(self.path.as_str())?;
        rest.strip_prefix('/').or(rest.is_empty().then_some(rest))
    }

    /// The registry's answer to the request, for the address that it stands for.
    pub(super) async fn forward(&self, request: Request<Incoming>, target: Url) -> Response<Answer> {
        let changes = self.changes(request.method(), &target);
        let mut answer = match self.ask(request, &target, changes).await {
            Ok(response) => Response::<reqwest::Body>::from(response),
            Err(reason) => {
                let host = self.root().host();
                let text = format!("phantom: the registry at {host} cannot be asked: {reason}\n");
                // For a passing reason: clients try again, and did not all do so for 502.
                return server::plain(StatusCode::SERVICE_UNAVAILABLE, text);
            }
        };
        remove_connection_s(answer.headers_mut());
        if let Some(location) = answer.headers().get(LOCATION).and_then(|place| self.moved(&target, place)) {
            answer.headers_mut().insert(LOCATION, location);
        }
        let changer = changes.then(|| self.changer(answer.status(), answer.headers(), &target)).flatten();
        if changer.is_some() {
            answer.headers_mut().remove(CONTENT_LENGTH);
        }
        let (parts, body) = answer.into_parts();
        // What the client library noted there is not for the client.
        let mut response = Response::new(match changer {
            Some(changer) => Answer::Changed(Some((body, changer))),
            None => Answer::Passed(body),
        });
        (*response.status_mut(), *response.headers_mut()) = (parts.status, parts.headers);
        response
    }

    async fn ask(
        &self,
        request: Request<Incoming>,
        target: &Url,
        changes: bool,
    ) -> Result<reqwest::Response, String> {
        let client = self.client(changes)?;
        let (parts, body) = request.into_parts();
        let mut headers = parts.headers;
        remove_connection_s(&mut headers);
        // It was meant for 127.0.0.1.
        for name in [HOST, EXPECT, AUTHORIZATION] {
            headers.remove(name);
        }
        if let Some(authorization) = self.root().authorization_at(target) {
            headers.insert(AUTHORIZATION, authorization);
        }
        if changes {
            headers.remove(ACCEPT_ENCODING);
            headers.remove(RANGE);
        }
        if !body.is_end_stream() {
            let request = client.request(parts.method, target.clone()).headers(headers);
            let sent = request.body(reqwest::Body::wrap(body)).send().await;
            return sent.map_err(|error| http::root_cause(&error));
        }
        headers.remove(CONTENT_LENGTH);
        let mut pauses = PAUSES.iter();
        loop {
            let request = client.request(parts.method.clone(), target.clone()).headers(headers.clone());
            let error = match request.send().await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            match pauses.next() {
                Some(pause) if !error.is_timeout() => tokio::time::sleep(*pause).await,
                _ => return Err(http::root_cause(&error)),
            }
        }
    }

    fn client(&self, unpacks: bool) -> Result<&reqwest::Client, String> {
        let place = if unpacks { &self.unpacking } else { &self.plain };
        let build = || {
            let builder = reqwest::Client::builder()
                .connect_timeout(self.settings.connect)
                .read_timeout(self.settings.idle)
                .dns_resolver(dns::SystemResolver)
                .redirect(reqwest::redirect::Policy::none())
                .referer(false);
            let builder = if unpacks { builder } else { builder.no_gzip().no_zstd() };
            self.root().http_client(builder, self.settings.system_proxy)
        };
        place.get_or_init(build).as_ref().map_err(Clone::clone)
    }

    /// Whether the answer may be a page that is changed.
    fn changes(&self, method: &Method, target: &Url) -> bool {
        let is_page =
            || !target.path().contains("/-/") && route::name(self.root(), self.pages(), target).is_some();
        *method == Method::GET && self.pages() != Pages::Npm && is_page()
    }

    /// What changes the answer, where it is a page.
    fn changer(&self, status: StatusCode, headers: &HeaderMap, page: &Url) -> Option<Changer> {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let (is_json, is_html) = (kind.contains("json"), kind.contains("html"));
        if status != StatusCode::OK {
            return None;
        }
        match self.pages() {
            Pages::NpmThroughRelay if is_json => {
                let (real, own) = (self.root().url().to_string(), self.own.clone());
                let change = move |text: &str| {
                    let path = text.strip_prefix(&real).filter(|path| path.contains("/-/"))?;
                    Some(format!("{own}{path}"))
                };
                Some(Changer::Json(Replacer::new("tarball", Box::new(change))))
            }
            Pages::Simple if is_json => {
                let page = page.clone();
                let change = move |text: &str| {
                    let is_relative = Url::parse(text) == Err(url::ParseError::RelativeUrlWithoutBase);
                    is_relative.then(|| page.join(text).ok()).flatten().map(String::from)
                };
                Some(Changer::Json(Replacer::new("url", Box::new(change))))
            }
            Pages::Simple if is_html => Some(Changer::Html(Based::new(page))),
            Pages::Npm | Pages::NpmThroughRelay | Pages::Simple => None,
        }
    }

    /// Where a redirect leads as seen from here: a page of the registry's is asked for through the relay,
    /// anything else where it is.
    fn moved(&self, page: &Url, location: &HeaderValue) -> Option<HeaderValue> {
        let next = page.join(location.to_str().ok()?).ok()?;
        let here = next.as_str().strip_prefix(self.root().url().as_str());
        let next = here.map_or_else(|| next.to_string(), |rest| format!("{}{rest}", self.own));
        HeaderValue::from_str(&next).ok()
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The path is what keeps others out.
        f.debug_tuple("Door").field(&self.upstream).finish()
    }
}

/// Takes out what concerns one connection, and what the connection's own header adds to that.
fn remove_connection_s(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in OF_ONE_CONNECTION.iter().chain(&named) {
        headers.remove(name);
    }
}
