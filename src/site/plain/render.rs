//! One address of a site of plain pages to bytes, when asked.

use std::sync::Arc;

use super::made::{Around, Made, filled};
use super::route::Route;
use super::{PlainSite, sitemap};
use crate::report::Diagnostic;
use crate::site::template_fault::RenderFault;
use crate::tree::FilePath;

impl PlainSite {
    /// Where the site will lie.
    pub(in crate::site) fn url(&self) -> &str {
        &self.pages.config.url
    }

    /// Whether a server shows this page at addresses that nobody knows beforehand.
    pub(in crate::site) fn is_shown_anywhere(&self, path: &FilePath) -> bool {
        self.pages.plan.route(path) == Some(&Route::NotFound)
    }

    /// The bytes of the file at `path`; nothing where the site has none.
    ///
    /// # Errors
    /// A template that cannot render its page.
    pub fn render(&self, path: &FilePath) -> Result<Option<Arc<[u8]>>, RenderFault> {
        let Some(route) = self.pages.route(path) else { return Ok(None) };
        let fault = |finding| RenderFault { path: path.clone(), finding };
        self.bytes(path, route).map_err(|finding| fault(Box::new(self.theme.placed(*finding))))
    }

    fn bytes(&self, path: &FilePath, route: &Route) -> Result<Option<Arc<[u8]>>, Box<Diagnostic>> {
        match route {
            Route::Asset(file) => return Ok(self.theme.assets().share(file)),
            Route::Picture(address, width) => {
                return Ok(self.pictures.variant(address, *width).map(|variant| variant.bytes()));
            }
            Route::Sitemap => return Ok(Some(Arc::from(sitemap::sitemap(&self.pages)))),
            Route::Robots => return Ok(Some(Arc::from(crate::site::sitemap::robots(&self.pages.config.url)))),
            _ => {}
        }
        let templates = self.templates.of(self.pages.language(route));
        let (addresses, pictures) = (&self.pages.plan, &*self.pictures);
        let around = Around { addresses, pictures, components: templates, related: self.templates.related };
        match self.pages.made(path, route, &around) {
            Some(Made::Filled(template, context)) => Ok(Some(Arc::from(filled(templates, template, &context)?))),
            Some(Made::Bytes(bytes)) => Ok(Some(bytes)),
            None => Ok(None),
        }
    }
}
