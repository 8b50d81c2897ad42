//! `sitemap.xml` of plain pages.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::Pages;
use super::route::Route;
use crate::site::route::address;

/// Every page that search engines should know.
pub(super) fn sitemap(site: &Pages) -> Vec<u8> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, route) in site.plan.routes() {
        let changed = match route {
            Route::Page(at) => {
                let page = site.collections.page(*at);
                page.updated.or(page.date)
            }
            Route::Home(_) | Route::List(..) | Route::Terms(_) | Route::Term(..) => None,
            _ => continue,
        };
        text.push_str("<url><loc>");
        text.push_str(&escape(format!("{}{}", site.config.url, address(path.as_str()))));
        text.push_str("</loc>");
        if let Some(day) = changed {
            let _ = write!(text, "<lastmod>{day}</lastmod>");
        }
        text.push_str("</url>\n");
    }
    text.push_str("</urlset>\n");
    text.into_bytes()
}
