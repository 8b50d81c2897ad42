//! The sitemap and `robots.txt`, which name the site by its own address.

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::plain::Pages;
use super::plan::SitePlan;
use super::route::{Page, address};
use crate::language::Language;

/// `sitemap.xml`: every listed page, with its other languages.
#[must_use]
pub fn sitemap(plan: &SitePlan, pages: &Pages, url: &str) -> Vec<u8> {
    let mut writer = quick_xml::Writer::new_with_indent(Vec::new(), b' ', 1);
    let mut put = |event: Event<'_>| writer.write_event(event).expect("writing to memory cannot fail");
    put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let mut root = BytesStart::new("urlset");
    root.push_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    root.push_attribute(("xmlns:xhtml", "http://www.w3.org/1999/xhtml"));
    put(Event::Start(root));
    for (path, route) in plan.routes().filter(|(path, route)| match route.page {
        Page::Plain(_) => pages.is_listed(path),
        _ => route.page.is_listed(),
    }) {
        put(Event::Start(BytesStart::new("url")));
        put(Event::Start(BytesStart::new("loc")));
        put(Event::Text(BytesText::new(&format!("{url}{}", address(path.as_str())))));
        put(Event::End(BytesEnd::new("loc")));
        for language in plan.languages_of(&route.page) {
            put(Event::Empty(alternate(plan, &route.page, language, url)));
        }
        put(Event::End(BytesEnd::new("url")));
    }
    put(Event::End(BytesEnd::new("urlset")));
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn alternate(plan: &SitePlan, page: &Page, language: Language, url: &str) -> BytesStart<'static> {
    let mut link = BytesStart::new("xhtml:link");
    link.push_attribute(("rel", "alternate"));
    link.push_attribute(("hreflang", language.code()));
    link.push_attribute(("href", format!("{url}{}", address(plan.path(page, language).as_str())).as_str()));
    link
}

/// `robots.txt`: everything may be read.
#[must_use]
pub fn robots(url: &str) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n").into_bytes()
}
