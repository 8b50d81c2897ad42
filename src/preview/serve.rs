//! The site over HTTP, for this machine alone.
//!
//! Every page gets a script that waits for the next build; the published site never has it.
//! Requests that name another host are refused, so that no page of the web can read an
//! unpublished site through a name that points here.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::routing::get;
use tokio::sync::watch::Receiver;

use super::{PreviewError, Shown};
use crate::tree::FilePath;

/// Asks for the next build, and loads the page again when it is there.
const SCRIPT: &str = "new EventSource('/.parvis/builds').addEventListener('built', () => location.reload());\n";
/// How the list of problems looks.
const STYLE: &str = ".parvis-problems{margin:0;padding:1rem 2rem;background:#5c1a0b;color:#fff;font:1rem/1.5 system-ui,sans-serif}\
.parvis-problems pre{white-space:pre-wrap;overflow-wrap:anywhere;background:none;border:0;padding:0;color:inherit}\n";

/// Serves until the program ends.
pub(super) fn run(port: u16, shown: Receiver<Shown>, ready: impl FnOnce(SocketAddr)) -> Result<(), PreviewError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let fail = |source| PreviewError::Listen { address, source };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(fail)?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind(address).await.map_err(fail)?;
        ready(listener.local_addr().map_err(fail)?);
        let routes = Router::new()
            .route(
                "/.parvis/reload.js",
                get(|| async { reply(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT) }),
            )
            .route("/.parvis/preview.css", get(|| async { reply(StatusCode::OK, "text/css; charset=utf-8", STYLE) }))
            .route("/.parvis/builds", get(builds))
            .fallback(page)
            .with_state(shown);
        axum::serve(listener, routes).await.map_err(fail)
    })
}

/// One event when the next build is there. The answer ends after it, or after a while without
/// one, and the browser asks again: so no connection outlives its page for long.
async fn builds(State(mut shown): State<Receiver<Shown>>) -> Response<Body> {
    shown.borrow_and_update();
    let built = tokio::time::timeout(Duration::from_secs(25), shown.changed()).await;
    let event = match built {
        Ok(Ok(())) => format!("retry: 200\nevent: built\ndata: {}\n\n", shown.borrow().number),
        _ => "retry: 200\n: nothing new\n\n".to_owned(),
    };
    reply(StatusCode::OK, "text/event-stream", event)
}

async fn page(State(shown): State<Receiver<Shown>>, headers: HeaderMap, uri: Uri) -> Response<Body> {
    if !is_local(&headers) {
        return reply(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", "this preview answers to localhost alone\n");
    }
    let shown = shown.borrow().clone();
    let found = wanted(uri.path()).and_then(|path| Some((find(&shown, &path)?, path)));
    match found {
        Some((Ok(bytes), path)) => file(&shown, &path, &bytes, StatusCode::OK),
        Some((Err(reason), _)) => problem_page(&reason),
        None if shown.pages.is_none() => problem_page(&shown.problems),
        None => missing(&shown),
    }
}

/// Whether the request names this machine as its host.
fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1")
}

/// The file a path asks for: a folder's is its `index.html`.
fn wanted(path: &str) -> Option<FilePath> {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    FilePath::parse(&path).ok()
}

fn find(shown: &Shown, path: &FilePath) -> Option<Result<Arc<[u8]>, String>> {
    shown.pages.as_ref()?.page(path).transpose()
}

fn missing(shown: &Shown) -> Response<Body> {
    let path = FilePath::parse("404.html").expect("a plain name is a path");
    match find(shown, &path) {
        Some(Ok(bytes)) => file(shown, &path, &bytes, StatusCode::NOT_FOUND),
        _ => reply(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "404\n"),
    }
}

fn file(shown: &Shown, path: &FilePath, bytes: &[u8], status: StatusCode) -> Response<Body> {
    match (path.extension(), std::str::from_utf8(bytes)) {
        ("html", Ok(html)) => reply(status, "text/html; charset=utf-8", with_preview(html, &shown.problems)),
        (extension, _) => reply(status, media_type(extension), bytes.to_vec()),
    }
}

/// The page with the reload script, and the problems at its top.
fn with_preview(html: &str, problems: &str) -> String {
    let script = "<script src=\"/.parvis/reload.js\" defer></script>\n</body>";
    let html = html.replacen("</body>", script, 1);
    if problems.is_empty() {
        return html;
    }
    let html = html.replacen("</head>", "<link rel=\"stylesheet\" href=\"/.parvis/preview.css\">\n</head>", 1);
    html.replacen("<body>", &format!("<body>\n{}", problem_section(problems)), 1)
}

fn problem_section(problems: &str) -> String {
    let escaped = problems.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<section class=\"parvis-problems\" role=\"alert\"><pre>{escaped}</pre></section>\n")
}

/// A page for when there is no site at all.
fn problem_page(problems: &str) -> Response<Body> {
    let page = format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>parvis</title>\n\
         <link rel=\"stylesheet\" href=\"/.parvis/preview.css\">\n</head>\n<body>\n{}\
         <script src=\"/.parvis/reload.js\" defer></script>\n</body>\n</html>\n",
        problem_section(problems)
    );
    reply(StatusCode::INTERNAL_SERVER_ERROR, "text/html; charset=utf-8", page)
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
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
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
