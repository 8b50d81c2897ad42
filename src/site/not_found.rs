//! `404.html`, the one page whose address nobody knows beforehand.
//!
//! A server shows it for any address that is none, however deep, so that a relative link in it would lead astray
//! and its styles would not be found. Its links therefore begin at the root of the host: with the path of `url:`,
//! not with the host, so that they are of this origin (the policy allows no other) on whatever host serves the
//! site, a copy or a preview. Opened as a file, the page has its words and no styles. Every other page keeps
//! relative links.

use crate::tree::FilePath;

/// The path below which a site at `url` lies on its host, such as `/` or `/council/`.
pub(super) fn base(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or("/", |at| &url[host + at..])
}

/// The attributes that hold a link.
const NAMES: [&str; 4] = ["href", "src", "srcset", "data-root"];

/// The page at `path` with each relative link from `base`.
pub(super) fn rooted(html: &str, path: &FilePath, base: &str) -> String {
    let base = &base.replace('&', "&amp;");
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some((before, quote, after)) = next_link(rest) {
        let (link, tail) = after.split_at(after.find(quote).unwrap_or(after.len()));
        out.push_str(before);
        if before.ends_with(&format!("srcset={quote}")) {
            let links: Vec<String> = link.split(", ").map(|link| from_root(link, path, base)).collect();
            out.push_str(&links.join(", "));
        } else {
            out.push_str(&from_root(link, path, base));
        }
        rest = tail;
    }
    out + rest
}

/// What stands up to the value of the next attribute that holds a link, its quote, and the rest.
fn next_link(html: &str) -> Option<(&str, char, &str)> {
    let value = |(at, _)| {
        let name = NAMES.into_iter().find_map(|name| html[..at].strip_suffix(name))?;
        let quote = html[at + 1..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        name.ends_with(|c: char| c.is_ascii_whitespace()).then_some((at + 2, quote))
    };
    let (at, quote) = html.match_indices('=').find_map(value)?;
    Some((&html[..at], quote, &html[at..]))
}

fn from_root(link: &str, path: &FilePath, base: &str) -> String {
    let scheme = link.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    if scheme || link.starts_with(['/', '#', '?']) {
        return link.to_owned();
    }
    let mut folders: Vec<&str> = path.segments().collect();
    folders.pop();
    let mut rest = link;
    while let Some(after) = rest.strip_prefix("../") {
        folders.pop();
        rest = after;
    }
    folders.iter().fold(base.to_owned(), |way, folder| way + folder + "/") + rest
}

#[cfg(test)]
mod tests {
    use super::{base, rooted};
    use crate::tree::FilePath;

    #[test]
    fn links_begin_at_the_root_of_the_host() {
        let path = |text: &str| FilePath::parse(text).expect("a path");
        assert_eq!([base("https://a.example/"), base("https://a.example/b/c/")], ["/", "/b/c/"]);
        let page = "<html data-root=\"\"><a href=\"#main\">x</a><a href='en/a.html?b#c'>y</a><img src=\"i.png\"><a href=\"https://b.example/d\">z</a><a href=\"mailto:a@b.example\">m</a> href=\"t";
        let expected = "<html data-root=\"/b/\"><a href=\"#main\">x</a><a href='/b/en/a.html?b#c'>y</a><img src=\"/b/i.png\"><a href=\"https://b.example/d\">z</a><a href=\"mailto:a@b.example\">m</a> href=\"/b/t";
        assert_eq!(rooted(page, &path("404.html"), "/b/"), expected);
        let chosen = "<img src=\"a.webp\" srcset=\"a.webp 48w, b/c.webp 96w\">";
        let expected = "<img src=\"/b/a.webp\" srcset=\"/b/a.webp 48w, /b/b/c.webp 96w\">";
        assert_eq!(rooted(chosen, &path("404.html"), "/b/"), expected);
        assert_eq!(rooted("<a href=\"b\">", &path("404.html"), "/a&b/"), "<a href=\"/a&amp;b/b\">");
        let deeper =
            "<html data-root=\"../\"><a href=\"../a.html\"></a><a href=\"b.html\"></a><a href=\"../index.html#x\"></a>";
        let expected =
            "<html data-root=\"/\"><a href=\"/a.html\"></a><a href=\"/en/b.html\"></a><a href=\"/index.html#x\"></a>";
        assert_eq!(rooted(deeper, &path("en/404.html"), "/"), expected);
    }
}
