//! The Atom feed, the sitemap, `robots.txt`: the only places that need the site's own address.

use atom_syndication::{Entry, Feed, FixedDateTime, Link as AtomLink, Text};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::plan::SitePlan;
use super::route::Page;
use super::view::Scene;
use crate::council::Date;
use crate::language::Language;

/// The feed of a language: news, meetings held, votes announced, newest first.
#[must_use]
pub fn atom(scene: &Scene<'_>) -> Vec<u8> {
    let documents = scene.documents();
    let mut items: Vec<(Date, Page, String, Option<String>)> = Vec::new();
    for (id, news) in &documents.news {
        let summary = news.summary(scene.language).map(str::to_owned);
        items.push((news.facts.date, Page::News(id.clone()), news.title(scene.language).to_owned(), summary));
    }
    for (id, meeting) in documents.meetings.iter().filter(|(_, meeting)| meeting.facts.attendance.is_some()) {
        let summary = meeting.summary(scene.language).map(str::to_owned);
        let title = meeting.title(scene.language).to_owned();
        items.push((meeting.facts.start.date(), Page::Meeting(id.clone()), title, summary));
    }
    for (id, vote) in &documents.votes {
        let Some(announced) = vote.facts.announced else { continue };
        let summary = Some(scene.localised(&vote.facts.draft.question));
        items.push((announced, Page::Vote(id.clone()), vote.title(scene.language).to_owned(), summary));
    }
    items.sort_by(|a, b| (b.0, &b.1).cmp(&(a.0, &a.1)));
    items.truncate(40);
    let base = &documents.config.url;
    let address = |page: &Page| format!("{base}{}", scene.plan.path(page, scene.language));
    let feed = Feed {
        title: Text::plain(scene.of(&documents.config.name)),
        id: address(&Page::Feed),
        updated: instant(items.first().map(|(date, ..)| *date).or(scene.as_of)),
        lang: Some(scene.language.code().to_owned()),
        links: vec![link("self", address(&Page::Feed)), link("alternate", address(&Page::Home))],
        entries: items
            .iter()
            .map(|(date, page, title, summary)| entry(*date, &address(page), title, summary.as_deref()))
            .collect(),
        ..Feed::default()
    };
    let mut bytes = feed.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn entry(date: Date, address: &str, title: &str, summary: Option<&str>) -> Entry {
    Entry {
        title: Text::plain(title),
        id: address.to_owned(),
        updated: instant(Some(date)),
        published: Some(instant(Some(date))),
        links: vec![link("alternate", address.to_owned())],
        summary: summary.map(Text::plain),
        ..Entry::default()
    }
}

fn link(rel: &str, href: String) -> AtomLink {
    AtomLink { rel: rel.to_owned(), href, ..AtomLink::default() }
}

/// Midnight of the day in universal time; 1970 where no record has a date.
fn instant(date: Option<Date>) -> FixedDateTime {
    let text = date.map_or_else(|| "1970-01-01".to_owned(), |date| date.to_string());
    format!("{text}T00:00:00Z").parse().expect("a checked day makes an instant")
}

/// `sitemap.xml`: every listed page, with its other languages.
#[must_use]
pub fn sitemap(plan: &SitePlan, url: &str) -> Vec<u8> {
    let mut writer = quick_xml::Writer::new_with_indent(Vec::new(), b' ', 1);
    let mut put = |event: Event<'_>| writer.write_event(event).expect("writing to memory cannot fail");
    put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let mut root = BytesStart::new("urlset");
    root.push_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    root.push_attribute(("xmlns:xhtml", "http://www.w3.org/1999/xhtml"));
    put(Event::Start(root));
    for (path, route) in plan.routes().filter(|(_, route)| route.page.is_listed()) {
        put(Event::Start(BytesStart::new("url")));
        put(Event::Start(BytesStart::new("loc")));
        put(Event::Text(BytesText::new(&format!("{url}{path}"))));
        put(Event::End(BytesEnd::new("loc")));
        for language in plan.languages() {
            put(Event::Empty(alternate(plan, &route.page, *language, url)));
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
    link.push_attribute(("href", format!("{url}{}", plan.path(page, language)).as_str()));
    link
}

/// `robots.txt`: everything may be read.
#[must_use]
pub fn robots(url: &str) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n").into_bytes()
}
