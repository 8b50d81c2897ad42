//! A finished website as a value, whatever it was made from.

use std::sync::Arc;

use super::not_found;
use super::pictures::{Pictures, Variant};
use super::plain::PlainSite;
use super::render::CouncilSite;
use super::template_fault::RenderFault;
use crate::collection::Collections;
use crate::council::Date;
use crate::tree::{FilePath, FileTree};

/// A finished website as a value: it knows its routes and renders any of them on demand.
#[derive(Debug)]
pub enum Output {
    /// Of a council's records.
    Council(Box<CouncilSite>),
    /// Of plain pages alone.
    Plain(Box<PlainSite>),
}

impl Output {
    /// The path of every file of the site.
    #[must_use]
    pub fn routes(&self) -> Vec<FilePath> {
        match self {
            Self::Council(site) => site.routes(),
            Self::Plain(site) => site.routes(),
        }
    }

    /// The day the pages speak of as today.
    #[must_use]
    pub const fn as_of(&self) -> Option<Date> {
        match self {
            Self::Council(site) => site.as_of(),
            Self::Plain(site) => site.as_of(),
        }
    }

    /// The plain pages that it is made from, alone or beside records.
    #[must_use]
    pub const fn collections(&self) -> &Collections {
        match self {
            Self::Council(site) => site.pages().collections(),
            Self::Plain(site) => site.collections(),
        }
    }

    /// The bytes of the file at `path`; nothing where the site has none.
    ///
    /// # Errors
    /// A template of the theme that cannot render its view.
    pub fn render(&self, path: &FilePath) -> Result<Option<Arc<[u8]>>, RenderFault> {
        self.render_below(path, not_found::base(self.url()))
    }

    /// The same for a preview, which shows the site at the root of its own host, whatever its address will be.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_at_root(&self, path: &FilePath) -> Result<Option<Arc<[u8]>>, RenderFault> {
        self.render_below(path, "/")
    }

    fn render_below(&self, path: &FilePath, base: &str) -> Result<Option<Arc<[u8]>>, RenderFault> {
        let (bytes, anywhere) = match self {
            Self::Council(site) => (site.render(path)?, site.is_shown_anywhere(path)),
            Self::Plain(site) => (site.render(path)?, site.is_shown_anywhere(path)),
        };
        let rooted = |bytes: Arc<[u8]>| match std::str::from_utf8(&bytes) {
            Ok(html) => Arc::from(not_found::rooted(html, path, base).into_bytes()),
            Err(_) => bytes,
        };
        Ok(if anywhere { bytes.map(rooted) } else { bytes })
    }

    fn url(&self) -> &str {
        match self {
            Self::Council(site) => site.url(),
            Self::Plain(site) => site.url(),
        }
    }

    /// The picture that is made for `path`; nothing where another file lies there, or none.
    #[must_use]
    pub fn variant(&self, path: &FilePath) -> Option<Variant<'_>> {
        if !path.as_str().ends_with(".webp") {
            return None;
        }
        match self {
            Self::Council(site) => site.variant(path),
            Self::Plain(site) => site.variant(path),
        }
    }

    /// The pictures of the site.
    #[must_use]
    pub fn pictures(&self) -> &Pictures {
        match self {
            Self::Council(site) => site.pictures(),
            Self::Plain(site) => site.pictures(),
        }
    }

    /// The whole site as files.
    ///
    /// # Errors
    /// The first page that cannot be rendered.
    pub fn to_tree(&self) -> Result<FileTree, RenderFault> {
        let mut tree = FileTree::new();
        for path in self.routes() {
            if let Some(bytes) = self.render(&path)? {
                tree.insert(path, bytes);
            }
        }
        Ok(tree)
    }

    pub(super) const fn plain(&self) -> Option<&PlainSite> {
        match self {
            Self::Plain(site) => Some(site),
            Self::Council(_) => None,
        }
    }

    pub(super) const fn council(&self) -> Option<&CouncilSite> {
        match self {
            Self::Council(site) => Some(site),
            Self::Plain(_) => None,
        }
    }
}
