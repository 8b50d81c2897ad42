//! What the preview adds to a page, and the pages that are its own.

use super::Shown;
use crate::language::Language;

/// Asks for the next build, and shows it.
pub(super) const SCRIPT: &str = include_str!("reload.js");
/// How the list of problems looks.
pub(super) const STYLE: &str = ".parvis-problems{margin:0;padding:1rem 2rem;background:#5c1a0b;color:#fff;font:1rem/1.5 system-ui,sans-serif}\
.parvis-problems pre{white-space:pre-wrap;overflow-wrap:anywhere;background:none;border:0;padding:0;color:inherit}\
.parvis-wait{font:1.25rem/1.5 system-ui,sans-serif;padding:2rem;color-scheme:light dark}\n";

const LINK: &str = "<link rel=\"stylesheet\" href=\"/.parvis/preview.css\">\n</head>";

/// The page with the script that shows the next build, and the problems at its top.
pub(super) fn with_preview(html: &str, shown: &Shown) -> String {
    // Not deferred: it sees the page before the page's own scripts change it.
    let script = format!("{}</body>", script(shown));
    let html = html.replacen("</head>", LINK, 1);
    let html = match html.rfind("</body>") {
        Some(at) => html[..at].to_owned() + &script + &html[at + "</body>".len()..],
        None => html,
    };
    if shown.problems.is_empty() {
        return html;
    }
    let open = html.find("<body").and_then(|start| Some(start + html[start..].find('>')? + 1));
    let (before, after) = html.split_at(open.unwrap_or(0));
    format!("{before}\n{}{after}", section(&shown.problems))
}

fn script(shown: &Shown) -> String {
    format!("<script src=\"/.parvis/reload.js\" data-build=\"{}\"></script>\n", shown.number)
}

fn section(problems: &str) -> String {
    let escaped = problems.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<section class=\"parvis-problems\" role=\"alert\"><pre>{escaped}</pre></section>\n")
}

/// A page that says `problems` and nothing else.
pub(super) fn problems(problems: &str, shown: &Shown) -> String {
    own(&section(problems), shown)
}

/// The page until the first build is there.
pub(super) fn wait(language: Language, shown: &Shown) -> String {
    let words = match language {
        Language::Fr => "Le site se compose ; cette page le montrera.",
        Language::En => "The site is being built; this page will show it.",
    };
    own(&format!("<p class=\"parvis-wait\" role=\"status\">{words}</p>\n"), shown)
}

fn own(body: &str, shown: &Shown) -> String {
    format!(
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>parvis</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{LINK}\n<body>\n{body}{}\
         </body>\n</html>\n",
        script(shown)
    )
}
