//! Takes connections, and answers each request.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures::future::{Either, select};
use futures::poll;
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::body::Answer;
use super::forward::Door;
use super::judged::Judged;
use super::{Judge, Verdict, route};
use crate::package::{Ecosystem, PackageName};

/// How long to wait when no connection can be taken: there are as many open files as the system allows.
const OUT_OF_FILES: Duration = Duration::from_millis(50);

/// What clients print beside 403.
const REASON: &[u8] = b"blocked by phantom";

/// A relay's registries, and what is known of names.
pub(super) struct Server {
    doors: Vec<Door>,
    judged: Judged,
}

impl Server {
    pub(super) fn new(doors: Vec<Door>, judge: Judge) -> Arc<Self> {
        Arc::new(Self { doors, judged: Judged::new(judge) })
    }

    /// Serves until it is dropped.
    pub(super) async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    tokio::spawn(Arc::clone(&self).serve(stream));
                }
                Err(_) => tokio::time::sleep(OUT_OF_FILES).await,
            }
        }
    }

    async fn serve(self: Arc<Self>, stream: TcpStream) {
        // Pages are small, and the client waits for each.
        let _ = stream.set_nodelay(true);
        let service = service_fn(move |request| {
            let server = Arc::clone(&self);
            async move { Ok::<_, Infallible>(server.answer(request).await) }
        });
        // A client that hangs up has its own reasons.
        let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Answer> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let door = self.doors.iter().find_map(|door| Some((door, door.behind(&path)?)));
        // Nothing is told to those who do not know the way.
        let Some((door, rest)) = door else { return plain(StatusCode::NOT_FOUND, String::new()) };
        let Some(target) = route::target(door.root(), door.pages(), rest) else {
            return plain(StatusCode::NOT_FOUND, "phantom: no address of this registry\n".to_owned());
        };
        let Some(name) = route::name(door.root(), door.pages(), &target) else {
            return door.forward(request, target).await;
        };
        let mut judgement = pin!(self.judged.of(name.clone()));
        let is_page = request.method() == Method::GET && route::is_page(door.root(), door.pages(), &target);
        let answer = pin!(door.forward(request, target));
        let (verdict, answer) = match poll!(judgement.as_mut()) {
            // It is known already, or needs no question: nothing is asked for a name that is refused.
            Poll::Ready(verdict) => (verdict, Either::Left(answer)),
            // Two answers of the registry's, one for the judge and one for the client, take as long as one.
            Poll::Pending if is_page => match select(judgement, answer).await {
                Either::Left((verdict, answer)) => (verdict, Either::Left(answer)),
                Either::Right((answer, judgement)) => (judgement.await, Either::Right(answer)),
            },
            // A file is not so much as asked for.
            Poll::Pending => (judgement.await, Either::Left(answer)),
        };
        match (verdict, answer) {
            (Verdict::Refuse { reason }, _) => refusal(&name, &reason),
            (Verdict::Pass, Either::Left(answer)) => answer.await,
            (Verdict::Pass, Either::Right(answer)) => answer,
        }
    }
}

/// A plain answer of the relay's own.
pub(super) fn plain(status: StatusCode, text: String) -> Response<Answer> {
    let mut response = Response::new(Answer::text(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// 403, in the form in which the client shows the most of it.
fn refusal(name: &PackageName, reason: &str) -> Response<Answer> {
    let message = format!("phantom: {} is blocked: {reason}", crate::report::escaped_name(name.spelling()));
    let is_npm = name.ecosystem() == Ecosystem::Npm;
    let text = if is_npm { serde_json::json!({ "error": message }).to_string() } else { message };
    let mut response = plain(StatusCode::FORBIDDEN, text);
    if is_npm {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let Ok(phrase) = ReasonPhrase::try_from(REASON) {
        response.extensions_mut().insert(phrase);
    }
    response
}
