//! The site over HTTP, for this machine alone unless more was asked for.
//!
//! Every page gets a script that waits for the next build; the published site never has it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use tokio::net::TcpListener;
use tokio::sync::watch::Receiver;

use super::{Listen, PreviewError, Shown, host, page};
use crate::language::Language;
use crate::tree::{Digest, FilePath};

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
/// What must not stand as it is in an address.
const RESERVED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?');

/// What every request needs.
#[derive(Clone)]
struct Preview {
    shown: Receiver<Shown>,
    address: IpAddr,
    language: Language,
}

/// Serves until the program ends; `ready` is told the address as soon as one is had.
pub(super) fn run(listen: Listen, shown: Receiver<Shown>, ready: impl FnOnce(SocketAddr)) -> Result<(), PreviewError> {
    let address = SocketAddr::from((listen.host, listen.port));
    let fail = |source| PreviewError::Listen { address, source };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(fail)?;
    runtime.block_on(async move {
        let listener = TcpListener::bind(address).await.map_err(fail)?;
        ready(listener.local_addr().map_err(fail)?);
        let preview = Preview { shown, address: listen.host, language: listen.language };
        axum::serve(listener, Router::new().fallback(answer).with_state(preview)).await.map_err(fail)
    })
}

async fn answer(State(preview): State<Preview>, headers: HeaderMap, uri: Uri) -> Response<Body> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !host::is_ours(host, preview.address) {
        return reply(StatusCode::FORBIDDEN, TEXT, "this preview does not answer to that name: use its address\n");
    }
    match uri.path() {
        "/.parvis/reload.js" => reply(StatusCode::OK, "text/javascript; charset=utf-8", page::SCRIPT),
        "/.parvis/preview.css" => reply(StatusCode::OK, "text/css; charset=utf-8", page::STYLE),
        "/.parvis/builds" => builds(preview.shown, uri.query().and_then(|query| query.strip_prefix("after="))).await,
        path => {
            let shown = preview.shown.borrow().clone();
            let mut response = file_at(&shown, path, uri.query(), preview.language);
            let number = HeaderValue::from(shown.number);
            response.headers_mut().insert("x-parvis-build", number);
            response
        }
    }
}

/// The number of the build that is shown, as soon as it is another than the one `seen`; the same after a while
/// without one, and the browser asks again: so no connection outlives its page for long.
async fn builds(mut shown: Receiver<Shown>, seen: Option<&str>) -> Response<Body> {
    let other = |shown: &Shown| seen != Some(shown.number.to_string().as_str());
    let _ = tokio::time::timeout(Duration::from_secs(25), shown.wait_for(other)).await;
    let number = shown.borrow().number.to_string();
    reply(StatusCode::OK, TEXT, number)
}

fn file_at(shown: &Shown, path: &str, query: Option<&str>, language: Language) -> Response<Body> {
    let found = wanted(path).and_then(|path| Some((find(shown, &path)?, path)));
    match found {
        Some((Ok(bytes), path)) => file(shown, &path, &bytes, StatusCode::OK),
        Some((Err(reason), _)) => reply(StatusCode::INTERNAL_SERVER_ERROR, HTML, page::problems(&reason, shown)),
        None if shown.number == 0 => reply(StatusCode::SERVICE_UNAVAILABLE, HTML, page::wait(language, shown)),
        None if shown.pages.is_none() => {
            reply(StatusCode::INTERNAL_SERVER_ERROR, HTML, page::problems(&shown.problems, shown))
        }
        None => match elsewhere(shown, path) {
            Some(path) => redirect(&path, query),
            None => missing(shown),
        },
    }
}

/// The file a path asks for: a folder's is its `index.html`.
fn wanted(path: &str) -> Option<FilePath> {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    FilePath::parse(&path).ok()
}

/// Where the page lies that a path without `.html`, or with a slash too many or too few, means.
fn elsewhere(shown: &Shown, path: &str) -> Option<String> {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let path = path.trim_matches('/');
    let there = |path: &str| FilePath::parse(path).ok().and_then(|path| find(shown, &path)).is_some();
    let (page, folder) = (format!("{path}.html"), format!("{path}/index.html"));
    if there(&page) {
        return Some(page);
    }
    there(&folder).then(|| format!("{path}/"))
}

fn find(shown: &Shown, path: &FilePath) -> Option<Result<Arc<[u8]>, String>> {
    shown.pages.as_ref()?.page(path).transpose()
}

fn redirect(path: &str, query: Option<&str>) -> Response<Body> {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    // From the root of this server, so that no path can name another one.
    let to = format!("/{}{query}", utf8_percent_encode(path, RESERVED));
    let mut response = reply(StatusCode::FOUND, TEXT, format!("{to}\n"));
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn missing(shown: &Shown) -> Response<Body> {
    let path = FilePath::parse("404.html").expect("a plain name is a path");
    match find(shown, &path) {
        Some(Ok(bytes)) => file(shown, &path, &bytes, StatusCode::NOT_FOUND),
        _ => reply(StatusCode::NOT_FOUND, TEXT, "404\n"),
    }
}

fn file(shown: &Shown, path: &FilePath, bytes: &[u8], status: StatusCode) -> Response<Body> {
    match (path.extension(), std::str::from_utf8(bytes)) {
        ("html", Ok(html)) => reply(status, HTML, page::with_preview(html, shown)),
        (extension, _) => {
            let mut response = reply(status, media_type(extension), bytes.to_vec());
            // By it the script knows which files changed.
            if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", Digest::of(bytes).short(32))) {
                response.headers_mut().insert(header::ETAG, tag);
            }
            response
        }
    }
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => TEXT,
        "json" => "application/json",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

fn reply(status: StatusCode, media_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
