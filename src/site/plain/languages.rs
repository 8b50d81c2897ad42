//! The same page in another language, or what is nearest to it.

use serde::Serialize;

use super::plan::Plan;
use super::route::{language_folder, list};
use crate::document::PlainConfig;
use crate::language::Language;
use crate::site::route::address;
use crate::tree::FilePath;

/// A page in a language of the site.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct InLanguage {
    #[serde(skip)]
    pub(super) language: Language,
    lang: &'static str,
    name: &'static str,
    /// The file.
    #[serde(skip)]
    pub(super) at: String,
    /// Its address.
    path: String,
    /// Whether it is the very same page: where there is none, its list, or the first page.
    pub(super) same: bool,
    current: bool,
}

/// Where a reader of the page at `path` goes on in each language of the site.
pub(super) fn of_page(path: &FilePath, plan: &Plan, config: &PlainConfig) -> Vec<InLanguage> {
    let others = config.languages.iter().filter(|language| **language != config.main_language());
    let here = others.clone().find(|language| path.as_str().starts_with(&language_folder(**language, config)));
    let here = here.copied().unwrap_or(config.main_language());
    let below = path.as_str().strip_prefix(language_folder(here, config).as_str()).unwrap_or(path.as_str());
    let one = |language: Language| {
        let (at, same) = nearest(&language_folder(language, config), below, plan);
        let path = address(&at).into_owned();
        let (lang, name, current) = (language.code(), language.own_name(), language == here);
        InLanguage { language, lang, name, at, path, same, current }
    };
    config.languages.iter().map(|language| one(*language)).collect()
}

/// The address `below` in the folder of a language, else that of the nearest list above it.
fn nearest(prefix: &str, below: &str, plan: &Plan) -> (String, bool) {
    let same = format!("{prefix}{below}");
    if plan.has(&same) {
        return (same, true);
    }
    let mut folder = below;
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        let index = list(prefix, folder, 1);
        if plan.has(&index) {
            return (index, false);
        }
    }
    (list(prefix, "", 1), false)
}
