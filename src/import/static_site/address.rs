//! The addresses a site had, and how one is written so that it can be compared.

use std::collections::BTreeMap;

/// Where a site was published: the parts of its address that its own links may carry.
#[derive(Clone, Debug, Default)]
pub(super) struct Base {
    /// `https://ville.example`, without its last slash.
    site: Option<String>,
    /// `conseil` for a site below `/conseil/`.
    folder: String,
}

impl Base {
    pub(super) fn new(site: Option<&str>, folder: Option<&str>) -> Self {
        let site = site.map(|site| site.trim_end_matches('/')).filter(|site| site.contains("://"));
        let below = site.and_then(|site| site.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
        let folder = folder.filter(|folder| !folder.trim_matches('/').is_empty()).or(below.map(|(_, folder)| folder));
        Self { site: site.map(str::to_owned), folder: folder.unwrap_or_default().trim_matches('/').to_owned() }
    }

    /// The address within the site, from its root, where `address` leads there: `/x.html` and the site's
    /// own full addresses.
    fn within(&self, address: &str) -> Option<String> {
        let own = self.site.as_deref().and_then(|site| address.strip_prefix(site));
        let path = own.filter(|path| path.is_empty() || path.starts_with('/')).or_else(|| address.strip_prefix('/'))?;
        let path = path.trim_start_matches('/');
        let below = path.strip_prefix(&self.folder).and_then(|rest| rest.strip_prefix('/'));
        Some(below.filter(|_| !self.folder.is_empty()).unwrap_or(path).to_owned())
    }
}

/// An address of a link, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// Elsewhere.
    Outside,
    /// A heading of the same text.
    Heading(String),
    /// Within the site: the paths it may mean, the likeliest first, and the heading.
    Within(Vec<String>, Option<String>),
}

/// Takes apart an address that stands in a page whose source lies in `folder` and that was published
/// in `published`.
pub(super) fn parse(address: &str, base: &Base, folder: &str, published: &[String]) -> Address {
    let address = address.trim();
    if let Some(heading) = address.strip_prefix('#') {
        return Address::Heading(heading.to_owned());
    }
    let address = without_marker(address);
    let (path, heading) = address.split_once('#').map_or((address, None), |(path, heading)| (path, Some(heading)));
    let path = path.split('?').next().unwrap_or_default();
    let heading = heading.map(str::to_owned);
    if path.starts_with("//") {
        return Address::Outside;
    }
    if let Some(path) = base.within(path) {
        return Address::Within(vec![decoded(&path)], heading);
    }
    let scheme = path.split(['/', '?']).next().is_some_and(|first| first.contains(':'));
    if scheme {
        return Address::Outside;
    }
    let path = decoded(path);
    let mut paths: Vec<String> = Vec::new();
    let folders =
        std::iter::once(folder).chain(published.iter().map(|address| folder_of(address))).chain(std::iter::once(""));
    for path in folders.filter_map(|folder| joined(folder, &path)) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    Address::Within(paths, heading)
}

/// Pelican's `{filename}/x.md`, `{static}x.png`, `|filename|x.md`.
fn without_marker(address: &str) -> &str {
    let names = ["filename", "static", "attach", "author", "category", "tag", "index"];
    for (open, close) in [("{", "}"), ("|", "|"), ("%7B", "%7D"), ("%7b", "%7d")] {
        let rest = address.strip_prefix(open).and_then(|rest| rest.split_once(close));
        if let Some((_, path)) = rest.filter(|(name, _)| names.contains(name)) {
            return path;
        }
    }
    address
}

fn folder_of(address: &str) -> &str {
    address.trim_start_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn joined(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    Some(segments.join("/"))
}

fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .map_or_else(|_| path.to_owned(), std::borrow::Cow::into_owned)
}

/// An address as it is compared: no slash at either end, no `index.html`, no `.html`.
pub(super) fn normal(address: &str) -> String {
    let plain = decoded(address.trim().trim_matches('/'));
    let plain = plain.strip_suffix("index.html").unwrap_or(&plain);
    let plain = plain.strip_suffix(".html").unwrap_or(plain);
    plain.trim_matches('/').to_lowercase()
}

/// Fills `:year/:month/:slug` or `{slug}`; a name that is not among `values` is left out.
pub(super) fn filled(pattern: &str, values: &BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find([':', '{']) {
        out.push_str(&rest[..at]);
        let braced = rest[at..].starts_with('{');
        rest = &rest[at + 1..];
        let end = if braced {
            rest.find('}').unwrap_or(rest.len())
        } else {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())
        };
        out.push_str(values.get(&rest[..end]).map_or("", String::as_str));
        rest = rest[end..].strip_prefix('}').filter(|_| braced).unwrap_or(&rest[end..]);
    }
    out.push_str(rest);
    while out.contains("//") {
        out = out.replace("//", "/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Address, Base, filled, normal, parse};
    use std::collections::BTreeMap;

    #[test]
    fn an_address_is_sought_where_a_browser_and_a_generator_would() {
        let base = Base::new(Some("https://ville.example/conseil"), None);
        let within = |paths: &[&str], heading: Option<&str>| {
            Address::Within(paths.iter().map(|path| (*path).to_owned()).collect(), heading.map(str::to_owned))
        };
        let published = ["2016/10/25/a.html".to_owned()];
        for (address, expected) in [
            ("https://autre.example/x", Address::Outside),
            ("mailto:a@b.example", Address::Outside),
            ("//autre.example/x", Address::Outside),
            ("#b", Address::Heading("b".to_owned())),
            ("/conseil/x.pdf", within(&["x.pdf"], None)),
            ("/x%20y.pdf?z=1", within(&["x y.pdf"], None)),
            ("https://ville.example/conseil/x/#b", within(&["x/"], Some("b"))),
            ("../x.md", within(&["x.md", "2016/10/x.md"], None)),
            ("{filename}/b/x.md", within(&["b/x.md"], None)),
            ("|filename|x.md", within(&["_posts/x.md", "2016/10/25/x.md", "x.md"], None)),
        ] {
            assert_eq!(parse(address, &base, "_posts", &published), expected, "{address}");
        }
    }

    #[test]
    fn addresses_are_compared_without_what_browsers_add() {
        for address in ["/a/b.html", "a/b/", "/a/b/index.html", "A/b"] {
            assert_eq!(normal(address), "a/b", "{address}");
        }
        let values =
            BTreeMap::from([("year", "2016".to_owned()), ("slug", "x".to_owned()), ("date:%Y", "2016".to_owned())]);
        assert_eq!(filled("/:categories/:year/:slug.html", &values), "/2016/x.html");
        assert_eq!(filled("{date:%Y}/{slug}/", &values), "2016/x/");
    }
}
